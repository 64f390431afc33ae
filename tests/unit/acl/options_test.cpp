#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

TEST_CASE("a sound translator has no problems") {
    CHECK(problems(orders()) == "none");
}

TEST_CASE("all problems of a translator are told at once, each with its key") {
    auto wrong = orders();
    wrong.legacy.root = "";
    wrong.modern.root = "x";
    wrong.fields[0].legacy = "/OrderNo";
    wrong.fields[3].time->zone = "Europe/Berlim";
    wrong.fields[4].fields[1].modern = "a]0";
    wrong.request.path = {"/orders/{id}", "/v2/orders/{no}"};
    wrong.request.headers.push_back({"Host", "x y"});
    wrong.response.path = wrong.request.path;
    CHECK(
        problems(wrong) ==
        "legacy.root: an xml side needs its root element's name: root = \"Order\"\n"
        "modern.root: only xml and soap have a root element; leave 'root' out\n"
        "fields[0].legacy: the path '/OrderNo' begins with '/'; paths begin below the root element\n"
        "fields[3].time.zone: there is no time zone 'Europe/Berlim'; is 'Europe/Berlin' meant?\n"
        "fields[4].fields[1].modern: the path 'a]0' has ']' in a name; quote the name: 'a.b'\n"
        "request.headers[1].legacy: the facade itself writes 'Host'; it cannot be renamed\n"
        "request.headers[1].modern: 'x y' is no header name; write one such as X-Client-Id\n"
        "request.path.modern: the names of both templates must be the same ones, or what they hold is lost; "
        "legacy has {id}, modern has {no}; what is elsewhere on the other side takes a field: 'path:id'\n"
        "response.path: only requests have a path; put this into 'request'\n");
}

TEST_CASE("places that cannot both be written are refused") {
    auto const with = [](format legacy, std::vector<field_options> fields) {
        return problems(mapped(legacy, format::json, std::move(fields)));
    };
    CHECK(with(format::json, {field("a", "x"), field("b", "x")}) ==
          "fields[1].modern: 'x' is mapped already by fields[0]; each place may have one meaning\n");
    CHECK(with(format::json, {field("a", "x"), field("a", "y")}) ==
          "fields[1].legacy: 'a' is mapped already by fields[0]; each place may have one meaning\n");
    CHECK(with(format::json, {field("a", "x.y"), field("b", "x")}) ==
          "fields[1].modern: 'x' overlaps with 'x.y' of fields[0]; each place may have one meaning\n");
    CHECK(with(format::json, {field("a", "x"), field("b", "x.y")}) ==
          "fields[1].modern: 'x.y' overlaps with 'x' of fields[0]; each place may have one meaning\n");
    CHECK(with(format::xml, {field("A/text()", "x"), field("A", "y")}) ==
          "fields[1].legacy: 'A' is mapped already by fields[0]; each place may have one meaning\n");
    CHECK(with(format::xml, {list("A[]", "x[]"), field("A/@b", "y")}) ==
          "fields[1].legacy: 'A/@b' overlaps with 'A' of fields[0]; each place may have one meaning\n");
    CHECK(with(format::xml, {field("A/B", "x"), field("A", "y")}) ==
          "fields[1].legacy: 'A' overlaps with 'A/B' of fields[0]; each place may have one meaning\n");
    CHECK(with(format::xml, {list("A[]", "[]"), field("B", "y")}).find("fields[1].modern: 'y' overlaps") ==
          0);
    CHECK(with(format::xml, {list("L[]", "l[]", {field("a", "x"), field("b", "x")})}) ==
          "fields[0].fields[1].modern: 'x' is mapped already by fields[0].fields[0]; each place may have one "
          "meaning\n");
    CHECK(with(format::xml, {field("A", "x"), field("A/@b", "y"), field("@c", "z"), field("C/@d", "v"),
                             field("C", "w")}) == "none");
}

TEST_CASE("lists are lists on both sides") {
    CHECK(problems(mapped(format::xml, format::json, {field("A/B[]", "x")})) ==
          "fields[0].modern: only the legacy path ends in []; what repeats on one side repeats on both: "
          "write 'x[]', or no [] at all\n");
    CHECK(problems(mapped(format::xml, format::json, {field("A", "x[]")}))
              .find("fields[0].legacy: only the modern path ends in []") == 0);
    CHECK(problems(mapped(format::xml, format::json, {list("A", "x", {field("B", "y")})})) ==
          "fields[0].fields: 'fields' maps the elements of a list; end both paths in []\n");
    CHECK(problems(mapped(format::form, format::json, {list("a[]", "x[]", {field("b", "y")})}))
              .find("fields[0].legacy: a form repeats a name") == 0);
    auto typed = list("A[]", "x[]", {field("B", "y")});
    typed.type = scalar_type::integer;
    CHECK(problems(mapped(format::xml, format::json, {typed})) ==
          "fields[0].fields: a list with 'fields' is no scalar; put 'type', 'values' and 'time' on its "
          "fields\n");
}

TEST_CASE("a table of values must be readable from both sides and of the type") {
    auto const with = [](field_options f) {
        return problems(mapped(format::xml, format::json, {std::move(f)}));
    };
    CHECK(with(table("A", "x", {{"1", "a"}, {"2", "a"}})) ==
          "fields[0].values: '1' and '2' both mean 'a', so the way back is not known; give each a value of "
          "its own, or say '2' in also.legacy\n");
    CHECK(with(table("A", "x", {{"1", "a"}, {"1", "b"}})) ==
          "fields[0].values: the legacy value '1' stands there twice; each may have one meaning\n");
    CHECK(with(table("A", "x", {{"1", "yes"}}, scalar_type::boolean)) ==
          "fields[0].values: 'yes' is not a boolean, as 'type' says that it is\n");
    auto both = table("A", "x", {{"1", "a"}});
    both.time = time_options{};
    CHECK(
        with(both) ==
        "fields[0].values: a field is a table of values or a time, not both; leave 'values' or 'time' out\n");
}

TEST_CASE("time patterns that cannot be read back are refused with what to write instead") {
    auto const with = [](std::string legacy, std::string modern) {
        return problems(mapped(format::xml, format::json,
                               {time_field("A", "x", {std::move(legacy), std::move(modern), "UTC"})}));
    };
    CHECK(with("%d.%m.%Q", "rfc3339").find("fields[0].time.legacy: %Q cannot be read back; use %Y %m %d") ==
          0);
    CHECK(
        with("%F %Z", "rfc3339").find("fields[0].time.legacy: the abbreviations of %Z cannot be read back") ==
        0);
    CHECK(with("%I:%M", "%H:%M").find("%I and %p belong together") != std::string::npos);
    CHECK(with("%d.%d.%Y", "%F").find("%d says again what the pattern has said already") !=
          std::string::npos);
    CHECK(with("%F %", "%F").find("the pattern ends in '%'") != std::string::npos);
    CHECK(with("today", "rfc3339").find("the pattern states no time") != std::string::npos);
    CHECK(with("", "rfc3339").find("the pattern states no time") != std::string::npos);
    CHECK(with("%m/%Y", "rfc3339") ==
          "fields[0].time: one side states more of the date than the other ('%m/%Y' and 'rfc3339'), "
          "which cannot be read back; give both year, month and day\n");
    CHECK(with("%m/%Y", "%Y-%m") == "none");
    CHECK(with("%j", "%j").find("%j needs the year") != std::string::npos);
    CHECK(with("%s.%Y", "%Y").find("%s is a time of its own") != std::string::npos);
    auto typed = time_field("A", "x", {});
    typed.type = scalar_type::number;
    CHECK(problems(mapped(format::xml, format::json, {typed})) ==
          "fields[0].type: a time is a string, or an integer where its modern pattern is %s or epoch_ms; "
          "leave 'type' out\n");
}

TEST_CASE("formats that differ need fields, and a root must be a name") {
    CHECK(problems(mapped(format::xml, format::json, {})) ==
          "fields: the formats differ, but no field says what corresponds; name the fields, or say rest = "
          "\"keep\"\n");
    auto bad_root = mapped(format::xml, format::json, {field("A", "a")});
    bad_root.legacy.root = "two words";
    CHECK(problems(bad_root) == "legacy.root: 'two words' cannot be the name of an XML element\n");
}

TEST_CASE("fields that the facade writes itself cannot be renamed") {
    for (auto const* name : {"X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host", "Traceparent",
                             "X-Ficus-Shadow", "X-Request-ID", "Via", "Content-Type"}) {
        auto options = orders();
        options.request.headers = {{"X-Mine", name}};
        CHECK(problems(options) == "request.headers[0].modern: the facade itself writes '" +
                                       std::string(name) + "'; it cannot be renamed\n");
    }
}
