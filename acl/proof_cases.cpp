#include "acl/proof_cases.hpp"

#include "acl/quoted.hpp"

#include <algorithm>

namespace ficus::acl {

void find_uncovered(mapping const& m, std::string const& around, part of, std::vector<finding>& findings) {
    for (std::size_t at = 0; at < m.fields().size(); ++at) {
        auto const& field = m.fields()[at];
        if (field.elements) {
            auto const& path = field.paths[0];
            auto const place = path.steps.empty() ? std::string() : m.tree(0).path_of(field.nodes[0]);
            find_uncovered(*field.elements, join_paths(m.shape(0), around, place + "[0]"), of, findings);
        }
        auto const* table = field.scalar ? field.scalar->conversion().table() : nullptr;
        for (std::size_t side = 0; side < 2 && table != nullptr; ++side) {
            auto const covered = m.texts_of_cases(side, at);
            if (covered.empty()) continue;
            std::string uncovered;
            for (auto const& [legacy, modern] : table->values()) {
                auto const& text = side == 0 ? legacy : modern;
                if (std::find(covered.begin(), covered.end(), text) != covered.end() ||
                    m.is_of_others(side, at, text))
                    continue;
                uncovered += (uncovered.empty() ? "" : ", ") + quoted(text);
            }
            if (uncovered.empty()) continue;
            auto const place = m.tree(side).path_of(field.nodes[side]);
            auto const where = side == 0 ? join_paths(m.shape(0), around, place) : place;
            findings.push_back({of,
                                side == 0 ? direction::to_modern : direction::to_legacy,
                                where,
                                "no 'when' is for " + uncovered +
                                    "; say one, if only without fields, where nothing else is to be mapped",
                                {},
                                {},
                                {},
                                field.key,
                                {where}});
        }
    }
    for (auto const* variant : m.variants())
        if (variant != &m) {
            // A union within a case: its fields are not among those that are always mapped.
            for (auto const& field : variant->fields())
                if (field.elements && field.of_case != placed_field::always)
                    find_uncovered(*field.elements, variant->tree(0).path_of(field.nodes[0]) + "[0]", of,
                                   findings);
        }
}

} // namespace ficus::acl
