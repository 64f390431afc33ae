#include "facade/config/reader.hpp"

#include <catch2/catch.hpp>

using ficus::config::read_text;

namespace {

std::optional<std::string> nothing(std::string const&) {
    return std::nullopt;
}

/// A text with `»` where the error is to be found, without the mark and with its place.
struct marked {
    std::string text;
    unsigned line = 1;
    unsigned column = 1;

    explicit marked(std::string const& with_mark) {
        std::string const mark = "»";
        auto const at = with_mark.find(mark);
        REQUIRE(at != std::string::npos);
        text = std::string{with_mark}.erase(at, mark.size());
        for (char c : with_mark.substr(0, at)) {
            ++column;
            if (c == '\n') {
                ++line;
                column = 1;
            }
        }
    }
};

struct wrong {
    std::string text;    ///< with `»` where the error is to be found
    std::string key;     ///< of the error
    std::string message; ///< a part of it: what is wrong
    std::string mend;    ///< a part of it: what to do
};

std::string const facade = "[facade]\nlegacy = \"m\"\n";
std::string const upstream = "[upstreams.m]\nendpoints = [\"http://127.0.0.1:9001\"]\n";
std::string const base = facade + upstream;
std::string const feature = base + "[features.f]\nmatch = [ { path = \"/f\" } ]\nmodern = \"m\"\n";
std::string const translator =
    base + "[translators.t]\nlegacy = { format = \"json\" }\nmodern = { format = \"json\" }\n";

std::string in_facade(std::string const& line) {
    return facade + line + '\n' + upstream;
}

std::string in_match(std::string const& entry) {
    return base + "[features.f]\nmodern = \"m\"\nmatch = [ " + entry + " ]\n";
}

/// Each has exactly one error, at the mark.
void check(std::vector<wrong> const& cases) {
    for (auto const& [with_mark, key, message, mend] : cases) {
        INFO(with_mark);
        marked const input{with_mark};
        auto const result = read_text(input.text, "ficus.toml", nothing);
        REQUIRE(result.has_error());
        auto const errors = result.error();
        for (auto const& error : errors) UNSCOPED_INFO(error.to_string());
        REQUIRE(errors.size() == 1);
        auto const& problem = errors[0];
        CHECK(problem.file == "ficus.toml");
        CHECK(problem.line == input.line);
        CHECK(problem.column == input.column);
        CHECK(problem.key == key);
        CHECK_THAT(problem.message, Catch::Contains(message) && Catch::Contains(mend));
    }
}

} // namespace

TEST_CASE("the texts that the wrong ones are made of are right") {
    for (auto const& text : {base, feature, translator})
        CHECK(read_text(text, "ficus.toml", nothing).has_value());
}

TEST_CASE("wrong TOML") {
    check({
        {"[facade»\n", "", "no valid TOML: in table header: expected ']'", "expected"},
        {facade + "a = [1, 2»\n", "", "no valid TOML: in array", ""},
        {facade + "legacy = »\"m\"\n" + upstream, "", "cannot redefine existing string 'legacy'",
         "may be written once"},
        {base + "»[upstreams.m]\n", "", "cannot redefine existing table", "may be written once"},
        {facade + "»a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r = 1\n", "", "too many parts", "a few"},
    });
}

TEST_CASE("unknown keys, with what was likely meant") {
    check({
        {in_facade("»lisen = [\"127.0.0.1:80\"]"), "facade.lisen", "no key of [facade]",
         "did you mean `listen`?"},
        {base + "[»upstream.n]\nendpoints = []\n", "upstream", "no key of the configuration",
         "did you mean `upstreams`?"},
        {base + "»speed = 9\n", "upstreams.m.speed", "no key of [upstreams.m]",
         "known are: `endpoints`, `connect_timeout`"},
        {feature + "»Sticky = [\"ip\"]\n", "features.f.Sticky", "no key of [features.f]",
         "did you mean `sticky`?"},
        {feature + "[features.f.compare]\n»ignored = []\n", "features.f.compare.ignored", "no key",
         "`ignore`"},
        {feature + "[features.f.ready]\n»matchrate = 1\n", "features.f.ready.matchrate", "no key",
         "`match_rate`"},
        {in_match("{ »pth = \"/a\", path = \"/b\" }"), "features.f.match[0].pth", "no key",
         "did you mean `path`?"},
        {in_facade("limits.»max_body = \"1B\""), "facade.limits.max_body", "no key",
         "did you mean `max_body_size`?"},
        {translator + "»rset = \"keep\"\n", "translators.t.rset", "no key", "did you mean `rest`?"},
        {translator + "[translators.t.response]\n»path = { legacy = \"/a\", modern = \"/b\" }\n",
         "translators.t.response.path", "no key of [translators.t.response]",
         "known are: `headers`, `fields`"},
        {in_facade("»\"a b\" = 1"), "facade.\"a b\"", "no key", "known are"},
    });
}

TEST_CASE("wrong types, with the right one") {
    check({
        {in_facade("listen = »\"127.0.0.1:80\""), "facade.listen", "is a string",
         "must be a list of strings"},
        {in_facade("listen = [\"127.0.0.1:80\", »81]"), "facade.listen[1]", "is an integer",
         "must be a string"},
        {in_facade("threads = »\"4\""), "facade.threads", "is a string", "must be an integer"},
        {in_facade("threads = »1.5"), "facade.threads", "a number with decimals", "must be an integer"},
        {in_facade("drain = »10"), "facade.drain", "is an integer",
         "must be a duration in quotes, such as \"250ms\""},
        {in_facade("limits.max_body_size = »1024"), "facade.limits.max_body_size", "is an integer",
         "must be a size in quotes"},
        {in_facade("limits = »[]"), "facade.limits", "is an empty list", "must be a table"},
        {in_facade("log.access = »\"all\""), "facade.log.access", "is a string",
         "must be a number between 0 and 1"},
        {in_facade("data_dir = »true"), "facade.data_dir", "is a boolean", "must be a string"},
        {in_facade("drain = »1979-05-27"), "facade.drain", "is a date or time", "must be a duration"},
        {base + "[upstreams]\nx = »\"http://a\"\n", "upstreams.x", "is a string",
         "must be a table: [upstreams.x]"},
        {base + "[features.f]\nmodern = \"m\"\nmatch = »{ path = \"/a\" }\n", "features.f.match",
         "is a table", "must be a list of tables"},
        {in_match("»\"/a\""), "features.f.match[0]", "is a string", "must be a table such as { ... }"},
        {feature + "fallback = »\"yes\"\n", "features.f.fallback", "is a string", "must be true or false"},
        {in_match("{ headers = { X-A = »1 } }"), "features.f.match[0].headers.X-A", "is an integer",
         "must be a string"},
        {feature + "compare.tolerance = { \"$.a\" = »\"1\" }\n", "features.f.compare.tolerance.\"$.a\"",
         "is a string", "must be a number"},
    });
}

TEST_CASE("what has to be there and is not") {
    check({
        {"»" + upstream, "facade", "is missing", "write [facade] with at least legacy"},
        {"»[facade]\nthreads = 1\n" + upstream, "facade.legacy", "is missing", "legacy = \"NAME\""},
        {facade + "»[upstreams.m]\nretries = 0\n", "upstreams.m.endpoints", "is missing",
         "endpoints = [\"http://127.0.0.1:9001\"]"},
        {base + "»[features.f]\nmatch = [ { path = \"/f\" } ]\n", "features.f.modern", "is missing",
         "modern = \"NAME\""},
        {base + "»[features.f]\nmodern = \"m\"\n", "features.f.match", "is missing", "match = [ {"},
        {base + "»[translators.t]\nlegacy = { format = \"json\" }\n", "translators.t.modern", "is missing",
         "modern = { format = \"json\" }"},
        {base + "[translators.t]\nmodern = { format = \"json\" }\nlegacy = »{}\n",
         "translators.t.legacy.format", "is missing", "add `format = "},
        {translator + "»[[translators.t.fields]]\nlegacy = \"a\"\n", "translators.t.fields[0].modern",
         "is missing", "add `modern = "},
        {translator + "request.headers = [ »{ legacy = \"X-A\" } ]\n",
         "translators.t.request.headers[0].modern", "is missing", "add `modern = "},
    });
}

TEST_CASE("what is there but empty") {
    check({
        {in_facade("listen = »[]"), "facade.listen", "is empty", "name at least one address"},
        {in_facade("data_dir = »\"\""), "facade.data_dir", "is empty", "leave the key out"},
        {facade + "[upstreams.m]\nendpoints = »[]\n", "upstreams.m.endpoints", "is empty",
         "name at least one"},
        {base + "[features.f]\nmodern = \"m\"\nmatch = »[]\n", "features.f.match", "is empty",
         "which requests belong"},
        {in_match("»{}"), "features.f.match[0]", "asks for nothing", "write path_prefix"},
        {in_match("{ path = \"/a\", methods = »[] }"), "features.f.match[0].methods", "is empty",
         "leave the key out"},
        {feature + "compare.keyed = { \"$.a\" = »\"\" }\n", "features.f.compare.keyed.\"$.a\"", "is empty",
         "such as \"id\""},
    });
}

TEST_CASE("wrong durations, sizes, addresses, URLs and networks") {
    check({
        {in_facade("drain = »\"10\""), "facade.drain", "\"10\" is no duration", "(ms, s, m, h)"},
        {in_facade("drain = »\"ten seconds\""), "facade.drain", "is no duration", "such as \"250ms\""},
        {in_facade("limits.header_timeout = »\"0s\""), "facade.limits.header_timeout", "is \"0s\"",
         "at least \"1ms\""},
        {in_facade("limits.max_body_size = »\"64MB\""), "facade.limits.max_body_size", "is no size",
         "(B, KiB, MiB, GiB)"},
        {in_facade("limits.max_header_size = »\"1GiB\""), "facade.limits.max_header_size", "is \"1GiB\"",
         "must be between"},
        {in_facade("listen = [»\"8080\"]"), "facade.listen[0]", "is no address to listen on",
         "write one such as"},
        {in_facade("listen = [»\"example.com:80\"]"), "facade.listen[0]",
         "must be a numeric address or localhost", "write"},
        {in_facade("admin = »\"127.0.0.1:99999\""), "facade.admin", "its port", "from 0 to 65535"},
        {in_facade("trusted_proxies = [»\"10.0.0.0/40\"]"), "facade.trusted_proxies[0]", "is no network",
         "\"10.0.0.0/8\""},
        {facade + "[upstreams.m]\nendpoints = [»\"127.0.0.1:9001\"]\n", "upstreams.m.endpoints[0]",
         "is no URL", "\"http://127.0.0.1:9001\""},
        {facade + "[upstreams.m]\nendpoints = [»\"https://a\"]\n", "upstreams.m.endpoints[0]",
         "do not speak yet", "write"},
        {facade + "[upstreams.m]\nendpoints = [»\"http://a/b?c\"]\n", "upstreams.m.endpoints[0]",
         "path, query", "write"},
        {base + "host = »\"http://a\"\n", "upstreams.m.host", "is no host", "write \"preserve\""},
    });
}

TEST_CASE("numbers out of their range") {
    check({
        {in_facade("threads = »-1"), "facade.threads", "is -1", "between 0 and 1024"},
        {in_facade("log.access = »1.5"), "facade.log.access", "is 1.5", "between 0 and 1"},
        {in_facade("log.access = »nan"), "facade.log.access", "no finite number", "between 0 and 1"},
        {base + "max_connections = »0\n", "upstreams.m.max_connections", "is 0", "between 1 and"},
        {base + "max_pending = »-1\n", "upstreams.m.max_pending", "is -1", "between 0 and"},
        {base + "retries = »11\n", "upstreams.m.retries", "is 11", "between 0 and 10"},
        {feature + "ready.match_rate = »99.9\n", "features.f.ready.match_rate", "is 99.9", "between 0 and 1"},
        {feature + "ready.confidence = »1\n", "features.f.ready.confidence", "below 1", "such as 0.95"},
        {feature + "ready.min_compared = »-5\n", "features.f.ready.min_compared", "is -5", "between 0 and"},
        {feature + "compare.baseline = »-0.5\n", "features.f.compare.baseline", "is -0.5", "between 0 and 1"},
        {feature + "compare.tolerance = { \"$.a\" = »-1 }\n", "features.f.compare.tolerance.\"$.a\"",
         "finite", "at least 0"},
        {feature + "compare.tolerance = { \"$.a\" = »inf }\n", "features.f.compare.tolerance.\"$.a\"",
         "finite", "at least 0"},
    });
}

TEST_CASE("dangling names, with what was likely meant") {
    check({
        {"[facade]\nlegacy = »\"monolit\"\n[upstreams.monolith]\nendpoints = [\"http://a\"]\n",
         "facade.legacy", "\"monolit\" is not among the upstreams", "did you mean `monolith`?"},
        {"[facade]\nlegacy = »\"m\"\n", "facade.legacy", "not among the upstreams", "add [upstreams.m]"},
        {feature + "legacy = »\"monolith\"\n", "features.f.legacy", "not among the upstreams",
         "add [upstreams.monolith]"},
        {base + "[features.f]\nmatch = [ { path = \"/f\" } ]\nmodern = »\"n\"\n", "features.f.modern",
         "not among the upstreams", "did you mean `m`?"},
        {feature + "translator = »\"order\"\n[translators.orders]\nlegacy = { format = \"json\" }\nmodern = "
                   "{ format = \"json\" }\n",
         "features.f.translator", "not among the translators", "did you mean `orders`?"},
    });
}

TEST_CASE("what is there twice, or in the way of another") {
    check({
        {in_facade("listen = [\"127.0.0.1:80\", »\"127.0.0.1:80\"]"), "facade.listen[1]", "is taken by",
         "remove one"},
        {in_facade("listen = [\"0.0.0.0:80\", »\"127.0.0.1:80\"]"), "facade.listen[1]", "is taken by",
         "remove one"},
        {in_facade("admin = »\"127.0.0.1:8080\""), "facade.admin", "both the admin address",
         "a port of its own"},
        {in_facade("listen = »[\"127.0.0.1:9900\"]"), "facade.listen", "both the admin address",
         "a port of its own"},
        {facade + "[upstreams.m]\nendpoints = [\"http://a\", »\"http://a:80/\"]\n",
         "upstreams.m.endpoints[1]", "listed twice", "remove one"},
        {in_match("{ path = \"/a\", methods = [\"GET\", »\"GET\"] }"), "features.f.match[0].methods[1]",
         "listed twice", "remove one"},
        {feature + "compare.headers = [\"location\", »\"Location\"]\n", "features.f.compare.headers[1]",
         "listed twice", "remove one"},
        {feature + "compare.ignore = [\"$.a\", »\"$.a\"]\n", "features.f.compare.ignore[1]", "listed twice",
         "remove one"},
    });
}

TEST_CASE("wrong names, methods and header fields") {
    check({
        {base + "[upstreams.»\"a b\"]\nendpoints = [\"http://a\"]\n", "upstreams.\"a b\"",
         "cannot name an upstream", "letters, digits"},
        {in_match("{ methods = [»\"get\"] }"), "features.f.match[0].methods[0]", "methods are case-sensitive",
         "write GET"},
        {in_match("{ methods = [»\"G T\"] }"), "features.f.match[0].methods[0]", "is no method",
         "such as GET"},
        {in_match("{ headers = { \"X A\" = »\"*\" } }"), "features.f.match[0].headers.\"X A\"",
         "is no header name", "letters, digits"},
        {feature + "compare.methods = [»\"post\"]\n", "features.f.compare.methods[0]", "case-sensitive",
         "write POST"},
        {feature + "compare.headers = [»\"content type\"]\n", "features.f.compare.headers[0]",
         "no name of a header field", "\"content-type\""},
    });
}

TEST_CASE("words that are not among the choices") {
    check({
        {in_facade("log.level = »\"warning\""), "facade.log.level", "\"warning\" is not one of",
         "did you mean `warn`?"},
        {feature + "contract = »\"new\"\n", "features.f.contract", "is not one of",
         "known are: `legacy`, `modern`"},
        {base + "[translators.t]\nlegacy = { format = »\"jsn\" }\nmodern = { format = \"json\" }\n",
         "translators.t.legacy.format", "is not one of", "did you mean `json`?"},
        {translator + "rest = »\"all\"\n", "translators.t.rest", "is not one of", "`keep`"},
        {translator + "on_error = »\"fail\"\n", "translators.t.on_error", "is not one of",
         "`reject`, `contract`"},
        {translator + "[[translators.t.fields]]\nlegacy = \"a\"\nmodern = \"a\"\ntype = »\"int\"\n",
         "translators.t.fields[0].type", "is not one of", "did you mean `integer`?"},
    });
}

TEST_CASE("wrong matchers and sticky lists") {
    check({
        {in_match("{ path = \"/a\", path_prefix = »\"/b\" }"), "features.f.match[0].path_prefix",
         "only one of path", "write two matchers"},
        {in_match("{ path = »\"a\" }"), "features.f.match[0].path", "a path begins", "with /"},
        {in_match("{ path = »\"/a/{id\" }"), "features.f.match[0].path", "whole segment", "write /{name}/"},
        {in_match("{ path = \"/a\" }, { path_regex = »\"(\" }"), "features.f.match[1].path_regex",
         "is no RE2 pattern", ")"},
        {in_match("{ host = »\"a.example:80\" }"), "features.f.match[0].host", "whatever its port",
         "write it without one"},
        {in_match("{ headers = { X-A = »\"~[\" } }"), "features.f.match[0].headers.X-A", "", "]"},
        {feature + "sticky = [»\"cookie\"]\n", "features.f.sticky[0]", "is no sticky key", "cookie:NAME"},
        {feature + "sticky = [»\"header:\"]\n", "features.f.sticky[0]", "is no sticky key",
         "one or more letters"},
        {feature + "sticky = [»\"session:id\"]\n", "features.f.sticky[0]", "is no sticky key", "header:NAME"},
        {feature + "sticky = [»\"issue\", \"ip\"]\n", "features.f.sticky[0]", "always gives a key",
         "make it the last"},
        {feature + "sticky = [\"ip\", »\"ip\"]\n", "features.f.sticky[1]", "listed twice", "remove one"},
    });
}

TEST_CASE("wrong paths of a comparison") {
    check({
        {feature + "compare.ignore = [\"$.a\", »\"a.b\"]\n", "features.f.compare.ignore[1]",
         "must begin with `$`", "such as"},
        {feature + "compare.keyed = { \"$.a\" = \"id\", \"b\" = »\"id\" }\n", "features.f.compare.keyed.b",
         "must begin with `$`", "such as"},
        {feature + "compare = { unordered = [\"$.a\"], keyed = { \"$.a\" = »\"id\" } }\n",
         "features.f.compare.keyed.\"$.a\"", "in `unordered`", "keep one of the two"},
        {feature + "compare.tolerance = { \"$.\" = »1 }\n", "features.f.compare.tolerance.\"$.\"", "", ""},
        {feature + "compare.redact = [»\"$..\"]\n", "features.f.compare.redact[0]", "", ""},
    });
}

TEST_CASE("wrong translators") {
    auto const field = [](std::string const& more) {
        return translator + "[[translators.t.fields]]\nlegacy = \"a\"\nmodern = \"a\"\n" + more + '\n';
    };
    check({
        {base +
             "[translators.t]\nlegacy = »{ format = \"xml\" }\nmodern = { format = \"xml\", root = \"a\" }\n",
         "translators.t.legacy.root", "needs its root element's name", "root = \"Order\""},
        {base + "[translators.t]\nlegacy = { format = \"json\", root = »\"a\" }\nmodern = { format = "
                "\"json\" }\n",
         "translators.t.legacy.root", "only xml has a root", "leave 'root' out"},
        {translator + "[[translators.t.fields]]\nlegacy = »\"$.a\"\nmodern = \"a\"\n",
         "translators.t.fields[0].legacy", "begins with '$.'", "leave that out"},
        {field("fields = »[ { legacy = \"b\", modern = \"b\" } ]"), "translators.t.fields[0].fields",
         "elements of a list", "end both paths in []"},
        {field("time = { zone = »\"Mars/Olympus\" }"), "translators.t.fields[0].time.zone", "Mars/Olympus",
         ""},
        {field("time = { legacy = »\"%Q\" }"), "translators.t.fields[0].time.legacy", "%Q", ""},
        {translator + "request.headers = [ { legacy = »\"X A\", modern = \"X-B\" } ]\n",
         "translators.t.request.headers[0].legacy", "is no header name", "X-Client-Id"},
        {translator + "request.path = { legacy = \"/a/{id}\", modern = »\"/b/{no}\" }\n",
         "translators.t.request.path.modern", "", ""},
    });
}

TEST_CASE("an error is said once, not again by what follows from it") {
    check({
        {in_match("{ path = »1 }"), "features.f.match[0].path", "is an integer", "must be a string"},
        {in_match("»7, { path = \"/a\" }"), "features.f.match[0]", "is an integer", "must be a table"},
        {feature + "sticky = [»1, \"ip\"]\n", "features.f.sticky[0]", "is an integer", "must be a string"},
        {in_match("{ methods = »[] }"), "features.f.match[0].methods", "is empty", "leave the key out"},
        {in_match("{ path_regex = »\"${UNSET}(\" }"), "features.f.match[0].path_regex", "UNSET is not set",
         "set it"},
    });
}

TEST_CASE("what stands behind a wrong element keeps its position") {
    auto const result = read_text(in_match("7, { path_regex = \"(\" }") + "sticky = [1, \"nothing\"]\n",
                                  "ficus.toml", nothing);
    REQUIRE(result.has_error());
    std::vector<std::string> keys;
    for (auto const& error : result.error()) keys.push_back(error.key);
    CHECK(keys == std::vector<std::string>{"features.f.match[0]", "features.f.match[1].path_regex",
                                           "features.f.sticky[0]", "features.f.sticky[1]"});
}

TEST_CASE("variables that are not set, and malformed ones") {
    check({
        {in_facade("data_dir = »\"${DATA}\""), "facade.data_dir", "DATA is not set", "\"${DATA:-default}\""},
        {in_facade("listen = [»\"${LISTEN}\"]"), "facade.listen[0]", "LISTEN is not set", "set it"},
        {in_match("{ query = { a = »\"${A\" } }"), "features.f.match[0].query.a", "does not end in",
         "write \"${NAME}\""},
    });
}

TEST_CASE("all errors at once, in the order of the file") {
    auto const result = read_text(R"([facade]
legacy = "monolit"
threads = "many"
lisen = []

[features.orders]
match = []
modern = "orderz"
sticky = ["issue", "ip"]
compare = { baseline = 2, methods = ["get"] }

[upstreams.orders]
endpoints = ["https://127.0.0.1"]
connect_timeout = "soon"

[upstreams.monolith]
)",
                                  "dir/ficus.toml", nothing);
    REQUIRE(result.has_error());
    std::vector<std::string> begins;
    for (auto const& problem : result.error()) {
        auto const text = problem.to_string();
        begins.push_back(text.substr(0, text.find(": ", text.find(": ") + 1)));
    }
    CHECK(begins == std::vector<std::string>{
                        "dir/ficus.toml:2:10: facade.legacy",
                        "dir/ficus.toml:3:11: facade.threads",
                        "dir/ficus.toml:4:1: facade.lisen",
                        "dir/ficus.toml:7:9: features.orders.match",
                        "dir/ficus.toml:8:10: features.orders.modern",
                        "dir/ficus.toml:9:11: features.orders.sticky[0]",
                        "dir/ficus.toml:10:24: features.orders.compare.baseline",
                        "dir/ficus.toml:10:38: features.orders.compare.methods[0]",
                        "dir/ficus.toml:13:14: upstreams.orders.endpoints[0]",
                        "dir/ficus.toml:14:19: upstreams.orders.connect_timeout",
                        "dir/ficus.toml:16:1: upstreams.monolith.endpoints",
                    });
}
