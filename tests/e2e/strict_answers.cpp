// Every answer of tests/strict, through a real facade: whole, and in two segments that part at every
// position. What is no HTTP gets 502, or, where its head had been passed on, an end that does not look like
// one; it is counted, and its connection is never used again.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "strict/case.hpp"
#include "strict/seen.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace ficus::test;

namespace {

class strict_stage {
public:
    strict_stage() {
        stage_.legacy.on_request([this](exchange& on) {
            if (on.request().target == "/good") return on.answer(200, "good");
            auto const closes = closes_;
            for (auto const& piece : std::vector(pieces_)) on.send(piece);
            if (closes) on.close();
            ++played_;
        });
        stage_.start();
    }

    /// One request that these pieces, one call each, are the answer to, and a good one behind it.
    void play(answer_case const& row, std::vector<std::string> pieces) {
        raw_client client(stage_.port());
        play(client, row, std::move(pieces));
    }
    /// The same on a connection of the upstream that has carried a good answer.
    void play_behind_good(answer_case const& row) {
        raw_client client(stage_.port());
        CHECK(client.ask(get("/good")).text() == "good");
        auto const used = stage_.legacy.last().connection;
        play(client, row, {row.bytes});
        auto const all = stage_.legacy.requests();
        CHECK(std::any_of(all.begin(), all.end(), [&](recorded_request const& r) {
            return r.target == "/case" && r.connection == used;
        }));
        stage_.legacy.forget();
    }

    scene& facade() { return stage_; }

private:
    void play(raw_client& client, answer_case const& row, std::vector<std::string> pieces) {
        pieces_ = std::move(pieces);
        closes_ = row.then_closes;
        played_ = 0;
        auto const got = client.ask(std::string(row.method) + " /case HTTP/1.1\r\nHost: a\r\n\r\n");
        INFO(got.head.raw << got.text() << got.why);
        auto const used = stage_.legacy.last().connection;
        if (row.expected.what == outcome::kind::refused) {
            if (got.status == 502) {
                check_is_problem(got, 502);
                auto const broke_off = row.expected.reason == "closed_before_head";
                CHECK(got.field("Proxy-Status")
                          .value_or("")
                          .starts_with(broke_off ? "ficus; error=connection_terminated"
                                                 : "ficus; error=http_protocol_error"));
            } else {
                CHECK(got.status == 200);
                CHECK(got.end == ending::cut);
            }
            raw_client another(stage_.port());
            CHECK(another.ask(get("/good")).text() == "good");
            CHECK(stage_.legacy.last().connection != used);
            return;
        }
        REQUIRE(got.whole());
        std::string seen;
        for (auto const& interim : got.interim) seen += without_own_fields(interim.raw);
        seen += without_own_fields(got.head.raw) + got.text();
        for (auto const& [name, value] : got.body.trailers)
            seen.append(name).append(": ").append(value).append("\r\n");
        CHECK(as_hex(seen) == as_hex(row.expected.seen));
        // What is behind the answer's end has to be there before the connection is wanted again.
        REQUIRE(eventually([this] { return played_ > 0; }));
        CHECK(client.ask(get("/good")).text() == "good");
        bool const reused = stage_.legacy.last().connection == used;
        CHECK(reused == (row.expected.what == outcome::kind::passes));
    }

    std::vector<std::string> pieces_; // changed only while no request is under way
    bool closes_ = false;
    std::atomic<int> played_ = 0;
    scene stage_;
};

std::string described(answer_case const& row) {
    return std::string(row.section) + ": " + std::string(row.name) + "\n" + row.bytes.substr(0, 300);
}

} // namespace

TEST_CASE("each answer of the tables is what its row says") {
    strict_stage stage;
    std::map<std::string, int> refusals;
    for (auto const& row : answer_cases()) {
        INFO(described(row));
        stage.play(row, {row.bytes});
        // What is cut short breaks no rule, and whoever got its head was told nothing else.
        if (row.expected.what == outcome::kind::refused && row.expected.reason != "cut_short")
            ++refusals[std::string(row.expected.reason)];
    }
    for (auto const& [reason, count] : refusals) {
        INFO(reason);
        // A connection's end is no answer: the facade's own has the reason.
        bool const broke_off = reason == "closed_before_head";
        auto const series =
            std::string(broke_off ? "ficus_facade_answers_total" : "ficus_bad_upstream_answers_total") +
            "{reason=\"" + reason + "\"}";
        CHECK(stage.facade().facade().metric(series) == count);
    }
}

TEST_CASE("each answer of the tables is the same wherever its bytes are split") {
    strict_stage stage;
    for (auto const& row : answer_cases()) {
        auto const step = row.bytes.size() > 1000 ? row.bytes.size() / 3 : 1;
        for (std::size_t at = 1; at < row.bytes.size(); at += step) {
            INFO(described(row) << "\nsplit at " << at);
            stage.play(row, {row.bytes.substr(0, at), row.bytes.substr(at)});
        }
        stage.facade().legacy.forget();
    }
}

TEST_CASE("each answer of the tables is the same behind a good one on its connection") {
    strict_stage stage;
    for (auto const& row : answer_cases()) {
        INFO(described(row));
        stage.play_behind_good(row);
    }
}
