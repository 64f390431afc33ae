#include "acl/outcome.hpp"
#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

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
          "'root', or what they say in 'when'");
    one.legacy.statuses = {99};
    CHECK(problem(one) == "outcomes[0].legacy.status: 99 is no status of an answer; it takes 200 to 599");
    one.legacy.statuses = {200};
    one.legacy.when = {{"a..b", {"1", scalar_type::string}}};
    CHECK(problem(one) ==
          "outcomes[0].legacy.when: the path 'a..b' has an empty name; an empty name is written ''");
    one.legacy.when = {{"query:a", {"1", scalar_type::string}}};
    CHECK(problem(one).starts_with("outcomes[0].legacy.when"));
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
