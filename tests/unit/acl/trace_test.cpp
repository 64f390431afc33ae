#include "acl/mapping_trace.hpp"
#include "unit/acl/translators.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What `ficus translate --explain` shows.

namespace {

/// A line a step: what, source, value, rules, target, result.
std::string traced(translator const& t, direction way, std::string_view body, error* failure = nullptr) {
    message_view from;
    from.body = body;
    mapping_trace trace;
    auto const made = t.translate(way, part::response, from, {}, &trace);
    if (!made && failure != nullptr) *failure = made.error();
    std::string out;
    for (auto const& step : trace.steps) {
        out += to_string(step.what);
        for (auto const& text : {step.source, step.value, step.rules, step.target, step.result})
            out += " | " + text;
        out += '\n';
    }
    return out;
}

} // namespace

TEST_CASE("a trace has each field with its path, value, rules and result, and each element of a list") {
    auto const t = make(orders());
    CHECK(
        traced(t, direction::to_modern,
               "<Order><OrderNo>7</OrderNo><Status>P</Status><Lines><Line qty='2'><Sku>A</Sku></Line></Lines>"
               "<Extra>x</Extra></Order>") ==
        "dropped | Extra | \"x\" |  |  | \n"
        "carried | OrderNo | \"7\" | type = \"integer\" | id | 7\n"
        "carried | Status | \"P\" | values = { N = \"new\", P = \"paid\", X = \"cancelled\" } | status | "
        "\"paid\"\n"
        "carried | Lines/Line[] | 1 element |  | lines[] | 1 element\n"
        "carried | Lines/Line[0]/Sku | \"A\" |  | lines[0].sku | \"A\"\n"
        "carried | Lines/Line[0]/@qty | \"2\" | type = \"integer\" | lines[0].quantity | 2\n"
        "absent | Customer/Name |  |  | customer.name | \n"
        "absent | Created |  | time = { legacy = \"%d.%m.%Y %H:%M:%S\", modern = \"rfc3339\", zone = "
        "\"Europe/Berlin\" } | created_at | \n");
}

TEST_CASE("constants and defaults are filled in, and constants of the source checked") {
    auto said = field("", "kind");
    said.constant = constant_options{"order", scalar_type::string};
    auto missing = field("lang", "language");
    missing.missing.modern = "de";
    auto const t = make(mapped(format::form, format::json, {said, missing, field("tag[]", "tags[]")}));
    CHECK(traced(t, direction::to_modern, "tag=a&tag=b") ==
          "filled in |  |  | constant = \"order\" | kind | \"order\"\n"
          "filled in | lang |  | default = { modern = \"de\" } | language | \"de\"\n"
          "carried | tag[] | 2 elements |  | tags[] | 2 elements\n"
          "carried | tag[0] | \"a\" |  | tags[0] | \"a\"\n"
          "carried | tag[1] | \"b\" |  | tags[1] | \"b\"\n");
    CHECK(traced(t, direction::to_legacy, R"({"kind":"order"})") ==
          "checked | kind | \"order\" | constant = \"order\" |  | \n"
          "absent | language |  | default = { modern = \"de\" } | lang | \n"
          "absent | tags[] |  |  | tag[] | \n");
}

TEST_CASE("what a case asks to be absent, a table's case, percents and base64 are shown as they are said") {
    auto state = table("S", "state", {{"N", "new"}});
    state.ignore_case = {true, false};
    auto percent = field("P", "p");
    percent.scale = scale_options{100, 1, true};
    auto note = field("B", "b");
    note.text.emplace().legacy.base64 = base64::url;
    constant_options absent, empty{"{}"};
    absent.absent = true;
    empty.empty = kind::object;
    field_options group;
    group.when = {{{"E", absent}}, {{"e", empty}}};
    group.fields = {state, percent, note};
    auto const t = make(mapped(format::xml, format::json, {group}));
    CHECK(traced(t, direction::to_modern, "<R><S>n</S><P>12.5</P></R>") ==
          "filled in |  |  | constant = { empty = \"object\" } | e | 0 members\n"
          "carried | S | \"n\" | values = { N = \"new\" }, ignore_case = \"legacy\" | state | \"new\"\n"
          "carried | P | \"12.5\" | scale = { legacy = 100, decimals = true } | p | 0.125\n"
          "absent | B |  | base64 = { legacy = \"url\" } | b | \n"
          "absent | E |  | { absent = true } |  | \n");
}

TEST_CASE("a link is shown with what becomes of it") {
    auto next = field("next", "links.next");
    next.link = true;
    auto options = mapped(format::json, format::json, {next});
    options.request.path = {"/order/{id}", "/v2/orders/{id}"};
    auto const t = make(options);
    CHECK(traced(t, direction::to_legacy, R"({"links":{"next":"/v2/orders/8"}})") ==
          "carried | links.next | \"/v2/orders/8\" | link = true | next | \"/order/8\"\n");
}

TEST_CASE("what is kept is told from what is dropped") {
    auto options = mapped(format::json, format::json, {field("a", "b")});
    options.keep_rest = true;
    CHECK(traced(make(options), direction::to_modern, R"({"a":1,"x":{"y":2}})") ==
          "carried | a | 1 |  | b | 1\n"
          "kept | x | 1 member |  |  | \n");
    options.keep_rest = false;
    CHECK(traced(make(options), direction::to_modern, R"({"x":null})") == "dropped | x | null |  |  | \n"
                                                                          "absent | a |  |  | b | \n");
}

TEST_CASE("an error leaves what went right before it") {
    error failure;
    CHECK(traced(make(orders()), direction::to_modern,
                 "<Order><OrderNo>7</OrderNo><Status>Q</Status></Order>",
                 &failure) == "carried | OrderNo | \"7\" | type = \"integer\" | id | 7\n");
    CHECK(failure.where == "Status");
}

TEST_CASE("a trace of a large document ends somewhere") {
    auto const t = make(mapped(format::json, format::json, {field("a[]", "b[]")}));
    std::string body = R"({"a":[0)";
    for (std::size_t i = 0; i < mapping_trace::most_steps + 5; ++i) body += ",1";
    message_view from;
    body += "]}";
    from.body = body;
    mapping_trace trace;
    REQUIRE(t.translate(direction::to_modern, part::response, from, {}, &trace).has_value());
    CHECK(trace.steps.size() == mapping_trace::most_steps);
    CHECK(trace.left_out == 7);
}

TEST_CASE("a trace says of each outcome that was not met why, and of what a `when` would have named") {
    auto o = mapped(format::form, format::json, {field("TOKEN", "token")});
    outcome_options failed, done;
    failed.legacy.when = {{"ACK", {"Failure", scalar_type::string}}};
    failed.modern.statuses = {400};
    done.legacy.when = {{"ACK", {"Success", scalar_type::string}}};
    done.modern.statuses = {200};
    o.outcomes = {failed, done};
    CHECK(traced(make(o), direction::to_modern, "ACK=Success")
              .starts_with("not met | outcomes[0] |  | 'ACK' is \"Success\", not \"Failure\" |  | \n"));
    CHECK(traced(make(o), direction::to_modern, "TOKEN=E")
              .starts_with("not met | outcomes[0] |  | 'ACK' is not there |  | \nnot met | outcomes[1] |  | "
                           "'ACK' is not there |"));

    field_options group;
    group.when.legacy = {{"@t", {"CC", scalar_type::string}}};
    group.when.modern = {{"kind", {"card", scalar_type::string}}};
    group.fields = {field("No", "number")};
    CHECK(
        traced(make(mapped(format::xml, format::json, {group})), direction::to_modern, "<R><No>3</No></R>") ==
        "dropped | No | \"3\" | named only where a 'when' holds that does not hold here |  | \n");
}
