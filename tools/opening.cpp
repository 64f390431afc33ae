#include "tools/opening.hpp"

#include "rules/near_match.hpp"

#include <utility>

namespace ficus::tools {
namespace {

result<config::configuration> read(std::filesystem::path const& file, common_options const& common,
                                   surroundings& around) {
    auto read = config::read_file(file, around.environment);
    if (!read) {
        std::vector<std::string> messages;
        for (auto const& problem : read.error()) messages.push_back(problem.to_string());
        return failure(exit_status::usage, std::move(messages));
    }
    if (common.data_dir) read->facade.data_dir = *common.data_dir;
    return std::move(*read);
}

std::string listed(std::vector<std::string> const& names) {
    std::string list;
    for (auto const& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
}

} // namespace

result<config::configuration> read_configuration(common_options const& common, surroundings& around) {
    auto const file = config::find_file(common.config, around.environment);
    if (!file) return failure(exit_status::usage, file.error().to_string());
    return read(*file, common, around);
}

result<config::configuration> read_configuration_if_any(common_options const& common, surroundings& around) {
    auto const file = config::find_file(common.config, around.environment);
    if (file) return read(*file, common, around);
    config::configuration none;
    if (common.data_dir) none.facade.data_dir = *common.data_dir;
    return none;
}

result<config::feature const*> find_feature(config::configuration const& configuration,
                                            std::string const& name) {
    std::vector<std::string> names;
    for (auto const& feature : configuration.features) {
        if (feature.options.name == name) return &feature;
        names.push_back(feature.options.name);
    }
    auto const where = configuration.file ? configuration.file->string() : "the configuration";
    auto message = "no feature is called '" + name + "' in " + where;
    if (auto const near = rules::near_match(name, names))
        message += " - did you mean '" + *near + "'?";
    else if (names.empty())
        message += ", which has none: add [features." + name + "] there";
    else
        message += ", which has: " + listed(names);
    return failure(exit_status::usage, std::move(message));
}

std::filesystem::path rules_file(config::configuration const& configuration) {
    return configuration.facade.data_dir / "rules.db";
}

std::filesystem::path shadow_file(config::configuration const& configuration) {
    return configuration.facade.data_dir / "shadow.db";
}

result<rules::store> open_rules_to_change(config::configuration const& configuration, bool dry_run,
                                          surroundings& around) {
    rules::store::settings settings;
    settings.clocks = around.clocks;
    auto const how = dry_run ? rules::store::mode::existing : rules::store::mode::create;
    auto store = rules::store::open(rules_file(configuration), how, settings);
    if (!store && dry_run && store.error().code == rules::fault::missing)
        store = rules::store::in_memory(settings);
    if (!store) return failure_of(store.error());
    return std::move(*store);
}

result<std::optional<rules::store>> open_rules_to_read(config::configuration const& configuration,
                                                       surroundings& around) {
    rules::store::settings settings;
    settings.clocks = around.clocks;
    auto store = rules::store::open(rules_file(configuration), rules::store::mode::existing, settings);
    if (store) return std::optional(std::move(*store));
    if (store.error().code == rules::fault::missing) return std::optional<rules::store>();
    return failure_of(store.error());
}

failure failure_of(rules::error const& error) {
    bool const usage = error.code == rules::fault::invalid || error.code == rules::fault::unknown_revision;
    return {usage ? exit_status::usage : exit_status::failed, error.message};
}

} // namespace ficus::tools
