#include "acl/text_lines.hpp"

#include <cstddef>

namespace ficus::acl {

std::optional<document> read_lines(std::string_view text) {
    constexpr std::size_t most_lines = 100'000;
    document lines;
    auto* all = lines.make(kind::array);
    lines.set_root(all);
    for (bool is_more = !text.empty(); is_more;) {
        if (all->count == most_lines) return std::nullopt;
        auto const end = text.find('\n');
        is_more = end != std::string_view::npos;
        auto* line = lines.make(kind::string);
        line->text = text.substr(0, end);
        document::append(*all, *line);
        if (is_more) text.remove_prefix(end + 1);
    }
    return lines;
}

} // namespace ficus::acl
