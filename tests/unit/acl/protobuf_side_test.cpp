#include "acl/format.hpp"
#include "acl/proof.hpp"
#include "translators.hpp"
#include "unit/acl/protobuf_sets.hpp"
#include "unit/acl/taken.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

translator to_protobuf(std::vector<field_options> fields, bool defaults = false) {
    auto options = mapped(format::json, format::protobuf, std::move(fields));
    auto message = protobuf_message::compile(known_files().SerializeAsString(),
                                             {.message = "shop.v1.Order", .defaults = defaults});
    REQUIRE(message.has_value());
    options.modern.protobuf = *message;
    return make(options);
}

boost::system::result<message, error> answered(translator const& t, std::string_view type,
                                               std::string_view body) {
    std::vector<header_view> headers;
    if (!type.empty()) headers.push_back({"Content-Type", type});
    message_view from;
    from.status = 200;
    from.headers = headers;
    from.body = body;
    return t.translate(direction::to_legacy, part::response, from);
}

} // namespace

TEST_CASE("a protobuf body is known by three media types, and written as the first") {
    auto const t = to_protobuf({field("no", "order_id")});
    auto const type = GENERATE("application/x-protobuf", "application/protobuf",
                               "application/vnd.google.protobuf", "Application/X-Protobuf; charset=utf-8");
    auto const made = answered(t, type,
                               "\x0a\x01"
                               "A");
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"no":"A"})");
    CHECK(made->content_type == "application/json");
    CHECK(t.content_type(direction::to_modern, part::response) == "application/x-protobuf");
    CHECK(!answered(t, "application/json", "{}").has_value());
}

TEST_CASE("no bytes are a protobuf message where a Content-Type says so, and no body elsewhere") {
    auto const plain = to_protobuf({field("no", "order_id")});
    CHECK(taken(answered(plain, "application/x-protobuf", "")).body == "{}");
    CHECK(taken(answered(plain, "", "")).body.empty());
    auto const t = to_protobuf({field("no", "order_id"), field("n", "an_int32", scalar_type::integer)}, true);
    CHECK(taken(answered(t, "application/x-protobuf", "")).body == R"({"no":"","n":0})");
}

TEST_CASE("fields that protobuf's schema does not know are counted as dropped by a translation") {
    auto const t = to_protobuf({field("no", "order_id")});
    auto const made = answered(t, "application/x-protobuf",
                               "\x0a\x01"
                               "A\xa0\x06\x01\xa0\x06\x02");
    REQUIRE(made.has_value());
    CHECK(made->dropped == 2);
}

TEST_CASE(
    "the proof finds that protobuf's fields without presence lose their zeros, and shows them as text") {
    for (auto const& lost :
         prove(to_protobuf({field("a", "maybe_text"), field("n", "maybe_number", scalar_type::integer),
                            field("t", "maybe_truth", scalar_type::boolean)})))
        FAIL_CHECK(lost.document << " became " << lost.there << ", " << lost.back << ": " << lost.message);
    auto const found = prove(to_protobuf({field("n", "an_int32", scalar_type::integer)}));
    REQUIRE(found.size() == 1);
    CHECK(found[0].document == R"({"n":0})");
    CHECK(found[0].there == "{}");
    CHECK(found[0].back == "{}");
    // A type that the field has not is found too: no text fits it.
    CHECK_FALSE(prove(to_protobuf({field("n", "an_int32")})).empty());
}

TEST_CASE("a protobuf side needs its message") {
    auto const made = translator::compile(mapped(format::json, format::protobuf, {field("a", "a")}));
    REQUIRE(!made.has_value());
    CHECK(made.error().front().key == "modern");
    CHECK(made.error().front().message ==
          R"(a protobuf side needs its messages: descriptors = "FILE", message = "package.Name")");
}

TEST_CASE("an outcome is proven with the Content-Type of its own bodies, whatever other answers have") {
    auto options = mapped(format::json, format::protobuf, {field("no", "first.sku")});
    options.modern.protobuf =
        taken(protobuf_message::compile(known_files().SerializeAsString(), {.message = "shop.v1.Order"}));
    outcome_options refused;
    refused.legacy = {{200}, "", {}, "", {{"error", {"true", scalar_type::boolean}}}};
    refused.modern = {{422}, "", side_options{format::json}, "application/problem+json", {}};
    refused.fields = {field("text", "detail")};
    options.outcomes = {refused};
    // What protobuf itself loses of other answers is found too, and not meant here.
    for (auto const& found : prove(make(options)))
        if (found.document.starts_with("200") || found.document.starts_with("422"))
            CHECK(found.message + ": " + found.document + " | " + found.there == "");
}
