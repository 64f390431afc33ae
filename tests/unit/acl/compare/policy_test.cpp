#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <utility>

using namespace ficus::acl;
using comparing::differences;
using comparing::found;

TEST_CASE("numbers are compared as they are written where that is asked for") {
    compare_options options;
    options.numbers = number_policy::text;
    CHECK(differences(R"({"a":1})", R"({"a":1.0})", options) == found{"value $.a"});
    CHECK(differences(R"({"a":1})", R"({"a":1.0})").empty());
    CHECK(differences(R"({"a":1e2,"b":0})", R"({"b":0,"a":1e2})", options).empty());
    // An unordered list pairs what is equal, and what is not by this policy is a difference.
    options.unordered = {"$"};
    CHECK(differences("[1,2,3]", "[3,1.0,2]", options) == found{"value $[*]"});
    options.numbers = number_policy::value;
    CHECK(differences("[1,2,3]", "[3,1.0,2]", options).empty());
}

TEST_CASE("a tolerance holds whatever the digits") {
    compare_options options;
    options.numbers = number_policy::text;
    options.tolerance = {{"$.a", "0"}};
    CHECK(differences(R"({"a":1,"b":1})", R"({"a":1.0,"b":1.0})", options) == found{"value $.b"});
}

TEST_CASE("a relative tolerance is a share of the larger amount") {
    compare_options options;
    options.tolerance_relative = {{"$.a", "0.01"}};
    CHECK(differences(R"({"a":100})", R"({"a":99})", options).empty());
    CHECK(differences(R"({"a":100})", R"({"a":98.99})", options) == found{"value $.a"});
    CHECK(differences(R"({"a":"100"})", R"({"a":"99"})", options).empty());
    CHECK(differences(R"({"a":"x"})", R"({"a":"y"})", options) == found{"value $.a"});
    // Either will do.
    options.tolerance = {{"$.a", "5"}};
    CHECK(differences(R"({"a":1})", R"({"a":6})", options).empty());
    CHECK(differences(R"({"a":1000})", R"({"a":990})", options).empty());
    CHECK(differences(R"({"a":1})", R"({"a":6.01})", options) == found{"value $.a"});
}

TEST_CASE("unordered elements are paired within a relative tolerance") {
    compare_options options;
    options.unordered = {"$.l"};
    options.tolerance_relative = {{"$.l[*].n", "0.1"}};
    CHECK(differences(R"({"l":[{"n":100,"k":"a"},{"n":1,"k":"b"}]})",
                      R"({"l":[{"k":"b","n":1.1},{"k":"a","n":95}]})", options)
              .empty());
    CHECK(differences(R"({"l":[{"n":100,"k":"a"},{"n":1,"k":"b"}]})",
                      R"({"l":[{"k":"b","n":1.2},{"k":"a","n":95}]})", options) == found{"value $.l[*].n"});
}

TEST_CASE("every rule takes wildcards") {
    compare_options options;
    options.ignore = {"$.*.etag"};
    options.unordered = {"$..tags"};
    options.keyed = {{"$.*.lines", "id"}};
    options.tolerance = {{"$..lines[*].price", "0.01"}};
    options.tolerance_relative = {{"$.*.share", "0.1"}};
    options.normalize = {{"$..name", {"case"}}, {"$.*.lines[*].*.at", {"time"}}};
    CHECK(
        differences(
            R"({"o":{"etag":1,"tags":[1,2],"share":10,"lines":[{"id":1,"price":1.00,"m":{"at":"2024-12-24T18:00:00Z"}},
                 {"id":2,"price":2,"name":"A"}]}})",
            R"({"o":{"etag":2,"tags":[2,1],"share":9,"lines":[{"id":2,"price":2.01,"name":"a"},
                 {"id":1,"price":1.01,"m":{"at":"2024-12-24T19:00:00+01:00"}}]}})",
            options)
            .empty());
}

TEST_CASE("of several tolerances that of the path with the fewest wildcards counts, whatever their order") {
    for (bool const swapped : {false, true}) {
        compare_options options;
        options.tolerance = {{"$.*", "10"}, {"$.a", "0.1"}};
        if (swapped) std::swap(options.tolerance[0], options.tolerance[1]);
        CHECK(differences(R"({"a":1,"b":1})", R"({"a":2,"b":2})", options) == found{"value $.a"});
    }
}

TEST_CASE("a difference deep in lists is found at its path, and what follows it is not") {
    CHECK(differences("[[1,2],[[3,4],[5,[6,7]]],8]", "[[1,2],[[3,4],[5,[6,0]]],8]") ==
          found{"value $[*][*][*][*]"});
    CHECK(differences("[[1,2],[[3,4],[5,[6,7]]],8,9]", "[[1,2],[[3,4],[5,[6,7,7]]],8,0]") ==
          found{"extra $[*][*][*][*]", "value $[*]"});
    CHECK(differences("[1,2]", "[1,2,3]") == found{"extra $[*]"});
    CHECK(differences("[1,2,3]", "[2,3]") == found{"missing $[*]"});
    CHECK(differences("[]", "[1]") == found{"extra $[*]"});
}

TEST_CASE("a value that changed its name alone is missing there and extra here") {
    CHECK(differences(R"([0,{"a":1}])", R"([0,{"b":1}])") == found{"missing $[*].a", "extra $[*].b"});
    CHECK(differences("<r><i a='1'/><i/></r>", "<r><i b='1'/><i/></r>", {}, "application/xml") ==
          found{"missing $.i[*].@a", "extra $.i[*].@b"});
    CHECK(differences("<r><a>1</a></r>", "<r><b>1</b></r>", {}, "application/xml") ==
          found{"missing $.a", "extra $.b"});
}
