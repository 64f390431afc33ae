// Every way in which a modern side fails, for reads and writes, with fallback and without, at each share:
// what clients see of it, and within what time, is what expected.hpp says.
#include "e2e/faults/expected.hpp"
#include "e2e/faults/services.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <future>

using namespace ficus::test;
using namespace ficus::test::faults;

namespace {

constexpr std::array shares{0, 50, 100};
/// Few enough for no breaker to open: that is circuit_breaker.cpp's to look at.
constexpr std::size_t clients = 6;

struct cell {
    row const* of;
    bool fallback;
    int share;
    std::string method;

    std::string feature() const {
        return std::string(of->fault) + (fallback ? ".on." : ".off.") + std::to_string(share);
    }
    expectation const& due() const {
        if (method == "GET") return fallback ? of->get : of->get_without;
        return fallback ? of->post : of->post_without;
    }
    std::string name() const { return method + ' ' + feature(); }
};

struct result {
    answer got;
    milliseconds took{};
};

seen what(answer const& got) {
    if (got.status != 0 && !got.whole()) return cut;
    if (!got.whole()) return nothing;
    auto const by = got.field("X-Upstream");
    if (got.status == 200 && by == "legacy") return legacy;
    if (got.status == 200 && by == "modern") return modern;
    if (got.status >= 500 && by == "modern") return own;
    return got.status >= 500 && got.field("Proxy-Status") ? error : nothing;
}

std::string text_of(unsigned many) {
    std::string out;
    constexpr std::pair<seen, std::string_view> names[] = {{legacy, "legacy"}, {modern, "modern"},
                                                           {error, "error"},   {own, "own error"},
                                                           {cut, "cut"},       {nothing, "nothing"}};
    for (auto const& [one, name] : names)
        if ((many & one) != 0) out.append(out.empty() ? "" : " or ").append(name);
    return out;
}

/// Whether Proxy-Status names one of these.
bool names_one_of(std::string_view names, std::string const& said) {
    while (!names.empty()) {
        auto const name = names.substr(0, names.find(' '));
        if (said.find("error=" + std::string(name)) != std::string::npos) return true;
        names.remove_prefix(std::min(name.size() + 1, names.size()));
    }
    return false;
}

class matrix {
public:
    matrix() : stage_(configured()) {
        stage_.start();
        for (auto const& r : rows)
            for (bool const fallback : {true, false})
                for (auto const share : shares)
                    if (share > 0)
                        stage_.cli_json(
                            {"flip", cell{&r, fallback, share, {}}.feature(), std::to_string(share) + "%"});
    }

    void run(cell const& c) {
        INFO(c.name());
        auto const from = stage_.facade().line_count();
        services_.begin(c.of->fault);
        auto results = ask(c, 0, clients / 2);
        services_.between(c.of->fault);
        for (auto& one : ask(c, clients / 2, clients)) results.push_back(std::move(one));
        services_.end(c.of->fault);
        for (std::size_t i = 0; i < results.size(); ++i) judge(c, i, results[i], from);
        if (c.share == 100) comes_back(c);
    }

    void finish() {
        INFO("at half of it there are clients of both, and nothing that modern does is legacy's error");
        CHECK(of_legacy_ > 0);
        CHECK(of_modern_ > 0);
        for (auto const& r : rows)
            for (bool const fallback : {true, false})
                for (auto const share : shares)
                    CHECK(stage_.facade().metric("ficus_request_errors_total{feature=\"" +
                                                 cell{&r, fallback, share, {}}.feature() +
                                                 "\",side=\"legacy\"}") == 0);
        CHECK(services_.complaints().empty());
    }

private:
    script configured() const {
        script with;
        auto const ms = [](milliseconds time) { return '"' + std::to_string(time.count()) + "ms\"\n"; };
        for (auto const& r : rows)
            for (bool const fallback : {true, false})
                for (auto const share : shares) {
                    auto const name = cell{&r, fallback, share, {}}.feature();
                    with.rest += "[upstreams.\"" + name + "\"]\nendpoints = " + services_.endpoints(r.fault) +
                                 "\nmax_connections = 16\nconnect_timeout = " + ms(connect_time) +
                                 "response_timeout = " + ms(head_time) + "body_timeout = " + ms(body_time) +
                                 "[features.\"" + name + "\"]\nmatch = [{ path = \"/" + name +
                                 "\" }]\nmodern = \"" + name +
                                 "\"\nsticky = [\"header:X-User-Id\"]\nfallback = " +
                                 (fallback ? "true\n" : "false\n");
                }
        return with;
    }

    static std::string id_of(cell const& c, std::size_t client) {
        return c.feature() + '.' + c.method + '.' + std::to_string(client);
    }

    /// Clients from `first` up to `last`, all at once.
    std::vector<result> ask(cell const& c, std::size_t first, std::size_t last) {
        std::vector<std::future<result>> under_way;
        for (auto client = first; client < last; ++client)
            under_way.push_back(std::async(std::launch::async, [&, client] {
                fields const more = {{"X-User-Id", "user-" + std::to_string(client)},
                                     {"X-Request-ID", id_of(c, client)},
                                     {"X-Cell", id_of(c, client)}};
                auto const asking = c.method == "GET" ? get('/' + c.feature(), more)
                                                      : request("POST", '/' + c.feature(), more, "x");
                raw_client connection(stage_.port());
                auto const began = steady::now();
                connection.send(asking);
                auto got = connection.read_answer(c.method, milliseconds(20'000));
                auto const took = std::chrono::ceil<milliseconds>(steady::now() - began);
                return result{std::move(got), took};
            }));
        std::vector<result> out;
        for (auto& one : under_way) out.push_back(one.get());
        return out;
    }

    /// Whether the rules sent it to modern, whoever answered in the end.
    bool was_for_modern(cell const& c, std::string const& id, std::size_t from) {
        if (c.share != 50) return c.share == 100;
        auto const line = stage_.facade().wait_for_line(
            [&](auto const& said) {
                auto const* const of = said.if_contains("request_id");
                return of != nullptr && of->as_string() == id;
            },
            from);
        REQUIRE(line);
        return line->at("side") == "modern" || line->contains("fallback");
    }

    void judge(cell const& c, std::size_t client, result const& of, std::size_t from) {
        auto const id = id_of(c, client);
        bool const for_modern = was_for_modern(c, id, from);
        if (c.share == 50) ++(for_modern ? of_modern_ : of_legacy_);
        auto const& due = for_modern ? c.due() : by_legacy;
        auto const got = what(of.got);
        auto const status = of.got.field("Proxy-Status").value_or("");
        INFO("client " << client << ", whom the rules send to " << (for_modern ? "modern" : "legacy")
                       << ": due is " << text_of(due.due) << ' ' << due.why << " within "
                       << due.within.count() << " ms; got " << text_of(got) << ' ' << of.got.status << ' '
                       << status << " in " << of.took.count() << " ms");
        CHECK((due.due & got) != 0);
        CHECK(static_cast<double>(of.took.count()) <= static_cast<double>(due.within.count()) * patience());
        if (got == error) CHECK(names_one_of(due.why, status));
        std::size_t by_legacys = 0;
        for (auto const& request : stage_.legacy.requests())
            by_legacys += request.field("X-Cell") == id ? 1U : 0U;
        auto const by_modern = services_.received("X-Cell", id);
        CHECK(by_legacys <= 1);
        CHECK(by_modern <= (c.method == "GET" ? 2U : 1U));
        // A write is done once, were it only begun.
        if (c.method == "POST") CHECK(by_legacys + by_modern <= 1);
    }

    void comes_back(cell const& c) {
        if (c.of->fault == "one-of-three-returns") {
            INFO("the third endpoint is asked again");
            CHECK(eventually([&] {
                ask(c, 0, 1);
                return services_.has_returned('/' + c.feature());
            }));
        } else if (c.of->fault == "flapping") {
            INFO("modern answers again once it stays up");
            CHECK(eventually([&] { return what(ask(c, 0, 1).front().got) == modern; }));
        }
    }

    services services_;
    scene stage_;
    std::size_t of_legacy_ = 0;
    std::size_t of_modern_ = 0;
};

} // namespace

TEST_CASE("what clients see of a modern side that fails is what was written down") {
    matrix all;
    for (auto const& r : rows)
        for (std::string const method : {"GET", "POST"})
            for (bool const fallback : {true, false})
                for (auto const share : shares) all.run({&r, fallback, share, method});
    all.finish();
}

TEST_CASE("where legacy is broken too, what modern failed by is what clients are told") {
    closed_port nobody;
    closed_port neither;
    script with;
    with.orders = "fallback = true\n";
    with.modern_endpoint = nobody.url();
    with.legacy_endpoint = neither.url();
    scene stage(with);
    stage.start();
    stage.flip("modern");
    auto const began = steady::now();
    auto const got = ask(stage.port(), get("/orders/1"));
    check_is_problem(got, 502);
    CHECK(names_one_of("connection_refused", got.field("Proxy-Status").value_or("")));
    CHECK(static_cast<double>((steady::now() - began) / milliseconds(1)) <=
          2 * static_cast<double>(at_once.count()) * patience());
}

TEST_CASE("a write that may be done twice is saved by legacy as a read is") {
    script with;
    with.orders = "fallback = true\nretry_methods = [\"POST\"]\n";
    scene stage(with);
    auto const status = GENERATE(0, 500);
    CAPTURE(status);
    stage.modern.on_request([&](exchange& on) {
        on.read_body();
        if (status != 0) return on.answer(status, "own error");
        on.abort();
    });
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), request("POST", "/orders", {}, "x")).text() == "legacy");
    CHECK(stage.legacy.last().body.bytes == "x");
}
