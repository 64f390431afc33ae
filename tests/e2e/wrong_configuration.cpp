// Every kind of wrong configuration: exit 2, a message that names file, line, key and mend, and nothing
// starts.
#include "support/facade_process.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace ficus::test;
using Catch::Contains;

namespace {

/// `toml` holds one wrong line, which ends in `#!`. `said`: the key, and what the mend must mention.
struct wrong {
    std::string what;
    std::string toml;
    std::vector<std::string> said;
};

std::string const head =
    "[facade]\nlisten = [\"127.0.0.1:0\"]\nadmin = \"127.0.0.1:0\"\nlegacy = \"monolith\"\n";
std::string const monolith = "[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9\"]\n";
std::string const fresh = "[upstreams.fresh]\nendpoints = [\"http://127.0.0.1:9\"]\n";
std::string const good = head + monolith + fresh;
std::string const orders = good + "[features.orders]\nmodern = \"fresh\"\n";
std::string const matched = orders + "match = [ { path_prefix = \"/orders\" } ]\n";
std::string const translated = matched + "translator = \"t\"\n[translators.t]\nlegacy = { format = \"xml\", "
                                         "root = \"O\" }\nmodern = { format = \"json\" }\n";

std::vector<wrong> const all = {
    {"unknown key", good + "max_conections = 3 #!\n", {"max_conections", "max_connections"}},
    {"unknown key in [facade]",
     "[facade]\nlegasy = \"monolith\" #!\nlegacy = \"monolith\"\n" + monolith,
     {"legasy", "legacy"}},
    {"unknown table", good + "[upstream.more] #!\n", {"upstream", "upstreams"}},
    {"unknown table at the top", good + "[fasade] #!\n", {"fasade", "facade"}},
    {"wrong type: number for a string", head + "data_dir = 3 #!\n" + monolith, {"data_dir", "string"}},
    {"wrong type: string for a number",
     good + "max_connections = \"many\" #!\n",
     {"max_connections", "integer"}},
    {"wrong type: string for a list",
     "[facade]\nlegacy = \"monolith\"\nlisten = \"127.0.0.1:1\" #!\n" + monolith,
     {"listen", "list"}},
    {"dangling upstream in [facade]",
     "[facade]\nlegacy = \"monolit\" #!\n" + monolith,
     {"legacy", "monolith"}},
    {"dangling upstream in a feature",
     good + "[features.orders]\nmodern = \"frsh\" #!\nmatch = [ { path = \"/o\" } ]\n",
     {"modern", "fresh"}},
    {"dangling translator", matched + "translator = \"nobody\" #!\n", {"translator", "nobody"}},
    {"bad duration", head + "drain = \"10 parsecs\" #!\n" + monolith, {"drain", "\"5s\""}},
    {"negative duration", good + "connect_timeout = \"-1s\" #!\n", {"connect_timeout"}},
    {"bad size",
     head + "[facade.limits]\nmax_body_size = \"64 elephants\" #!\n" + monolith,
     {"max_body_size", "MiB"}},
    {"bad listen address",
     "[facade]\nlegacy = \"monolith\"\nlisten = [\"localhost:port\"] #!\n" + monolith,
     {"listen"}},
    {"port out of range",
     "[facade]\nlegacy = \"monolith\"\nadmin = \"127.0.0.1:70000\" #!\n" + monolith,
     {"admin", "65535"}},
    {"endpoint that is no URL",
     head + "[upstreams.monolith]\nendpoints = [\"127.0.0.1:9001\"] #!\n",
     {"endpoints", "http://"}},
    {"endpoint with https",
     head + "[upstreams.monolith]\nendpoints = [\"https://127.0.0.1:9001\"] #!\n",
     {"endpoints", "http"}},
    {"endpoint with a path",
     head + "[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9001/app\"] #!\n",
     {"endpoints", "path"}},
    {"no endpoints", head + "[upstreams.monolith]\nendpoints = [] #!\n", {"endpoints"}},
    {"unset variable",
     head + "data_dir = \"${FICUS_E2E_SURELY_UNSET}\" #!\n" + monolith,
     {"FICUS_E2E_SURELY_UNSET"}},
    {"bad network", head + "trusted_proxies = [\"10.0.0.0/99\"] #!\n" + monolith, {"trusted_proxies"}},
    {"bad contract", matched + "contract = \"classic\" #!\n", {"contract", "legacy", "modern"}},
    {"bad path template", orders + "match = [ { path = \"orders/{id\" } ] #!\n", {"match[0].path"}},
    {"bad regex", orders + "match = [ { path_regex = \"^/(a\" } ] #!\n", {"match[0].path_regex"}},
    {"two paths in one matcher",
     orders + "match = [ { path = \"/a\", path_prefix = \"/b\" } ] #!\n",
     {"match[0]", "path"}},
    {"unknown matcher key",
     orders + "match = [ { pathprefix = \"/a\" } ] #!\n",
     {"pathprefix", "path_prefix"}},
    {"bad sticky", matched + "sticky = [\"coockie:sid\"] #!\n", {"sticky", "cookie"}},
    {"issue not last", matched + "sticky = [\"issue\", \"ip\"] #!\n", {"sticky", "last"}},
    {"bad log level", head + "[facade.log]\nlevel = \"loud\" #!\n" + monolith, {"level", "info"}},
    {"share out of range", head + "[facade.log]\naccess = 1.5 #!\n" + monolith, {"access", "1"}},
    {"bad JSONPath",
     matched + "[features.orders.compare]\nignore = [\"generated_at\"] #!\n",
     {"ignore", "$"}},
    {"bad ready bar", matched + "[features.orders.ready]\nconfidence = 95 #!\n", {"confidence", "1"}},
    {"bad format",
     good + "[translators.t]\nlegacy = { format = \"yaml\" } #!\nmodern = { format = \"json\" }\n",
     {"format", "json", "xml", "form"}},
    {"bad field type",
     translated + "[[translators.t.fields]]\nlegacy = \"A\"\nmodern = \"a\"\ntype = \"int\" #!\n",
     {"type", "integer"}},
    {"two values for one",
     translated + "[[translators.t.fields]]\nlegacy = \"A\"\nmodern = \"a\"\nvalues = { N = \"new\", M = "
                  "\"new\" } #!\n",
     {"values", "new"}},
    {"unknown zone",
     translated + "[[translators.t.fields]]\nlegacy = \"A\"\nmodern = \"a\"\ntime = { legacy = \"%Y\", zone "
                  "= \"Europe/Berln\" } #!\n",
     {"zone", "Europe/Berl"}},
    {"TOML syntax", head + "listen = [ #!\n", {}},
    {"a key given twice", head + "drain = \"1s\"\ndrain = \"2s\" #!\n" + monolith, {"drain"}},
};

std::size_t line_of_mark(std::string const& toml) {
    return 1 + static_cast<std::size_t>(std::count(
                   toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(toml.find("#!")), '\n'));
}

} // namespace

TEST_CASE("each kind of wrong configuration is refused, with its place, its key and its mend") {
    REQUIRE(all.size() >= 25);
    for (auto const& one : all) {
        temp_dir dir;
        auto const file = dir.write("ficus.toml", one.toml);
        cli_options options;
        options.folder = dir.path();
        options.within = milliseconds(10'000);
        for (auto const* command : {"check", "serve"}) {
            auto const result = run_cli({command, "--config", "ficus.toml"}, options);
            INFO(one.what << ": ficus " << command << "\n" << one.toml << "\nstdout: " << result.output);
            CHECK(result.status == 2);
            CHECK_THAT(result.output, !Contains("listening"));
            CHECK_THAT(result.errors, Contains("ficus.toml:" + std::to_string(line_of_mark(one.toml)) + ":"));
            for (auto const& word : one.said) CHECK_THAT(result.errors, Contains(word));
        }
        CHECK_FALSE(std::filesystem::exists(dir / "ficus-data"));
    }
}

TEST_CASE("all that is wrong is said at once") {
    temp_dir dir;
    dir.write("ficus.toml", head + "drain = \"soon\"\n" + monolith +
                                "max_connections = \"many\"\n[features.a]\nmodern = \"nobody\"\n");
    cli_options options;
    options.folder = dir.path();
    auto const result = run_cli({"serve", "--config", "ficus.toml"}, options);
    CHECK(result.status == 2);
    for (std::string const word : {"drain", "max_connections", "nobody", "ficus.toml:5:", "ficus.toml:8:"})
        CHECK_THAT(result.errors, Contains(word));
}

TEST_CASE("a file that is not there, and a port that is taken, are said plainly") {
    temp_dir dir;
    cli_options options;
    options.folder = dir.path();
    auto const missing = run_cli({"serve", "--config", "none.toml"}, options);
    CHECK(missing.status == 2);
    CHECK_THAT(missing.errors, Contains("none.toml"));

    listening_socket taken;
    auto const address = "127.0.0.1:" + std::to_string(taken.port());
    dir.write("ficus.toml", good);
    auto const result = run_cli({"serve", "--config", "ficus.toml", "--listen", address}, options);
    CHECK(result.status == 1);
    CHECK_THAT(result.errors, Contains(address));
}

TEST_CASE("the same file, mended, starts") {
    temp_dir dir;
    dir.write("ficus.toml", translated + "[[translators.t.fields]]\nlegacy = \"A\"\nmodern = \"a\"\n");
    cli_options options;
    options.folder = dir.path();
    facade_process facade({"--config", "ficus.toml"}, options);
    facade.wait_until_listening();
    CHECK(facade.stop() == 0);
    auto const check = run_cli({"check", "--config", "ficus.toml"}, options);
    CHECK(check.status == 0);
    CHECK_THAT(check.output, Contains("orders"));
}
