#include "acl/proof.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

field_options a_link(std::string legacy, std::string modern) {
    auto f = field(std::move(legacy), std::move(modern));
    f.link = true;
    return f;
}

/// `GET /order.php?id=7` is `GET /v2/orders/7`.
translator_options fetching() {
    auto o = mapped(format::json, format::json, {});
    o.request.path = {"/order.php", "/v2/orders/{id}"};
    o.request.fields = std::vector{field("query:id", "path:id"), field("query:from", "query:from")};
    o.response.fields =
        std::vector{a_link("next", "links.next"), list("pages[]", "pages[]", {a_link("at", "href")})};
    return o;
}

template<class T>
T good(boost::system::result<T, error> made) {
    if (!made) FAIL(made.error().where << ": " << made.error().message);
    return std::move(*made);
}

std::string there(translator const& t, direction way, std::string_view target) {
    return t.translate_link(way, target).value_or("stays");
}

} // namespace

TEST_CASE("a link is what a GET of it would be translated to") {
    auto const t = make(fetching());
    CHECK(there(t, direction::to_legacy, "/v2/orders/7") == "/order.php?id=7");
    CHECK(there(t, direction::to_legacy, "/v2/orders/a%2Fb?x=1") == "/order.php?x=1&id=a%2Fb");
    CHECK(there(t, direction::to_modern, "/order.php?id=a%26b&x=1") == "/v2/orders/a&b?x=1");
    CHECK(there(t, direction::to_legacy, "/v2/orders") == "stays");
    CHECK(there(t, direction::to_legacy, "/order.php?id=7") == "stays");
    CHECK(there(t, direction::to_legacy, "http://a/v2/orders/7") == "stays");
    // The path needs a value, and has none.
    CHECK(there(t, direction::to_modern, "/order.php") == "stays");
    CHECK(there(t, direction::to_legacy, "") == "stays");
}

TEST_CASE("what is more than the GET of a target is no link") {
    auto o = fetching();
    o.request.fields->push_back(field("query:lang", "header:X-Language"));
    auto const t = make(o);
    CHECK(there(t, direction::to_modern, "/order.php?id=7") == "/v2/orders/7");
    CHECK(there(t, direction::to_modern, "/order.php?id=7&lang=de") == "stays");
    o = fetching();
    o.request.method = {"GET", "POST"};
    CHECK(there(make(o), direction::to_modern, "/order.php?id=7") == "stays");
    o = fetching();
    field_options action;
    action.modern = "action";
    action.constant = constant_options{"get"};
    o.request.fields->push_back(action);
    CHECK(there(make(o), direction::to_modern, "/order.php?id=7") == "stays");
    CHECK(there(make(mapped(format::json, format::json, {field("a", "b")})), direction::to_modern, "/a") ==
          "stays");
}

TEST_CASE("fields that hold links have the other side's, by whoever knows more or by the paths alone") {
    auto const t = make(fetching());
    std::string const modern =
        R"({"links":{"next":"/v2/orders/8#end"},"pages":[{"href":"/v2/orders/1"},{"href":"http://a/v2/orders/2"},{"href":"//a/v2/orders/3"}]})";
    CHECK(
        good(t.translate_body(direction::to_legacy, part::response, modern)) ==
        R"({"next":"/order.php?id=8#end","pages":[{"at":"/order.php?id=1"},{"at":"http://a/v2/orders/2"},{"at":"//a/v2/orders/3"}]})");
    link_rewriter const marks = [](std::string_view url) { return "<" + std::string(url) + ">"; };
    message_view from;
    from.status = 200;
    from.body = R"({"links":{"next":"x"}})";
    from.links = &marks;
    CHECK(good(t.translate(direction::to_legacy, part::response, from)).body == R"({"next":"<x>"})");
}

TEST_CASE("a link within a link stays") {
    auto o = fetching();
    o.request.fields->at(1).link = true;
    auto const t = make(o);
    message_view from;
    from.method = "GET";
    from.path = "/v2/orders/7";
    from.has_query = true;
    from.query = "from=/v2/orders/8?from=/v2/orders/9";
    auto const made = good(t.translate(direction::to_legacy, part::request, from));
    CHECK(made.query == "id=7&from=%2Forder.php%3Fid%3D8%26from%3D%252Fv2%252Forders%252F9");
}

TEST_CASE("links are proven with one that fits, and what is no text cannot be one") {
    CHECK(prove(make(fetching())).empty());
    auto const problems = [](field_options f) {
        auto wrong = mapped(format::json, format::json, {std::move(f)});
        auto const made = translator::compile(wrong);
        REQUIRE(made.has_error());
        return made.error().front().key;
    };
    auto number = a_link("a", "b");
    number.type = scalar_type::integer;
    CHECK(problems(number) == "fields[0].link");
    auto spelled = a_link("a", "b");
    spelled.values = {{"a", "b"}};
    CHECK(problems(spelled) == "fields[0].link");
    auto scripted = a_link("a", "b");
    scripted.lua.to_modern = script_text{"return value", ""};
    scripted.lua.to_legacy = script_text{"return value", ""};
    CHECK(problems(scripted) == "fields[0].link");
    auto split = a_link("a", "b[]");
    split.split.emplace().legacy = text_list_options{","};
    CHECK(problems(split) == "fields[0].link");
    auto typed = a_link("a", "b");
    typed.legacy_type = scalar_type::integer;
    typed.type = scalar_type::string;
    CHECK(problems(typed) == "fields[0].link");
}

TEST_CASE("what stands around a link is none of it") {
    auto o = fetching();
    auto next = a_link("next", "header:Link");
    next.text.emplace();
    next.text->modern.prefix = "<";
    next.text->modern.suffix = ">; rel=\"next\"";
    o.response.fields = std::vector{next};
    auto const t = make(o);
    std::vector<header_view> const headers{{"Link", "</v2/orders/8>; rel=\"next\""}};
    message_view answer;
    answer.status = 200;
    answer.headers = headers;
    CHECK(good(t.translate(direction::to_legacy, part::response, answer)).body ==
          R"({"next":"/order.php?id=8"})");
    message_view back;
    back.status = 200;
    back.body = R"({"next":"/order.php?id=8"})";
    auto const modern = good(t.translate(direction::to_modern, part::response, back));
    REQUIRE(modern.added.size() == 1);
    CHECK(modern.added[0].value == "</v2/orders/8>; rel=\"next\"");
    CHECK(prove(t).empty());
    next.modern = "links.next";
    o.response.fields = std::vector{next};
    CHECK(to_legacy(make(o), R"({"links":{"next":"/v2/orders/8"}})") ==
          "links.next: '/v2/orders/8' does not begin with '<'");
    CHECK(to_legacy(make(o), R"({"links":{"next":8}})") == "links.next: a number where a string is due");
}

TEST_CASE("a link that is mapped only when something is said is a link all the same") {
    auto o = fetching();
    auto next = a_link("next", "links.next");
    next.when = {{{"more", {"yes", scalar_type::string}}}, {{"more", {"yes", scalar_type::string}}}};
    o.response.fields = std::vector{next};
    CHECK(to_legacy(make(o), R"({"more":"yes","links":{"next":"/v2/orders/8"}})") ==
          R"({"more":"yes","next":"/order.php?id=8"})");
}
