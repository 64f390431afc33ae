#pragma once

#include "facade/config/configuration.hpp"
#include "facade/recording/recorded.hpp"
#include "facade/shadow/replay.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::app {

/// What is replayed, and where.
struct replay_setting {
    config::configuration configuration; ///< its upstreams are those that are asked
    std::string feature;                 ///< one of the configuration's
    bool legacy = false;                 ///< asked; so is modern, or one of them alone
    bool modern = false;
    /// Fields of every request, whole, in place of recorded ones of their names.
    std::vector<std::pair<std::string, std::string>> headers;
    shadow::replay_pace pace;
    std::filesystem::path store; ///< a `shadow.db`; made where there is none
};

/// Why a request of the file is not sent.
enum class left_out : std::uint8_t {
    method,     ///< the comparison's `methods` do not name it, or not what a translator makes of it
    elsewhere,  ///< it is another feature's, or none's
    unanswered, ///< there is no recorded answer, and one side alone is asked
    unreadable, ///< the facade would refuse it
    no_room,    ///< to hold what is under way
    count_
};
std::string_view name_of(left_out why);

/// What became of a file's requests, or would.
struct replayed {
    shadow::replay_progress progress;
    std::array<std::uint64_t, static_cast<std::size_t>(left_out::count_)> not_sent{};
    std::uint64_t writes = 0;   ///< of those sent: of methods that are not safe (RFC 9110 §9.2.1)
    std::uint64_t redacted = 0; ///< of those sent: with something masked
    std::uint64_t compared = 0;
    std::map<std::string, std::uint64_t, std::less<>> skipped; ///< of those sent, by reason
    std::string trouble; ///< why not all that was found is in the store; empty where it is
};

/// One feature's half of a facade without clients: recorded requests go the way of copies, through the
/// translators and the comparison, into a store of their own. One thread at a time.
class replaying {
public:
    /// The error says what is wrong with the configuration.
    static boost::system::result<std::unique_ptr<replaying>, std::string> make(replay_setting how);
    ~replaying();
    replaying(replaying const&) = delete;
    replaying& operator=(replaying const&) = delete;

    /// What run() would do; nothing is sent. `sent` is how many would be.
    replayed look_through(recording::recording const& what) const;
    /// Sends them and compares. Blocks until all has ended and is stored, or `stop` says so. Once.
    replayed run(recording::recording const& what, shadow::replay::tell_progress const& tell,
                 std::function<bool()> const& stop);

private:
    struct parts;
    explicit replaying(std::unique_ptr<parts> made);
    std::unique_ptr<parts> parts_;
};

} // namespace ficus::app
