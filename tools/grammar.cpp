#include "tools/grammar.hpp"

#include "facade/config/values.hpp"

#include <memory>
#include <utility>

namespace ficus::tools {
namespace {

failure wrong(std::string message) {
    return {exit_status::usage, std::move(message)};
}

/// A word that stands by itself.
CLI::Option* add_word(CLI::App& to, std::string const& name, std::string& value, std::string const& does) {
    return to.add_option(name, value, does)->type_name("");
}

/// A count or a revision: CLI11 would take -1 for a very large one.
template<class T>
CLI::Option* add_number(CLI::App& to, std::string const& name, T& value, std::string const& does) {
    return to.add_option(name, value, does)->check(CLI::Validator(CLI::NonNegativeNumber).description(""));
}

/// One value for each time that it is given: what follows may be a positional.
CLI::Option* add_repeatable(CLI::App& to, std::string const& name, std::vector<std::string>& values,
                            std::string const& does) {
    return to.add_option(name, values, does)->allow_extra_args(false);
}

/// The values of options that several commands share, before they are understood.
struct raw_change {
    change_options options;
    std::uint64_t if_revision = 0;
    CLI::Option* if_revision_given = nullptr;

    change_options finished() const {
        auto done = options;
        if (if_revision_given->count() > 0) done.if_revision = if_revision;
        return done;
    }
};

void add_change(CLI::App& to, raw_change& raw) {
    to.add_option("--reason", raw.options.reason, "why, for the audit trail")->type_name("TEXT");
    raw.if_revision_given =
        add_number(to, "--if-revision", raw.if_revision, "fail with 1 when the feature has changed since")
            ->type_name("N");
    to.add_flag("--dry-run", raw.options.dry_run, "say what would change, and change nothing");
}

CLI::Option* add_when(CLI::App& to, std::vector<std::string>& when, std::string const& does) {
    return add_repeatable(to, "--when", when, does)->type_name("COND");
}

std::optional<std::string> unless_empty(std::string const& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

result<rules::share> share_of(std::string const& text) {
    if (auto const parsed = rules::share::parse(text)) return *parsed;
    return wrong("'" + text +
                 "' is no share: give 'legacy', 'modern', or a percentage from 0 to 100 with at most two "
                 "decimals, such as '12.5%'");
}

result<std::vector<rules::condition>> conditions_of(std::vector<std::string> const& texts) {
    std::vector<rules::condition> all;
    std::vector<std::string> errors;
    for (auto const& text : texts) {
        auto parsed = rules::condition::parse(text);
        if (parsed)
            all.push_back(std::move(*parsed));
        else
            errors.push_back("--when: " + parsed.error().message);
    }
    if (!errors.empty()) return failure(exit_status::usage, std::move(errors));
    return all;
}

} // namespace

grammar::grammar()
    : app_("Ficus stands in front of a legacy application and moves it to new services, one feature at a "
           "time,\na few percent at a time, and back within milliseconds.",
           "ficus") {
    app_.require_subcommand(1);
    app_.get_formatter()->column_width(28);
    app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app_.get_formatter()->label("REQUIRED", "");
    app_.set_version_flag("--version", "ficus " FICUS_VERSION, "print the version and leave");
    app_.set_help_flag("-h,--help", "print this and leave");
    app_.footer("Each command explains itself: `ficus flip --help`. Exit status: 0 done, 1 failed, 2 wrong "
                "usage or\nconfiguration, 3 a gate said no, 4 a gate could not tell.\n\n"
                "Example:\n  ficus demo");
    add_common(app_);
    add_serve();
    add_check();
    add_status();
    add_flip();
    add_unflip();
    add_shadow();
    add_rollback();
    add_history();
    add_explain();
    add_report();
    add_diffs();
    add_translate();
    add_demo();
    add_completion();
    add_suggest();
}

common_options grammar::common() const {
    return {unless_empty(config_), unless_empty(data_dir_), json_};
}

result<any_command> grammar::command() const {
    return finishes_.at(app_.get_subcommands().front())();
}

void grammar::add_common(CLI::App& to) {
    to.add_option("--config", config_,
                  "the configuration, else $FICUS_CONFIG, ./ficus.toml, /etc/ficus/ficus.toml")
        ->type_name("FILE")
        ->group("Everywhere");
    to.add_option("--data-dir", data_dir_, "where rules.db and shadow.db are, instead of the configuration's")
        ->type_name("DIR")
        ->group("Everywhere");
    to.add_flag("--json", json_, "print one JSON document and nothing else")->group("Everywhere");
}

CLI::App& grammar::add(std::string const& name, std::string const& does, std::string const& examples,
                       finish then) {
    auto& command = *app_.add_subcommand(name, does);
    command.group("Commands");
    command.footer("Example:\n" + examples);
    add_common(command);
    finishes_.emplace(&command, std::move(then));
    return command;
}

void grammar::add_serve() {
    auto const raw = std::make_shared<serve_command>();
    auto const legacy = std::make_shared<std::string>();
    auto const admin = std::make_shared<std::string>();
    auto& command = add("serve", "runs the facade",
                        "  ficus serve --legacy http://127.0.0.1:9001 --listen 127.0.0.1:8080",
                        [=]() -> result<any_command> {
                            raw->legacy = unless_empty(*legacy);
                            raw->admin = unless_empty(*admin);
                            return *raw;
                        });
    command.add_option("--legacy", *legacy, "pass everything through to URL; needs no configuration")
        ->type_name("URL");
    add_repeatable(command, "--listen", raw->listen, "where to listen, instead of the configuration's")
        ->type_name("ADDR");
    command.add_option("--admin", *admin, "where health, metrics and the API are")->type_name("ADDR");
}

void grammar::add_check() {
    add("check", "validates the configuration and shows the routing table that it yields",
        "  ficus check --config /etc/ficus/ficus.toml",
        []() -> result<any_command> { return check_command{}; });
}

void grammar::add_status() {
    auto const feature = std::make_shared<std::string>();
    auto& command = add("status", "phase, share, shadow rate, traffic, errors, match rate and latency",
                        "  ficus status\n  ficus status orders --json",
                        [=]() -> result<any_command> { return status_command{unless_empty(*feature)}; });
    add_word(command, "FEATURE", *feature, "this one alone");
}

void grammar::add_flip() {
    struct raw_flip {
        flip_command command;
        std::string share;
        std::vector<std::string> when;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_flip>();
    auto& command = add("flip", "sets where a feature's traffic goes",
                        "  ficus flip orders 12.5% --reason 'first customers'\n"
                        "  ficus flip orders modern --when header:X-Beta=1\n"
                        "  ficus flip orders legacy",
                        [raw]() -> result<any_command> {
                            auto const to = share_of(raw->share);
                            if (!to) return to.error();
                            auto when = conditions_of(raw->when);
                            if (!when) return when.error();
                            auto done = raw->command;
                            done.to = *to;
                            done.when = std::move(*when);
                            done.change = raw->change.finished();
                            return done;
                        });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    add_word(command, "SHARE", raw->share, "what goes to modern: legacy, modern, or a percentage")
        ->required();
    auto* when = add_when(command, raw->when,
                          "only requests for which this holds; repeatable: all must hold.\n"
                          "header:NAME=VALUE, cookie:NAME=VALUE, query:NAME=VALUE,\n"
                          "method=GET, ip=10.0.0.0/8; with =, != or ~ (a pattern),\n"
                          "or by presence: header:NAME");
    command.add_flag("--first", raw->command.first, "put a new conditional rule before the others")
        ->needs(when);
    add_change(command, raw->change);
}

void grammar::add_unflip() {
    struct raw_unflip {
        unflip_command command;
        std::vector<std::string> when;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_unflip>();
    auto& command = add("unflip", "removes a conditional rule",
                        "  ficus unflip orders --when header:X-Beta=1", [raw]() -> result<any_command> {
                            auto when = conditions_of(raw->when);
                            if (!when) return when.error();
                            auto done = raw->command;
                            done.when = std::move(*when);
                            done.change = raw->change.finished();
                            return done;
                        });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    add_when(command, raw->when, "the conditions of the rule, all of them")->required();
    add_change(command, raw->change);
}

void grammar::add_shadow() {
    struct raw_shadow {
        shadow_command command;
        std::string rate;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_shadow>();
    auto& command = add("shadow", "sets the share of comparable requests that is shadowed",
                        "  ficus shadow orders 10%", [raw]() -> result<any_command> {
                            auto done = raw->command;
                            // `legacy` and `modern` are shares of traffic, not rates of copying.
                            auto const rate = rules::share::parse(raw->rate);
                            if (!rate || raw->rate == "legacy" || raw->rate == "modern")
                                return wrong("'" + raw->rate +
                                             "' is no rate: give a percentage from 0 to 100 with at most two "
                                             "decimals, such as '10%'");
                            done.rate = *rate;
                            done.change = raw->change.finished();
                            return done;
                        });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    add_word(command, "RATE", raw->rate, "a percentage; 0% stops shadowing")->required();
    add_change(command, raw->change);
}

void grammar::add_rollback() {
    struct raw_rollback {
        rollback_command command;
        std::uint64_t to = 0;
        CLI::Option* to_given = nullptr;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_rollback>();
    auto& command =
        add("rollback", "brings back the rules before the last change, or those at a revision",
            "  ficus rollback orders --reason 'errors in the log'\n  ficus rollback orders --to 7",
            [raw]() -> result<any_command> {
                auto done = raw->command;
                if (raw->to_given->count() > 0) done.to = raw->to;
                done.change = raw->change.finished();
                return done;
            });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    raw->to_given =
        add_number(command, "--to", raw->to, "as the rules stood at this revision")->type_name("REVISION");
    add_change(command, raw->change);
}

void grammar::add_history() {
    auto const feature = std::make_shared<std::string>();
    auto const limit = std::make_shared<std::size_t>(0);
    auto& command = add("history", "who changed which rules, when and why, newest first",
                        "  ficus history orders --limit 5", [=]() -> result<any_command> {
                            return history_command{unless_empty(*feature), *limit};
                        });
    add_word(command, "FEATURE", *feature, "of this one alone");
    add_number(command, "--limit", *limit, "at most so many")->type_name("N");
}

void grammar::add_explain() {
    auto const raw = std::make_shared<explain_command>();
    auto const client = std::make_shared<std::string>();
    auto& command = add("explain", "which feature, rule, bucket, side and translator a request gets, and why",
                        "  ficus explain GET /api/orders/7 -H 'Cookie: sid=abc' --client-ip 10.1.2.3",
                        [=]() -> result<any_command> {
                            raw->client_ip = unless_empty(*client);
                            return *raw;
                        });
    add_word(command, "METHOD", raw->method, "GET, POST, ...")->required();
    add_word(command, "URL", raw->url, "a path with its query, or a whole URL")->required();
    add_repeatable(command, "-H,--header", raw->headers, "a header field of the request (repeatable)")
        ->type_name("HEADER");
    command.add_option("--client-ip", *client, "who asks; 127.0.0.1 unless given")->type_name("IP");
}

void grammar::add_report() {
    struct raw_report {
        report_command command;
        std::string feature;
        std::string since = "24h";
        std::string format = "text";
        std::string output;
    };
    auto const raw = std::make_shared<raw_report>();
    auto& command =
        add("report", "what the comparison found, and whether a feature may be moved on",
            "  ficus report orders --since 2h\n  ficus report orders --gate && ficus flip orders 10%",
            [this, raw]() -> result<any_command> {
                auto done = raw->command;
                auto const since = config::parse_duration(raw->since);
                if (!since) return wrong("--since: " + since.error().message);
                done.since = *since;
                using format = report_command::format;
                done.as = raw->format == "json" || json_ ? format::json : format::text;
                done.feature = unless_empty(raw->feature);
                done.output = unless_empty(raw->output);
                return done;
            });
    add_word(command, "FEATURE", raw->feature, "of this one alone");
    command.add_option("--since", raw->since, "how far back to look; 24h unless given")
        ->type_name("DURATION");
    command.add_option("--format", raw->format, "text or json; text unless given")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("FORMAT");
    command.add_option("-o,--output", raw->output, "write to FILE instead of stdout")->type_name("FILE");
    command.add_flag("--gate", raw->command.gate,
                     "exit with 0 when ready, 3 when not, 4 when it cannot be told");
}

void grammar::add_diffs() {
    struct raw_diffs {
        diffs_command command;
        std::string first;
        std::string second;
        std::string path;
    };
    auto const raw = std::make_shared<raw_diffs>();
    auto& command =
        add("diffs", "sample pairs behind the report's figures",
            "  ficus diffs orders --path '$.total'\n  ficus diffs show 17", [raw]() -> result<any_command> {
                auto done = raw->command;
                done.path = unless_empty(raw->path);
                if (raw->second.empty()) {
                    done.feature = raw->first;
                    return done;
                }
                if (raw->first != "show")
                    return wrong("'" + raw->second +
                                 "' is one word too many: give a feature alone, or `ficus diffs show ID`");
                std::int64_t id = 0;
                if (!CLI::detail::lexical_cast(raw->second, id))
                    return wrong("'" + raw->second + "' is no id: `ficus diffs FEATURE` lists them");
                done.show = id;
                return done;
            });
    add_word(command, "FEATURE", raw->first, "the feature, or `show`")->required();
    add_word(command, "ID", raw->second, "after `show`: the difference, with both answers whole as stored");
    command.add_option("--path", raw->path, "only differences at this place")->type_name("JSONPATH");
    add_number(command, "--limit", raw->command.limit, "at most so many; 20 unless given")->type_name("N");
}

void grammar::add_translate() {
    struct raw_translate {
        translate_command command;
        std::string to;
        std::string part = "request";
    };
    auto const raw = std::make_shared<raw_translate>();
    auto& command =
        add("translate", "runs a translator on stdin",
            "  ficus translate orders to-modern --part response < order.xml", [raw]() -> result<any_command> {
                auto done = raw->command;
                if (raw->to == "to-legacy") done.to = acl::direction::to_legacy;
                if (raw->part == "response") done.of = acl::part::response;
                return done;
            });
    add_word(command, "TRANSLATOR", raw->command.translator, "its name in the configuration")->required();
    add_word(command, "DIRECTION", raw->to, "to-modern or to-legacy")
        ->required()
        ->check(CLI::IsMember({"to-modern", "to-legacy"}))
        ->type_name("");
    command.add_option("--part", raw->part, "request or response, where they differ; request unless given")
        ->check(CLI::IsMember({"request", "response"}))
        ->type_name("PART");
}

void grammar::add_demo() {
    auto const raw = std::make_shared<demo_command>();
    auto& command =
        add("demo", "a real legacy application, a new service, a facade and traffic, all on loopback",
            "  ficus demo --once", [raw]() -> result<any_command> { return *raw; });
    command.add_flag("--once", raw->once, "end after the walk instead of staying up for you to try things");
}

void grammar::add_completion() {
    auto const raw = std::make_shared<completion_command>();
    auto& command = add("completion", "prints the completion script of a shell",
                        "  source <(ficus completion bash)", [raw]() -> result<any_command> { return *raw; });
    add_word(command, "SHELL", raw->shell, "bash")->required()->check(CLI::IsMember({"bash"}));
}

void grammar::add_suggest() {
    auto const raw = std::make_shared<suggest_command>();
    auto& command = *app_.add_subcommand("complete", "what the completion script asks");
    command.group("");
    command.add_option("INDEX", raw->index)->required();
    command.add_option("WORDS", raw->words);
    finishes_.emplace(&command, [raw]() -> result<any_command> { return *raw; });
}

} // namespace ficus::tools
