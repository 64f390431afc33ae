#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>

namespace ficus::recording {

/// The lines of a file, each of bounded length, and what stands at its beginning.
class line_source {
public:
    explicit line_source(std::istream& from) : from_(from) {}

    /// What comes next, up to 4 KiB; nothing is taken.
    std::string_view peek();

    enum class got { line, end, too_long, too_much, unreadable };
    /// The next line without its end (LF or CRLF). It stays until the next call.
    got next(std::string_view& line);
    /// All that is left, where it is at most `most` bytes.
    got rest(std::string& into, std::size_t most);

    std::size_t number() const { return number_; } ///< of the line that came last, from 1
    bool ended() const { return ended_; }          ///< that line had an end, or there is another one

private:
    bool fill();
    std::istream& from_;
    std::string held_;
    std::size_t at_ = 0;
    std::size_t number_ = 0, taken_ = 0;
    bool ended_ = false;
};

} // namespace ficus::recording
