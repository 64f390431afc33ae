#include "facade/pipeline/operation_name.hpp"

#include "rules/operation_condition.hpp"

#include <algorithm>
#include <array>

namespace ficus::pipeline {

namespace {

constexpr std::array<std::string_view, method_kinds> kinds = {"GET",    "HEAD",    "POST",  "PUT",
                                                              "DELETE", "OPTIONS", "PATCH", "OTHER"};

std::string path_of(rules::matcher_options const& m) {
    if (m.path) return *m.path;
    if (m.path_prefix) return *m.path_prefix + (m.path_prefix->ends_with('/') ? "{rest...}" : "/{rest...}");
    return m.path_regex ? '~' + *m.path_regex : "*";
}

} // namespace

std::size_t method_kind(std::string_view method) {
    auto const at = std::find(kinds.begin(), kinds.end() - 1, method);
    return static_cast<std::size_t>(at - kinds.begin());
}

std::string_view method_of_kind(std::size_t kind) {
    return kinds[kind];
}

std::string operation_name(rules::matcher_options const& of, std::string_view method) {
    std::string name(method);
    name.append(" ").append(path_of(of));
    for (auto const& asked : of.operations)
        if (auto const made = rules::operation_condition::make(asked))
            name.append(" ").append(made->to_string());
    return name;
}

} // namespace ficus::pipeline
