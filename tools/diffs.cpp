#include "facade/app/json_text.hpp"
#include "facade/shadow/report.hpp"
#include "facade/shadow/store.hpp"
#include "tools/commands.hpp"
#include "tools/difference_place.hpp"
#include "tools/opening.hpp"
#include "tools/shadow_reading.hpp"
#include "tools/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <cstdio>
#include <limits>
#include <ostream>

namespace ficus::tools {
namespace {

boost::json::object head_json(shadow::sample const& one) {
    return {{"id", one.id},         {"at", shadow::iso_time(one.at)},
            {"path", one.path},     {"kind", to_string(one.kind)},
            {"legacy", one.legacy}, {"modern", one.modern}};
}

double milliseconds(shadow::stored_answer const& answer) {
    return static_cast<double>(answer.latency.count()) / 1000;
}

boost::json::object answer_json(shadow::stored_answer const& answer) {
    boost::json::array headers;
    for (auto const& [name, value] : answer.headers)
        headers.push_back(boost::json::object{{"name", name}, {"value", value}});
    return {{"status", answer.status},
            {"latency_ms", milliseconds(answer)},
            {"headers", std::move(headers)},
            {"content_type", answer.content_type},
            {"body", answer.body}};
}

void print_lines(std::string_view text, std::ostream& out) {
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        out << "    " << printable(text.substr(0, end)) << '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void print_answer(char const* side, shadow::stored_answer const& answer, std::ostream& out) {
    char latency[32];
    std::snprintf(latency, sizeof latency, "%.2f", milliseconds(answer));
    out << '\n' << side << " answered " << answer.status << " after " << latency << " ms\n";
    for (auto const& [name, value] : answer.headers)
        out << "    " << printable(name) << ": " << printable(value) << '\n';
    out << '\n';
    print_lines(answer.body, out);
}

outcome show(diffs_command const& command, std::optional<shadow::store> const& store, bool json,
             surroundings& around) {
    std::optional<shadow::sample_pair> found;
    if (store) {
        auto read = store->pair(*command.show);
        if (!read) return failure_of(read.error());
        found = std::move(*read);
    }
    if (!found)
        return failure(exit_status::failed,
                       "no difference " + std::to_string(*command.show) +
                           " is stored (any more): `ficus diffs FEATURE` lists those that are");
    auto const& head = found->head;
    if (json) {
        auto text = head_json(head);
        text["feature"] = head.feature;
        text["method"] = found->method;
        text["target"] = found->target;
        text["revision"] = found->revision;
        text["answers"] = {{"legacy", answer_json(found->legacy)}, {"modern", answer_json(found->modern)}};
        around.out << app::json_text(text) << '\n';
        return exit_status::done;
    }
    auto& out = around.out;
    out << "difference " << head.id << " of " << printable(head.feature) << ", " << shadow::iso_time(head.at)
        << ", " << printable(found->method) << ' ' << printable(found->target) << ", rules of revision "
        << found->revision << '\n';
    out << to_string(head.kind) << " at " << printable(head.path) << '\n';
    out << "  legacy  " << printable(head.legacy) << '\n';
    out << "  modern  " << printable(head.modern) << '\n';
    print_answer("legacy", found->legacy, out);
    print_answer("modern", found->modern, out);
    return exit_status::done;
}

outcome list(diffs_command const& command, std::optional<shadow::store> const& store, bool json,
             surroundings& around) {
    std::optional<std::string> path;
    if (command.path) {
        auto generic = difference_place(*command.path, "--path");
        if (!generic) return generic.error();
        path = std::move(*generic);
    }
    std::vector<shadow::sample> found;
    if (store) {
        auto const limit =
            command.limit == 0 ? std::size_t{std::numeric_limits<std::int64_t>::max()} : command.limit;
        auto read = store->samples(command.feature, path, limit);
        if (!read) return failure_of(read.error());
        found = std::move(*read);
    }
    if (json) {
        boost::json::array all;
        for (auto const& one : found) all.push_back(head_json(one));
        around.out << app::json_text(boost::json::object{{"diffs", std::move(all)}}) << '\n';
        return exit_status::done;
    }
    if (found.empty()) {
        around.out << "no differences of " << printable(command.feature)
                   << (path ? " at " + printable(*path) : "") << " are stored; `ficus report "
                   << printable(command.feature) << "` says what was compared\n";
        return exit_status::done;
    }
    table rows({{"ID", align::right}, {"AT"}, {"KIND"}, {"PATH"}, {"LEGACY"}, {"MODERN"}});
    for (auto const& one : found)
        rows.add({std::to_string(one.id), shadow::iso_time(one.at), std::string(to_string(one.kind)),
                  one.path, one.legacy, one.modern});
    rows.print(around.out, around.colour_out);
    around.out << "`ficus diffs show ID` shows both answers\n";
    return exit_status::done;
}

} // namespace

outcome run(diffs_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration_if_any(common, around);
    if (!configuration) return configuration.error();
    if (!command.show)
        if (auto const feature = find_feature(*configuration, command.feature); !feature)
            return feature.error();
    auto const store = open_comparisons(*configuration);
    if (!store) return store.error();
    return command.show ? show(command, *store, common.json, around)
                        : list(command, *store, common.json, around);
}

} // namespace ficus::tools
