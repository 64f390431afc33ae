#include "rules/condition.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>

using ficus::rules::condition;
using ficus::rules::fault;
using ficus::test::ok;
using ficus::test::request;
using ficus::test::seen;

namespace {

condition parsed(std::string const& text) {
    return ok(condition::parse(text));
}

bool holds(std::string const& text, request head) {
    seen const r(std::move(head));
    return parsed(text).holds(r.facts());
}

} // namespace

TEST_CASE("a condition is written as it is read") {
    for (auto const* text : {"header:X-Beta",
                             "header:X-Beta=1",
                             "header:X-Beta=",
                             "header:X-Beta!=a=b",
                             "header:X-Beta~^[a-z]+$",
                             "header:X!",
                             "cookie:sid",
                             "cookie:sid=a b",
                             "cookie:sid!=1",
                             "cookie:sid~x=y",
                             "query:q",
                             "query:q=a&b=c",
                             "query:q!=",
                             "query:q~~",
                             "query:a b=\xc3\xa9",
                             "method=GET",
                             "method!=POST",
                             "method~^P",
                             "ip=10.0.0.0/8",
                             "ip!=::1",
                             "ip~^10\\."})
        CHECK(parsed(text).to_string() == text);
    CHECK(parsed("ip=10.1.2.3/8").to_string() == "ip=10.0.0.0/8");
}

TEST_CASE("conditions are equal where no request could tell them apart by a header's case or a network's "
          "spelling") {
    CHECK(parsed("header:X-Beta=1") == parsed("header:x-beta=1"));
    CHECK(parsed("ip=10.1.2.3/8") == parsed("ip=10.0.0.0/8"));
    CHECK_FALSE(parsed("header:X-Beta=a") == parsed("header:X-Beta=A"));
    CHECK_FALSE(parsed("cookie:a=1") == parsed("cookie:A=1"));
    CHECK_FALSE(parsed("query:a=1") == parsed("cookie:a=1"));
    CHECK_FALSE(parsed("query:a=1") == parsed("query:a~1"));
    CHECK_FALSE(parsed("query:a=1") == parsed("query:a!=1"));
    CHECK_FALSE(parsed("query:a") == parsed("query:a="));
}

TEST_CASE("a condition that cannot be understood is refused with the mend") {
    struct row {
        char const* text;
        char const* says;
    };
    for (auto const& r : {row{"", "none of header, cookie, query, method and ip"},
                          row{"=", "write header:NAME=VALUE"},
                          row{"X-Beta=1", "write header:NAME=VALUE"},
                          row{"Header:X=1", "did you mean `header`?"},
                          row{"hedder:X", "did you mean `header`?"},
                          row{"header", "write header:NAME"},
                          row{"header=1", "write header:NAME"},
                          row{"header:=1", "names no header"},
                          row{"header:X Y=1", "no header name"},
                          row{"header: X=1", "no header name"},
                          row{"cookie:a;b", "no cookie name"},
                          row{"query:", "names no query"},
                          row{"header:X= 1", "begins or ends with a space"},
                          row{"header:X=1\t", "begins or ends with a space"},
                          row{"header:X=a\r\nb", "control character"},
                          row{"cookie:a=1;2", "which ends a cookie"},
                          row{"header:X~(", "no RE2 pattern"},
                          row{"header:X~", "ask for presence alone"},
                          row{"header:X=\xe9", "not UTF-8"},
                          row{"header:X~\xe9", "not UTF-8"},
                          row{"query:\xe9=1", "not UTF-8"},
                          row{"method", "presence alone says nothing of method"},
                          row{"ip", "presence alone says nothing of ip"},
                          row{"method:GET", "write method=GET"},
                          row{"ip:1=2", "write ip=10.0.0.0/8"},
                          row{"method=get", "write GET"},
                          row{"method=", "is no method"},
                          row{"method=G T", "is no method"},
                          row{"method=GET|POST", "write several as a pattern: method~^(GET|POST)$"},
                          row{"method!=GET, POST", "write several as a pattern: method~^(GET|POST)$"},
                          row{"header:X-A!~foo", "there is no !~"},
                          row{"cookie:a!~foo", "there is no !~"},
                          row{"method!~^P", "there is no !~"},
                          row{"header:a b=1", "letters, digits and !#$%&'*+-.^_`| only"},
                          row{"ip=10.0.0.0/33", "write 10.1.2.3, 10.0.0.0/8"},
                          row{"ip=localhost", "no address or network"}}) {
        INFO(r.text);
        auto const made = condition::parse(r.text);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == fault::invalid);
        CHECK_THAT(made.error().message, Catch::Contains(r.says));
        CHECK_THAT(made.error().message, Catch::Contains(r.text));
    }
}

TEST_CASE("an absent name satisfies != and nothing else") {
    for (auto const& subject : std::vector<std::string>{"header:X", "cookie:x", "query:x"}) {
        INFO(subject);
        CHECK_FALSE(holds(subject, {}));
        CHECK_FALSE(holds(subject + "=", {}));
        CHECK_FALSE(holds(subject + "=1", {}));
        CHECK_FALSE(holds(subject + "~.*", {}));
        CHECK(holds(subject + "!=1", {}));
        CHECK(holds(subject + "!=", {}));
    }
}

TEST_CASE("a header's name is compared without case, its value with it") {
    request const r{"/", {{"x-BETA", "Yes"}}};
    CHECK(holds("header:X-Beta", r));
    CHECK(holds("header:X-Beta=Yes", r));
    CHECK_FALSE(holds("header:X-Beta=yes", r));
    CHECK(holds("header:X-Beta!=yes", r));
    CHECK_FALSE(holds("header:X-Beta!=Yes", r));
    CHECK(holds("header:X-Beta~(?i)^YES$", r));
    CHECK_FALSE(holds("header:X-Bet=Yes", r));
}

TEST_CASE("a pattern is found anywhere unless it is anchored") {
    request const r{"/", {{"User-Agent", "Mozilla/5.0 (X11)"}}};
    CHECK(holds("header:User-Agent~X11", r));
    CHECK(holds("header:User-Agent~^Mozilla", r));
    CHECK_FALSE(holds("header:User-Agent~^X11", r));
    CHECK_FALSE(holds("header:User-Agent~^Mozilla$", r));
}

TEST_CASE("of a repeated name any value may satisfy") {
    request const headers{"/", {{"X", "1"}, {"Y", "0"}, {"x", "2"}}};
    CHECK(holds("header:X=1", headers));
    CHECK(holds("header:X=2", headers));
    CHECK(holds("header:X!=1", headers));
    CHECK_FALSE(holds("header:X=0", headers));
    request const query{"/?x=1&y=0&x=2"};
    CHECK(holds("query:x=1", query));
    CHECK(holds("query:x=2", query));
    CHECK(holds("query:x!=2", query));
    CHECK_FALSE(holds("query:x~0", query));
    request const same{"/?x=1&x=1"};
    CHECK_FALSE(holds("query:x!=1", same));
}

TEST_CASE("cookies are those of every Cookie field") {
    request const r{"/", {{"Cookie", "a=1; b=2;c=3 ;  d = 4; e; =5; f=x=y"}, {"cookie", "g=\"7\"; a=8"}}};
    CHECK(holds("cookie:a=1", r));
    CHECK(holds("cookie:a=8", r));
    CHECK(holds("cookie:b=2", r));
    CHECK(holds("cookie:c=3", r));
    CHECK(holds("cookie:d=4", r));
    CHECK(holds("cookie:f=x=y", r));
    CHECK_FALSE(holds("cookie:e", r));
    CHECK_FALSE(holds("cookie:A", r));
    CHECK_FALSE(holds("cookie:x", r));
}

TEST_CASE("quotes are part of a cookie's value") {
    request const r{"/", {{"Cookie", "a=\"1\""}}};
    CHECK(holds("cookie:a=\"1\"", r));
    CHECK_FALSE(holds("cookie:a=1", r));
}

TEST_CASE("query names and values are compared decoded") {
    request const r{"/?na%6de=a%20b+c&%3D=%26&bad=%zz%4&empty=&flag&&\xc3\xa9=%C3%A9&byte=%E9"};
    CHECK(holds("query:name=a b c", r));
    CHECK(holds("query:name~^a b c$", r));
    CHECK_FALSE(holds("query:name=a%20b+c", r));
    CHECK(holds("query:bad=%zz%4", r));
    CHECK(holds("query:empty=", r));
    CHECK(holds("query:flag=", r));
    CHECK(holds("query:flag", r));
    CHECK(holds("query:\xc3\xa9=\xc3\xa9", r));
    CHECK(holds("query:\xc3\xa9~^.$", r));
    CHECK_FALSE(holds("query:na%6de", r));
    CHECK_FALSE(holds("query:b+c", r));
    CHECK(holds("query:byte~^\\xE9$", r));
    CHECK(holds("query:byte~^.$", r));
}

TEST_CASE("a query value that is long and encoded is matched whole") {
    std::string const spaces(5000, '+');
    CHECK(holds("query:q~^ {1000} {1000} {1000} {1000} {1000}$", {"/?q=" + spaces}));
    CHECK_FALSE(holds("query:q~^ {1000} {1000} {1000} {1000} {1000}$", {"/?q=" + spaces + "+"}));
}

TEST_CASE("a query name may hold what a text condition takes for a sign") {
    auto const made =
        ok(condition::make(condition::subject::query, condition::comparison::equals, "a=b~", "1"));
    seen const r({"/?a%3Db~=1"});
    CHECK(made.holds(r.facts()));
}

TEST_CASE("a method is compared as it is") {
    CHECK(holds("method=GET", {}));
    CHECK_FALSE(holds("method!=GET", {}));
    CHECK(holds("method!=POST", {}));
    CHECK(holds("method~^(GET|HEAD)$", {}));
    request post;
    post.method = "POST";
    CHECK_FALSE(holds("method~^(GET|HEAD)$", post));
}

TEST_CASE("a client's address is compared with a network, or its text with a pattern") {
    CHECK(holds("ip=192.0.2.0/24", {}));
    CHECK(holds("ip=192.0.2.7", {}));
    CHECK_FALSE(holds("ip!=192.0.2.0/24", {}));
    CHECK(holds("ip!=10.0.0.0/8", {}));
    CHECK(holds("ip~^192\\.0\\.", {}));
    request six;
    six.client = "2001:db8::7";
    CHECK(holds("ip=2001:db8::/32", six));
    CHECK_FALSE(holds("ip=0.0.0.0/0", six));
    CHECK(holds("ip~^2001:", six));
}
