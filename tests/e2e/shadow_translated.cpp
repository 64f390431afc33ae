// Copies of what a translator makes: compared as what it is then, or not at all.
#include "e2e/shadowing.hpp"

#include <tuple>

using namespace ficus::test;

namespace {

script speaking_apart(std::string const& outcome) {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.rest = R"(
[features.orders.compare]
headers = ["content-type"]
[translators.orders]
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "Name"
modern = "name"
)" + outcome;
    return with;
}

} // namespace

TEST_CASE("an answer that gets or loses its body by translation is compared with the type that it then has") {
    auto const [legacy, modern, outcome] = GENERATE(
        std::tuple("HTTP/1.1 204 No Content\r\n\r\n",
                   "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
                   "{\"code\":\"none\"}",
                   "[[translators.orders.outcomes]]\nlegacy = { status = 204 }\n"
                   "modern = { status = 404, when = { code = \"none\" } }\n"),
        std::tuple("HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\nContent-Length: "
                   "8\r\n\r\n<error/>",
                   "HTTP/1.1 204 No Content\r\n\r\n",
                   "[[translators.orders.outcomes]]\nlegacy = { status = 200, root = \"error\" }\n"
                   "modern = { status = 204 }\n"));
    scene stage(speaking_apart(outcome));
    stage.legacy.on_request([said = std::string(legacy)](exchange& on) { on.send(said); });
    stage.modern.on_request([said = std::string(modern)](exchange& on) { on.send(said); });
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    client.ask(get("/orders/1"));
    auto report = settled_report(stage, 1);
    INFO(boost::json::serialize(report) << boost::json::serialize(stage.cli_json({"diffs", "orders"})));
    CHECK(report.at("matched").to_number<int>() == 1);
    // The same, where the one that is translated is the one that serves.
    stage.flip("modern");
    client.ask(get("/orders/1"));
    report = settled_report(stage, 2);
    CHECK(report.at("matched").to_number<int>() == 2);
}

TEST_CASE("a translated copy names the other side's strong tags, as a translated request does") {
    scene stage(speaking_apart(""));
    stage.legacy.on_request([](exchange& on) {
        on.answer(200, "<Order><Name>whole</Name></Order>", {{"Content-Type", "application/xml"}});
    });
    stage.modern.on_request(answers_json(R"({"name":"whole"})"));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/1", {{"If-Match", R"(W/"v1")"}})).status == 200);
    CHECK(stage.legacy.last().field("If-Match") == R"(W/"v1")");
    CHECK(coverage(settled_report(stage, 1), "compared") == 1);
    CHECK(stage.modern.last().field("If-Match") == R"("v1")");
}

TEST_CASE(
    "a translated copy of what has no body has none, and HEAD's type is the one that its body would have") {
    auto with = speaking_apart("");
    with.rest.insert(with.rest.find("headers = "), "methods = [\"HEAD\", \"POST\"]\n");
    scene stage(with);
    stage.legacy.on_request([](exchange& on) {
        on.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\nContent-Length: 0\r\n\r\n");
    });
    stage.modern.on_request([](exchange& on) {
        on.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n");
    });
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    client.ask(request("HEAD", "/orders/1"));
    auto report = settled_report(stage, 1);
    INFO(boost::json::serialize(report) << boost::json::serialize(stage.cli_json({"diffs", "orders"})));
    CHECK(report.at("matched").to_number<int>() == 1);
    CHECK_FALSE(stage.modern.last().field("Content-Length").has_value());
    // RFC 9110 §8.6: the client does not say that there is none, and the copy does.
    client.ask("POST /orders/1 HTTP/1.1\r\nHost: app.example\r\n\r\n");
    settled_report(stage, 2);
    CHECK(stage.modern.last().method == "POST");
    CHECK(stage.modern.last().field("Content-Length") == "0");
}

TEST_CASE("a part of an answer is not compared with all of another") {
    scene stage(speaking_apart(""));
    stage.legacy.on_request([](exchange& on) {
        on.answer(206, "<Ord", {{"Content-Type", "application/xml"}, {"Content-Range", "bytes 0-3/30"}});
    });
    stage.modern.on_request(answers_json(R"({"name":"whole"})"));
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    raw_client client(stage.port());
    CHECK(client.ask(get("/orders/1", {{"Range", "bytes=0-3"}})).status == 206);
    CHECK(stage.legacy.last().field("Range") == "bytes=0-3");
    auto const report = settled_report(stage, 1);
    CHECK(coverage(report, "compared") == 0);
    CHECK(report.at("coverage").at("skipped").at("partial").to_number<int>() == 1);
}
