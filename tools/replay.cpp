#include "acl/compare.hpp"
#include "facade/app/replaying.hpp"
#include "facade/config/addresses.hpp"
#include "facade/recording/recorded_file.hpp"
#include "facade/shadow/store.hpp"
#include "tools/commands.hpp"
#include "tools/configured_operations.hpp"
#include "tools/interruption.hpp"
#include "tools/opening.hpp"
#include "tools/progress.hpp"
#include "tools/replay_headers.hpp"
#include "tools/report_output.hpp"
#include "tools/shadow_reading.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <ostream>

namespace ficus::tools {
namespace {

using app::left_out;
using app::replayed;

result<recording::recording> read_file(std::filesystem::path const& file) {
    std::ifstream from(file, std::ios::binary);
    if (!from)
        return failure(exit_status::failed,
                       "`" + file.string() + "` could not be read: " + std::strerror(errno));
    auto read = recording::read_recording(from);
    if (read) return std::move(*read);
    auto const& error = read.error();
    auto const line = error.line == 0 ? "" : ":" + std::to_string(error.line);
    auto const before =
        error.requests == 0 ? "" : "; before it stand " + std::to_string(error.requests) + " whole requests";
    return failure(exit_status::failed, file.string() + line + ": " + error.message + before);
}

/// A folder for a store that nobody keeps.
class passing_folder {
public:
    passing_folder() {
        auto name = (std::filesystem::temp_directory_path() / "ficus-replay-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~passing_folder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    passing_folder(passing_folder const&) = delete;
    passing_folder& operator=(passing_folder const&) = delete;
    std::filesystem::path const& path() const { return path_; } ///< empty: it could not be made

private:
    std::filesystem::path path_;
};

config::feature& feature_called(config::configuration& c, std::string const& name) {
    return *std::find_if(c.features.begin(), c.features.end(),
                         [&](config::feature const& f) { return f.options.name == name; });
}

/// The side's upstream is where `url` says, and is else as configured.
void redirect(config::configuration& c, std::string const& upstream, std::string const& url) {
    for (auto& one : c.upstreams)
        if (one.name == upstream) one.endpoints = {*config::parse_endpoint(url)};
}

/// Both sides of a feature in one upstream: each gets its own.
void part_upstreams(config::configuration& c, config::feature& feature) {
    if (feature.options.legacy != feature.options.modern) return;
    auto const shared = std::find_if(c.upstreams.begin(), c.upstreams.end(),
                                     [&](auto const& one) { return one.name == feature.options.modern; });
    auto own = *shared;
    own.name += " of modern";
    feature.options.modern = own.name;
    c.upstreams.push_back(std::move(own));
}

/// What a recording has masked is not there to be compared. Says what is left out so.
std::string leave_masked_out(config::feature& feature) {
    std::string told;
    auto const tell = [&](std::string const& what) { told += (told.empty() ? "" : ", ") + what; };
    auto& compare = feature.compare;
    for (auto const& path : compare.redact) {
        if (std::find(compare.ignore.begin(), compare.ignore.end(), path) != compare.ignore.end()) continue;
        compare.ignore.push_back(path);
        tell(path);
    }
    std::erase_if(compare.headers, [&](std::string const& name) {
        constexpr std::string_view probe = "/a?b";
        bool const masked = acl::is_secret_header(name) || acl::storable_header(name, probe) != probe;
        if (masked) tell("header:" + name);
        return masked;
    });
    return told;
}

std::string sides_of(replay_command const& command) {
    if (command.legacy && command.modern) return *command.legacy + " and " + *command.modern;
    return command.legacy ? *command.legacy : *command.modern;
}

std::string list_of(std::array<std::uint64_t, static_cast<std::size_t>(left_out::count_)> const& counts) {
    static constexpr std::array<std::string_view, static_cast<std::size_t>(left_out::count_)> why = {
        "of methods that the comparison does not name", "of other features", "without a recorded answer",
        "that the facade would refuse", "that found no room"};
    std::string list;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0)
            list += (list.empty() ? "" : ", ") + std::to_string(counts[i]) + " " + std::string(why[i]);
    return list;
}

std::string list_of(std::map<std::string, std::uint64_t, std::less<>> const& skipped) {
    std::string list;
    for (auto const& [reason, count] : skipped)
        list += (list.empty() ? "" : ", ") + reason + " " + std::to_string(count);
    return list;
}

/// What became of the file, in a line or two before the report.
std::string told(replay_command const& command, recording::recording const& what, replayed const& done) {
    auto text = command.file.string() + ": " + std::to_string(done.progress.sent) + " of " +
                std::to_string(done.progress.of) + " requests sent to " + sides_of(command) + ", " +
                std::to_string(done.compared) + " compared";
    if (auto const skipped = list_of(done.skipped); !skipped.empty()) text += ", skipped: " + skipped;
    text += '\n';
    if (auto const list = list_of(done.not_sent); !list.empty()) text += "  left out: " + list + '\n';
    if (what.passed_over > 0)
        text += "  passed over: " + std::to_string(what.passed_over) + " entries that are no GET over HTTP\n";
    auto const late = std::chrono::floor<std::chrono::milliseconds>(done.progress.behind);
    if (late > std::chrono::seconds(1))
        text += "  the rate could not be kept: at worst a request went out " + std::to_string(late.count()) +
                " ms late; a higher --concurrency may help\n";
    return text;
}

boost::json::object json_of(replay_command const& command, recording::recording const& what,
                            replayed const& done) {
    boost::json::object skipped, not_sent;
    for (auto const& [reason, count] : done.skipped) skipped[reason] = count;
    for (std::size_t i = 0; i < done.not_sent.size(); ++i)
        if (done.not_sent[i] > 0) not_sent[app::name_of(static_cast<left_out>(i))] = done.not_sent[i];
    return {{"file", command.file.string()},
            {"requests", done.progress.of},
            {"sent", done.progress.sent},
            {"compared", done.compared},
            {"skipped", skipped},
            {"left_out", not_sent},
            {"passed_over", what.passed_over},
            {"behind_ms", std::chrono::floor<std::chrono::milliseconds>(done.progress.behind).count()}};
}

/// Whose requests the file has.
result<std::string> feature_of(replay_command const& command, recording::recording const& what) {
    if (command.feature) return *command.feature;
    if (!what.head.feature.empty()) return what.head.feature;
    return failure(exit_status::usage,
                   "`" + command.file.string() + "` does not say whose requests it has: add --feature NAME");
}

/// Why there is nothing that the answers could be compared with.
std::optional<failure> lacks_answers(replay_command const& command, recording::recording const& what,
                                     config::feature const& feature) {
    if (command.legacy && command.modern) return std::nullopt;
    bool const any = std::any_of(what.requests.begin(), what.requests.end(),
                                 [](auto const& one) { return one.answered.has_value(); });
    if (!any && !what.requests.empty())
        return failure(exit_status::usage,
                       "`" + command.file.string() +
                           "` has no answers to compare with: give both sides, --to legacy=URL "
                           "--to modern=URL");
    if (!what.head.feature.empty() && what.head.contract != feature.options.contract)
        return failure(exit_status::usage, "the answers in `" + command.file.string() +
                                               "` are in the dialect of " +
                                               std::string(rules::name_of(what.head.contract)) +
                                               ", and the contract of " + feature.options.name + " is " +
                                               std::string(rules::name_of(feature.options.contract)) +
                                               " now: record anew, or give both sides");
    return std::nullopt;
}

result<void> can_be_written(std::filesystem::path const& file) {
    std::ofstream out(file, std::ios::binary | std::ios::app);
    if (out) return {};
    return failure(exit_status::failed, "`" + file.string() + "` could not be written: " +
                                            std::strerror(errno) + "; give -o a file that can");
}

} // namespace

outcome run(replay_command const& command, common_options const& common, surroundings& around) {
    auto headers = replay_headers(command.headers, around.environment);
    if (!headers) return headers.error();
    auto configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    auto const what = read_file(command.file);
    if (!what) return what.error();
    auto const name = feature_of(command, *what);
    if (!name) return name.error();
    if (auto const found = find_feature(*configuration, *name); !found) return found.error();
    auto& feature = feature_called(*configuration, *name);
    if (auto const lacks = lacks_answers(command, *what, feature)) return *lacks;
    if (command.output)
        if (auto const can = can_be_written(*command.output); !can) return can.error();

    part_upstreams(*configuration, feature);
    if (command.legacy) redirect(*configuration, feature.options.legacy, *command.legacy);
    if (command.modern) redirect(*configuration, feature.options.modern, *command.modern);
    bool const both = command.legacy && command.modern;
    if (!both && !what->head.feature.empty())
        if (auto const masked = leave_masked_out(feature); !masked.empty())
            warn(around, "not compared, since a recording has them masked: " + masked +
                             "; with --to for both sides they are");
    // What --to says is where copies go, and no sandbox.
    feature.copies.upstream_legacy = feature.copies.upstream_modern = std::nullopt;
    shadow::report_subject const subject{*name, feature.ready, acl::rules_fingerprint(feature.compare),
                                         configured_operations(feature)};

    passing_folder const folder;
    if (!command.store && folder.path().empty())
        return failure(exit_status::failed, std::string("no temporary folder could be made: ") +
                                                std::strerror(errno) + "; give --store FILE");
    app::replay_setting setting;
    setting.configuration = std::move(*configuration);
    setting.feature = *name;
    setting.legacy = command.legacy.has_value();
    setting.modern = command.modern.has_value();
    setting.headers = std::move(*headers);
    setting.pace = {command.times, command.per_second, command.concurrency};
    setting.store = command.store ? *command.store : folder.path() / "shadow.db";
    auto const store_file = setting.store;
    auto const replaying = app::replaying::make(std::move(setting));
    if (!replaying) return failure(exit_status::usage, replaying.error());

    auto const will = (*replaying)->look_through(*what);
    if (will.progress.sent == 0) {
        auto why = list_of(will.not_sent);
        if (what->passed_over > 0)
            why +=
                (why.empty() ? "" : ", ") + std::to_string(what->passed_over) + " that are no GET over HTTP";
        return failure(exit_status::failed, "nothing of `" + command.file.string() +
                                                "` can be replayed for " + *name +
                                                (why.empty() ? ": it has no requests" : ": it has " + why));
    }
    if (will.writes > 0)
        warn(around, std::to_string(will.writes) + " requests that may change something are sent to " +
                         sides_of(command) + ": `methods` of [features." + *name +
                         ".compare] names their methods");
    if (will.redacted > 0)
        warn(
            around,
            std::to_string(will.redacted) +
                " requests have something masked, and are sent so: what depends on it is answered otherwise" +
                (command.headers.empty() ? "; -H 'Authorization: env:TOKEN' gives them a credential" : ""));

    replayed done;
    {
        interruption const early;
        progress bar(around.err, around.terminal_err);
        done = (*replaying)
                   ->run(
                       *what,
                       [&](shadow::replay_progress const& now) {
                           bar.show(now.looked_at, now.of,
                                    std::to_string(now.sent) + " sent, " + std::to_string(now.ended) +
                                        " answered");
                       },
                       [] { return interruption::asked(); });
    }
    if (done.progress.looked_at < done.progress.of)
        warn(around, "ended early: " + std::to_string(done.progress.of - done.progress.looked_at) +
                         " requests were not looked at");
    if (!done.trouble.empty()) warn(around, done.trouble);

    auto const store = shadow::store::open_to_read(store_file);
    if (!store) return failure_of(store.error());
    shadow::report_wants wants;
    wants.over_time =
        command.as == report_command::format::json || command.as == report_command::format::html;
    if (command.as == report_command::format::html) wants.samples = 2; // the newest and the oldest
    auto const made =
        shadow::make_report(&*store, {subject}, {}, wants, std::chrono::hours(24 * 365), now(around));
    if (!made) return failure_of(made.error());
    auto text =
        command.as == report_command::format::text ? told(command, *what, done) + "\n" : std::string();
    boost::json::object more{{"replay", json_of(command, *what, done)}};
    text += report_as(*made, command.as, around.colour_out && !command.output, more);
    if (command.output) {
        if (auto const written = write_file(*command.output, text); !written) return written.error();
    } else {
        around.out << text;
    }
    return command.gate ? gate(made->worst()) : exit_status::done;
}

} // namespace ficus::tools
