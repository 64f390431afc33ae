#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// A list in one text, and several values in one text.

namespace {

std::string findings(translator const& t) {
    std::string all;
    for (auto const& f : prove(t))
        all += f.where + ": " + f.message + " | " + f.document + " | " + f.there + " | " + f.back + "\n";
    return all;
}

field_options splitting(std::string legacy, std::string modern, std::string separator,
                        std::optional<scalar_type> type = {}) {
    auto f = field(std::move(legacy), std::move(modern), type);
    f.split.emplace().legacy = text_list_options{std::move(separator)};
    return f;
}

/// `legacy` is one text.
field_options composing(std::string legacy, std::vector<std::string> templates,
                        std::vector<std::pair<std::string, std::string>> parts) {
    field_options f;
    f.legacy = std::move(legacy);
    f.templates = std::move(templates);
    for (auto& [name, path] : parts) {
        f.part_names.push_back(name);
        f.parts.push_back(field("", path));
    }
    return f;
}

constexpr format formats[] = {format::xml, format::json, format::form};

} // namespace

TEST_CASE("a list that a side writes as one text") {
    auto const t =
        make(mapped(format::form, format::json,
                    {splitting("a", "a[]", ";"), splitting("n", "o.n[]", ",", scalar_type::integer)}));
    CHECK(to_modern(t, "a=x%3By&n=1%2C2") == R"({"a":["x","y"],"o":{"n":[1,2]}})");
    CHECK(to_legacy(t, R"({"a":["x","y"],"o":{"n":[1,2]}})") == "a=x%3By&n=1%2C2");
    CHECK(to_modern(t, "a=&n=7") == R"({"a":[],"o":{"n":[7]}})");
    CHECK(to_legacy(t, R"({"a":[],"o":{"n":[7]}})") == "a=&n=7");
    CHECK(to_modern(t, "b=1") == "{}");
    CHECK(to_modern(t, "a=x%3B%3By") == R"({"a":["x","","y"]})");
    CHECK(to_modern(t, "n=1%2C+2") ==
          "n[1]: ' 2' where an integer is due; it takes JSON's digits: no plus sign, no "
          "leading zeros, nothing around them");
    CHECK(to_legacy(t, R"({"a":["x;y"]})") ==
          "a: the element 'x;y' could not be told from two: ';' separates them");
    CHECK(to_legacy(t, R"({"a":[""]})") ==
          "a: a list of one empty text: an empty text is a list of nothing here");
    CHECK(to_legacy(t, R"({"a":["x",null]})") == "a[1]: null, which no element of a text can be");
    CHECK(to_legacy(t, R"({"a":"x"})") == "a: a string where a list is due");
    CHECK(to_legacy(t, R"({"a":["x",5]})") ==
          "a[1]: a number where a string is due; say its 'type' in the mapping");
    CHECK(to_legacy(t, R"({"a":null})") == "a: null, which 'a' cannot hold; say what it is by 'nothing'");
    CHECK(findings(t) == "");
}

TEST_CASE("either side may have the text, in every format, and it is proven") {
    for (auto const legacy : formats)
        for (auto const modern : formats) {
            auto const wrapped = modern == format::xml ? "L/E[]" : "e[]";
            auto numbers = splitting("t", wrapped, ", ", scalar_type::integer);
            CHECK(findings(make(mapped(legacy, modern == format::form ? format::json : modern, {numbers}))) ==
                  "");
            auto turned = field(legacy == format::xml ? "L/E[]" : "e[]", "t");
            turned.split.emplace().modern = text_list_options{"|"};
            if (legacy != format::form) CHECK(findings(make(mapped(legacy, modern, {turned}))) == "");
        }
}

TEST_CASE("the options of a split field are of its elements") {
    auto f = splitting("a", "a[]", ",");
    f.values = {{"N", "new"}, {"P", "paid"}};
    f.text.emplace().legacy.trim = true;
    auto const t = make(mapped(format::json, format::json, {f}));
    CHECK(to_modern(t, R"({"a":"N, P"})") == R"({"a":["new","paid"]})");
    CHECK(to_legacy(t, R"({"a":["new","paid"]})") == R"({"a":"N,P"})");
    CHECK(to_modern(t, R"({"a":"N,X"})") == "a[1]: 'X' is not in the mapping's 'values' (N, P)");
    CHECK(to_modern(t, R"({"a":7})") == "a: a number where a text of elements separated by ',' is due");
}

TEST_CASE("an empty text of a split field may be one element, or say nothing") {
    auto f = splitting("a", "a[]", ",");
    f.split->legacy->empty = text_list_options::nothing::one_element;
    auto const t = make(mapped(format::form, format::json, {f}));
    CHECK(to_modern(t, "a=") == R"({"a":[""]})");
    CHECK(to_legacy(t, R"({"a":[]})") ==
          "a: a list of nothing: an empty text is a list of one empty text here");
    auto silent = splitting("a", "a[]", ",");
    silent.nothing = nothing_options{{nothing::empty}, {nothing::absent, nothing::empty}};
    auto const quiet = make(mapped(format::form, format::json, {silent}));
    CHECK(to_modern(quiet, "a=") == "{}");
    CHECK(to_legacy(quiet, "{}") == "a=");
    CHECK(to_legacy(quiet, R"({"a":[]})") == "a=");
}

TEST_CASE("a split field says which side has the text, and the other one has a list") {
    auto const told = [](field_options f) {
        return problems(mapped(format::json, format::json, {std::move(f)}));
    };
    auto neither = splitting("a", "a[]", ",");
    neither.split->legacy.reset();
    CHECK(told(neither) ==
          "fields[0].split: say which side has the list as one text, and what stands between the "
          "elements: split = { legacy = \";\" }\n");
    CHECK(told(splitting("a[]", "a[]", ",")) ==
          "fields[0].legacy: 'split' takes this one text apart, so that it does not repeat; leave [] out\n");
    CHECK(told(splitting("a", "a", ",")) ==
          "fields[0].modern: 'split' makes a list here; end the path in []\n");
    auto deep = splitting("a", "a[]", ",");
    deep.fields = {field("b", "b")};
    CHECK(told(deep).starts_with(
        "fields[0].fields: an element of a text is one text, whose path is 'value()'"));
    auto filled = splitting("a", "a[]", ",");
    filled.missing.modern = "x";
    CHECK(told(filled) == "fields[0].default: a list has no default; leave it out\n");
}

TEST_CASE("an element of a text may have parts of its own") {
    auto cart = splitting("cart", "cart[]", ",");
    auto one = composing("value()", {"{sku}:{qty}", "{sku}"}, {{"sku", "sku"}, {"qty", "quantity"}});
    one.parts[1].type = scalar_type::integer;
    cart.fields = {one};
    for (auto const legacy : formats) {
        auto const t = make(mapped(legacy, format::json, {cart}));
        auto const sent = legacy == format::xml    ? "<R><cart>A1:2,B7</cart></R>"
                          : legacy == format::json ? R"({"cart":"A1:2,B7"})"
                                                   : "cart=A1%3A2%2CB7";
        CHECK(to_modern(t, sent) == R"({"cart":[{"sku":"A1","quantity":2},{"sku":"B7"}]})");
        CHECK(to_legacy(t, R"({"cart":[{"sku":"A1","quantity":2},{"sku":"B7"}]})") == sent);
        CHECK(findings(t).empty());
    }
    auto const t = make(mapped(format::form, format::json, {cart}));
    CHECK(to_modern(t, "cart=A1:x") == "cart[0]: {qty}: 'x' where an integer is due; it takes JSON's digits: "
                                       "no plus sign, no leading zeros, "
                                       "nothing around them");
    CHECK(to_legacy(t, R"({"cart":[{"sku":"A,1"}]})") ==
          "cart: the element 'A,1' could not be told from two: ',' separates them");
    CHECK(to_legacy(t, R"({"cart":[{"sku":"A"},{}]})") ==
          "cart[1].sku: is not there, and is all that there would be on the other side");
}

TEST_CASE("a text of several values is taken apart and put together again") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {composing("Name", {"{last}, {first}"}, {{"first", "n.first"}, {"last", "n.last"}}),
                     field("B", "b")}));
    CHECK(to_modern(t, "<R><Name>Meyer, Zo\u00eb</Name><B>1</B></R>") ==
          R"({"n":{"first":"Zoë","last":"Meyer"},"b":"1"})");
    CHECK(to_legacy(t, R"({"n":{"first":"Zoë","last":"Meyer"},"b":"1"})") ==
          "<R><Name>Meyer, Zo\u00eb</Name><B>1</B></R>");
    CHECK(to_modern(t, "<R><B>1</B></R>") == R"({"b":"1"})");
    CHECK(to_modern(t, "<R><Name>Meyer</Name></R>") ==
          "Name: 'Meyer' is not as {last}, {first}: there is no ', ' after {last}");
    CHECK(to_legacy(t, R"({"n":{"last":"Meyer"}})") ==
          "n.last: no template has {last} alone, and the other parts are not there");
    CHECK(to_legacy(t, R"({"n":{"last":"Mey, er","first":"Z"}})") ==
          "n.first: {last} is 'Mey, er', which could not be read back out of {last}, {first}: ', ' ends it");
    CHECK(to_legacy(t, R"({"n":{"last":null,"first":"Z"}})") ==
          "n.last: null, which no part of a text can be; leave it out");
    CHECK(to_legacy(t, R"({"n":{"last":1,"first":"Z"}})")
              .starts_with("n.last: a number where a string is due"));
    CHECK(findings(t) == "");
}

TEST_CASE("the parts of a text are written once, where the first of them stood in what was sent") {
    auto const t = make(mapped(
        format::json, format::json,
        {composing("name", {"{last}, {first}"}, {{"first", "first"}, {"last", "last"}}), field("b", "b")}));
    CHECK(to_legacy(t, R"({"last":"M","b":1,"first":"Z"})") == R"({"b":1,"name":"M, Z"})");
    CHECK(to_legacy(t, R"({"first":"Z","b":1,"last":"M"})") == R"({"name":"M, Z","b":1})");
    CHECK(to_modern(t, R"({"name":"M, Z","b":1})") == R"({"first":"Z","last":"M","b":1})");
    CHECK(findings(t) == "");
}

TEST_CASE("of several templates the first that fits is read, and the first that has the parts is written") {
    auto const t =
        make(mapped(format::form, format::json,
                    {composing("n", {"{last}, {first}", "{last}"}, {{"first", "f"}, {"last", "l"}})}));
    CHECK(to_modern(t, "n=M") == R"({"l":"M"})");
    CHECK(to_legacy(t, R"({"l":"M"})") == "n=M");
    CHECK(to_modern(t, "n=M%2C+Z") == R"({"f":"Z","l":"M"})");
    CHECK(to_legacy(t, R"({"l":"M","f":"Z"})") == "n=M%2C+Z");
    CHECK(to_legacy(t, R"({"f":"Z"})") ==
          "f: no template has {first} alone, and the other parts are not there");
    CHECK(to_legacy(t, R"({"l":"M, Z"})") ==
          "l: 'M, Z' of {last} would be read back by an earlier template, as {first}, {last}");
    CHECK(findings(t) == "");
}

TEST_CASE("parts have options of their own, and may stand on the legacy side") {
    field_options f;
    f.modern = "expires";
    f.templates = {"{year}-{month}"};
    f.part_names = {"year", "month"};
    f.parts = {field("Y", "", scalar_type::integer), field("M", "", scalar_type::integer)};
    f.parts[1].text.emplace().modern.pad = padding_options{2, "0", padding_options::where::left};
    auto const refused = problems(mapped(format::json, format::json, {f}));
    CHECK(refused ==
          "fields[0].legacy.month.type: the modern side puts something around the text, so that it is a "
          "string; leave 'type' out\n");
    f.parts[1].type.reset();
    f.parts[1].legacy_type = scalar_type::integer;
    auto const t = make(mapped(format::json, format::json, {f}));
    CHECK(to_modern(t, R"({"Y":2031,"M":7})") == R"({"expires":"2031-07"})");
    CHECK(to_legacy(t, R"({"expires":"2031-07"})") == R"({"Y":2031,"M":7})");
    CHECK(to_legacy(t, R"({"expires":"x-07"})").starts_with("expires: {year}: 'x' where an integer is due"));
    CHECK(to_legacy(t, R"({"expires":5})") == "expires: a number where a text of several parts is due");
    CHECK(findings(t) == "");
}

TEST_CASE("a text of several parts may be required, or say nothing for all of them") {
    auto f = composing("n", {"{last}, {first}"}, {{"first", "f"}, {"last", "l"}});
    f.required = true;
    CHECK(to_legacy(make(mapped(format::form, format::json, {f})), "{}") == "f: is not there, and must be");
    f.required = false;
    f.nothing = nothing_options{{nothing::empty}, {nothing::null}};
    auto const t = make(mapped(format::form, format::json, {f}));
    CHECK(to_modern(t, "n=") == R"({"f":null,"l":null})");
    CHECK(to_legacy(t, R"({"f":null,"l":null})") == "n=");
    CHECK(to_legacy(t, R"({"f":null,"l":"M"})") == "f: null, which no part of a text can be; leave it out");
}

TEST_CASE("a template and its parts must be one another's") {
    auto const told = [](field_options f) {
        return problems(mapped(format::json, format::json, {std::move(f)}));
    };
    CHECK(
        told(composing("n", {"{last}, {given}"}, {{"last", "l"}})) ==
        "fields[0].template: the part {given} has no path; give it one beside the others: given = \"...\"\n");
    CHECK(told(composing("n", {"{last}"}, {{"last", "l"}, {"first", "f"}})) ==
          "fields[0].template: the part {first} stands in no template, so that its value would be lost; put "
          "it in, "
          "or leave its path out\n");
    CHECK(told(composing("n", {"{last}{first}"}, {{"last", "l"}, {"first", "f"}}))
              .starts_with("fields[0].template: '{last}{first}': nothing stands between {last} and {first}"));
    CHECK(told(composing("n", {}, {{"last", "l"}})) ==
          "fields[0].template: say how the parts stand in the text: template = \"{last}, {...}\"\n");
    auto none = field("n", "m");
    none.templates = {"{a}"};
    CHECK(told(none) ==
          "fields[0].template: it names the parts of a text, which live on one of the sides; give that "
          "side a table of paths: modern = { first = \"name.first\", last = \"name.last\" }\n");
    CHECK(told(composing("n[]", {"{a}"}, {{"a", "x[]"}})) ==
          "fields[0].legacy: a text of several parts is one text; leave [] out\n"
          "fields[0].modern.a: a part is one value; leave [] out\n");
    CHECK(told(composing("n", {"{a} {b}"}, {{"a", "x"}, {"b", "x"}})) ==
          "fields[0].modern.b: 'x' overlaps with another part of the same field; each place may have one "
          "meaning\n");
    auto more = composing("n", {"{a} {b}"}, {{"a", "x"}, {"b", "y"}});
    more.missing.modern = "1";
    CHECK(told(more) == "fields[0]: a field of several parts has no 'split', 'default', 'link', 'copies', "
                        "'single' or 'fields'; say what there is to say "
                        "of a part: modern = { year = { path = \"year\", pad = { ... } } }\n");
}

TEST_CASE("what is said beside a template is said of the text that the parts make") {
    auto f = composing("", {"{d} {t}"}, {});
    f.modern = "at";
    f.part_names = {"d", "t"};
    f.parts = {field("Date", ""), field("Time", "")};
    f.time = time_options{"%Y%m%d %H%M%S", "rfc3339", "Europe/Berlin"};
    auto const t = make(mapped(format::xml, format::json, {f}));
    CHECK(to_modern(t, "<R><Date>20241224</Date><Time>180000</Time></R>") ==
          R"({"at":"2024-12-24T18:00:00+01:00"})");
    CHECK(to_legacy(t, R"({"at":"2024-07-01T16:00:00Z"})") ==
          "<R><Date>20240701</Date><Time>180000</Time></R>");
    CHECK(to_modern(t, "<R><Date>20240231</Date><Time>180000</Time></R>") ==
          "Date: '20240231 180000' is no time of the pattern %Y%m%d %H%M%S");
    CHECK(to_legacy(t, R"({"at":"yesterday"})") == "at: 'yesterday' is no time of the pattern rfc3339");
    CHECK(findings(t).find("no example") == std::string::npos);
    f.time->modern = "%s";
    f.type = scalar_type::integer;
    auto const seconds = make(mapped(format::xml, format::json, {f}));
    CHECK(to_modern(seconds, "<R><Date>20241224</Date><Time>180000</Time></R>") == R"({"at":1735059600})");
    CHECK(to_legacy(seconds, R"({"at":1735059600})") == "<R><Date>20241224</Date><Time>180000</Time></R>");
    f.time->zone = "Nowhere/At_All";
    CHECK(problems(mapped(format::xml, format::json, {f})).starts_with("fields[0].time.zone: "));
}

TEST_CASE("a field that nothing fits has no example either, and does not count as proven") {
    auto f = field("STATE", "state");
    f.values = {{"new", "n"}};
    f.text.emplace().legacy.pad = padding_options{2, " ", padding_options::where::right};
    auto const found = findings(make(mapped(format::form, format::json, {f})));
    CAPTURE(found);
    CHECK(found.find("STATE: no example of it can be made") != std::string::npos);
}

TEST_CASE("of a part that nothing fits there are no examples, and the proof goes on") {
    auto f = composing("who", {"{a}-{b}", "{b}"}, {{"a", "a"}, {"b", "b"}});
    f.parts[0].values = {{"new", "n"}};
    f.parts[0].text.emplace().legacy.pad = padding_options{2, " ", padding_options::where::right};
    auto const t = make(mapped(format::json, format::json, {f}));
    CHECK(to_legacy(t, R"({"b":"x"})") == R"({"who":"x"})");
    CHECK(findings(t).find("who") != std::string::npos);
}

TEST_CASE("a script beside a template is refused: it would see one value, and never run") {
    auto composed = composing("name", {"{last}, {first}"}, {{"last", "l"}, {"first", "f"}});
    composed.lua.to_modern = script_text{"return value", {}};
    CHECK(problems(mapped(format::form, format::json, {composed})) ==
          "fields[0].lua: a script sees one value, and this field has several parts; leave the template out "
          "and "
          "say it in a script of the whole document, the translator's 'lua'\n");
    composed.lua = {};
    composed.parts[0].lua.to_legacy = script_text{"return value", {}};
    CHECK_THAT(problems(mapped(format::form, format::json, {composed})),
               Catch::StartsWith("fields[0].lua: a script sees one value"));
}

TEST_CASE("a template of lines has each part in one line, unless the last one has the rest from a line's "
          "beginning") {
    auto const lines =
        make(mapped(format::text, format::json,
                    {composing("text", {"Id={id}\r\nKey={key}\r\n"}, {{"id", "id"}, {"key", "key"}})}));
    CHECK(to_modern(lines, "Id=7\r\nKey=a b\r\n") == R"({"id":"7","key":"a b"})");
    CHECK_THAT(to_modern(lines, "Id=7\r\nKey=a\r\nAVS=ALL\r\n"),
               Catch::EndsWith("{key} goes on in another line, which the template does not have"));
    CHECK_THAT(to_modern(lines, "Id=7\nX=1\r\nKey=a\r\n"), Catch::Contains("{id} goes on in another line"));
    CHECK_THAT(to_legacy(lines, R"({"id":"7","key":"a\nb"})"), Catch::EndsWith("a line end ends it"));
    auto const open =
        make(mapped(format::text, format::json,
                    {composing("text", {"Id={id}\nKey={key}"}, {{"id", "id"}, {"key", "key"}})}));
    CHECK_THAT(to_modern(open, "Id=7\nKey=a\nAVS=ALL"), Catch::Contains("{key} goes on in another line"));
    auto const letter =
        make(mapped(format::text, format::json,
                    {composing("text", {"{subject}\n\n{body}"}, {{"subject", "s"}, {"body", "b"}})}));
    CHECK(to_modern(letter, "Hi\n\none\ntwo\n") == R"({"s":"Hi","b":"one\ntwo\n"})");
    auto const plain =
        make(mapped(format::json, format::json, {composing("n", {"{a}, {b}"}, {{"a", "a"}, {"b", "b"}})}));
    CHECK(to_modern(plain, R"({"n":"x\ny, z\n"})") == R"({"a":"x\ny","b":"z\n"})");
}
