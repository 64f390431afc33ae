#include "acl/format.hpp"
#include "acl/proof.hpp"
#include "acl/proof_unproven.hpp"
#include "acl/translator.hpp"
#include "facade/app/json_text.hpp"
#include "tools/commands.hpp"
#include "tools/opening.hpp"
#include "tools/routing.hpp"
#include "tools/table.hpp"
#include "tools/translators.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

struct proven {
    acl::translator_options const* options = nullptr;
    std::vector<acl::finding> lost;      ///< what it does not bring back as it was
    std::vector<acl::unproven> unproven; ///< what nothing is known of
};

result<std::vector<proven>> prove_all(config::configuration const& configuration) {
    std::vector<proven> all;
    for (auto const& options : configuration.translators) {
        auto const translator = compile_translator(options);
        if (!translator) return translator.error();
        all.push_back({&options, acl::prove(*translator), acl::find_unproven(options)});
    }
    return all;
}

/// `5 paths show it: a, b, c and 2 more`
std::string shown_paths(std::vector<std::string> const& paths) {
    constexpr std::size_t most = 3;
    auto const shown = std::min(paths.size(), most);
    auto text = std::to_string(paths.size()) + " paths show it: " + paths.front();
    for (std::size_t i = 1; i < shown; ++i) text += (i + 1 == paths.size() ? " and " : ", ") + paths[i];
    return paths.size() > most ? text + " and " + std::to_string(paths.size() - most) + " more" : text;
}

std::string sentence(acl::translator_options const& options, acl::finding const& lost) {
    auto text = "translators." + options.name + (lost.key.empty() ? "" : '.' + lost.key) + ": " +
                std::string(name_of(lost.of)) + ' ' + std::string(name_of(lost.way)) +
                " and back: " + (lost.where.empty() ? "" : lost.where + ": ") + lost.message;
    if (!lost.document.empty()) text += "; for example " + lost.document;
    if (!lost.back.empty()) text += " comes back as " + lost.back;
    return lost.paths.size() < 2 ? text : text + "; " + shown_paths(lost.paths);
}

boost::json::array routes_json(config::configuration const& configuration, rules::table const& routes) {
    boost::json::array rows;
    for (auto const& row : routes.rows()) {
        auto const& options = configuration.features[row.feature].options;
        rows.emplace_back(
            boost::json::object{{"feature", row.feature_name},
                                {"match", row.match},
                                {"legacy", options.legacy},
                                {"modern", options.modern},
                                {"contract", rules::name_of(options.contract)},
                                {"translator", options.translator ? boost::json::value(*options.translator)
                                                                  : boost::json::value()}});
    }
    return rows;
}

boost::json::array translators_json(std::vector<proven> const& translators) {
    boost::json::array all;
    for (auto const& [options, lost, unproven] : translators) {
        boost::json::array findings;
        for (auto const& each : lost)
            findings.emplace_back(
                boost::json::object{{"part", name_of(each.of)},
                                    {"way", name_of(each.way)},
                                    {"where", each.where},
                                    {"message", each.message},
                                    {"document", each.document},
                                    {"there", each.there},
                                    {"back", each.back},
                                    {"key", each.key},
                                    {"paths", boost::json::array(each.paths.begin(), each.paths.end())}});
        boost::json::array places;
        for (auto const& each : unproven)
            places.emplace_back(boost::json::object{{"key", each.key}, {"what", each.what}});
        all.emplace_back(boost::json::object{{"name", options->name},
                                             {"legacy", acl::to_string(options->legacy.kind)},
                                             {"modern", acl::to_string(options->modern.kind)},
                                             {"lossless", lost.empty() && unproven.empty()},
                                             {"lost", std::move(findings)},
                                             {"not_proven", unproven.size()},
                                             {"scripts", std::move(places)}});
    }
    return all;
}

void print_routes(config::configuration const& configuration, rules::table const& routes,
                  surroundings& around) {
    table rows({{"FEATURE"}, {"MATCH"}, {"LEGACY"}, {"MODERN"}, {"CONTRACT"}, {"TRANSLATOR"}});
    for (auto const& row : routes.rows()) {
        auto const& options = configuration.features[row.feature].options;
        rows.add({std::string(row.feature_name), std::string(row.match), options.legacy, options.modern,
                  std::string(rules::name_of(options.contract)), options.translator.value_or("-")});
    }
    rows.add({"-", "everything else", configuration.facade.legacy, "-", "-", "-"});
    rows.print(around.out, around.colour_out);
}

std::string in_places(std::size_t many) {
    return std::to_string(many) + (many == 1 ? " place" : " places");
}

std::string verdict(std::size_t lost, std::size_t unproven) {
    std::string const loses =
        lost == 0 ? "loses nothing that it names" : "loses something in " + in_places(lost);
    return unproven == 0 ? loses : loses + "; not proven in " + in_places(unproven) + ", which Lua does";
}

void print_translators(std::vector<proven> const& translators, surroundings& around) {
    if (translators.empty()) return;
    table rows({{"TRANSLATOR"}, {"LEGACY"}, {"MODERN"}, {"THERE AND BACK"}});
    for (auto const& [options, lost, unproven] : translators)
        rows.add({options->name, std::string(acl::to_string(options->legacy.kind)),
                  std::string(acl::to_string(options->modern.kind)), verdict(lost.size(), unproven.size())});
    around.out << '\n';
    rows.print(around.out, around.colour_out);
    for (auto const& [options, lost, unproven] : translators)
        for (auto const& each : unproven)
            around.out << "not proven: translators." << options->name << '.' << each.key << " (" << each.what
                       << ")\n";
}

} // namespace

outcome run(check_command const&, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    auto const routes = routing_table(*configuration);
    if (!routes) return routes.error();
    auto const translators = prove_all(*configuration);
    if (!translators) return translators.error();

    // What is lost may be meant, or beyond the format: a form cannot say that a list is empty. So it is said
    // and stops nothing.
    std::vector<std::string> warnings;
    for (auto const& problem : configuration->warnings) warnings.push_back(problem.to_string());
    for (auto const& [options, lost, unproven] : *translators)
        for (auto const& each : lost) warnings.push_back(sentence(*options, each));
    for (auto const& warning : warnings) warn(around, warning);

    if (common.json) {
        around.out << app::json_text(boost::json::object{
                          {"ok", true},
                          {"file", configuration->file->string()},
                          {"routes", routes_json(*configuration, *routes)},
                          {"otherwise", configuration->facade.legacy},
                          {"translators", translators_json(*translators)},
                          {"warnings", boost::json::array(warnings.begin(), warnings.end())}})
                   << '\n';
        return exit_status::done;
    }
    print_routes(*configuration, *routes, around);
    print_translators(*translators, around);
    around.out << '\n' << configuration->file->string() << ": ok\n";
    return exit_status::done;
}

} // namespace ficus::tools
