// Scripts of translators: where they come from, and what is wrong with them.
#include "support/temp_dir.hpp"
#include "unit/config/wrong_configuration.hpp"

using namespace ficus;
using namespace ficus::test;
using namespace ficus::test::wrong_configuration;

namespace {

std::string const field = translator + "[[translators.t.fields]]\nlegacy = \"a\"\nmodern = \"a\"\n";

} // namespace

TEST_CASE("a script is a text, or a file's; limits are the translator's") {
    temp_dir const dir;
    auto const file = dir.write("orders.lua", "return value .. '!'\n");
    auto const made =
        read_text(field + "lua = { to_modern = \"return value\", to_legacy = { file = \"" + file.string() +
                      "\" } }\n[translators.t.lua]\nto_modern = \"target.x = 1\"\nsteps = 5000\nmemory = "
                      "\"1MiB\"\n[translators.t.response.lua]\nto_legacy = \"target.y = 1\"\n",
                  "ficus.toml", nothing);
    if (!made)
        for (auto const& error : made.error()) UNSCOPED_INFO(error.to_string());
    REQUIRE(made.has_value());
    auto const& t = made->translators.front();
    CHECK(t.fields[0].lua.to_modern->text == "return value");
    CHECK(t.fields[0].lua.to_modern->name.empty());
    CHECK(t.fields[0].lua.to_legacy->text == "return value .. '!'\n");
    CHECK(t.fields[0].lua.to_legacy->name == "orders.lua");
    CHECK(t.lua.to_modern->text == "target.x = 1");
    CHECK_FALSE(t.lua.to_legacy);
    CHECK(t.scripts.steps == 5000);
    CHECK(t.scripts.memory == 1024 * 1024);
    CHECK_FALSE(t.request.lua);
    CHECK(t.response.lua->to_legacy->text == "target.y = 1");
}

TEST_CASE("wrong scripts are errors at their place") {
    temp_dir const dir;
    auto const bad = dir.write("bad.lua", "local x = 1\nreturn x +").string();
    auto const large = dir.write("large.lua", std::string(1024 * 1024 + 1, ' ')).string();
    std::string const key = "translators.t.";
    check({
        {field + "lua = { to_modern = »\"return )\" }\n", key + "fields[0].lua.to_modern",
         "lua.to_modern:1: unexpected symbol near ')'", "write Lua 5.4"},
        {field + "lua = { to_modern = »{ file = \"" + bad + "\" } }\n", key + "fields[0].lua.to_modern",
         "bad.lua:2: unexpected symbol near <eof>", "write Lua 5.4"},
        {field + "lua = { to_modern = { file = »\"/none/x.lua\" } }\n", key + "fields[0].lua.to_modern.file",
         "'/none/x.lua' is not there", "working directory"},
        {field + "lua = { to_modern = { file = »\"/dev/zero\" } }\n", key + "fields[0].lua.to_modern.file",
         "is no regular file", "name a script"},
        {field + "lua = { to_modern = { file = »\"" + large + "\" } }\n",
         key + "fields[0].lua.to_modern.file", "is larger than 1 MiB", "name another"},
        {field + "lua = »{ }\n", key + "fields[0].lua", "says nothing", "write a script"},
        {field + "lua = { to_modern = \"return 1\", »steps = 5000 }\n", key + "fields[0].lua.steps",
         "is no key of", "known are: `to_modern`"},
        {field + "lua = { to_modern = »7 }\n", key + "fields[0].lua.to_modern", "", ""},
        {field + "lua = »{ to_modern = \"return 1\" }\nvalues = { a = \"b\" }\n", key + "fields[0].lua",
         "all that becomes of the value", "leave it out"},
        {translator + "lua = { to_modern = »\"x = = 1\" }\n", key + "lua.to_modern", "unexpected symbol",
         "write Lua 5.4"},
        {translator + "lua = { steps = »1 }\n", key + "lua.steps", "is 1", "between 1000 and"},
        {translator + "lua = { memory = »\"1KiB\" }\n", key + "lua.memory", "is \"1KiB\"", "must be between"},
        {translator + "[translators.t.request.lua]\nto_legacy = »\"end\"\n", key + "request.lua.to_legacy",
         "<eof> expected near 'end'", "write Lua 5.4"},
    });
}
