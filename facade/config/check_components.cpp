#include "facade/config/checks.hpp"
#include "rules/table.hpp"

namespace ficus::config {

namespace {

/// Says errors of a component, which knows its keys only from `prefix` on.
template<class Errors>
void pass_on(Errors const& errors, std::string const& prefix, node const& root, diagnostics& out) {
    for (auto const& error : errors)
        if (auto const where = locate(root, prefix + error.key)) out.consequence(*where, error.message);
}

void check_rules(configuration const& config, node const& root, diagnostics& out) {
    std::vector<rules::feature_options> features;
    for (auto const& feature : config.features) features.push_back(feature.options);
    auto const table = rules::table::compile(features);
    if (!table) return pass_on(table.error(), "features.", root, out);
    for (auto const& doubt : table->unreachable())
        if (auto const where = locate(root, "features." + doubt.key)) out.warning(*where, doubt.message);
}

} // namespace

void check_components(configuration const& config, node const& root, diagnostics& out) {
    check_rules(config, root, out);
}

} // namespace ficus::config
