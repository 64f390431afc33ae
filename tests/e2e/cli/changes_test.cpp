// The commands that change rules, without a facade: what they commit, print and refuse.
#include "e2e/cli/stage.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <mutex>
#include <set>
#include <thread>

using namespace ficus::test;
using boost::json::parse;

TEST_CASE("a flip is committed, and shown before and after") {
    cli_stage const stage;
    auto const flip = stage.json({"flip", "orders", "25%", "--reason", "first"});
    CHECK(flip.at("revision") == 1);
    CHECK(flip.at("feature") == "orders");
    CHECK(flip.at("before") == parse(R"([{"when":[],"share":0.0}])"));
    CHECK(flip.at("after") == parse(R"([{"when":[],"share":25.0}])"));
    CHECK(flip.at("live") == parse("[]"));
    CHECK(stage.feature("orders").at("phase") == "split");

    auto const text = stage.run({"flip", "orders", "modern"});
    CHECK(text.status == 0);
    CHECK(text.errors.empty());
    CHECK(says(text.output, "every request     25%   100%"));
    CHECK(says(text.output, "no facade is running: it will be live when one starts"));
    CHECK(stage.feature("orders").at("phase") == "modern");
    CHECK(stage.feature("orders").at("revision") == 2);
}

TEST_CASE("a dry run of the first change says what would be and writes nothing") {
    cli_stage const stage;
    auto const would = stage.json({"flip", "orders", "12.5%", "--dry-run"});
    CHECK(would.at("changed") == false);
    CHECK(would.at("dry_run") == true);
    CHECK(would.at("revision") == 0);
    CHECK(would.at("before") == boost::json::parse(R"([{"when":[],"share":0.0}])"));
    CHECK(would.at("after") == boost::json::parse(R"([{"when":[],"share":12.5}])"));
    CHECK(says(stage.run({"rollback", "orders", "--dry-run"}).errors, "has never been changed"));
    CHECK(says(stage.run({"flip", "orders", "1%", "--dry-run", "--if-revision", "3"}).errors,
               "there is no revision 3 yet"));
    CHECK_FALSE(std::filesystem::exists(stage.dir / "data"));
    stage.json({"flip", "orders", "1%"});
    CHECK(stage.json({"shadow", "orders", "10%", "--dry-run"}).at("revision") == 1);
    CHECK(stage.json({"history"}).at("revisions").as_array().size() == 1);
}

TEST_CASE("conditional rules come, change, and go") {
    cli_stage const stage;
    stage.json({"flip", "orders", "modern", "--when", "header:X-Beta=1"});
    stage.json({"flip", "orders", "50%", "--when", "ip=10.0.0.0/8", "--when", "method=GET"});
    auto const first = stage.json({"flip", "orders", "10%", "--when", "cookie:tester", "--first"});
    CHECK(first.at("after") ==
          parse(R"([{"when":["cookie:tester"],"share":10.0},{"when":["header:X-Beta=1"],"share":100.0},
        {"when":["ip=10.0.0.0/8","method=GET"],"share":50.0},{"when":[],"share":0.0}])"));

    auto const gone = stage.json({"unflip", "orders", "--when", "header:x-beta=1"});
    CHECK(gone.at("after").as_array().size() == 3);
    auto const again = stage.run({"unflip", "orders", "--when", "header:X-Beta=1"});
    CHECK(again.status == 1);
    CHECK(again.output.empty());
    CHECK(says(again.errors, "ficus: feature `orders` has no rule for header:X-Beta=1"));
}

TEST_CASE("what changes nothing commits nothing, and says so") {
    cli_stage const stage;
    stage.json({"flip", "orders", "25%"});
    auto const same = stage.json({"flip", "orders", "25%"});
    CHECK(same.at("revision") == 1);
    CHECK(same.at("changed") == false);
    CHECK(same.at("before") == same.at("after"));
    auto const text = stage.run({"flip", "orders", "25%"});
    CHECK(text.status == 0);
    CHECK(says(text.output, "nothing to change"));
    CHECK(stage.json({"history"}).at("revisions").as_array().size() == 1);
}

TEST_CASE("a dry run shows what would be, and leaves all as it is") {
    cli_stage const stage;
    stage.json({"flip", "orders", "25%"});
    auto const would = stage.json({"flip", "orders", "50%", "--dry-run"});
    CHECK(would.at("dry_run") == true);
    CHECK(would.at("changed") == false);
    CHECK(would.at("after") == parse(R"([{"when":[],"share":50.0}])"));
    CHECK(says(stage.run({"rollback", "orders", "--dry-run"}).output, "dry run: nothing was changed"));
    CHECK(stage.json({"status"}).at("revision") == 1);
}

TEST_CASE("shadowing makes a feature's phase, and is no share of traffic") {
    cli_stage const stage;
    auto const shadow = stage.json({"shadow", "orders", "10%"});
    CHECK(shadow.at("shadow") == parse(R"({"before":0.0,"after":10.0})"));
    CHECK(shadow.at("before") == shadow.at("after"));
    CHECK(stage.feature("orders").at("phase") == "shadow");
    CHECK(stage.feature("orders").at("shadow") == 10.0);
    CHECK(stage.run({"shadow", "orders", "legacy"}).status == 2);
}

TEST_CASE("a second rollback undoes the first, and --to goes anywhere") {
    cli_stage const stage;
    stage.json({"flip", "orders", "10%"});
    stage.json({"flip", "orders", "20%"});
    CHECK(stage.json({"rollback", "orders"}).at("after") == parse(R"([{"when":[],"share":10.0}])"));
    auto const back = stage.json({"rollback", "orders"});
    CHECK(back.at("after") == parse(R"([{"when":[],"share":20.0}])"));
    CHECK(back.at("revision") == 4);
    CHECK(stage.json({"rollback", "orders", "--to", "1"}).at("after") ==
          parse(R"([{"when":[],"share":10.0}])"));

    auto const unknown = stage.run({"rollback", "orders", "--to", "99"});
    CHECK(unknown.status == 2);
    CHECK(says(unknown.errors, "ficus: there is no revision 99"));
    auto const untouched = stage.run({"rollback", "invoices"});
    CHECK(untouched.status == 1);
    CHECK(says(untouched.errors, "invoices"));
}

TEST_CASE("--if-revision fails with 1 when the feature has changed since, and only then") {
    cli_stage const stage;
    stage.json({"flip", "orders", "10%", "--if-revision", "0"});
    stage.json({"flip", "invoices", "10%"});
    stage.json({"flip", "orders", "20%", "--if-revision", "2"}); // revision 2 was another feature's
    auto const late = stage.run({"flip", "orders", "30%", "--if-revision", "1"});
    CHECK(late.status == 1);
    CHECK(late.output.empty());
    CHECK(says(late.errors, "has changed since revision 1"));
    CHECK(stage.feature("orders").at("rules").at(0).at("share") == 20.0);
}

TEST_CASE("of two that race, none is lost, and the revisions are without a gap") {
    cli_stage const stage;
    std::mutex mutex;
    std::set<std::int64_t> revisions;
    auto const race = [&](int from) {
        for (int i = 0; i < 10; ++i) {
            auto const result = stage.run({"flip", "orders", std::to_string(from + i) + "%", "--json"});
            std::scoped_lock const lock(mutex);
            if (result.status == 0) revisions.insert(result.json().at("revision").as_int64());
        }
    };
    std::thread one(race, 10);
    std::thread two(race, 50);
    one.join();
    two.join();
    CHECK(revisions.size() == 20);
    CHECK(*revisions.rbegin() == 20);
    CHECK(stage.json({"history"}).at("revisions").as_array().size() == 20);
}

TEST_CASE("the audit trail knows who, when, why and what was typed") {
    cli_stage const stage;
    stage.json({"flip", "orders", "25%", "--reason", "it's time"});
    CHECK(stage.run({"flip", "invoices", "1%"}, {{"SUDO_USER", "alice"}}).status == 0);
    auto const revisions = stage.json({"history"}).at("revisions");
    REQUIRE(revisions.as_array().size() == 2);
    auto const& first = revisions.at(1);
    CHECK(first.at("revision") == 1);
    CHECK(first.at("feature") == "orders");
    CHECK(first.at("reason") == "it's time");
    CHECK(first.at("command") == R"(ficus flip orders 25% --reason 'it'\''s time' --json)");
    CHECK(first.at("before") == parse(R"([{"when":[],"share":0.0}])"));
    CHECK(first.at("after") == parse(R"([{"when":[],"share":25.0}])"));
    CHECK(says(std::string(first.at("by").as_string()), "@"));
    std::string const at(first.at("at").as_string());
    CHECK(at.size() == 24);
    CHECK(at.back() == 'Z');

    CHECK(stage.json({"history", "orders"}).at("revisions").as_array().size() == 1);
    CHECK(stage.json({"history", "--limit", "1"}).at("revisions").at(0).at("revision") == 2);
}
