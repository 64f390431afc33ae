#include "acl/mapping_trace.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

field_options copied(field_options f, std::vector<std::string> modern) {
    f.copies.modern = std::move(modern);
    return f;
}

translator_options checkout(format legacy) {
    return mapped(legacy, format::json,
                  {field("AMT", "amount.value"),
                   copied(field("CUR", "amount.currency"), {"tax.currency", "currency"}),
                   field("TAX", "tax.value")});
}

} // namespace

TEST_CASE("a value that a side says in several places is written to all of them") {
    auto const t = make(checkout(format::form));
    CHECK(
        to_modern(t, "AMT=7&CUR=EUR&TAX=1") ==
        R"({"amount":{"value":"7","currency":"EUR"},"tax":{"currency":"EUR","value":"1"},"currency":"EUR"})");
    CHECK(to_modern(t, "AMT=7") == R"({"amount":{"value":"7"}})");
    CHECK(to_legacy(
              t, R"({"currency":"EUR","tax":{"currency":"EUR"},"amount":{"currency":"EUR","value":"7"}})") ==
          "AMT=7&CUR=EUR");
}

TEST_CASE("any of the places says the value, and those that are there agree") {
    for (auto const legacy : {format::form, format::json}) {
        auto const t = make(checkout(legacy));
        auto const cur = legacy == format::form ? "CUR=EUR" : R"({"CUR":"EUR"})";
        CHECK(to_legacy(t, R"({"currency":"EUR"})") == cur);
        CHECK(to_legacy(t, R"({"currency":"EUR","amount":{"currency":"EUR"}})") == cur);
        CHECK(to_legacy(t, R"({"currency":"USD","amount":{"currency":"EUR"}})") ==
              R"(currency: "USD" is not what 'amount.currency' says, "EUR", and both are one value)");
        CHECK(to_legacy(t, R"({"currency":"EUR","tax":{"currency":null}})") ==
              R"(currency: "EUR" is not what 'tax.currency' says, null, and both are one value)");
    }
}

TEST_CASE("a check of copies says that one which is missing is filled in") {
    CHECK(findings(make(checkout(format::form))) ==
          "amount.currency: it does not come back as it was: {\"amount\":{\"currency\":\"text\"}}\n");
}

TEST_CASE("copies have what their field has: a default, what stands for nothing, and that it is required") {
    auto one = copied(field("A", "a"), {"b.c"});
    one.missing.modern = "x";
    CHECK(to_modern(make(mapped(format::xml, format::json, {one})), "<R/>") == R"({"a":"x","b":{"c":"x"}})");
    CHECK(to_modern(make(mapped(format::json, format::json, {one})), "{}") == R"({"a":"x","b":{"c":"x"}})");
    one = copied(field("A", "a"), {"b.c"});
    one.nothing.emplace();
    one.nothing->legacy = {nothing::empty};
    one.nothing->modern = {nothing::null};
    auto const t = make(mapped(format::xml, format::json, {one}));
    CHECK(to_modern(t, "<R><A/></R>") == R"({"a":null,"b":{"c":null}})");
    CHECK(to_legacy(t, R"({"a":null,"b":{"c":null}})") == "<R><A/></R>");
    one = copied(field("A", "a", scalar_type::integer), {"b.c"});
    one.required = true;
    auto const u = make(mapped(format::json, format::json, {one}));
    CHECK(to_legacy(u, R"({"b":{"c":7}})") == R"({"A":7})");
    CHECK(to_legacy(u, "{}") == "a: is not there, and must be");
}

TEST_CASE("copies may lie in the legacy model, in XML and in elements that are chosen") {
    auto one = field("Head/Id", "id");
    one.copies.legacy = {"Body/@id", "Ref[@type='order']"};
    auto const t = make(mapped(format::xml, format::json, {one}));
    auto const legacy = "<R><Head><Id>7</Id></Head><Body id=\"7\"/><Ref type=\"order\">7</Ref></R>";
    CHECK(to_legacy(t, R"({"id":"7"})") == legacy);
    CHECK(to_modern(t, legacy) == R"({"id":"7"})");
    CHECK(to_modern(t, "<R><Head><Id>7</Id></Head><Body id=\"8\"/></R>") ==
          R"(Body/@id: "8" is not what 'Head/Id' says, "7", and both are one value)");
}

TEST_CASE("copies that cannot be are refused with the mend") {
    auto const problem = [](field_options one) {
        return problems(mapped(format::form, format::json, {std::move(one), field("X", "x")}));
    };
    CHECK(problem(copied(field("A", "a"), {"x"})) ==
          "fields[1].modern: 'x' is mapped already by fields[0]; each place may have one meaning\n");
    CHECK(problem(copied(field("A", "a"), {"a"})).find("overlaps with another part of the same field") !=
          std::string::npos);
    CHECK(problem(copied(field("A", "a"), {"b[]"})) ==
          "fields[0].copies: 'b[]' is no place of a single value\n");
    CHECK(problem(copied(list("A[]", "a[]"), {"b"})).find("fields[0].copies: of a single value") == 0);
    CHECK(problem(copied(field("A", "a"), {"header:X-A"})) ==
          "fields[0].copies: 'header:X-A' is not where the value itself is (the body, or beside it); map it "
          "by a field "
          "of its own\n");
    auto both = copied(field("A", "a"), {"b"});
    both.copies.legacy = {"B"};
    CHECK(problem(both) ==
          "fields[0].copies: one side alone can say a value several times; leave legacy or modern out\n");
}

TEST_CASE("a trace names all places of a value") {
    auto const t = make(checkout(format::form));
    mapping_trace trace;
    message_view from;
    from.body = "CUR=EUR";
    REQUIRE(t.translate(direction::to_modern, part::response, from, {}, &trace).has_value());
    CHECK(trace.steps.front().target == "amount.currency, tax.currency, currency");
    CHECK(trace.steps.front().rules == R"(copies = { modern = ["tax.currency", "currency"] })");
}
