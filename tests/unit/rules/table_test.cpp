#include "unit/rules/routes.hpp"

#include <catch2/catch.hpp>

using namespace ficus::rules;
using namespace ficus::test;

TEST_CASE("a template's names stand for whole segments that are not empty") {
    routes const to({{"order", {path("/api/orders/{id}")}}, {"lines", {path("/api/orders/{id}/lines")}}});
    CHECK(to("/api/orders/7") == "order");
    CHECK(to("/api/orders/a%20b?x=1") == "order");
    CHECK(to("/api/orders/7/lines") == "lines");
    CHECK(to("/api/orders/") == "none");
    CHECK(to("/api/orders") == "none");
    CHECK(to("/api/orders/7/") == "none");
    CHECK(to("/api/orders/7/other") == "none");
    CHECK(to("/API/orders/7") == "none");
}

TEST_CASE("{name...} takes the rest, even if it is empty, but not the path without the slash") {
    routes const to({{"files", {path("/files/{path...}")}}, {"deep", {path("/x/{a}/{rest...}")}}});
    CHECK(to("/files/") == "files");
    CHECK(to("/files/a/b/c") == "files");
    CHECK(to("/files") == "none");
    CHECK(to("/filesystem") == "none");
    CHECK(to("/x/1/") == "deep");
    CHECK(to("/x/1") == "none");
}

TEST_CASE("a prefix ends at a segment boundary") {
    routes const to({{"shop", {prefix("/shop")}}, {"orders", {prefix("/orders/")}}});
    CHECK(to("/shop") == "shop");
    CHECK(to("/shop/") == "shop");
    CHECK(to("/shop/a/b") == "shop");
    CHECK(to("/shopping") == "none");
    CHECK(to("/orders/") == "orders");
    CHECK(to("/orders/1") == "orders");
    CHECK(to("/orders") == "none");
    routes const all({{"all", {prefix("/")}}});
    CHECK(all("/") == "all");
    CHECK(all("/a/b") == "all");
}

TEST_CASE("a pattern is found anywhere in the decoded path unless it is anchored") {
    routes const to(
        {{"php", {regex("\\.php$")}}, {"v", {regex("^/api/v[0-9]+/")}}, {"e", {regex("^/caf.$")}}});
    CHECK(to("/a/b.php") == "php");
    CHECK(to("/a/b.ph%70?x") == "php");
    CHECK(to("/api/v12/x") == "v");
    CHECK(to("/x/api/v12/x") == "none");
    CHECK(to("/caf%C3%A9") == "e");
    CHECK(to("/caf%E9") == "e");
}

TEST_CASE("exact comes before template before longer prefix before pattern before anything else") {
    routes const to({{"any", {with_methods({}, {"GET", "POST"})}},
                     {"regex", {regex("^/a/")}},
                     {"short", {prefix("/a/")}},
                     {"long", {prefix("/a/b/")}},
                     {"bare", {prefix("/a/b")}},
                     {"template", {path("/a/b/{x}")}},
                     {"exact", {path("/a/b/c")}}});
    CHECK(to("/a/b/c") == "exact");
    CHECK(to("/a/b/d") == "template");
    CHECK(to("/a/b/d/e") == "long");
    CHECK(to("/a/b/") == "long");
    CHECK(to("/a/b") == "bare");
    CHECK(to("/a/x") == "short");
    CHECK(to("/q") == "any");
    routes const patterns({{"any", {with_methods({}, {"GET"})}}, {"regex", {regex("x")}}});
    CHECK(patterns("/x") == "regex");
    CHECK(patterns("/y") == "any");
}

TEST_CASE("between two of a kind more conditions win, then the order in the file") {
    routes const to({{"first", {path("/a/{x}")}},
                     {"second", {path("/{y}/b")}},
                     {"get", {with_methods(path("/{a}/{b}"), {"GET"})}},
                     {"beta", {with_header(with_methods(path("/a/b"), {"GET"}), "X-Beta")}},
                     {"plain", {path("/a/b")}}});
    CHECK(to("/a/c") == "get");
    CHECK(to({"/a/c", {}, "POST"}) == "first");
    CHECK(to({"/c/b", {}, "POST"}) == "second");
    CHECK(to("/a/b") == "plain");
    CHECK(to({"/a/b", {{"x-beta", "1"}}}) == "beta");
    routes const same({{"a", {prefix("/p")}}, {"b", {prefix("/p")}}});
    CHECK(same("/p") == "a");
}

TEST_CASE("a matcher whose other conditions do not hold leaves the request to the next one") {
    routes const to({{"put", {with_methods(path("/a"), {"PUT"})}}, {"rest", {prefix("/")}}});
    CHECK(to("/a") == "rest");
    CHECK(to({"/a", {}, "PUT"}) == "put");
    CHECK(to({"/a", {}, "put"}) == "rest");
}

TEST_CASE("a host is compared without case, port and final dot") {
    routes const to({{"shop", {with_host(prefix("/"), "Shop.Example.com")}},
                     {"below", {with_host(prefix("/"), "*.example.com")}},
                     {"deep", {with_host(prefix("/"), "*.api.example.com")}},
                     {"six", {with_host(prefix("/"), "[::1]")}}});
    auto const at = [&](std::string host) {
        request r;
        r.host = std::move(host);
        return to(r);
    };
    CHECK(at("shop.example.com") == "shop");
    CHECK(at("SHOP.example.COM:8080") == "shop");
    CHECK(at("shop.example.com.") == "shop");
    CHECK(at("a.example.com") == "below");
    CHECK(at("a.b.example.com:1") == "below");
    CHECK(at("x.api.example.com") == "below"); // both ask for a host: the order in the file decides
    CHECK(at("example.com") == "none");
    CHECK(at(".example.com") == "none");
    CHECK(at("evilexample.com") == "none");
    CHECK(at("[::1]:443") == "six");
    CHECK(at("") == "none");
    CHECK(at(std::string(300, 'a') + ".example.com") == "none");
}

TEST_CASE("a host makes a matcher more specific, but not more than its path does") {
    routes const to({{"prefix", {with_host(prefix("/a/b"), "shop.example.com")}},
                     {"exact", {path("/a/b")}},
                     {"q", {path("/q")}},
                     {"q-host", {with_host(path("/q"), "*.example.com")}}});
    CHECK(to("/a/b") == "exact");
    CHECK(to("/q") == "q-host");
}

TEST_CASE("headers and query parameters are asked for by presence, text or pattern") {
    using how = name_match::how;
    routes const to({{"h", {with_header(prefix("/h"), "X-A", how::equals, "1")}},
                     {"p", {with_header(prefix("/p"), "X-A", how::regex, "^b")}},
                     {"q", {with_query(prefix("/q"), "do", how::equals, "edit me")}},
                     {"r", {with_query(prefix("/r"), "do")}}});
    CHECK(to({"/h", {{"x-a", "1"}}}) == "h");
    CHECK(to({"/h", {{"x-a", "2"}}}) == "none");
    CHECK(to({"/p", {{"x-a", "abc"}}}) == "none");
    CHECK(to({"/p", {{"x-a", "bcd"}}}) == "p");
    CHECK(to("/q?do=edit%20me") == "q");
    CHECK(to("/q?do=edit") == "none");
    CHECK(to("/r?a&do") == "r");
    CHECK(to("/r?a") == "none");
}

TEST_CASE("the decoded path without dot segments decides") {
    routes const to({{"admin", {prefix("/admin")}}});
    for (auto const* target : {"/admin", "/%61dmin/x", "/x/../admin", "/x/%2e%2e/admin", "/../admin",
                               "/./admin/./x", "/admin/x/.."})
        CHECK(to(target) == "admin");
    for (auto const* target : {"/x/admin", "/admin/..", "/%2561dmin", "/Admin"}) CHECK(to(target) == "none");
}

TEST_CASE("a path whose readings lead to different features is ambiguous") {
    routes const to({{"admin", {prefix("/admin")}}, {"public", {prefix("/public")}}});
    for (auto const* target :
         {"/public/..%2Fadmin", "/public%2F..%2fadmin", "/public/..\\admin", "/public/..%5Cadmin",
          "/public/..;/admin", "/public/..;a=b/../admin", "/public/%2e%2e%2Fadmin", "/public/x//../../admin",
          "//admin", "/admin;x", "/x%2F../admin", "/x%00/../admin", "/public/..%3B/admin"}) {
        INFO(target);
        CHECK(to(target) == "ambiguous");
        CHECK_FALSE(to.outcome({target}).why.empty());
    }
}

TEST_CASE("a path whose readings all lead to one feature goes there") {
    routes const to({{"wiki", {prefix("/wiki")}}, {"exact", {path("/p"), path("/p;v=1")}}});
    for (auto const* target :
         {"/wiki//a", "/wiki/a%2Fb", "/wiki/a;v=1/b", "/wiki/a\\b", "/wiki/a%00b", "/wiki/a%5Cb;x%2F//c%3By"})
        CHECK(to(target) == "wiki");
    for (auto const* target : {"/other//a", "/other%2Fa", "/x;y"}) CHECK(to(target) == "none");
    CHECK(to("/p;v=1") == "exact");
}

TEST_CASE("a Java application's session at a path's end changes nothing of where the path belongs") {
    routes const to(
        {{"page", {path("/page")}}, {"shop", {prefix("/shop")}}, {"named", {regex(";jsessionid=9$")}}});
    for (auto const* target :
         {"/page;jsessionid=0A1B2C", "/page;JSESSIONID=0A1B.node-1", "/page;jsessionid=0000x!-1:2+*~_",
          "/%70age;jsessionid=1", "/x/../page;jsessionid=1"})
        CHECK(to(target) == "page");
    CHECK(to("/shop;jsessionid=1") == "shop");
    CHECK(to("/shop/a;jsessionid=1") == "shop");
    CHECK(to("/other;jsessionid=1") == "none");
    // What else could be read in two ways still is.
    for (auto const* target :
         {"/page;jsessionid=", "/page;jsession=1", "/page;jsessionid=1;v=2", "/page;v=2;jsessionid=1",
          "/page;jsessionid=a%2Fb", "/page;jsessionid=a=b", "/shop%2Fa;jsessionid=1", "/shop;jsessionid=1/a",
          "/x;/..;jsessionid=1/../page;jsessionid=1"}) {
        INFO(target);
        CHECK(to(target) == "ambiguous");
    }
    // Taken literally it is another feature's.
    CHECK(to("/page;jsessionid=9") == "ambiguous");
}

TEST_CASE("a malformed path is invalid even where no feature is") {
    routes const to({{"a", {path("/a")}}});
    for (auto const* target : {"/%zz", "/a%", "a", "", "/a b"}) CHECK(to(target) == "invalid");
    CHECK(to.outcome({"/%zz"}).why == "`%` in the path is not followed by two hexadecimal digits");
}

TEST_CASE("OPTIONS * is of no feature") {
    routes const to({{"all", {prefix("/")}}});
    CHECK(to("*") == "none");
}

TEST_CASE("a path that is made to be doubted is refused before it costs anything") {
    routes const to({{"all", {prefix("/")}}});
    std::string path = "/a%2Fb\\c%5Cd;e%3Bf%00g//../h";
    CHECK(to(path) == "all");
    path += std::string(32 * 1024, 'x');
    CHECK(to(path) == "ambiguous");
}

TEST_CASE("an encoded slash in a configured path is data") {
    routes const to({{"data", {path("/a%2Fb")}},
                     {"both", {path("/c%2Fd"), path("/c/d")}},
                     {"e", {path("/caf\xc3\xa9")}},
                     {"pct", {path("/100%25")}}});
    CHECK(to("/a%2Fb") == "ambiguous");
    CHECK(to("/a/b") == "none");
    CHECK(to("/c%2Fd") == "both");
    CHECK(to("/caf%C3%A9") == "e");
    CHECK(to("/100%25") == "pct");
}

TEST_CASE("an outcome names the matcher, and the table describes it") {
    routes const to(
        {{"a",
          {path("/x"), with_header(with_methods(with_host(path("/a/{id}"), "*.example.com"), {"GET", "PUT"}),
                                   "X-B", name_match::how::equals, "1")}}});
    auto const found = to.outcome({"/a/1", {{"X-B", "1"}}});
    CHECK(found.feature == 0);
    CHECK(found.matcher == 1);
    CHECK(to.compiled().describe(0, 1) == "path /a/{id}, host *.example.com, methods GET PUT, header:X-B=1");
    CHECK(to.compiled().describe(0, 0) == "path /x");
}

TEST_CASE("rows are in order of precedence") {
    routes const to({{"a", {prefix("/"), path("/a/{x}")}}, {"b", {path("/b"), regex("x")}}});
    std::string all;
    for (auto const& row : to.compiled().rows())
        all += std::string(row.feature_name) + ": " + std::string(row.match) + "\n";
    CHECK(all == "b: path /b\n"
                 "a: path /a/{x}\n"
                 "a: path_prefix /\n"
                 "b: path_regex x\n");
}

TEST_CASE("a wrong matcher is refused with its place and the mend, all of them at once") {
    struct row {
        matcher_options match;
        char const* key;
        char const* says;
    };
    matcher_options two = path("/a");
    two.path_regex = "a";
    std::vector<row> const rows{
        {path(""), "match[0].path", "begins with /"},
        {path("a"), "match[0].path", "begins with /"},
        {path("/a?b=c"), "match[0].path", "query ="},
        {path("/a%zz"), "match[0].path", "%25"},
        {path("/a#b"), "match[0].path", "#"},
        {path("/a//b"), "match[0].path", "single slash"},
        {path("/a/../b"), "match[0].path", "dot segments"},
        {path("/a/%2e"), "match[0].path", "dot segments"},
        {path("/{id}.json"), "match[0].path", "whole segment"},
        {path("/{id"), "match[0].path", "whole segment"},
        {path("/id}"), "match[0].path", "whole segment"},
        {path("/{a}{b}"), "match[0].path", "whole segment"},
        {path("/{}"), "match[0].path", "a name is of letters"},
        {path("/{1a}"), "match[0].path", "a name is of letters"},
        {path("/{a b}"), "match[0].path", "space"},
        {path("/{a}/{a}"), "match[0].path", "used twice"},
        {path("/{a...}/b"), "match[0].path", "only come last"},
        {prefix("a"), "match[0].path_prefix", "begins with /"},
        {prefix("/a/{b}"), "match[0].path_prefix", "path = \"/a/{b}/{rest...}\""},
        {prefix("/a//"), "match[0].path_prefix", "single slash"},
        {regex("("), "match[0].path_regex", "no RE2 pattern"},
        {regex(""), "match[0].path_regex", "path_prefix = \"/\""},
        {two, "match[0].path_regex", "only one"},
        {{}, "match[0]", "asks for nothing"},
        {with_host(path("/a"), "a.com:80"), "match[0].host", "without one"},
        {with_host(path("/a"), "*"), "match[0].host", "no host"},
        {with_host(path("/a"), "a.*.com"), "match[0].host", "no host"},
        {with_host(path("/a"), ""), "match[0].host", "no host"},
        {with_host(path("/a"), "*."), "match[0].host", "no host"},
        {with_host(path("/a"), "http://a"), "match[0].host", "without one"},
        {with_methods(path("/a"), {"GET", "post"}), "match[0].methods[1]", "write POST"},
        {with_methods(path("/a"), {"G T"}), "match[0].methods[0]", "no method"},
        {with_header(path("/a"), "X Y"), "match[0].headers.X Y", "no header name"},
        {with_header(path("/a"), "X", name_match::how::regex, "("), "match[0].headers.X", "no RE2 pattern"},
        {with_query(path("/a"), "", name_match::how::equals, "1"), "match[0].query.", "names no query"},
    };
    std::vector<feature> all;
    for (auto const& r : rows) {
        INFO(r.says);
        auto const made = table::compile(options({{"f", {r.match}}}));
        REQUIRE_FALSE(made);
        REQUIRE(made.error().size() == 1);
        CHECK(made.error()[0].key == std::string("f.") + r.key);
        CHECK_THAT(made.error()[0].message, Catch::Contains(r.says));
        all.push_back({"f" + std::to_string(all.size()), {r.match}});
    }
    auto const together = table::compile(options(all));
    REQUIRE_FALSE(together);
    CHECK(together.error().size() == rows.size());
    CHECK(together.error()[1].key == "f1.match[0].path");
}

TEST_CASE("a feature without matchers, or with a wrong sticky list, is refused") {
    auto made = options({{"a", {}}, {"b", {path("/b")}}});
    made[1].sticky = {"ip", "nothing"};
    auto const compiled = table::compile(made);
    REQUIRE_FALSE(compiled);
    REQUIRE(compiled.error().size() == 2);
    CHECK(compiled.error()[0].key == "a.match");
    CHECK(compiled.error()[1].key == "b.sticky[1]");
}
