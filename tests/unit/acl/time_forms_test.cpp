#include "acl/time_rule.hpp"
#include "taken.hpp"

#include <random>

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

std::string converted(time_options const& options, direction way, std::string_view text) {
    auto const rule = time_rule::compile(options);
    REQUIRE(rule.has_value());
    std::string out;
    auto const done = rule->convert(way, text, out);
    return done ? out : done.error();
}

std::string modern(time_options const& options, std::string_view text) {
    return converted(options, direction::to_modern, text);
}

std::string legacy(time_options const& options, std::string_view text) {
    return converted(options, direction::to_legacy, text);
}

std::string problem(std::string_view pattern) {
    auto const made = time_pattern::compile(pattern);
    return made ? std::string("compiled") : made.error();
}

} // namespace

TEST_CASE("milliseconds since 1970 are an instant with a fraction, before 1970 too") {
    time_options const t{"epoch_ms", "rfc3339", "Europe/Berlin"};
    CHECK(modern(t, "1735059600000") == "2024-12-24T18:00:00+01:00");
    CHECK(modern(t, "1735059600070") == "2024-12-24T18:00:00.070+01:00");
    CHECK(modern({"epoch_ms", "rfc3339", "UTC"}, "-1") == "1969-12-31T23:59:59.999Z");
    CHECK(modern({"epoch_ms", "%s", "UTC"}, "-1000") == "-1");
    CHECK(legacy(t, "2024-12-24T18:00:00.07+01:00") == "1735059600070");
    CHECK(legacy(t, "2024-12-24T18:00:00.070000Z") == "1735063200070");
    CHECK(legacy(t, "1969-12-31T23:59:59.999Z") == "-1");
    CHECK(legacy(t, "2024-12-24T18:00:00.0005Z") ==
          "the last digits of a second's fraction of '2024-12-24T18:00:00.0005Z' cannot be written with "
          "epoch_ms");
    CHECK(modern({"epoch_ms", "%s", "UTC"}, "1735059600001") ==
          "the fraction of a second of '1735059600001' cannot be written with %s");
    for (auto const* text :
         {"", "01", "1.5", "+1", "-0", "253402300800000", "-62167219200001", "99999999999999999999"})
        CHECK(modern(t, text) == "'" + std::string(text) + "' is no time of the pattern epoch_ms");
}

TEST_CASE("milliseconds of the years 0 to 9999 come back from every form that has room for them") {
    std::mt19937_64 random(13);
    std::uniform_int_distribution<std::int64_t> any(-62167219200000, 253402300799999);
    for (auto const* form : {"rfc3339", "%F %T.%3f %z", "%Y%j%H%M%S%3f%z", "%F %T,%f"}) {
        time_options const t{"epoch_ms", form, "UTC"};
        for (int i = 0; i < 300; ++i) {
            auto const text = std::to_string(any(random));
            REQUIRE(legacy(t, modern(t, text)) == text);
        }
    }
}

TEST_CASE("a fraction has as many digits as it has, or as the pattern says") {
    time_options const free{"%F %T.%f", "rfc3339", "UTC"};
    CHECK(modern(free, "2024-12-24 18:00:00.123456789012") == "2024-12-24T18:00:00.123456789012Z");
    CHECK(legacy(free, "2024-12-24T18:00:00.5Z") == "2024-12-24 18:00:00.5");
    CHECK(legacy(free, "2024-12-24T18:00:00Z") == "2024-12-24 18:00:00.0");
    CHECK(modern(free, "2024-12-24 18:00:00.0") == "2024-12-24T18:00:00Z");
    CHECK(modern(free, "2024-12-24 18:00:00.00") == "2024-12-24T18:00:00.00Z");
    time_options const fixed{"%F %T.%3f", "rfc3339", "UTC"};
    CHECK(modern(fixed, "2024-12-24 18:00:00.000") == "2024-12-24T18:00:00Z");
    CHECK(legacy(fixed, "2024-12-24T18:00:00Z") == "2024-12-24 18:00:00.000");
    CHECK(modern(fixed, "2024-12-24 18:00:00.500") == "2024-12-24T18:00:00.500Z");
    time_options const three{"%H:%M:%S.%3f", "%T.%6f", "UTC"};
    CHECK(modern(three, "18:00:00.120") == "18:00:00.120000");
    CHECK(legacy(three, "18:00:00.120000") == "18:00:00.120");
    CHECK(legacy(three, "18:00:00.120400") ==
          "the last digits of a second's fraction of '18:00:00.120400' cannot be written with %H:%M:%S.%3f");
    for (auto const* text : {"18:00:00.12", "18:00:00.1200", "18:00:00.", "18:00:00"})
        CHECK(modern(three, text) == "'" + std::string(text) + "' is no time of the pattern %H:%M:%S.%3f");
    CHECK(modern(free, "2024-12-24 18:00:00.") ==
          "'2024-12-24 18:00:00.' is no time of the pattern %F %T.%f");
}

TEST_CASE("http-date goes by UTC, whatever the other side's offset is") {
    time_options const t{"http-date", "rfc3339", "Europe/Berlin"};
    CHECK(modern(t, "Sun, 06 Nov 1994 08:49:37 GMT") == "1994-11-06T09:49:37+01:00");
    CHECK(legacy(t, "1994-11-06T09:49:37+01:00") == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(legacy(t, "1994-11-07T00:30:00+01:00") == "Sun, 06 Nov 1994 23:30:00 GMT");
    CHECK(modern({"http-date", "%s", "UTC"}, "Sun, 06 Nov 1994 08:49:37 GMT") == "784111777");
    CHECK(legacy({"http-date", "%d.%m.%Y %T", "Europe/Berlin"}, "06.11.1994 09:49:37") ==
          "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(modern({"http-date", "%d.%m.%Y %T", "Europe/Berlin"}, "Sun, 06 Nov 1994 08:49:37 GMT") ==
          "06.11.1994 09:49:37");
    for (auto const* text : {"Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 08:49:37 +0000", "Sunday, 06-Nov-94 08:49:37 GMT"})
        CHECK(modern(t, text) == "'" + std::string(text) + "' is no time of the pattern http-date");
    CHECK(legacy(t, "1994-11-06T09:49:37.5+01:00") ==
          "the fraction of a second of '1994-11-06T09:49:37.5+01:00' cannot be written with http-date");
}

TEST_CASE("rfc2822 keeps the offset that it states") {
    time_options const t{"rfc2822", "rfc3339", "Europe/Berlin"};
    CHECK(modern(t, "Fri, 21 Nov 1997 09:55:06 -0600") == "1997-11-21T09:55:06-06:00");
    CHECK(legacy(t, "1997-11-21T09:55:06-06:00") == "Fri, 21 Nov 1997 09:55:06 -0600");
}

TEST_CASE("a fraction that could not be told from what follows, or is of no second, is refused") {
    CHECK(problem("%T%f%Y-%m-%d") ==
          "the digits of %f cannot be told from those that follow; say how many they are: %3f");
    CHECK(problem("%T.%f0") ==
          "the digits of %f cannot be told from those that follow; say how many they are: %3f");
    CHECK(problem("%T.%f %F") == "compiled");
    CHECK(problem("%T.%6f%Y-%m-%d") == "compiled");
    CHECK(problem("%F %H:%M %f") == "%f is a part of the second: add %S");
    CHECK(problem("%T %f %3f") == "%f says again what the pattern has said already; leave one of them out");
    CHECK(problem("%T.%0f").starts_with("%0 cannot be read back"));
    CHECK(problem("%3d").starts_with("%3 cannot be read back"));
}

TEST_CASE("a zone that is not known is refused by name, and UTC needs no zone at all") {
    auto const nowhere = time_rule::compile({"%F %T", "rfc3339", "Europe/Berln"});
    REQUIRE_FALSE(nowhere.has_value());
    CHECK(nowhere.error().front().key == "zone");
    CHECK(nowhere.error().front().message ==
          "there is no time zone 'Europe/Berln'; is 'Europe/Berlin' meant?");
    time_options const utc{"%F %T", "rfc3339", "UTC"};
    CHECK(modern(utc, "2024-03-31 02:30:00") == "2024-03-31T02:30:00Z");
    CHECK(legacy(utc, "9999-12-31T23:59:59+05:45") == "9999-12-31 18:14:59");
}

TEST_CASE("rfc2822 reads what RFC 5322 allows, and writes one spelling") {
    time_options const t{"rfc2822", "rfc3339"};
    auto const noon = "2002-10-02T13:00:00Z";
    for (auto const* text :
         {"Wed, 02 Oct 2002 13:00:00 +0000", "Wed, 2 Oct 2002 13:00:00 GMT", "02 Oct 2002 13:00 UT",
          "wed,  2 OCT 2002\t13:00:00 gmt", "Wed, 02 Oct 02 13:00:00 GMT", "Wed, 02 Oct 102 13:00:00 Z",
          "Wed, 02 Oct 2002 13:00:00 +0000 (noon, nearly)"})
        CHECK(modern(t, text) == noon);
    CHECK(modern(t, "Wed, 02 Oct 2002 08:00:00 EST") == "2002-10-02T08:00:00-05:00");
    CHECK(modern(t, "Wed, 02 Oct 2002 08:00:00 PDT") == "2002-10-02T08:00:00-07:00");
    CHECK(modern(t, "Fri, 21 Nov 97 09:55:06 -0600") == "1997-11-21T09:55:06-06:00");
    CHECK(legacy(t, noon) == "Wed, 02 Oct 2002 13:00:00 +0000");
    for (auto const* text :
         {"Thu, 02 Oct 2002 13:00:00 GMT", "32 Oct 2002 13:00:00 GMT", "02 Okt 2002 13:00:00 GMT",
          "Wed 02 Oct 2002 13:00:00 GMT", "02 Oct 2002 13:00:00", "02 Oct 2002 13:00:00 CET",
          "02 Oct 2002 13:00:00 J", "02 Oct 2 13:00:00 GMT", "02 Oct 2002 1:00:00 GMT",
          "02 Oct 2002 13:00:00 GMT x", "02 Oct 2002 13:00:00 GMT (a", "02 Oct 2002 13:00:00 GMT (a) (b)",
          "002 Oct 2002 13:00:00 GMT", "", "Wed,", "02 Oct 2002 13:00:60 GMT"})
        CHECK(modern(t, text) == "'" + std::string(text) + "' is no time of the pattern rfc2822");
}

TEST_CASE("of several patterns of a side all are read, and the first is written") {
    time_options t{"%Y-%m-%d %H:%M:%S", "rfc3339", "Europe/Berlin"};
    t.also[0] = {"%Y-%m-%d", "rfc3339", "http-date"};
    CHECK(modern(t, "2024-12-24 18:00:00") == "2024-12-24T18:00:00+01:00");
    CHECK(modern(t, "2024-12-24") == "2024-12-24T00:00:00+01:00");
    CHECK(modern(t, "2024-12-24T17:00:00Z") == "2024-12-24T17:00:00Z");
    CHECK(modern(t, "Sun, 06 Nov 1994 08:49:37 GMT") == "1994-11-06T09:49:37+01:00");
    CHECK(legacy(t, "2024-12-24T18:00:00+01:00") == "2024-12-24 18:00:00");
    CHECK(modern(t, "24.12.2024") ==
          "'24.12.2024' is no time of the pattern %Y-%m-%d %H:%M:%S or %Y-%m-%d or rfc3339 or http-date");
    time_options date{"%Y-%m-%d", "rfc3339"};
    date.also[0] = {"%m.%Y"};
    auto const wrong = time_rule::compile(date);
    REQUIRE_FALSE(wrong.has_value());
    CHECK(
        wrong.error().at(0).message.starts_with("one side states more of the date than the other ('%m.%Y'"));
    date.also[0] = {"%Q"};
    auto const unknown = time_rule::compile(date);
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().at(0).key == "legacy");
}
