#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

constexpr format formats[] = {format::xml, format::json, format::form};

/// What the proof finds of one field between every two formats, as `where: message | document | back`.
std::string findings(field_options const& options) {
    std::string all;
    for (auto const legacy : formats)
        for (auto const modern : formats)
            for (auto const& f : prove(make(mapped(legacy, modern, {options}))))
                all += f.where + ": " + f.message + " | " + f.document + " | " + f.back + "\n";
    return all;
}

std::string findings_to_json(field_options const& options) {
    std::string all;
    for (auto const& f : prove(make(mapped(format::form, format::json, {options}))))
        all += f.where + ": " + f.message + " | " + f.document + " | " + f.back + "\n";
    return all;
}

} // namespace

TEST_CASE("decimals, scales, booleans, padding and a case of both sides are proven between all formats") {
    auto f = field("A", "a");
    SECTION("a comma and groups") {
        f.decimal = decimal_options{{",", "."}, {}};
    }
    SECTION("a comma, as a string") {
        f.decimal = decimal_options{{",", ""}, {}};
        f.type = scalar_type::string;
    }
    SECTION("groups of a whole number") {
        f.decimal = decimal_options{{",", "."}, {}};
        f.type = scalar_type::integer;
    }
    SECTION("cents of the legacy side") {
        f.scale = scale_options{100, 1};
    }
    SECTION("thousandths of the modern side, which the legacy one writes with a comma") {
        f.decimal = decimal_options{{",", ""}, {}};
        f.scale = scale_options{1, 1000};
    }
    SECTION("percents of the legacy side, which it writes with a comma") {
        f.decimal = decimal_options{{",", ""}, {}};
        f.scale = scale_options{100, 1, true};
    }
    SECTION("base64 of the legacy side") {
        f.text.emplace().legacy.base64 = base64::standard;
        f.text->legacy.trim = false;
    }
    SECTION("a number in base64") {
        f.type = scalar_type::number;
        f.text.emplace().legacy.base64 = base64::url;
    }
    SECTION("a boolean of several spellings") {
        f.boolean = boolean_options{{"Y", "J"}, {"N", ""}};
    }
    SECTION("a padded whole number") {
        f.type = scalar_type::integer;
        f.text.emplace().legacy.pad = padding_options{20, "0", padding_options::where::left};
    }
    SECTION("upper and lower case behind a prefix") {
        f.text.emplace().legacy.letters = letter_case::upper;
        f.text->modern.letters = letter_case::lower;
        f.text->legacy.prefix = "P-";
    }
    SECTION("a time with a fraction of three digits") {
        f.time = time_options{"%d.%m.%Y %T,%3f", "rfc3339", "Europe/Berlin"};
    }
    SECTION("a time in milliseconds") {
        f.time = time_options{"http-date", "epoch_ms", "Europe/Berlin"};
    }
    CHECK(findings(f) == "");
}

TEST_CASE("decimals that a side always writes say nothing on the other, through a scale too") {
    using places = std::optional<std::size_t>;
    auto const percents = [](places legacy, places modern) {
        auto f = field("a", "a");
        f.scale.emplace();
        f.scale->legacy = 100;
        f.scale->decimals = true;
        f.decimal.emplace();
        f.decimal->legacy.decimals = legacy;
        f.decimal->modern.decimals = modern;
        return f;
    };
    for (auto const legacy : {places(), places(0), places(1), places(3)})
        for (auto const modern : {places(), places(2), places(3), places(5)}) {
            CAPTURE(legacy.value_or(99), modern.value_or(99));
            CHECK(findings_to_json(percents(legacy, modern)).empty());
        }
    auto const t = make(mapped(format::form, format::json, {percents(1, std::nullopt)}));
    CHECK(to_modern(t, "a=7.0") == R"({"a":0.07})");
    CHECK(to_legacy(t, R"({"a":0.07})") == "a=7.0");
}

TEST_CASE("a fallback is found to lose what was sent, both ways") {
    auto f = table("A", "a", {{"N", "new"}});
    f.otherwise = {.legacy = "?", .modern = "unknown"};
    CHECK(findings_to_json(f) == "A: it does not come back as it was | A=other | A=%3F\n"
                                 "a: it does not come back as it was | {\"a\":\"other\"} | "
                                 "{\"a\":\"unknown\"}\n");
    f.otherwise = {.legacy = "N", .modern = {}};
    CHECK(findings_to_json(f) ==
          "a: it does not come back as it was | {\"a\":\"other\"} | {\"a\":\"new\"}\n");
}

TEST_CASE("a case of one side is found to lose that of the other") {
    auto f = field("A", "a");
    f.text.emplace().modern.letters = letter_case::lower;
    auto const found = findings_to_json(f);
    CHECK(found.find("A: it does not come back as it was") == 0);
    CHECK(found.find("\na: ") == std::string::npos);
}

TEST_CASE("other texts are read as a value of the table, and never written") {
    auto f = table("S", "state", {{"A", "active"}, {"C", "closed"}});
    f.also = {{{"a", "A"}, {"X", "C"}, {"", "C"}}, {{"enabled", "active"}}};
    auto const t = make(mapped(format::xml, format::json, {f}));
    CHECK(to_modern(t, "<R><S>a</S></R>") == R"({"state":"active"})");
    CHECK(to_modern(t, "<R><S>X</S></R>") == R"({"state":"closed"})");
    CHECK(to_modern(t, "<R><S/></R>") == R"({"state":"closed"})");
    CHECK(to_legacy(t, R"({"state":"enabled"})") == "<R><S>A</S></R>");
    CHECK(to_modern(t, "<R><S>x</S></R>") == "S: 'x' is not in the mapping's 'values' (A, C)");
    CHECK(to_legacy(t, R"({"state":"A"})") == "state: 'A' is not in the mapping's 'values' (active, closed)");

    std::string lost;
    for (auto const& found : prove(t)) lost += found.where + ": " + found.message + '\n';
    CHECK(lost == "state: it does not come back as it was\nS: it does not come back as it was\n");

    f.also = {{{"A", "C"}, {"b", "B"}}, {}};
    CHECK(problems(mapped(format::xml, format::json, {f})) ==
          "fields[0].also.legacy: 'A' has a meaning already; leave it out here\n"
          "fields[0].also.legacy: 'B' is none of the values of this side, so 'b' cannot be read as it; name "
          "one "
          "of 'values'\n");
    auto none = field("S", "state");
    none.also = {{{"a", "A"}}, {}};
    CHECK(problems(mapped(format::xml, format::json, {none})) ==
          "fields[0].also: there is no table whose values it could stand for; give 'values'\n");
}

TEST_CASE("a table that ignores the case of ASCII's letters writes its own spelling") {
    auto f = table("S", "state", {{"NEW", "new"}, {"Größe", "Size"}, {"1", "one"}});
    f.ignore_case = {true, false};
    auto const t = make(mapped(format::xml, format::json, {f}));
    CHECK(to_modern(t, "<R><S>nEw</S></R>") == R"({"state":"new"})");
    CHECK(to_modern(t, "<R><S>GRößE</S></R>") == R"({"state":"Size"})");
    CHECK(to_modern(t, "<R><S>GRÖßE</S></R>") ==
          "S: 'GRÖßE' is not in the mapping's 'values' (NEW, Größe, 1)");
    CHECK(to_modern(t, "<R><S>NEWS</S></R>") == "S: 'NEWS' is not in the mapping's 'values' (NEW, Größe, 1)");
    CHECK(to_legacy(t, R"({"state":"new"})") == "<R><S>NEW</S></R>");
    CHECK(to_legacy(t, R"({"state":"New"})") ==
          "state: 'New' is not in the mapping's 'values' (new, Size, one)");
    auto const lost = prove(t);
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].where + ": " + lost[0].message == "S: it does not come back as it was");
    CHECK(lost[0].document.find("<S>new</S>") != std::string::npos);

    f.ignore_case = {true, true};
    auto const both = make(mapped(format::xml, format::json, {f}));
    CHECK(to_legacy(both, R"({"state":"New"})") == "<R><S>NEW</S></R>");
}

TEST_CASE("a long table and one with other texts and a rest ignore case as a short one does") {
    auto f = field("S", "state");
    for (int i = 0; i < 20; ++i) f.values.emplace_back("Key" + std::to_string(i), "v" + std::to_string(i));
    f.also.legacy = {{"other", "KEY7"}};
    f.otherwise.modern = "?";
    f.ignore_case = {true, false};
    auto const t = make(mapped(format::xml, format::json, {f}));
    CHECK(to_modern(t, "<R><S>kEY19</S></R>") == R"({"state":"v19"})");
    CHECK(to_modern(t, "<R><S>OTHER</S></R>") == R"({"state":"v7"})");
    CHECK(to_modern(t, "<R><S>key20</S></R>") == R"({"state":"?"})");
}

TEST_CASE(
    "values that differ in case alone cannot be read where case is ignored, and a table there must be") {
    auto f = table("S", "state", {{"N", "new"}, {"n", "New"}});
    f.ignore_case = {true, false};
    CHECK(problems(mapped(format::xml, format::json, {f})) ==
          "fields[0].ignore_case: the legacy values 'N' and 'n' differ in nothing but their case; leave "
          "'ignore_case' out, or say it of the other side alone: ignore_case = \"modern\"\n");
    f.ignore_case = {true, true};
    CHECK(problems(mapped(format::xml, format::json, {f})).find("the modern values 'new' and 'New'") !=
          std::string::npos);
    f.values = {{"N", "new"}};
    f.also.legacy = {{"n", "N"}};
    CHECK(problems(mapped(format::xml, format::json, {f})) ==
          "fields[0].also.legacy: 'n' has a meaning already; leave it out here\n");
    auto none = field("S", "state");
    none.ignore_case = {true, true};
    CHECK(problems(mapped(format::xml, format::json, {none})) ==
          "fields[0].ignore_case: there is no table to look into; give 'values'\n");
}
