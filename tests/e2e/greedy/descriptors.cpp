// More connections than the facade may have descriptors for: accepting pauses and comes back, and whoever is
// in is served.
#include "e2e/greedy/bystander.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <poll.h>
#include <set>

using namespace ficus::test;

namespace {

constexpr std::uint64_t descriptors = 256;
constexpr std::size_t flood = 600;

/// Connections that have each asked for `/flood`, and wait.
class crowd {
public:
    crowd(std::uint16_t port, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            clients_.emplace_back(port).send(get("/flood"));
            waiting_.insert(i);
        }
    }
    std::size_t waiting() const { return waiting_.size(); }
    std::vector<std::size_t> const& served() const { return served_; }
    raw_client& operator[](std::size_t i) { return clients_[i]; }

    /// Takes the answers that come until none has come for `quiet`, each with `took`; how many.
    std::size_t take_answers(milliseconds quiet, std::function<void(raw_client&)> const& took = {}) {
        auto const before = served_.size();
        for (;;) {
            std::vector<pollfd> looking;
            std::vector<std::size_t> whose(waiting_.begin(), waiting_.end());
            for (auto const i : whose) looking.push_back({clients_[i].raw().fd(), POLLIN, 0});
            auto const until = deadline::in(quiet);
            if (looking.empty() || ::poll(looking.data(), looking.size(), until.left()) <= 0) break;
            for (std::size_t at = 0; at < looking.size(); ++at) {
                if (looking[at].revents == 0) continue;
                auto& client = clients_[whose[at]];
                auto const got = client.read_answer();
                INFO(got.status << " " << got.why << "\n" << got.head.raw << got.text());
                REQUIRE(got.whole());
                REQUIRE(got.status == 200);
                waiting_.erase(whose[at]);
                served_.push_back(whose[at]);
                if (took) took(client);
            }
        }
        return served_.size() - before;
    }

private:
    std::deque<raw_client> clients_;
    std::set<std::size_t> waiting_;
    std::vector<std::size_t> served_;
};

/// How often accepting has had to wait, by whatever it was counted.
double pauses(facade_process& facade) {
    return facade.metric("ficus_accept_failures_total").value_or(0) +
           facade.metric("ficus_accept_pauses_total").value_or(0);
}

handler closes_after_each() {
    return [](exchange& on) {
        on.answer(200, "legacy", {{"Connection", "close"}});
        on.close();
    };
}

cli_options few_descriptors() {
    cli_options options;
    options.most_descriptors = descriptors;
    return options;
}

} // namespace

TEST_CASE("past the descriptor limit new clients wait, old ones are served, and all get their turn") {
    script with;
    with.limits = "idle_timeout = \"60s\"\n";
    scene stage(with);
    // Whoever asks needs a descriptor more for the upstream.
    stage.legacy.on_request(closes_after_each());
    auto& facade = stage.start(few_descriptors());
    bystander passer_by(stage.port(), bystander::manners::stays);
    for (int round = 0; round < 3; ++round) {
        CAPTURE(round);
        auto const pauses_before = pauses(facade);
        crowd clients(stage.port(), flood);
        auto const let_in = clients.take_answers(milliseconds(400));
        WARN(let_in << " of " << flood << " clients let in with " << descriptors << " descriptors");
        CHECK(let_in >= descriptors / 4);
        CHECK(let_in < descriptors);
        CHECK(facade.open_descriptors() <= descriptors);

        // The operator sees it, and can act on it.
        CHECK(facade.admin("/livez").status == 200);
        CHECK(facade.admin("/readyz").status == 200);
        CHECK(pauses(facade) > pauses_before);
        stage.flip(round % 2 == 0 ? "modern" : "legacy");

        // Whoever is in is served on.
        CHECK(passer_by.is_served());
        for (auto const i : clients.served()) {
            auto const got = clients[i].ask(get("/again"));
            INFO(got.status << " " << got.why << "\n" << got.head.raw << got.text());
            REQUIRE(got.status == 200);
        }
        // Each that goes makes room for one that waits.
        for (auto const i : clients.served()) clients[i].close();
        clients.take_answers(milliseconds(2000), [](raw_client& client) { client.close(); });
        CHECK(clients.waiting() == 0);
    }
    CHECK(passer_by.is_alone_at(facade));
    CHECK(ask(stage.port(), get("/after")).status == 200);
    passer_by.check(milliseconds(1000));
}

TEST_CASE("clients that all ask at once are answered or told 503, whatever descriptors are left") {
    gate open;
    scene stage;
    stage.legacy.on_request([&](exchange& on) {
        if (on.request().target != "/bystander") open.wait(milliseconds(60'000));
        on.answer(200, "legacy");
    });
    auto& facade = stage.start(few_descriptors());
    bystander passer_by(stage.port(), bystander::manners::stays);
    std::deque<raw_client> clients;
    for (std::size_t i = 0; i < descriptors; ++i) clients.emplace_back(stage.port()).send(get("/together"));
    REQUIRE(stage.legacy.wait_for([](auto const& seen) { return seen.target == "/together"; }));
    CHECK(facade.admin("/livez").status == 200);
    CHECK(facade.admin("/metrics").status == 200);
    CHECK(passer_by.is_served());
    open.open();
    std::map<int, int> answers;
    for (auto& client : clients) {
        auto const got = client.read_answer();
        if (got.status != 200) check_is_problem(got, 503);
        ++answers[got.status];
        client.close();
    }
    WARN(answers[200] << " answered with 200, " << answers[503] << " with 503");
    CHECK(answers[200] >= int(descriptors / 4));
    passer_by.check(milliseconds(1000));
}
