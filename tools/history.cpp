#include "facade/app/json_text.hpp"
#include "tools/commands.hpp"
#include "tools/opening.hpp"
#include "tools/rules_json.hpp"
#include "tools/table.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <limits>
#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

/// `header:X-Beta=1 100%, 25%, shadow 10%`
std::string brief(rules::feature_rules const& rules) {
    std::string text;
    for (auto const& rule : rules.rules) {
        if (!text.empty()) text += ", ";
        if (!rule.when.empty()) text += rules::describe(rule.when) + " ";
        text += rule.share.to_string();
    }
    if (rules.shadow != rules::share::none()) text += ", shadow " + rules.shadow.to_string();
    return text;
}

boost::json::object json_of(rules::revision_entry const& entry) {
    return {{"revision", entry.revision},
            {"feature", entry.feature},
            {"at", utc_time(entry.at_ns)},
            {"by", entry.audit.who},
            {"reason", entry.audit.why},
            {"command", entry.audit.command},
            {"before", rules_json(entry.before)},
            {"after", rules_json(entry.after)},
            {"shadow", {{"before", entry.before.shadow.percent()}, {"after", entry.after.shadow.percent()}}}};
}

/// A feature that is configured no more still has its history; one that has neither is a mistake.
result<void> check_known(config::configuration const& configuration, std::string const& name,
                         std::vector<rules::revision_entry> const& entries) {
    if (!entries.empty()) return {};
    auto const found = find_feature(configuration, name);
    if (!found) return found.error();
    return {};
}

} // namespace

outcome run(history_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration_if_any(common, around);
    if (!configuration) return configuration.error();
    auto store = open_rules_to_read(*configuration, around);
    if (!store) return store.error();
    std::vector<rules::revision_entry> entries;
    if (*store) {
        auto const limit =
            command.limit == 0 ? std::size_t{std::numeric_limits<std::int64_t>::max()} : command.limit;
        auto read = (*store)->history(command.feature, limit);
        if (!read) return failure_of(read.error());
        entries = std::move(*read);
    }
    if (command.feature)
        if (auto const known = check_known(*configuration, *command.feature, entries); !known)
            return known.error();

    if (common.json) {
        boost::json::array all;
        for (auto const& entry : entries) all.emplace_back(json_of(entry));
        around.out << app::json_text(boost::json::object{{"revisions", std::move(all)}}) << '\n';
        return exit_status::done;
    }
    if (entries.empty()) {
        around.out << "no rule has been changed yet\n";
        return exit_status::done;
    }
    table rows({{"REVISION", align::right}, {"AT"}, {"BY"}, {"FEATURE"}, {"BEFORE"}, {"AFTER"}, {"REASON"}});
    for (auto const& entry : entries)
        rows.add({std::to_string(entry.revision), local_time(entry.at_ns), entry.audit.who, entry.feature,
                  brief(entry.before), brief(entry.after), entry.audit.why});
    rows.print(around.out, around.colour_out);
    return exit_status::done;
}

} // namespace ficus::tools
