#include "acl/compare.hpp"
#include "acl/translator.hpp"
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

void check_comparison(feature const& feature, node const& root, diagnostics& out) {
    auto const compiled = acl::comparer::compile(feature.compare);
    if (!compiled)
        pass_on(compiled.error(), member_key("features", feature.options.name) + ".compare.", root, out);
}

void check_translator(acl::translator_options const& translator, node const& root, diagnostics& out) {
    auto const compiled = acl::translator::compile(translator);
    if (!compiled) pass_on(compiled.error(), member_key("translators", translator.name) + '.', root, out);
}

} // namespace

void check_components(configuration const& config, node const& root, diagnostics& out) {
    check_rules(config, root, out);
    for (auto const& feature : config.features) check_comparison(feature, root, out);
    for (auto const& translator : config.translators) check_translator(translator, root, out);
}

} // namespace ficus::config
