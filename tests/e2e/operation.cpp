// One URL behind which several operations hide: the body says which feature a request is for.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"
#include "support/content_coding.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

/// Five features behind /rpc, each with a modern side of its own that says its name and the size of the body
/// that it got; all are at modern but `remove`.
struct one_url {
    fake_upstream page{tells("page")};
    fake_upstream call{tells("call")};
    fake_upstream order{tells("order")};
    fake_upstream remove{tells("remove")};
    scene stage;

    explicit one_url(script more = {}) : stage(with(std::move(more))) {
        stage.modern.on_request(tells("update"));
        stage.legacy.on_request(tells("legacy"));
        stage.start();
        for (auto const* name : {"orders", "page", "call", "order"}) stage.cli_json({"flip", name, "modern"});
    }

    static handler tells(std::string name) {
        return [name](exchange& on) {
            auto const& body = on.read_body();
            on.answer(200, name + ' ' + std::to_string(body.size) + ' ' + std::to_string(body.digest));
        };
    }

    script with(script made) {
        made.orders_match = R"([ { path = "/rpc", methods = ["POST"], form = { action = "update" } } ])";
        auto const feature = [&](std::string const& name, fake_upstream const& at, std::string const& asks) {
            made.rest += "[upstreams." + name + "]\nendpoints = [\"" + at.url() + "\"]\n[features." + name +
                         "]\nmodern = \"" + name + "\"\nmatch = [ { path = \"/rpc\", " + asks + " } ]\n";
        };
        feature("page", page, R"(xmlrpc_method = "wiki.getPage")");
        feature("call", call, R"(jsonrpc_method = "~^order\\.")");
        feature("order", order, R"(xpath = { "/Envelope/Body/{urn:orders}Get/@v" = "2" })");
        feature("remove", remove, R"(json = { "order.kind" = "old" })");
        return made;
    }
};

std::string told(std::string_view name, std::string_view body) {
    return std::string(name) + ' ' + std::to_string(body.size()) + ' ' + std::to_string(digest_of(body));
}

std::string const get_page = "<methodCall><methodName>wiki.getPage</methodName><params/></methodCall>";
std::string const put_page = "<methodCall><methodName>wiki.putPage</methodName><params/></methodCall>";
std::string const order_get = R"({"jsonrpc":"2.0","method":"order.get","id":1})";
std::string const soap_get = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                             "<o:Get xmlns:o=\"urn:orders\" v=\"2\"/></s:Body></s:Envelope>";
std::string const old_order = R"({"order":{"kind":"old"}})";

struct operation {
    std::string body;
    std::string served;
};
std::vector<operation> const operations = {
    {"id=7&action=update", "update"},
    {get_page, "page"},
    {order_get, "call"},
    {soap_get, "order"},
    {old_order, "legacy"},
    {put_page, "legacy"},
    {"action=x", "legacy"},
    {"", "legacy"},
};

bool counts(one_url& house, std::string const& line) {
    return house.stage.facade().admin("/metrics").text().find(line + '\n') != std::string::npos;
}

} // namespace

TEST_CASE("operations behind one URL are served by their features' sides, with the body whole") {
    one_url house;
    raw_client client(house.stage.port());
    for (auto const& [body, served] : operations) {
        INFO(body);
        CHECK(client.ask(request("POST", "/rpc", {}, body)).text() == told(served, body));
    }
    house.stage.cli_json({"flip", "remove", "modern"});
    CHECK(eventually([&] {
        return client.ask(request("POST", "/rpc", {}, old_order)).text() == told("remove", old_order);
    }));
}

TEST_CASE("a body that comes in small pieces, or in chunks, is found out all the same") {
    one_url house;
    for (auto const& [body, served] : operations) {
        INFO(body);
        raw_client client(house.stage.port());
        client.send_in_pieces(request("POST", "/rpc", {}, body), 7);
        CHECK(client.read_answer("POST").text() == told(served, body));
        std::string chunks;
        for (std::size_t i = 0; i < body.size(); i += 5) chunks += as_chunk(body.substr(i, 5));
        client.send_in_pieces(chunked_request("POST", "/rpc") + chunks + last_chunk(), 11);
        CHECK(client.read_answer("POST").text() == told(served, body));
    }
}

TEST_CASE("pipelined operations each find their own side") {
    one_url house;
    raw_client client(house.stage.port());
    std::string all;
    for (auto const& [body, served] : operations) all += request("POST", "/rpc", {}, body);
    client.send(all);
    for (auto const& [body, served] : operations)
        CHECK(client.read_answer("POST").text() == told(served, body));
}

TEST_CASE("a client that waits to be told to go on is told so where its body is needed, once") {
    one_url house;
    raw_client client(house.stage.port());
    client.send("POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(get_page.size()) +
                "\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read_some() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(get_page);
    auto const got = client.read_answer("POST");
    CHECK(got.interim.empty());
    CHECK(got.text() == told("page", get_page));
    CHECK_FALSE(house.page.last().field("Expect"));
}

TEST_CASE("a body larger than may be held goes to who asks for no body, and nothing of it is lost") {
    script with;
    with.limits = "max_buffered_body = \"64KiB\"\n";
    one_url house(with);
    raw_client client(house.stage.port());
    std::string const body = "action=update&x=" + std::string(300 * 1024, 'x');
    CHECK(client.ask(request("POST", "/rpc", {}, body)).text() == told("legacy", body));
    std::string chunks;
    for (std::size_t i = 0; i < body.size(); i += 10'000) chunks += as_chunk(body.substr(i, 10'000));
    CHECK(client.ask(chunked_request("POST", "/rpc") + chunks + last_chunk()).text() == told("legacy", body));
    CHECK(counts(house, "ficus_match_body_unread_total{reason=\"too_large\"} 2"));
    // The connection is as good as before.
    CHECK(client.ask(request("POST", "/rpc", {}, get_page)).text() == told("page", get_page));
}

TEST_CASE("a large chunked body whose client waits to go on reaches the upstream without Expect") {
    script with;
    with.limits = "max_buffered_body = \"1KiB\"\n";
    one_url house(with);
    raw_client client(house.stage.port());
    client.send(chunked_request("POST", "/rpc", {{"Expect", "100-continue"}}));
    CHECK(client.read_some() == "HTTP/1.1 100 Continue\r\n\r\n");
    std::string const body(5000, 'a');
    client.send(as_chunk(body) + last_chunk());
    auto const got = client.read_answer("POST");
    CHECK(got.interim.empty());
    CHECK(got.text() == told("legacy", body));
    CHECK_FALSE(house.stage.legacy.last().field("Expect"));
}

TEST_CASE("what cannot be read belongs to no operation, is passed on as it came, and is counted") {
    one_url house;
    raw_client client(house.stage.port());
    std::string const broken = "<methodCall><methodName>wiki.getPage</methodCall>";
    CHECK(client.ask(request("POST", "/rpc", {}, broken)).text() == told("legacy", broken));
    std::string const deep(5000, '[');
    CHECK(client.ask(request("POST", "/rpc", {}, deep)).text() == told("legacy", deep));
    CHECK(client.ask(request("POST", "/rpc", {{"Content-Encoding", "compress"}}, get_page)).text() ==
          told("legacy", get_page));
    for (auto const* reason : {"malformed", "too_complex", "encoded"})
        CHECK(counts(house, "ficus_match_body_unread_total{reason=\"" + std::string(reason) + "\"} 1"));
}

TEST_CASE("a body in a content coding is looked into, and passed on as it came") {
    one_url house;
    raw_client client(house.stage.port());
    auto const in_gzip = packed("gzip", get_page);
    CHECK(client.ask(request("POST", "/rpc", {{"Content-Encoding", "gzip"}}, in_gzip)).text() ==
          told("page", in_gzip));
    CHECK(client.ask(request("POST", "/rpc", {{"Content-Encoding", "br"}}, in_gzip)).text() ==
          told("legacy", in_gzip));
    CHECK(counts(house, "ficus_match_body_unread_total{reason=\"malformed\"} 1"));
}

TEST_CASE("a body that is waited for and stops coming is given up after body_timeout") {
    script with;
    with.limits = "body_timeout = \"300ms\"\n";
    one_url house(with);
    raw_client client(house.stage.port());
    client.send("POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n<method");
    check_is_problem(client.read_answer("POST"), 408);
    CHECK(house.stage.legacy.count() == 0);
}

TEST_CASE("only a feature that asks for a body makes it wait") {
    one_url house;
    raw_client client(house.stage.port());
    client.send("POST /elsewhere HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
    CHECK(house.stage.legacy.wait_for([](auto const& r) { return r.target == "/elsewhere"; }));
    client.send("world");
    CHECK(client.read_answer("POST").text() == told("legacy", "helloworld"));
}

TEST_CASE("a request without a body has none of what is asked for") {
    one_url house;
    raw_client client(house.stage.port());
    CHECK(client.ask(get("/rpc")).text() == told("legacy", ""));
}

TEST_CASE("explain looks into a body as the facade does, and says what it saw") {
    one_url house;
    auto const explain = [&](std::string const& body) {
        return house.stage.cli_json({"explain", "POST", "/rpc", "-d", body});
    };
    CHECK(explain("action=update").at("feature") == "orders");
    CHECK(explain(get_page).at("feature") == "page");
    CHECK(explain(get_page).at("body") == "XML, method wiki.getPage");
    CHECK(explain(order_get).at("body") == "JSON, method order.get");
    CHECK(explain(soap_get).at("feature") == "order");
    CHECK(explain("<broken").at("feature").is_null());
    CHECK(explain("<broken").at("body").as_string().starts_with("cannot be read as XML: "));
    house.stage.dir.write("body.xml", get_page);
    CHECK(explain("@" + (house.stage.dir / "body.xml").string()).at("feature") == "page");
    house.stage.dir.write("body.gz", packed("gzip", get_page));
    auto const coded = [&](std::string const& coding) {
        return house.stage.cli_json({"explain", "POST", "/rpc", "-H", "Content-Encoding: " + coding, "-d",
                                     "@" + (house.stage.dir / "body.gz").string()});
    };
    CHECK(coded("gzip").at("feature") == "page");
    CHECK(coded("br").at("body") == "not to be read: the body is no br stream");
    CHECK(coded("compress").at("feature").is_null());
    auto const without = house.stage.cli_json({"explain", "POST", "/rpc"});
    CHECK(without.at("feature").is_null());
    CHECK(without.at("body").as_string().starts_with("none; give it with -d"));
    CHECK(house.stage.cli_json({"explain", "POST", "/elsewhere", "-d", get_page}).at("body").is_null());
    CHECK(house.stage.cli({"explain", "POST", "/rpc", "-d", "@nowhere"}).status == 2);
}

TEST_CASE("a client whose body trickles in cannot keep what is held of it") {
    script with;
    with.limits = "body_timeout = \"250ms\"\n";
    one_url house(with);
    raw_client client(house.stage.port());
    client.send("POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    // A byte whenever nothing came for a while: never late by body_timeout.
    std::string got;
    for (int bytes = 0; bytes < 100 && got.empty(); ++bytes) {
        client.send("x");
        got = client.read_some(milliseconds(50));
    }
    CHECK(got.starts_with("HTTP/1.1 408 "));
    CHECK(house.stage.legacy.count() == 0);
}

TEST_CASE("a body that cannot be decoded is decoded once, though routing and translator both want it") {
    script with;
    with.orders_match = R"([ { path = "/rpc" }, { path = "/rpc", form = { action = "update" } } ])";
    with.orders = "translator = \"orders\"\n";
    with.rest = R"(
[translators.orders]
legacy = { format = "json" }
modern = { format = "json" }
on_error = "reject"
[[translators.orders.fields]]
legacy = "a"
modern = "b"
)";
    scene stage(with);
    stage.start();
    stage.flip("modern");
    fields const head = {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}};
    raw_client client(stage.port());
    CHECK(client.ask(request("POST", "/rpc", head, packed("gzip", R"({"a":"x"})"))).whole());
    CHECK(stage.modern.last().body.bytes == R"({"b":"x"})");
    check_is_problem(client.ask(request("POST", "/rpc", head, "no gzip")), 422);
    CHECK(stage.facade().metric("ficus_body_undecoded_total{reason=\"malformed\"}") == 1);
}

TEST_CASE("a feature that refuses what cannot be read is not left by making its body unreadable") {
    script with;
    with.orders = "unread = \"refuse\"\n";
    with.limits = "max_buffered_body = \"64KiB\"\n";
    one_url house(with);
    auto const asks = [&](std::string const& method, fields const& head, std::string const& body) {
        return ask(house.stage.port(), request(method, "/rpc", head, body));
    };
    std::string const broken = "<methodCall><methodName>wiki.getPage</methodCall>";
    check_is_problem(asks("POST", {}, broken), 400);
    check_is_problem(asks("POST", {{"Content-Encoding", "gzip"}}, "action=update"), 400);
    check_is_problem(asks("POST", {{"Content-Encoding", "compress"}}, "action=update"), 415);
    check_is_problem(asks("POST", {}, "action=update&x=" + std::string(100'000, 'x')), 413);
    CHECK(house.stage.legacy.count() == 0);
    CHECK(eventually([&] {
        return house.stage.facade().metric("ficus_facade_answers_total{reason=\"body_unread\"}") == 4;
    }));
    // What the feature cannot be asked for is nothing of its, and what can be read finds its way.
    CHECK(asks("PUT", {}, broken).text() == told("legacy", broken));
    for (auto const& [body, served] : operations) {
        INFO(body);
        CHECK(asks("POST", {}, body).text() == told(served, body));
    }
    auto const said = house.stage.cli({"explain", "POST", "/rpc", "-d", broken});
    CHECK(said.status != 0);
    CHECK((said.output + said.errors).find("the facade answers 400") != std::string::npos);
}
