#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace ficus::obs {

/// The value of a Server-Timing field (W3C Server Timing §2), one metric after the other.
class server_timing {
public:
    /// `name` is a token; `why`, where it is not empty, is printable ASCII without quotes.
    void add(std::string_view name, std::chrono::nanoseconds took, std::string_view why = {});
    std::string const& text() const { return text_; }

private:
    std::string text_;
};

} // namespace ficus::obs
