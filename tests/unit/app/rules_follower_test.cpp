#include "facade/app/rules_follower.hpp"
#include "rules/sqlite.hpp"
#include "support/temp_dir.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus;
using namespace std::chrono_literals;
using app::rules_follower;

namespace {

/// A value; a test that gets an error instead ends and says which.
template<class T>
T ok(boost::system::result<T, rules::error> got) {
    if (!got) FAIL(got.error().message);
    return std::move(*got);
}

/// A store, another process that changes it, and the facade that follows it, by the test's own time.
struct stage {
    stage()
        : log([this](std::string_view lines) { said += lines; },
              [] { return std::chrono::system_clock::time_point{}; }),
          cli(ok(rules::store::open(path, rules::store::mode::create))),
          follower(
              ok(rules::store::open(path, rules::store::mode::existing)), ok(cli.read_all()),
              [this](rules::rule_set rules) -> boost::system::result<void, std::string> {
                  if (refuses) return std::string("no policy");
                  served.push_back(rules.revision);
                  return {};
              },
              log) {
        rules::facade_entry self;
        self.pid = ::getpid();
        follower.announce(self);
        look_after(0ms);
    }

    void flip(int percent) {
        rules::change_request r;
        r.feature = "orders";
        r.edit = [percent](rules::feature_rules before) {
            return rules::flip(std::move(before), {},
                               rules::share::of_hundredths(static_cast<std::uint16_t>(percent * 100)));
        };
        r.audit = {"tester", "", "flip"};
        REQUIRE(cli.change(r).has_value());
    }
    /// What another process does with SQLite itself.
    void sql(std::string const& statements) {
        auto db = rules::sqlite::open(path, rules::sqlite::mode::existing, 1s);
        REQUIRE(db.has_value());
        if (auto const done = db->script(statements); !done) FAIL(done.error().message);
    }
    /// A revision as a newer ficus would write it.
    void flip_by_newer_cli(std::uint64_t revision) {
        auto const n = std::to_string(revision);
        sql("UPDATE features SET rules = '{\"moon\": \"full\"}', revision = " + n +
            "; INSERT INTO revisions VALUES (" + n + ", 'orders', 0, '', '', '', 0, '{}', '{}')");
    }
    void look_after(std::chrono::milliseconds passed) { follower.look(now += passed); }
    void check_after(std::chrono::milliseconds passed) { follower.check(now += passed); }

    /// How often an event was logged.
    std::size_t events(std::string_view name) {
        log.stop();
        std::size_t n = 0;
        std::istringstream in(said);
        for (std::string line; std::getline(in, line);)
            n += boost::json::parse(line).at("event").as_string() == name ? 1 : 0;
        return n;
    }

    test::temp_dir folder;
    std::filesystem::path const path = folder / "rules.db";
    std::string said;
    obs::log log;
    rules::store cli;
    bool refuses = false;
    std::vector<std::uint64_t> served; ///< the revisions that were published
    rules_follower follower;
    rules_follower::clock::time_point now{1h};
};

} // namespace

TEST_CASE("what is committed is in force after the next look, once") {
    stage s;
    s.flip(10);
    s.look_after(1ms);
    s.look_after(25ms);
    s.flip(20);
    s.look_after(25ms);
    CHECK(s.served == std::vector<std::uint64_t>{1, 2});
    CHECK(s.follower.revision() == 2);
    CHECK_FALSE(s.follower.health().degraded);
}

TEST_CASE(
    "rules that cannot be understood leave the store degraded until others are read, and are logged once") {
    stage s;
    s.flip(10);
    s.look_after(25ms);
    s.flip_by_newer_cli(2);
    // As long as it lasts, a minute here, neither looking nor checking the file makes it well.
    for (int i = 0; i < 2400; ++i) {
        s.look_after(25ms);
        if (i % 20 == 0) s.check_after(0ms);
        REQUIRE(s.follower.health().degraded);
    }
    CHECK(s.follower.revision() == 1);
    CHECK(s.follower.health().reason.find("rules.db") != std::string::npos);
    s.sql("DELETE FROM features");
    s.flip(30);
    s.look_after(25ms);
    CHECK_FALSE(s.follower.health().degraded);
    CHECK(s.served == std::vector<std::uint64_t>{1, 3});
    s.check_after(500ms);
    CHECK(s.events("store_degraded") == 1);
    CHECK(s.events("store_recovered") == 1);
}

TEST_CASE("what could not be read is read again ever more rarely, and at once when there is a new revision") {
    stage s;
    s.flip(10);
    s.look_after(25ms);
    s.flip_by_newer_cli(2);
    s.look_after(25ms);
    // Mended without a new revision: found when it is tried again.
    s.sql("DELETE FROM features");
    s.look_after(25ms);
    CHECK(s.served.size() == 1);
    s.look_after(75ms);
    CHECK(s.served == std::vector<std::uint64_t>{1, 2});

    s.flip(20);
    s.look_after(25ms);
    s.flip_by_newer_cli(4);
    for (int i = 0; i < 400; ++i) s.look_after(25ms);
    s.sql("DELETE FROM features");
    int looks = 0;
    for (; s.served.back() != 4; ++looks) {
        REQUIRE(looks < 200);
        s.look_after(25ms);
    }
    CHECK(looks > 20);
    s.flip_by_newer_cli(5);
    for (int i = 0; i < 400; ++i) s.look_after(25ms);
    s.sql("DELETE FROM features");
    s.flip(50);
    s.look_after(25ms);
    CHECK(s.served.back() == 6);
}

TEST_CASE("rules that cannot be served leave the last ones in force, and the store degraded") {
    stage s;
    s.refuses = true;
    s.flip(10);
    s.look_after(25ms);
    s.check_after(500ms);
    CHECK(s.follower.health().degraded);
    CHECK(s.follower.health().reason.find("no policy") != std::string::npos);
    CHECK(s.follower.revision() == 0);
    s.refuses = false;
    s.look_after(100ms);
    CHECK_FALSE(s.follower.health().degraded);
    CHECK(s.follower.revision() == 1);
}

TEST_CASE("a store that was replaced is opened anew, an empty one only once something was changed in it") {
    stage s;
    s.flip(10);
    s.look_after(25ms);
    for (auto const* name : {"rules.db", "rules.db-wal", "rules.db-shm"})
        std::filesystem::rename(s.folder / name, s.folder / (std::string("old-") + name));
    s.check_after(500ms);
    CHECK(s.follower.health().degraded);
    s.cli = ok(rules::store::open(s.path, rules::store::mode::create));
    s.check_after(500ms);
    CHECK(s.follower.health().degraded);
    CHECK(s.follower.health().reason.find("new, empty store") != std::string::npos);
    CHECK(s.served.size() == 1);
    s.flip(20);
    s.check_after(500ms);
    CHECK_FALSE(s.follower.health().degraded);
    CHECK(s.served.size() == 2);
    auto const facades = ok(s.cli.facades());
    REQUIRE(facades.size() == 1);
    CHECK(facades[0].revision == 1);
}
