// Shortcuts give the answers of the long way.
#include "rules/condition.hpp"
#include "rules/marks.hpp"
#include "rules/path.hpp"
#include "rules/sticky.hpp"
#include "rules/values.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace ficus::rules;
using ficus::test::ok;
using ficus::test::request;
using ficus::test::seen;

namespace {

class dice {
public:
    explicit dice(unsigned seed) : random_(seed) {}
    std::size_t below(std::size_t n) { return random_() % n; }
    std::string const& one_of(std::vector<std::string> const& all) { return all[below(all.size())]; }

private:
    std::mt19937 random_;
};

/// Cookies as RFC 6265 §4.2.1 and the header file have them, piece by piece.
std::vector<std::string> cookies_named(std::string_view name, std::string_view field) {
    auto const trimmed = [](std::string text) {
        while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
        return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
    };
    std::vector<std::string> found;
    std::string piece;
    for (char c : std::string(field) + ';') {
        if (c != ';') {
            piece += c;
            continue;
        }
        auto const equals = piece.find('=');
        if (equals != std::string::npos && trimmed(piece.substr(0, equals)) == name)
            found.push_back(trimmed(piece.substr(equals + 1)));
        piece.clear();
    }
    return found;
}

} // namespace

TEST_CASE("a condition holds of a request with marks where it holds of one without") {
    dice d(11);
    std::vector<condition> conditions;
    for (auto const* text :
         {"header:X-Beta",    "header:x-beta=1", "header:X-Beta!=1", "header:X-Beta~^1", "header:Cookie",
          "cookie:sid",       "cookie:sid=1",    "cookie:sid!=1",    "query:a",          "query:a=1",
          "query:a!=1",       "method=GET",      "method!=GET",      "method~^P",        "method=PATCH",
          "ip=10.0.0.0/8",    "ip=10.1.0.0/16",  "ip!=10.0.0.0/8",   "ip=0.0.0.0/0",     "ip=fd00::/8",
          "ip=2001:db8::/32", "ip=::/0",         "ip~^10\\.",        "ip=10.1.2.3"})
        conditions.push_back(ok(condition::parse(text)));
    std::size_t held = 0;
    for (int i = 0; i < 5'000; ++i) {
        request head;
        head.method = d.one_of({"GET", "POST", "PATCH", "P", "PUT"});
        head.client = d.one_of(
            {"10.1.2.3", "10.9.9.9", "192.0.2.7", "fd00::1", "2001:db8::1", "::1", "::ffff:10.1.2.3"});
        head.target = d.one_of({"/", "/?", "/?a", "/?a=1", "/?b=1&a=2"});
        for (auto n = d.below(4); n > 0; --n)
            head.headers.push_back(
                {d.one_of({"X-Beta", "x-BETA", "Cookie", "cookie", "X-Other", "Accept", "Xbeta"}),
                 d.one_of({"1", "2", "", "sid=1", "sid=2; sid=1", "a=sid", "sid"})});
        seen const unmarked(head);
        auto marked = unmarked.facts();
        marked.seen = marks_of(marked);
        for (auto const& c : conditions) {
            INFO(c.to_string() << " of " << head.method << ' ' << head.target << " from " << head.client);
            bool const holds = c.holds(unmarked.facts());
            REQUIRE(c.holds(marked) == holds);
            if (holds) REQUIRE((c.needs() & ~marked.seen) == 0);
            held += holds;
        }
    }
    CHECK(held > 10'000);
}

TEST_CASE("a sticky key that marks rule out is not there") {
    dice d(12);
    auto const list = ok(sticky_list::compile({"header:X-User", "cookie:sid", "query:u"}));
    std::size_t found = 0;
    for (int i = 0; i < 2'000; ++i) {
        request head;
        head.target = d.one_of({"/", "/?u=1", "/?v=1", "/?u="});
        for (auto n = d.below(3); n > 0; --n)
            head.headers.push_back(
                {d.one_of({"X-USER", "Cookie", "Accept"}), d.one_of({"", "1", "sid=1", "sid="})});
        seen const unmarked(head);
        auto marked = unmarked.facts();
        marked.seen = marks_of(marked);
        auto const key = list.find(unmarked.facts(), "salt");
        auto const again = list.find(marked, "salt");
        REQUIRE(key.has_value() == again.has_value());
        if (!key) continue;
        ++found;
        REQUIRE(list.may_find(marked));
        REQUIRE(again->bucket == key->bucket);
        REQUIRE(again->source == key->source);
    }
    CHECK(found > 300);
}

TEST_CASE("cookies are found as if each field were taken to pieces") {
    dice d(13);
    std::size_t found = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string field;
        for (auto n = d.below(8); n > 0; --n)
            field += d.one_of({"a", "aa", "ba", "=", "=", ";", "; ", " ", "\t", "a=", "b", "aab"});
        for (auto const* name : {"a", "aa", "aab"}) {
            INFO('`' << field << "` asked for " << name);
            seen const r(request{"/", {{"Accept", "a=1"}, {"Cookie", field}}});
            std::vector<std::string> values;
            any_cookie(r.facts(), name, [&](std::string_view value) {
                values.emplace_back(value);
                return false;
            });
            REQUIRE(values == cookies_named(name, field));
            found += values.size();
        }
    }
    CHECK(found > 3'000);
}

TEST_CASE("one pass says that a path is plain where two do") {
    dice d(14);
    std::size_t plain = 0;
    normal_path one;
    normal_path two;
    for (int i = 0; i < 20'000; ++i) {
        std::string raw = d.below(20) == 0 ? "" : "/";
        for (auto n = d.below(7); n > 0; --n)
            raw += d.one_of(
                {"a", "b.c", "/", "a/", ".", "..", "%41", "\xe9", "c", ";", "\\", "#", " ", "d/e/", "\x7f"});
        INFO(raw);
        bool const is_plain = survey(raw).what == path_survey::form::plain;
        REQUIRE(one.read_if_plain(raw) == is_plain);
        if (!is_plain) continue;
        ++plain;
        two.read(raw, {});
        REQUIRE(one.text() == two.text());
        REQUIRE(one.size() == two.size());
        for (std::size_t s = 0; s < one.size(); ++s) REQUIRE(one.segment(s) == two.segment(s));
    }
    CHECK(plain > 1'000);
}

TEST_CASE("addresses are written as inet_ntop writes them") {
    for (auto const* text :
         {"0.0.0.0", "1.2.3.4", "10.20.30.40", "100.200.99.255", "255.255.255.255", "::1", "fd00::1"})
        CHECK(ip_address::parse(text).value().to_string() == text);
}
