#include "unit/config/right_configuration.hpp"

using namespace ficus;
using namespace ficus::test::right_configuration;

TEST_CASE("translators: parts of their own, what is kept, and errors") {
    auto const config = read(std::string{smallest} + R"(
[features.a]
match = [ { path = "/a" } ]
modern = "monolith"
translator = "t"
[translators.t]
legacy = { format = "form" }
modern = { format = "json" }
rest = "keep"
on_error = "reject"
[[translators.t.fields]]
legacy = "a"
modern = "a"
values = { yes = true, two = 2 }
[[translators.t.request.fields]]
legacy = "b"
modern = "b"
[translators.t.response]
fields = []
)");
    auto const& translator = config.translators.at(0);
    CHECK(translator.legacy.kind == acl::format::form);
    CHECK(translator.keep_rest);
    CHECK(translator.reject);
    CHECK(translator.fields.at(0).values ==
          std::vector<std::pair<std::string, std::string>>{{"yes", "true"}, {"two", "2"}});
    REQUIRE(translator.request.fields.has_value());
    CHECK(translator.request.fields->at(0).legacy == "b");
    REQUIRE(translator.response.fields.has_value());
    CHECK(translator.response.fields->empty());
}

TEST_CASE("translators: each format has keys of its own") {
    auto const config = read(
        std::string{smallest} +
        R"(
[features.a]
match = [ { path = "/a" } ]
modern = "monolith"
translator = "t"
[translators.t]
legacy = { format = "soap", version = "1.2", soap_action = "urn:o#Get", root = "o:Get", namespaces = { o = "urn:o" }, understands = ["o:Tx", "Key"] }
modern = { format = "xmlrpc" }
[[translators.t.fields]]
legacy = "o:Changed[]"
modern = "params[]"
xmlrpc = "dateTime.iso8601"
[[translators.t.outcomes]]
legacy = { status = 500, root = "Fault" }
modern = { status = 200, without = ["params", "a.b"] }
[translators.t.request]
legacy = { format = "form", nested = true, lists = "rails", charset = "ISO-8859-15" }
modern = { format = "csv", header = false, separator = "\t", quote = "'" }
fields = []
[translators.p]
legacy = { format = "json" }
modern = { format = "protobuf", descriptors = ")" FICUS_SOURCE_DIR
        R"(/tests/golden/protobuf_orders/shop.desc", message = "shop.v1.Order", json_names = true, int64 = "string", defaults = true }
[[translators.p.fields]]
legacy = "a"
modern = "orderId"
[translators.u]
legacy = { format = "multipart" }
modern = { format = "text" }
[[translators.u.fields]]
legacy = "a"
modern = "text"
)");
    auto const& translator = config.translators.at(0);
    CHECK(translator.legacy.kind == acl::format::soap);
    CHECK(translator.legacy.soap.version == acl::soap_version::v1_2);
    CHECK(translator.legacy.soap.action == "urn:o#Get");
    CHECK(translator.legacy.soap.understands == std::vector<std::string>{"o:Tx", "Key"});
    REQUIRE(translator.outcomes.size() == 1);
    CHECK(translator.outcomes[0].modern.without == std::vector<std::string>{"params", "a.b"});
    REQUIRE(translator.legacy.soap.namespaces.size() == 1);
    CHECK(translator.legacy.soap.namespaces[0].prefix == "o");
    CHECK(translator.legacy.soap.namespaces[0].uri == "urn:o");
    CHECK(translator.modern.kind == acl::format::xmlrpc);
    CHECK(translator.fields.at(0).xmlrpc == acl::note::date_time);
    auto const& form = *translator.request.legacy;
    REQUIRE(form.nested.has_value());
    CHECK(form.nested->lists == acl::form_lists::rails);
    REQUIRE(form.charset.has_value());
    CHECK(form.charset->name() == "ISO-8859-15");
    auto const& csv = *translator.request.modern;
    CHECK_FALSE(csv.csv.header);
    CHECK(csv.csv.separator == '\t');
    CHECK(csv.csv.quote == '\'');
    auto const& protobuf = config.translators.at(1).modern.protobuf;
    REQUIRE(protobuf.has_value());
    CHECK(protobuf->name() == "shop.v1.Order");
    CHECK(protobuf->options().json_names);
    CHECK(protobuf->options().int64_text);
    CHECK(protobuf->options().defaults);
    CHECK(config.translators.at(2).legacy.kind == acl::format::multipart);
    CHECK(config.translators.at(2).modern.kind == acl::format::text);
}

TEST_CASE("translators: what becomes of a field's text on either side") {
    auto const config = read(std::string{smallest} + R"(
[features.a]
match = [ { path = "/a" } ]
modern = "monolith"
translator = "t"
[translators.t]
legacy = { format = "form" }
modern = { format = "json" }
[[translators.t.fields]]
legacy = "a"
modern = "a"
boolean = { true = ["Y", "J"], false = ["N", ""] }
[[translators.t.fields]]
legacy = "b"
modern = "b"
decimal = { legacy = { point = ",", grouping = "." } }
scale = { modern = 100 }
[[translators.t.fields]]
legacy = "c"
modern = "c"
values = { N = "new" }
otherwise = { legacy = "", modern = "?" }
trim = "modern"
prefix = { legacy = "<" }
suffix = { modern = ">" }
pad = { legacy = { width = 8, with = "0", side = "left" } }
case = { legacy = "upper", modern = "lower" }
[[translators.t.fields]]
legacy = "d"
modern = "d"
)");
    auto const& fields = config.translators.at(0).fields;
    REQUIRE(fields.at(0).boolean.has_value());
    CHECK(fields[0].boolean->truths == std::vector<acl::typed_text>{"Y", "J"});
    CHECK(fields[0].boolean->falses == std::vector<acl::typed_text>{"N", ""});
    REQUIRE(fields.at(1).decimal.has_value());
    CHECK(fields[1].decimal->legacy.point == ",");
    CHECK(fields[1].decimal->legacy.grouping == ".");
    CHECK(fields[1].decimal->modern.point == ".");
    REQUIRE(fields[1].scale.has_value());
    CHECK(fields[1].scale->legacy == 1);
    CHECK(fields[1].scale->modern == 100);
    CHECK(fields.at(2).otherwise.legacy == "");
    CHECK(fields[2].otherwise.modern == "?");
    REQUIRE(fields[2].text.has_value());
    auto const& [legacy, modern] = *fields[2].text;
    CHECK_FALSE(legacy.trim);
    CHECK(modern.trim);
    CHECK(legacy.prefix == "<");
    CHECK(modern.suffix == ">");
    REQUIRE(legacy.pad.has_value());
    CHECK(legacy.pad->width == 8);
    CHECK(legacy.pad->with == "0");
    CHECK(legacy.pad->side == acl::padding_options::where::left);
    CHECK_FALSE(modern.pad.has_value());
    CHECK(legacy.letters == acl::letter_case::upper);
    CHECK(modern.letters == acl::letter_case::lower);
    CHECK_FALSE(fields.at(3).says_scalar());
}
