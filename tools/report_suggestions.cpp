#include "tools/report_suggestions.hpp"

#include "facade/app/json_text.hpp"
#include "facade/shadow/suggestion.hpp"
#include "tools/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <ostream>

namespace ficus::tools {
namespace {

acl::compare_options compare_of(config::configuration const& configuration, std::string const& feature) {
    auto const found = std::find_if(configuration.features.begin(), configuration.features.end(),
                                    [&](auto const& one) { return one.options.name == feature; });
    return found == configuration.features.end() ? acl::compare_options{} : found->compare;
}

} // namespace

void print_suggestions(shadow::report const& report, config::configuration const& configuration, bool json,
                       std::ostream& out) {
    boost::json::array all;
    for (auto const& feature : report.features) {
        auto const found = shadow::suggest(feature);
        auto const configured = compare_of(configuration, feature.name);
        if (json) {
            for (auto const& one : found)
                all.push_back(
                    boost::json::object{{"feature", feature.name},
                                        {"key", to_string(one.of)},
                                        {"path", one.path},
                                        {"why", one.why},
                                        {"toml", shadow::toml_of(feature.name, {one}, configured)}});
        } else if (found.empty()) {
            out << "# " << printable(feature.name)
                << ": nothing that differs is noise, or volatile by its shape\n";
        } else {
            out << shadow::toml_of(feature.name, found, configured);
        }
    }
    if (json) out << app::json_text(boost::json::object{{"suggestions", std::move(all)}}) << '\n';
}

} // namespace ficus::tools
