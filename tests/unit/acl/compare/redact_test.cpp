#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace comparing;
using namespace ficus::acl;

namespace {

compare_options redacting(std::vector<std::string> paths) {
    compare_options options;
    options.redact = std::move(paths);
    return options;
}

constexpr std::size_t plenty = 4096;

} // namespace

TEST_CASE("redacted values are masked in what is stored") {
    auto const comparer = compiled(redacting({"$.card.number", "$.lines[*].secret", "$..token"}));
    CHECK(
        comparer.redact(
            "application/json",
            R"({"card":{"number":"4111","name":"x"},"lines":[{"secret":{"a":[1]}},{"n":12.50}],"a":{"token":5}})",
            plenty) ==
        R"({"card":{"number":"[redacted]","name":"x"},"lines":[{"secret":"[redacted]"},{"n":12.50}],"a":{"token":"[redacted]"}})");
    CHECK(compiled(redacting({"$"})).redact("application/json", "[4111]", plenty) == R"("[redacted]")");
}

TEST_CASE("redacted XML values are masked in what is stored") {
    auto const text =
        compiled(redacting({"$.card.@number", "$.line.secret", "$.pin"}))
            .redact("text/xml",
                    "<o><card number='4111'/><line><secret><a>4111</a></secret></line><line><secret>"
                    "4111</secret></line><pin>4111</pin><n>1</n></o>",
                    plenty);
    CHECK_THAT(text, !Catch::Contains("4111"));
    CHECK_THAT(text, Catch::Contains("<n>1</n>"));
    CHECK_THAT(text, Catch::Contains("<pin>[redacted]</pin>"));
}

TEST_CASE("a redacted place differs, and shows nothing of itself") {
    auto const found = compare(R"({"card":{"number":"4111","ccv":1}})",
                               R"({"card":{"number":"4222","ccv":2}})", redacting({"$.card"}));
    REQUIRE(found.count == 1);
    CHECK(found.differences[0].path == "$.card");
    CHECK(found.differences[0].legacy == "[redacted]");
    CHECK(found.differences[0].modern == "[redacted]");
    CHECK(compare(R"({"card":1.0})", R"({"card":1})", redacting({"$.card"})).equal());
}

TEST_CASE("nothing redacted is shown, whatever is shown around it") {
    struct pair {
        std::string legacy, modern;
    };
    for (auto const& [legacy, modern] :
         {pair{R"({"list":[{"pin":"4111","a":1}]})", R"({"list":[]})"},
          pair{R"({"list":[{"pin":"4111","a":1}]})", R"({"list":"4"})"},
          pair{R"({"list":[]})", R"({"list":[{"pin":"4111"}]})"},
          pair{R"({"list":[{"pin":"4111","a":1}]})", R"({"list":[{"pin":4111,"a":2}]})"},
          pair{R"({"list":[{"pin":"4111"}]})", R"({"list":[{}]})"},
          pair{R"({"list":[{"pin":"4111","b":[1,2]},{"x":1}]})",
               R"({"list":[{"x":2},{"pin":"4111","b":[1]}]})"},
          pair{R"({"list":[{"pin":"4111"}]})", "not json 4111"}}) {
        for (auto const& list : {"ordered", "unordered", "keyed"}) {
            auto options = redacting({"$.list[*].pin"});
            if (list == std::string("unordered")) options.unordered = {"$.list"};
            if (list == std::string("keyed")) options.keyed = {{"$.list", "pin"}};
            INFO(legacy << " and " << modern << ", " << list);
            auto const found = compare(legacy, modern, options);
            CHECK_FALSE(found.equal());
            for (auto const& one : found.differences) {
                CHECK_THAT(one.legacy, !Catch::Contains("4111"));
                CHECK_THAT(one.modern, !Catch::Contains("4111"));
            }
        }
    }
}

TEST_CASE("what is redacted by its position stays so where the element moved") {
    auto const found = compare(R"([{"a":1},{"pin":"4111","b":1,"c":1}])", R"([{"pin":"4222","b":1,"c":2}])",
                               redacting({"$[0].pin"}));
    for (auto const& one : found.differences) CHECK_THAT(one.modern, !Catch::Contains("4222"));
}

TEST_CASE("a body that cannot be read is not stored where something is to be redacted") {
    auto const comparer = compiled(redacting({"$.pin"}));
    for (auto const* body :
         {R"({"pin":"4111")", R"({"pin":"4111","pin":"4111"})", "pin=4111", "<pin>4111</pin>"}) {
        auto const text = comparer.redact("application/json", body, plenty);
        CHECK_THAT(text, !Catch::Contains("4111"));
        CHECK_THAT(text, Catch::Contains("not stored"));
    }
    CHECK(comparer.redact("application/json", "", plenty).empty());
    CHECK(compiled({}).redact("text/plain", "pin=4111", plenty) == "pin=4111");
}

TEST_CASE("what is stored is clipped and valid UTF-8") {
    CHECK(compiled({}).redact("text/plain", "abc\xFFzz", plenty) == "abc\xEF\xBF\xBDzz");
    CHECK(compiled({}).redact("text/plain", "abcdefghij", 6) == "abc\xE2\x80\xA6");
    CHECK(compiled({}).redact("text/plain", "abcdef", 6) == "abcdef");
    CHECK(compiled({}).redact("image/png", std::string_view("\0png", 4), plenty) ==
          "(4 bytes that are no text)");
    auto const clipped = compiled(redacting({"$.pin"}))
                             .redact("application/json", R"({"pin":"4111","x":"aaaaaaaaaaaaaaaaaaaa"})", 30);
    CHECK(clipped.size() <= 30);
}

TEST_CASE("where all members are redacted, their names are data and are not told either") {
    auto const options = redacting({"$.cust.*", "$..accounts.*"});
    for (auto const& [legacy, modern] : std::vector<std::pair<std::string, std::string>>{
             {R"({"cust":{"4111":{"a":1},"x":1}})", R"({"cust":{"4111":{"a":2},"x":1}})"},
             {R"({"cust":{"4111":1,"x":1}})", R"({"cust":{"x":1}})"},
             {R"({"cust":{"x":1}})", R"({"cust":{"x":1,"4111":1}})"},
             {R"({"a":[{"accounts":{"4111":1}}]})", R"({"a":[{"accounts":{"4111":2}}]})"}}) {
        INFO(legacy << " and " << modern);
        auto const result = compare(legacy, modern, options);
        REQUIRE(result.count == 1);
        CHECK(result.differences[0].path ==
              (legacy.find("accounts") == std::string::npos ? "$.cust.*" : "$.a[*].accounts.*"));
        CHECK(result.differences[0].legacy.find("4111") == std::string::npos);
        for (auto const& body : {legacy, modern})
            CHECK_THAT(compiled(options).redact("application/json", body, plenty), !Catch::Contains("4111"));
    }
    CHECK(lines(compare("<o><cust><n4111>1</n4111></cust></o>", "<o><cust><n4111>2</n4111></cust></o>",
                        options, "text/xml")) == std::vector<std::string>{"value $.cust.*"});
    auto const shown = compare(R"({"a":1,"cust":{"4111":1}})", R"({"a":1})", options);
    REQUIRE(shown.count == 1);
    CHECK(shown.differences[0].legacy == R"({"*":"[redacted]"})");
    CHECK(compiled(options)
              .redact("text/xml", "<o><cust><n4111 k='4111'>1</n4111></cust><x/></o>", plenty)
              .find("<cust>[redacted]</cust><x/>") != std::string::npos);
}

TEST_CASE("URLs in headers are stored without query and fragment") {
    CHECK(storable_header("Location", "https://shop.example/a?token=4111#x") ==
          "https://shop.example/a?[redacted]");
    CHECK(storable_header("location", "/a#access_token=4111?x") == "/a#[redacted]");
    CHECK(storable_header("Content-Location", "/a") == "/a");
    CHECK(storable_header("Refresh", "5; url='/a?x=4111;y'") == "5; url='/a?[redacted]");
    CHECK(storable_header("Link", "</a?p=4111>; rel=\"next\", </b>, <c#4111>") ==
          "</a?[redacted]>; rel=\"next\", </b>, <c#[redacted]>");
    CHECK(storable_header("Link", "/a?p=4111, </b>").find("4111") == std::string::npos);
    CHECK(storable_header("Link", "/a?p=4111>x") == "/a?[redacted]");
    CHECK(storable_header("Set-Cookie", "a=4111") == "[redacted]");
    CHECK(storable_header("X-Other", "a?b") == "a?b");
}

TEST_CASE("a compared Location that differs shows no query") {
    compare_options options;
    options.headers = {"location"};
    std::vector<header_view> const l = {{"Location", "/a?token=4111"}};
    std::vector<header_view> const m = {{"Location", "/b?token=4222"}};
    auto const result = compiled(options).compare({302, l, "", ""}, {302, m, "", ""});
    REQUIRE(result.count == 1);
    CHECK(result.differences[0].legacy == "/a?[redacted]");
    CHECK(result.differences[0].modern == "/b?[redacted]");
}
