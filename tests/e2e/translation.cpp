// A translator between client and upstream: both formats, both contracts, and what does not fit.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

std::string translator(std::string const& legacy_format, std::string const& more = {}) {
    return "[translators.orders]\n" + more + "legacy = " + legacy_format +
           "\nmodern = { format = \"json\" }\n" + R"(
[translators.orders.request]
path    = { legacy = "/orders/api/{id}", modern = "/v2/orders/{id}" }
headers = [ { legacy = "X-Client", modern = "X-Client-Id" } ]
)";
}

std::string const xml_fields = R"(
[[translators.orders.fields]]
legacy = "OrderNo"
modern = "id"
type   = "integer"
[[translators.orders.fields]]
legacy = "Customer/Name"
modern = "customer.name"
[[translators.orders.fields]]
legacy = "Status"
modern = "status"
values = { N = "new", P = "paid", X = "cancelled" }
[[translators.orders.fields]]
legacy = "Created"
modern = "created_at"
time   = { legacy = "%d.%m.%Y %H:%M:%S", modern = "rfc3339", zone = "Europe/Berlin" }
[[translators.orders.fields]]
legacy = "Total"
modern = "total"
type   = "number"
[[translators.orders.fields]]
legacy = "Lines/Line[]"
modern = "lines[]"
fields = [ { legacy = "Sku", modern = "sku" }, { legacy = "@qty", modern = "quantity", type = "integer" } ]
)";

std::string const xml_translator = translator(R"({ format = "xml", root = "Order" })") + xml_fields;

std::string const form_fields = R"(
[[translators.orders.fields]]
legacy = "order_no"
modern = "id"
type   = "integer"
[[translators.orders.fields]]
legacy = "name"
modern = "customer.name"
[[translators.orders.fields]]
legacy = "tag[]"
modern = "tags[]"
)";

std::string const order_xml =
    "<Order><OrderNo>7</OrderNo><Customer><Name>J\xC3\xBCrgen &amp; S\xC3\xB6hne</Name></Customer>"
    "<Status>P</Status><Created>01.07.2024 12:00:00</Created><Total>12.50</Total>"
    "<Lines><Line qty=\"2\"><Sku>A-1</Sku></Line></Lines></Order>";
std::string const order_json =
    "{\"id\":7,\"customer\":{\"name\":\"J\xC3\xBCrgen & S\xC3\xB6hne\"},\"status\":\"paid\","
    "\"created_at\":\"2024-07-01T12:00:00+02:00\",\"total\":12.50,"
    "\"lines\":[{\"sku\":\"A-1\",\"quantity\":2}]}";

script translated(std::string const& tables, std::string const& more_of_feature = {}) {
    script with;
    with.orders = "translator = \"orders\"\n" + more_of_feature;
    with.rest = tables;
    return with;
}

/// Equal as JSON, with the digits of 12.50 looked at as text.
void check_same_json(std::string const& text, std::string const& expected) {
    INFO(text);
    CHECK(boost::json::parse(text) == boost::json::parse(expected));
    if (expected.find("12.50") != std::string::npos) CHECK(text.find("12.50") != std::string::npos);
}

void check_order_xml(std::string const& text) {
    INFO(text);
    for (auto const* part :
         {"<Order>", "<OrderNo>7</OrderNo>", "<Name>J\xC3\xBCrgen &amp; S\xC3\xB6hne</Name>",
          "<Status>P</Status>", "<Created>01.07.2024 12:00:00</Created>", "<Total>12.50</Total>",
          "<Line qty=\"2\">", "<Sku>A-1</Sku>"})
        CHECK(text.find(part) != std::string::npos);
}

handler answers(std::string const& body, std::string const& type) {
    return [=](exchange& on) {
        on.read_body();
        on.answer(200, body, {{"Content-Type", type}});
    };
}

bool has_type(std::optional<std::string> const& field, std::string const& type) {
    return field && field->starts_with(type);
}

} // namespace

TEST_CASE("legacy contract: XML clients are served by a JSON service") {
    scene stage(translated(xml_translator));
    stage.modern.on_request(answers(order_json, "application/json"));
    stage.legacy.on_request(answers(order_xml, "application/xml"));
    stage.start();
    raw_client client(stage.port());
    auto const post = request("POST", "/orders/api/7?a=b",
                              {{"Content-Type", "application/xml"}, {"X-Client", "till 3"}}, order_xml);

    CHECK(client.ask(post).text() == order_xml);
    CHECK(stage.legacy.last().body.bytes == order_xml); // untouched on its own side
    stage.flip("modern");
    for (int round = 0; round < 2; ++round) {
        auto const got = client.ask(post);
        CHECK(got.whole());
        CHECK(got.status == 200);
        CHECK(has_type(got.field("Content-Type"), "application/xml"));
        check_order_xml(got.text());
        auto const seen = stage.modern.last();
        CHECK(seen.target == "/v2/orders/7?a=b");
        CHECK(seen.field("X-Client-Id") == "till 3");
        CHECK_FALSE(seen.field("X-Client").has_value());
        CHECK(has_type(seen.field("Content-Type"), "application/json"));
        CHECK(seen.body.end == ending::complete);
        check_same_json(seen.body.bytes, order_json);
    }
    check_order_xml(client.ask(get("/orders/api/7")).text());
    CHECK(stage.modern.last().target == "/v2/orders/7");
}

TEST_CASE("modern contract: JSON clients are served by an XML application") {
    auto with = translated(xml_translator, "contract = \"modern\"\n");
    with.orders_match = R"([ { path = "/v2/orders/{id}" } ])";
    scene stage(with);
    stage.legacy.on_request(answers(order_xml, "text/xml; charset=utf-8"));
    stage.modern.on_request(answers(order_json, "application/json"));
    stage.start();
    raw_client client(stage.port());
    auto const post = request("POST", "/v2/orders/7",
                              {{"Content-Type", "application/json"}, {"X-Client-Id", "till 3"}}, order_json);
    auto const got = client.ask(post);
    CHECK(got.whole());
    CHECK(has_type(got.field("Content-Type"), "application/json"));
    check_same_json(got.text(), order_json);
    auto const seen = stage.legacy.last();
    CHECK(seen.target == "/orders/api/7");
    CHECK(seen.field("X-Client") == "till 3");
    CHECK(has_type(seen.field("Content-Type"), "application/xml"));
    check_order_xml(seen.body.bytes);

    stage.flip("modern");
    CHECK(client.ask(post).text() == order_json);
    CHECK(stage.modern.last().body.bytes == order_json);
    CHECK(stage.modern.last().target == "/v2/orders/7");
}

TEST_CASE("forms become JSON, and JSON answers become forms") {
    scene stage(translated(translator(R"({ format = "form" })") + form_fields));
    stage.modern.on_request(
        answers(R"({"id":8,"customer":{"name":"A & B"},"tags":["x"]})", "application/json"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const got =
        client.ask(request("POST", "/orders/api/7", {{"Content-Type", "application/x-www-form-urlencoded"}},
                           "order_no=7&name=J%C3%BCrgen+Z&tag=a&tag=b+c"));
    CHECK(got.whole());
    check_same_json(stage.modern.last().body.bytes,
                    "{\"id\":7,\"customer\":{\"name\":\"J\xC3\xBCrgen Z\"},\"tags\":[\"a\",\"b c\"]}");
    CHECK(has_type(got.field("Content-Type"), "application/x-www-form-urlencoded"));
    CHECK(got.text() == "order_no=8&name=A+%26+B&tag=x");
}

TEST_CASE("a chunked body and a chunked answer are translated like any other") {
    scene stage(translated(xml_translator));
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        std::vector<std::string> chunks;
        for (std::size_t at = 0; at < order_json.size(); at += 7) chunks.push_back(order_json.substr(at, 7));
        on.answer_chunked(200, chunks, {{"Content-Type", "application/json"}});
    });
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    client.send(chunked_request("PUT", "/orders/api/7", {{"Content-Type", "application/xml"}}));
    for (std::size_t at = 0; at < order_xml.size(); at += 11) client.send(as_chunk(order_xml.substr(at, 11)));
    client.send(last_chunk());
    auto const got = client.read_answer("PUT");
    CHECK(got.whole());
    check_order_xml(got.text());
    check_same_json(stage.modern.last().body.bytes, order_json);
}

// A sanitizer's malloc is another one.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("what large translations needed goes back when nobody needs it any more") {
    auto large = order_json.substr(0, order_json.find("{\"sku\""));
    while (large.size() < 200'000) large += "{\"sku\":\"A-1\",\"quantity\":2},";
    large.back() = ']';
    scene stage(translated(xml_translator));
    stage.modern.on_request([small = answers(order_json, "application/json"),
                             large = answers(large + "}", "application/json")](exchange& on) {
        on.request().target == "/v2/orders/1" ? small(on) : large(on);
    });
    auto& facade = stage.start();
    stage.flip("modern");
    // A small one first: what is needed for any translation at all does not go back.
    check_order_xml(ask(stage.port(), get("/orders/api/1")).text());
    auto const before = facade.resident_kib();
    facade.forget_peak();

    for (int i = 0; i < 8; ++i) CHECK(ask(stage.port(), get("/orders/api/7")).whole());
    auto const needed = facade.peak_resident_kib() - before;
    WARN("translations of 200 KB, one after another: +" << needed << " KiB");
    CHECK(needed > 2 * 1024);
    CHECK(eventually([&] { return facade.resident_kib() < before + needed / 8; }));
}
#endif

TEST_CASE("a request that does not fit is served by the contract's side, or gets 422") {
    auto const wrong = request("POST", "/orders/api/7", {{"Content-Type", "application/xml"}},
                               "<Order><Status>unknown</Status></Order>");
    for (bool const reject : {false, true}) {
        CAPTURE(reject);
        scene stage(translated(
            translator(R"({ format = "xml", root = "Order" })", reject ? "on_error = \"reject\"\n" : "") +
            xml_fields));
        stage.start();
        stage.flip("modern");
        raw_client client(stage.port());
        auto const got = client.ask(wrong);
        if (reject) {
            check_is_problem(got, 422);
            CHECK(got.text().find("Status") != std::string::npos);
            CHECK(stage.legacy.count() == 0);
            // A side that was not asked has no request to its name.
            CHECK_FALSE(stage.facade().metric(
                "ficus_requests_total{feature=\"orders\",side=\"modern\",class=\"none\"}"));
        } else {
            CHECK(got.text() == "legacy");
            CHECK(stage.legacy.last().body.bytes == "<Order><Status>unknown</Status></Order>");
            CHECK(stage.legacy.last().target == "/orders/api/7");
        }
        CHECK(stage.modern.count() == 0);
    }
}

TEST_CASE(
    "an answer that does not fit makes the contract's side serve, or a 502; a write is never done twice") {
    for (bool const reject : {false, true}) {
        CAPTURE(reject);
        scene stage(translated(
            translator(R"({ format = "xml", root = "Order" })", reject ? "on_error = \"reject\"\n" : "") +
            xml_fields));
        stage.modern.on_request(answers("{\"id\":\"seven\"}", "application/json"));
        stage.start();
        stage.flip("modern");
        raw_client client(stage.port());
        auto const got = client.ask(get("/orders/api/7"));
        if (reject) check_is_problem(got, 502);
        if (!reject) CHECK(got.text() == "legacy");
        auto const legacy_so_far = stage.legacy.count();
        check_is_problem(
            client.ask(request("POST", "/orders/api/7", {{"Content-Type", "application/xml"}}, order_xml)),
            502);
        CHECK(stage.legacy.count() == legacy_so_far);
    }
}

TEST_CASE("a body too large to be translated gets 413, an answer too large 502") {
    auto with = translated(translator(R"({ format = "xml", root = "Order" })", "on_error = \"reject\"\n") +
                           xml_fields);
    with.limits = "max_buffered_body = \"4KiB\"\n";
    scene stage(with);
    stage.modern.on_request(
        answers("{\"customer\":{\"name\":\"" + std::string(8000, 'n') + "\"}}", "application/json"));
    stage.start();
    stage.flip("modern");
    auto const large = "<Order><Customer><Name>" + std::string(8000, 'n') + "</Name></Customer></Order>";
    check_is_problem(
        ask(stage.port(), request("POST", "/orders/api/7", {{"Content-Type", "application/xml"}}, large)),
        413);
    CHECK(stage.modern.count() == 0);
    check_is_problem(ask(stage.port(), get("/orders/api/7")), 502);
}

TEST_CASE("a request that one side has no words for is no fallback of the other") {
    closed_port nobody;
    script with;
    with.orders = "translator = \"orders\"\ncontract = \"modern\"\nfallback = true\n";
    with.rest = xml_translator;
    with.modern_endpoint = nobody.url();
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    auto const got = client.ask(
        request("PUT", "/orders/api/7", {{"Content-Type", "application/json"}}, R"({"id":"seven"})"));
    check_is_problem(got, 502);
    CHECK(got.field("Proxy-Status")->find("connection_refused") != std::string::npos);
    CHECK(stage.legacy.count() == 0);
    CHECK_FALSE(stage.facade().metric("ficus_fallbacks_total{feature=\"orders\",reason=\"refused\"}"));
    CHECK(stage.facade().metric("ficus_translations_total{feature=\"orders\",outcome=\"request_failed\"}") ==
          1);
}

TEST_CASE("a header that is renamed takes the place of one that the client sent under its new name") {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.rest = xml_translator;
    scene stage(with);
    stage.modern.on_request(answers(order_json, "application/json"));
    stage.start();
    stage.flip("modern");
    raw_client client(stage.port());
    auto const seen_for = [&](fields const& head) {
        client.ask(get("/orders/api/7", head));
        return stage.modern.last().head.all("X-Client-Id");
    };
    using all = std::vector<std::string>;
    CHECK(seen_for({{"X-Client", "web"}, {"x-client-id", "forged"}}) == all{"web"});
    CHECK(seen_for({{"X-Client-Id", "forged"}, {"X-Client", "web"}, {"X-Client", "too"}}) ==
          all{"web", "too"});
    CHECK(seen_for({{"X-Client-Id", "its own"}}) == all{"its own"});
}
