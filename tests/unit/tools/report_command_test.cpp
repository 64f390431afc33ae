#include "facade/shadow/batch.hpp"
#include "facade/shadow/store.hpp"
#include "support/temp_dir.hpp"
#include "tools/commands.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus;
using namespace ficus::tools;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds noon{1'767'225'600'000};

/// A configuration with two features, and what has been compared of `orders`.
class desk {
public:
    desk() {
        folder_.write(
            "ficus.toml",
            "[facade]\nlegacy = \"monolith\"\ndata_dir = \"" + folder_.path().string() +
                "\"\n[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9001\"]\n"
                "[features.orders]\nmatch = [ { path = \"/orders\" }, { path = \"/orders/{id}\" } ]\n"
                "modern = \"monolith\"\ncompare.headers = [\"etag\"]\n"
                "[features.users]\nmatch = [ { path = \"/users\" } ]\nmodern = \"monolith\"\n");
        common_.config = folder_ / "ficus.toml";
        around_.clocks = rules::clocks::system();
        around_.clocks.realtime_ns = [] { return std::chrono::nanoseconds(noon + 30s).count(); };
    }

    /// Of the rules of comparison that the configuration has.
    static std::string fingerprint() {
        acl::compare_options options;
        options.headers = {"etag"};
        return acl::rules_fingerprint(options);
    }

    /// `times` legacy was asked again, and differed at the same place in `differing` of them.
    void ask_again(int times, int differing) {
        auto into = shadow::store::open_to_write(folder_ / "shadow.db");
        REQUIRE(into.has_value());
        shadow::batch all;
        auto const window =
            std::make_shared<shadow::window_key const>(shadow::window_key{"orders", fingerprint(), "{}"});
        auto const operation = std::make_shared<std::string const>("GET /orders");
        for (int i = 0; i < times; ++i) {
            shadow::comparison_record record;
            record.window = window;
            record.operation = operation;
            record.what = shadow::asked_again::legacy;
            record.at = shadow::time_point(noon);
            record.matched = i >= differing;
            if (!record.matched)
                record.differences = {{"$.lines[*].total", acl::difference_kind::value, "1.00", "1.01", {}}};
            all.add(std::move(record));
        }
        REQUIRE(into->write(all).has_value());
    }

    void compare(int matching, int differing) {
        auto into = shadow::store::open_to_write(folder_ / "shadow.db");
        REQUIRE(into.has_value());
        shadow::batch all;
        auto const window =
            std::make_shared<shadow::window_key const>(shadow::window_key{"orders", fingerprint(), "{}"});
        auto const operation = std::make_shared<std::string const>("GET /orders");
        for (int i = 0; i < matching + differing; ++i) {
            shadow::comparison_record record;
            record.window = window;
            record.operation = operation;
            record.at = shadow::time_point(noon);
            record.revision = 7;
            record.matched = i < matching;
            record.legacy_status = record.modern_status = 200;
            record.legacy_latency = 12ms;
            record.modern_latency = 8ms;
            if (!record.matched) {
                record.differences = {{"$.lines[*].total", acl::difference_kind::value, "1.00", "1.01"}};
                record.kept =
                    std::make_unique<shadow::comparison_record::pair>(shadow::comparison_record::pair{
                        "GET",
                        "/orders",
                        {200,
                         12ms,
                         {{"Content-Type", "application/json"}},
                         "application/json",
                         "{\"total\":1.00}"},
                        {200, 8ms, {}, "application/json", "{\"total\":1.01,\n\"esc\":\"\x1B[31m\"}"}});
            }
            all.add(std::move(record));
        }
        auto const chosen = static_cast<std::uint64_t>(matching + differing + 3);
        all.add(shadow::traffic_delta{window, operation, 10 * chosen, chosen, {{"queue_full", 3}}, {}, {}},
                shadow::time_point(noon));
        REQUIRE(into->write(all).has_value());
    }

    template<class Command>
    int run(Command const& command, bool json = false) {
        out_.str("");
        err_.str("");
        common_.json = json;
        auto const outcome = tools::run(command, common_, around_);
        if (outcome) return static_cast<int>(*outcome);
        err_ << outcome.error().messages.front();
        return static_cast<int>(outcome.error().status);
    }
    int report(std::optional<std::string> feature, bool gate = false,
               report_command::format as = report_command::format::text) {
        report_command command;
        command.feature = std::move(feature);
        command.gate = gate;
        command.as = as;
        return run(command);
    }

    std::string out() const { return out_.str(); }
    std::string err() const { return err_.str(); }
    boost::json::value json() const { return boost::json::parse(out_.str()); }
    std::filesystem::path operator/(char const* name) const { return folder_ / name; }

private:
    test::temp_dir folder_;
    common_options common_;
    std::istringstream in_;
    std::ostringstream out_, err_;
    surroundings around_{.in = in_,
                         .out = out_,
                         .err = err_,
                         .environment = [](std::string const&) { return std::nullopt; },
                         .clocks = {},
                         .program = "",
                         .who = "kim@desk",
                         .typed = ""};
};

} // namespace

TEST_CASE("the gate's exit status is the worst verdict's") {
    desk at;
    CHECK(at.report("orders", true) == 4);
    at.compare(4'000, 0);
    CHECK(at.report("orders", true) == 0);
    CHECK(at.report(std::nullopt, true) == 4);
    at.compare(0, 100);
    CHECK(at.report("orders", true) == 3);
    CHECK(at.report(std::nullopt, true) == 3);
    CHECK(at.report("orders", false) == 0);
}

TEST_CASE("the text says the verdict, what it rests on, and where to look") {
    desk at;
    at.compare(900, 100);
    REQUIRE(at.report("orders") == 0);
    auto const text = at.out();
    for (auto const* said :
         {"orders: not_ready", "100 of 1,000 comparisons differed", "10,030 requests could be compared",
          "1,003 were chosen", "coverage 99.70 %", "match rate 90.00 %", "skipped: queue_full 3",
          "$.lines[*].total", "ficus diffs orders --path '$.lines[*].total'", "LATENCY", "200"}) {
        INFO(text);
        CHECK_THAT(text, Catch::Contains(said));
    }
    CHECK_THAT(text, !Catch::Contains("users"));
}

TEST_CASE("a report is written to a file, or why it cannot be is said") {
    desk at;
    at.compare(10, 0);
    report_command command;
    command.as = report_command::format::json;
    command.output = at / "report.json";
    REQUIRE(at.run(command) == 0);
    CHECK(at.out().empty());
    auto const written = boost::json::parse(test::content_of(at / "report.json"));
    CHECK(written.at("features").as_array().size() == 2);
    command.output = at / "no";
    *command.output /= "such/folder";
    CHECK(at.run(command) == 1);
    CHECK_THAT(at.err(), Catch::Contains("could not be written"));
}

TEST_CASE("the page has the figures, the flips and the pairs of the stores") {
    desk at;
    at.compare(900, 100);
    flip_command flip;
    flip.feature = "orders";
    flip.to = *rules::share::parse("25%");
    flip.change.reason = "a <quarter>";
    REQUIRE(at.run(flip) == 0);
    REQUIRE(at.report(std::nullopt, true, report_command::format::html) == 3);
    auto const page = at.out();
    for (auto const* said :
         {"<bdi>orders</bdi>", "<bdi>users</bdi>", "Not ready", "90.00 %", "<code>$.lines[*].total</code>",
          "<q>a &lt;quarter&gt;</q>", "1.0<del>0</del>", "1.0<ins>1</ins>", "␛[31m", "data-plot=\"match\"",
          "data-plot=\"share\"", "data-plot=\"latency\"", "queue_full"}) {
        INFO(said);
        CHECK(page.find(said) != std::string::npos);
    }
}

TEST_CASE("CI gets JUnit's XML, and the gate's exit status all the same") {
    desk at;
    at.compare(900, 100);
    REQUIRE(at.report("orders", true, report_command::format::junit) == 3);
    CHECK_THAT(at.out(),
               Catch::Contains("<testsuite name=\"orders\" tests=") &&
                   Catch::Contains("name=\"operation GET /orders\"") &&
                   Catch::Contains("name=\"field $.lines[*].total (value)\"><failure type=\"not_ready\""));
}

TEST_CASE("what is no terminal cannot be watched on") {
    desk at;
    report_command command;
    command.watch = 2s;
    CHECK(at.run(command) == 2);
    CHECK_THAT(at.err(), Catch::Contains("--watch redraws a terminal"));
}

TEST_CASE("an unknown feature is wrong usage") {
    desk at;
    CHECK(at.report("ordes") == 2);
    CHECK_THAT(at.err(), Catch::Contains("did you mean 'orders'"));
    diffs_command diffs;
    diffs.feature = "ordes";
    CHECK(at.run(diffs) == 2);
}

TEST_CASE("diffs lists sample pairs, and by any spelling of their path") {
    desk at;
    diffs_command diffs;
    diffs.feature = "orders";
    REQUIRE(at.run(diffs, true) == 0);
    CHECK(at.json().at("diffs").as_array().empty());
    at.compare(0, 3);
    for (auto const* path : {"$.lines[*].total", "$['lines'][0].total"}) {
        diffs.path = path;
        REQUIRE(at.run(diffs, true) == 0);
        auto const all = at.json().at("diffs").as_array();
        REQUIRE(all.size() == 3);
        CHECK(all[0].at("path").as_string() == "$.lines[*].total");
        CHECK(all[0].at("kind").as_string() == "value");
        CHECK(all[0].at("at").as_string() == "2026-01-01T00:00:00.000Z");
        CHECK(all[0].at("legacy").as_string() == "1.00");
        CHECK(all[0].at("modern").as_string() == "1.01");
    }
    diffs.path = "$.other";
    REQUIRE(at.run(diffs) == 0);
    CHECK_THAT(at.out(), Catch::Contains("no differences of orders at $.other"));
    diffs.path = "header:Content-Type";
    REQUIRE(at.run(diffs) == 0);
    CHECK_THAT(at.out(), Catch::Contains("no differences of orders at header:content-type"));
    for (auto const* wrong : {"$[", "foo", "header:", "Status", "header:a b"}) {
        INFO(wrong);
        diffs.path = wrong;
        CHECK(at.run(diffs) == 2);
    }
    CHECK_THAT(at.err(), Catch::Contains(
                             "give a JSON path such as '$.total', status, body, header:NAME or cookie:NAME"));
}

TEST_CASE("a limit of diffs is kept, and 0 is none") {
    desk at;
    at.compare(0, 3);
    diffs_command diffs;
    diffs.feature = "orders";
    for (auto const& [limit, shown] : {std::pair{std::size_t{0}, 3U}, {1, 1U}, {2, 2U}, {20, 3U}}) {
        diffs.limit = limit;
        REQUIRE(at.run(diffs, true) == 0);
        CHECK(at.json().at("diffs").as_array().size() == shown);
    }
}

TEST_CASE("diffs show has both answers whole, and drives no terminal") {
    desk at;
    at.compare(0, 1);
    diffs_command list;
    list.feature = "orders";
    REQUIRE(at.run(list, true) == 0);
    diffs_command show;
    show.show = at.json().at("diffs").as_array().at(0).at("id").to_number<std::int64_t>();
    REQUIRE(at.run(show, true) == 0);
    auto const one = at.json();
    CHECK(one.at("id").to_number<std::int64_t>() == *show.show);
    CHECK(one.at("feature").as_string() == "orders");
    CHECK(one.at("answers").at("legacy").at("status").to_number<int>() == 200);
    CHECK(one.at("answers").at("legacy").at("latency_ms").to_number<double>() == 12.0);
    CHECK(one.at("answers").at("legacy").at("body").as_string() == "{\"total\":1.00}");
    CHECK(one.at("answers").at("legacy").at("headers").as_array().at(0).at("name").as_string() ==
          "Content-Type");

    REQUIRE(at.run(show) == 0);
    CHECK_THAT(at.out(), Catch::Contains("value at $.lines[*].total"));
    CHECK_THAT(at.out(), Catch::Contains("legacy answered 200 after 12.00 ms"));
    CHECK(at.out().find('\x1B') == std::string::npos);
    show.show = 999;
    CHECK(at.run(show) == 1);
}

TEST_CASE("noise is told and left out, and rules against it are offered") {
    desk at;
    at.compare(0, 4'000);
    at.ask_again(400, 400);
    REQUIRE(at.report("orders", true) == 0);
    for (auto const* said :
         {"orders: ready", "; differences in 1 noisy field are not counted", "4,000 matched and 0 differed",
          "noise and all 4,000 differed", "BEYOND NOISE", "asked twice 400 times",
          "`ficus report orders --suggest`", "nobody asked for: GET /orders/{id}"}) {
        INFO(at.out());
        CHECK_THAT(at.out(), Catch::Contains(said));
    }
    report_command suggest;
    suggest.feature = "orders";
    suggest.suggest = true;
    REQUIRE(at.run(suggest) == 0);
    CHECK(at.out() ==
          "[features.orders.compare]\nignore = [\n    \"$.lines[*].total\", # legacy differed from itself "
          "in 100.00 % of 400 baselines\n]\n");
    suggest.as = report_command::format::json;
    REQUIRE(at.run(suggest, true) == 0);
    auto const document = at.json();
    auto const& one = document.at("suggestions").as_array().at(0);
    CHECK(one.at("feature").as_string() == "orders");
    CHECK(one.at("key").as_string() == "ignore");
    CHECK(one.at("path").as_string() == "$.lines[*].total");
    CHECK_THAT(std::string(one.at("toml").as_string()), Catch::StartsWith("[features.orders.compare]"));
}

TEST_CASE("where nothing is noise nothing is suggested, and it says so") {
    desk at;
    at.compare(900, 100);
    report_command suggest;
    suggest.feature = "orders";
    suggest.suggest = true;
    REQUIRE(at.run(suggest) == 0);
    CHECK(at.out() == "# orders: nothing that differs is noise, or volatile by its shape\n");
}

TEST_CASE("ignore prints what leaves a place out, with who asked and why") {
    desk at;
    at.compare(0, 1);
    ignore_command ignore{"orders", "$.lines[*].total", "rounded\nelsewhere"};
    REQUIRE(at.run(ignore) == 0);
    CHECK(at.out() ==
          "[features.orders.compare]\nignore = [\n    \"$.lines[*].total\", # rounded elsewhere (kim@desk, "
          "2026-01-01)\n]\n");
    CHECK(at.err().empty());
    REQUIRE(at.run(ignore, true) == 0);
    CHECK(at.json().at("path").as_string() == "$.lines[*].total");
    ignore.path = "header:ETag";
    REQUIRE(at.run(ignore) == 0);
    CHECK_THAT(at.out(), Catch::Contains("headers = [\n    # without \"etag\": rounded elsewhere"));
    CHECK_THAT(at.err(), Catch::Contains("nothing is stored that differed at 'header:etag'"));
}

TEST_CASE("what cannot be ignored is refused with the reason") {
    desk at;
    for (auto const& [path, why] : {std::pair{"status", "a status cannot be ignored"},
                                    {"body", "a body as a whole cannot be ignored"},
                                    {"header:x-age", "is not compared"},
                                    {"total", "PATH 'total' is no place where answers differ"},
                                    {"$[", "PATH: "}}) {
        CHECK(at.run(ignore_command{"orders", path, "why"}) == 2);
        CHECK_THAT(at.err(), Catch::Contains(why));
    }
    CHECK(at.run(ignore_command{"ordes", "$.a", "why"}) == 2);
    CHECK(at.run(ignore_command{"orders", "$.a", " \n"}) == 2);
    CHECK_THAT(at.err(), Catch::Contains("--reason is empty"));
}
