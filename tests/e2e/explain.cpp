// `ficus explain` says where a request would go; a request then goes there.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace ficus::test;

namespace {

/// Three features with every kind of matcher, each with a modern side of its own, so that an answer names its
/// feature.
struct many_features {
    fake_upstream carts{says("carts")};
    fake_upstream pages{says("pages")};
    scene stage;

    many_features() : stage(with()) {
        stage.start();
        stage.cli_json({"flip", "orders", "modern", "--when", "header:X-Beta=1"});
        stage.flip("30%");
        stage.cli_json({"flip", "carts", "modern"});
        stage.cli_json({"flip", "pages", "60%"});
    }

    script with() {
        script made;
        made.orders_match =
            R"([ { path = "/api/orders/{id}" }, { path_prefix = "/orders/", methods = ["GET", "POST"] } ])";
        made.rest = "[upstreams.carts]\nendpoints = [\"" + carts.url() +
                    "\"]\n[upstreams.pages]\nendpoints = [\"" + pages.url() +
                    "\"]\n[features.carts]\nmatch = [ { path_prefix = \"/orders/carts\" }, { path = "
                    "\"/cart\", query = { v = \"~^[0-9]+$\" } } ]\n"
                    "modern = \"carts\"\n"
                    "[features.pages]\nmatch = [ { path_regex = \"^/p[0-9]+/\" }, { path = "
                    "\"/page/{name...}\", host = \"*.example.com\" }, { path = \"/café\" } ]\n"
                    "modern = \"pages\"\nsticky = [\"cookie:sid\"]\n";
        return made;
    }
};

struct probe {
    std::string method;
    std::string target;
    fields head;
};

/// Asks both; `ambiguous` requests must be refused by the one and called so by the other.
void check_agrees(many_features& house, raw_client& client, probe const& one) {
    std::vector<std::string> arguments = {"explain", one.method, one.target, "--client-ip", "127.0.0.1"};
    for (auto const& [name, value] : one.head) arguments.insert(arguments.end(), {"-H", name + ": " + value});
    arguments.insert(arguments.end(), {"--json"});
    auto const explained = house.stage.cli(arguments);
    auto const got = client.ask(request(one.method, one.target, one.head));
    INFO(one.method << " " << one.target << " " << lines_of(one.head) << "\nexplain: " << explained.output
                    << explained.errors << "\nserved: " << got.status << " " << got.text());
    if (got.status == 400) {
        CHECK((explained.output + explained.errors).find("400") != std::string::npos);
        client.close();
        return;
    }
    REQUIRE(got.status == 200);
    REQUIRE(explained.status == 0);
    auto const said = explained.json().as_object();
    auto const served = got.field("X-Upstream").value_or("");
    auto const upstream = std::string(said.at("upstream").as_string());
    CHECK(upstream == (served == "legacy" ? "monolith" : served == "modern" ? "fresh" : served));
    CHECK(said.at("side").as_string() == (served == "legacy" ? "legacy" : "modern"));
    if (served != "legacy") CHECK(said.at("feature").as_string() == (served == "modern" ? "orders" : served));
    CHECK_FALSE(said.at("why").as_string().empty());
}

} // namespace

TEST_CASE("explain agrees with where encoded, dotted and doubled paths go") {
    many_features house;
    for (auto const* target : {"/api/orders/1",
                               "/api/orders/",
                               "/api/orders",
                               "/api/orders/1/2",
                               "/api/./orders/1",
                               "/x/../api/orders/1",
                               "/api/%6Frders/1",
                               "/%61pi/orders/%31",
                               "/api//orders/1",
                               "//api/orders/1",
                               "/api/orders/a%2Fb",
                               "/api%2Forders/1",
                               "/api/orders/1;x=2",
                               "/api;x/orders/1",
                               "/api/orders\\1",
                               "/api/orders/%5c",
                               "/api/orders/%00",
                               "/orders",
                               "/orders/",
                               "/orders/x",
                               "/ordersx",
                               "/orders/carts",
                               "/orders/carts/1",
                               "/orders/cartsx",
                               "/orders/%63arts/1",
                               "/orders/./carts/1",
                               "/orders/x/../carts/1",
                               "/orders/x%2F..%2Fcarts/1",
                               "/orders//carts/1",
                               "/orders/../../orders/carts",
                               "/cart",
                               "/cart?v=1",
                               "/cart?v=x",
                               "/cart?x=1&v=22",
                               "/cart?v=%31",
                               "/cart?%76=1",
                               "/p1/a",
                               "/p/1",
                               "/P1/a",
                               "/caf%C3%A9",
                               "/caf%c3%a9",
                               "/caf%E9",
                               "/page/a",
                               "/page/",
                               "/%2e%2e/orders/x",
                               "/orders/%2e%2e/cart?v=1",
                               "/.",
                               "/..",
                               "/orders/x?../carts"}) {
        raw_client client(house.stage.port());
        check_agrees(house, client, {"GET", target, {{"X-User-Id", "u1"}, {"Cookie", "sid=s1"}}});
    }
    raw_client client(house.stage.port());
    check_agrees(house, client, {"GET", "http://shop.example.com/page/x", {{"Cookie", "sid=1"}}});
    check_agrees(house, client, {"GET", "/page/x", {{"Host", "shop.example.com"}, {"Cookie", "sid=1"}}});
    check_agrees(house, client, {"GET", "/page/x", {{"Host", "SHOP.example.COM:8080"}, {"Cookie", "sid=1"}}});
    check_agrees(house, client, {"PUT", "/orders/x", {{"X-User-Id", "u1"}}});
}

TEST_CASE("explain agrees with where random requests go") {
    many_features house;
    std::mt19937 random(2024);
    auto const one_of = [&](std::vector<std::string> const& list) { return list[random() % list.size()]; };
    std::vector<std::string> const parts = {"orders", "api",       "carts",  "cart", "page", "p7",
                                            "1",      ".",         "..",     "",     "x",    "%6frders",
                                            "a%20b",  "caf%C3%A9", "%2e%2e", "~u"};
    std::map<std::string, int> served;
    for (int i = 0; i < 150; ++i) {
        std::string target;
        for (auto n = 1 + random() % 4; n > 0; --n) target += "/" + one_of(parts);
        if (random() % 2 == 0)
            target = one_of({"/api/orders/" + std::to_string(i), "/orders/" + one_of(parts), "/orders/carts",
                             "/p3" + target});
        if (random() % 3 == 0) target += one_of({"?v=1", "?v=x", "?", "?a=b&v=3"});
        fields head;
        if (random() % 4 != 0) head.emplace_back("X-User-Id", "user " + std::to_string(random() % 1000));
        if (head.empty()) head.emplace_back("X-User-Id", "fixed");
        head.emplace_back("Cookie", "sid=" + std::to_string(random() % 1000) + "; a=b");
        if (random() % 5 == 0) head.emplace_back("X-Beta", one_of({"1", "0"}));
        if (random() % 4 == 0) head.emplace_back("Host", "www.example.com");
        raw_client client(house.stage.port());
        check_agrees(house, client, {one_of({"GET", "GET", "POST", "PUT", "HEAD"}), target, head});
    }
    CHECK(house.carts.count() > 0);
    CHECK(house.pages.count() > 0);
    CHECK(house.stage.modern.count() > 0);
    CHECK(house.stage.legacy.count() > 0);
}

TEST_CASE("explain names the rule, the bucket and the key") {
    many_features house;
    auto const said = house.stage.cli_json({"explain", "GET", "/orders/1", "-H", "X-User-Id: 42"});
    CHECK(said.at("feature").as_string() == "orders");
    CHECK(said.at("rule").to_number<int>() == 1);
    CHECK(said.at("key").as_string() == "header:X-User-Id");
    CHECK(said.at("bucket").to_number<int>() < 10000);
    auto const beta = house.stage.cli_json({"explain", "GET", "/orders/1", "-H", "X-Beta: 1"});
    CHECK(beta.at("rule").to_number<int>() == 0);
    CHECK(beta.at("side").as_string() == "modern");
    auto const nobody = house.stage.cli_json({"explain", "GET", "/elsewhere"});
    CHECK(nobody.at("feature").is_null());
    CHECK(nobody.at("rule").is_null());
    CHECK(nobody.at("bucket").is_null());
    CHECK(nobody.at("translator").is_null());
    CHECK(nobody.at("upstream").as_string() == "monolith");
}

TEST_CASE("explain says 405 where the facade does") {
    scene stage;
    stage.start();
    for (auto const* method : {"TRACE", "CONNECT"}) {
        CHECK(ask(stage.port(), request(method, "/orders/1")).status == 405);
        auto const said = stage.cli({"explain", method, "/orders/1"});
        CHECK(said.status == 1);
        CHECK(said.output.empty());
        CHECK(said.errors.find("the facade answers 405 to this request") != std::string::npos);
    }
}

TEST_CASE("explain believes the proxies that the facade believes") {
    script with;
    with.facade = "trusted_proxies = [\"127.0.0.0/8\"]\n";
    scene stage(with);
    stage.start();
    stage.cli_json({"flip", "orders", "modern", "--when", "ip=192.0.2.0/24"});
    for (auto const* client : {"192.0.2.7", "198.51.100.1", "192.0.2.7, 6.6.6.6"}) {
        auto const served = ask(stage.port(), get("/orders/1", {{"X-Forwarded-For", client}})).text();
        auto const said =
            stage.cli_json({"explain", "GET", "/orders/1", "-H", "X-Forwarded-For: " + std::string(client)});
        CAPTURE(client);
        CHECK(said.at("side").as_string() == served);
    }
}

TEST_CASE("explain says what a translator asks for, and modern is asked for that") {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.orders_match = R"([ { path_prefix = "/t" } ])";
    with.rest = R"([translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
[translators.orders.request]
path = { legacy = "/t/{rest...}", modern = "/v2/{rest...}" }
)";
    scene stage(with);
    stage.start();
    stage.flip("modern");
    std::size_t asked = 0;
    for (auto const& [sent, path] :
         std::vector<std::pair<std::string, std::string>>{{"/t/a/../../t/b", "/v2/b"},
                                                          {"/t/./7", "/v2/7"},
                                                          {"/t//7", "/v2//7"},
                                                          {"/%74/x%2Fy?q=1", "/v2/x%2Fy"}}) {
        INFO(sent);
        ask(stage.port(), get(sent));
        REQUIRE(stage.modern.wait_for_count(++asked));
        auto const target = stage.modern.last().target;
        CHECK(target.substr(0, target.find('?')) == path);
        auto const why = std::string(stage.cli_json({"explain", "GET", sent}).at("why").as_string());
        INFO(why);
        CHECK(why.find(", where it asks for " + path) != std::string::npos);
    }
    auto const why = std::string(stage.cli_json({"explain", "GET", "/t"}).at("why").as_string());
    CHECK(why.find("the same path, which does not fit the translator's template /t/{rest...}") !=
          std::string::npos);
}

TEST_CASE(
    "explain says what a translator makes of a request, and what becomes of one that it cannot translate") {
    auto const on_error = GENERATE(std::string("contract"), std::string("reject"));
    script with;
    with.orders_match = R"([ { path = "/rpc" } ])";
    with.orders = "translator = \"orders\"\n";
    with.rest = "[translators.orders]\non_error = \"" + on_error + R"("
legacy = { format = "json" }
modern = { format = "json" }
[translators.orders.request]
method = { legacy = "POST", modern = "PATCH" }
[[translators.orders.request.fields]]
legacy = "query:page"
modern = "query:p"
type   = "integer"
[[translators.orders.request.fields]]
legacy = "a"
modern = "b"
)";
    scene stage(with);
    stage.start();
    stage.flip("modern");
    auto const why = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "explain");
        return std::string(stage.cli_json(std::move(arguments)).at("why").as_string());
    };
    auto const has = [](std::string const& text, std::string const& part) {
        INFO(text);
        CHECK(text.find(part) != std::string::npos);
    };
    has(why({"POST", "/rpc?page=2&x=1"}), "where it asks for PATCH /rpc?x=1&p=2");
    auto const mend = on_error == "reject" ? "the facade answers 422" : "legacy serves it as it came";
    has(why({"POST", "/rpc?page=two"}), mend);
    has(why({"POST", "/rpc", "-d", "{"}), mend);
    has(why({"POST", "/rpc", "-d", "{}", "-H", "Content-Encoding: x"}),
        on_error == "reject" ? "the facade answers 415" : "legacy serves it as it came");
    for (std::vector<std::string> const& head :
         {std::vector<std::string>{"-H", "Content-Length: 1", "-H", "Content-Length: 2"},
          {"-H", "Content-Length: 1", "-H", "Transfer-Encoding: chunked"},
          {"-H", "Transfer-Encoding: gzip"},
          {"-H", "Host: a", "-H", "Host: b"}}) {
        std::vector<std::string> arguments = {"explain", "POST", "/rpc"};
        arguments.insert(arguments.end(), head.begin(), head.end());
        auto const said = stage.cli(arguments);
        CHECK(said.status != 0);
        has(said.output + said.errors, "the facade answers 400 to this request");
    }
}
