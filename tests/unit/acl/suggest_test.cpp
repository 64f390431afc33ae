#include "acl/field_words.hpp"
#include "acl/suggest.hpp"
#include "acl/suggest_names.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace ficus::acl;

namespace {

using texts = std::vector<std::pair<std::string, std::string>>;

translator_options between(format legacy, format modern) {
    translator_options options;
    options.name = "t";
    options.legacy.kind = legacy;
    options.modern.kind = modern;
    if (legacy == format::xml) options.legacy.root = "R";
    return options;
}

suggestion suggested(translator_options const& known, texts const& documents) {
    std::vector<suggest_pair> pairs;
    for (auto const& [legacy, modern] : documents)
        pairs.push_back({std::to_string(pairs.size() + 1), legacy, modern});
    auto found = suggest_mapping(known, std::nullopt, pairs);
    if (!found) FAIL(found.error().where << ": " << found.error().message);
    UNSCOPED_INFO(to_toml(*found, known, std::nullopt, false));
    return std::move(*found);
}

suggestion of_json(texts const& documents) {
    return suggested(between(format::json, format::json), documents);
}

std::string line(suggested_field const& field) {
    auto text = field.options.legacy + " = " + field.options.modern;
    if (auto const words = line_of(words_of(field.options)); !words.empty()) text += ": " + words;
    for (auto const& inner : field.inner) text += " [" + line(inner) + "]";
    return text;
}

/// A line a field: its paths, rules, and inner fields.
std::string lines(suggestion const& found) {
    std::string out;
    for (auto const& field : found.fields) out += line(field) + '\n';
    return out;
}

/// The one field that two members alone are found to be, by its rules.
std::string rule_of(texts const& values) {
    texts documents;
    for (auto const& [legacy, modern] : values)
        documents.emplace_back(R"({"amount":)" + legacy + "}", R"({"amount":)" + modern + "}");
    auto const found = of_json(documents);
    auto text = lines(found);
    constexpr std::string_view begin = "amount = amount";
    if (!text.starts_with(begin)) return "none";
    return text.substr(begin.size(), text.size() - begin.size() - 1);
}

field_options plain(std::string legacy, std::string modern) {
    field_options field;
    field.legacy = std::move(legacy), field.modern = std::move(modern);
    return field;
}

bool says(std::vector<std::string> const& all, std::string_view part) {
    return std::any_of(all.begin(), all.end(), [&](auto const& one) { return one.find(part) != one.npos; });
}

} // namespace

TEST_CASE("equal values are found wherever they stand, and types where the texts are numbers") {
    auto const found = suggested(between(format::xml, format::json),
                                 {{"<R><No>17</No><Who><Name>Ann</Name></Who><Ok>true</Ok></R>",
                                   R"({"id":17,"customer":"Ann","ok":true})"},
                                  {"<R><No>18</No><Who><Name>Bob</Name></Who><Ok>false</Ok></R>",
                                   R"({"ok":false,"id":18,"customer":"Bob"})"}});
    CHECK(lines(found) == "No = id: type = \"integer\"\n"
                          "Who/Name = customer\n"
                          "Ok = ok: type = \"boolean\"\n");
    CHECK(found.whole == std::array<std::size_t, 2>{2, 2});
    CHECK(says(found.fields[0].evidence, "in all 2 pairs, with 2 different values"));
}

TEST_CASE("each kind of rule is found") {
    CHECK(rule_of({{R"("  a b ")", R"("a b")"}, {R"(" c")", R"("c")"}}) == ": trim = \"legacy\"");
    CHECK(rule_of({{R"("00000007")", "7"}, {R"("00001200")", "1200"}}) ==
          ": type = \"integer\", pad = { legacy = { width = 8, with = \"0\", side = \"left\" } }");
    CHECK(
        rule_of({{R"("ORD-0007")", R"("7")"}, {R"("ORD-1234")", R"("1234")"}}) ==
        ": prefix = { legacy = \"ORD-\" }, pad = { legacy = { width = 4, with = \"0\", side = \"left\" } }");
    CHECK(rule_of({{R"("KG   ")", R"("kg")"}, {R"("PIECE")", R"("piece")"}}) ==
          ": pad = { legacy = { width = 5 } }, case = { legacy = \"upper\", modern = \"lower\" }");
    CHECK(rule_of({{R"("1.234,50")", "1234.50"}, {R"("2.000.000,00")", "2000000.00"}}) ==
          ": decimal = { legacy = { point = \",\", grouping = \".\" } }");
    CHECK(rule_of({{"1999", "19.99"}, {"5", "0.05"}}) == ": scale = { legacy = 100 }");
    CHECK(rule_of({{R"("Y")", "true"}, {R"("N")", "false"}}) ==
          ": boolean = { true = \"Y\", false = \"N\" }");
    CHECK(rule_of({{R"("N")", R"("new")"}, {R"("P")", R"("paid")"}, {R"("N")", R"("new")"}}) ==
          ": values = { N = \"new\", P = \"paid\" }");
}

TEST_CASE("times are found with their patterns and their zone") {
    CHECK(rule_of({{R"("24.12.2024 18:00:00")", R"("2024-12-24T18:00:00+01:00")"},
                   {R"("01.07.2024 18:00:00")", R"("2024-07-01T18:00:00+02:00")"}}) ==
          ": time = { legacy = \"%d.%m.%Y %H:%M:%S\", modern = \"rfc3339\", zone = \"Europe/Berlin\" }");
    CHECK(rule_of({{R"("12/24/2024")", R"("2024-12-24")"}}) ==
          ": time = { legacy = \"%m/%d/%Y\", modern = \"%Y-%m-%d\" }");
    CHECK(rule_of({{R"("2024-12-24T17:00:00Z")", "1735059600"}}) ==
          ": type = \"integer\", time = { legacy = \"rfc3339\", modern = \"%s\" }");
}

TEST_CASE("what the pairs do not tell apart is said: zones, and days that could be months") {
    auto const zone = of_json({{R"({"at":"24.12.2024 18:00"})", R"({"at":"2024-12-24T18:00:00+01:00"})"}});
    REQUIRE(zone.fields.size() == 1);
    CHECK(says(zone.fields[0].evidence, "do not tell its zone from"));
    auto const day = of_json({{R"({"at":"05/05/2024"})", R"({"at":"2024-05-05"})"}});
    REQUIRE(day.fields.size() == 1);
    CHECK(says(day.fields[0].evidence, "AMBIGUOUS"));
    auto const told = of_json({{R"({"at":"05/06/2024"})", R"({"at":"2024-06-05"})"}});
    REQUIRE(told.fields.size() == 1);
    CHECK_FALSE(says(told.fields[0].evidence, "AMBIGUOUS"));
}

TEST_CASE("numbers that other digits write are the same, and it is said") {
    auto const found = of_json({{R"({"sum":"12,50"})", R"({"sum":12.5})"}});
    REQUIRE(lines(found) == "sum = sum: decimal = { legacy = { point = \",\" } }\n");
    CHECK(says(found.fields[0].evidence, "written with other digits"));
}

TEST_CASE("a boolean of which one value was never seen says that the other one is a guess") {
    auto const found = of_json({{R"({"paid":"J"})", R"({"paid":true})"}});
    REQUIRE(lines(found) == "paid = paid: boolean = { true = \"J\", false = \"N\" }\n");
    CHECK(says(found.fields[0].evidence, "no pair has false: \"N\" is a guess"));
}

TEST_CASE("two sources that agree equally are left to the reader, unless the names decide") {
    auto const unclear = of_json({{R"({"x":"Ann","y":"Ann"})", R"({"owner":"Ann"})"}});
    CHECK(lines(unclear).empty());
    CHECK(says(unclear.ambiguous, "'x' and 'owner' or 'y'"));
    auto const named = of_json({{R"({"Creator":"Ann","OwnerName":"Ann"})", R"({"owner_name":"Ann"})"}});
    CHECK(lines(named) == "OwnerName = owner_name\n");
    CHECK(named.unexplained[0] == std::vector<std::string>{"Creator"});
}

TEST_CASE("lists are paired by how many elements they have, and their fields by what these hold") {
    auto const found =
        suggested(between(format::xml, format::json),
                  {{"<R><Lines><Line qty='2'><Sku>A-1</Sku></Line><Line "
                    "qty='3'><Sku>B-2</Sku></Line></Lines><T>x</T><T>y</T></R>",
                    R"({"items":[{"article":"A-1","n":2},{"article":"B-2","n":3}],"tags":["x","y"]})"},
                   {"<R><Lines><Line qty='1'><Sku>C-3</Sku></Line></Lines></R>",
                    R"({"items":[{"article":"C-3","n":1}]})"}});
    CHECK(lines(found) == "Lines/Line[] = items[] [@qty = n: type = \"integer\"] [Sku = article]\n"
                          "T[] = tags[]\n");
    CHECK(found.whole == std::array<std::size_t, 2>{2, 2});
}

TEST_CASE("an element that was never there twice is a list where the other side has one") {
    auto const found =
        suggested(between(format::xml, format::json),
                  {{"<R><Lines><Line><Sku>A-1</Sku></Line></Lines></R>", R"({"lines":[{"sku":"A-1"}]})"}});
    CHECK(lines(found) == "Lines/Line[] = lines[] [Sku = sku]\n");
}

TEST_CASE("what agrees in some pairs alone is not proposed, but told") {
    auto const found = of_json({{R"({"name":"Ann","nick":"A"})", R"({"name":"Ann","nick":"A"})"},
                                {R"({"name":"Bob"})", R"({"name":"Bob","nick":null})"}});
    CHECK(lines(found) == "name = name\n");
    CHECK(says(found.withheld, "1 in modern alone"));
}

TEST_CASE("what one side always says is a constant, where three pairs say so") {
    texts const three{{R"({"a":"x1"})", R"({"a":"x1","version":2})"},
                      {R"({"a":"x2"})", R"({"a":"x2","version":2})"},
                      {R"({"a":"x3"})", R"({"a":"x3","version":2})"}};
    CHECK(lines(of_json(three)) == "a = a\n = version: constant = 2\n");
    auto const two = of_json({three[0], three[1]});
    CHECK(lines(two) == "a = a\n");
    CHECK(two.unexplained[1] == std::vector<std::string>{"version"});
}

TEST_CASE("of a translator that is there only what it lacks is proposed, in its lists too") {
    auto known = between(format::json, format::json);
    field_options id;
    id.legacy = "no", id.modern = "id";
    field_options lines_field;
    lines_field.legacy = "L[]", lines_field.modern = "lines[]";
    field_options sku;
    sku.legacy = "s", sku.modern = "sku";
    lines_field.fields = {sku};
    known.fields = {id, lines_field};
    auto const found =
        suggested(known, {{R"({"no":7,"who":"Ann","L":[{"s":"A","q":2},{"s":"B","q":5}]})",
                           R"({"id":7,"name":"Ann","lines":[{"sku":"A","qty":2},{"sku":"B","qty":5}]})"}});
    CHECK(lines(found) == "who = name\n");
    REQUIRE(found.extensions.size() == 1);
    CHECK(line(found.extensions[0]) == "L[] = lines[] [q = qty]");
    CHECK(found.whole == std::array<std::size_t, 2>{1, 1});
}

TEST_CASE("a pair that cannot be read is left out, and said; without any there is nothing to say") {
    auto const found = of_json({{R"({"a":"x1"})", R"({"b":"x1"})"}, {"{", "{}"}});
    CHECK(found.pairs == 1);
    CHECK(says(found.remarks, "pair 2, legacy: "));
    auto const none = suggest_mapping(between(format::json, format::json), std::nullopt, {{"1", "{", "{}"}});
    REQUIRE(none.has_error());
    CHECK(none.error().where.starts_with("pair 1, legacy: "));
}

TEST_CASE("names with dots, quotes and brackets are quoted as paths want them") {
    auto const found = of_json({{R"({"a.b":"x1","c":{"d'e":"y1"}})", R"({"ab":"x1","de":"y1"})"}});
    CHECK(lines(found) == "'a.b' = ab\nc.'d''e' = de\n");
}

TEST_CASE("formats are guessed from documents") {
    auto const soap =
        guess_side("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:o='urn:o'>"
                   "<s:Body><o:Get/></s:Body></s:Envelope>");
    REQUIRE(soap);
    CHECK(soap->kind == format::soap);
    CHECK(soap->root == "o:Get");
    CHECK(guess_side("<R/>")->root == "R");
    CHECK(guess_side("<methodCall><methodName>a</methodName></methodCall>")->kind == format::xmlrpc);
    CHECK(guess_side("[1]")->kind == format::json);
    CHECK(guess_side("a=1&b%5B%5D=2\n")->nested.has_value());
    CHECK(guess_side("a;b\n1;2\n", "csv")->csv.separator == ';');
    CHECK_FALSE(guess_side("  "));
    CHECK_FALSE(guess_side("some words"));
}

TEST_CASE("names are alike when letters, words or abbreviations are") {
    CHECK(name_similarity("Customer/ZipCode", "customer.zip_code") == 1);
    CHECK(name_similarity("Qty", "lines[].quantity") > 0.4);
    CHECK(name_similarity("OrderNo", "colour") < 0.3);
}

TEST_CASE("many paths of equal values cost little: the names alone decide") {
    std::string legacy = "{", modern = "{";
    for (int i = 0; i < 300; ++i) {
        legacy += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\":1";
        modern += (i == 0 ? "\"b" : ",\"b") + std::to_string(i) + "\":1";
    }
    auto const found = of_json({{legacy + "}", modern + "}"}});
    CHECK(found.fields.size() > 100);
    for (auto const& field : found.fields)
        CHECK(field.options.legacy.substr(1) == field.options.modern.substr(1));
}

TEST_CASE("of documents of thousands of members some are looked at, and that there are more is said") {
    std::string legacy = "{", modern = "{";
    for (int i = 0; i < 5000; ++i) {
        auto const value = "\":\"v" + std::to_string(i * 7919) + "\"" + (i == 4999 ? "}" : ",");
        legacy += "\"a" + std::to_string(i) + value;
        modern += "\"b" + std::to_string(i) + value;
    }
    auto const found = of_json({{legacy, modern}});
    CHECK(found.fields.size() == 400);
    REQUIRE(found.remarks.size() == 1);
    CHECK(found.remarks[0].starts_with("the documents have more than can be looked at"));
}

TEST_CASE("what groups, texts of parts, objects and names with numbers take already is not proposed again") {
    auto known = between(format::json, format::json);
    field_options group;
    group.when = {{{"t", {"a", scalar_type::string}}}, {{"kind", {"a", scalar_type::string}}}};
    group.fields = {plain("x", "y")};
    auto whole = plain("name", "");
    whole.templates = {"{last}, {first}"};
    whole.part_names = {"last", "first"};
    whole.parts = {plain("", "l"), plain("", "f")};
    auto members = plain("prices{}", "prices{}");
    auto numbered = plain("item{1}", "items[]");
    known.fields = {group, whole, members, numbered};
    auto const found = suggested(
        known, {{R"({"t":"a","x":7,"name":"Doe, Ann","prices":{"p":1},"item1":"i","new":"N1"})",
                 R"({"kind":"a","y":7,"l":"Doe","f":"Ann","prices":{"p":1},"items":["i"],"fresh":"N1"})"},
                {R"({"t":"a","x":8,"name":"Roe, Bob","prices":{"p":2},"item1":"j","new":"N2"})",
                 R"({"kind":"a","y":8,"l":"Roe","f":"Bob","prices":{"p":2},"items":["j"],"fresh":"N2"})"}});
    CHECK(lines(found) == "new = fresh\n");
    CHECK(found.unexplained[0].empty());
    CHECK(found.unexplained[1].empty());
}

TEST_CASE("what lists side by side and elements say for other fields is not proposed again") {
    auto known = between(format::json, format::json);
    auto items = plain("i[]", "items[]");
    items.fields = {plain("s", "sku")};
    auto columns = plain("*[]", "rows[]");
    columns.fields = {plain("names[]", "name"), plain("codes[]", "code")};
    known.fields = {plain("cur", "items[].price.cur"), items, columns};
    auto const found = suggested(
        known, {{R"({"cur":"EUR","i":[{"s":"A"},{"s":"B"}],"names":["n1"],"codes":["c1"],"new":"N1"})",
                 R"({"items":[{"sku":"A","price":{"cur":"EUR"}},{"sku":"B","price":{"cur":"EUR"}}],)"
                 R"("rows":[{"name":"n1","code":"c1"}],"fresh":"N1"})"},
                {R"({"cur":"USD","i":[{"s":"C"}],"names":["n2","n3"],"codes":["c2","c3"],"new":"N2"})",
                 R"({"items":[{"sku":"C","price":{"cur":"USD"}}],)"
                 R"("rows":[{"name":"n2","code":"c2"},{"name":"n3","code":"c3"}],"fresh":"N2"})"}});
    CHECK(lines(found) == "new = fresh\n");
    CHECK(found.extensions.empty());
    for (auto const& side : found.unexplained) CHECK(side.empty());
}

TEST_CASE("types that SOAP's encoding names stand in nobody's way, and make no list of what they stand at") {
    auto const legacy = [](std::string const& id, std::string const& skus) {
        return R"(<R xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:e="urn:e"><id xsi:type="xsd:string">)" +
               id + R"(</id><items e:arrayType="e:item[2]" xsi:type="e:Array">)" + skus + "</items></R>";
    };
    auto const item = [](std::string const& sku) {
        return R"(<item xsi:type="e:item"><sku xsi:type="xsd:string">)" + sku + "</sku></item>";
    };
    auto const found =
        suggested(between(format::xml, format::json),
                  {{legacy("A-1", item("x1") + item("y2")),
                    R"({"number":"A-1","lines":[{"code":"x1"},{"code":"y2"}]})"},
                   {legacy("B-2", item("z3")), R"({"number":"B-2","lines":[{"code":"z3"}]})"}});
    CHECK(lines(found) == "id = number\nitems/item[] = lines[] [sku = code]\n");
    CHECK(found.withheld.empty());
}
