#include "acl/mapping_trace.hpp"
#include "unit/acl/translators.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace ficus::acl;
using namespace ficus::acl::testing;

// Plain values take a short way through a mapping (acl/mapping_emit.cpp), and the long one where a trace is
// kept: what comes of them must be the same.

namespace {

std::string told(translator const& t, direction way, std::string_view body, mapping_trace* trace) {
    message_view from;
    from.body = body;
    auto const made = t.translate(way, part::request, from, {}, trace);
    if (made) return "made: " + made->body;
    return std::string(to_string(made.error().code)) + " at " + made.error().where + ": " +
           made.error().message;
}

std::vector<field_options> rules(std::string const& legacy, std::string const& modern) {
    auto legacy_number = field(legacy, modern);
    legacy_number.legacy_type = scalar_type::number;
    auto more = table(legacy, modern, {{"a", "1"}, {"b", "2"}, {"1", "3"}, {"", "4"}});
    more.otherwise.modern = "9";
    auto required = field(legacy, modern);
    required.required = true;
    auto defaulted = field(legacy, modern);
    defaulted.missing = {"L", "M"};
    return {field(legacy, modern),
            field(legacy, modern, scalar_type::string),
            field(legacy, modern, scalar_type::integer),
            field(legacy, modern, scalar_type::number),
            field(legacy, modern, scalar_type::boolean),
            legacy_number,
            table(legacy, modern, {{"a", "paid"}, {"1", "new"}}),
            table(legacy, modern, {{"a", "1"}, {"b", "2"}, {"c", "3"}}, scalar_type::integer),
            table(legacy, modern,
                  {{"a", "1"},
                   {"b", "2"},
                   {"c", "3"},
                   {"d", "4"},
                   {"e", "5"},
                   {"f", "6"},
                   {"g", "7"},
                   {"h", "8"},
                   {"i", "9"}}),
            more,
            required,
            defaulted};
}

std::vector<std::string> json_bodies() {
    std::vector<std::string> bodies;
    for (std::string const value : {R"("a")",
                                    R"("")",
                                    "1",
                                    "1.50",
                                    "-0",
                                    "1e400",
                                    R"("1")",
                                    R"(" 1 ")",
                                    R"("1.5")",
                                    "true",
                                    "false",
                                    R"("true")",
                                    "null",
                                    "[]",
                                    "{}",
                                    "[1]",
                                    R"({"x":1})",
                                    R"("paid")",
                                    R"("Zoë & <Co>")",
                                    R"("\u0001")",
                                    R"("a\u0000b")",
                                    R"("\uffff")",
                                    "3",
                                    R"("9")"}) {
        bodies.push_back(R"({"f":)" + value + "}");
        bodies.push_back(R"({"o":{"f":)" + value + R"(},"z":1})");
    }
    bodies.push_back("{}");
    return bodies;
}

std::vector<std::string> xml_bodies() {
    std::vector<std::string> bodies;
    for (std::string const element : {"<f>a</f>",
                                      "<f/>",
                                      "<f></f>",
                                      "<f> </f>",
                                      "<f> 1 </f>",
                                      "<f>1</f>",
                                      "<f>1.50</f>",
                                      "<f x='1'>a</f>",
                                      "<f x='1'/>",
                                      "<f xsi:nil='true'/>",
                                      "<f xsi:nil='true'>a</f>",
                                      "<f xsi:nil='false'>a</f>",
                                      "<f><g/></f>",
                                      "<f><g>1</g>1</f>",
                                      "<f>a<!-- c -->b</f>",
                                      "<f><![CDATA[1]]></f>",
                                      "<f><![CDATA[]]></f>",
                                      "<f>true</f>",
                                      "<f>paid</f>",
                                      "<f>Zo\xC3\xAB &amp; &lt;</f>",
                                      "<f>1</f><f>2</f>",
                                      "<f\n>9</f>"}) {
        bodies.push_back("<R>" + element + "</R>");
        bodies.push_back("<R><o>" + element + "</o><z/></R>");
    }
    for (std::string const value : {"a", "", "1", " 1 ", "1.5", "true", "paid"})
        bodies.push_back("<R f='" + value + "'/>");
    return bodies;
}

std::vector<std::string> form_bodies() {
    return {"f=a",    "f=",    "f",       "f=1", "f=+1+", "f=1.50", "f=true",
            "f=paid", "f=%01", "f=1&f=2", "",    "g=1",   "f=9"};
}

std::vector<std::string> bodies_of(format f) {
    return f == format::json ? json_bodies() : f == format::xml ? xml_bodies() : form_bodies();
}

std::vector<std::string> paths_of(format f) {
    if (f == format::json) return {"f", "o.f"};
    if (f == format::xml) return {"f", "o/f", "@f"};
    return {"f"};
}

} // namespace

TEST_CASE("a plain value becomes the same whichever way it takes through the mapping") {
    constexpr std::array formats{format::json, format::xml, format::form};
    std::size_t translations = 0, made = 0;
    for (auto const legacy : formats)
        for (auto const modern : formats)
            for (auto const& from : paths_of(legacy))
                for (auto const& to : paths_of(modern))
                    for (auto const& rule : rules(from, to))
                        for (bool const keep : {false, true}) {
                            auto options = mapped(legacy, modern, {rule});
                            options.keep_rest = keep;
                            auto const t = translator::compile(options);
                            if (!t) continue; // not every rule fits every format
                            for (auto const way : {direction::to_modern, direction::to_legacy})
                                for (auto const& body :
                                     bodies_of(way == direction::to_modern ? legacy : modern)) {
                                    mapping_trace trace;
                                    auto const short_way = told(*t, way, body, nullptr);
                                    CAPTURE(body, from, to, keep);
                                    REQUIRE(short_way == told(*t, way, body, &trace));
                                    ++translations;
                                    made += short_way.starts_with("made") ? 1 : 0;
                                }
                        }
    CHECK(translations > 10'000);
    CHECK(made > 3'000);
}

TEST_CASE("a name of the mapping's that JSON has to escape is escaped") {
    auto const t = make(mapped(format::json, format::json,
                               {field("a", R"('q"')"), field("b", R"('back\slash'.c)"), field("d", "e")}));
    CHECK(to_modern(t, R"({"a":"x","b":"y","d":"z"})") == R"({"q\"":"x","back\\slash":{"c":"y"},"e":"z"})");
}
