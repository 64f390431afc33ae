#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::test {

/// `text`, that often.
inline std::string times(std::size_t count, std::string_view text) {
    std::string made;
    made.reserve(count * text.size());
    for (std::size_t i = 0; i < count; ++i) made += text;
    return made;
}

} // namespace ficus::test
