#include "rules/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/rules/forked.hpp"
#include "unit/rules/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace ficus::rules;
using namespace ficus::test;

namespace {

/// A store in a folder that did not exist, with clocks that the test sets.
struct fresh_store {
    temp_dir folder;
    std::filesystem::path path = folder / "data/deep/rules.db";
    std::int64_t realtime = 1'700'000'000'000'000'000;
    std::int64_t monotonic = 5'000;
    store open(store::mode how = store::mode::create) {
        store::settings with;
        with.clocks = {[this] { return realtime; }, [this] { return monotonic; }};
        return ok(store::open(path, how, with));
    }
};

} // namespace

TEST_CASE("a new store holds no rules, and every feature is with legacy") {
    fresh_store f;
    auto s = f.open();
    auto const all = ok(s.read_all());
    CHECK(all.revision == 0);
    CHECK(all.features.empty());
    CHECK(all.store_id.size() == 32);
    CHECK(shown(all.of("orders")) == "every request: 0%; shadow 0%");
    CHECK(all.of("orders").feature == "orders");
    CHECK(ok(s.revision()) == 0);
    CHECK(ok(s.history(std::nullopt, 10)).empty());
}

TEST_CASE("a change is committed under the next revision, and another connection reads it") {
    fresh_store f;
    auto s = f.open();
    auto const first = ok(s.change(to_flip("orders", percent("25%"), {"header:X-Beta=1"})));
    CHECK(first.changed);
    CHECK(first.revision == 1);
    CHECK(shown(first.before) == "every request: 0%; shadow 0%");
    CHECK(shown(first.after) == "header:X-Beta=1: 25%; every request: 0%; shadow 0%");
    CHECK(first.before.revision == 0);
    CHECK(first.after.revision == 1);
    CHECK(first.committed_at_realtime_ns == f.realtime);
    CHECK(first.committed_at_monotonic_ns == f.monotonic);
    CHECK(ok(s.change(to_shadow("customers", percent("5%")))).revision == 2);

    auto other = f.open(store::mode::existing);
    auto const all = ok(other.read_all());
    CHECK(all.revision == 2);
    CHECK(all.store_id == ok(s.read_all()).store_id);
    CHECK(all.features.size() == 2);
    CHECK(shown(all.of("orders")) == "header:X-Beta=1: 25%; every request: 0%; shadow 0%");
    CHECK(all.of("orders").revision == 1);
    CHECK(shown(all.of("customers")) == "every request: 0%; shadow 5%");
    CHECK(all.of("customers").revision == 2);
}

TEST_CASE("a change that changes nothing commits nothing") {
    fresh_store f;
    auto s = f.open();
    ok(s.change(to_flip("orders", percent("25%"))));
    ok(s.change(to_flip("customers", percent("1%"))));
    auto const again = ok(s.change(to_flip("orders", percent("25%"))));
    CHECK_FALSE(again.changed);
    CHECK(again.revision == 2);
    CHECK(again.committed_at_realtime_ns == 0);
    CHECK(ok(s.revision()) == 2);
    CHECK_FALSE(ok(s.change(to_flip("new", percent("0%")))).changed);
    CHECK(ok(s.history(std::nullopt, 10)).size() == 2);
}

TEST_CASE("a dry run shows the change and commits nothing") {
    fresh_store f;
    auto s = f.open();
    auto request = to_flip("orders", percent("25%"));
    request.dry_run = true;
    auto const shown_only = ok(s.change(request));
    CHECK_FALSE(shown_only.changed);
    CHECK(shown(shown_only.after) == "every request: 25%; shadow 0%");
    CHECK(ok(s.revision()) == 0);
    CHECK(ok(s.change(to_flip("orders", percent("1%")))).revision == 1);
}

TEST_CASE("an edit that fails commits nothing") {
    fresh_store f;
    auto s = f.open();
    auto request = to_flip("orders", percent("1%"));
    request.edit = [](feature_rules before) { return unflip(std::move(before), conditions({"header:A"})); };
    CHECK(s.change(request).error().code == fault::no_such_rule);
    request.edit = [](feature_rules before) -> boost::system::result<feature_rules, error> {
        before.rules.back().when = conditions({"header:A"});
        return before;
    };
    CHECK(s.change(request).error().code == fault::invalid);
    CHECK(ok(s.revision()) == 0);
    CHECK(ok(s.change(to_flip("orders", percent("1%")))).revision == 1);
}

TEST_CASE("a change under a condition fails when the feature has changed since") {
    fresh_store f;
    auto s = f.open();
    auto flip_since = [&](char const* feature, char const* to, std::uint64_t since) {
        auto request = to_flip(feature, percent(to));
        request.if_revision = since;
        return s.change(request);
    };
    CHECK(ok(flip_since("orders", "1%", 0)).revision == 1);
    CHECK(ok(flip_since("customers", "1%", 0)).revision == 2);
    auto const refused = flip_since("orders", "2%", 0);
    CHECK(refused.error().code == fault::conflict);
    CHECK_THAT(refused.error().message, Catch::Contains("has changed since revision 0, in revision 1"));
    CHECK(ok(flip_since("orders", "2%", 1)).revision == 3);
    CHECK(ok(flip_since("customers", "2%", 3)).revision == 4);
    CHECK(flip_since("customers", "3%", 99).error().code == fault::conflict);
    auto back = to_roll_back("orders");
    back.if_revision = 2;
    CHECK(s.rollback(back).error().code == fault::conflict);
    CHECK(ok(s.revision()) == 4);
}

TEST_CASE("history has who, when, why and the rules before and after, newest first") {
    fresh_store f;
    auto s = f.open();
    ok(s.change(to_flip("orders", percent("1%"))));
    f.realtime += 7;
    auto request = to_flip("orders", percent("2%"), {"method=GET"});
    request.audit = {"b\xc3\xa4rbel", "Ticket 12", "ficus flip orders 2% --when method=GET"};
    ok(s.change(request));
    ok(s.change(to_shadow("customers", percent("9%"))));

    auto const all = ok(s.history(std::nullopt, 10));
    REQUIRE(all.size() == 3);
    CHECK(all[0].feature == "customers");
    CHECK(all[1].revision == 2);
    CHECK(all[1].feature == "orders");
    CHECK(all[1].at_ns == f.realtime);
    CHECK(all[1].audit.who == "b\xc3\xa4rbel");
    CHECK(all[1].audit.why == "Ticket 12");
    CHECK(all[1].audit.command == "ficus flip orders 2% --when method=GET");
    CHECK(shown(all[1].before) == "every request: 1%; shadow 0%");
    CHECK(shown(all[1].after) == "method=GET: 2%; every request: 1%; shadow 0%");
    CHECK(all[1].before.revision == 1);
    CHECK(all[1].after.revision == 2);
    CHECK(all[2].at_ns == f.realtime - 7);

    auto const orders = ok(s.history("orders", 1));
    REQUIRE(orders.size() == 1);
    CHECK(orders[0].revision == 2);
    CHECK(ok(s.history("nobody", 10)).empty());
}

TEST_CASE("what is no UTF-8 does not get into the audit trail") {
    fresh_store f;
    auto s = f.open();
    auto request = to_flip("orders", percent("1%"));
    request.audit.why = "\xff";
    auto const refused = s.change(request);
    CHECK(refused.error().code == fault::invalid);
    CHECK_THAT(refused.error().message, Catch::Contains("reason"));
    CHECK(ok(s.revision()) == 0);
}

TEST_CASE("rollback brings back what stood before the newest revision, so a second one undoes the first") {
    fresh_store f;
    auto s = f.open();
    ok(s.change(to_flip("orders", percent("10%"))));
    ok(s.change(to_shadow("orders", percent("5%"))));
    ok(s.change(to_flip("customers", percent("77%"))));
    ok(s.change(to_flip("orders", percent("50%"), {"header:A"})));
    auto const back = ok(s.rollback(to_roll_back("orders")));
    CHECK(back.changed);
    CHECK(back.revision == 5);
    CHECK(shown(back.after) == "every request: 10%; shadow 5%");
    auto const forth = ok(s.rollback(to_roll_back("orders")));
    CHECK(forth.revision == 6);
    CHECK(shown(forth.after) == "header:A: 50%; every request: 10%; shadow 5%");
    CHECK(shown(ok(s.read_all()).of("orders")) == shown(forth.after));
    CHECK(shown(ok(s.read_all()).of("customers")) == "every request: 77%; shadow 0%");
    CHECK(ok(s.history("orders", 1))[0].revision == 6);
}

TEST_CASE("rollback of a shadow rate brings back the rate") {
    fresh_store f;
    auto s = f.open();
    ok(s.change(to_shadow("orders", percent("5%"))));
    ok(s.change(to_shadow("orders", percent("6%"))));
    CHECK(shown(ok(s.rollback(to_roll_back("orders"))).after) == "every request: 0%; shadow 5%");
}

TEST_CASE("rollback to a revision brings back the rules as they stood then") {
    fresh_store f;
    auto s = f.open();
    ok(s.change(to_flip("customers", percent("1%")))); // 1
    ok(s.change(to_flip("orders", percent("10%"))));   // 2
    ok(s.change(to_flip("customers", percent("2%")))); // 3
    ok(s.change(to_flip("orders", percent("20%"))));   // 4
    ok(s.change(to_flip("orders", percent("30%"))));   // 5
    auto const at = [&](std::uint64_t revision) { return ok(s.rollback(to_roll_back("orders", revision))); };
    CHECK(shown(at(3).after) == "every request: 10%; shadow 0%");
    CHECK(shown(at(4).after) == "every request: 20%; shadow 0%");
    CHECK(shown(at(1).after) == "every request: 0%; shadow 0%");
    CHECK(shown(at(0).after) == "every request: 0%; shadow 0%");
    CHECK_FALSE(at(0).changed);
    CHECK(ok(s.revision()) == 8);
    CHECK(s.rollback(to_roll_back("orders", 9)).error().code == fault::unknown_revision);
    CHECK_FALSE(ok(s.rollback(to_roll_back("untouched", 3))).changed);
}

TEST_CASE("rollback of a feature that was never changed says so") {
    fresh_store f;
    auto s = f.open();
    ok(s.change(to_flip("orders", percent("10%"))));
    auto const refused = s.rollback(to_roll_back("customers"));
    CHECK(refused.error().code == fault::nothing_to_undo);
    CHECK_THAT(refused.error().message, Catch::Contains("`customers` has never been changed"));
}

TEST_CASE("conditions of every kind come back as they were stored") {
    fresh_store f;
    auto s = f.open();
    std::vector<std::string> const texts{"header:X-\"Q\"",   "header:X=\"\\\xc3\xa9", "cookie:a!=b",
                                         "query:q~^\\d+\t$", "query:x=\x01",          "method!=GET",
                                         "ip=10.0.0.0/8"};
    for (auto const& text : {texts[1], texts[2], texts[3], texts[4], texts[5], texts[6]})
        ok(s.change(to_flip("orders", percent("3.07%"), {text})));
    auto const read = ok(f.open().read_all()).of("orders");
    REQUIRE(read.rules.size() == 7);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(read.rules[i].when[0].to_string() == texts[i + 1]);
        CHECK(read.rules[i].share == percent("3.07%"));
    }
}

TEST_CASE("data_version tells of others' commits, and not of one's own") {
    fresh_store f;
    auto watching = f.open();
    auto changing = f.open();
    auto const before = ok(watching.data_version());
    CHECK(ok(watching.data_version()) == before);
    ok(watching.change(to_flip("orders", percent("1%"))));
    CHECK(ok(watching.data_version()) == before);
    ok(changing.change(to_flip("orders", percent("2%"))));
    auto const after = ok(watching.data_version());
    CHECK(after != before);
    CHECK(ok(watching.data_version()) == after);
}

TEST_CASE("facades announce themselves, record what they serve, and withdraw") {
    fresh_store f;
    auto s = f.open();
    ok(s.change(to_flip("orders", percent("1%"))));
    CHECK(s.record_live(getpid(), 1).error().code == fault::not_announced);
    facade_entry me;
    me.pid = getpid();
    me.listen = {"127.0.0.1:8080", "[::1]:8080"};
    me.admin = "127.0.0.1:9900";
    me.started_at_ns = 12;
    ok(s.announce(me));
    f.realtime += 3;
    f.monotonic += 4;
    ok(s.record_live(getpid(), 1));

    auto const all = ok(f.open().facades());
    REQUIRE(all.size() == 1);
    CHECK(all[0].pid == getpid());
    CHECK(all[0].listen == me.listen);
    CHECK(all[0].admin == me.admin);
    CHECK(all[0].started_at_ns == 12);
    CHECK(all[0].revision == 1);
    CHECK(all[0].live_at_realtime_ns == f.realtime);
    CHECK(all[0].live_at_monotonic_ns == f.monotonic);

    ok(s.announce(me)); // once more, as after a new store
    CHECK(ok(s.facades()).size() == 1);
    CHECK(ok(s.facades())[0].revision == 0);
    ok(s.withdraw(getpid()));
    CHECK(ok(s.facades()).empty());
    CHECK(ok(s.revision()) == 1);
    CHECK(ok(s.history(std::nullopt, 10)).size() == 1);
}

TEST_CASE("a facade that died is not listed, and its row goes when the next one announces itself") {
    fresh_store f;
    auto s = f.open();
    facade_entry me;
    me.pid = getpid();
    ok(s.announce(me));
    forked dead([&](auto tell) {
        auto own = store::open(f.path, store::mode::existing);
        facade_entry child;
        child.pid = getpid();
        if (!own || !own->announce(child)) return 1;
        tell(ok(own->facades()).size());
        pause();
        return 0;
    });
    CHECK(dead.hear() == 2);
    CHECK(ok(s.facades()).size() == 2);
    kill(dead.pid(), SIGKILL);
    auto const pid = dead.pid();
    CHECK(dead.wait() == -SIGKILL);
    CHECK(ok(s.facades()).size() == 1);
    ok(s.record_live(pid, 1)); // its row is still there
    ok(s.announce(me));
    CHECK(s.record_live(pid, 1).error().code == fault::not_announced);
}

TEST_CASE("a store can be moved, and its connection goes with it") {
    fresh_store f;
    auto s = f.open();
    store t = std::move(s);
    ok(t.change(to_flip("orders", percent("1%"))));
    s = std::move(t);
    CHECK(ok(s.revision()) == 1);
    CHECK(s.path() == f.path);
}
