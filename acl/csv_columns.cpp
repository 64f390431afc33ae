#include "acl/csv_columns.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

void add_columns(mapping const& row, std::size_t side, std::vector<std::string>& columns) {
    for (auto const& field : row.fields()) {
        if (field.constant_on.value_or(side) != side) continue;
        for (auto const* path : field.paths_on(side)) {
            bool const is_column = path->where == place::body && path->steps.size() == 1 && !path->repeated &&
                                   !path->numbered && !path->keyed;
            if (is_column && std::find(columns.begin(), columns.end(), path->steps.front()) == columns.end())
                columns.push_back(path->steps.front());
        }
    }
}

} // namespace

std::vector<std::string> named_columns(mapping const& m, std::size_t side) {
    std::vector<std::string> columns;
    for (auto const* variant : m.variants())
        for (auto const& field : variant->fields()) {
            auto const& path = field.paths[side];
            bool const is_rows = field.elements && path.where == place::body && path.steps.empty() &&
                                 path.repeated && !path.keyed;
            if (!is_rows) continue;
            for (auto const* row : field.elements->variants()) add_columns(*row, side, columns);
        }
    return columns;
}

} // namespace ficus::acl
