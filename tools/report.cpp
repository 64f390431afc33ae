#include "facade/shadow/report.hpp"

#include "tools/commands.hpp"
#include "tools/opening.hpp"
#include "tools/report_output.hpp"
#include "tools/shadow_reading.hpp"

#include <ostream>

namespace ficus::tools {
namespace {

shadow::report_subject subject(config::feature const& feature) {
    return {feature.options.name, feature.ready, acl::rules_fingerprint(feature.compare)};
}

result<std::vector<shadow::report_subject>> subjects(config::configuration const& configuration,
                                                     std::optional<std::string> const& name) {
    std::vector<shadow::report_subject> all;
    if (name) {
        auto const feature = find_feature(configuration, *name);
        if (!feature) return feature.error();
        all.push_back(subject(**feature));
        return all;
    }
    for (auto const& feature : configuration.features) all.push_back(subject(feature));
    return all;
}

} // namespace

outcome run(report_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration_if_any(common, around);
    if (!configuration) return configuration.error();
    auto const wanted = subjects(*configuration, command.feature);
    if (!wanted) return wanted.error();
    auto const store = open_comparisons(*configuration);
    if (!store) return store.error();
    auto const made = shadow::make_report(*store ? &**store : nullptr, *wanted, command.since, now(around));
    if (!made) return failure_of(made.error());

    auto const text = report_as(*made, command.as, around.colour_out && !command.output);
    if (command.output) {
        if (auto const written = write_file(*command.output, text); !written) return written.error();
    } else {
        around.out << text;
    }
    return command.gate ? gate(made->worst()) : exit_status::done;
}

} // namespace ficus::tools
