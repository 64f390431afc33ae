#include "acl/json.hpp"
#include "acl/multipart.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using namespace std::string_literals;

namespace {

std::string part(std::string const& disposition, std::string const& content, std::string const& more = "") {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n" + content +
           "\r\n";
}

std::string as_json(std::string const& body, reading_limits const& limits = {},
                    std::string const& boundary = "b") {
    auto const read = read_multipart(body, {.boundary = boundary}, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

std::string written(value const& root) {
    std::string out;
    auto const boundary = write_multipart(root, out);
    if (!boundary) return boundary.error().where + ": " + boundary.error().message;
    // As if it had been named b.
    for (auto at = out.find(*boundary); at != std::string::npos; at = out.find(*boundary, at))
        out.replace(at, boundary->size(), "b");
    return out;
}

std::string there_and_back(std::string const& body) {
    auto const read = read_multipart(body, {.boundary = "b"});
    if (!read) return read.error().where + ": " + read.error().message;
    return written(*read->root());
}

} // namespace

TEST_CASE("fields of a multipart form are texts in their order, repeated names included") {
    auto const body = part("name=\"a\"", "1") + part("name=b", "line\r\nline\r\n") + part("name=\"a\"", "é") +
                      part("name=\"\"", "") + "--b--\r\n";
    CHECK(as_json(body) == R"({"a":"1","b":"line\r\nline\r\n","a":"é","":""})");
    CHECK(there_and_back(body) == part("name=\"a\"", "1") + part("name=\"b\"", "line\r\nline\r\n") +
                                      part("name=\"a\"", "é") + part("name=\"\"", "") + "--b--\r\n");
}

TEST_CASE("preamble, epilogue and blanks behind a boundary are skipped") {
    CHECK(as_json("--bee is no line of its own\r\nhello\r\n" + part("name=a", "1") + "--b--", {}, "b")
              .find("a line that begins with the boundary goes on") != std::string::npos);
    CHECK(as_json("hello --b\r\n" + part("name=a", "1") + "--b-- \t\r\nbye --b\r\n--b\r\n") ==
          R"({"a":"1"})");
    CHECK(as_json("--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--") == R"({"a":"1"})");
    CHECK(as_json("--b--\r\n") == "{}");
    CHECK(as_json("\r\n--b--") == "{}");
}

TEST_CASE("names are decoded as browsers and RFC 5987 write them") {
    struct example {
        std::string parameters, name;
    };
    auto const sent =
        GENERATE(example{R"(name="a%22b%0D%0Ac%41")", "a\"b\r\nc%41"},
                 example{R"(name="a\"b\\c\d")", "a\"b\\c\\d"}, example{R"(NAME="a;b=c")", "a;b=c"},
                 example{R"(name="zo\u")", "zo\\u"}, example{"name*=UTF-8''zo%C3%AB", "zoë"},
                 example{"name=zoe; name*=iso-8859-1'nl'zo%eb", "zoë"}, example{"name=\"zoë\"", "zoë"});
    CAPTURE(sent.parameters);
    auto const read = read_multipart(part(sent.parameters, "1") + "--b--", {.boundary = "b"});
    REQUIRE(read.has_value());
    CHECK(read->root()->first->name == sent.name);
    auto const again = read_multipart(written(*read->root()), {.boundary = "b"});
    REQUIRE(again.has_value());
    CHECK(again->root()->first->name == sent.name);
}

TEST_CASE("a file goes through byte for byte, and keeps its head under another name") {
    auto const bytes = "\x89PNG\r\n\x1a\n\0\xff--c"s;
    auto const file = part("name=\"f\"; filename*=UTF-8''%e2%82%ac.png; x=1", bytes,
                           "Content-Type: image/png\r\nX-Own:  kept \r\n");
    auto const read = read_multipart(part("name=\"a\"", "1") + file + "--b--\r\n", {.boundary = "b"});
    REQUIRE(read.has_value());
    auto const* const kept = read->root()->find("f");
    REQUIRE(kept != nullptr);
    CHECK(is_kept_part(*kept));
    CHECK_FALSE(is_kept_part(*read->root()->find("a")));
    CHECK(kept->find("filename")->text == "€.png");
    CHECK(kept->find("type")->text == "image/png");
    CHECK(kept->find("content")->text == bytes);
    CHECK(written(*read->root()) == part("name=\"a\"", "1") + file + "--b--\r\n");

    document other;
    other.set_root(other.make(kind::object));
    document::append(*other.root(), *other.copy(*kept), "g");
    CHECK(written(*other.root()) ==
          part("name=\"g\"; filename=\"€.png\"", bytes, "Content-Type: image/png\r\nX-Own:  kept \r\n") +
              "--b--\r\n");
}

TEST_CASE("a part is text only where its head says nothing else") {
    auto const is_kept = [](std::string const& more) {
        auto const read = read_multipart(part("name=a", "x", more) + "--b--", {.boundary = "b"});
        REQUIRE(read.has_value());
        return is_kept_part(*read->root()->first);
    };
    CHECK_FALSE(is_kept("content-type: text/plain\r\n"));
    CHECK_FALSE(
        is_kept("Content-Type: Text/Plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: 8bit\r\n"));
    CHECK(is_kept("Content-Type: text/plain; charset=iso-8859-1\r\n"));
    CHECK(is_kept("Content-Type: application/json\r\n"));
    CHECK(is_kept("Content-Transfer-Encoding: base64\r\n"));
}

TEST_CASE("a malformed multipart form is refused with its place") {
    struct example {
        std::string body, error;
    };
    auto const sent = GENERATE(
        example{"", "byte 1: the boundary that Content-Type names is not there"},
        example{"x--b--", "byte 7: the boundary that Content-Type names is not there"},
        example{part("name=a", "1"), "byte 51: cut off: the closing boundary is missing"},
        example{"--b\r\n\r\n1\r\n--b--", "part 1: a part without Content-Disposition"},
        example{"--b\r\nX: 1", "part 1: its head has no end; an empty line ends it"},
        example{"--b\r\nX: 1\r\n--b\r\n\r\n",
                "part 1: a boundary within its head; an empty line ends a head"},
        example{part("x=a", "1") + "--b--", "part 1: Content-Disposition has no name"},
        example{part("name=a; name=b", "1") + "--b--", "part 1: name is there twice"},
        example{part("name=\"a", "1") + "--b--",
                "part 1: Content-Disposition has something that is no parameter (; name=\"value\")"},
        example{part("name*=latin'a", "1") + "--b--",
                "part 1: name* is not as RFC 5987 has it (UTF-8''with%20escapes)"},
        example{part("name=\"\xff\"", "1") + "--b--", "part 1: name is not UTF-8"},
        example{part("name=a", "\xff") + "--b--", "a: a field that is not UTF-8"},
        example{part("name=\"\"", "\xff") + "--b--", "part 1: a field that is not UTF-8"},
        example{part("name=a", "1", "X: 1\nY: 2\r\n") + "--b--",
                "part 1: a control character in the head; its lines end in CRLF"},
        example{part("name=a", "1", " folded\r\n") + "--b--",
                "part 1: a line of the head that is not `Name: value` (folded lines are not accepted)"},
        example{part("name=a", "1", "Content-Disposition: form-data; name=b\r\n") + "--b--",
                "part 1: Content-Disposition is there twice"},
        example{"--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--",
                "part 1: Content-Disposition is not form-data"},
        example{"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--",
                "byte 48: a part without the line end before its boundary"});
    CAPTURE(sent.body);
    CHECK(as_json(sent.body) == sent.error);
}

TEST_CASE("a multipart form keeps the limits") {
    auto const two = part("name=a", "1") + part("name=b", "2") + "--b--";
    CHECK(as_json(two, {.max_members = 3}) == R"({"a":"1","b":"2"})");
    CHECK(as_json(two, {.max_members = 2}) == "part 2: more parts than are accepted in one form");
    CHECK(read_multipart(two, {.boundary = "b"}, {.max_bytes = 5}).error().code == error_code::limit);
    auto const long_head = part("name=a", "1", "X: " + std::string(16 * 1024, 'x') + "\r\n") + "--b--";
    CHECK(read_multipart(long_head, {.boundary = "b"}).error().code == error_code::limit);
}

TEST_CASE("the boundary is read from the Content-Type") {
    auto const read = [](std::string const& type) {
        auto const boundary = multipart_boundary(type);
        return boundary ? *boundary : boundary.error().message;
    };
    CHECK(read("multipart/form-data; boundary=----WebKitFormBoundaryx") == "----WebKitFormBoundaryx");
    CHECK(read("Multipart/Form-Data ;charset=utf-8; Boundary=\"a b:c\"") == "a b:c");
    CHECK(read("multipart/form-data") == "without a boundary");
    CHECK(read("multipart/mixed; boundary=b") == "not multipart/form-data");
    CHECK(read("multipart/form-data; boundary=b; boundary=c") == "boundary is there twice");
    constexpr auto not_one = "boundary is not 1 to 70 of the characters that RFC 2046 has for it";
    CHECK(read("multipart/form-data; boundary=\"b \"") == not_one);
    CHECK(read("multipart/form-data; boundary=" + std::string(71, 'b')) == not_one);
    CHECK(read("multipart/form-data; boundary=" + std::string(70, 'b')) == std::string(70, 'b'));
    CHECK(read("multipart/form-data; boundary=\"b") == "something that is no parameter (; name=\"value\")");
}

TEST_CASE("the boundary that is written is the same for the same content and not within it") {
    document made;
    made.set_root(made.make(kind::object));
    auto* const list = made.make(kind::array);
    document::append(*list, *made.make_number("12.50"));
    document::append(*list, *made.make_boolean(true));
    document::append(*made.root(), *list, "l");
    std::string once, twice;
    auto const boundary = write_multipart(*made.root(), once);
    REQUIRE(boundary.has_value());
    CHECK(*write_multipart(*made.root(), twice) == *boundary);
    CHECK(once == twice);
    CHECK(multipart_boundary("multipart/form-data; boundary=" + *boundary).has_value());
    CHECK(written(*made.root()) == part("name=\"l\"", "12.50") + part("name=\"l\"", "true") + "--b--\r\n");

    document::append(*made.root(), *made.make_string(*boundary), "copied");
    std::string out;
    auto const other = write_multipart(*made.root(), out);
    REQUIRE(other.has_value());
    CHECK(*other != *boundary);
}

TEST_CASE("what a multipart form cannot hold is refused with its name") {
    document made;
    made.set_root(made.make(kind::object));
    document::append(*made.root(), *made.make(kind::null), "a");
    CHECK(written(*made.root()) == "a: a form cannot hold null");
    made.set_root(made.make(kind::object));
    document::append(*made.root(), *made.make(kind::object), "a");
    CHECK(written(*made.root()) == "a: a form cannot hold lists of lists or objects");
    made.set_root(made.make(kind::object));
    document::append(*made.root(), *made.make_string("1"), "a%22");
    CHECK(written(*made.root()) ==
          "a%22: a name with control characters, or with %22, %0D or %0A in it, would be "
          "read as another");
}

TEST_CASE("a multipart text that comes alone begins with its boundary") {
    CHECK(first_boundary("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n") == "b");
    CHECK(first_boundary("--b-- \t\r\nepilogue") == "b--");
    CHECK(first_boundary("--b--\r\n") == "b");
    CHECK(first_boundary("--b--") == "b");
    CHECK(first_boundary("preamble\r\n--b\r\n").empty());
    CHECK(first_boundary("--\r\n").empty());
    CHECK(first_boundary("").empty());
}
