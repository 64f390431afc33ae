// `ficus translate`: a translator on stdin.
#include "e2e/cli/stage.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace ficus::test;
using boost::json::parse;

namespace {

struct translating : cli_stage {
    translating() {
        dir.write("ficus.toml", content_of(dir / "ficus.toml") + R"(
[translators.orders]
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }

[[translators.orders.fields]]
legacy = "OrderNo"
modern = "id"
type   = "integer"

[[translators.orders.fields]]
legacy = "Status"
modern = "status"
values = { N = "new", P = "paid" }

[[translators.orders.response.fields]]
legacy = "Done"
modern = "done"
type   = "boolean"

[translators.search]
legacy = { format = "form" }
modern = { format = "json" }

[translators.search.request]
method  = { legacy = "GET", modern = "POST" }
path    = { legacy = "/search.php", modern = "/v1/search" }
headers = [ { legacy = "X-Client", modern = "X-Client-Id" } ]

[[translators.search.request.fields]]
legacy = "query:q"
modern = "text"

[[translators.search.outcomes]]
legacy = { status = 200, when = { error = "17" } }
modern = { status = 404, type = "application/problem+json" }
fields = [ { legacy = "text", modern = "detail" } ]

[translators.rpc]
legacy = { format = "json" }
modern = { format = "json" }

[[translators.rpc.request.fields]]
legacy = "params"
modern = "params"

[[translators.rpc.response.fields]]
legacy = "result"
modern = "result"

[[translators.rpc.response.fields]]
legacy = "id"
modern = "request:id"

[[translators.rpc.response.fields]]
legacy = "ref"
modern = "request:header:X-Ref"

[translators.page]
legacy = { format = "xml", root = "Page" }
modern = { format = "json" }

[[translators.page.calls]]
name = "customer"
path = "/customers/{id}"
from = { id = "answer:id" }

[[translators.page.response.fields]]
legacy = "No"
modern = "id"

[[translators.page.response.fields]]
legacy = "Name"
modern = "customer:name"

[translators.upload]
legacy = { format = "json" }
modern = { format = "multipart" }

[[translators.upload.fields]]
legacy = "name"
modern = "name"
)");
    }
};

} // namespace

TEST_CASE("a body goes through, and back") {
    translating const stage;
    auto const there = stage.run({"translate", "orders", "to-modern"}, {},
                                 "<Order><OrderNo>18446744073709551616</OrderNo><Status>P</Status></Order>");
    CHECK(there.status == 0);
    CHECK(there.errors.empty());
    CHECK(there.output == R"({"id":18446744073709551616,"status":"paid"})");
    auto const back = stage.run({"translate", "orders", "to-legacy"}, {}, there.output);
    CHECK(back.status == 0);
    CHECK(says(back.output, "<OrderNo>18446744073709551616</OrderNo><Status>P</Status>"));
}

TEST_CASE("--part chooses where request and response differ") {
    translating const stage;
    auto const part = stage.run({"translate", "orders", "to-modern", "--part", "response"}, {},
                                "<Order><Done>true</Done></Order>");
    CHECK(part.output == R"({"done":true})");
}

TEST_CASE("what does not fit names the field, and ends with 1") {
    translating const stage;
    auto const value = stage.run({"translate", "orders", "to-modern"}, {},
                                 "<Order><OrderNo>1</OrderNo><Status>X</Status></Order>");
    CHECK(value.status == 1);
    CHECK(value.output.empty());
    CHECK(says(value.errors, "ficus: Status: "));
    auto const text = stage.run({"translate", "orders", "to-modern"}, {}, "<Order><OrderNo>");
    CHECK(text.status == 1);
    CHECK(says(text.errors, "line 1"));
}

TEST_CASE("what is dropped is said") {
    translating const stage;
    auto const result = stage.run({"translate", "orders", "to-modern"}, {},
                                  "<Order><OrderNo>1</OrderNo><Extra>a</Extra></Order>");
    CHECK(result.status == 0);
    CHECK(result.output == R"({"id":1})");
    CHECK(says(result.errors, "ficus: warning: 1 member that no field names was dropped"));
    auto const json = stage.run({"translate", "orders", "to-modern", "--json"}, {},
                                "<Order><OrderNo>1</OrderNo><Extra>a</Extra></Order>");
    CHECK(json.json().at("dropped") == 1);
    CHECK(json.json().at("body") == R"({"id":1})");
}

TEST_CASE("an unknown translator ends with 2, and a near match") {
    translating const stage;
    auto const result = stage.run({"translate", "order", "to-modern"});
    CHECK(result.status == 2);
    CHECK(says(result.errors, "did you mean 'orders'?"));
}

TEST_CASE("--explain says field by field what went where, and what was dropped") {
    translating const stage;
    auto const body = "<Order><OrderNo>7</OrderNo><Extra>a</Extra></Order>";
    auto const told = stage.run({"translate", "orders", "to-modern", "--explain"}, {}, body);
    CHECK(told.status == 0);
    CHECK(says(told.output, "WHAT"));
    CHECK(says(told.output, "carried  OrderNo  \"7\"    type = \"integer\""));
    CHECK(says(told.output, "absent   Status"));
    CHECK(says(told.output, "dropped  Extra"));
    auto const json = stage.run({"translate", "orders", "to-modern", "--explain", "--json"}, {}, body).json();
    CHECK(json.at("body") == R"({"id":7})");
    auto const& steps = json.at("steps").as_array();
    REQUIRE(steps.size() == 3);
    CHECK(steps[1].at("what") == "carried");
    CHECK(steps[1].at("source") == "OrderNo");
    CHECK(steps[1].at("target") == "id");
    CHECK(steps[1].at("result") == "7");
}

TEST_CASE("--explain shows what went right before an error, and ends with 1") {
    translating const stage;
    auto const body = "<Order><OrderNo>7</OrderNo><Status>X</Status></Order>";
    auto const told = stage.run({"translate", "orders", "to-modern", "--explain"}, {}, body);
    CHECK(told.status == 1);
    CHECK(says(told.output, "carried  OrderNo"));
    CHECK(says(told.errors, "ficus: Status: "));
    auto const json = stage.run({"translate", "orders", "to-modern", "--explain", "--json"}, {}, body);
    CHECK(json.status == 1);
    CHECK(parse(json.output).at("error").at("where") == "Status");
    CHECK(parse(json.output).at("steps").as_array().size() == 1);
}

TEST_CASE("a whole request goes through by options, its head too") {
    translating const stage;
    auto const made = stage.run({"translate", "search", "to-modern", "--url", "/search.php?q=a%20b&x=1", "-H",
                                 "X-Client: me", "-H", "Accept: */*"});
    CHECK(made.status == 0);
    CHECK(made.output == "POST /v1/search?x=1 HTTP/1.1\r\nX-Client-Id: me\r\nAccept: */*\r\n"
                         "Content-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"text\":\"a b\"}");
    auto const json =
        stage.run({"translate", "search", "to-modern", "--url", "http://host/search.php?q=a", "--json"})
            .json();
    CHECK(json.at("method") == "POST");
    CHECK(json.at("target") == "/v1/search");
    CHECK(json.at("headers").at(0).at("name") == "Content-Type");
    CHECK(json.at("body") == R"({"text":"a"})");
    auto const told = stage.run(
        {"translate", "search", "to-modern", "--url", "/search.php?q=a", "-H", "X-Client: me", "--explain"});
    CHECK(says(told.output, "target"));
    CHECK(says(told.output, "query:q"));
    CHECK(says(told.output, "header:X-Client-Id"));
}

TEST_CASE("a whole message is read from stdin with --http, and an answer's status may change") {
    translating const stage;
    auto const answer = stage.run({"translate", "search", "to-modern", "--http"}, {},
                                  "HTTP/1.1 200 OK\nContent-Type: application/x-www-form-urlencoded\n"
                                  "Content-Length: 99\nServer: old\n\nerror=17&text=gone");
    CHECK(answer.output ==
          "HTTP/1.1 404 Not Found\r\nServer: old\r\nContent-Type: application/problem+json\r\n"
          "Content-Length: 17\r\n\r\n{\"detail\":\"gone\"}");
    auto const request =
        stage.run({"translate", "search", "to-legacy", "--http"}, {},
                  "POST /v1/search HTTP/1.1\r\nHost: new\r\nContent-Type: application/json\r\n\r\n"
                  R"({"text":"a b"})");
    CHECK(request.output == "GET /search.php?q=a+b HTTP/1.1\r\nHost: new\r\n"
                            "Content-Type: application/x-www-form-urlencoded\r\n\r\n");
    auto const status = stage.run({"translate", "search", "to-modern", "--status", "200", "--json"}, {},
                                  "error=17&text=gone");
    CHECK(status.json().at("status") == 404);
}

TEST_CASE("the boundary of a multipart body is in its content type") {
    translating const stage;
    auto const made =
        stage.run({"translate", "upload", "to-modern", "-X", "POST", "--json"}, {}, R"({"name":"a"})").json();
    auto const type = std::string(made.at("content_type").as_string());
    auto const at = type.find("boundary=");
    REQUIRE(at != type.npos);
    CHECK(std::string(made.at("body").as_string()).starts_with("--" + type.substr(at + 9)));
    CHECK(std::string(made.at("headers").at(0).at("value").as_string()) == type);
}

TEST_CASE("what is no whole message is said with its line, and options that do not go together end with 2") {
    translating const stage;
    auto const line =
        stage.run({"translate", "search", "to-modern", "--http"}, {}, "GET /a HTTP/1.1\nno field\n\n");
    CHECK(line.status == 1);
    CHECK(says(line.errors, "stdin, line 2: 'no field' is no header field"));
    auto const first = stage.run({"translate", "search", "to-modern", "--http"}, {}, "q=a");
    CHECK(says(first.errors, "neither a request line nor a status line"));
    CHECK(stage.run({"translate", "search", "to-modern", "--http", "-X", "GET"}).status == 2);
    CHECK(stage.run({"translate", "search", "to-modern", "--status", "200", "--url", "/a"}).status == 2);
    CHECK(stage.run({"translate", "search", "to-modern", "--status", "99"}).status == 2);
    CHECK(stage.run({"translate", "search", "to-modern", "--url", "nowhere"}).status == 2);
    CHECK(stage.run({"translate", "search", "to-modern", "-H", "nothing"}).status == 2);
}

TEST_CASE("--call says what a translator's call answered") {
    translating const stage;
    stage.dir.write("customer.json", R"({"name":"Zo\u00eb"})");
    auto const file = (stage.dir / "customer.json").string();
    auto const whole =
        stage.run({"translate", "page", "to-legacy", "--call", "customer=" + file}, {}, R"({"id":"7"})");
    CHECK(whole.status == 0);
    CHECK(says(whole.output, "<No>7</No><Name>Zo\xc3\xab</Name>"));
    auto const alone =
        stage.run({"translate", "page", "to-legacy", "--part", "response"}, {}, R"({"id":"7"})");
    CHECK(says(alone.output, "<No>7</No></Page>"));
    auto const message = stage.run({"translate", "page", "to-legacy", "--http", "--call", "customer=" + file},
                                   {}, "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\":\"7\"}");
    CHECK(says(message.output, "<Name>Zo\xc3\xab</Name>"));
}

TEST_CASE("a --call that says nothing of use is refused, with its name") {
    translating const stage;
    stage.dir.write("customer.json", "{");
    auto const refused = [&](std::vector<std::string> words, int status) {
        words.insert(words.begin(), "translate");
        auto const result = stage.run(words, {}, R"({"id":"7"})");
        CHECK(result.status == status);
        CHECK(result.output.empty());
        return result.errors;
    };
    auto const file = (stage.dir / "customer.json").string();
    CHECK(says(refused({"page", "to-legacy", "--call", "customr=" + file}, 2), "did you mean 'customer'?"));
    CHECK(says(refused({"orders", "to-legacy", "--call", "a=" + file}, 2), "has no calls"));
    CHECK(says(refused({"page", "to-legacy", "--call", "customer"}, 2), "write NAME=FILE"));
    CHECK(says(refused({"page", "to-modern", "--call", "customer=" + file}, 2), "leave it out of to-modern"));
    CHECK(says(refused({"page", "to-legacy", "--part", "request", "--call", "customer=" + file}, 2),
               "--call is of an answer"));
    CHECK(says(refused({"page", "to-legacy", "--call", "customer=" + file}, 1), "customer.json: "));
    CHECK(says(refused({"page", "to-legacy", "--call", "customer=" + file + ".none"}, 1), "cannot be read"));
}

TEST_CASE("--request says what the client of an answer had asked") {
    translating const stage;
    auto const told = [&](std::string const& request, std::vector<std::string> words) {
        stage.dir.write("request", request);
        words.insert(words.begin(), {"translate"});
        words.insert(words.end(), {"--request", (stage.dir / "request").string()});
        return stage.run(words, {}, R"({"result":"r"})");
    };
    auto const bare = told(R"({"params":"p","id":7})", {"rpc", "to-legacy"});
    CHECK(bare.status == 0);
    CHECK(bare.output == R"({"id":7,"result":"r"})");
    auto const whole =
        told("POST /rpc HTTP/1.1\nX-Ref: a-1\nContent-Type: application/json\n\n{\"id\":\"x\"}",
             {"rpc", "to-legacy", "--status", "200"});
    CHECK(says(whole.output, R"({"id":"x","ref":"a-1","result":"r"})"));
    CHECK(says(told("HTTP/1.1 200 OK\n\n", {"rpc", "to-legacy"}).errors,
               "where the request that it is of is due"));
    auto const nothing = told("{}", {"orders", "to-legacy"});
    CHECK(nothing.status == 2);
    CHECK(says(nothing.errors, "repeat nothing of their requests"));
    auto const other = told("{}", {"rpc", "to-legacy", "--part", "request"});
    CHECK(other.status == 2);
    CHECK(says(other.errors, "--request is what an answer is of"));
}
