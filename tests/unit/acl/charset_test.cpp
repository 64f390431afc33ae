#include "acl/charset.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using namespace std::string_literals;

namespace {

charset named(std::string_view name) {
    auto const found = charset::find(name);
    CAPTURE(name);
    REQUIRE(found.has_value());
    return *found;
}

std::string decoded(std::string_view name, std::string_view bytes) {
    auto const text = named(name).decode(bytes);
    return text ? *text : text.error().where + ": " + text.error().message;
}

std::string encoded(std::string_view name, std::string_view text) {
    std::string out;
    auto const done = named(name).encode(text, out);
    return done ? out : done.error().where + ": " + done.error().message;
}

} // namespace

TEST_CASE("texts go from a character set to UTF-8 and back") {
    struct example {
        std::string name, bytes, text;
    };
    auto const sent = GENERATE(
        example{"ISO-8859-1", "na\xefve\0"s, "naïve\0"s}, example{"iso-8859-15", "\xa4 5", "€ 5"},
        example{"windows-1252", "\x80\x93", "€“"}, example{"Shift_JIS", "\x83\x65\x83\x58\x83\x67", "テスト"},
        example{"EUC-JP", "\xa5\xc6", "テ"}, example{"ISO-2022-JP", "\x1b$B%F\x1b(B", "テ"},
        example{"GB18030", "\xc4\xe3", "你"}, example{"KOI8-R", "\xc1", "а"},
        example{"UTF-16LE", "\xe9\0"s, "é"}, example{"UTF-16BE", "\xd8\x3d\xde\0"s, "😀"},
        example{"UTF-8", "é", "é"}, example{"us-ascii", "plain", "plain"}, example{"UTF-16", "", ""});
    CAPTURE(sent.name);
    CHECK(decoded(sent.name, sent.bytes) == sent.text);
    CHECK(encoded(sent.name, sent.text) == (sent.name == "UTF-16" ? encoded("UTF-16", "") : sent.bytes));
}

TEST_CASE("Shift_JIS is the standard's, and CP932 what browsers mean by it") {
    CHECK(decoded("Shift_JIS", "\\~") == "¥‾");
    CHECK(decoded("CP932", "\\~") == "\\~");
    CHECK(encoded("Shift_JIS", "\\").ends_with("the character U+005C cannot be written in Shift_JIS"));
}

TEST_CASE("texts longer than one step of the conversion are whole") {
    std::string latin1(10'000, '\xe9'), utf8;
    for (int i = 0; i < 10'000; ++i) utf8 += "é";
    CHECK(decoded("ISO-8859-1", latin1) == utf8);
    CHECK(encoded("ISO-8859-1", utf8) == latin1);
}

TEST_CASE("the byte order mark of UTF-16 says its order, and must be there") {
    CHECK(decoded("UTF-16", "\xff\xfe\xe9\0"s) == "é");
    CHECK(decoded("utf-16", "\xfe\xff\0\xe9"s) == "é");
    CHECK(decoded("UTF-16", "\0\xe9"s) == "byte 1: no byte order mark; name the LE or BE form of UTF-16");
    CHECK(decoded("UTF-16", encoded("UTF-16", "é")) == "é");
}

TEST_CASE("bytes that are none of the character set are refused with their place") {
    CHECK(decoded("windows-1252", "ab\x81") == "byte 3: is not windows-1252");
    CHECK(decoded("us-ascii", "\xe9") == "byte 1: is not us-ascii");
    CHECK(decoded("UTF-8", "a\xe9") == "byte 2: is not UTF-8");
    CHECK(decoded("UTF-16LE", "a\0\0\xd8"s).starts_with("byte 3: "));
    CHECK(decoded("UTF-16LE", "a\0b"s) == "byte 3: cut off within a character of UTF-16LE");
    CHECK(decoded("Shift_JIS", "a\x83") == "byte 2: cut off within a character of Shift_JIS");
}

TEST_CASE("characters that the character set has not are refused by their name") {
    CHECK(encoded("ISO-8859-1", "5 €") == "byte 3: the character U+20AC cannot be written in ISO-8859-1");
    CHECK(encoded("us-ascii", "😀") == "byte 1: the character U+1F600 cannot be written in us-ascii");
    // iconv would leave it out without a word.
    CHECK(encoded("ISO-8859-1", "a\xf3\xa0\x81\x81")
              .ends_with("the character U+E0041 cannot be written in ISO-8859-1"));
    CHECK(encoded("ISO-8859-1", "a\xff") == "byte 2: is not UTF-8");
}

TEST_CASE("only names of character sets are taken") {
    for (std::string_view const name : {"", "ISO-8859-1//TRANSLIT", "utf-8//IGNORE", "../x", "char",
                                        "WCHAR_T", "UCS-2", "ISO-10646", "no-such-set", "a b"}) {
        CAPTURE(name);
        CHECK(charset::find(name).has_error());
    }
    CHECK(charset::find("ISO-8859-1//TRANSLIT").error().message ==
          "'ISO-8859-1//TRANSLIT' is not a name of a character set: letters, digits and -_.:+");
    CHECK(charset::find("latin-99").error().message ==
          "'latin-99' is not known to this machine; `iconv -l` lists what is");
}
