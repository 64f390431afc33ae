#include "facade/config/addresses.hpp"
#include "facade/config/values.hpp"
#include "facade/recording/tap.hpp"
#include "facade/shadow/replay.hpp"
#include "tools/grammar.hpp"
#include "tools/options.hpp"

#include <charconv>
#include <memory>

// The commands that record what clients ask, and ask it again.

namespace ficus::tools {

namespace {

/// `2x` or `50/s`.
result<void> read_rate(std::string const& text, replay_command& into) {
    bool const times = text.ends_with('x');
    auto const digits = std::string_view(text).substr(0, text.size() - (times                  ? 1
                                                                        : text.ends_with("/s") ? 2
                                                                                               : 0));
    double rate = 0;
    auto const [at, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), rate, std::chars_format::fixed);
    bool const reads =
        digits.size() < text.size() && error == std::errc{} && at == digits.data() + digits.size();
    if (!reads || !(rate > 0) || rate > 1e6)
        return wrong_usage("--rate: '" + text +
                           "' is no rate: give a multiple of the recorded one such as 2x or 0.5x, or "
                           "requests a second such as 50/s, at most 1000000");
    (times ? into.times : into.per_second) = rate;
    return {};
}

/// `legacy=URL`, `modern=URL`, or a URL.
result<void> read_side(std::string const& text, replay_command& into) {
    auto url = text;
    auto* side = &into.modern;
    if (text.starts_with("legacy=")) side = &into.legacy;
    if (text.starts_with("legacy=") || text.starts_with("modern=")) url = text.substr(text.find('=') + 1);
    if (auto const endpoint = config::parse_endpoint(url); !endpoint)
        return wrong_usage("--to: " + endpoint.error().message);
    if (*side)
        return wrong_usage("--to: '" + text + "' names a side that has its URL already: give each once");
    *side = url;
    return {};
}

result<std::vector<std::string>> read_methods(std::string const& text) {
    std::vector<std::string> all;
    for (std::size_t at = 0; !text.empty() && at <= text.size();) {
        auto const end = std::min(text.find(',', at), text.size());
        all.push_back(text.substr(at, end - at));
        if (!recording::bit_of(all.back()))
            return wrong_usage(
                "--methods: '" + all.back() +
                "' is none of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS: give a list such as "
                "GET,POST");
        at = end + 1;
    }
    return all;
}

} // namespace

void grammar::add_record() {
    struct raw_record {
        record_command command;
        std::string output;
        std::string for_ = "60s";
        std::string share = "100%";
        std::string methods;
        std::uint64_t most = 1000;
    };
    auto const raw = std::make_shared<raw_record>();
    auto& command =
        add("record", "captures a feature's live requests, with what they were answered, into a file",
            "  ficus record orders -o orders.rec --for 10m --share 5%\n\nWhat is redacted in the "
            "configuration is masked "
            "before it leaves the facade;\ncredentials (Authorization, Cookie and the like) are left out.",
            [raw]() -> result<any_command> {
                auto done = raw->command;
                done.output = raw->output;
                auto const for_ = config::parse_duration(raw->for_);
                if (!for_) return wrong_usage("--for: " + for_.error().message);
                done.for_ = *for_;
                auto const share = rules::share::parse(raw->share);
                if (!share || *share == rules::share::none())
                    return wrong_usage("--share: '" + raw->share +
                                       "' is no share to record: give one such as 100% or 2.5%");
                done.share = *share;
                if (raw->most == 0 || raw->most > recording::most_requests)
                    return wrong_usage("--most: give 1 to " + std::to_string(recording::most_requests));
                done.most = raw->most;
                auto methods = read_methods(raw->methods);
                if (!methods) return methods.error();
                done.methods = std::move(*methods);
                return done;
            });
    add_word(command, "FEATURE", raw->command.feature, "whose requests")->required();
    command.add_option("-o,--output", raw->output, "the file to write")->type_name("FILE")->required();
    command.add_option("--for", raw->for_, "how long; 60s unless given")->type_name("DURATION");
    add_number(command, "--most", raw->most, "count", "end after so many requests; 1000 unless given")
        ->type_name("N");
    command.add_option("--share", raw->share, "of the requests; 100% unless given")->type_name("SHARE");
    command
        .add_option("--methods", raw->methods,
                    "such as GET,POST; unless given, those that the comparison's `methods` name")
        ->type_name("LIST");
}

void grammar::add_replay() {
    struct raw_replay {
        replay_command command;
        std::string file, feature, rate, output, store;
        std::string format = "text";
        std::vector<std::string> to;
        std::uint64_t concurrency = 8;
    };
    auto const raw = std::make_shared<raw_replay>();
    auto& command =
        add("replay",
            "sends recorded requests to both sides, or to one against the recorded answers, and reports",
            "  ficus replay orders.rec --to http://127.0.0.1:9002 --rate 2x\n  ficus replay access.log "
            "--feature orders "
            "--to legacy=http://127.0.0.1:9001 --to modern=http://127.0.0.1:9002\n  ficus replay orders.rec "
            "--to http://127.0.0.1:9002 -H 'Authorization: env:TOKEN'\n\nFILE is a recording of "
            "`ficus record`, a "
            "HAR file of a browser, or an access log in the\ncombined format (of the last two, the GETs). "
            "Requests go "
            "through the feature's translator\nand comparison, marked as copies are. Methods that its "
            "`methods` do not name "
            "are left out.",
            [this, raw]() -> result<any_command> {
                auto done = raw->command;
                done.file = raw->file;
                done.feature = unless_empty(raw->feature);
                done.output = unless_empty(raw->output);
                done.store = unless_empty(raw->store);
                using format = report_command::format;
                done.as = raw->format == "json" || json_ ? format::json
                          : raw->format == "html"        ? format::html
                          : raw->format == "junit"       ? format::junit
                                                         : format::text;
                for (auto const& one : raw->to)
                    if (auto const read = read_side(one, done); !read) return read.error();
                if (!raw->rate.empty())
                    if (auto const read = read_rate(raw->rate, done); !read) return read.error();
                if (raw->concurrency == 0 || raw->concurrency > shadow::replay_pace::most_concurrency)
                    return wrong_usage("--concurrency: give 1 to " +
                                       std::to_string(shadow::replay_pace::most_concurrency));
                done.concurrency = raw->concurrency;
                return done;
            });
    add_word(command, "FILE", raw->file, "a recording, a HAR file or an access log")->required();
    command.add_option("--feature", raw->feature, "whose requests; the recording's own unless given")
        ->type_name("FEATURE");
    add_repeatable(command, "--to", raw->to,
                   "legacy=URL, modern=URL, or the URL of modern; once for each side")
        ->type_name("URL")
        ->required();
    add_repeatable(
        command, "-H,--header", raw->command.headers,
        "a header field of every request, in place of a recorded one; env:VARIABLE reads its value "
        "from the environment (repeatable)")
        ->type_name("HEADER");
    command
        .add_option("--rate", raw->rate,
                    "2x: twice as fast as recorded; 50/s: evenly; else as fast as answers come")
        ->type_name("RATE");
    add_number(command, "--concurrency", raw->concurrency, "count", "requests at one time; 8 unless given")
        ->type_name("N");
    command.add_option("--format", raw->format, "text, json, html or junit; text unless given")
        ->check(one_of({"text", "json", "html", "junit"}, "format"))
        ->type_name("FORMAT");
    command.add_option("-o,--output", raw->output, "write the report to FILE instead of stdout")
        ->type_name("FILE");
    command
        .add_option("--store", raw->store,
                    "add to this shadow.db, and report on all of it; else on this replay alone")
        ->type_name("FILE");
    command.add_flag("--gate", raw->command.gate,
                     "exit with 0 when ready, 3 when not, 4 when it cannot be told");
}

} // namespace ficus::tools
