#include "acl/mapping_trace.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// Elements that lie in lists side by side on one side: `*[]`.

namespace {

translator_options cart(format legacy, std::string around = "") {
    return mapped(legacy, format::json,
                  {list(around + "*[]", "items[]",
                        {field("sku[]", "sku"), field("qty[]", "quantity", scalar_type::integer)}),
                   field("Z", "z")});
}

translator_options nested_cart() {
    auto options = cart(format::form, "cart.");
    options.legacy.nested.emplace();
    return options;
}

} // namespace

TEST_CASE("what stands at one position of lists side by side is one element") {
    constexpr auto modern = R"({"items":[{"sku":"a","quantity":1},{"sku":"b","quantity":2}],"z":"1"})";
    struct {
        translator_options options;
        std::string_view legacy;
    } const all[] = {
        {cart(format::form), "sku=a&sku=b&qty=1&qty=2&Z=1"},
        {nested_cart(),
         "cart%5Bsku%5D%5B%5D=a&cart%5Bsku%5D%5B%5D=b&cart%5Bqty%5D%5B%5D=1&cart%5Bqty%5D%5B%5D=2&Z=1"},
        {cart(format::xml, "C/"), "<R><C><sku>a</sku><sku>b</sku><qty>1</qty><qty>2</qty></C><Z>1</Z></R>"},
        {cart(format::json), R"({"sku":["a","b"],"qty":[1,2],"Z":"1"})"}};
    for (auto const& [options, legacy] : all) {
        auto const t = make(options);
        CHECK(to_modern(t, legacy) == modern);
        CHECK(to_legacy(t, modern) == legacy);
    }
}

TEST_CASE("the elements of lists side by side may be mixed where they repeat a name") {
    auto const t = make(cart(format::form));
    CHECK(to_modern(t, "qty=1&sku=a&sku=b&Z=1&qty=2") ==
          R"({"items":[{"sku":"a","quantity":1},{"sku":"b","quantity":2}],"z":"1"})");
    CHECK(to_modern(t, "sku=a") == R"({"items":[{"sku":"a"}]})");
    CHECK(to_legacy(t, R"({"items":[{"sku":"a"},{"sku":"b"}]})") == "sku=a&sku=b");
}

TEST_CASE("lists side by side that are not of one length are refused, whichever side has them") {
    auto const t = make(cart(format::json));
    CHECK(
        to_modern(t, R"({"sku":["a","b"],"qty":[1]})") ==
        "qty: has 1 element, and 'sku' beside it has 2 elements; what stands at one position of both is one "
        "element");
    CHECK(
        to_modern(t, R"({"sku":["a"],"qty":[]})") ==
        "qty: has 0 elements, and 'sku' beside it has 1 element; what stands at one position of both is one "
        "element");
    CHECK(to_modern(t, R"({"sku":"a","qty":[1]})") == "sku: a string where a list is due");
    CHECK(to_modern(t, R"({"sku":["a","b"],"qty":[1,"x"]})").starts_with("qty[1]: "));
    for (auto const* const uneven : {R"({"items":[{"sku":"a","quantity":1},{"sku":"b"}]})",
                                     R"({"items":[{"sku":"a"},{"sku":"b","quantity":1}]})"})
        CHECK(to_legacy(t, uneven) ==
              "items[1]: 'qty' would have fewer elements than the lists beside it; say what stands there for "
              "nothing: nothing = { legacy = \"empty\", modern = \"absent\" }");
    CHECK(to_legacy(t, R"({"items":[{}]})") ==
          "items[0]: has nothing that the other side names, where an element is there by what is of it");
    auto const form = make(cart(format::form));
    CHECK(
        to_modern(form, "sku=a&qty=1&qty=2") ==
        "qty: has 2 elements, and 'sku' beside it has 1 element; what stands at one position of both is one "
        "element");
}

TEST_CASE("lists side by side are empty together where a list can be empty") {
    auto const t = make(cart(format::json));
    CHECK(to_legacy(t, R"({"items":[]})") == R"({"sku":[],"qty":[]})");
    CHECK(to_modern(t, R"({"sku":[],"qty":[]})") == R"({"items":[]})");
    CHECK(to_modern(t, "{}") == "{}");
    CHECK(to_legacy(make(cart(format::form)), R"({"items":[]})").empty());
    CHECK(to_legacy(make(cart(format::xml, "C/")), R"({"items":[]})") == "<R><C/></R>");
    CHECK(to_modern(make(cart(format::xml, "C/")), "<R><C/></R>") == R"({"items":[]})");
}

TEST_CASE("lists side by side are proven") {
    CHECK(findings(make(cart(format::json))).empty());
    CHECK(findings(make(cart(format::xml, "C/"))).empty());
    CHECK(findings(make(cart(format::form))) ==
          "items: an empty list comes back as none: the other side has nothing that says so; give the list a "
          "wrapper of its own there: {\"items\":[]}\n");
    auto lossy = cart(format::json);
    lossy.fields[0].fields[0].values = {{"a", "A"}};
    lossy.fields[0].fields[0].otherwise.modern = "?";
    auto const all = findings(make(lossy));
    CAPTURE(all);
    CHECK(all.find("'?' is not in the mapping's 'values' (A): {\"sku\":[\"other\"]}") != std::string::npos);
}

TEST_CASE("what is not in the lists is kept, and what would become one of them is refused") {
    auto options = cart(format::json);
    options.keep_rest = true;
    auto const t = make(options);
    CHECK(to_modern(t, R"({"sku":["a"],"x":1})") == R"({"items":[{"sku":"a"}],"x":1})");
    CHECK(to_legacy(t, R"({"sku":1})") == "sku: no field names it, and rest = \"keep\" cannot keep it: on "
                                          "the other side it would be an element "
                                          "of '*[]'; map it to a name of its own");
}

TEST_CASE("a case may be told by what lists side by side say, and a text may have parts in them") {
    field_options name;
    name.modern = "name";
    name.templates = {"{f} {l}"};
    name.part_names = {"f", "l"};
    name.parts = {field("first[]", ""), field("last[]", "")};
    auto gift = field("text[]", "greeting");
    gift.when = {{{"kind[]", {"g"}}}, {{"gift", {"true", scalar_type::boolean}}}};
    auto const t = make(mapped(format::form, format::json, {list("*[]", "p[]", {name, gift})}));
    CHECK(to_modern(t, "first=Ada&last=Lovelace&kind=g&text=Hi") ==
          R"({"p":[{"name":"Ada Lovelace","gift":true,"greeting":"Hi"}]})");
    CHECK(to_legacy(t, R"({"p":[{"name":"Ada Lovelace","gift":true,"greeting":"Hi"}]})") ==
          "first=Ada&last=Lovelace&kind=g&text=Hi");
}

TEST_CASE("lists side by side that cannot be are refused with the mend") {
    auto const problem = [](field_options one, format legacy = format::json) {
        return problems(mapped(legacy, format::json, {std::move(one), field("X", "x")}));
    };
    CHECK(problem(list("*[]", "l[]")) == "fields[0].legacy: the path '*[]' cannot be: the elements lie in "
                                         "lists side by side, which 'fields' name: "
                                         "fields = [ { legacy = \"sku[]\", modern = \"sku\" }, ... ]\n");
    CHECK(problem(list("*[]", "l[]", {field("sku", "sku")})) ==
          "fields[0].fields[0].legacy: the path 'sku' is no list beside others; each path here names one of "
          "those "
          "in which the elements lie, as in 'sku[]'\n");
    CHECK(problem(list("*[]", "l[]", {field("sku[]", "skus[]")})) ==
          "fields[0].fields[0]: an element has one value in each of the lists side by side, and a list has "
          "no place "
          "in one; leave [] out on the other side\n");
    CHECK(problem(list("*[]", "l[]", {field("X[]", "sku")})) ==
          "fields[0].legacy: 'X' and 'X' can be the same name; each place may have one meaning\n");
    CHECK(problem(list("{1}", "l[]", {list("*[]", "m[]", {field("a[]", "a")}), field("b{1}", "b")}),
                  format::form)
              .find("have no place of their own here, and so none for lists side by side") !=
          std::string::npos);
    auto beside = list("query:*[]", "l[]", {field("a[]", "a")});
    CHECK(problem(beside).find("is for a body; what is beside it") != std::string::npos);
    CHECK(make(mapped(format::json, format::json, {field("'*'[]", "all[]")})).name() == "mapped");
}

TEST_CASE("a trace has the position in each of the lists") {
    auto const t = make(cart(format::form));
    mapping_trace trace;
    message_view from;
    from.body = "sku=a&sku=b";
    REQUIRE(t.translate(direction::to_modern, part::response, from, {}, &trace).has_value());
    std::string all;
    for (auto const& step : trace.steps)
        if (step.what == trace_step::did::carried) all += step.source + " -> " + step.target + "\n";
    CHECK(all == "*[] -> items[]\nsku[0] -> items[0].sku\nsku[1] -> items[1].sku\n");
}
