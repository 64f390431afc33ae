// Every request of tests/strict, through a real facade: whole, in two segments that part at every position,
// and with good requests around it. What is refused gets a problem and the connection's end, is counted, and
// no upstream sees a whole request of it.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "strict/case.hpp"
#include "strict/seen.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

std::string const good = "GET /good HTTP/1.1\r\nHost: good\r\n\r\n";

/// Answers with what it saw: as a field, since HEAD has no content.
void mirror(exchange& on) {
    auto const body = on.read_body();
    if (body.end != ending::complete) return;
    auto seen = without_own_fields(on.request().head.raw) + body.bytes;
    for (auto const& [name, value] : body.trailers)
        seen.append(name).append(": ").append(value).append("\r\n");
    on.answer(200, "mirrored", {{"X-Seen", as_hex(seen)}});
}

/// The facade, and what its upstream saw of one request on its own connection.
class strict_stage {
public:
    strict_stage() : stage_(with_page()) {
        stage_.legacy.on_request(mirror);
        stage_.start();
        own_name_ = as_hex("Host: 127.0.0.1:" + std::to_string(stage_.legacy.port()) + "\r\n");
    }

    /// Sends the pieces, one call each, and looks at what becomes of the row's request among them.
    void play(request_case const& row, std::vector<std::string> const& pieces, bool good_before,
              bool good_behind) {
        raw_client client(stage_.port());
        for (auto const& piece : pieces) client.send(piece);
        if (good_before) check_seen(client.read_answer(), good);
        auto const method = row.bytes.substr(0, row.bytes.find(' '));
        auto const got = client.read_answer(method);
        INFO(got.head.raw << got.text() << got.why);
        if (row.expected.what == outcome::kind::refused) {
            check_is_problem(got, static_cast<int>(row.expected.status));
            CHECK(got.field("Connection") == "close");
            CHECK(got.field("Proxy-Status").value_or("").find("ficus; error=http_request_") == 0);
            CHECK(client.is_closed());
            return;
        }
        check_seen(got, row.expected.seen);
        if (row.expected.what == outcome::kind::passes_alone) {
            CHECK(client.is_closed());
        } else if (good_behind) {
            check_seen(client.read_answer(), good);
        }
    }

    scene& facade() { return stage_; }

private:
    static script with_page() {
        script with;
        with.rest = "[features.page]\nmatch = [{ path = \"/page\" }]\nmodern = \"fresh\"\n";
        return with;
    }

    void check_seen(answer const& got, std::string const& expected) {
        REQUIRE(got.whole());
        CHECK(got.status == 200);
        auto seen = got.field("X-Seen").value_or("");
        if (auto const at = seen.find(own_name_); at != std::string::npos)
            seen.replace(at, own_name_.size(), as_hex("Host: <endpoint>\r\n"));
        CHECK(seen == as_hex(expected));
    }

    scene stage_;
    std::string own_name_;
};

std::string described(request_case const& row) {
    return std::string(row.section) + ": " + std::string(row.name) + "\n" + row.bytes.substr(0, 300);
}

} // namespace

TEST_CASE("each request of the tables is what its row says, whole and between good ones") {
    strict_stage stage;
    std::map<std::string, int> refusals;
    std::ptrdiff_t accepted = 0;
    for (auto const& row : request_cases()) {
        INFO(described(row));
        stage.play(row, {row.bytes}, false, false);
        stage.play(row, {good + row.bytes + good}, true, true);
        stage.play(row, {good, row.bytes, good}, true, true);
        if (row.expected.what == outcome::kind::refused) refusals[std::string(row.expected.reason)] += 3;
        // The good ones before it, itself, and the good ones behind it.
        accepted += 2;
        if (row.expected.what != outcome::kind::refused) accepted += 3;
        if (row.expected.what == outcome::kind::passes) accepted += 2;
    }
    std::ptrdiff_t seen_whole = 0;
    for (auto* upstream : {&stage.facade().legacy, &stage.facade().modern})
        for (auto const& seen : upstream->requests()) {
            if (seen.body.end != ending::complete) continue;
            ++seen_whole;
            CHECK(seen.target.find("/smuggled") == std::string::npos);
        }
    CHECK(seen_whole == accepted);
    // Each refusal is counted, by its reason.
    for (auto const& [reason, count] : refusals) {
        INFO(reason);
        auto const series = "ficus_facade_answers_total{reason=\"" + reason + "\"}";
        CHECK(stage.facade().facade().metric(series) == count);
    }
}

TEST_CASE("each request of the tables is the same wherever its bytes are split") {
    strict_stage stage;
    for (auto const& row : request_cases()) {
        // The long rows differ from others in nothing but their length.
        auto const step = row.bytes.size() > 1000 ? row.bytes.size() / 3 : 1;
        for (std::size_t at = 1; at < row.bytes.size(); at += step) {
            INFO(described(row) << "\nsplit at " << at);
            stage.play(row, {row.bytes.substr(0, at), row.bytes.substr(at)}, false, false);
        }
        stage.facade().legacy.forget();
    }
}
