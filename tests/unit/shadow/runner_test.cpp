#include "facade/shadow/runner.hpp"
#include "support/temp_dir.hpp"
#include "unit/shadow/one_job.hpp"

#include <catch2/catch.hpp>

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
