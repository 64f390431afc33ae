#include "facade/http/target.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus::http;

namespace {

target_result read(std::string_view text, std::string_view method = "GET") {
    request_head head;
    head.method = method;
    head.target = text;
    return read_target(head);
}

std::string origin_form(target const& t) {
    std::string out;
    t.append_origin_form(out);
    // As one piece, or not at all.
    if (!t.origin_form().empty()) CHECK(t.origin_form() == out);
    return out;
}

} // namespace

TEST_CASE("targets are taken apart, and go on byte for byte in origin form") {
    struct row {
        char const* text;
        char const* authority;
        char const* path;
        char const* query;
        bool has_query;
        char const* origin;
    };
    auto const [text, authority, path, query, has_query, origin] = GENERATE(
        row{"/", "", "/", "", false, "/"}, row{"/a/%2F/b", "", "/a/%2F/b", "", false, "/a/%2F/b"},
        row{"/a?b=c&d", "", "/a", "b=c&d", true, "/a?b=c&d"}, row{"/a?", "", "/a", "", true, "/a?"},
        row{"/a?b?c", "", "/a", "b?c", true, "/a?b?c"},
        row{"//host/a", "", "//host/a", "", false, "//host/a"},
        row{"/a;p=1/../b", "", "/a;p=1/../b", "", false, "/a;p=1/../b"},
        row{"/caf\xc3\xa9\xff", "", "/caf\xc3\xa9\xff", "", false, "/caf\xc3\xa9\xff"},
        row{"/http://x/", "", "/http://x/", "", false, "/http://x/"},
        row{"http://h/a?b", "h", "/a", "b", true, "/a?b"},
        row{"HTTP://h:81/a", "h:81", "/a", "", false, "/a"}, row{"https://h/a", "h", "/a", "", false, "/a"},
        row{"http://h", "h", "/", "", false, "/"}, row{"http://h?q", "h", "/", "q", true, "/?q"},
        row{"http://[::1]:80/x", "[::1]:80", "/x", "", false, "/x"});
    CAPTURE(text);
    auto const r = read(text);
    REQUIRE_FALSE(r.refused);
    CHECK(r.target.authority == authority);
    CHECK(r.target.path == path);
    CHECK(r.target.query == query);
    CHECK(r.target.has_query == has_query);
    CHECK(origin_form(r.target) == origin);
}

TEST_CASE("targets that are neither a path nor an http URL are refused") {
    auto const text =
        GENERATE("", "a", "?a", "*", "example.com:443", "ftp://h/", "http:/h", "http:h/a", "http://",
                 "http:///a", "http://?q", "http://u@h/", "http://u:p@h/", "https://@h/", "/a#b", "/#",
                 "http://h/#f", "http://h#f", "/a b", "/\x01", "/\x7f", "http://h\\g/", "http://h\"/",
                 "http://caf\xc3\xa9/", "http://h g/", "http://<h>/");
    CAPTURE(text);
    auto const r = read(text);
    REQUIRE(r.refused);
    CHECK(r.refused->status == 400);
    CHECK(r.refused->reason == "bad_target");
}

TEST_CASE("the target * is for OPTIONS alone") {
    auto const r = read("*", "OPTIONS");
    REQUIRE_FALSE(r.refused);
    CHECK(r.target.path == "*");
    CHECK(origin_form(r.target) == "*");
    CHECK(read("*", "options").refused);
}

TEST_CASE("CONNECT and TRACE are refused with 405, whatever their target is") {
    for (auto const* method : {"CONNECT", "TRACE"})
        for (auto const* text : {"/", "example.com:443", "http://h/", "*"}) {
            auto const r = read(text, method);
            REQUIRE(r.refused);
            CHECK(r.refused->status == 405);
            CHECK(r.refused->reason == "bad_method");
        }
}

TEST_CASE("a target that goes on as it came is a view of what came") {
    for (std::string_view const text : {"/", "/a/b", "/a?", "/a?b=c", "/?b"}) {
        auto const r = read(text);
        REQUIRE_FALSE(r.refused);
        CHECK(r.target.origin_form() == text);
        CHECK(r.target.origin_form().data() == text.data());
    }
    CHECK(read("http://a/b?c").target.origin_form() == "/b?c");
    // Its slash was not there.
    CHECK(read("http://a?c").target.origin_form().empty());
}
