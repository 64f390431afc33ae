#include "facade/app/json_text.hpp"
#include "facade/shadow/report.hpp"
#include "facade/shadow/suggestion.hpp"
#include "tools/commands.hpp"
#include "tools/difference_place.hpp"
#include "tools/opening.hpp"
#include "tools/shadow_reading.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <ostream>

namespace ficus::tools {
namespace {

using shadow::suggestion;

constexpr std::string_view header_mark = "header:";

bool is_in(std::vector<std::string> const& list, std::string const& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

/// What a place is left out by.
result<suggestion> left_out(std::string const& place, std::string const& given, std::string const& why,
                            acl::compare_options const& compare) {
    if (place == "status")
        return failure(exit_status::usage,
                       "a status cannot be ignored: what differs in it differs for every client");
    if (place == "body")
        return failure(exit_status::usage,
                       "a body as a whole cannot be ignored: `body` says that it was compared "
                       "as bytes, since it is of no format that is looked into");
    if (!place.starts_with(header_mark)) {
        // As it was written: `[3]` may be meant.
        if (is_in(compare.ignore, place) || is_in(compare.ignore, given))
            return failure(exit_status::usage, "'" + given + "' is ignored already");
        return suggestion{suggestion::key::ignore, given, why};
    }
    auto name = place.substr(header_mark.size());
    if (!is_in(compare.headers, name))
        return failure(exit_status::usage,
                       "'" + place + "' is not compared: only the header fields are that `headers` names");
    return suggestion{suggestion::key::headers, std::move(name), why};
}

/// Whether any difference is stored there. What cannot be read is no reason not to print.
bool differed(config::configuration const& configuration, std::string const& feature,
              std::string const& place) {
    auto const store = open_comparisons(configuration);
    if (!store || !*store) return false;
    auto const found = (*store)->samples(feature, place, 1);
    return found && !found->empty();
}

} // namespace

outcome run(ignore_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    auto const feature = find_feature(*configuration, command.feature);
    if (!feature) return feature.error();
    if (command.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return failure(exit_status::usage, "--reason is empty: say why a difference there is no fault");
    auto const place = difference_place(command.path, "PATH");
    if (!place) return place.error();
    auto const today = shadow::iso_time(now(around)).substr(0, 10);
    auto const what = left_out(*place, command.path, command.reason + " (" + around.who + ", " + today + ")",
                               (*feature)->compare);
    if (!what) return what.error();

    if (!differed(*configuration, command.feature, *place))
        warn(around, "nothing is stored that differed at '" + *place + "': `ficus report " + command.feature +
                         "` has the places that did");
    auto const toml = shadow::toml_of(command.feature, {*what}, (*feature)->compare);
    if (common.json)
        around.out << app::json_text(
                          boost::json::object{{"feature", command.feature}, {"path", *place}, {"toml", toml}})
                   << '\n';
    else
        around.out << toml;
    return exit_status::done;
}

} // namespace ficus::tools
