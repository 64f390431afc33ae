#include "tools/command_line.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus;
using namespace ficus::tools;
using words = std::vector<std::string>;

namespace {

template<class T>
T understood(words const& arguments) {
    auto const read = read_command_line(arguments);
    REQUIRE(read.has_value());
    REQUIRE(std::holds_alternative<T>(read->command));
    return std::get<T>(read->command);
}

std::string complaint(words const& arguments) {
    auto const read = read_command_line(arguments);
    REQUIRE(read.has_error());
    CHECK(read.error().status == exit_status::usage);
    REQUIRE(read.error().messages.size() >= 1);
    return read.error().messages.front();
}

bool says(std::string const& text, std::string const& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

words const all_commands = {"serve",  "check",    "status",    "flip",    "unflip",
                            "shadow", "rollback", "history",   "explain", "report",
                            "ignore", "diffs",    "translate", "demo",    "completion"};

} // namespace

TEST_CASE("flip is understood whole") {
    auto const flip = understood<flip_command>({"flip", "orders", "12.5%", "--when", "header:X-Beta=1",
                                                "--when", "method=GET", "--first", "--reason", "beta",
                                                "--if-revision", "0", "--dry-run"});
    CHECK(flip.feature == "orders");
    CHECK(flip.to == rules::share::of_hundredths(1250));
    REQUIRE(flip.when.size() == 2);
    CHECK(flip.when[0].to_string() == "header:X-Beta=1");
    CHECK(flip.when[1].to_string() == "method=GET");
    CHECK(flip.first);
    CHECK(flip.change.reason == "beta");
    CHECK(flip.change.if_revision == 0u);
    CHECK(flip.change.dry_run);
}

TEST_CASE("options may stand before, between and behind the words") {
    auto const flip =
        understood<flip_command>({"flip", "--when", "ip=10.0.0.0/8", "orders", "--reason=x", "modern"});
    CHECK(flip.feature == "orders");
    CHECK(flip.to == rules::share::all());
    CHECK(flip.when.size() == 1);
    CHECK_FALSE(flip.change.if_revision);
}

TEST_CASE("what every command takes is taken before it and behind it") {
    for (auto const& arguments : {words{"--config", "f.toml", "--data-dir=d", "--json", "status"},
                                  words{"status", "--config", "f.toml", "--data-dir=d", "--json"}}) {
        auto const read = read_command_line(arguments);
        REQUIRE(read.has_value());
        CHECK(read->common.config == "f.toml");
        CHECK(read->common.data_dir == "d");
        CHECK(read->common.json);
    }
}

TEST_CASE("a feature may be called as a command is") {
    CHECK(understood<flip_command>({"flip", "status", "legacy"}).feature == "status");
    CHECK(understood<status_command>({"status", "report"}).feature == "report");
    CHECK(understood<rollback_command>({"rollback", "serve"}).feature == "serve");
}

TEST_CASE("the other commands are understood") {
    CHECK_FALSE(understood<status_command>({"status"}).feature);
    CHECK(understood<unflip_command>({"unflip", "orders", "--when", "header:X-Beta"}).when.size() == 1);
    CHECK(understood<shadow_command>({"shadow", "orders", "10%"}).rate == rules::share::of_hundredths(1000));
    CHECK_FALSE(understood<rollback_command>({"rollback", "orders"}).to);
    CHECK(understood<rollback_command>({"rollback", "orders", "--to", "0"}).to == 0u);
    CHECK(understood<history_command>({"history", "--limit", "3"}).limit == 3);

    auto const explain = understood<explain_command>(
        {"explain", "-H", "A: 1", "GET", "/x", "-H", "B: 2", "--client-ip", "10.0.0.1"});
    CHECK(explain.method == "GET");
    CHECK(explain.url == "/x");
    CHECK(explain.headers == words{"A: 1", "B: 2"});
    CHECK(explain.client_ip == "10.0.0.1");

    auto const translate =
        understood<translate_command>({"translate", "orders", "to-legacy", "--part", "response"});
    CHECK(translate.to == acl::direction::to_legacy);
    CHECK(translate.of == acl::part::response);

    auto const serve = understood<serve_command>(
        {"serve", "--legacy", "http://127.0.0.1:1", "--listen", "127.0.0.1:0", "--listen", "[::1]:0"});
    CHECK(serve.legacy == "http://127.0.0.1:1");
    CHECK(serve.listen == words{"127.0.0.1:0", "[::1]:0"});
    CHECK_FALSE(serve.admin);
    CHECK_FALSE(serve.take_over);
    CHECK(understood<serve_command>({"serve", "--take-over"}).take_over);

    auto const report =
        understood<report_command>({"report", "orders", "--since", "2h", "--format", "json", "-o", "x.json"});
    CHECK(report.since == std::chrono::hours(2));
    CHECK(report.as == report_command::format::json);
    CHECK(report.output == "x.json");
    CHECK(understood<report_command>({"report", "--json"}).as == report_command::format::json);
    CHECK(understood<report_command>({"report", "--format", "html"}).as == report_command::format::html);
    CHECK(understood<report_command>({"report", "--format", "junit"}).as == report_command::format::junit);
    CHECK(understood<report_command>({"report", "--gate"}).gate);
    CHECK(understood<report_command>({"report", "--suggest"}).suggest);
    CHECK_FALSE(understood<report_command>({"report"}).watch);
    CHECK(understood<report_command>({"report", "--watch"}).watch == std::chrono::seconds(2));
    CHECK(understood<report_command>({"report", "--watch", "--every", "500ms"}).watch ==
          std::chrono::milliseconds(500));

    auto const ignore = understood<ignore_command>({"ignore", "orders", "$.etag", "--reason", "made anew"});
    CHECK(ignore.feature == "orders");
    CHECK(ignore.path == "$.etag");
    CHECK(ignore.reason == "made anew");
    CHECK(says(complaint({"ignore", "orders", "$.etag"}), "--reason"));

    CHECK(understood<diffs_command>({"diffs", "orders", "--path", "$.total"}).path == "$.total");
    CHECK(understood<diffs_command>({"diffs", "show", "17"}).show == 17);
    CHECK(understood<diffs_command>({"diffs", "show"}).feature == "show");
}

TEST_CASE("the audit trail gets the line as a shell would take it again") {
    auto const read =
        read_command_line({"flip", "orders", "25%", "--reason", "it's time", "--when", "header:A=b c"});
    REQUIRE(read.has_value());
    CHECK(read->typed == R"(ficus flip orders 25% --reason 'it'\''s time' --when 'header:A=b c')");
}

TEST_CASE("wrong usage says what, and how to mend it") {
    CHECK(says(complaint({}), "no command was given; `ficus --help`"));
    CHECK(says(complaint({"flop", "orders", "10%"}), "'flop' - did you mean 'flip'?"));
    CHECK(says(complaint({"flip", "orders", "10%", "--reson", "x"}),
               "'--reson' here - did you mean '--reason'?"));
    CHECK(says(complaint({"flip", "orders", "10%", "more"}),
               "'more' is one word too many; see `ficus flip --help`"));
    CHECK(says(complaint({"flip", "orders"}),
               "SHARE is missing: write, for example, `ficus flip orders 12.5% --reason 'first customers'`; "
               "see `ficus flip --help`"));
    CHECK(complaint({"flip", "orders", "1%", "--if-revision", "abc"}) ==
          "--if-revision: 'abc' is no revision: give a whole number such as 7; see `ficus flip --help`");
    CHECK(says(complaint({"rollback", "orders", "--to", "-1"}), "'-1' is no revision: give a whole number"));
    CHECK(
        says(complaint({"history", "--limit", "18446744073709551616"}), "is no count: give a whole number"));
    CHECK(
        says(complaint({"report", "--format", "pdf"}), "--format: 'pdf' is no format: give text, json, html or junit"));
    CHECK(says(complaint({"report", "--every", "5s"}), "give --watch too"));
    CHECK(says(complaint({"report", "--watch", "--every", "5"}), "--every: "));
    CHECK(says(complaint({"report", "--watch", "--every", "10ms"}), "give 100ms or more"));
    for (auto const* other : {"--json", "--gate", "--output=x", "--format=json", "--suggest"})
        CHECK(says(complaint({"report", "--watch", other}), "--watch redraws the text in a terminal"));
    CHECK(says(complaint({"translate", "orders", "sideways"}),
               "'sideways' is no direction: give to-modern or to-legacy"));
    CHECK(says(complaint({"flip", "orders", "1%", "--reason"}),
               "--reason lacks its value: write it behind, as in `ficus flip"));
    CHECK(says(complaint({"unflip", "orders"}),
               "--when is missing: write, for example, `ficus unflip orders --when"));
    CHECK(says(complaint({"flip", "orders", "old"}), "'old' is no share"));
    CHECK(says(complaint({"flip", "orders", "100.01%"}), "0 to 100"));
    CHECK(says(complaint({"flip", "orders", "10%", "--if-revision", "x"}), "--if-revision"));
    CHECK(says(complaint({"flip", "orders", "10%", "--if-revision", "-1"}), "--if-revision"));
    CHECK(says(complaint({"flip", "orders", "10%", "--first"}), "--when"));
    CHECK(says(complaint({"flip", "orders", "10%", "--when", "hedder:X"}), "--when: "));
    CHECK(says(complaint({"unflip", "orders"}), "--when"));
    CHECK(says(complaint({"shadow", "orders", "modern"}), "'modern' is no rate"));
    CHECK(says(complaint({"translate", "orders", "sideways"}), "to-modern"));
    CHECK(says(complaint({"report", "--since", "yesterday"}), "--since"));
    CHECK(says(complaint({"diffs", "show", "x"}), "'x' is no id"));
    CHECK(says(complaint({"diffs", "orders", "17"}), "one word too many"));
    CHECK(says(complaint({"completion", "fish"}), "bash"));
}

TEST_CASE("all wrong conditions are named at once") {
    auto const read =
        read_command_line({"flip", "orders", "10%", "--when", "a", "--when", "method=GET", "--when", "b"});
    REQUIRE(read.has_error());
    CHECK(read.error().messages.size() == 2);
}

TEST_CASE("each command explains itself, with an example") {
    auto const overview = understood<print_command>({"--help"}).text;
    CHECK(says(overview, "Example:"));
    for (auto const& command : all_commands) {
        CHECK(says(overview, "\n  " + command + " "));
        auto const text = understood<print_command>({command, "--help"}).text;
        CHECK(says(text, "Example:\n  "));
        CHECK(says(text, "Usage: ficus " + command));
        for (auto const* everywhere : {"--config", "--data-dir", "--json"}) CHECK(says(text, everywhere));
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 110);
    }
    CHECK_FALSE(says(overview, "\n  complete "));
    CHECK(understood<print_command>({"--version"}).text == "ficus 0.1.0\n");
}
