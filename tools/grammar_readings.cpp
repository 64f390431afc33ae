#include "facade/config/values.hpp"
#include "tools/grammar.hpp"
#include "tools/options.hpp"

#include <memory>

// The commands that look at what is recorded, or at what would happen.

namespace ficus::tools {

void grammar::add_history() {
    auto const feature = std::make_shared<std::string>();
    auto const limit = std::make_shared<std::uint64_t>(0);
    auto& command = add("history", "who changed which rules, when and why, newest first",
                        "  ficus history orders --limit 5", [=]() -> result<any_command> {
                            return history_command{unless_empty(*feature), *limit};
                        });
    add_word(command, "FEATURE", *feature, "of this one alone");
    add_number(command, "--limit", *limit, "count", "at most so many; 0 for all, which is the default")
        ->type_name("N");
}

void grammar::add_explain() {
    auto const raw = std::make_shared<explain_command>();
    auto const client = std::make_shared<std::string>();
    auto const data = std::make_shared<std::string>();
    auto& command = add("explain", "which feature, rule, bucket, side and translator a request gets, and why",
                        "  ficus explain GET /api/orders/7 -H 'Cookie: sid=abc' --client-ip 10.1.2.3\n"
                        "  ficus explain POST /soap -H 'Content-Type: text/xml' -d @order.xml",
                        [=]() -> result<any_command> {
                            raw->client_ip = unless_empty(*client);
                            raw->data = unless_empty(*data);
                            return *raw;
                        });
    add_word(command, "METHOD", raw->method, "GET, POST, ...")->required();
    add_word(command, "URL", raw->url, "a path with its query, or a whole URL")->required();
    add_repeatable(command, "-H,--header", raw->headers, "a header field of the request (repeatable)")
        ->type_name("HEADER");
    command.add_option("-d,--data", *data, "the request's body, for features that look into it, or @FILE")
        ->type_name("BODY");
    command.add_option("--client-ip", *client, "the connection's peer; 127.0.0.1 unless given")
        ->type_name("IP");
}

namespace {

std::map<std::string, report_command::format, std::less<>> const formats{
    {"text", report_command::format::text},
    {"json", report_command::format::json},
    {"html", report_command::format::html},
    {"junit", report_command::format::junit},
};

result<std::optional<std::chrono::milliseconds>> watch_of(bool watch, std::string const& every,
                                                          report_command const& report) {
    constexpr std::chrono::milliseconds least{100};
    if (!watch) {
        if (every.empty()) return std::nullopt;
        return wrong_usage("--every is how often --watch redraws: give --watch too, or leave it out");
    }
    if (report.as != report_command::format::text || report.output || report.gate || report.suggest)
        return wrong_usage("--watch redraws the text in a terminal until Ctrl-C: leave out --format, --json, "
                           "--output, --gate and --suggest");
    if (every.empty()) return std::chrono::seconds(2);
    auto const time = config::parse_duration(every);
    if (!time) return wrong_usage("--every: " + time.error().message);
    if (*time < least) return wrong_usage("--every " + every + " is too often: give 100ms or more");
    return *time;
}

} // namespace

void grammar::add_report() {
    struct raw_report {
        report_command command;
        std::string feature;
        std::string since = "24h";
        std::string format = "text";
        std::string output;
        std::string every;
        bool watch = false;
    };
    auto const raw = std::make_shared<raw_report>();
    auto& command = add("report", "what the comparison found, and whether a feature may be moved on",
                        "  ficus report orders --since 2h\n  ficus report --watch\n"
                        "  ficus report orders --gate && ficus flip orders 10%",
                        [this, raw]() -> result<any_command> {
                            auto done = raw->command;
                            auto const since = config::parse_duration(raw->since);
                            if (!since) return wrong_usage("--since: " + since.error().message);
                            done.since = *since;
                            done.as = json_ ? report_command::format::json : formats.at(raw->format);
                            done.feature = unless_empty(raw->feature);
                            done.output = unless_empty(raw->output);
                            auto const watch = watch_of(raw->watch, raw->every, done);
                            if (!watch) return watch.error();
                            done.watch = *watch;
                            return done;
                        });
    add_word(command, "FEATURE", raw->feature, "of this one alone");
    command.add_option("--since", raw->since, "how far back to look; 24h unless given")
        ->type_name("DURATION");
    command.add_option("--format", raw->format, "text, json, html or junit; text unless given")
        ->check(one_of({"text", "json", "html", "junit"}, "format"))
        ->type_name("FORMAT");
    command.add_option("-o,--output", raw->output, "write to FILE instead of stdout")->type_name("FILE");
    command.add_flag("--gate", raw->command.gate,
                     "exit with 0 when ready, 3 when not, 4 when it cannot be told");
    command.add_flag("--suggest", raw->command.suggest,
                     "print the rules of comparison that might be added, as TOML, and nothing else");
    command.add_flag("--watch", raw->watch, "redraw it in the terminal until Ctrl-C");
    command.add_option("--every", raw->every, "how often --watch redraws; 2s unless given")
        ->type_name("DURATION");
}

void grammar::add_diffs() {
    struct raw_diffs {
        diffs_command command;
        std::string first;
        std::string second;
        std::string path;
    };
    auto const raw = std::make_shared<raw_diffs>();
    auto& command = add(
        "diffs", "sample pairs behind the report's figures",
        "  ficus diffs orders --path '$.total'\n  ficus diffs show 17", [raw]() -> result<any_command> {
            auto done = raw->command;
            done.path = unless_empty(raw->path);
            if (raw->second.empty()) {
                done.feature = raw->first;
                return done;
            }
            if (raw->first != "show")
                return wrong_usage("'" + raw->second +
                                   "' is one word too many: give a feature alone, or `ficus diffs show ID`");
            std::int64_t id = 0;
            if (!CLI::detail::lexical_cast(raw->second, id))
                return wrong_usage("'" + raw->second + "' is no id: `ficus diffs FEATURE` lists them");
            done.show = id;
            return done;
        });
    add_word(command, "FEATURE", raw->first, "the feature, or `show`")->required();
    add_word(command, "ID", raw->second, "after `show`: the difference, with both answers whole as stored");
    command
        .add_option("--path", raw->path,
                    "only at this place: a JSON path, status, body, header:NAME or cookie:NAME")
        ->type_name("PLACE");
    add_number(command, "--limit", raw->command.limit, "count", "at most so many; 0 for all, 20 unless given")
        ->type_name("N");
}

} // namespace ficus::tools
