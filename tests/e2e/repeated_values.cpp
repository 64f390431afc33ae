// Answers that repeat what their request said, as those of JSON-RPC do its id.
#include "e2e/shadowing.hpp"

using namespace ficus::test;

namespace {

script calling() {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.orders_match = R"([ { path = "/rpc" } ])";
    with.rest = R"(
[translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
[translators.orders.request]
path   = { legacy = "/rpc", modern = "/v2/orders/{no}" }
fields = [ { legacy = "jsonrpc", constant = "2.0" }, { legacy = "no", modern = "path:no" } ]
[translators.orders.response]
fields = [ { legacy = "jsonrpc", constant = "2.0" }, { legacy = "result", modern = "name" }, { legacy = "id", modern = "request:id", required = true } ]
)";
    return with;
}

std::string call(std::string const& id) {
    return request("POST", "/rpc", {{"Content-Type", "application/json"}},
                   R"({"jsonrpc":"2.0","no":"7","id":)" + id + "}");
}

} // namespace

TEST_CASE("an answer of the other side has the id of its own client's request") {
    scene stage(calling());
    stage.modern.on_request(answers_json(R"({"name":"n"})"));
    stage.start();
    stage.flip("modern");
    raw_client one(stage.port());
    raw_client other(stage.port());
    for (auto const& id : {"1", R"("a-2")", "null"}) {
        CHECK(one.ask(call(id)).text() ==
              R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"result":"n"})");
        CHECK(other.ask(call("9")).text() == R"({"jsonrpc":"2.0","id":9,"result":"n"})");
    }
    CHECK(stage.modern.last().target == "/v2/orders/7");
}

TEST_CASE("a copy's answer has the id of the request that was copied, and is compared with it") {
    scene stage(calling());
    stage.legacy.on_request(answers_json(R"({"jsonrpc":"2.0","result":"n","id":41})"));
    stage.modern.on_request(answers_json(R"({"name":"n"})"));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    CHECK(client.ask(call("41")).status == 200);
    auto report = settled_report(stage, 1);
    INFO(boost::json::serialize(report) << boost::json::serialize(stage.cli_json({"diffs", "orders"})));
    CHECK(report.at("matched").to_number<int>() == 1);
    // One that the legacy service got wrong is a difference.
    client.ask(call("42"));
    report = settled_report(stage, 2);
    CHECK(report.at("matched").to_number<int>() == 1);
    CHECK(coverage(report, "compared") == 2);
}
