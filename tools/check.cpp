#include "tools/commands.hpp"
#include "tools/json_text.hpp"
#include "tools/opening.hpp"
#include "tools/routing.hpp"
#include "tools/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

struct findings {
    std::vector<std::string> warnings;
};

config::feature const& feature_of(config::configuration const& configuration, rules::table::row const& row) {
    return configuration.features[row.feature];
}

boost::json::object json_of(config::configuration const& configuration, rules::table const& routes,
                            findings const& found) {
    boost::json::array rows;
    for (auto const& row : routes.rows()) {
        auto const& options = feature_of(configuration, row).options;
        rows.emplace_back(
            boost::json::object{{"feature", row.feature_name},
                                {"match", row.match},
                                {"legacy", options.legacy},
                                {"modern", options.modern},
                                {"contract", rules::name_of(options.contract)},
                                {"translator", options.translator ? boost::json::value(*options.translator)
                                                                  : boost::json::value()}});
    }
    boost::json::array warnings;
    for (auto const& warning : found.warnings) warnings.emplace_back(warning);
    return {{"ok", true},
            {"file", configuration.file->string()},
            {"routes", std::move(rows)},
            {"otherwise", configuration.facade.legacy},
            {"warnings", std::move(warnings)}};
}

void print(config::configuration const& configuration, rules::table const& routes, surroundings& around) {
    table rows({{"FEATURE"}, {"MATCH"}, {"LEGACY"}, {"MODERN"}, {"CONTRACT"}, {"TRANSLATOR"}});
    for (auto const& row : routes.rows()) {
        auto const& options = feature_of(configuration, row).options;
        rows.add({std::string(row.feature_name), std::string(row.match), options.legacy, options.modern,
                  std::string(rules::name_of(options.contract)), options.translator.value_or("-")});
    }
    rows.add({"-", "everything else", configuration.facade.legacy, "-", "-", "-"});
    rows.print(around.out, around.colour_out);
    around.out << '\n' << configuration.file->string() << ": ok\n";
}

} // namespace

outcome run(check_command const&, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    auto const routes = routing_table(*configuration);
    if (!routes) return routes.error();

    findings found;
    for (auto const& problem : configuration->warnings) found.warnings.push_back(problem.to_string());
    for (auto const& warning : found.warnings) warn(around, warning);

    if (common.json)
        around.out << json_text(json_of(*configuration, *routes, found)) << '\n';
    else
        print(*configuration, *routes, around);
    return exit_status::done;
}

} // namespace ficus::tools
