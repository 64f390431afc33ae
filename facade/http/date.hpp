#pragma once

#include <array>
#include <chrono>
#include <string_view>

namespace ficus::http {

/// The Date field's text (RFC 9110 §5.6.7, IMF-fixdate), made anew once a second. One thread.
class date_text {
public:
    /// Valid until the next call.
    std::string_view at(std::chrono::system_clock::time_point now);

private:
    std::chrono::sys_seconds of_{std::chrono::seconds(-1)};
    std::array<char, 29> text_{};
};

} // namespace ficus::http
