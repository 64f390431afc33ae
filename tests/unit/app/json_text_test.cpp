#include "facade/app/json_text.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using ficus::app::json_text;
namespace json = boost::json;

TEST_CASE("numbers read as people write them") {
    CHECK(json_text(json::value(12.5)) == "12.5");
    CHECK(json_text(json::value(100.0)) == "100.0");
    CHECK(json_text(json::value(0.29)) == "0.29");
    CHECK(json_text(json::value(-3.0)) == "-3.0");
    CHECK(json_text(json::value(7)) == "7");
}

TEST_CASE("a document survives, whatever is in it") {
    for (auto const* text : {R"({"a":[],"b":{},"c":[1,2.5,null,true,"x\"\n\u0001é"],"d\"":{"e":[[]]}})", "[]",
                             "{}", "\"\"", "null", "18446744073709551615", "-9223372036854775808"})
        CHECK(json::parse(json_text(json::parse(text))) == json::parse(text));
    auto const odd = json::value(1e300);
    CHECK(json::parse(json_text(odd)) == odd);
}
