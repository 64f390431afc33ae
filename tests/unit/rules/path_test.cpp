#include "rules/path.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace ficus::rules;

namespace {

/// A path's segments in one reading: `a|b|` for `/a/b/`.
std::string read(std::string_view raw, path_reading const& how = {}) {
    normal_path path;
    path.read(raw, how);
    std::string text;
    for (std::size_t i = 0; i < path.size(); ++i) text += (i == 0 ? "" : "|") + std::string(path.segment(i));
    return text;
}

std::set<std::string> readings(std::string_view raw) {
    auto const looked = survey(raw);
    REQUIRE(looked.what != path_survey::form::malformed);
    std::set<std::string> all;
    for (std::size_t n = 0; n < looked.readings(); ++n) all.insert(read(raw, looked.reading(n)));
    return all;
}

using texts = std::set<std::string>;

} // namespace

TEST_CASE("a path is percent-decoded once") {
    CHECK(read("/a%20b/%C3%A9") == "a b|\xc3\xa9");
    CHECK(read("/%61%2d%7E") == "a-~");
    CHECK(read("/%252F") == "%2F");
    CHECK(read("/%25252e%252e") == "%252e%2e");
    CHECK(read("/caf%E9") == "caf\xe9");
    CHECK(read("/a+b") == "a+b");
}

TEST_CASE("dot segments are removed, and never lead above the root") {
    struct row {
        char const* raw;
        char const* read;
    };
    for (auto const& r : {row{"/", ""},
                          row{"/a/b/", "a|b|"},
                          row{"/a/./b", "a|b"},
                          row{"/a/../b", "b"},
                          row{"/a/b/c/./../../g", "a|g"},
                          row{"/mid/content=5/../6", "mid|6"},
                          row{"/..", ""},
                          row{"/.", ""},
                          row{"/../../../a", "a"},
                          row{"/a/..", ""},
                          row{"/a/.", "a|"},
                          row{"/a/b/..", "a|"},
                          row{"/a/b/../", "a|"},
                          row{"/a//../b", "a|b"},
                          row{"/a/%2e%2e/b", "b"},
                          row{"/a/.%2E/b", "b"},
                          row{"/a/%2e/b", "a|b"},
                          row{"/a/%252e%252e/b", "a|%2e%2e|b"},
                          row{"/a/.../b", "a|...|b"},
                          row{"/a/.b/..c/d.", "a|.b|..c|d."}}) {
        INFO(r.raw);
        CHECK(read(r.raw) == r.read);
    }
}

TEST_CASE("a plain path reads the same as any other") {
    for (auto const* raw : {"/", "/a", "/a/", "/a/b.c/d", "/a.", "/caf\xe9/x+y"}) {
        INFO(raw);
        CHECK(survey(raw).what == path_survey::form::plain);
        CHECK(survey(raw).readings() == 1);
        normal_path plain;
        plain.read_plain(raw);
        normal_path whole;
        whole.read(raw, {});
        CHECK(plain.text() == whole.text());
        REQUIRE(plain.size() == whole.size());
        for (std::size_t i = 0; i < plain.size(); ++i) CHECK(plain.segment(i) == whole.segment(i));
    }
}

TEST_CASE("a path that is malformed says why") {
    for (auto const* raw : {"/%", "/%2", "/%zz", "/%2g/a", "/a%", "/%%41", "/a%u002f"})
        CHECK_THAT(std::string(survey(raw).why), Catch::Contains("hexadecimal"));
    for (auto const* raw : {"", "a", "http://x/", "*"})
        CHECK_THAT(std::string(survey(raw).why), Catch::Contains("begin with /"));
    for (auto const* raw : {"/a b", "/a\tb", "/a\x7f", "/\x01"})
        CHECK_THAT(std::string(survey(raw).why), Catch::Contains("control character"));
    CHECK_THAT(std::string(survey("/a#b").why), Catch::Contains("#"));
    for (auto const* raw : {"", "/%zz", "/a#b", "/a b"})
        CHECK(survey(raw).what == path_survey::form::malformed);
}

TEST_CASE("a path without doubt has one reading") {
    for (auto const* raw : {"/a/b", "/a/../b", "/a/%2e%2e/b", "/%252F", "/a%20b", "/..", "/%25%35%63"})
        CHECK(survey(raw).readings() == 1);
}

TEST_CASE("what servers read differently is read in every way") {
    CHECK(readings("/a%2Fb") == texts{"a/b", "a|b"});
    CHECK(readings("/a%2fb") == texts{"a/b", "a|b"});
    CHECK(readings("/a\\b") == texts{"a\\b", "a|b"});
    CHECK(readings("/a%5Cb") == texts{"a\\b", "a|b"});
    CHECK(readings("/a//b") == texts{"a||b", "a|b"});
    CHECK(readings("//a") == texts{"|a", "a"});
    CHECK(readings("/a//") == texts{"a||", "a|"});
    CHECK(readings("/a/b/..//") == texts{"a||", "a|"});
    CHECK(readings("/a;x=1/b") == texts{"a;x=1|b", "a|b"});
    CHECK(readings("/a%3Bx/b") == texts{"a;x|b", "a|b"});
    CHECK(readings("/;x/b") == texts{";x|b", "|b", "b"});
    CHECK(readings("/a%00b/c") == texts{std::string("a\0b|c", 5), "a"});
    CHECK(readings("/a;x%2Fy") == texts{"a;x/y", "a;x|y", "a", "a|y"});
}

TEST_CASE("doubts combine with dot segments") {
    CHECK(readings("/a/..%2Fb") == texts{"a|../b", "b"});
    CHECK(readings("/a/%2e%2e%2fb") == texts{"a|../b", "b"});
    CHECK(readings("/a/..\\b") == texts{"a|..\\b", "b"});
    CHECK(readings("/a/..%5cb") == texts{"a|..\\b", "b"});
    CHECK(readings("/a/..;/b") == texts{"a|..;|b", "b"});
    CHECK(readings("/a/..;x=1/b") == texts{"a|..;x=1|b", "b"});
    CHECK(readings("/a/%2e%2e%3b/b") == texts{"a|..;|b", "b"});
    // With slashes merged first there is one segment fewer for the dots to remove.
    CHECK(readings("/a//../b") == texts{"a|b", "b"});
    CHECK(readings("/x///../b") == texts{"x||b", "x|b", "b"});
    CHECK(readings("/a%2F%2e%2e%2Fb") == texts{"a/../b", "b"});
    CHECK(readings("/a%00/../b") == texts{"b", "a"});
    // A double encoding is data after one decoding.
    CHECK(readings("/a/..%252Fb") == texts{"a|..%2Fb"});
}

TEST_CASE("the first reading is the literal one, and each later one names its doubt") {
    auto const looked = survey("/a%2Fb\\c%5Cd;e%3Bf%00g//../h");
    CHECK(read("/a%2Fb\\c", survey("/a%2Fb\\c").reading(0)) == "a/b\\c");
    CHECK(looked.readings() == 2 * 2 * 2 * 3 * 2 * 3 * 16);
    std::set<std::tuple<bool, bool, bool, bool, int, int, int>> different;
    for (std::size_t n = 0; n < looked.readings(); ++n) {
        auto const r = looked.reading(n);
        different.insert({r.encoded_slash, r.backslash, r.encoded_backslash, r.nul_ends,
                          static_cast<int>(r.parameters), static_cast<int>(r.doubled),
                          r.late.slash + 2 * r.late.backslash + 4 * r.late.params + 8 * r.late.nul});
        if (n > 0) CHECK_FALSE(looked.doubt(n).empty());
    }
    CHECK(different.size() == looked.readings());
    CHECK_THAT(std::string(survey("/a%2Fb").doubt(1)), Catch::Contains("%2F"));
    CHECK_THAT(std::string(survey("/a\\b").doubt(1)), Catch::Contains("\\"));
    CHECK_THAT(std::string(survey("/a%5Cb").doubt(1)), Catch::Contains("%5C"));
    CHECK_THAT(std::string(survey("/a;b").doubt(1)), Catch::Contains(";"));
    CHECK_THAT(std::string(survey("/a%00b").doubt(1)), Catch::Contains("%00"));
    CHECK_THAT(std::string(survey("/a//b").doubt(1)), Catch::Contains("//"));
}

TEST_CASE("buffers that are used again hold nothing of the path before") {
    normal_path path;
    path.read("/a/very/long/path/with/../many/segments", {});
    path.read("/b", {});
    CHECK(path.text() == "/b");
    CHECK(path.size() == 1);
    path.read_plain("/c/d");
    CHECK(path.text() == "/c/d");
    CHECK(path.size() == 2);
}
