#include "unit/config/wrong_configuration.hpp"

using namespace ficus::test::wrong_configuration;

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
        {translator + "[[translators.t.fields]]\nlegacy = \"a\"\nmodern = \"a\"\n»lnik = true\n",
         "translators.t.fields[0].lnik", "no key", "did you mean `link`?"},
        {translator + "»rset = \"keep\"\n", "translators.t.rset", "no key", "did you mean `rest`?"},
        {translator + "[translators.t.response]\n»path = { legacy = \"/a\", modern = \"/b\" }\n",
         "translators.t.response.path", "no key of [translators.t.response]",
         "known are: `legacy`, `modern`, `headers`, `fields`"},
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
