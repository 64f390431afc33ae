#include "facade/shadow/tapped.hpp"
#include "unit/recording/readings.hpp"
#include "unit/shadow/one_job.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;

namespace {

struct tapping : copies {
    std::unique_ptr<shadow::job> sent(std::string const& head,
                                      std::vector<std::string> const& redact = {"$.card"},
                                      std::function<void(shadow::copy_plan&)> const& change = {}) {
        acl::compare_options options;
        options.redact = redact;
        auto made = job(running.budget(), [&](shadow::copy_plan& plan) {
            plan.comparer = std::make_shared<acl::comparer const>(*acl::comparer::compile(options));
            if (change) change(plan);
        });
        http::request_head read;
        REQUIRE_FALSE(http::parse_head(head, read));
        shadow::keep_head(read, made->text, made->head);
        made->answer_fields = {{"Content-Type", "application/json"}};
        return made;
    }
    std::optional<recording::recorded> recorded(shadow::job const& j) {
        return shadow::recorded_of(j, 1'000'000);
    }
};

std::string const post = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n";

} // namespace

TEST_CASE("what is configured to be redacted is in neither body") {
    tapping stage;
    auto const job = stage.sent(post);
    job->body = R"({"card":"4711","n":1.50})";
    job->answer_body = R"({"card":"4711","ok":true})";
    auto const one = stage.recorded(*job);
    REQUIRE(one);
    CHECK(one->body == R"({"card":"[redacted]","n":1.50})");
    CHECK(one->answered->body == R"({"card":"[redacted]","ok":true})");
    CHECK(one->redacted);
    job->body = R"({"n":1.50})";
    job->answer_body.clear();
    CHECK_FALSE(stage.recorded(*job)->redacted);
}

TEST_CASE("a body in which nothing can be found to be redacted is not recorded") {
    tapping stage;
    auto const job = stage.sent(post);
    job->body = "{\"card\":";
    CHECK_FALSE(stage.recorded(*job));
    job->body.clear();
    job->answer_body = "card 4711";
    CHECK_FALSE(stage.recorded(*job));
}

TEST_CASE("credentials are in no part of what is recorded") {
    tapping stage;
    auto const job =
        stage.sent("POST /a HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   "Authorization: Bearer very-secret\r\nCookie: sid=very-secret\r\n"
                   "Referer: http://a/?q=very-secret\r\nX-Custom: kept\r\n\r\n",
                   {});
    job->query = "page=2&token=very-secret";
    job->has_query = true;
    job->body = "name=x&password=very-secret";
    job->answer_fields = {{"Set-Cookie", "a=very-secret"}, {"Location", "/b?code=very-secret"}};
    auto const one = stage.recorded(*job);
    REQUIRE(one);
    auto const line = recording::line_of(*one);
    INFO(line);
    CHECK(line.find("very-secret") == std::string::npos);
    CHECK(one->redacted);
    CHECK(one->target == "/a?page=2&token=redacted");
    CHECK(one->body == "name=x&password=redacted");
    CHECK(field(one->headers, "X-Custom") == "kept");
}

TEST_CASE("a job that is recorded alone asks nobody") {
    tapping stage;
    auto const tap = std::make_shared<recording::tap>();
    auto const now = recording::tap::clock::now();
    auto const armed = std::chrono::system_clock::now();
    REQUIRE(tap->drain({"me", rules::share::all(), 0}, now, armed));
    auto job = stage.sent("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    job->tap = tap;
    job->copied = false;
    job->at = armed + std::chrono::seconds(2);
    job->took = std::chrono::milliseconds(500);
    REQUIRE(stage.running.offer(std::move(job)));
    std::optional<recording::tap::drained> found;
    auto const until = patient();
    do found = tap->drain({"me", rules::share::all(), 0}, now, armed);
    while (found->lines.empty() && !until.passed());
    REQUIRE(found->lines.size() == 1);
    auto const all = whole(recording::head_line(found->head) + found->lines[0]);
    CHECK(all.requests.at(0).after == std::chrono::milliseconds(1500));
    CHECK(all.requests.at(0).answered->status == 200);
    CHECK(stage.ends() == 0);
}

TEST_CASE("a job that is recorded, and then cannot be compared, is in the recording all the same") {
    tapping stage;
    auto const tap = std::make_shared<recording::tap>();
    auto const now = recording::tap::clock::now();
    auto const wall = std::chrono::system_clock::now();
    tap->drain({"me", rules::share::all(), 0}, now, wall);
    auto job =
        stage.sent("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", {}, [](auto& plan) { plan.target = nobody(); });
    job->tap = tap;
    REQUIRE(stage.running.offer(std::move(job)));
    REQUIRE(stage.settles());
    CHECK(stage.skipped(obs::skip::unavailable) == 1);
    auto const found = tap->drain({"me", rules::share::all(), 0}, now, wall);
    CHECK(found->lines.size() == 1);
    CHECK(found->lost == 0);
}
