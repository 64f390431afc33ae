#include "facade/shadow/report.hpp"

#include "tools/commands.hpp"
#include "tools/configured_operations.hpp"
#include "tools/opening.hpp"
#include "tools/report_output.hpp"
#include "tools/report_suggestions.hpp"
#include "tools/report_text.hpp"
#include "tools/report_watch.hpp"
#include "tools/shadow_reading.hpp"

#include <functional>
#include <limits>
#include <ostream>
#include <sstream>

namespace ficus::tools {
namespace {

using format = report_command::format;

shadow::report_subject subject_of(config::feature const& feature) {
    return {feature.options.name, feature.ready, acl::rules_fingerprint(feature.compare),
            configured_operations(feature)};
}

result<std::vector<shadow::report_subject>> subjects(config::configuration const& configuration,
                                                     std::optional<std::string> const& name) {
    std::vector<shadow::report_subject> all;
    if (name) {
        auto const feature = find_feature(configuration, *name);
        if (!feature) return feature.error();
        all.push_back(subject_of(**feature));
        return all;
    }
    for (auto const& feature : configuration.features) all.push_back(subject_of(feature));
    return all;
}

/// Who changed which shares. A report without them says no less of the comparison.
std::vector<rules::revision_entry> history_of(config::configuration const& configuration,
                                              std::optional<std::string> const& feature,
                                              surroundings& around) {
    auto const without = [&](std::string const& why) {
        warn(around, "the report does not say who changed the shares: " + why);
        return std::vector<rules::revision_entry>();
    };
    auto store = open_rules_to_read(configuration, around);
    if (!store) return without(store.error().messages.front());
    if (!*store) return {};
    auto read = (*store)->history(feature, std::size_t{std::numeric_limits<std::int64_t>::max()});
    return read ? std::move(*read) : without(read.error().message);
}

bool shows_time(report_command const& command) {
    return !command.suggest && (command.as == format::json || command.as == format::html);
}

outcome watch_text(std::chrono::milliseconds every, std::function<result<shadow::report>()> const& make,
                   surroundings& around) {
    if (around.terminal < 0)
        return failure(exit_status::usage,
                       "--watch redraws a terminal, and stdout is none that can be: leave "
                       "--watch out, or run it in one");
    return watch(around.terminal, every, [&]() -> result<std::string> {
        auto const made = make();
        if (!made) return made.error();
        std::ostringstream text;
        print_report(*made, text, around.colour_out);
        return text.str();
    });
}

} // namespace

outcome run(report_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration_if_any(common, around);
    if (!configuration) return configuration.error();
    auto const wanted = subjects(*configuration, command.feature);
    if (!wanted) return wanted.error();
    auto const make = [&]() -> result<shadow::report> {
        auto const store = open_comparisons(*configuration);
        if (!store) return store.error();
        shadow::report_wants wants;
        std::vector<rules::revision_entry> history;
        if (shows_time(command)) {
            wants.over_time = true;
            history = history_of(*configuration, command.feature, around);
        }
        if (command.as == format::html) wants.samples = 2; // the newest and the oldest
        auto made = shadow::make_report(*store ? &**store : nullptr, *wanted, history, wants, command.since,
                                        now(around));
        if (!made) return failure_of(made.error());
        return std::move(*made);
    };
    if (command.watch) return watch_text(*command.watch, make, around);

    auto const made = make();
    if (!made) return made.error();
    std::ostringstream text;
    if (command.suggest)
        print_suggestions(*made, *configuration, command.as == format::json, text);
    else
        text << report_as(*made, command.as, around.colour_out && !command.output);
    if (command.output) {
        if (auto const written = write_file(*command.output, text.str()); !written) return written.error();
    } else {
        around.out << text.str();
    }
    return command.gate ? gate(made->worst()) : exit_status::done;
}

} // namespace ficus::tools
