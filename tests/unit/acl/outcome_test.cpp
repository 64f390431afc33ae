#include "acl/outcome.hpp"
#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;
using Catch::Contains;

namespace {

constant_options text(std::string said) {
    return {std::move(said), scalar_type::string};
}

/// Legacy's 200 with an error in it, modern's statuses.
translator_options lying() {
    auto o = mapped(format::xml, format::json, {field("No", "id", scalar_type::integer)});
    outcome_options missing;
    missing.legacy = {{200}, "error", {}, "", {{"@code", text("17")}}};
    missing.modern = {{404, 410}, "", {}, "application/problem+json", {{"title", text("no such order")}}};
    missing.fields = {field("text", "detail")};
    outcome_options busy;
    busy.legacy = {{200}, "error", {}, "", {{"@code", text("99")}}};
    busy.modern = {{503}, "", {}, "application/problem+json", {{"status", {"503", scalar_type::integer}}}};
    outcome_options deleted;
    deleted.legacy = {{200}, "done", {}, "", {}};
    deleted.modern = {{204}, "", side_options{format::none}, "", {}};
    o.outcomes = {missing, busy, deleted};
    return o;
}

std::string answer(translator const& t, direction way, unsigned status, std::string const& body,
                   std::string const& type = {}) {
    std::vector<header_view> headers;
    if (!type.empty()) headers.push_back({"Content-Type", type});
    message_view from;
    from.status = status;
    from.headers = headers;
    from.body = body;
    auto const made = t.translate(way, part::response, from);
    if (!made) return made.error().where + ": " + made.error().message;
    auto said = made->body;
    constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if (said.starts_with(declaration)) said.erase(0, declaration.size());
    return std::to_string(made->status) + (made->unchanged ? " unchanged" : "") +
           (made->content_type.empty() ? "" : ' ' + made->content_type) + (said.empty() ? "" : '\n' + said);
}

} // namespace

TEST_CASE("an answer that lies about its status becomes one that does not, and back") {
    auto const t = make(lying());
    CHECK(answer(t, direction::to_modern, 200, R"(<error code="17"><text>gone</text></error>)") ==
          "404 application/problem+json\n{\"detail\":\"gone\",\"title\":\"no such order\"}");
    CHECK(answer(t, direction::to_legacy, 404, R"({"title":"no such order","detail":"gone"})",
                 "application/problem+json") ==
          "200 application/xml; charset=utf-8\n<error code=\"17\"><text>gone</text></error>");
    CHECK(answer(t, direction::to_legacy, 410, R"({"title":"no such order"})") ==
          "200 application/xml; charset=utf-8\n<error code=\"17\"/>");
    CHECK(answer(t, direction::to_modern, 200, R"(<error code="99"/>)") ==
          "503 application/problem+json\n{\"status\":503}");
    CHECK(answer(t, direction::to_modern, 200, "<R><No>7</No></R>") == "200 application/json\n{\"id\":7}");
    for (auto const& found : prove(t))
        UNSCOPED_INFO(found.where << ": " << found.message << "\n"
                                  << found.document << "\n"
                                  << found.there << "\n"
                                  << found.back);
    CHECK(prove(t).empty());
}

TEST_CASE("an answer without content becomes one with some, and back") {
    auto const t = make(lying());
    CHECK(answer(t, direction::to_modern, 200, "<done/>") == "204");
    CHECK(answer(t, direction::to_legacy, 204, "") == "200 application/xml; charset=utf-8\n<done/>");
}

TEST_CASE("an answer of no kind goes by the other fields when it is a success, and passes as it is when it "
          "is none") {
    auto const t = make(lying());
    CHECK(answer(t, direction::to_modern, 200, R"(<error code="18">?</error>)") ==
          "error: the root element is 'error', not 'R'");
    CHECK(answer(t, direction::to_legacy, 404, "<html>not found", "text/html") ==
          "404 unchanged\n<html>not found");
    CHECK(answer(t, direction::to_legacy, 404, R"({"title":"other"})") ==
          "404 unchanged\n{\"title\":\"other\"}");
    CHECK(answer(t, direction::to_legacy, 500, "oops") == "500 unchanged\noops");
    CHECK(t.reads_answer(direction::to_legacy, 404));
    CHECK_FALSE(t.reads_answer(direction::to_legacy, 500));
    CHECK_FALSE(t.reads_answer(direction::to_modern, 404));
    CHECK(t.has_outcome_for(direction::to_legacy, 204));
}

TEST_CASE("outcomes that tell nothing apart are refused with the mend") {
    auto const problem = [](outcome_options one) {
        auto o = mapped(format::json, format::json, {field("a", "b")});
        o.outcomes = {std::move(one)};
        auto const made = translator::compile(o);
        return made ? std::string("none") : made.error().front().key + ": " + made.error().front().message;
    };
    outcome_options one;
    one.modern.statuses = {404};
    CHECK(problem(one) ==
          "outcomes[0].legacy: nothing tells these answers from others; say their 'status', their "
          "'root', what they say in 'when', or what they are 'without'");
    one.legacy.statuses = {99};
    CHECK(problem(one) == "outcomes[0].legacy.status: 99 is no status of an answer; it takes 200 to 599");
    one.legacy.statuses = {200};
    one.legacy.when = {{"a..b", {"1", scalar_type::string}}};
    CHECK(problem(one) ==
          "outcomes[0].legacy.when: the path 'a..b' has an empty name; an empty name is written ''");
    one.legacy.when = {{"query:a", {"1", scalar_type::string}}};
    CHECK(problem(one).starts_with("outcomes[0].legacy.when"));
    one.legacy.when = {{"a.b", {"1", scalar_type::string}}};
    one.legacy.without = {"c", "a"};
    CHECK(problem(one) ==
          "outcomes[0].legacy.without: 'a' is where a field or 'when' says that there is something");
    one.legacy.without = {"a.b.c"};
    CHECK(problem(one).starts_with("outcomes[0].legacy.without: 'a.b.c' is where"));
    one.legacy.without = {"c[]"};
    CHECK(problem(one) == "outcomes[0].legacy.without: 'c[]' is no single place in the body");
    one.legacy.without = {"header:X"};
    CHECK(problem(one) == "outcomes[0].legacy.without: 'header:X' is no single place in the body");
    one.legacy.without = {"a..b"};
    CHECK(problem(one) == "outcomes[0].legacy.without: 'a..b': the path 'a..b' has an empty name; an empty "
                          "name is written ''");
    one.legacy.without = {"c"};
    CHECK(problem(one) == "none");
}

TEST_CASE("an answer may be of a kind by what is not in it, and what is written in its place is another's") {
    auto o = mapped(format::xmlrpc, format::json, {field("params[0].name", "id")});
    outcome_options fault, nothing;
    fault.legacy = {{200}, "", {}, "", {}, {"params"}};
    fault.modern = {{404}, "", {}, "", {}};
    fault.fields = {field("fault.faultCode", "code", scalar_type::integer),
                    field("fault.faultString", "detail", scalar_type::string)};
    nothing.legacy = {{200}, "", {}, "", {}, {"params[0].name", "fault"}};
    nothing.modern = {{404}, "", {}, "", {}};
    o.outcomes = {fault, nothing};
    auto const t = make(o);
    std::string const said =
        "<methodResponse><params><param><value><struct><member><name>name</name>"
        "<value><string>a</string></value></member></struct></value></param></params></methodResponse>";
    std::string const empty =
        "<methodResponse><params><param><value><struct/></value></param></params></methodResponse>";
    std::string const failed = "<methodResponse><fault><value><struct><member><name>faultCode</"
                               "name><value><int>1</int></value></member>"
                               "<member><name>faultString</name><value><string>no</string></value></member></"
                               "struct></value></fault></methodResponse>";
    CHECK(answer(t, direction::to_modern, 200, said) == "200 application/json\n{\"id\":\"a\"}");
    CHECK(answer(t, direction::to_modern, 200, empty) == "404 application/json\n{}");
    CHECK(answer(t, direction::to_modern, 200, failed) ==
          "404 application/json\n{\"code\":1,\"detail\":\"no\"}");
    CHECK(answer(t, direction::to_legacy, 404, R"({"code":1,"detail":"no"})") ==
          "200 text/xml; charset=utf-8\n" + failed);
    CHECK(*t.translate_body(direction::to_modern, part::response, failed) == R"({"code":1,"detail":"no"})");
}

TEST_CASE(
    "layout around what an outcome asks for in XML is no part of it, and an empty element is not null") {
    auto const t = make(lying());
    CHECK(answer(t, direction::to_modern, 200, "<error code=\" 17 \"/>")
              .starts_with("error: the root element"));
    auto o = mapped(format::xml, format::json, {field("No", "id")});
    outcome_options one;
    one.legacy = {{200}, "error", {}, "", {{"code", text("17")}}};
    one.modern = {{404}, "", {}, "", {}};
    o.outcomes = {one};
    CHECK(answer(make(o), direction::to_modern, 200, "<error><code>\n  17\n</code></error>")
              .starts_with("404"));
    CHECK(answer(make(o), direction::to_modern, 200, "<error><code>17<x/></code></error>")
              .starts_with("error: the root"));
}

TEST_CASE("a Content-Type that could not be read back is refused, and one with a line of its own") {
    for (auto const* type : {"text/html", "application/json\r\nX-Evil: 1", "json", "multipart/form-data"}) {
        CAPTURE(type);
        auto o = lying();
        o.outcomes[0].modern.type = type;
        auto const made = translator::compile(o);
        REQUIRE(made.has_error());
        CHECK(made.error().front().key == "outcomes[0].modern.type");
    }
}

TEST_CASE("outcomes whose bodies are read in other ways are each read in its own") {
    auto o = mapped(format::xml, format::json, {field("No", "id")});
    outcome_options first;
    first.legacy = {
        {200}, "", side_options{.kind = format::csv, .csv = {.header = false}}, "", {{"[0][0]", text("E1")}}};
    first.modern = {{409}, "", {}, "", {}};
    outcome_options second;
    second.legacy = {{200}, "", side_options{.kind = format::csv}, "", {}};
    second.modern = {{410}, "", {}, "", {}};
    second.legacy.when = {{"[0].code", text("E2")}};
    o.outcomes = {first, second};
    auto const t = make(o);
    CHECK(answer(t, direction::to_modern, 200, "E1,x\r\n").starts_with("409"));
    CHECK(answer(t, direction::to_modern, 200, "code\r\nE2\r\n").starts_with("410"));
}

TEST_CASE("a Content-Type of an outcome's own says the charset that the body is written in") {
    auto o = lying();
    o.modern.charset = *charset::find("ISO-8859-1");
    CHECK(answer(make(o), direction::to_modern, 200, R"(<error code="17"/>)")
              .starts_with("404 application/problem+json; charset=iso-8859-1\n"));
    o.outcomes[0].modern.type = "application/problem+json; charset=utf-8";
    auto const made = translator::compile(o);
    REQUIRE(made.has_error());
    CHECK(made.error().front().key == "outcomes[0].modern.type");
    CHECK(made.error().front().message ==
          "'application/problem+json; charset=utf-8' says the charset 'utf-8', and 'ISO-8859-1' is what is "
          "written; leave it out of the type, and say it as the side's 'charset'");
}

TEST_CASE("of an outcome's envelope its own fields say which header blocks are understood") {
    auto o = mapped(format::soap, format::json, {field("No", "id"), field("soap:Header/Known", "known")});
    o.legacy.root = "R";
    outcome_options fault;
    fault.legacy = {{500}, "Fault", {}, "", {}};
    fault.modern = {{422}, "", {}, "", {}};
    fault.fields = {field("reason", "detail"), field("soap:Header/Trace", "trace")};
    o.outcomes = {fault};
    auto const t = make(o);
    auto const sent = [](std::string const& block) {
        return R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><)" + block +
               R"( s:mustUnderstand="1">x</)" + block +
               "></s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring>"
               "</s:Fault></s:Body></s:Envelope>";
    };
    CHECK(answer(t, direction::to_modern, 500, sent("Trace")) ==
          "422 application/json\n{\"detail\":\"no\",\"trace\":\"x\"}");
    CHECK(answer(t, direction::to_modern, 500, sent("Known")).starts_with("500 unchanged"));
}

TEST_CASE("an answer may be told by an object, or a list, with nothing in it, which is written, too") {
    auto const with = [](format legacy, kind empty, std::string path) {
        auto o = mapped(legacy, format::json, {});
        o.response.fields = {{field(path, "content", scalar_type::string)}};
        outcome_options missing;
        missing.legacy.statuses = {200};
        constant_options said{empty == kind::array ? "[]" : "{}"};
        said.empty = empty;
        missing.legacy.when = {{path, said}};
        missing.modern.statuses = {404};
        missing.modern.when = {{"title", text("no such file")}};
        o.outcomes = {missing};
        return o;
    };
    auto const php = make(with(format::json, kind::array, "r"));
    CHECK(answer(php, direction::to_modern, 200, R"({"r":[]})") ==
          "404 application/json\n{\"title\":\"no such file\"}");
    CHECK(answer(php, direction::to_modern, 200, R"({"r":"x"})") ==
          "200 application/json\n{\"content\":\"x\"}");
    CHECK(answer(php, direction::to_modern, 200, R"({"r":{}})") == "r: an object where a string is due");
    CHECK(answer(php, direction::to_modern, 200, R"({"r":[1]})") == "r: a list where a string is due");
    CHECK(answer(php, direction::to_modern, 200, R"({"r":""})") ==
          "200 application/json\n{\"content\":\"\"}");
    CHECK(answer(php, direction::to_legacy, 404, R"({"title":"no such file"})") ==
          "200 application/json\n{\"r\":[]}");
    CHECK(prove(php).empty());

    auto const wiki = make(with(format::xmlrpc, kind::object, "params[0]"));
    std::string const nothing =
        "<methodResponse><params><param><value><struct></struct></value></param></params></methodResponse>";
    CHECK(answer(wiki, direction::to_modern, 200, nothing) ==
          "404 application/json\n{\"title\":\"no such file\"}");
    CHECK_THAT(answer(wiki, direction::to_legacy, 404, R"({"title":"no such file"})"),
               Contains("<value><struct"));
    CHECK(prove(wiki).empty());

    auto const refused = translator::compile(with(format::xml, kind::object, "A"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().front().key == "outcomes[0].legacy.when");
    CHECK(refused.error().front().message ==
          "only a body of json or xmlrpc has objects and lists with nothing in them; ask for a text here");
}

TEST_CASE(
    "an answer of no outcome does not pass as if both sides said the same, where outcomes name fields") {
    auto o = mapped(format::json, format::json, {});
    o.response.legacy = o.legacy;
    outcome_options found, failed;
    found.legacy = {{200}, "", {}, "", {{"state", text("ok")}}};
    found.modern = {{200}, "", {}, "", {{"kind", text("found")}}};
    found.fields = {field("NAME", "name")};
    failed.legacy = {{200}, "", {}, "", {}, {"state"}};
    failed.modern = {{404}, "", {}, "", {}};
    o.outcomes = {found, failed};
    auto const t = make(o);
    CHECK(answer(t, direction::to_modern, 200, R"({"state":"ok","NAME":"a"})") ==
          "200 application/json\n{\"kind\":\"found\",\"name\":\"a\"}");
    CHECK(answer(t, direction::to_modern, 200, R"({"state":"new","NAME":"a"})") ==
          "the document: the answer is of no outcome (outcomes[0]: 'state' is \"new\", not \"ok\"; "
          "outcomes[1]: "
          "there is something at 'state'), and nothing says what corresponds in others; name their fields in "
          "response.fields, or say rest = \"keep\"");
    CHECK(answer(t, direction::to_legacy, 201, R"({"x":1})") == "201 application/json\n{\"x\":1}");
    o.keep_rest = true;
    CHECK(answer(make(o), direction::to_modern, 200, R"({"state":"new"})") ==
          "200 application/json\n{\"state\":\"new\"}");
}

TEST_CASE("what outcomes of no fields tell apart passes as it is otherwise") {
    auto o = mapped(format::json, format::json, {});
    outcome_options failed;
    failed.legacy = {{200}, "", {}, "", {{"error", text("1")}}};
    failed.modern = {{404}, "", {}, "", {}};
    o.outcomes = {failed};
    CHECK(answer(make(o), direction::to_modern, 200, R"({"a":"1"})") ==
          "200 application/json\n{\"a\":\"1\"}");
}

TEST_CASE("an answer without a body is of no outcome that is told by something in one") {
    auto o = mapped(format::xml, format::json, {field("No", "id")});
    outcome_options failed, busy;
    failed.legacy = {{500}, "E", {}, "", {}};
    failed.modern = {{400}, "", {}, "", {}};
    failed.fields = {field("text", "detail")};
    busy.legacy = {{503}, "", {}, "", {}};
    busy.modern = {{429}, "", {}, "", {}};
    busy.fields = {field("text", "detail")};
    o.outcomes = {failed, busy};
    auto const t = make(o);
    CHECK(answer(t, direction::to_modern, 500, "", "text/html") == "500 unchanged");
    CHECK(answer(t, direction::to_modern, 500, "<E/>") == "400 application/json\n{}");
    CHECK(answer(t, direction::to_legacy, 400, "") == "500 application/xml; charset=utf-8\n<E/>");
    // Told by the status alone: there is nothing to make a body of.
    CHECK(answer(t, direction::to_modern, 503, "") == "429");

    auto listed = mapped(format::json, format::json, {});
    outcome_options pages;
    pages.legacy = {{200}, "", {}, "", {}, {"error"}};
    pages.modern = {{200}, "", {}, "", {}};
    pages.fields = {list("pages[]", "[]", {field("t", "title")})};
    listed.outcomes = {pages};
    CHECK(answer(make(listed), direction::to_modern, 200, "") == "200");
    CHECK(answer(make(listed), direction::to_modern, 200, R"({"pages":[]})") == "200 application/json\n[]");
}

TEST_CASE(
    "an answer is of an outcome by what `when` says; a constant of its fields is checked as any other") {
    auto o = mapped(format::form, format::json, {});
    outcome_options done;
    done.legacy = {{200}, "", {}, "", {{"ACK", text("Success")}}};
    done.modern = {{200}, "", {}, "", {}};
    field_options version;
    version.legacy = "VERSION";
    version.constant = text("124.0");
    done.fields = {field("TOKEN", "token"), version};
    o.outcomes = {done};
    auto const t = make(o);
    CHECK(answer(t, direction::to_modern, 200, "ACK=Success&TOKEN=E&VERSION=124.0") ==
          "200 application/json\n{\"token\":\"E\"}");
    CHECK(answer(t, direction::to_modern, 200, "ACK=Success&TOKEN=E&VERSION=119") ==
          "VERSION: '119' where '124.0' is due");
    CHECK_THAT(answer(t, direction::to_modern, 200, "ACK=SuccessWithWarning&TOKEN=E"),
               Catch::StartsWith("the document: the answer is of no outcome (outcomes[0]: 'ACK' is "
                                 "\"SuccessWithWarning\", not \"Success\")"));
    CHECK_THAT(answer(t, direction::to_modern, 200, "TOKEN=E"), Catch::Contains("'ACK' is not there"));
}

TEST_CASE("what `when` says of an element stands before the fields, as in the sequences of XML schemas") {
    auto o = mapped(format::xml, format::json, {});
    outcome_options done;
    done.legacy = {{200}, "", {}, "", {{"Ack", text("Success")}, {"Build", text("1")}}};
    done.modern = {{200}, "", {}, "", {{"kind", text("done")}}};
    done.fields = {field("Item", "item"), field("Site", "site")};
    o.outcomes = {done};
    auto const t = make(o);
    CHECK(answer(t, direction::to_legacy, 200, R"({"item":"a","site":"b","kind":"done"})") ==
          "200 application/xml; charset=utf-8\n<R><Ack>Success</Ack><Build>1</Build><Item>a</Item>"
          "<Site>b</Site></R>");
    CHECK(prove(t).empty());
}

TEST_CASE("a fault's code of SOAP 1.1 is asked for by the name that it is read by") {
    auto o = mapped(format::soap, format::json, {field("No", "id")});
    o.legacy.root = "R";
    outcome_options fault;
    fault.legacy = {{500}, "Fault", {}, "", {{"code", text("Server.userException")}}};
    fault.modern = {{400}, "", {}, "", {}};
    o.outcomes = {fault};
    CHECK(problems(o) ==
          "outcomes[0].legacy.when: 'Server.userException' is read as the code 'Receiver' and the "
          "subcode 'userException'; ask for these\n");
    o.outcomes[0].legacy.when = {{"code", text("Client")}};
    CHECK(problems(o) == "outcomes[0].legacy.when: 'Client' is read as the code 'Sender'; ask for that\n");
    o.outcomes[0].legacy.when = {{"code", text("Sender")}};
    CHECK(problems(o) == "none");
}
