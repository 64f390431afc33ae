#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

translator timed(std::string legacy, std::string modern, std::string zone) {
    return make(mapped(format::form, format::json,
                       {time_field("t", "t", {std::move(legacy), std::move(modern), std::move(zone)})}));
}

/// The modern time of a legacy one, or the problem.
std::string modern(translator const& t, std::string const& legacy) {
    auto body = "t=" + legacy;
    for (std::size_t at; (at = body.find('+')) != std::string::npos;) body.replace(at, 1, "%2B");
    auto const made = to_modern(t, body);
    return made.starts_with("{\"t\":\"") ? made.substr(6, made.size() - 8) : made;
}

std::string legacy(translator const& t, std::string const& modern) {
    return to_legacy(t, "{\"t\":\"" + modern + "\"}");
}

} // namespace

TEST_CASE("local times get the offset that their zone had, in winter, in summer and in far years") {
    auto const t = timed("%d.%m.%Y %H:%M:%S", "rfc3339", "Europe/Berlin");
    CHECK(modern(t, "24.12.2024 18:00:00") == "2024-12-24T18:00:00+01:00");
    CHECK(modern(t, "01.07.2024 18:00:00") == "2024-07-01T18:00:00+02:00");
    CHECK(modern(t, "01.07.2050 00:00:00") == "2050-07-01T00:00:00+02:00");
    CHECK(modern(t, "31.12.9999 23:59:59") == "9999-12-31T23:59:59+01:00");
    CHECK(legacy(t, "2024-12-24T17:00:00Z") == "t=24.12.2024+18%3A00%3A00");
    CHECK(legacy(t, "2024-12-24t23:30:00-05:30") == "t=25.12.2024+06%3A00%3A00");
    CHECK(legacy(t, "2051-07-01T00:00:00Z") == "t=01.07.2051+02%3A00%3A00");
    CHECK(modern(timed("%F %T", "rfc3339", "UTC"), "2024-07-01 00:00:00") == "2024-07-01T00:00:00Z");
}

TEST_CASE("a time that a clock skips is refused, of one that it shows twice the earlier is meant") {
    auto const t = timed("%d.%m.%Y %H:%M:%S", "rfc3339", "Europe/Berlin");
    CHECK(modern(t, "31.03.2024 02:30:00") ==
          "t: clocks in Europe/Berlin skip this time: it does not exist there");
    CHECK(modern(t, "27.10.2024 02:30:00") == "2024-10-27T02:30:00+02:00");
    CHECK(legacy(t, "2024-10-27T02:30:00+02:00") == "t=27.10.2024+02%3A30%3A00");
    CHECK(legacy(t, "2024-10-27T02:30:00+01:00") ==
          "t: clocks in Europe/Berlin show this time twice, and %d.%m.%Y %H:%M:%S cannot say that the later "
          "one is meant");
}

TEST_CASE("what the other pattern has no room for is refused, never cut off") {
    auto const date = timed("%d.%m.%Y", "rfc3339", "Europe/Berlin");
    CHECK(modern(date, "24.12.2024") == "2024-12-24T00:00:00+01:00");
    CHECK(legacy(date, "2024-12-23T23:00:00Z") == "t=24.12.2024");
    CHECK(legacy(date, "2024-12-24T13:00:00+01:00") ==
          "t: the time of day of '2024-12-24T13:00:00+01:00' cannot be written with %d.%m.%Y");
    CHECK(legacy(timed("%F %H:%M", "rfc3339", "UTC"), "2024-12-24T13:00:01Z") ==
          "t: the seconds of '2024-12-24T13:00:01Z' cannot be written with %F %H:%M");
    CHECK(legacy(timed("%F %T", "rfc3339", "UTC"), "2024-12-24T13:00:00.5Z") ==
          "t: the fraction of a second of '2024-12-24T13:00:00.5Z' cannot be written with %F %T");
    CHECK(legacy(timed("%F %T", "rfc3339", "UTC"), "2024-12-24T13:00:00.000Z") ==
          "t=2024-12-24+13%3A00%3A00");
    CHECK(legacy(timed("%y-%m-%d", "%F", "UTC"), "2069-01-01") ==
          "t: the year of '2069-01-01' cannot be written with %y-%m-%d");
    CHECK(legacy(timed("rfc3339", "rfc3339", "UTC"), "2024-12-24T13:00:00.123456789+05:45") ==
          "t=2024-12-24T13%3A00%3A00.123456789%2B05%3A45");
}

TEST_CASE("patterns of many kinds correspond") {
    CHECK(modern(timed("%a, %e %b %Y %I:%M %p", "rfc3339", "UTC"), "Tue, 24 Dec 2024 06:05 PM") ==
          "2024-12-24T18:05:00Z");
    CHECK(modern(timed("%A %e. %B %y", "%F", "UTC"), "Sunday  1. December 24") == "2024-12-01");
    CHECK(modern(timed("%Y%j", "%D", "UTC"), "2024366") == "12/31/24");
    CHECK(modern(timed("%s", "rfc3339", "Europe/Berlin"), "1735059600") == "2024-12-24T18:00:00+01:00");
    CHECK(legacy(timed("%s", "rfc3339", "Europe/Berlin"), "1969-12-31T23:59:59Z") == "t=-1");
    CHECK(modern(timed("%F %T %z", "rfc3339", "UTC"), "2024-12-24 18:00:00 -0330") ==
          "2024-12-24T18:00:00-03:30");
    CHECK(modern(timed("%I:%M%p", "%R", "UTC"), "12:00AM") == "00:00");
    CHECK(modern(timed("100%% %F", "%F", "UTC"), "100%25 2024-02-29") == "2024-02-29");
    CHECK(modern(timed("%d.%m.", "--%m-%d", "UTC"), "29.02.") == "--02-29");

    auto seconds = time_field("t", "t", {"rfc3339", "%s", "UTC"});
    seconds.type = scalar_type::integer;
    CHECK(to_modern(make(mapped(format::form, format::json, {seconds})), "t=2024-12-24T18%3A00%3A00Z") ==
          "{\"t\":1735063200}");
}

TEST_CASE("what is no time of its pattern is refused") {
    auto const t = timed("%d.%m.%Y %H:%M:%S", "rfc3339", "Europe/Berlin");
    auto const text =
        GENERATE(as<std::string>(), "", "24.12.2024", "24.12.2024 18:00:00 ", "1.7.2024 18:00:00",
                 "30.02.2024 00:00:00", "29.02.2023 00:00:00", "24.13.2024 00:00:00", "24.12.2024 24:00:00",
                 "24.12.2024 00:60:00", "24.12.2024 00:00:60", "24.12.24 00:00:00", "heute");
    CHECK(modern(t, text) == "t: '" + text + "' is no time of the pattern %d.%m.%Y %H:%M:%S");
    auto const other = GENERATE(as<std::string>(), "2024-12-24", "2024-12-24T18:00:00", "2024-12-24T18:00Z",
                                "2024-12-24T18:00:00.Z", "2024-12-24T18:00:00+0100",
                                "2024-12-24T18:00:00+24:00", "2024-02-30T00:00:00Z", "20241224T180000Z");
    CHECK(legacy(t, other) == "t: '" + other + "' is no time of the pattern rfc3339");
    CHECK(modern(timed("%a %F", "%F", "UTC"), "Mon 2024-12-24") ==
          "t: 'Mon 2024-12-24' is no time of the pattern %a %F");
    CHECK(modern(timed("%Y%j", "%F", "UTC"), "2023366") == "t: '2023366' is no time of the pattern %Y%j");
    CHECK(modern(timed("%s", "%F %T", "UTC"), "01") == "t: '01' is no time of the pattern %s");
}
