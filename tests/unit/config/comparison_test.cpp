#include "facade/config/reader.hpp"
#include "wrong_configuration.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace ficus;
using namespace ficus::test::wrong_configuration;

/// `[features.NAME.compare]`
namespace {

config::feature feature_of(std::string const& keys) {
    auto const read = read_text(feature + "[features.f.compare]\n" + keys, "ficus.toml", nothing);
    REQUIRE(read.has_value());
    return read->features.at(0);
}

} // namespace

TEST_CASE("what a comparison asks for beyond paths is read") {
    using namespace acl;
    auto const options = feature_of(R"(
status             = "class"
cookies            = "attributes"
numbers            = "text"
tolerance_relative = { "$.total" = 0.01, "$.count" = 1 }
normalize          = { "$.name" = "trim", "$.code" = ["trim", "case"], "$.ref" = 'regex:^ORD-(\d+)$' }
ignore             = ["$.at", "cookie:wp_*"]
html_ignore        = [".csrf", "#now"]
)")
                             .compare;
    CHECK(options.status == status_policy::by_class);
    CHECK(options.cookies == cookie_policy::attributes);
    CHECK(options.numbers == number_policy::text);
    using amounts = std::vector<std::pair<std::string, std::string>>;
    CHECK(options.tolerance_relative == amounts{{"$.total", "0.01"}, {"$.count", "1"}});
    using steps = std::vector<std::pair<std::string, std::vector<std::string>>>;
    CHECK(options.normalize ==
          steps{{"$.name", {"trim"}}, {"$.code", {"trim", "case"}}, {"$.ref", {"regex:^ORD-(\\d+)$"}}});
    CHECK(options.ignore == std::vector<std::string>{"$.at", "cookie:wp_*"});
    CHECK(options.html_ignore == std::vector<std::string>{".csrf", "#now"});
}

TEST_CASE("a feature may ask more of its verdict, or less") {
    auto const ready =
        feature_of(
            "[features.f.ready]\nmin_per_operation = 50\nmax_error_excess = 1\nmax_latency_ratio = 1.5\n")
            .ready;
    CHECK(ready.min_per_operation == 50);
    CHECK(ready.max_error_excess == 1);
    CHECK(ready.max_latency_ratio == 1.5);
}

TEST_CASE("the README's example of what counts as a difference is right") {
    std::ifstream file(FICUS_SOURCE_DIR "/README.md");
    std::string const readme(std::istreambuf_iterator<char>{file}, {});
    std::string const fence = "```toml\n";
    auto const chapter = readme.find("## What counts as a difference\n");
    REQUIRE(chapter != std::string::npos);
    auto const begin = readme.find(fence, chapter) + fence.size();
    auto const example = readme.substr(begin, readme.find("```", begin) - begin);
    REQUIRE_THAT(example, Catch::StartsWith("[features.orders.compare]"));
    auto const read =
        read_text(base + "[features.orders]\nmatch = [ { path = \"/o\" } ]\nmodern = \"m\"\n" + example,
                  "README.md", nothing);
    if (read.has_error())
        for (auto const& problem : read.error()) UNSCOPED_INFO(problem.to_string());
    REQUIRE(read.has_value());
    CHECK(read->features.at(0).compare.normalize.size() == 4);
    CHECK(read->features.at(0).compare.cookies == acl::cookie_policy::attributes);
}

TEST_CASE("without them statuses and numbers are compared as they are, and cookies are not") {
    using namespace acl;
    auto const options = feature_of("").compare;
    CHECK(options.status == status_policy::exact);
    CHECK(options.cookies == cookie_policy::off);
    CHECK(options.numbers == number_policy::value);
    CHECK(options.tolerance_relative.empty());
    CHECK(options.normalize.empty());
}

TEST_CASE("what is wrong with them is said where it stands") {
    std::string const key = "features.f.compare.";
    check({
        {feature + "compare.status = »\"clas\"\n", key + "status", "is not one of", "did you mean `class`?"},
        {feature + "compare.cookies = »\"all\"\n", key + "cookies", "is not one of", "`attributes`"},
        {feature + "compare.numbers = »true\n", key + "numbers", "", "a string"},
        {feature + "compare.tolerance_relative = { \"$.a\" = »-0.1 }\n", key + "tolerance_relative.\"$.a\"",
         "finite", "at least 0"},
        {feature + "compare.tolerance_relative = { a = »0.1 }\n", key + "tolerance_relative.a",
         "must begin with `$`", "such as"},
        {feature + "compare.normalize = { \"$.a\" = »\"trimm\" }\n", key + "normalize.\"$.a\"",
         "is no way to normalize a value", "did you mean `trim`?"},
        {feature + "compare.normalize = { \"$.a\" = [\"trim\", »\"upper\"] }\n", key + "normalize.\"$.a\"[1]",
         "is no way to normalize a value", "`case`"},
        {feature + "compare.normalize = { \"$.a\" = »[] }\n", key + "normalize.\"$.a\"", "is empty",
         "name one"},
        {feature + "compare.normalize = { \"$.a\" = »1 }\n", key + "normalize.\"$.a\"", "must be a string",
         "or a list"},
        {feature + "compare.normalize = »[\"trim\"]\n", key + "normalize", "", "a table"},
        {feature + "compare.normalize = { a = »\"trim\" }\n", key + "normalize.a", "must begin with `$`",
         "such as"},
        {feature + "compare.normalize = { \"$.a\" = »\"regex:(\" }\n", key + "normalize.\"$.a\"",
         "is no RE2 pattern", "missing )"},
        {feature + "compare.normalize = { \"$.a\" = [\"trim\", »\"regex:abc\"] }\n",
         key + "normalize.\"$.a\"[1]", "must have one group", "what it captures is compared"},
        {feature + "compare.html_ignore = [\".a\", »\"a:hover\"]\n", key + "html_ignore[1]",
         "at character 2: ':hover' is not understood", "understood are"},
    });
}

TEST_CASE("what is said of copies is read") {
    auto const copies = feature_of(R"(
sample          = "sticky"
shadow_upstream = "m"
shadow_host     = "sandbox.internal:8080"
shadow_set      = { "X-Sandbox" = "1", "Authorization" = "Bearer sandbox" }
shadow_strip    = ["Cookie", "x-api-key"]
)")
                            .copies;
    CHECK(copies.sticky);
    CHECK(copies.upstream_modern == "m");
    CHECK_FALSE(copies.upstream_legacy.has_value());
    CHECK(copies.host == "sandbox.internal:8080");
    using fields = std::vector<std::pair<std::string, std::string>>;
    CHECK(copies.set == fields{{"X-Sandbox", "1"}, {"Authorization", "Bearer sandbox"}});
    CHECK(copies.strip == std::vector<std::string>{"cookie", "x-api-key"});

    auto const both = feature_of("shadow_upstream = { legacy = \"m\", modern = \"m\" }").copies;
    CHECK(both.upstream_legacy == "m");
    CHECK(both.upstream_modern == "m");
    CHECK_FALSE(both.sticky);
    CHECK_FALSE(both.host.has_value());
}

TEST_CASE("what is wrong with copies is said where it stands") {
    std::string const key = "features.f.compare.";
    check({
        {feature + "compare.sample = »\"random\"\n", key + "sample", "is not one of", "`sticky`"},
        {feature + "compare.shadow_upstream = »1\n", key + "shadow_upstream", "", "a string"},
        {feature + "compare.shadow_upstream = { »legcy = \"m\" }\n", key + "shadow_upstream.legcy",
         "no key of", "did you mean `legacy`?"},
        {feature + "compare.shadow_host = »\"a b\"\n", key + "shadow_host", "is no host", "sandbox.internal"},
        {feature + "compare.shadow_set = { \"X Y\" = »\"1\" }\n", key + "shadow_set.\"X Y\"",
         "is no name of a header field", "X-Sandbox"},
        {feature + "compare.shadow_set = { Host = »\"a\" }\n", key + "shadow_set.Host",
         "is what `shadow_host` says", "write it there"},
        {feature + "compare.shadow_set = { X-A = »\"a\\r\\nB: c\" }\n", key + "shadow_set.X-A",
         "has control characters", "without them"},
        {feature + "compare.shadow_set = { X-A = \"1\", x-a = »\"2\" }\n", key + "shadow_set.x-a",
         "is set twice", "remove one"},
        {feature + "compare.shadow_strip = [»\"a:b\"]\n", key + "shadow_strip[0]",
         "is no name of a header field", "X-Sandbox"},
        {feature + "compare.shadow_strip = [\"cookie\", »\"Cookie\"]\n", key + "shadow_strip[1]",
         "listed twice", "remove one"},
    });
    for (auto const* ours : {"Content-Length", "transfer-encoding", "Connection", "via", "X-Forwarded-For",
                             "Forwarded", "x-request-id", "traceparent", "X-Ficus-Shadow", "Accept-Encoding",
                             "TE", "Trailer", "Upgrade", "Expect", "Keep-Alive", "Proxy-Connection"})
        check({{feature + "compare.shadow_strip = [»\"" + ours + "\"]\n", key + "shadow_strip[0]",
                "is written by the facade itself", "leave it out"}});
}
