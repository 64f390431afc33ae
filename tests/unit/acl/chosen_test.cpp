#include "acl/mapping_trace.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

translator_options payments() {
    return mapped(format::xml, format::json,
                  {field("Approve", "links[rel=approve].href"),
                   field("Capture/Url", "links[rel='capture'].href"),
                   field("Capture/How", "links[rel='capture'].method")});
}

} // namespace

TEST_CASE("an element of a list is chosen by what it says, wherever it stands") {
    auto const t = make(payments());
    auto const legacy = "<R><Approve>/a</Approve><Capture><Url>/c</Url><How>POST</How></Capture></R>";
    CHECK(to_modern(t, legacy) ==
          R"({"links":[{"rel":"approve","href":"/a"},{"rel":"capture","href":"/c","method":"POST"}]})");
    CHECK(to_legacy(t,
                    R"({"links":[{"rel":"self","href":"/s"},{"method":"POST","href":"/c","rel":"capture"},)"
                    R"({"href":"/a","rel":"approve"}]})") == legacy);
    CHECK(findings(t) == "");
}

TEST_CASE("an element of which nothing is written is left out, and what chooses it is not dropped") {
    auto const t = make(payments());
    CHECK(to_modern(t, "<R><Approve>/a</Approve></R>") == R"({"links":[{"rel":"approve","href":"/a"}]})");
    CHECK(to_modern(t, "<R/>") == "{}");
    CHECK(to_legacy(t, R"({"links":[]})") == "<R/>");
    CHECK(to_legacy(t, R"({"links":null})") == "<R/>");
    auto const made = t.translate(
        direction::to_legacy, part::response,
        R"({"links":[{"rel":"approve","href":"/a","title":"x"},{"rel":"self"},null,"text",{"rel":7}]})");
    REQUIRE(made.has_value());
    CHECK(made->dropped == 5);
}

TEST_CASE("two elements that say so are an error, and so is what is no list") {
    auto const t = make(payments());
    CHECK(to_legacy(t, R"({"links":[{"rel":"approve","href":"/a"},{"rel":"approve","href":"/b"}]})") ==
          "links[rel='approve']: more than one element says so, and one alone is meant");
    CHECK(to_legacy(t, R"({"links":{"rel":"approve"}})") == "links: an object where a list is due");
    CHECK(to_legacy(t, R"({"links":[{"rel":"approve","href":7}]})") ==
          "links[rel='approve'].href: a number where a string is due; say its 'type' in the "
          "mapping");
}

TEST_CASE(
    "elements of XML are chosen by an attribute or by an element in them, and may be a text themselves") {
    auto const t = make(mapped(format::xml, format::json,
                               {field("link[@rel='a/b']/@href", "next"), field("Phone[@type=home]", "home"),
                                field("Phone[@type=work]", "work", scalar_type::integer),
                                list("Item[Name='Color'][@lang='en']/Value[]", "colors[]"),
                                field("Item[Name='Size']/Value", "size")}));
    auto const legacy =
        "<R><link rel=\"a/b\" href=\"/n\"/><Phone type=\"home\">1</Phone><Phone type=\"work\">2</Phone>"
        "<Item lang=\"en\"><Name>Color</Name><Value>red</Value><Value>blue</Value></Item>"
        "<Item><Name>Size</Name><Value>L</Value></Item></R>";
    auto const modern = R"({"next":"/n","home":"1","work":2,"colors":["red","blue"],"size":"L"})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) ==
          "<R><link rel=\"a/b\" href=\"/n\"/><Phone type=\"home\">1</Phone><Phone type=\"work\">"
          "2</Phone><Item lang=\"en\"><Name>Color</Name>"
          "<Value>red</Value><Value>blue</Value></Item><Item><Name>Size</Name>"
          "<Value>L</Value></Item></R>");
}

TEST_CASE("what chooses is a string in quotes, and otherwise what it looks like on a typed side") {
    auto const modern = R"({"l":[{"id":7,"v":"1"},{"id":"07","v":"2"}],"m":[{"on":true,"v":"3"}],)"
                        R"("n":[{"a.b":"it's","v":"5"}]})";
    CHECK(problems(mapped(format::xml, format::json,
                          {field("C", "m[on=true].v"), field("D", "m[on='true'].v")})) != "none");
    auto const t = make(mapped(format::xml, format::json,
                               {field("A", "l[id=7].v"), field("B", "l[id='07'].v"),
                                field("C", "m[on=true].v"), field("E", R"(n['a.b'="it's"].v)")}));
    CHECK(to_modern(t, "<R><A>1</A><B>2</B><C>3</C><E>5</E></R>") == modern);
    CHECK(to_legacy(t, modern) == "<R><A>1</A><B>2</B><C>3</C><E>5</E></R>");
    CHECK(findings(t) == "");
}

TEST_CASE("between two lists the elements come in the order in which they were sent") {
    auto o = mapped(format::json, format::json,
                    {field("attrs[code=a].value", "list[name=A].v", {}),
                     field("attrs[code=b].value", "list[name=B].v", {})});
    auto const t = make(o);
    CHECK(to_modern(t, R"({"attrs":[{"code":"b","value":2},{"code":"a","value":"1"}]})") ==
          R"({"list":[{"name":"B","v":2},{"name":"A","v":"1"}]})");
    CHECK(findings(t) == "");
}

TEST_CASE("a document or a list's element may be the list that is chosen from") {
    auto const t = make(mapped(format::xml, format::json, {field("A", "[k=a].v"), field("B", "[k=b].v")}));
    CHECK(to_modern(t, "<R><A>1</A><B>2</B></R>") == R"([{"k":"a","v":"1"},{"k":"b","v":"2"}])");
    CHECK(to_legacy(t, R"([{"k":"b","v":"2"},{"k":"a","v":"1"}])") == "<R><A>1</A><B>2</B></R>");
    CHECK(to_legacy(t, "{}") == "the document: an object where a list is due");
    auto const u =
        make(mapped(format::xml, format::json,
                    {list("P[]", "p[]", {field("link[@rel=self]/@href", "l[r=s].h"), field("N", "n")})}));
    CHECK(to_modern(u, "<R><P><link rel=\"self\" href=\"/p\"/></P><P><N>2</N></P></R>") ==
          R"({"p":[{"l":[{"r":"s","h":"/p"}]},{"n":"2"}]})");
}

TEST_CASE("a condition of a case may look into an element that is chosen") {
    auto one = field("Iban", "account.iban");
    one.when.legacy = {{"Tag[@n='kind']/@v", {"DD", scalar_type::string}}};
    one.when.modern = {{"tags[n=kind].v", {"debit", scalar_type::string}}};
    auto const t = make(mapped(format::xml, format::json, {one}));
    auto const legacy = "<R><Tag n=\"kind\" v=\"DD\"/><Iban>7</Iban></R>";
    auto const modern = R"({"tags":[{"n":"kind","v":"debit"}],"account":{"iban":"7"}})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
    CHECK(to_legacy(t, R"({"tags":[{"n":"x","v":"debit"}],"account":{"iban":"7"}})") == "<R/>");
}

TEST_CASE("what no field chooses is not kept, and what is kept does not become an element of the list") {
    auto o = mapped(format::xml, format::json, {field("link[@rel='self']/@href", "url")});
    o.keep_rest = true;
    auto const t = make(o);
    auto const made = t.translate(direction::to_modern, part::response,
                                  "<R><link rel=\"next\" href=\"/n\"/><link rel=\"self\" href=\"/s\" "
                                  "title=\"x\"/><Other>1</Other></R>");
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"url":"/s","Other":"1"})");
    CHECK(made->dropped == 2);
    CHECK(to_legacy(t, R"({"url":"/s","link":{"@rel":"next"}})").find("link: no field names it, and rest") ==
          0);
}

TEST_CASE("places that a choice has are no other field's, and elements that are chosen differ") {
    auto const problem = [](std::string const& a, std::string const& b) {
        return problems(mapped(format::xml, format::json, {field("A", a), field("B", b)}));
    };
    auto const overlap = [](std::string const& ours, std::string const& theirs,
                            std::string const& more = "") {
        return "fields[1].modern: '" + ours + "' overlaps with '" + theirs +
               "' of fields[0]; each place may have one meaning" + more + "\n";
    };
    CHECK(problem("l[k='a'].v", "l[k='a'].v").find("is mapped already by fields[0]") != std::string::npos);
    CHECK(problem("l[k='a'].v", "l[0].v") == overlap("l[0].v", "l[k='a'].v"));
    CHECK(problem("l.v", "l[k='a'].v") == overlap("l[k='a'].v", "l.v"));
    CHECK(problem("l[k='a'].v", "l[m='b'].v") ==
          overlap("l[m='b'].v", "l[k='a'].v",
                  " (elements that are chosen must differ in what one member says)"));
    CHECK(problem("l[k='a'].v", "l[k='a'][m='b'].w").find("must differ") != std::string::npos);
    CHECK(problem("l[k='a'][m='b'].v", "l[k='a'][m='c'].v") == "none");
    CHECK(problem("l[k='a'].v", "l[k='a'].w") == "none");
    auto o = mapped(format::xml, format::json, {field("A", "l[k='a'].v"), list("B[]", "l[]")});
    CHECK(problems(o).find("fields[1].modern: 'l' overlaps with 'l[k='a'].v'") == 0);
    o = mapped(format::xml, format::json, {list("L[]", "l[]"), field("L[@k='a']/@v", "v")});
    CHECK(problems(o).find("fields[1].legacy: 'L[@k='a']/@v' overlaps with 'L'") == 0);
    o = mapped(format::xml, format::json, {field("L[@k='a']/@v", "v"), field("L/W", "w")});
    CHECK(problems(o).find("fields[1].legacy: 'L/W' overlaps with 'L[@k='a']/@v'") == 0);
}

TEST_CASE("a trace calls the element by what chooses it") {
    auto const t = make(payments());
    mapping_trace trace;
    message_view from;
    from.body = R"({"links":[{"rel":"self"},{"rel":"approve","href":"/a"}]})";
    REQUIRE(t.translate(direction::to_legacy, part::response, from, {}, &trace).has_value());
    REQUIRE(trace.steps.size() == 4);
    CHECK(trace.steps[0].what == trace_step::did::dropped);
    CHECK(trace.steps[0].source == "links");
    CHECK(trace.steps[1].source == "links[rel='approve'].href");
    CHECK(trace.steps[1].target == "Approve");
}
