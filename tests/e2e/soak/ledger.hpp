#pragma once

#include "support/raw_client.hpp"

#include <cstdint>
#include <mutex>
#include <vector>

namespace ficus::test::soak {

/// What may make requests fail while it lasts. Everything else may not.
enum class trouble : std::uint8_t {
    legacy,  ///< is not there
    facade,  ///< is being started anew
    answers, ///< of modern break off in the middle: who has a part of one cannot have another
};

/// When there was which trouble: whether a request might fail is asked here.
class journal {
public:
    /// Lasts as long as the object.
    class entry {
    public:
        entry(journal& in, trouble what) : in_(in), index_(in.begin(what)) {}
        ~entry() { in_.end(index_); }
        entry(entry const&) = delete;
        entry& operator=(entry const&) = delete;

    private:
        journal& in_;
        std::size_t index_;
    };
    /// Whether there was such trouble between the two, or a moment before.
    bool had(trouble what, steady::time_point from, steady::time_point to) const;

private:
    std::size_t begin(trouble what);
    void end(std::size_t index);
    struct span {
        trouble what;
        steady::time_point from;
        steady::time_point to;
    };
    mutable std::mutex mutex_;
    std::vector<span> spans_;
};

/// What became of the requests that clients sent: each is one of the four.
struct outcomes {
    std::uint64_t sent = 0;
    std::uint64_t whole = 0;   ///< an answer came, of any status
    std::uint64_t cut = 0;     ///< a part of one
    std::uint64_t none = 0;    ///< not a byte of one
    std::uint64_t refused = 0; ///< there was nobody to be asked

    void add(answer const& got, bool connected);
    outcomes& operator+=(outcomes const& other);
};

} // namespace ficus::test::soak
