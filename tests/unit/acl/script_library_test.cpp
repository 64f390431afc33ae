#include "scripts.hpp"

#include <lua.hpp>
#include <memory>

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What there is of Lua's library does as the manual says.

namespace {

struct closer {
    void operator()(lua_State* L) const { lua_close(L); }
};

/// What an expression is by Lua's own library.
std::string by_lua(std::string const& expression) {
    std::unique_ptr<lua_State, closer> const lua(luaL_newstate());
    luaL_openlibs(lua.get());
    if (luaL_dostring(lua.get(), ("return " + expression).c_str()) != LUA_OK) return "error";
    std::string all;
    for (int i = 1; i <= lua_gettop(lua.get()); ++i) {
        all += luaL_tolstring(lua.get(), i, nullptr);
        all += ';';
        lua_pop(lua.get(), 1);
    }
    return all;
}

std::string by_us(std::string const& expression) {
    auto const made = after("local all = '' local function add(...) for i = 1, select('#', ...) do "
                            "all = all .. tostring((select(i, ...))) .. ';' end end add(" +
                            expression + ") return { x = all }");
    constexpr std::string_view before = "{\"x\":\"";
    return made.starts_with(before) ? made.substr(before.size(), made.size() - before.size() - 2) : "error";
}

} // namespace

TEST_CASE("functions of the library give what Lua's own give") {
    for (auto const* const expression : {
             "('hello'):sub(2, 3)",
             "('hello'):sub(-3)",
             "('hello'):sub(0)",
             "('hello'):sub(10)",
             "('hello'):sub(3, 2)",
             "('hello'):sub(-100, 100)",
             "('hello'):sub(math.mininteger, math.maxinteger)",
             "('abc'):byte()",
             "('abc'):byte(2)",
             "('abc'):byte(1, -1)",
             "('abc'):byte(10)",
             "('').byte('')",
             "string.char(72, 105)",
             "string.char()",
             "string.char(256)",
             "('aBc'):upper()",
             "('aBc'):lower()",
             "('abc'):reverse()",
             "('ab'):rep(3)",
             "('ab'):rep(3, ',')",
             "('ab'):rep(0)",
             "('ab'):rep(-1)",
             "(''):rep(100)",
             "('ab'):rep(1, 'xyz')",
             "#('abc')",
             "('abc'):len()",
             "('hello world'):find('o w')",
             "('hello'):find('l')",
             "('hello'):find('l', 4)",
             "('hello'):find('xyz')",
             "('hello'):find('')",
             "('hello'):find('', 6)",
             "('hello'):find('', 7)",
             "('hello'):find('l', -2)",
             "('a.b'):find('.', 2, true)",
             "('a.b'):find('%.')",
             "('hello'):find('(l)(l)')",
             "('key=val'):match('(%w+)=(%w+)')",
             "('hello'):match('^(h)')",
             "('hello'):match('()ll()')",
             "('  trim '):match('^%s*(.-)%s*$')",
             "('abc'):match('%d')",
             "('abc'):gsub('b', 'x')",
             "('abc'):gsub('%w', '%0%0')",
             "('abc'):gsub('(a)(b)', '%2%1')",
             "('abc'):gsub('', '-')",
             "('abc'):gsub('b', '%%')",
             "('abc'):gsub('b', '%1')",
             "('abc'):gsub('b', '%2')",
             "('abc'):gsub('b', '%x')",
             "('abcabc'):gsub('a', 'x', 1)",
             "('abc'):gsub('%w', { a = 1, b = true })",
             "('abc'):gsub('%w', { a = 1, b = false })",
             "('abc'):gsub('%w', function(c) if c == 'b' then return 'B' end end)",
             "('abc'):gsub('^a', 'x')",
             "('aaa'):gsub('^a', 'x')",
             "('a b'):gsub('%s*', '-')",
             "('abc'):gsub('%w', function() return {} end)",
             "(function() local s = '' for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do s = s .. k .. v end "
             "return s end)()",
             "(function() local n = 0 for w in ('one two'):gmatch('%a*') do n = n + 1 end return n end)()",
             "(function() local s = '' for w in ('abc'):gmatch('', 2) do s = s .. '|' end return s end)()",
             "string.format('%d %5d %-5d| %05d %+d', 1, 2, 3, 4, 5)",
             "string.format('%x %X %#x %o', 255, 255, 255, 8)",
             "string.format('%.2f %5.1f %e %g %G', 1.005, 2.25, 12345.678, 0.0001, 1e20)",
             "string.format('%s|%5s|%-5s|%.2s', 'a', 'b', 'c', 'def')",
             "string.format('%%')",
             "string.format('%c%c', 72, 105)",
             "string.format('%d', 3.0)",
             "string.format('%d', 3.5)",
             "string.format('%d', '10')",
             "string.format('%s', 12)",
             "string.format('%')",
             "string.format('%d')",
             "string.format('%99.99f', 1e308)",
             "string.format('%.3d', 5)",
             "tonumber('0x10')",
             "tonumber('10', 2)",
             "tonumber('zz', 36)",
             "tonumber('abc')",
             "tonumber(' 12 ')",
             "tonumber('1e2')",
             "tonumber('')",
             "tonumber(nil)",
             "tostring(nil)",
             "tostring(1.5)",
             "tostring(true)",
             "tostring('x')",
             "math.floor(1.5)",
             "math.max(1, 2)",
             "math.tointeger('8')",
             "math.ult(1, 2)",
             "table.concat({ 1, 2, 3 }, '-')",
             "table.concat({ 1, 2, 3 }, '-', 2)",
             "table.concat({ 1, 2, 3 }, '-', 2, 3)",
             "table.concat({}, 'x')",
             "table.unpack({ 1, 2, 3 })",
             "table.unpack({ 1, 2, 3 }, 2)",
             "table.unpack({ 1, 2 }, 1, 3)",
             "select('#', table.unpack({}, 1, 3))",
             "table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ',')",
             "(function() local t = { 3, 1, 2 } table.sort(t) return table.concat(t) end)()",
             "(function() local t = { 3, 1, 2 } table.sort(t, function(a, b) return a > b end) return "
             "table.concat(t) end)()",
             "(function() local t = { 1 } table.insert(t, 2) table.insert(t, 1, 0) return table.concat(t), "
             "table.remove(t), table.remove(t, 1), #t end)()",
             "table.pack(1, nil, 3).n",
             "utf8.char(8364)",
             "utf8.len('a€')",
             "utf8.len('\\xff')",
             "utf8.codepoint('€')",
             "utf8.offset('a€b', 3)",
             "(function() local s = 0 for _, c in utf8.codes('a€') do s = s + c end return s end)()",
             "('a€'):gsub(utf8.charpattern, 'x')",
             "select(2, 'a', 'b')",
             "select(-1, 'a', 'b')",
             "next({})",
             "type(nil)",
             "type('')",
             "type(type)",
             "1 // 0.0",
             "7 // 2",
             "-7 % 3",
             "1 << 62",
             "10 == 10.0",
         }) {
        CAPTURE(expression);
        CHECK(by_us(expression) == by_lua(expression));
    }
}

TEST_CASE("a wrong argument is said with the function and its position") {
    CHECK_THAT(after("local x = ('x'):rep()"), Catch::Contains("bad argument #1 to 'rep'"));
    CHECK_THAT(after("local x = string.upper({})"),
               Catch::Contains("bad argument #1 to 'upper' (a string is due, not table)"));
    CHECK_THAT(after("local x = string.upper(null)"), Catch::Contains("a string is due, not null"));
    CHECK_THAT(after("local x = string.find('a')"), Catch::Contains("bad argument #2 to 'find'"));
    CHECK_THAT(after("local x = ('a'):gsub('a')"), Catch::Contains("bad argument"));
}
