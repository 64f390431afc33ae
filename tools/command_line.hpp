#pragma once

#include "acl/direction.hpp"
#include "rules/condition.hpp"
#include "rules/share.hpp"
#include "tools/failure.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ficus::tools {

/// What every command takes.
struct common_options {
    std::optional<std::filesystem::path> config;
    std::optional<std::filesystem::path> data_dir; ///< instead of the configuration's
    bool json = false;
};

/// What every command that changes rules takes.
struct change_options {
    std::string reason;
    std::optional<std::uint64_t> if_revision;
    bool dry_run = false;
};

/// `--help` and `--version`: the answer was known while reading.
struct print_command {
    std::string text;
};
struct serve_command {
    std::optional<std::string> legacy;
    std::vector<std::string> listen;
    std::optional<std::string> admin;
    bool take_over = false;
};
struct check_command {};
struct status_command {
    std::optional<std::string> feature;
};
struct flip_command {
    std::string feature;
    rules::share to;
    std::vector<rules::condition> when;
    bool first = false;
    change_options change;
};
struct unflip_command {
    std::string feature;
    std::vector<rules::condition> when;
    change_options change;
};
struct shadow_command {
    std::string feature;
    rules::share rate;
    change_options change;
};
struct rollback_command {
    std::string feature;
    std::optional<std::uint64_t> to;
    change_options change;
};
struct history_command {
    std::optional<std::string> feature;
    std::size_t limit = 0; ///< 0: all
};
struct explain_command {
    std::string method;
    std::string url;
    std::vector<std::string> headers; ///< `Name: value`
    std::optional<std::string> client_ip;
    std::optional<std::string> data = {}; ///< the request's body, or `@FILE`
};
struct report_command {
    enum class format { text, json, html, junit };
    std::optional<std::string> feature;
    std::chrono::milliseconds since{std::chrono::hours(24)};
    format as = format::text; ///< json too where --json was given
    std::optional<std::filesystem::path> output;
    bool gate = false;
    bool suggest = false; ///< print the TOML of rules that might be added, and nothing else
    std::optional<std::chrono::milliseconds> watch; ///< redraw so often: text on a terminal alone
};
/// A place that is to be left out of a feature's comparison.
struct ignore_command {
    std::string feature;
    std::string path; ///< as of `diffs --path`
    std::string reason;
};
struct diffs_command {
    std::string feature;              ///< empty where one difference is to be shown
    std::optional<std::int64_t> show; ///< its id
    std::optional<std::string> path;  ///< of that JSON path alone
    std::size_t limit = 20;           ///< 0: all
};
struct record_command {
    std::string feature;
    std::filesystem::path output;
    std::chrono::milliseconds for_{std::chrono::minutes(1)};
    std::size_t most = 1000;
    rules::share share = rules::share::all();
    std::vector<std::string> methods; ///< empty: those that may be shadowed
};
struct replay_command {
    std::filesystem::path file;
    std::optional<std::string> feature; ///< the recording's own unless given; needed for HAR files and logs
    std::optional<std::string> legacy,
        modern;                              ///< `--to legacy=URL`, `--to modern=URL`; a bare URL is modern's
    std::optional<double> times, per_second; ///< `--rate 2x`, `--rate 50/s`
    std::size_t concurrency = 8;
    std::vector<std::string> headers; ///< `Name: value`, `Name: env:VARIABLE`
    report_command::format as = report_command::format::text;
    std::optional<std::filesystem::path> output, store;
    bool gate = false;
};
struct translate_command {
    std::string translator;
    acl::direction to = acl::direction::to_modern;
    acl::part of = acl::part::request;
    bool explain = false; ///< say what went where
    bool http = false;    ///< stdin is a whole message, and so is what is printed
    // Of a whole message whose body alone is on stdin.
    std::optional<std::string> method = {}, url = {};
    std::vector<std::string> headers = {}; ///< `Name: value`
    std::optional<unsigned> status = {};
    std::vector<std::string> calls = {}; ///< `NAME=FILE`: what the translator's calls answered

    std::optional<std::string> request = {}; ///< a file: what the answer's client had asked

    bool tells_of_head() const { return method || url || !headers.empty() || status; }
};
/// Pairs of documents, of which a mapping is made.
struct suggest_command {
    std::string translator;             ///< one that is configured, or a new name
    std::vector<std::string> files;     ///< legacy and modern in turn, or folders
    std::optional<std::string> feature; ///< the pairs that were stored of it
    std::optional<acl::part> of;        ///< whose fields are proposed; both parts' unless given
};
struct demo_command {
    bool once = false; ///< end after the walk instead of staying up
};
struct completion_command {
    std::string shell; ///< bash: no other is known yet
};
/// What the completion script asks: the words that may stand at `index`.
struct complete_command {
    std::size_t index = 0;
    std::vector<std::string> words; ///< `ficus` itself is the first
};

using any_command =
    std::variant<print_command, serve_command, check_command, status_command, flip_command, unflip_command,
                 shadow_command, rollback_command, history_command, explain_command, report_command,
                 ignore_command, diffs_command, record_command, replay_command, translate_command,
                 suggest_command, demo_command, completion_command, complete_command>;

struct command_line {
    common_options common;
    any_command command;
    std::string typed; ///< as a shell would take it again, for the audit trail
};

/// Understands the arguments (without the program's name). Failures have exit_status::usage.
result<command_line> read_command_line(std::vector<std::string> const& arguments);

/// What may stand at words[index], by the grammar alone.
struct completions {
    enum class kind { words, features, translators, files, nothing };
    kind what = kind::nothing;
    std::vector<std::string> words; ///< of kind words
    common_options common;          ///< as given before the index: where the features are to be looked up
};
completions completions_of(std::vector<std::string> const& words, std::size_t index);

} // namespace ficus::tools
