#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

namespace ficus::tools {

/// `[#####-----]`: a bar of that many characters between its brackets. `of` 0: nothing is left to do.
std::string progress_bar(std::uint64_t done, std::uint64_t of, std::size_t width);

/// One line at the bottom of a terminal, drawn over and over; on what is no terminal, nothing. It is gone
/// when this is.
class progress {
public:
    /// `err`: where it stands.
    progress(std::ostream& err, bool terminal) : err_(err), terminal_(terminal) {}
    ~progress() { clear(); }
    progress(progress const&) = delete;
    progress& operator=(progress const&) = delete;

    /// Behind the bar and its percentage stands `text`.
    void show(std::uint64_t done, std::uint64_t of, std::string const& text);
    void clear();

private:
    std::ostream& err_;
    bool const terminal_;
    bool shown_ = false;
};

} // namespace ficus::tools
