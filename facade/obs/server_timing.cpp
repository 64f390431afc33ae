#include "facade/obs/server_timing.hpp"

#include <array>
#include <charconv>

namespace ficus::obs {

void server_timing::add(std::string_view name, std::chrono::nanoseconds took, std::string_view why) {
    if (!text_.empty()) text_ += ", ";
    // Milliseconds, as the document has them.
    auto const ms = std::chrono::duration<double, std::milli>(took).count();
    std::array<char, 32> digits;
    auto const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), ms, std::chars_format::fixed, 1).ptr;
    text_.append(name).append(";dur=").append(digits.data(), end);
    if (!why.empty()) text_.append(";desc=\"").append(why).append("\"");
}

} // namespace ficus::obs
