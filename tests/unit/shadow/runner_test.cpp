#include "facade/shadow/runner.hpp"
#include "support/temp_dir.hpp"
#include "unit/shadow/one_job.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace ficus;
using namespace ficus::test;

TEST_CASE("what an answer is translated to is of the job's share as well") {
    // A few bytes of JSON each, and a long name around them in XML.
    acl::translator_options options;
    options.name = "names";
    options.legacy = {acl::format::xml, "R", {}};
    options.modern = {acl::format::json, "", {}};
    acl::field_options list;
    list.legacy = std::string(200, 'L') + "/" + std::string(200, 'n') + "[]";
    list.modern = "l[]";
    list.type = acl::scalar_type::integer;
    options.fields = {list};
    std::string body = "{\"l\":[1";
    for (int i = 0; i < 500; ++i) body += ",1";
    body += "]}";
    for (auto const& [room, skipped] : {std::pair{8'000UL, 1U}, {8'000'000UL, 0U}}) {
        CAPTURE(room);
        copies stage;
        io::byte_budget budget(room);
        auto j = stage.job(budget, [&](auto& plan) {
            plan.translator = std::make_shared<acl::translator const>(*acl::translator::compile(options));
        });
        j->answer_fields = {{"Content-Type", "application/xml"}};
        j->answer_body = "<R/>";
        REQUIRE(stage.running.offer(std::move(j)));
        stage.answer("Content-Type: application/json\r\n", body);
        REQUIRE(stage.settles());
        CHECK(stage.skipped(obs::skip::budget) == skipped);
        CHECK(stage.compared() == 1 - skipped);
    }
}

TEST_CASE("a job is begun when it is offered, not when the runner next looks around") {
    using namespace std::chrono_literals;
    copies stage;
    io::byte_budget budget(8'000'000);
    std::vector<io::clock::duration> took;
    for (std::uint64_t i = 1; i <= 5; ++i) {
        auto const begun = io::clock::now();
        REQUIRE(stage.running.offer(stage.job(budget)));
        stage.answer("", "");
        REQUIRE(stage.settles(i));
        took.push_back(io::clock::now() - begun);
    }
    std::sort(took.begin(), took.end());
    CHECK(took[took.size() / 2] < 500ms); // it looks around once a second
}

TEST_CASE("jobs that wait for others are begun in the order in which they were offered") {
    copies stage;
    io::byte_budget budget(8'000'000);
    std::vector<std::string> const paths = {"/0", "/1", "/2", "/3", "/4"};
    auto const offer = [&](std::string const& path) {
        auto j = stage.job(budget);
        j->path = path;
        REQUIRE(stage.running.offer(std::move(j)));
    };
    for (std::size_t i = 0; i < 3; ++i) offer(paths[i]);
    CHECK(stage.answer("", "").starts_with("GET /0 "));
    // Behind those that wait already.
    offer(paths[3]);
    offer(paths[4]);
    for (std::size_t i = 1; i < paths.size(); ++i)
        CHECK(stage.answer("", "").starts_with("GET " + paths[i] + " "));
    REQUIRE(stage.settles(paths.size()));
}
