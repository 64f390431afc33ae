#include "acl/script_budget.hpp"
#include "acl/script_pattern.hpp"
#include "scripts.hpp"

#include <chrono>
#include <lua.hpp>
#include <memory>
#include <thread>

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What a script may not reach, and how it is stopped.

namespace {

/// After a script that must be stopped, in a time that any machine has.
std::string stopped(std::string const& script, std::string_view document = "{}") {
    auto const begin = std::chrono::steady_clock::now();
    auto text = after(script, document);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
    return text;
}

bool is_limit(std::string const& text) {
    return text.find("than they may") != std::string::npos || text.find("too long") != std::string::npos;
}

struct closer {
    void operator()(lua_State* L) const { lua_close(L); }
};

/// string.find of Lua's own library: positions and captures, or `nil`, or `error`.
std::string lua_find(lua_State* L, std::string_view text, std::string_view pattern) {
    lua_settop(L, 0);
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "find");
    lua_pushlstring(L, text.data(), text.size());
    lua_pushlstring(L, pattern.data(), pattern.size());
    if (lua_pcall(L, 2, LUA_MULTRET, 0) != LUA_OK) return "error";
    std::string all;
    for (int i = 2; i <= lua_gettop(L); ++i)
        all += (lua_isnil(L, i) ? "nil" : lua_tostring(L, i)) + std::string(";");
    return all;
}

std::string our_find(std::string_view text, std::string_view pattern) {
    if (script_pattern::is_plain(pattern)) {
        auto const at = text.find(pattern);
        return at == std::string_view::npos
                   ? "nil;"
                   : std::to_string(at + 1) + ';' + std::to_string(at + pattern.size()) + ';';
    }
    bool const anchored = pattern.starts_with('^');
    if (anchored) pattern.remove_prefix(1);
    script_pattern match(text, pattern);
    for (auto const* at = text.data(); at <= text.data() + text.size(); ++at) {
        std::int64_t steps = 1'000'000;
        auto const* const end = match.match(at, steps);
        if (match.failure() != nullptr) return "error";
        if (end != nullptr) {
            auto all = std::to_string(at - text.data() + 1) + ';' + std::to_string(end - text.data()) + ';';
            for (std::size_t i = 0; i < match.captures(); ++i) {
                auto const& c = match[i];
                if (c.size == script_pattern::open) return "error";
                all += (c.size == script_pattern::position
                            ? std::to_string(c.at - text.data() + 1)
                            : std::string(c.at, static_cast<std::size_t>(c.size))) +
                       ';';
            }
            return all;
        }
        if (anchored) break;
    }
    return "nil;";
}

} // namespace

TEST_CASE("nothing outside of a script can be reached") {
    for (auto const* const name : {"io",
                                   "os",
                                   "debug",
                                   "package",
                                   "require",
                                   "dofile",
                                   "loadfile",
                                   "load",
                                   "loadstring",
                                   "print",
                                   "collectgarbage",
                                   "getmetatable",
                                   "setmetatable",
                                   "rawset",
                                   "rawget",
                                   "rawequal",
                                   "rawlen",
                                   "pcall",
                                   "xpcall",
                                   "coroutine",
                                   "warn",
                                   "_G",
                                   "string.dump",
                                   "string.pack",
                                   "math.random",
                                   "math.randomseed"}) {
        CAPTURE(name);
        CHECK(value_of("tostring(" + std::string(name) + ")") == "\"nil\"");
    }
    // As a name that is asked for, so that a list of what there is cannot forget one.
    CHECK(value_of("(function() local n = 0 for k in next, string do n = n + 1 end return n end)()") == "0");
    CHECK(value_of("tostring(type) .. tostring({})") == "\"functiontable\"");
    CHECK_THAT(value_of("('x'):format('%p')"), !Catch::Contains("0x"));
    CHECK_THAT(value_of("string.format('%p', {})"), Catch::Contains("'%p' is none of"));
    CHECK_THAT(value_of("string.format('%s', {})"), Catch::Contains("a string is due, not table"));
}

TEST_CASE("nothing that a script leaves behind is there when the next one is called") {
    for (auto const* const script :
         {"counter = (counter or 0) + 1", "_ENV.counter = 1", "string.counter = 1", "math.pi = 3",
          "table.insert(string, 1)", "('').x = 1", "utf8.x = 1", "string.format = nil"}) {
        CAPTURE(script);
        auto const text = after(script);
        CHECK((text.find("no local variable") != std::string::npos ||
               text.find("cannot be changed") != std::string::npos ||
               text.find("attempt to index a string") != std::string::npos));
    }
    // Nor within a message, from one call to the next.
    auto const t = make(mapped(
        format::json, format::json,
        {scripted(list("a[]", "a[]"),
                  "local n = 0\nlocal function next_one() n = n + 1 return n end\nreturn next_one()")}));
    CHECK(to_modern(t, R"({"a":[0,0,0]})") == R"({"a":[1,1,1]})");
    CHECK(to_modern(t, R"({"a":[0]})") == R"({"a":[1]})");
    auto const own = make(mapped(
        format::json, format::json,
        {scripted(list("a[]", "a[]"), "local before = left _ENV = { left = 'here' } return before or '-'")}));
    CHECK(to_modern(own, R"({"a":[0,0]})") == R"({"a":["-","-"]})");
}

TEST_CASE("a format that asks for more values than it is given is an error, however long it is") {
    for (auto const* const text : {"''", "('x'):rep(5000)", "('x'):rep(100000)"})
        for (auto const* const asked : {"%s", "%5s", "%d", "%f", "%c"}) {
            CAPTURE(text, asked);
            CHECK_THAT(after("local x = string.format(" + std::string(text) + " .. '" + asked + "')"),
                       Catch::Contains("bad argument #2 to 'format' (the format asks for more values"));
        }
    CHECK_THAT(after("local x = string.format('%s %s', 1)"), Catch::Contains("#3 to 'format'"));
}

TEST_CASE("a translator's scripts run in many threads at once") {
    auto const t = make(whole(format::json, format::json, "target.x = source.x:rep(3)"));
    std::vector<std::thread> threads;
    std::array<int, 4> right{};
    for (std::size_t i = 0; i < right.size(); ++i)
        threads.emplace_back([&, i] {
            auto const c = std::string(1, static_cast<char>('a' + i));
            for (int round = 0; round < 100; ++round) {
                auto const made =
                    t.translate_body(direction::to_modern, part::response, "{\"x\":\"" + c + "\"}");
                if (made && *made == "{\"x\":\"" + c + c + c + "\"}") ++right[i];
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(right == std::array<int, 4>{100, 100, 100, 100});
}

TEST_CASE("a script that does not end is stopped") {
    for (auto const* const script : {
             "while true do end",
             "repeat until false",
             "::again:: goto again",
             "local function f() return f() end f()",
             "for i = 1, math.huge do end",
             "local t = {} for i = 1, math.maxinteger do t[1] = i end",
             "for i = 1, 1e9 do local s = tostring(i) end",
             "string.gsub(string.rep('a', 100000), '.', function() while true do end end)",
             "table.sort({ 3, 2, 1 }, function() while true do end end)",
             "while true do local s = ('x'):rep(1000000) end",
             "local s = ('x'):rep(1000):rep(1000) while true do local t = s .. 'y' end",
             "local s = ('x'):rep(1000):rep(1000) while true do local t = s:upper() end",
             "local s = ('x'):rep(1000):rep(1000) while true do local t = s:reverse():find('y', 1, true) end",
             "local a, b = ('x'):rep(1000):rep(1000), ('x'):rep(1000):rep(1000) while a == b do end",
             "local a, b = ('x'):rep(1000):rep(1000), ('x'):rep(1000):rep(1000) while not (a < b) do end",
             "table.move({}, 1, math.maxinteger, 2)",
             "table.move({}, 1, 1e8 // 1 | 0, 2)",
             "table.concat({}, '', math.mininteger, math.maxinteger)",
             "local t = {} while true do table.insert(t, 1, 'x') end",
             "local t = list() while true do table.insert(t, 1, 'x') end",
             "local t = list() for i = 1, 1e5 do t[i] = 1 end while true do local x = t[1] + t[1e5 // 1 | 0] "
             "end",
             "while true do target.a = 'x' end",
             "while true do target.a = object() end",
             "while true do local x = source.a end",
             "local s = ('9'):rep(100000) while true do local x = tonumber(s) end",
             "local s = ('9'):rep(100000) while true do local x = math.floor(s) end",
             "local s = ('x'):rep(100000) while true do local n = utf8.len(s) end",
             "local s, t = ('x'):rep(1000):rep(1000), {} for i = 1, 2000 do t[i] = s end table.sort(t)",
             "local s, t = ('x'):rep(100000), list() for i = 1, 50 do t[i] = s end while true do "
             "table.sort(t) end",
         }) {
        CAPTURE(script);
        auto const text = stopped(script, R"({"a":"b"})");
        CAPTURE(text);
        CHECK((is_limit(text) || text.find("invalid value") != std::string::npos ||
               text.find("too many") != std::string::npos));
    }
}

TEST_CASE("a script that takes too much memory is stopped") {
    for (auto const* const script : {
             "local s = 'x' while true do s = s .. s end",
             "local t = {} while true do t[#t + 1] = {} end",
             "local t = {} for i = 1, 1e9 do t[i] = ('x' .. i):rep(10) end",
             "return ('x'):rep(1e10 // 1 | 0)",
             "return ('x'):rep(math.maxinteger)",
             "return ('x'):rep(math.maxinteger, 'yyy')",
             "local s = ('a'):rep(1000):rep(1000) return (s:gsub('a', s))",
             "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(100000) end return table.concat(t)",
             "local s = ('x'):rep(1000):rep(1000) for i = 1, 1000 do target['a' .. i] = s end",
             "for i = 1, 1e6 do target['a' .. i] = object() end",
             "target.a = 1 for i = 1, 100 do target['b' .. i] = target end",
             "return { table.unpack({}, 1, 1e7 // 1 | 0) }",
             "local function f(n) return 1 + f(n + 1) end f(1)",
             "local function f(...) return f(1, ...) end f()",
         }) {
        CAPTURE(script);
        auto const text = stopped(script);
        CAPTURE(text);
        CHECK((is_limit(text) || text.find("larger than 'lua.memory'") != std::string::npos ||
               text.find("stack overflow") != std::string::npos ||
               text.find("too many results") != std::string::npos));
    }
}

TEST_CASE("where Lua has to look for memory past the time that there is, it is stopped at once") {
    script_budget budget;
    budget.limits = {1'000'000, 1'000'000};
    auto const state = new_state(budget);
    REQUIRE(state != nullptr);
    auto* const L = state.get();
    REQUIRE(luaL_dostring(L, "s, n = 'x', 0 for i = 1, 14 do s = s .. s end") == 0);
    budget.limits.memory = budget.held + 20'000;
    budget.stops_at = 0;
    // Fewer instructions than there are between two looks at the clock.
    REQUIRE(luaL_loadstring(L, "for i = 1, 200 do local t = s .. i n = n + 1 end") == LUA_OK);
    CHECK(lua_pcall(L, 0, 0, 0) == LUA_ERRMEM);
    CHECK(budget.what == script_budget::spent::time);
    lua_getglobal(L, "n");
    CHECK(lua_tointeger(L, -1) < 10);
}

TEST_CASE("a path that a script is told by a sender is no longer than a document is deep") {
    auto const t = make(whole(format::xml, format::json, "target.x = source[source.A] or '-'"));
    CHECK(to_modern(t, "<R><A>B/C</A></R>") == R"({"x":"-"})");
    std::string deep = "B";
    for (int i = 0; i < 200; ++i) deep += "/B";
    CHECK_THAT(to_modern(t, "<R><A>" + deep + "</A></R>"), Catch::Contains("a path of more than 128 steps"));
}

TEST_CASE("patterns that go back again and again are stopped, and so is what a sender can make of them") {
    auto const text = "{\"a\":\"" + std::string(20000, 'a') + "\"}";
    for (auto const* const script :
         {"local x = source.a:match('.-.-.-.-.-b')", "local x = source.a:find('a*a*a*a*a*b')",
          "local x = source.a:gsub('(a*)(a*)(a*)b', '')", "for x in source.a:gmatch('.-.-.-b') do end",
          "local x = source.a:find('[^b]-[^b]-[^b]-b')",
          "local x = source.a:find('%b((' .. ('.-'):rep(20) .. 'b')"}) {
        CAPTURE(script);
        auto const said = stopped(script, text);
        CAPTURE(said);
        CHECK((is_limit(said) || said == "{}"));
    }
    CHECK(is_limit(stopped("local x = source.a:match('.-.-.-.-.-b')", text)));
    CHECK_THAT(stopped("local x = source.a:match(('('):rep(40))", text),
               Catch::Contains("too many captures"));
    CHECK_THAT(stopped("local x = source.a:match(('a?'):rep(300) .. 'b')", text),
               Catch::Contains("too complex") || Catch::Contains("than they may"));
}

TEST_CASE("recursion ends before the stack does") {
    for (auto const* const script : {"local function f() return (('x'):gsub('x', f)) end f()",
                                     "local function f() table.sort({ 2, 1 }, f) end f()",
                                     "local t = {} for i = 1, 1000 do t = { t } end target.a = t",
                                     "local function f() local ok = tostring(1) return f() .. 'x' end f()"}) {
        CAPTURE(script);
        auto const text = stopped(script);
        CAPTURE(text);
        CHECK_FALSE(text.starts_with("{"));
    }
    std::string deep;
    for (int i = 0; i < 10000; ++i) deep += "(";
    CHECK_THAT(problems(whole(format::json, format::json, "return " + deep)),
               Catch::Contains("write Lua 5.4"));
}

TEST_CASE("an error that is anything but a text is an error all the same") {
    CHECK(after("error({})") == "the document: the script ended in an error that is no text but a table");
    CHECK(after("error()") == "the document: the script ended in an error that is no text but a nil");
    CHECK(after("error(target)") ==
          "the document: the script ended in an error that is no text but a userdata");
    CHECK(after("error('a\\0b\\n\\xff\\u{20AC}', 0)") == "the document: a b ?\u20AC");
    CHECK(after("error(('x'):rep(100000), 0)").size() < 400);
}

TEST_CASE("limits are the translator's, for all scripts of a message together") {
    auto o = mapped(format::json, format::json,
                    {scripted(list("a[]", "a[]"), "for i = 1, 200 do end return value")});
    o.scripts.steps = 10'000;
    auto const t = make(o);
    CHECK(to_modern(t, R"({"a":[1,2,3]})") == R"({"a":[1,2,3]})");
    std::string many = "{\"a\":[0";
    for (int i = 0; i < 200; ++i) many += ",0";
    CHECK_THAT(to_modern(t, many + "]}"), Catch::Contains("more steps than they may"));
    auto small = whole(format::json, format::json, "local s = ('x'):rep(200000)");
    CHECK(to_modern(make(small), "{}") == "{}");
    small.scripts.memory = 128UL * 1024;
    CHECK_THAT(to_modern(make(small), "{}"), Catch::Contains("lua.memory"));
    small.scripts.memory = 1024;
    CHECK_THAT(to_modern(make(small), "{}"), Catch::Contains("lua.memory"));
}

TEST_CASE("a value that is larger than a script's memory is an error, not an end") {
    auto const t = make(whole(format::json, format::json, "target.n = #source.a"));
    CHECK_THAT(to_modern(t, "{\"a\":\"" + std::string(9UL * 1024 * 1024, 'x') + "\"}"),
               Catch::Contains("more memory than they may"));
}

TEST_CASE("patterns match as Lua's own do") {
    std::unique_ptr<lua_State, closer> const lua(luaL_newstate());
    luaL_openlibs(lua.get());
    std::string_view const alphabet = "ab01 .%-[]()^$+*?,fbAdwsSx\n";
    std::uint32_t seed = 12345;
    auto const next = [&] { return (seed = seed * 1664525 + 1013904223) >> 16; };
    auto const make_text = [&](std::size_t most) {
        std::string text;
        for (auto size = next() % (most + 1); size > 0; --size) text += alphabet[next() % alphabet.size()];
        return text;
    };
    std::size_t matched = 0;
    std::size_t refused = 0;
    auto const same = [&](std::string_view text, std::string_view pattern) {
        auto const theirs = lua_find(lua.get(), text, pattern);
        if (our_find(text, pattern) != theirs) {
            CAPTURE(text, pattern);
            CHECK(our_find(text, pattern) == theirs);
        }
        matched += theirs != "nil;" && theirs != "error";
        refused += theirs == "error";
    };
    for (int round = 0; round < 200'000; ++round) same(make_text(12), make_text(9));
    for (auto const* const pattern : {"^(%a+)%s*=%s*(.-)%s*$",
                                      "()a()",
                                      "%f[%w]%w+%f[%W]",
                                      "%b()",
                                      "%b[]x",
                                      "(a)%1",
                                      "[%a_][%w_]*",
                                      "[]]",
                                      "[^]]",
                                      "[a-]",
                                      "[%-a]",
                                      "[a-z0-9]+$",
                                      "^$",
                                      "",
                                      "((a)(b))",
                                      "(a*(.)%w(%s*))",
                                      "%",
                                      "[a",
                                      "(",
                                      ")",
                                      "%f",
                                      "%b",
                                      "%bx",
                                      "(a",
                                      "a)",
                                      "%1",
                                      "(%1)",
                                      "%z",
                                      "[%z]",
                                      "%g+",
                                      "%c",
                                      "%p+",
                                      "%u%l*",
                                      "%x+",
                                      "%X",
                                      "a-b",
                                      "a-",
                                      "$",
                                      "a$b",
                                      "^^a"})
        for (auto const* const text : {"", "a", "ab", "aab", "key = some value  ", "THE (quick) fox",
                                       "((a)(b)c)", "x]y", "a-b", "a1_b2", "^a", "a$b", "\t\n"})
            same(text, pattern);
    CHECK(matched > 1000);
    CHECK(refused > 1000);
}
