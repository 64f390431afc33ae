#include "acl/json.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <vector>

using namespace ficus::acl;

namespace {

std::string there_and_back(std::string_view text) {
    auto const read = read_json(text);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

error refusal(std::string_view text, reading_limits const& limits = {}) {
    auto const read = read_json(text, limits);
    REQUIRE(read.has_error());
    return read.error();
}

std::string repeat(std::string_view what, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += what;
    return out;
}

} // namespace

TEST_CASE("JSON numbers keep their digits, whatever their size") {
    auto const digits = GENERATE(
        as<std::string>(), "0", "-0", "-0.0", "12.50", "18446744073709551616", "-9223372036854775809",
        "123456789012345678901234567890.123456789012345678901234567890", "1e400", "1E+400", "-1e-400",
        "1e99999", "1e99999999999999999999", "0.4e00669999999999999999999", "1e-99999999999999999999", "0e0",
        "9007199254740993", "0.1e1");
    CHECK(there_and_back(digits) == digits);
    // Long inputs take another way through the parser than short ones.
    auto const inside = "{\"a\":[" + digits + ",\"a string that is longer than thirty-two bytes\"]}";
    CHECK(there_and_back(inside) == inside);
}

TEST_CASE("an exponent that no int can hold leaves its neighbours as they were") {
    auto const text = R"(["1e99999999999",1e99999999999,"\\",2e0000000012345,{"e123456789012":12.50}])";
    CHECK(there_and_back(text) == text);
}

TEST_CASE("a million digits are read in linear time") {
    auto const digits = repeat("7", 1'000'000) + "." + repeat("3", 1'000'000) + "e" + repeat("9", 1'000'000);
    auto const begin = std::chrono::steady_clock::now();
    CHECK(there_and_back(digits) == digits);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
}

TEST_CASE("JSON keeps the order of members and escapes only what it must") {
    CHECK(there_and_back(R"( { "b" : 1 , "a" : [ true , false , null ] , "" : { } } )") ==
          R"({"b":1,"a":[true,false,null],"":{}})");
    CHECK(there_and_back(R"(["\u0000\u001f\b\f\n\r\t\"\\\/é\u00e9\u20ac\ud83d\ude00"])") ==
          "[\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/éé€😀\"]");
    CHECK(there_and_back(R"({"\u0061b":"\u0063d"})") == R"({"ab":"cd"})");
    CHECK(there_and_back("\xEF\xBB\xBF[]") == "[]");
}

TEST_CASE("a NUL escape survives as a character") {
    auto const read = read_json(R"("a\u0000b")");
    REQUIRE(read.has_value());
    CHECK(read->root()->text == std::string_view("a\0b", 3));
}

TEST_CASE("a document outlives the text that it was read from") {
    auto text = std::make_unique<std::string>(R"({"name":"Ada","total":12.50})");
    auto read = read_json(*text);
    text->assign(text->size(), 'x');
    text.reset();
    REQUIRE(read.has_value());
    CHECK(read->root()->find("name")->text == "Ada");
    CHECK(read->root()->find("total")->text == "12.50");
}

TEST_CASE("a repeated member is an error that names it") {
    auto const found = refusal(R"({"lines":[{"sku":1},{"sku":1,"qty":2,"\u0071ty":3}]})");
    CHECK(found.code == error_code::repeated);
    CHECK(found.where == "lines[1].qty");
    CHECK(found.message == "the member 'qty' appears more than once in one object; send it once");
    CHECK(there_and_back(R"([{"a":1},{"a":{"a":1}}])") == R"([{"a":1},{"a":{"a":1}}])");
}

TEST_CASE("members of a huge object are checked for repetition without quadratic time") {
    std::string text = "{";
    for (int i = 0; i < 300'000; ++i) text += "\"member" + std::to_string(i) + "\":0,";
    auto const begin = std::chrono::steady_clock::now();
    CHECK(read_json(text + "\"last\":0}").has_value());
    CHECK(refusal(text + "\"member4711\":0}").where == "member4711");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

TEST_CASE("malformed JSON is refused with its place") {
    struct example {
        std::string_view text, where;
    };
    auto const bad =
        GENERATE(example{"", "line 1, column 1"}, example{"{", "line 1, column 2"},
                 example{"{\n\"a\": 1,\n}", "line 3, column 1"}, example{"[1,]", "line 1, column 4"},
                 example{"[01]", "line 1, column 3"}, example{"[+1]", "line 1, column 2"},
                 example{"[.5]", "line 1, column 2"}, example{"[1.]", "line 1, column 4"},
                 example{"[-]", "line 1, column 3"}, example{"[1e]", "line 1, column 4"},
                 example{"[NaN]", "line 1, column 2"}, example{"[nul]", "line 1, column 2"},
                 example{"['a']", "line 1, column 2"}, example{"[1] [2]", "line 1, column 5"},
                 example{"{\"a\" 1}", "line 1, column 6"}, example{"{a:1}", "line 1, column 2"},
                 example{"[1 /* one */]", "line 1, column 4"}, example{"[\"a\tb\"]", "line 1, column 4"},
                 example{"[\"\\x\"]", "line 1, column 4"});
    CAPTURE(bad.text);
    auto const found = refusal(bad.text);
    CHECK(found.code == error_code::malformed);
    CHECK(found.where == bad.where);
    CHECK_FALSE(found.message.empty());
}

TEST_CASE("text that is no Unicode is refused") {
    auto const text = GENERATE(as<std::string>(), "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"",
                               "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"", R"("\ud800")", R"("\ud800\u0041")",
                               R"("\udc00")", R"("\ud800\ud800")", R"("\ud800x")");
    CAPTURE(text);
    CHECK(refusal(text).code == error_code::malformed);
}

TEST_CASE("half a surrogate pair is called that") {
    auto const text = GENERATE(as<std::string>(), R"("\ud800")", R"("\uDBFF\u0041")", R"("\udc00")",
                               R"("\ud800\ud800")", R"("\ud800x")");
    CAPTURE(text);
    CHECK(refusal(text).message == "a \\u escape is half of a surrogate pair, which is no character");
}

TEST_CASE("JSON past a limit is refused as such") {
    CHECK(refusal(repeat("[", 100'000)).code == error_code::limit);
    CHECK(refusal(repeat("{\"a\":", 100'000)).code == error_code::limit);
    CHECK(read_json(repeat("[", 128) + repeat("]", 128)).has_value());
    CHECK(refusal(repeat("[", 129) + repeat("]", 129)).message ==
          "nested deeper than the 128 levels that are accepted");
    CHECK(refusal("[1,2,3]", {.max_members = 3}).code == error_code::limit);
    CHECK(read_json("[1,2,3]", {.max_members = 4}).has_value());
    CHECK(refusal("[1,2,3]", {.max_bytes = 6}).message == "7 bytes are more than the 6 that are accepted");
}

TEST_CASE("a JSON string's special characters are seen wherever they stand in it") {
    // Sixteen octets are looked at at once: all places in and around the first three sixteens.
    struct example {
        std::string_view meant, escaped, written;
    };
    auto const special = GENERATE(example{"\"", "\\u0022", "\\\""}, example{"\\", "\\\\", "\\\\"},
                                  example{"\n", "\\u000A", "\\n"}, example{"\x1f", "\\u001f", "\\u001f"},
                                  example{"\x7f", "\\u007f", "\x7f"}, example{"é", "\\u00e9", "é"},
                                  example{"😀", "\\uD83D\\uDE00", "😀"});
    for (std::size_t size = 0; size <= 40; ++size)
        for (std::size_t at = 0; at <= size; ++at) {
            auto const before = repeat("a", at), behind = repeat("z", size - at);
            auto const read = read_json('"' + before + std::string(special.escaped) + behind + '"');
            REQUIRE(read.has_value());
            REQUIRE(read->root()->text == before + std::string(special.meant) + behind);
            std::string out = "so far: ";
            write_json(*read->root(), out);
            REQUIRE(out == "so far: \"" + before + std::string(special.written) + behind + '"');
        }
}

TEST_CASE("what a JSON string cannot hold is refused at its place wherever it stands") {
    auto const bad = GENERATE(as<std::string>(), "\n", "\x1f", "\xff", "\xed\xa0\x80", "\xc3");
    for (std::size_t size = 0; size <= 40; ++size)
        for (std::size_t at = 0; at <= size; ++at) {
            auto const text = "[\"é" + repeat("a", at) + bad + repeat("z", size - at) + "\"]";
            REQUIRE(refusal(text).where == "line 1, column " + std::to_string(5 + at));
        }
}

TEST_CASE("JSON text that ends too early is said to, wherever it does") {
    auto const text =
        std::string(R"({"name":["Ada \u00e9\ud83d\ude00",-12.5e+3,true,false,null,{}],"b":""})");
    REQUIRE(read_json(text).has_value());
    for (std::size_t size = 0; size < text.size(); ++size) {
        CAPTURE(size);
        auto const found = refusal(std::string_view(text).substr(0, size));
        CHECK(found.code == error_code::malformed);
        CHECK(found.where == "line 1, column " + std::to_string(size + 1));
    }
    // A copy that ends where its memory does: what is read behind it is an error of the sanitizers'.
    std::vector<char> const exact(text.begin(), text.end());
    CHECK(read_json({exact.data(), exact.size()}).has_value());
}

TEST_CASE("a member that is repeated is found however many there are") {
    for (int members = 1; members <= 40; ++members) {
        std::string text = "{";
        for (int i = 0; i < members; ++i) text += "\"m" + std::to_string(i) + "\":" + std::to_string(i) + ",";
        CAPTURE(members);
        CHECK(read_json(text + "\"last\":0}").has_value());
        for (int again : {0, members / 2, members - 1})
            CHECK(refusal(text + "\"m" + std::to_string(again) + "\":0}").code == error_code::repeated);
    }
}
