#include "acl/charset.hpp"
#include "acl/form.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using namespace std::string_literals;

namespace {

std::string there_and_back(std::string_view text) {
    auto const read = read_form(text);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    auto const written = write_form(*read->root(), out);
    if (!written) return written.error().where + ": " + written.error().message;
    return out;
}

} // namespace

TEST_CASE("a form is read and written in its order, repeated names included") {
    struct pair {
        std::string_view sent, written;
    };
    auto const example =
        GENERATE(pair{"a=1&b=2&a=3", "a=1&b=2&a=3"}, pair{"a=x+y%20z", "a=x+y+z"},
                 pair{"a=%2B%26%3D%25", "a=%2B%26%3D%25"}, pair{"a", "a="}, pair{"a=&=b", "a=&=b"},
                 pair{"&&a=1&&", "a=1"}, pair{"a=b=c", "a=b%3Dc"},
                 pair{"n%C3%A9=%E2%82%AC", "n%C3%A9=%E2%82%AC"}, pair{"a%5Bb%5D=1", "a%5Bb%5D=1"},
                 pair{"a=%00", "a=%00"}, pair{"", ""}, pair{"a=é~/", "a=%C3%A9%7E%2F"});
    CAPTURE(example.sent);
    CHECK(there_and_back(example.sent) == example.written);
}

TEST_CASE("a form's texts are read whole, whatever their length and wherever their escapes are") {
    for (std::size_t size = 1; size < 40; ++size)
        for (std::size_t at = 0; at < size; ++at)
            for (auto const escape : {"%2B", "+", "%C3%A9", "é"}) {
                std::string const plain(size, 'x');
                auto const text = plain.substr(0, at) + escape + plain.substr(at);
                auto const character = escape == "+"s ? " " : escape == "%2B"s ? "+" : "é";
                auto const read = read_form("a=" + text + "&" + text + "=b");
                REQUIRE(read.has_value());
                auto const expected = plain.substr(0, at) + character + plain.substr(at);
                CHECK(read->root()->first->text == expected);
                CHECK(read->root()->last->name == expected);
                CHECK(read->root()->last->text == "b");
            }
}

TEST_CASE("a malformed form is refused with its place") {
    CHECK(there_and_back("a=1&b=%4") ==
          "byte 7: a '%' without two hexadecimal digits; write %25 for the character");
    CHECK(there_and_back("a=%zz") ==
          "byte 3: a '%' without two hexadecimal digits; write %25 for the character");
    CHECK(there_and_back("100%") ==
          "byte 4: a '%' without two hexadecimal digits; write %25 for the character");
    CHECK(there_and_back("a=\xE9") == "byte 3: not UTF-8 once its escapes are decoded");
    CHECK(there_and_back("a=a text of more than sixteen octets\xE9") ==
          "byte 3: not UTF-8 once its escapes are decoded");
    CHECK(there_and_back("a=%E9") == "byte 3: not UTF-8 once its escapes are decoded");
    CHECK(read_form("a=1&b=2", {.max_members = 2}).error().code == error_code::limit);
    CHECK(read_form("a=1", {.max_bytes = 2}).error().code == error_code::limit);
}

TEST_CASE("a list is written by repeating its name, and what is nested is refused") {
    document made;
    auto* root = made.make(kind::object);
    auto* tags = made.make(kind::array);
    document::append(*tags, *made.make_string("x"));
    document::append(*tags, *made.make_number("12.50"));
    document::append(*root, *tags, "tags");
    document::append(*root, *made.make_boolean(true), "on");
    std::string out;
    REQUIRE(write_form(*root, out).has_value());
    CHECK(out == "tags=x&tags=12.50&on=true");

    document::append(*tags, *made.make(kind::null));
    out.clear();
    auto const written = write_form(*root, out);
    REQUIRE(written.has_error());
    CHECK(written.error().where == "tags");
    CHECK(written.error().message == "a form cannot hold null");
    CHECK(out.empty());
}

TEST_CASE("the escapes of a form in another character set are bytes of that one") {
    auto const latin1 = charset::find("ISO-8859-1");
    REQUIRE(latin1.has_value());
    auto const read = read_form("n%E9=caf%e9+%41&_charset_=utf-8", {}, &*latin1);
    REQUIRE(read.has_value());
    CHECK(read->root()->find("né")->text == "café A");
    std::string out;
    REQUIRE(write_form(*read->root(), out, &*latin1).has_value());
    CHECK(out == "n%E9=caf%E9+A&_charset_=utf-8");
}

TEST_CASE("what a form's character set has not is refused with its place") {
    auto const cp1252 = charset::find("windows-1252");
    REQUIRE(cp1252.has_value());
    auto const read = read_form("a=1&b=x%81", {}, &*cp1252);
    REQUIRE(read.has_error());
    CHECK(read.error().where == "byte 7");
    CHECK(read.error().message == "once its escapes are decoded, byte 2: is not windows-1252");

    document made;
    made.set_root(made.make(kind::object));
    document::append(*made.root(), *made.make_string("\u3042"), "kana");
    std::string out;
    auto const written = write_form(*made.root(), out, &*cp1252);
    REQUIRE(written.has_error());
    CHECK(written.error().where == "kana");
    CHECK(written.error().message == "the character U+3042 cannot be written in windows-1252");
    CHECK(out.empty());
}
