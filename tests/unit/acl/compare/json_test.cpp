#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace comparing;

TEST_CASE("documents that say the same are equal") {
    struct same {
        std::string legacy, modern;
    };
    for (auto const& [legacy, modern] :
         {same{R"({"a":1,"b":2})", R"({ "b": 2, "a": 1 })"}, same{R"({"n":12.50})", R"({"n":12.5})"},
          same{R"({"n":1e400})", R"({"n":10E399})"}, same{R"("\u00e4")", "\"\xC3\xA4\""}, same{"[]", " [ ] "},
          same{R"({"a":[{"b":null}]})", R"({"a":[{"b":null}]})"}, same{"0", "-0.0"}}) {
        INFO(legacy << " and " << modern);
        CHECK(differences(legacy, modern).empty());
    }
}

TEST_CASE("a difference has its path and its kind") {
    struct pair {
        std::string legacy, modern;
        found expected;
    };
    for (auto const& [legacy, modern, expected] :
         {pair{R"({"total":12.5})", R"({"total":12.6})", {"value $.total"}},
          pair{R"({"id":1})", R"({"id":"1"})", {"type $.id"}},
          pair{R"({"id":1,"gone":true})", R"({"id":1})", {"missing $.gone"}},
          pair{R"({"id":1})", R"({"id":1,"more":true})", {"extra $.more"}},
          pair{R"({"a":null})", R"({"a":0})", {"type $.a"}}, pair{R"({"a":null})", "{}", {"missing $.a"}},
          pair{R"({"a":true})", R"({"a":false})", {"value $.a"}},
          pair{R"({"a":{}})", R"({"a":[]})", {"type $.a"}},
          pair{R"({"a":{"b":{"c":1}}})", R"({"a":{"b":{"c":2}}})", {"value $.a.b.c"}},
          pair{R"([1,2])", R"([1,3])", {"value $[*]"}},
          pair{R"({"odd name":1})", R"({"odd name":2})", {"value $['odd name']"}},
          pair{R"({"a":1,"b":2,"c":3})", R"({"c":4,"d":2,"a":1})", {"missing $.b", "value $.c", "extra $.d"}},
          pair{"1", "2", {"value $"}}}) {
        INFO(legacy << " and " << modern);
        CHECK(differences(legacy, modern) == expected);
    }
}

TEST_CASE("values are shown as a person reads them") {
    auto const changed = compare(R"({"s":"new"})", R"({"s":"neu"})").differences.at(0);
    CHECK(changed.legacy == "new");
    CHECK(changed.modern == "neu");
    auto const retyped = compare(R"({"s":"5"})", R"({"s":5.0})").differences.at(0);
    CHECK(retyped.legacy == "\"5\"");
    CHECK(retyped.modern == "5.0");
    auto const gone = compare(R"({"s":{"a":[1,2.50]}})", "{}").differences.at(0);
    CHECK(gone.legacy == R"({"a":[1,2.50]})");
    CHECK(gone.modern.empty());
}

TEST_CASE("a long value is clipped at a whole character") {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "\xC3\xA4";
    auto const shown = compare("{\"s\":\"" + text + "\"}", R"({"s":""})").differences.at(0).legacy;
    CHECK(shown.size() <= 240);
    CHECK(shown.substr(shown.size() - 3) == "\xE2\x80\xA6");
    CHECK(shown.substr(0, 4) == text.substr(0, 4));
}

TEST_CASE("a rewritten document lists the first 200 differences and counts all") {
    std::string legacy = "{", modern = "{";
    for (int i = 0; i < 1000; ++i) {
        auto const name = (i ? ",\"m" : "\"m") + std::to_string(i);
        legacy += name + "\":1";
        modern += name + "\":2";
    }
    auto const found = compare(legacy + "}", modern + "}");
    CHECK(found.count == 1000);
    CHECK(found.differences.size() == 200);
}

TEST_CASE("ignored places differ in nothing, wherever they are and whatever they become") {
    ficus::acl::compare_options options;
    options.ignore = {"$.at", "$.lines[*].etag", "$..trace", "$.by.*.at", "$.list[0]"};
    CHECK(differences(R"({"at":1,"x":1})", R"({"x":1})", options).empty());
    CHECK(differences(R"({"x":1})", R"({"at":{"y":[]},"x":1})", options).empty());
    CHECK(differences(R"({"lines":[{"etag":1,"n":1},{"etag":2,"n":2}]})",
                      R"({"lines":[{"etag":"a","n":1},{"n":2}]})", options)
              .empty());
    CHECK(differences(R"({"a":{"b":[{"trace":1}]}})", R"({"a":{"b":[{"trace":2}]}})", options).empty());
    CHECK(differences(R"({"by":{"x":{"at":1},"y":{"at":1}}})", R"({"by":{"x":{"at":2},"y":{}}})", options)
              .empty());
    CHECK(differences(R"({"list":[1,2,3]})", R"({"list":[9,2,3]})", options).empty());
    CHECK(differences(R"({"list":[1,2,3]})", R"({"list":[1,9,3]})", options) == found{"value $.list[*]"});
    CHECK(differences(R"({"lines":{"etag":1}})", R"({"lines":{"etag":2}})", options) ==
          found{"value $.lines.etag"});
}

TEST_CASE("a tolerance holds for numbers and for strings that are numbers") {
    ficus::acl::compare_options options;
    options.tolerance = {{"$.total", "0.005"}, {"$.prices[*]", "0.1"}};
    CHECK(differences(R"({"total":1.000})", R"({"total":1.005})", options).empty());
    CHECK(differences(R"({"total":1.000})", R"({"total":1.0051})", options) == found{"value $.total"});
    CHECK(differences(R"({"total":"1.000"})", R"({"total":"1.004"})", options).empty());
    CHECK(differences(R"({"total":"one"})", R"({"total":"two"})", options) == found{"value $.total"});
    CHECK(differences(R"({"total":1})", R"({"total":"1"})", options) == found{"type $.total"});
    CHECK(differences(R"({"prices":[1.0,2.0,3.0]})", R"({"prices":[1.1,2.1,3.2]})", options) ==
          found{"value $.prices[*]"});
    CHECK(differences(R"({"other":1.0})", R"({"other":1.001})", options) == found{"value $.other"});
}

TEST_CASE("many members in another order find each other") {
    // Wider than one looks along for a member.
    std::string legacy, modern, other;
    for (int i = 0; i < 60; ++i) {
        auto const member = [](int name, int value) {
            return "\"m" + std::to_string(name) + "\":" + std::to_string(value);
        };
        legacy += (i > 0 ? "," : "") + member(i * 37 % 60, i * 37 % 60);
        modern += (i > 0 ? "," : "") + member(i * 23 % 60, i * 23 % 60);
        other += (i > 0 ? "," : "") +
                 member(i * 23 % 60 == 7 ? 99 : i * 23 % 60, i * 23 % 60 == 8 ? 0 : i * 23 % 60);
    }
    CHECK(differences("{" + legacy + "}", "{" + modern + "}").empty());
    CHECK(differences("{" + legacy + "}", "{" + other + "}") ==
          found{"missing $.m7", "value $.m8", "extra $.m99"});
    CHECK(differences("[{" + legacy + "},1]", "[{" + modern + "},1]").empty());
    CHECK(differences("[{" + legacy + "},1]", "[{" + other + "},1]") ==
          found{"missing $[*].m7", "value $[*].m8", "extra $[*].m99"});
}
