#include "unit/recording/readings.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;

namespace {

std::string line(std::string const& request, std::string const& time = "10/Oct/2000:13:55:36 -0700") {
    return "127.0.0.1 - frank [" + time + "] \"" + request +
           R"x(" 200 2326 "http://shop.example/start?a=b" "Mozilla/4.08 [en] (Win98; I ;Nav)")x"
           "\n";
}

} // namespace

TEST_CASE("the line of Apache's documentation is a request") {
    auto const found = whole(line("GET /apache_pb.gif HTTP/1.0"));
    REQUIRE(found.requests.size() == 1);
    auto const& one = found.requests[0];
    CHECK(one.method == "GET");
    CHECK(one.target == "/apache_pb.gif");
    CHECK(one.host.empty());
    CHECK(one.headers == recording::fields{{"Referer", "http://shop.example/start?a=b"},
                                           {"User-Agent", "Mozilla/4.08 [en] (Win98; I ;Nav)"}});
    CHECK_FALSE(one.answered);
    CHECK(found.head.feature.empty());
}

TEST_CASE("the common format, and what stands behind the combined one, are read too") {
    CHECK(whole("::1 - - [27/Nov/2026:14:00:00 +0000] \"GET / HTTP/2.0\" 304 -\n").requests.size() == 1);
    CHECK(
        whole(
            "::1 - - [27/Nov/2026:14:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\" 0.013 \"10.0.0.1\"\n")
            .requests.at(0)
            .headers.empty());
}

TEST_CASE("what is no GET over HTTP is passed over and counted") {
    auto const found =
        whole(line("POST /orders HTTP/1.1") + line("HEAD / HTTP/1.1") + line("OPTIONS * HTTP/1.1") +
              line("-") + line("\\x16\\x03\\x01\\x02") + line("GET /a") + "\n" + line("GET /b HTTP/1.1"));
    CHECK(found.passed_over == 6);
    REQUIRE(found.requests.size() == 1);
    CHECK(found.requests[0].target == "/b");
}

TEST_CASE("escapes of a log are undone, and what could not be sent is passed over") {
    auto const found =
        whole(line(R"(GET /a\"b?c=\\d HTTP/1.1)") + line(R"(GET /k\xc3\xa4se HTTP/1.1)") +
              line(R"(GET /a\nb HTTP/1.1)") + line(R"(GET http://other.example:81/x?y HTTP/1.1)"));
    REQUIRE(found.requests.size() == 3);
    CHECK(found.requests[0].target == "/a\"b?c=\\d");
    CHECK(found.requests[1].target == "/käse");
    CHECK(found.requests[2].host == "other.example:81");
    CHECK(found.requests[2].target == "/x?y");
    CHECK(found.passed_over == 1);
}

TEST_CASE("the requests of one second are spread evenly over it, by their own clocks") {
    auto const found = whole(line("GET /c HTTP/1.1", "10/Oct/2000:13:55:38 -0700") +
                             line("GET /a HTTP/1.1", "10/Oct/2000:20:55:36 +0000") +
                             line("GET /b HTTP/1.1", "10/Oct/2000:13:55:36 -0700"));
    REQUIRE(found.requests.size() == 3);
    CHECK(found.requests[0].target == "/a");
    CHECK(found.requests[0].after == std::chrono::seconds(0));
    CHECK(found.requests[1].target == "/b");
    CHECK(found.requests[1].after == std::chrono::milliseconds(500));
    CHECK(found.requests[2].after == std::chrono::seconds(2));
}

TEST_CASE("a line that is none of a log is told with its number, what is wrong and what was read") {
    auto const [text, why] = GENERATE(table<std::string, std::string>({
        {"hello\n", "there is no [time] behind host, ident and user"},
        {"a - - [yesterday] \"GET / HTTP/1.1\" 200 1\n",
         "its time does not read as [10/Oct/2000:13:55:36 -0700]"},
        {"a - - [10/Oct/2000:13:55:36 -0700] GET\n",
         "behind the time there is no \"request line\" in quotes"},
        {"a - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 20\n",
         "behind the request there are no status and size"},
        {"a - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 1 \"http://a",
         "its referer has no end: the line is cut off"},
        {"a - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 1 \"-\" \"Moz",
         "its user agent has no end: the line is cut off"},
    }));
    CHECK(mistake(line("GET / HTTP/1.1") + text) ==
          "2: it is no line of an access log in the combined format (" + why +
              "); take it out, or give a recording of `ficus record` or a HAR file (1)");
}

TEST_CASE("a log of more than a year is to be split") {
    CHECK(whole(line("GET /a HTTP/1.1") + line("GET /b HTTP/1.1", "10/Oct/2001:13:55:35 -0700"))
              .requests.size() == 2);
    CHECK(mistake(line("GET /a HTTP/1.1") + line("GET /b HTTP/1.1", "10/Oct/2002:13:55:36 -0700")) ==
          "2: its first and its last request are more than a year apart: split the file (0)");
}
