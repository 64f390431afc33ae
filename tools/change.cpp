#include "tools/change.hpp"

#include "facade/app/json_text.hpp"
#include "tools/going_live.hpp"
#include "tools/opening.hpp"
#include "tools/rules_json.hpp"
#include "tools/table.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <ostream>

namespace ficus::tools {
namespace {

rules::store::result<rules::change_result> commit(rules::store& store, wanted_change const& wanted,
                                                  surroundings const& around) {
    rules::audit const audit{around.who, wanted.options.reason, around.typed};
    if (!wanted.edit)
        return store.rollback(
            {wanted.feature, wanted.to, audit, wanted.options.if_revision, wanted.options.dry_run});
    return store.change(
        {wanted.feature, wanted.edit, audit, wanted.options.if_revision, wanted.options.dry_run});
}

/// The share of the rule with these conditions, or a dash.
std::string share_under(rules::feature_rules const& of, std::vector<rules::condition> const& when) {
    auto const found = std::ranges::find_if(of.rules, [&](rules::rule const& rule) {
        return rules::rule{rule.when, {}} == rules::rule{when, {}};
    });
    return found == of.rules.end() ? "-" : found->share.to_string();
}

void print_change(std::ostream& out, rules::change_result const& result, bool colour) {
    table rows({{"WHEN"}, {"BEFORE", align::right}, {"AFTER", align::right}});
    auto const add = [&](std::vector<rules::condition> const& when) {
        rows.add({rules::describe(when), share_under(result.before, when), share_under(result.after, when)});
    };
    for (auto const& rule : result.before.rules)
        if (share_under(result.after, rule.when) == "-") add(rule.when);
    for (auto const& rule : result.after.rules) add(rule.when);
    rows.add({"shadowed", result.before.shadow.to_string(), result.after.shadow.to_string()});
    rows.print(out, colour, 2);
}

} // namespace

outcome change_rules(wanted_change const& wanted, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    if (auto const feature = find_feature(*configuration, wanted.feature); !feature) return feature.error();
    auto store = open_rules_to_change(*configuration, wanted.options.dry_run, around);
    if (!store) return store.error();
    auto const result = commit(*store, wanted, around);
    if (!result) return failure_of(result.error());

    going_live seen;
    if (result->changed) seen = wait_until_live(*store, *result, patience::real());

    bool const would = wanted.options.dry_run && !rules::same_rules(result->before, result->after);
    if (common.json) {
        around.out << app::json_text(boost::json::object{{"revision", result->revision},
                                                         {"feature", wanted.feature},
                                                         {"changed", result->changed},
                                                         {"dry_run", wanted.options.dry_run},
                                                         {"before", rules_json(result->before)},
                                                         {"after", rules_json(result->after)},
                                                         {"shadow",
                                                          {{"before", result->before.shadow.percent()},
                                                           {"after", result->after.shadow.percent()}}},
                                                         {"live", live_json(seen)}})
                   << '\n';
    } else if (result->changed || would) {
        around.out << wanted.feature << ": "
                   << (would ? "what would change at revision " : "changed by revision ") << result->revision
                   << '\n';
        print_change(around.out, *result, around.colour_out);
        around.out << (would ? std::string("dry run: nothing was changed") : sentence(seen)) << '\n';
    } else {
        around.out << wanted.feature << ": nothing to change, its rules are so already (revision "
                   << result->after.revision << ")\n";
    }
    // The change is committed all the same: a facade that is slow to say so is no failure of the command.
    for (auto const& facade : seen.waiting)
        warn(around, "facade " + std::to_string(facade.pid) + " still serves revision " +
                         std::to_string(facade.revision) + ", not " + std::to_string(result->revision) +
                         ", after 2 s: the change is committed; look at its log and at http://" +
                         facade.admin + "/readyz");
    if (!seen.trouble.empty())
        warn(around, "the change is committed, but the facades could not be asked: " + seen.trouble);
    return exit_status::done;
}

} // namespace ficus::tools
