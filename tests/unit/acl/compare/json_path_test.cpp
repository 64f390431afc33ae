#include "acl/json_path.hpp"

#include <catch2/catch.hpp>

using ficus::acl::json_path;

TEST_CASE("a path reads back as it is written") {
    for (auto const* text : {"$", "$.lines", "$.lines[*].sku", "$[0].a", "$.*", "$.a.*.b", "$..id",
                             "$.a..[*]", "$..*", "$['a b'].c", "$['it\\'s']", "$.Order.@id", "$['']"}) {
        INFO(text);
        auto const path = json_path::parse(text);
        REQUIRE(path.has_value());
        CHECK(path->to_string() == text);
    }
}

TEST_CASE("different spellings are the same path") {
    auto const plain = (*json_path::parse("$.a.b"));
    CHECK((*json_path::parse("$['a']['b']")) == plain);
    CHECK((*json_path::parse("$[\"a\"].b")) == plain);
    CHECK(json_path::parse("$..['a b']")->to_string() == "$..['a b']");
}

TEST_CASE("what is no path is refused with the place and the mend") {
    struct wrong {
        std::string text, says;
    };
    for (auto const& [text, says] :
         {wrong{"", "begin with `$`"}, wrong{"lines", "begin with `$`"},
          wrong{"$lines", "at character 2, `.name` or `[` is due"},
          wrong{"$.", "at character 3, a name is due"}, wrong{"$.a..", "a name is due"},
          wrong{"$.a[", "`*`, a position from 0, or a quoted name"}, wrong{"$.a[-1]", "a position from 0"},
          wrong{"$.a[1", "is not closed"}, wrong{"$.a[99999999999]", "too large"},
          wrong{"$['a]", "does not end"}, wrong{"$.a b", "is written ['a b']"},
          wrong{"$.a*", "is written ['a*']"}}) {
        INFO(text);
        auto const path = json_path::parse(text);
        REQUIRE_FALSE(path.has_value());
        CHECK_THAT(path.error().message, Catch::Contains(says));
    }
}
