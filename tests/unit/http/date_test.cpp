#include "facade/http/date.hpp"

#include <catch2/catch.hpp>

using ficus::http::date_text;

TEST_CASE("dates as RFC 9110 section 5.6.7 writes them") {
    date_text date;
    auto const at = [&](std::int64_t seconds) {
        return date.at(std::chrono::system_clock::time_point(std::chrono::seconds(seconds)));
    };
    CHECK(at(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(at(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
    CHECK(at(951'827'696) == "Tue, 29 Feb 2000 12:34:56 GMT");
    CHECK(at(1'798'761'599) == "Thu, 31 Dec 2026 23:59:59 GMT");
    CHECK(date.at(std::chrono::system_clock::time_point(std::chrono::milliseconds(1'798'761'599'999))) ==
          "Thu, 31 Dec 2026 23:59:59 GMT");
}
