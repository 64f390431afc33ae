#include "acl/csv.hpp"
#include "acl/json.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

csv_options const bare{.header = false};

std::string as_json(std::string_view csv, csv_options const& options = {},
                    reading_limits const& limits = {}) {
    auto const read = read_csv(csv, options, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

std::string as_csv(std::string_view json, csv_options const& options = {}) {
    auto const read = read_json(json);
    REQUIRE(read.has_value());
    std::string out;
    auto const written = write_csv(*read->root(), options, out);
    if (!written) return written.error().where + ": " + written.error().message;
    return out;
}

} // namespace

TEST_CASE("rows of csv are objects of the columns that the header names") {
    CHECK(as_json("a,b\r\n1,\r\n,x y\r\n") == R"([{"a":"1","b":""},{"a":"","b":"x y"}])");
    CHECK(as_json("a,b\n1,2") == R"([{"a":"1","b":"2"}])");
    CHECK(as_json("a\r\n\r\nx\r\n") == R"([{"a":""},{"a":"x"}])");
    CHECK(as_json("\xef\xbb\xbf"
                  "a\r\n1\r\n") == R"([{"a":"1"}])");
    CHECK(as_json("a,b\r\n") == "[]");
    CHECK(as_json("") == "[]");
}

TEST_CASE("rows of csv without a header are lists") {
    CHECK(as_json("a,b\r\n1, 2\r\n", bare) == R"([["a","b"],["1"," 2"]])");
    CHECK(as_json("", bare) == "[]");
    CHECK(as_json("\r\n", bare) == R"([[""]])");
}

TEST_CASE("quotes hold separators, line ends and doubled quotes") {
    CHECK(as_json("\"a\",\"b,\"\"c\"\"\r\nd\"\r\n\"\",x\r\n", bare) == R"([["a","b,\"c\"\r\nd"],["","x"]])");
    CHECK(as_json("a;'b''c'\n1;2,3", {.separator = ';', .quote = '\''}) == R"([{"a":"1","b'c":"2,3"}])");
    CHECK(as_json("a\tb\n\"1\t\"\t2", {.separator = '\t'}) == R"([{"a":"1\t","b":"2"}])");
}

TEST_CASE("csv that is not as RFC 4180 has it is refused with its row") {
    struct example {
        std::string_view csv, error;
    };
    auto const sent = GENERATE(
        example{"a,b\n1,2,3\n", "row 2: more fields than the 2 of the first row"},
        example{"a,b\n1,2\n3\n", "row 3: fewer fields than the 2 of the first row"},
        example{"a,b\n\n", "row 2: fewer fields than the 2 of the first row"},
        example{"a,b,a\n", "row 1: column \"a\" is there twice"},
        example{"a\nb\"c\n",
                "row 2: a quote within a field that does not begin with one; put the field in quotes and "
                "double it"},
        example{"a\n\"b\"c\n", "row 2: text behind a closing quote; a quote within quotes is doubled"},
        example{"a\n\"b\n", "row 2: a quote that is never closed"},
        example{"a\rb\n", "row 1: a CR without its LF; put the field in quotes"},
        example{"a\nb\r", "row 2: a CR without its LF; put the field in quotes"},
        example{"a\n\xff\n", "byte 3: not UTF-8"});
    CAPTURE(sent.csv);
    CHECK(as_json(sent.csv) == sent.error);
}

TEST_CASE("csv keeps the limits") {
    // The list, two rows and four fields.
    CHECK(as_json("1,2\n3,4\n", bare, {.max_members = 7}) == R"([["1","2"],["3","4"]])");
    CHECK(as_json("1,2\n3,4\n", bare, {.max_members = 6}) ==
          "row 2: more values than are accepted in one document");
    CHECK(read_csv("a,b,c,d", {}, {.max_members = 4}).error().code == error_code::limit);
    CHECK(read_csv("1,2", {}, {.max_bytes = 2}).error().code == error_code::limit);
    CHECK(read_csv("1,2", {}, {.max_depth = 1}).error().code == error_code::limit);
}

TEST_CASE("csv is written with the columns of the first row, and quotes where they are due") {
    CHECK(as_csv(R"([{"a":"x,y","b":12.50},{"b":true,"a":"q\"\n"}])") ==
          "a,b\r\n\"x,y\",12.50\r\n\"q\"\"\n\",true\r\n");
    CHECK(as_csv(R"([["x,y",";"],["",""]])", {.header = false, .separator = ';'}) == "x,y;\";\"\r\n;\r\n");
    CHECK(as_csv("[]").empty());
    // Unquoted, the mark would be skipped.
    CHECK(as_csv(R"([["\ufeffa","\ufeffa"]])", bare) == "\"\xef\xbb\xbf"
                                                        "a\",\xef\xbb\xbf"
                                                        "a\r\n");
}

TEST_CASE("csv that knows its columns has them all, in their order, and then those of the first row") {
    csv_options known;
    known.columns = {"b", "a"};
    CHECK(as_csv("[]", known) == "b,a\r\n");
    CHECK(as_csv(R"([{"a":1},{"c":"x"}])", known) ==
          "[1].c: is not in the first row, which names the columns");
    CHECK(as_csv(R"([{"a":1,"c":"x"},{"c":"y","b":2},{"c":""}])", known) ==
          "b,a,c\r\n,1,x\r\n2,,y\r\n,,\r\n");
    CHECK(as_csv(R"([{"a":1,"c":"x"},{"a":2}])", known) == "[1].c: is absent, and csv has no way to say so");
    CHECK(as_csv("[{}]", known) == "b,a\r\n,\r\n");
}

TEST_CASE("what csv cannot hold is refused with its place") {
    CHECK(as_csv(R"([{"a":1},{"b":1}])") == "[1].b: is not in the first row, which names the columns");
    CHECK(as_csv(R"([{"a":1,"b":2},{"b":1}])") == "[1].a: is absent, and csv has no way to say so");
    CHECK(as_csv(R"([{"a":null}])") == "[0].a: csv cannot hold null");
    CHECK(as_csv(R"([{"a":[1]}])") == "[0].a: csv cannot hold lists or objects in a field");
    CHECK(as_csv(R"([["a"],["b","c"]])", bare) == "[1]: 2 items, and the first row has 1");
    CHECK(as_csv(R"([{}])") == "[0]: a row of csv is an object with at least one member");
    CHECK(as_csv(R"([{"a":1}])", bare) ==
          "[0]: a row of csv without a header is a list with at least one item");
    CHECK(as_csv(R"({"a":1})") == "the document: only a list of rows can be written as csv");
}
