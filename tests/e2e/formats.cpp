// Translators between formats of which a message's head says something: an action, a boundary, a charset.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

script between(std::string const& contract, std::string const& translator) {
    script with;
    with.orders = "translator = \"orders\"\ncontract = \"" + contract + "\"\n";
    with.orders_match = R"([ { path = "/orders" } ])";
    with.rest = "[translators.orders]\n" + translator;
    return with;
}

std::function<void(exchange&)> answers(std::string const& type, std::string const& body) {
    return [=](exchange& on) {
        on.read_body();
        on.answer(200, body, {{"Content-Type", type}});
    };
}

std::string envelope(std::string const& content) {
    return "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:t=\"urn:o\"><e:Body>" +
           content + "</e:Body></e:Envelope>";
}

constexpr auto json = "application/json";
constexpr auto soap_translator = R"(
legacy = { format = "soap", soap_action = "urn:o#Get", root = { request = "o:Get", response = "o:Got" }, namespaces = { o = "urn:o" } }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "o:Id"
modern = "id"
)";

} // namespace

TEST_CASE("JSON goes to a SOAP service with its action, and the envelope comes back as JSON") {
    scene stage(between("modern", soap_translator));
    stage.legacy.on_request(answers("text/xml; charset=utf-8", envelope("<t:Got><t:Id>8</t:Id></t:Got>")));
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(request("POST", "/orders", {{"Content-Type", json}}, R"({"id":"7"})"));
    CHECK(got.status == 200);
    CHECK(got.text() == R"({"id":"8"})");
    CHECK(got.field("Content-Type") == json);
    auto const seen = stage.legacy.last();
    CHECK(seen.field("SOAPAction") == "\"urn:o#Get\"");
    CHECK(seen.field("Content-Type") == "text/xml; charset=utf-8");
    CHECK_THAT(seen.body.bytes, Catch::Contains("<soap:Body><o:Get><o:Id>7</o:Id></o:Get></soap:Body>"));
}

TEST_CASE("a SOAP client is served by JSON, which hears nothing of its action") {
    scene stage(between("legacy", soap_translator));
    stage.modern.on_request(answers(json, R"({"id":"8"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const got =
        client.ask(request("POST", "/orders", {{"Content-Type", "text/xml"}, {"SOAPAction", "\"urn:o#Get\""}},
                           envelope("<t:Get><t:Id>7</t:Id></t:Get>")));
    CHECK(got.field("Content-Type") == "text/xml; charset=utf-8");
    CHECK_THAT(got.text(), Catch::Contains("<o:Got><o:Id>8</o:Id></o:Got>"));
    auto const seen = stage.modern.last();
    CHECK(seen.body.bytes == R"({"id":"7"})");
    CHECK(seen.head.all("SOAPAction").empty());
}

TEST_CASE("an upload goes from one multipart to another, its file byte for byte") {
    scene stage(between("legacy", R"(
rest = "keep"
legacy = { format = "multipart" }
modern = { format = "multipart" }
[[translators.orders.request.fields]]
legacy = "no"
modern = "id"
[translators.orders.response]
legacy = { format = "text" }
modern = { format = "json" }
[[translators.orders.response.fields]]
legacy = "text"
modern = "message"
)"));
    stage.modern.on_request(answers(json, R"({"message":"thanks"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    std::string const file = "Content-Disposition: form-data; name=\"f\"; filename=\"f.bin\"\r\n"
                             "Content-Type: application/octet-stream\r\n\r\n\x01\x80\xFF\r\n";
    auto const got = client.ask(request(
        "POST", "/orders", {{"Content-Type", "multipart/form-data; boundary=\"b b\""}},
        "--b b\r\nContent-Disposition: form-data; name=\"no\"\r\n\r\n7\r\n--b b\r\n" + file + "--b b--\r\n"));
    CHECK(got.text() == "thanks");
    CHECK(got.field("Content-Type") == "text/plain; charset=utf-8");
    auto const seen = stage.modern.last();
    std::string const type = seen.field("Content-Type").value_or("");
    std::string const named = "multipart/form-data; boundary=";
    REQUIRE(type.starts_with(named));
    auto const line = "--" + type.substr(named.size());
    CHECK(seen.body.bytes == line + "\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n7\r\n" + line +
                                 "\r\n" + file + line + "--\r\n");
}

TEST_CASE("a form in Latin-1 reaches a JSON service in UTF-8, and its answer is Latin-1 again") {
    scene stage(between("legacy", R"(
legacy = { format = "form", charset = "ISO-8859-1" }
modern = { format = "json" }
[[translators.orders.fields]]
legacy = "name"
modern = "name"
)"));
    stage.modern.on_request(answers(json, R"({"name":"é"})"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const got = client.ask(
        request("POST", "/orders", {{"Content-Type", "application/x-www-form-urlencoded"}}, "name=%FC"));
    CHECK(stage.modern.last().body.bytes == R"({"name":"ü"})");
    CHECK(got.text() == "name=%E9");
    CHECK(got.field("Content-Type") == "application/x-www-form-urlencoded; charset=ISO-8859-1");
}
