#include "acl/json.hpp"
#include "acl/text.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using namespace std::string_literals;

namespace {

std::string as_text(std::string_view json) {
    auto const read = read_json(json);
    REQUIRE(read.has_value());
    std::string out;
    auto const written = write_text(*read->root(), out);
    if (!written) return written.error().where + ": " + written.error().message;
    return out;
}

} // namespace

TEST_CASE("a plain text is one member, every byte of it") {
    auto const text = GENERATE(""s, "é\r\n"s, "\xef\xbb\xbf x\0"s);
    auto const read = read_text(text);
    REQUIRE(read.has_value());
    REQUIRE(read->root()->count == 1);
    CHECK(read->root()->find("text")->text == text);
    std::string out;
    REQUIRE(write_text(*read->root(), out).has_value());
    CHECK(out == text);
}

TEST_CASE("a plain text that is not UTF-8 or too long is refused") {
    auto const read = read_text("ab\xe9");
    REQUIRE(read.has_error());
    CHECK(read.error().where == "byte 3");
    CHECK(read_text("abc", {.max_bytes = 2}).error().code == error_code::limit);
    CHECK(read_text("abc", {.max_members = 1}).error().code == error_code::limit);
}

TEST_CASE("one scalar can be written as a plain text, and nothing else") {
    CHECK(as_text(R"({"text":12.50})") == "12.50");
    CHECK(as_text(R"({"text":false})") == "false");
    CHECK(as_text(R"({"text":null})") == "text: neither null, lists nor objects can be written as text");
    CHECK(as_text(R"({"text":["x"]})") == "text: neither null, lists nor objects can be written as text");
    CHECK(as_text(R"({"text":"x","other":1})") == "other: a text has no member but `text`");
    CHECK(as_text(R"({"":"x"})") == "'': a text has no member but `text`");
    CHECK(as_text("{}") == "text: is absent; there is nothing to write");
    CHECK(as_text("[]") == "the document: only an object can be written as text");
}
