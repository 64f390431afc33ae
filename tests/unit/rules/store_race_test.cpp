#include "rules/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/rules/forked.hpp"
#include "unit/rules/store_requests.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace ficus::rules;
using namespace ficus::test;

namespace {

/// Each revision follows from the one before it, and the rules that stand are those of the newest one.
void check_whole(store& s) {
    auto const all = ok(s.read_all());
    auto const trail = ok(s.history(std::nullopt, 1'000'000));
    REQUIRE(trail.size() == all.revision);
    std::map<std::string, feature_rules> standing;
    for (auto entry = trail.rbegin(); entry != trail.rend(); ++entry) {
        auto& now = standing.try_emplace(entry->feature).first->second;
        REQUIRE(same_rules(entry->before, now));
        REQUIRE(entry->before.revision == now.revision);
        REQUIRE_FALSE(same_rules(entry->before, entry->after));
        now = entry->after;
    }
    REQUIRE(standing.size() == all.features.size());
    for (auto const& f : all.features) {
        REQUIRE(same_rules(f, standing.at(f.feature)));
        REQUIRE(f.revision == standing.at(f.feature).revision);
    }
}

/// Adds one hundredth to the share of every request.
change_request one_more(std::string feature) {
    auto request = to_flip(std::move(feature), share::none());
    request.edit = [](feature_rules before) {
        auto const now = before.rules.back().share.hundredths();
        return flip(std::move(before), {},
                    share::of_hundredths(static_cast<std::uint16_t>((now + 1) % 10000)));
    };
    return request;
}

} // namespace

TEST_CASE("processes that create and change a store at once lose no revision") {
    temp_dir folder;
    auto const path = folder / "new/rules.db";
    constexpr int changes = 60;
    store::settings patient; // the disk may be busy with other things
    patient.busy_timeout = std::chrono::minutes(2);
    auto const work = [&](auto tell) {
        auto s = store::open(path, store::mode::create, patient);
        if (!s) return 2;
        for (int i = 0; i < changes; ++i) {
            auto const made = s->change(one_more("orders"));
            if (!made || !made->changed) return 3;
            tell(made->revision);
        }
        return 0;
    };
    std::vector<std::unique_ptr<forked>> racers;
    for (int i = 0; i < 4; ++i) racers.push_back(std::make_unique<forked>(work));
    std::set<std::uint64_t> revisions;
    for (auto& r : racers) {
        std::uint64_t last = 0;
        while (auto const revision = r->hear()) {
            CHECK(*revision > last);
            last = *revision;
            CHECK(revisions.insert(last).second);
        }
        CHECK(r->wait() == 0);
    }
    CHECK(revisions.size() == 4 * changes);
    auto s = ok(store::open(path, store::mode::existing));
    check_whole(s);
    CHECK(ok(s.revision()) == 4 * changes);
    CHECK(ok(s.read_all()).of("orders").rules[0].share.hundredths() == 4 * changes);
}

TEST_CASE("processes that create a store at the same moment all open the same one") {
    temp_dir folder;
    for (int round = 0; round < 25; ++round) {
        auto const path = folder / (std::to_string(round) + "/rules.db");
        int gate[2];
        REQUIRE(pipe(gate) == 0);
        std::vector<std::unique_ptr<forked>> creators;
        for (int i = 0; i < 4; ++i)
            creators.push_back(std::make_unique<forked>([&](auto tell) {
                close(gate[1]);
                char opened = 0;
                if (read(gate[0], &opened, 1) != 0) return 4; // it ends when the parent lets go
                auto const s = store::open(path, store::mode::create);
                tell(s ? 0 : 1 + static_cast<std::uint64_t>(s.error().code));
                return 0;
            }));
        close(gate[0]);
        close(gate[1]);
        for (auto& c : creators) CHECK(c->hear() == 0);
    }
}

TEST_CASE("of two changes under the same condition one is refused") {
    temp_dir folder;
    auto const path = folder / "rules.db";
    auto s = ok(store::open(path, store::mode::create));
    for (int round = 0; round < 20; ++round) {
        auto const since = ok(s.revision());
        auto const work = [&](auto tell) {
            auto own = store::open(path, store::mode::existing);
            if (!own) return 2;
            auto request = one_more("orders");
            request.if_revision = since;
            auto const made = own->change(request);
            tell(made ? 1 : 0);
            return made || made.error().code == fault::conflict ? 0 : 3;
        };
        forked a(work);
        forked b(work);
        CHECK(a.hear().value_or(9) + b.hear().value_or(9) == 1);
        CHECK(a.wait() == 0);
        CHECK(b.wait() == 0);
        CHECK(ok(s.revision()) == since + 1);
    }
}

TEST_CASE("a writer that is killed at any moment leaves a store that holds its last committed revision") {
    temp_dir folder;
    std::mt19937 random(4711);
    std::uint64_t told = 0; // the newest revision that is known to be committed
    for (int round = 0; round < 40; ++round) {
        // Every third store is new, so that some writers die while they create it.
        auto const path = folder / ("store-" + std::to_string(round / 3) + "/rules.db");
        forked writer([&](auto tell) {
            auto s = store::open(path, store::mode::create);
            if (!s) return 2;
            tell(*s->revision());
            for (;;) {
                auto const made = s->change(one_more(*s->revision() % 2 == 0 ? "orders" : "customers"));
                if (!made) return 3;
                tell(made->revision);
            }
        });
        if (round % 3 == 0) told = 0;
        for (auto n = random() % 6; n > 0; --n) told = writer.hear().value_or(told);
        for (auto spin = random() % 2'000'000; spin > 0; --spin) asm volatile("");
        kill(writer.pid(), SIGKILL);
        REQUIRE(writer.wait() == -SIGKILL);
        while (auto const more = writer.hear()) told = *more;

        auto s = ok(store::open(path, store::mode::create));
        INFO("round " << round << ", last told " << told);
        auto const revision = ok(s.revision());
        CHECK(revision >= told);
        CHECK(revision <= told + 1); // committed, and killed before it could say so
        check_whole(s);
        ok(s.verify());
        told = ok(s.change(one_more("orders"))).revision;
    }
}

TEST_CASE("a reader sees whole revisions while another process writes") {
    temp_dir folder;
    auto const path = folder / "rules.db";
    auto s = ok(store::open(path, store::mode::create));
    forked writer([&](auto tell) {
        auto own = store::open(path, store::mode::existing);
        if (!own) return 2;
        for (int i = 0; i < 150; ++i)
            for (auto const* feature : {"a", "b"})
                if (!own->change(one_more(feature))) return 3;
        tell(1);
        return 0;
    });
    std::uint64_t last = 0;
    while (last < 300) {
        auto const all = ok(s.read_all());
        REQUIRE(all.revision >= last);
        last = all.revision;
        REQUIRE(all.of("a").rules[0].share.hundredths() == (last + 1) / 2);
        REQUIRE(all.of("b").rules[0].share.hundredths() == last / 2);
    }
    CHECK(writer.hear() == 1);
    CHECK(writer.wait() == 0);
}

TEST_CASE("a change waits for another process's transaction no longer than the busy timeout") {
    temp_dir folder;
    auto const path = folder / "rules.db";
    store::settings hasty;
    hasty.busy_timeout = std::chrono::milliseconds(30);
    auto s = ok(store::open(path, store::mode::create, hasty));
    forked holder([&](auto tell) {
        auto own = store::open(path, store::mode::existing);
        if (!own) return 2;
        auto request = one_more("orders");
        request.edit = [&](feature_rules before) -> boost::system::result<feature_rules, error> {
            tell(1); // the write lock is held
            pause();
            return before;
        };
        return own->change(request) ? 0 : 3;
    });
    REQUIRE(holder.hear() == 1);
    auto const refused = s.change(one_more("orders"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == fault::busy);
    CHECK(refused.error().retry_safe);
    CHECK_THAT(refused.error().message, Catch::Contains("30 ms"));
    CHECK(s.announce({}).error().code == fault::busy);
    CHECK(ok(s.revision()) == 0); // readers do not wait
    kill(holder.pid(), SIGKILL);
    holder.wait();
    CHECK(ok(s.change(one_more("orders"))).revision == 1);
}
