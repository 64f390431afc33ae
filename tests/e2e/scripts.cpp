// Lua in a translator: between client and upstream, when it fails, and when it is stopped.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

script scripted(std::string const& lua, std::string const& more = {}) {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.rest = "[translators.orders]\n" + more + R"(
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }
[translators.orders.request]
path = { legacy = "/orders/api/{id}", modern = "/v2/orders/{id}" }
[[translators.orders.fields]]
legacy = "No"
modern = "id"
type   = "integer"
[[translators.orders.fields]]
legacy = "Total"
modern = "total"
type   = "number"
)" + lua;
    return with;
}

handler answers(std::string const& body) {
    return [=](exchange& on) {
        on.read_body();
        on.answer(200, body, {{"Content-Type", "application/json"}});
    };
}

std::string const post = request("POST", "/orders/api/7", {{"Content-Type", "application/xml"}},
                                 "<Order><No>7</No><Total>12.50</Total></Order>");

} // namespace

TEST_CASE("a script changes what is sent and what is answered, and nothing passes from one to the next") {
    scene stage(scripted(R"(
[translators.orders.lua]
to_modern = """
local seen = (seen or 0) + 1
target.seen = seen
target.gross = tonumber(source.Total) * 2
"""
to_legacy = "target['Note/@by'] = source.by"
)"));
    stage.modern.on_request(answers(R"({"id":8,"total":1e400,"by":"shop"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    for (int round = 0; round < 3; ++round) {
        auto const got = client.ask(post);
        CHECK(got.status == 200);
        CHECK(got.text().find("<Total>1e400</Total><Note by=\"shop\"/>") != std::string::npos);
        CHECK(stage.modern.last().body.bytes == R"({"id":7,"total":12.50,"seen":1,"gross":25})");
    }
}

TEST_CASE("a script that fails or does not end is an error like any other, and the client is answered") {
    for (auto const* const lua :
         {"[translators.orders.lua]\nto_modern = \"error('not this one')\"\n",
          "[translators.orders.lua]\nto_modern = \"while true do end\"\n",
          "[translators.orders.lua]\nto_modern = \"local s = 'x' while true do s = s .. s end\"\n"})
        for (bool const reject : {false, true}) {
            CAPTURE(lua, reject);
            scene stage(scripted(lua, reject ? "on_error = \"reject\"\n" : ""));
            stage.modern.on_request(answers("{}"));
            stage.start();
            stage.flip("modern");
            raw_client client(stage.port());
            auto const got = client.ask(post);
            if (reject) {
                check_is_problem(got, 422);
                CHECK((got.text().find("not this one") != std::string::npos ||
                       got.text().find("than they may") != std::string::npos));
            } else {
                CHECK(got.text() == "legacy");
            }
            CHECK(stage.modern.count() == 0);
        }
}
