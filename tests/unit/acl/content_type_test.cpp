#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

std::string type_of(translator const& t, direction way, std::string_view type, std::string_view body) {
    header_view const headers[] = {{"Content-Type", type}};
    message_view from;
    from.body = body;
    from.status = 200;
    from.headers = headers;
    auto const made = t.translate(way, part::response, from);
    return made ? made->content_type : made.error().where + ": " + made.error().message;
}

translator_options typed(format legacy, std::vector<std::string> types) {
    auto o = mapped(legacy, format::json, {field("A", "a")});
    o.legacy.types = std::move(types);
    return o;
}

} // namespace

TEST_CASE("a side may call its bodies otherwise than the format does") {
    auto const t = make(typed(format::form, {"text/plain"}));
    CHECK(type_of(t, direction::to_modern, "Text/Plain; charset=utf-8", "A=1") == "application/json");
    CHECK(type_of(t, direction::to_modern, "application/x-www-form-urlencoded", "A=1") == "application/json");
    CHECK(type_of(t, direction::to_legacy, "application/json", R"({"a":"1"})") ==
          "text/plain; charset=utf-8");
    CHECK(t.content_type(direction::to_legacy, part::response) == "text/plain; charset=utf-8");
}

TEST_CASE("of several types the first is written, and all are read") {
    auto const t = make(typed(format::json, {"application/json-rpc", "text/javascript"}));
    CHECK(type_of(t, direction::to_modern, "text/javascript", R"({"A":"1"})") == "application/json");
    CHECK(type_of(t, direction::to_legacy, "application/json", R"({"a":"1"})") == "application/json-rpc");
    auto o = typed(format::json, {"text/x-json; charset=utf-8"});
    CHECK(type_of(make(o), direction::to_legacy, "application/json", R"({"a":"1"})") ==
          "text/x-json; charset=utf-8");
}

TEST_CASE("a body that passes as it is is called what its new side calls it") {
    auto o = typed(format::json, {"application/json-rpc"});
    o.fields.clear();
    o.response.fields.reset();
    auto const t = make(o);
    CHECK(type_of(t, direction::to_legacy, "application/json", "[1]") == "application/json-rpc");
    CHECK(type_of(t, direction::to_modern, "application/json-rpc", "[1]") == "application/json");
}

TEST_CASE("a type that is not read is named with the mend") {
    auto const t = make(typed(format::json, {}));
    CHECK(type_of(t, direction::to_modern, "text/html; charset=utf-8", R"({"A":"1"})") ==
          "Content-Type: text/html; charset=utf-8 is not what the translator reads; if its body is json all "
          "the same, "
          "add type = \"text/html\" to the side 'legacy'");
    CHECK(type_of(t, direction::to_legacy, "text/html", R"({"a":"1"})").find("to the side 'modern'") !=
          std::string::npos);
}

TEST_CASE("what is no type of a side is refused with the mend") {
    CHECK(problems(typed(format::json, {"json"})) ==
          "legacy.type: 'json' is no Content-Type; write one such as text/plain\n");
    CHECK(problems(typed(format::json, {"text/plain; charset=latin1"})).find("legacy.type: ") == 0);
    auto o = typed(format::soap, {"text/plain"});
    o.legacy.root = "R";
    CHECK(problems(o) ==
          "legacy.type: what a body of soap is called is a part of the format; leave it out\n");
}
