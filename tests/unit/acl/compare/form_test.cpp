#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using comparing::found;

namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

found forms(std::string_view legacy, std::string_view modern, compare_options const& options = {},
            std::string_view type = form_type) {
    return comparing::differences(legacy, modern, options, type);
}

} // namespace

TEST_CASE("forms are compared field by field, in any order and spelling") {
    CHECK(forms("a=1&b=x+y", "b=x%20y&a=%31").empty());
    CHECK(forms("a=1&b=2", "b=3&a=1") == found{"value $.b"});
    CHECK(forms("a=1&b=2", "a=1") == found{"missing $.b"});
    CHECK(forms("a=1", "a=1&b=") == found{"extra $.b"});
    CHECK(forms("a=1", "a=1.0") == found{"value $.a"});
    CHECK(forms("a.b=1", "a.b=2") == found{"value $['a.b']"});
    CHECK(forms("a=", "a").empty());
    CHECK(comparing::compare("a=1", "a=2", {}, form_type).way == body_way::form);
}

TEST_CASE("fields of one name are a list whose order counts") {
    CHECK(forms("t=1&b=0&t=2", "b=0&t=1&t=2").empty());
    CHECK(forms("t=1&t=2&t=3", "t=1&t=x&t=3") == found{"value $.t[*]"});
    CHECK(forms("t=1&t=2&t=3", "t=2&t=3") == found{"missing $.t[*]"});
    CHECK(forms("t=1", "t=1&t=2") == found{"extra $.t[*]"});
    CHECK_FALSE(forms("t=1&t=2", "t=2&t=1").empty());
    compare_options options;
    options.unordered = {"$.t"};
    CHECK(forms("t=1&t=2", "t=2&t=1", options).empty());
}

TEST_CASE("rules hold for forms, too") {
    compare_options options;
    options.ignore = {"$.token"};
    options.tolerance = {{"$.total", "0.01"}};
    options.normalize = {{"$.tag", {"case"}}};
    CHECK(forms("token=a&total=1.00&tag=A&tag=b", "token=b&total=1.01&tag=a&tag=B", options).empty());
    CHECK(forms("token=a&total=1.00&tag=A", "total=1.02&tag=B", options) ==
          found{"value $.total", "value $.tag"});
}

TEST_CASE("a form's charset is that of its type") {
    CHECK(forms("a=%E4", "a=%E4&b=1", {}, "application/x-www-form-urlencoded; charset=iso-8859-1") ==
          found{"extra $.b"});
    auto const latin = answer{200, {}, "application/x-www-form-urlencoded; charset=iso-8859-1", "a=%E4"};
    auto const utf8 = answer{200, {}, form_type, "a=%C3%A4"};
    CHECK(comparing::compiled({}).compare(latin, utf8).equal());
}

TEST_CASE("what is no form is compared by its lines") {
    CHECK(comparing::compare("a=%", "a=%41", {}, form_type).way == body_way::text);
    CHECK(forms("a=%", "a=%41") == found{"value $[*]"});
}

TEST_CASE("a form is stored with its redacted fields masked") {
    compare_options options;
    options.redact = {"$.pin", "$.many[*]"};
    auto const comparer = comparing::compiled(options);
    CHECK(comparer.redact(form_type, "user=a+b&pin=1234&many=1&many=2&e=", 1000) ==
          "user=a+b&pin=[redacted]&many=[redacted]&many=[redacted]&e=");
    CHECK_THAT(comparer.redact(form_type, "pin=%", 1000), Catch::StartsWith("(5 bytes, not stored"));
    auto const differs = comparing::compare("pin=1234&a=1", "pin=4321&a=1", options, form_type).differences;
    REQUIRE(differs.size() == 1);
    CHECK(differs[0].path == "$.pin");
    CHECK(differs[0].legacy == "[redacted]");
    CHECK(differs[0].modern == "[redacted]");
    options.redact = {"$.*"};
    CHECK(comparing::compiled(options).redact(form_type, "4111=1&b=2", 1000) == "[redacted]");
    auto const hidden = comparing::compare("4111=1", "4111=2", options, form_type).differences.at(0);
    CHECK(hidden.path == "$.*");
}
