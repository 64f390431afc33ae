#include "acl/mapping_trace.hpp"
#include "acl/spread_path.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// One value of a document that the other side says in every element of a list.

namespace {

field_options items() {
    return list("Item[]", "items[]", {field("@sku", "sku"), field("Price", "price.value")});
}

/// The currency is said in the elements alone, before the list where that is XML.
translator_options priced() {
    return mapped(format::xml, format::json, {field("@cur", "items[].price.currency"), items()});
}

/// The same, and of the whole.
translator_options summed() {
    auto currency = field("Currency", "total.currency");
    currency.copies.modern = {"items[].price.currency"};
    return mapped(format::xml, format::json, {currency, field("Total", "total.value"), items()});
}

} // namespace

TEST_CASE("a path that leads through lists is taken apart where it does") {
    CHECK(split_at_list("a[].b") == std::pair<std::string, std::string>{"a[]", "b"});
    CHECK(split_at_list("A/B[]/C/@d") == std::pair<std::string, std::string>{"A/B[]", "C/@d"});
    CHECK(split_at_list("a[].b[].c") == std::pair<std::string, std::string>{"a[]", "b[].c"});
    CHECK_FALSE(split_at_list("a.b[]"));
    CHECK_FALSE(split_at_list("'a[]'[]"));
    CHECK_FALSE(split_at_list("'a[].b'"));
}

TEST_CASE("one value is written into every element, and read from all of them") {
    auto const t = make(priced());
    constexpr auto legacy =
        R"(<R cur="EUR"><Item sku="a"><Price>1.50</Price></Item><Item sku="b"><Price>2</Price></Item></R>)";
    constexpr auto modern = R"({"items":[{"sku":"a","price":{"value":"1.50","currency":"EUR"}},)"
                            R"({"sku":"b","price":{"value":"2","currency":"EUR"}}]})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
    auto const same = make(mapped(format::json, format::json,
                                  {field("cur", "items[].c"), list("i[]", "items[]", {field("s", "sku")})}));
    CHECK(to_modern(same, R"({"i":[{"s":"a"},{"s":"b"}],"cur":"EUR"})") ==
          R"({"items":[{"c":"EUR","sku":"a"},{"c":"EUR","sku":"b"}]})");
    CHECK(to_legacy(same, R"({"items":[{"c":"EUR","sku":"a"},{"c":"EUR","sku":"b"}]})") ==
          R"({"i":[{"s":"a"},{"s":"b"}],"cur":"EUR"})");
}

TEST_CASE("elements that do not say the same are an error that names both places") {
    auto const t = make(priced());
    CHECK(
        to_legacy(t, R"({"items":[{"price":{"currency":"EUR"}},{"price":{"currency":"USD"}}]})") ==
        R"(items[].price.currency: "USD" in one element is not what 'items[].price.currency' says, "EUR", and )"
        R"(all are one value)");
    auto const u = make(summed());
    CHECK(
        to_legacy(u, R"({"total":{"currency":"EUR"},"items":[{"price":{"currency":"USD"}}]})") ==
        R"(items[].price.currency: "USD" in one element is not what 'total.currency' says, "EUR", and all are )"
        R"(one value)");
    CHECK(to_legacy(t, R"({"items":[{"price":{"currency":1}}]})")
              .starts_with("items[].price.currency: a number"));
}

TEST_CASE("any of the elements may say the value, and one that does not is told it") {
    auto const u = make(summed());
    CHECK(to_legacy(u, R"({"items":[{"sku":"a"},{"sku":"b","price":{"currency":"EUR"}}]})") ==
          R"(<R><Currency>EUR</Currency><Item sku="a"/><Item sku="b"/></R>)");
    CHECK(to_modern(u, "<R><Currency>EUR</Currency><Item/></R>") ==
          R"({"total":{"currency":"EUR"},"items":[{"price":{"currency":"EUR"}}]})");
    CHECK(to_modern(u, "<R><Currency>EUR</Currency></R>") == R"({"total":{"currency":"EUR"}})");
    CHECK(to_modern(u, R"(<R><Item sku="a"/></R>)") == R"({"items":[{"sku":"a"}]})");
}

TEST_CASE("what elements say for others is no member that nobody names") {
    auto options = priced();
    options.keep_rest = true;
    auto const t = make(options);
    constexpr auto modern = R"({"items":[{"sku":"a","price":{"currency":"EUR","x":1}}]})";
    auto const there = t.translate(direction::to_legacy, part::response, modern);
    REQUIRE(there.has_value());
    CHECK(there->dropped == 0);
    CHECK(to_modern(t, there->body) == R"({"items":[{"sku":"a","price":{"currency":"EUR","x":"1"}}]})");
}

TEST_CASE("a value that no element can say is counted as dropped") {
    auto const dropped = [](std::string_view body) {
        auto const there = make(priced()).translate(direction::to_modern, part::response, body);
        REQUIRE(there.has_value());
        return there->dropped;
    };
    CHECK(dropped("<R cur='EUR'/>") == 1);
    CHECK(dropped("<R cur='EUR'><Item/></R>") == 0);
    CHECK(dropped("<R><Item/></R>") == 0);
    auto const there =
        make(summed()).translate(direction::to_modern, part::response, "<R><Currency>EUR</Currency></R>");
    REQUIRE(there.has_value());
    CHECK(there->dropped == 0);
}

TEST_CASE("a value may be said in lists within lists, and in several lists") {
    auto cur = field("c", "orders[].lines[].c");
    auto const t = make(mapped(format::json, format::json,
                               {list("o[]", "orders[]", {list("l[]", "lines[]", {field("s", "s")})}), cur}));
    constexpr auto modern =
        R"({"orders":[{"lines":[{"c":"E","s":"1"},{"c":"E","s":"2"}]},{"lines":[{"c":"E"}]}]})";
    CHECK(to_modern(t, R"({"c":"E","o":[{"l":[{"s":"1"},{"s":"2"}]},{"l":[{}]}]})") == modern);
    CHECK(to_legacy(t, modern) == R"({"o":[{"l":[{"s":"1"},{"s":"2"}]},{"l":[{}]}],"c":"E"})");
    auto both = field("c", "a[].c");
    both.copies.modern = {"b[].c"};
    auto const u =
        make(mapped(format::json, format::json,
                    {list("a[]", "a[]", {field("s", "s")}), list("b[]", "b[]", {field("s", "s")}), both}));
    CHECK(to_modern(u, R"({"c":"E","a":[{}],"b":[{"s":"1"}]})") ==
          R"({"a":[{"c":"E"}],"b":[{"c":"E","s":"1"}]})");
    CHECK(to_legacy(u, R"({"b":[{"c":"E"}]})") == R"({"b":[{}],"c":"E"})");
}

TEST_CASE("what is said in elements has what is said of its field") {
    auto one = field("Cur", "items[].c");
    one.missing.modern = "EUR";
    CHECK(to_modern(make(mapped(format::xml, format::json, {one, items()})), "<R><Item/></R>") ==
          R"({"items":[{"c":"EUR"}]})");
    one.missing = {};
    one.required = true;
    auto const t = make(mapped(format::xml, format::json, {one, items()}));
    CHECK(to_legacy(t, R"({"items":[{"sku":"a"}]})") == "items[].c: is not there, and must be");
    CHECK(to_legacy(t, R"({"items":[{"c":"E"}]})") == "<R><Cur>E</Cur><Item/></R>");
    one.required = false;
    one.nothing.emplace();
    one.nothing->legacy = {nothing::empty};
    one.nothing->modern = {nothing::null};
    auto const u = make(mapped(format::xml, format::json, {one, items()}));
    CHECK(to_modern(u, "<R><Cur/><Item/><Item/></R>") == R"({"items":[{"c":null},{"c":null}]})");
    CHECK(to_legacy(u, R"({"items":[{"c":null},{"c":null}]})") == "<R><Cur/><Item/><Item/></R>");
    one.nothing.reset();
    one.values = {{"1", "EUR"}, {"2", "USD"}};
    CHECK(to_modern(make(mapped(format::xml, format::json, {one, items()})), "<R><Cur>2</Cur><Item/></R>") ==
          R"({"items":[{"c":"USD"}]})");
}

TEST_CASE("the elements may be those of the legacy model, and each an element of XML itself") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {field("L/I[]/@cur", "currency"), list("L/I[]", "items[]", {field("text()", "sku")})}));
    constexpr auto legacy = R"(<R><L><I cur="EUR">a</I><I cur="EUR">b</I></L></R>)";
    CHECK(to_modern(t, legacy) == R"({"currency":"EUR","items":[{"sku":"a"},{"sku":"b"}]})");
    CHECK(to_legacy(t, R"({"items":[{"sku":"a"},{"sku":"b"}],"currency":"EUR"})") == legacy);
}

TEST_CASE("an element of a text alone says it once, beside a value that is said in all and a constant") {
    auto constant = field("", "k");
    constant.constant.emplace().text = "x";
    auto const t =
        make(mapped(format::xml, format::json,
                    {field("Vat", "l[].vat"), list("L[]", "l[]", {field("text()", "v"), constant})}));
    CHECK(to_modern(t, "<R><Vat>7</Vat><L>a</L></R>") == R"({"l":[{"v":"a","k":"x","vat":"7"}]})");
    CHECK(to_legacy(t, R"({"l":[{"v":"a","k":"x","vat":"7"}]})") == "<R><Vat>7</Vat><L>a</L></R>");
}

TEST_CASE("a check says what elements do not keep: a value without elements, and one that some have") {
    CHECK(findings(make(priced())) ==
          "items: an empty list comes back as none: the other side has nothing that says so; give the list a "
          "wrapper of its own there: {\"items\":[]}\n"
          "@cur: it does not come back as it was: <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R cur=\"\"/>\n"
          "items[].price.currency: it does not come back as it was: "
          "{\"items\":[{\"sku\":\"text\",\"price\":{\"value\":\"text\",\"currency\":\"text\"}},"
          "{\"sku\":\"text\",\"price\":{\"value\":\"text\"}},{\"sku\":\"text\",\"price\":{\"value\":\"text\"}"
          "}]}\n");
}

TEST_CASE("places in elements that cannot be are refused with the mend") {
    auto const problem = [](field_options one) {
        return problems(
            mapped(format::json, format::json, {std::move(one), list("i[]", "items[]", {field("s", "s")})}));
    };
    CHECK(problem(field("c", "others[].c")) == "fields[0].modern: 'others[]' is the path of no list with "
                                               "'fields' that is mapped where this is; map that "
                                               "list by a field of its own\n");
    CHECK(
        problem(field("c", "items[].s")) ==
        "fields[0].modern: 's' is mapped already by fields[1].fields[0]; each place may have one meaning\n");
    CHECK(problem(field("i[].c", "items[].c"))
              .find("end this path there and put what is below it into 'fields'") != std::string::npos);
    CHECK(
        problem(list("c[]", "items[].c")).find("what lies in lists side by side is a list of elements so") !=
        std::string::npos);
    auto constant = field("", "items[].c");
    constant.constant.emplace().text = "x";
    CHECK(problem(constant) ==
          "fields[0].modern: the path 'items[].c' leads into every element of a list; put the "
          "constant into the list's 'fields'\n");
    auto copied = field("c", "items[].c");
    copied.copies.legacy = {"d"};
    CHECK(problem(copied).find("the other one has no copies then") != std::string::npos);
    CHECK(problem(field("c", "items[].d[]")).find("ends at no place of a single value") != std::string::npos);
}

TEST_CASE("a trace names the places in elements") {
    mapping_trace trace;
    message_view from;
    from.body = R"(<R><Currency>EUR</Currency><Item/></R>)";
    REQUIRE(make(summed()).translate(direction::to_modern, part::response, from, {}, &trace).has_value());
    CHECK(trace.steps.front().target == "total.currency, items[].price.currency");
    mapping_trace alone;
    from.body = R"(<R cur="EUR"><Item/></R>)";
    REQUIRE(make(priced()).translate(direction::to_modern, part::response, from, {}, &alone).has_value());
    CHECK(alone.steps.front().source == "@cur");
    CHECK(alone.steps.front().target == "items[].price.currency");
}
