#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

/// Every finding as `where: message | document | there | back`, one a line.
std::string findings(translator_options const& options) {
    std::string all;
    for (auto const& f : prove(make(options)))
        all += f.where + ": " + f.message + " | " + f.document + " | " + f.there + " | " + f.back + "\n";
    return all;
}

auto const back_as_none = std::string("an empty list comes back as none: the other side has nothing that "
                                      "says so; give the list a wrapper of its own there");

} // namespace

TEST_CASE("the orders of the design are proven") {
    CHECK(findings(orders()) == "");
}

TEST_CASE("a list without a wrapper is not proven, and the smallest document says why") {
    CHECK(findings(mapped(format::form, format::json, {list("t[]", "tags[]")})) ==
          "tags: " + back_as_none + " | {\"tags\":[]} |  | \n");
    CHECK(findings(mapped(format::xml, format::json, {list("T/I[]", "tags[]")})) == "");
}

TEST_CASE("what only half of the fields say is found") {
    SECTION("a wrapper that something else keeps alive says nothing of the list") {
        auto const all =
            findings(mapped(format::xml, format::json, {list("L/I[]", "l[]"), field("L/@n", "n")}));
        CHECK(all.find("l: " + back_as_none + " | {\"l\":[]} |") == 0);
    }
    SECTION("an element that an attribute keeps alive has an empty text") {
        auto const all = findings(mapped(format::xml, format::json, {field("A", "a"), field("A/@n", "n")}));
        CHECK(all.find("n: it does not come back as it was | {\"n\":\"\"} |") == 0);
    }
}

TEST_CASE("other mappings of all formats are proven") {
    auto const options = GENERATE(
        mapped(format::json, format::json,
               {field("A.B", "a"), field("C", "b.'c.d'", scalar_type::number),
                list("L[]", "m.l[]", {field("x", "y.z")})}),
        mapped(format::xml, format::xml,
               {field("A/@x", "B/X"), list("D/E[]", "F/G[]", {field("H", "@h", scalar_type::boolean)})}),
        mapped(format::form, format::form, {field("a", "b", scalar_type::integer), list("t[]", "'t[]'[]")}),
        mapped(format::json, format::xml, {list("[]", "Row[]", {list("[]", "Cell[]", {field("v", "@v")})})}),
        mapped(format::xml, format::json,
               {field("Total", "total", scalar_type::number), field("Total/@currency", "currency")}),
        mapped(format::form, format::json,
               {table("on", "on", {{"Y", "true"}, {"N", "false"}}, scalar_type::boolean)}));
    CHECK(findings(options) == "");
}

TEST_CASE("times of every kind of pattern are proven") {
    auto const time = GENERATE(
        time_options{"%d.%m.%Y", "%Y-%m-%d", "UTC"}, time_options{"%d.%m.%Y", "rfc3339", "Europe/Berlin"},
        time_options{"%s", "rfc3339", "America/New_York"},
        time_options{"%a, %d %b %y %I:%M:%S %p", "rfc3339", "Europe/London"},
        time_options{"%Y%j %T", "%s", "Australia/Lord_Howe"},
        time_options{"%F %T %z", "rfc3339", "Asia/Kathmandu"}, time_options{"%H:%M", "%I:%M %p", "UTC"},
        time_options{"rfc3339", "rfc3339", "UTC"});
    CAPTURE(time.legacy, time.modern, time.zone);
    CHECK(findings(mapped(format::xml, format::json, {time_field("T", "t", time)})) == "");
}

TEST_CASE("what a field says of its type of XML-RPC is proven with values of that type") {
    auto options = mapped(format::xmlrpc, format::json,
                          {field("params[0].at", "at"), field("params[0].bytes", "bytes")});
    options.fields[0].xmlrpc = note::date_time;
    options.fields[1].xmlrpc = note::base64;
    CHECK(findings(options) == "");
}

TEST_CASE("what no document of a side can hold is no proof") {
    auto const all = findings(mapped(format::csv, format::json, {field("a.b", "c")}));
    CHECK(all.find(
              "a.b: no example of it can be made: the document: only a list of rows can be written as csv") ==
          0);
}

TEST_CASE("a body that says nothing is another thing than no body, where a default is told beside it") {
    auto filled = field("query:q", "b");
    filled.missing.legacy = "new";
    auto const all = findings(mapped(format::xml, format::json, {filled}));
    CHECK(all.find("it does not come back as it was | POST /\n\n<?xml") != std::string::npos);
}

TEST_CASE("what is wrong with a list's elements is not told of a constant beside it") {
    field_options version;
    version.modern = "version";
    version.constant = {"1", scalar_type::string};
    auto const t =
        make(mapped(format::xml, format::json, {version, list("c[]", "tags[]", {field("@t", "value()")})}));
    for (auto const& found : prove(t))
        CHECK(found.where.starts_with(found.way == direction::to_modern ? "c" : "tags"));
}
