#include "unit/config/wrong_configuration.hpp"

using namespace ficus::test::wrong_configuration;

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
        {in_facade("shadow.max_held = »\"1KiB\""), "facade.shadow.max_held", "is \"1KiB\"",
         "must be between"},
        {in_facade("shadow.max_under_way = »0"), "facade.shadow.max_under_way", "is 0", "between 1 and 1024"},
        {in_facade("shadow.keep_for = »\"30m\""), "facade.shadow.keep_for", "is \"30m\"", "at least \"1h\""},
        {in_facade("shadow.keep_size = »\"1MiB\""), "facade.shadow.keep_size", "is \"1MiB\"",
         "must be between"},
        {in_facade("shadow.»keep = \"1h\""), "facade.shadow.keep", "no key", "keep_for"},
        {in_facade("listen = [»\"8080\"]"), "facade.listen[0]", "is no address to listen on",
         "write one such as"},
        {in_facade("listen = [»\"example.com:80\"]"), "facade.listen[0]",
         "must be a numeric address or localhost", "write"},
        {in_facade("admin = »\"127.0.0.1:99999\""), "facade.admin", "its port", "from 0 to 65535"},
        {in_facade("trusted_proxies = [»\"10.0.0.0/40\"]"), "facade.trusted_proxies[0]", "is no network",
         "\"10.0.0.0/8\""},
        {in_facade("dns.servers = [»\"resolver.internal\"]"), "facade.dns.servers[0]", "is no DNS server",
         "\"127.0.0.1:8600\""},
        {in_facade("dns.servers = [»\"10.0.0.2:0\"]"), "facade.dns.servers[0]", "is no DNS server",
         "\"10.0.0.2\""},
        {in_facade("dns.servers = [»\"0.0.0.0\"]"), "facade.dns.servers[0]", "is no DNS server", "write"},
        {in_facade("dns.servers = »[]"), "facade.dns.servers", "is empty", "leave it out"},
        {in_facade("dns.servers = [\"10.0.0.2\", »\"10.0.0.2\"]"), "facade.dns.servers[1]", "twice",
         "remove"},
        {in_facade("dns = { least = \"10s\", most = »\"5s\" }"), "facade.dns.most", "less than `least`",
         "no less than that"},
        {in_facade("dns.timeout = »\"0s\""), "facade.dns.timeout", "is \"0s\"", "at least \"10ms\""},
        {in_facade("dns.least = »\"1ms\""), "facade.dns.least", "is \"1ms\"", "at least \"10ms\""},
        {in_facade("dns.»folow = true"), "facade.dns.folow", "no key", "follow"},
        {in_facade("tracing = { endpoint = »\"127.0.0.1:4318\" }"), "facade.tracing.endpoint",
         "is nowhere to post to", "\"http://127.0.0.1:4318/v1/traces\""},
        {in_facade("answer_headers = [»\"timing\"]"), "facade.answer_headers[0]", "is none of them",
         "\"server-timing\""},
        {facade + "[upstreams.m]\nendpoints = [»\"127.0.0.1:9001\"]\n", "upstreams.m.endpoints[0]",
         "is no URL", "\"http://127.0.0.1:9001\""},
        {facade + "[upstreams.m]\nendpoints = [»\"https://a\"]\n", "upstreams.m.endpoints[0]",
         "do not speak yet", "write"},
        {facade + "[upstreams.m]\nendpoints = [»\"http://a/b?c\"]\n", "upstreams.m.endpoints[0]",
         "path, query", "write"},
        {base + "host = »\"http://a\"\n", "upstreams.m.host", "is no host", "write \"preserve\""},
        {base + "redirects = »\"no\"\n", "upstreams.m.redirects", "\"no\"", "keep"},
        {base + "links = »\"no\"\n", "upstreams.m.links", "\"no\"", "keep"},
        {base + "origins = [»\"legacy.internal\"]\n", "upstreams.m.origins[0]", "is no origin",
         "\"http://legacy.internal:8080\""},
        {base + "origins = [»\"http://a/b\"]\n", "upstreams.m.origins[0]", "is no origin", "write"},
        {base + "cookie_domain = { \"a.example\" = »\"b; Path=/\" }\n",
         "upstreams.m.cookie_domain.\"a.example\"", "\"b; Path=/\" is no domain", "write one such as"},
        {base + "cookie_path = { \"/a\" = »\"/b;c\" }\n", "upstreams.m.cookie_path.\"/a\"", "is no path",
         "';'"},
    });
}

TEST_CASE("wrong words of a field's single value") {
    std::string const size = "[[translators.t.fields]]\nlegacy = \"n\"\nmodern = \"n\"\n";
    std::string const paged = "translators.t.fields[1].";
    auto const field = translator + "[[translators.t.fields]]\nlegacy = \"a\"\n";
    std::string const bare = "[[translators.t.fields]]\nlegacy = \"a\"\nmodern = \"a\"\n";
    auto const plain = field + "modern = \"a\"\n";
    std::string const key = "translators.t.fields[0].";
    check({
        {plain + "nothing = { legacy = »\"emtpy\" }\n", key + "nothing.legacy", "is none of \"null\"",
         "{ value = \"emtpy\" }"},
        {plain + "nothing = { modern = [\"null\", »1.5] }\n", key + "nothing.modern[1]", "is a number",
         "a table such as { ... }"},
        {plain + "type = { legacy = »\"int\" }\n", key + "type.legacy", "is not one of",
         "did you mean `integer`?"},
        {field + "modern = \"a[]\"\nsplit = { legacy = { separator = \";\", empty = »\"none\" } }\n",
         key + "split.legacy.empty", "is not one of", "`element`"},
        {plain + "values = { N = \"n\" }\nignore_case = »\"both\"\n", key + "ignore_case",
         "is none of true, false, \"legacy\"", "write `ignore_case = true`"},
        {plain + "values = { N = \"n\" }\nignore_case = »\"true\"\n", key + "ignore_case", "is none of true",
         "write `ignore_case = true`"},
        {plain + "base64 = { legacy = »\"yes\" }\n", key + "base64.legacy", "is neither true nor \"url\"",
         "for URLs"},
        {plain + "template = »7\n", key + "template", "is no text", "write one such as"},
        {field + "document = { legacy = »\"jsn\" }\nfields = [ { legacy = \"a\", modern = \"a\" } ]\n",
         key + "document.legacy", "is not one of", "did you mean `json`?"},
        {plain + "single = »\"left\"\n", key + "single", "is not one of", "`legacy`"},
        {plain + "time = { legacy = [\"%d.%m.%Y\", »7] }\n", key + "time.legacy[1]", "is no pattern",
         "write one such as"},
        {plain + "time = { legacy = »[] }\n", key + "time.legacy", "is empty", "name a pattern"},
        {translator + size + bare +
             "paging = { pages = »\"left\", size = { legacy = \"n\", modern = \"n\" } }\n",
         paged + "paging.pages", "is not one of", "`modern`"},
        {translator + size + bare +
             "paging = { pages = \"modern\", first = »2, size = { legacy = \"n\", modern = \"n\" } }\n",
         paged + "paging.first", "2", "1"},
        {plain + "origin = »\"left\"\n", key + "origin", "is not one of", "`modern`"},
        {plain + "decimal = { legacy = { decimals = »31 } }\n", key + "decimal.legacy.decimals", "31", "30"},
    });
}

TEST_CASE("wrong conditions of a field, and groups that are no fields") {
    auto const field = translator + "[[translators.t.fields]]\n";
    auto const plain = field + "legacy = \"a\"\nmodern = \"a\"\n";
    std::string const key = "translators.t.fields[0].";
    check({
        {plain + "when = »{}\n", key + "when", "says nothing", "when = { modern = { kind = \"card\" } }"},
        {plain + "when = { »legcy = { t = \"1\" }, modern = { k = \"1\" } }\n", key + "when.legcy",
         "is no key of", "did you mean `legacy`?"},
        {plain + "when = { legacy = { t = »{ absent = false } } }\n", key + "when.legacy.t",
         "asks for nothing that can be told", "write { absent = true }"},
        {plain + "when = { legacy = { t = { »absnt = true } } }\n", key + "when.legacy.t.absnt",
         "is no key of", "did you mean `absent`?"},
        {plain + "when = { legacy = { t = »1.5 } }\n", key + "when.legacy.t", "is a number",
         "a boolean, { absent = true } or { not = \"a\" }"},
        {plain + "when = { legacy = { t = { not = »[] } } }\n", key + "when.legacy.t.not", "is empty",
         "{ not = \"jpy\" }"},
        {plain + "when = { legacy = { t = { not = »\"*\" } } }\n", key + "when.legacy.t.not", "is anything",
         "{ absent = true }"},
        {plain + "when = { legacy = { t = { not = \"a\", »absent = true } } }\n",
         key + "when.legacy.t.absent", "is no key of", "`not`"},
        {plain + "»wen = { legacy = { t = \"1\" } }\n", key + "wen", "is no key of", "did you mean `when`?"},
        {field + "when = { legacy = { t = \"1\" } }\n»required = true\nfields = []\n", key + "required",
         "is no key of", "`fields`"},
        {plain + "when = { legacy = { t = »[] } }\n", key + "when.legacy.t", "is empty",
         "name one text or more"},
        {plain + "when = { legacy = { t = [\"1\", »1.5] } }\n", key + "when.legacy.t[1]",
         "is a number with decimals", "a string, an integer or a boolean"},
        {plain + "copies = »{}\n", key + "copies", "names no place",
         "copies = { modern = [\"a.currency\"] }"},
        {plain + "copies = { legacy = [\"b\"], »moden = [\"b\"] }\n", key + "copies.moden", "is no key of",
         "did you mean `modern`?"},
    });
}

TEST_CASE("wrong columns of records of fixed width") {
    auto const side = base + "[translators.t]\nmodern = { format = \"json\" }\nlegacy = { format = \"fixed\"";
    std::string const key = "translators.t.legacy.columns";
    auto const in = [&](std::string const& columns) { return side + ", columns = [ " + columns + " ] }\n"; };
    check({
        {base + "[translators.t]\nmodern = { format = \"json\" }\nlegacy = »{ format = \"fixed\" }\n", key,
         "say which columns a record has", "width = 8"},
        {in("{ name = \"a\", width = »0 }"), key + "[0].width", "is 0", "between 1 and 65536"},
        {in("»{ name = \"a\" }"), key + "[0].width", "is missing", "width = 8"},
        {in("{ name = \"a\", width = 1, align = »\"centre\" }"), key + "[0].align", "is not one of",
         "`left`"},
        {side + ", columns = »[ { name = \"a\", width = 1 }, { name = \"a\", width = 1 } ] }\n",
         key + "[1].name", "is the name of another column", "give each its own"},
        {in("{ name = \"a\", width = 1, »padd = \"0\" }"), key + "[0].padd", "is no key of",
         "did you mean `pad`?"},
        {side + ", columns = [ { name = \"a\", width = 1 } ], line_end = »\"cr\" }\n",
         "translators.t.legacy.line_end", "is not one of", "`crlf`"},
    });
}

TEST_CASE("what stands in the place of a text in a condition") {
    auto const when = translator + "[[translators.t.fields]]\nlegacy = \"a\"\nmodern = \"a\"\nwhen = ";
    auto const outcome = translator + "[[translators.t.outcomes]]\nmodern = { status = 404 }\nlegacy = ";
    check({
        {when + "{ legacy = { t = { empty = »\"objct\" } } }\n",
         "translators.t.fields[0].when.legacy.t.empty", "is not one of", "did you mean `object`?"},
        {when + "{ legacy = { t = { absent = true, empty = »\"list\" } } }\n",
         "translators.t.fields[0].when.legacy.t.empty", "is something", "leave one out"},
        {outcome + "{ when = { t = »{ absent = true } } }\n", "translators.t.outcomes[0].legacy.when.t",
         "cannot be absent here", "`without = [\"t\"]`"},
        {outcome + "{ when = { t = »1.5 } }\n", "translators.t.outcomes[0].legacy.when.t", "is a number",
         "{ empty = \"object\" }"},
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
        {feature + "ready.min_per_operation = »-1\n", "features.f.ready.min_per_operation", "is -1",
         "between 0 and"},
        {feature + "ready.max_error_excess = »1.5\n", "features.f.ready.max_error_excess", "is 1.5",
         "between 0 and 1"},
        {feature + "ready.max_latency_ratio = »0.9\n", "features.f.ready.max_latency_ratio", "is 0.9",
         "at least 1 such as 1.5; 0 asks for nothing"},
        {feature + "ready.max_latency_ratio = »inf\n", "features.f.ready.max_latency_ratio",
         "no finite number", "at least 1 such as 1.5"},
        {feature + "ready.max_latency_ratio = »\"2x\"\n", "features.f.ready.max_latency_ratio",
         "must be a number such as 1.5", "1.5"},
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
         "not among the upstreams", "known are: `m`"},
        {feature + "translator = »\"order\"\n[translators.orders]\nlegacy = { format = \"json\" }\nmodern = "
                   "{ format = \"json\" }\n",
         "features.f.translator", "not among the translators", "did you mean `orders`?"},
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

TEST_CASE("wrong questions to a request's body") {
    check({
        {in_match("{ xml_root = »\"o:GetOrder\" }"), "features.f.match[0].xml_root", "has a prefix",
         "{namespace}name"},
        {in_match("{ xpath = { \"Envelope/Body\" = »\"*\" } }"),
         "features.f.match[0].xpath.\"Envelope/Body\"", "does not begin at the document's root",
         "write /Envelope"},
        {in_match("{ xpath = { \"/a/b[1]\" = »\"*\" } }"), "features.f.match[0].xpath.\"/a/b[1]\"",
         "has a condition", "names alone"},
        {in_match("{ json = { \"$.a\" = »\"*\" } }"), "features.f.match[0].json.\"$.a\"", "begins with `$`",
         "order.kind"},
        {in_match("{ json = { a = »\"~(\" } }"), "features.f.match[0].json.a", "is no RE2 pattern",
         "missing"},
        {in_match("{ xmlrpc_method = »\"\" }"), "features.f.match[0].xmlrpc_method", "is empty",
         "leave the key out"},
        {in_match("{ form = »\"action\" }"), "features.f.match[0].form", "table", ""},
        {in_match("{ »xmlrpc_methd = \"a\" }"), "features.f.match[0].xmlrpc_methd", "",
         "did you mean `xmlrpc_method`?"},
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

TEST_CASE("what a side says wrongly of its format") {
    auto const side = [](std::string const& legacy) {
        return base + "[translators.t]\nlegacy = { " + legacy +
               " }\nmodern = { format = \"json\" }\n[[translators.t.fields]]\nlegacy = \"a\"\nmodern = "
               "\"a\"\n";
    };
    auto const shop = [&](std::string const& more) {
        return side("format = \"protobuf\", descriptors = \"" FICUS_SOURCE_DIR
                    "/tests/golden/protobuf_orders/shop.desc\", " +
                    more);
    };
    std::string const key = "translators.t.legacy.";
    check({
        {side("format = \"protobuf\", descriptors = »\"/none/shop.desc\", message = \"a.B\""),
         key + "descriptors", "'/none/shop.desc' is not there", "working directory"},
        {side("format = \"protobuf\", descriptors = »\"/dev/zero\", message = \"a.B\""), key + "descriptors",
         "is no regular file", "name what protoc wrote"},
        {side("format = \"protobuf\", descriptors = »\"" FICUS_SOURCE_DIR "/README.md\", message = \"a.B\""),
         key + "descriptors", "is no set of protobuf descriptors", "--descriptor_set_out"},
        {shop("message = »\"shop.v1.Ordr\""), key + "message", "there is no message 'shop.v1.Ordr'",
         "shop.v1.Order"},
        {shop("message = \"shop.v1.Order\", int64 = »\"text\""), key + "int64", "is not one of", "`string`"},
        {shop("message = \"shop.v1.Order\", charset = »\"ISO-8859-1\""), key + "charset", "always UTF-8",
         "leave it out"},
        {side("format = \"json\", »namespaces = { o = \"urn:o\" }"), key + "namespaces", "no key of",
         "known are: `format`, `charset`, `type`, `empty_object`, `root`"},
        {side("format = \"soap\", version = »\"1.3\", root = \"R\""), key + "version", "is not one of",
         "did you mean `1.1`?"},
        {side("format = \"form\", lists = »\"indexed\""), key + "lists", "names have brackets",
         "add `nested = true`"},
        {side("format = \"form\", charset = »\"latin-none\""), key + "charset",
         "is not known to this machine", "`iconv -l`"},
        {side("format = \"csv\", separator = »\"||\""), key + "separator", "is not one character", "\",\""},
        {side("format = \"csv\", separator = »\"a\""), key + "separator", "is a letter", "\"|\""},
        {side("format = \"csv\", separator = »\"\\n\""), key + "separator", "or a control character",
         "\"|\""},
        {side("format = \"csv\", quote = »\"1\""), key + "quote", "is a letter, a digit", "\"|\""},
        {side("format = \"csv\", quote = »\",\""), key + "quote", "what stands between them", "another mark"},
        {side("format = \"csv\", quote = \"|\", separator = »\"|\""), key + "separator",
         "is what values are quoted with", "another mark"},
        {side("format = \"csv\", quote = »\"ab\""), key + "quote", "is not one character", "\""},
        {translator + "[[translators.t.fields]]\nlegacy = \"a\"\nmodern = \"a\"\nxmlrpc = »\"datetime\"\n",
         "translators.t.fields[0].xmlrpc", "is not one of", "dateTime.iso8601"},
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
         "translators.t.legacy.root", "only xml and soap have a root", "leave 'root' out"},
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

TEST_CASE("a constant of a kind that none can have is told as that alone: its other path is not missing") {
    check({
        {translator + "[[translators.t.fields]]\nmodern = \"a\"\nconstant = »1.5\n",
         "translators.t.fields[0].constant", "is a number with decimals", "must be a string"},
    });
}
