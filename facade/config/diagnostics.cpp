#include "facade/config/diagnostics.hpp"

#include <algorithm>
#include <tuple>

namespace ficus::config {

namespace {

std::vector<problem> sorted(std::vector<problem> problems) {
    std::stable_sort(problems.begin(), problems.end(), [](problem const& a, problem const& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    return problems;
}

bool is_at_or_below(std::string_view key, std::string_view above) {
    return key.starts_with(above) &&
           (key.size() == above.size() || key[above.size()] == '.' || key[above.size()] == '[');
}

} // namespace

problem diagnostics::make(place const& where, std::string message) const {
    return {file_, where.at.line, where.at.column, where.key, std::move(message)};
}

void diagnostics::error(place const& where, std::string message) {
    for (auto const& earlier : errors_)
        if (earlier.key == where.key) return;
    errors_.push_back(make(where, std::move(message)));
}

void diagnostics::consequence(place const& where, std::string message) {
    for (auto const& earlier : errors_)
        if (is_at_or_below(earlier.key, where.key)) return;
    errors_.push_back(make(where, std::move(message)));
}

void diagnostics::warning(place const& where, std::string message) {
    warnings_.push_back(make(where, std::move(message)));
}

std::vector<problem> diagnostics::take_errors() {
    return sorted(std::move(errors_));
}

std::vector<problem> diagnostics::take_warnings() {
    return sorted(std::move(warnings_));
}

} // namespace ficus::config
