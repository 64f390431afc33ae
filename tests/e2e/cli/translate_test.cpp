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
