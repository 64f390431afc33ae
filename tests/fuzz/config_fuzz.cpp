// Any text is a configuration or a list of problems whose places lie within it.
#include "facade/config/reader.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// Set for names of an even length, so that both ways are taken.
std::optional<std::string> env(std::string const& name) {
    return name.size() % 2 == 0 ? std::optional<std::string>{name} : std::nullopt;
}

bool lies_within(std::string_view text, ficus::config::problem const& problem) {
    for (unsigned line = 1; line < problem.line; ++line) {
        auto const end = text.find('\n');
        if (end == std::string_view::npos) return false;
        text.remove_prefix(end + 1);
    }
    auto const length = std::min(text.find('\n'), text.size());
    return problem.line >= 1 && problem.column >= 1 && problem.column <= length + 1;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const result = ficus::config::read_text(text, "fuzz.toml", env);
    if (result.has_value()) {
        require(!result->facade.listen.empty() && !result->upstreams.empty());
        for (auto const& warning : result->warnings) require(lies_within(text, warning));
        return 0;
    }
    auto const errors = result.error();
    require(!errors.empty());
    for (auto const& error : errors) require(lies_within(text, error) && !error.message.empty());
    require(std::is_sorted(errors.begin(), errors.end(), [](auto const& a, auto const& b) {
        return std::pair{a.line, a.column} < std::pair{b.line, b.column};
    }));
    return 0;
}
