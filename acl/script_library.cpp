#include "acl/script_library.hpp"

#include "acl/script_value.hpp"

#include <initializer_list>
#include <string_view>

namespace ficus::acl {
namespace {

/// The original is called on the same stack, once what it will do is paid for.
int call_original(lua_State* L) {
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/// For functions that look at all of their texts.
int by_text(lua_State* L) {
    for (int i = 1; i <= lua_gettop(L); ++i)
        if (lua_type(L, i) == LUA_TSTRING) charge_text(L, lua_rawlen(L, i));
    return call_original(L);
}

/// Bytes of the texts of a list, each as often as it is there.
std::size_t size_of_texts(lua_State* L, int index, std::uint64_t many) {
    std::size_t size = 0;
    for (std::uint64_t i = 1; i <= many; ++i) {
        if (lua_geti(L, index, static_cast<lua_Integer>(i)) == LUA_TSTRING) size += lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    return size;
}

int by_sorting(lua_State* L) {
    if (lua_istable(L, 1) || box_at(L, 1) != nullptr) {
        auto const many = static_cast<std::uint64_t>(luaL_len(L, 1));
        std::uint64_t rounds = 4;
        for (auto rest = many; rest > 1; rest /= 2) rounds += 2;
        charge(L, many * rounds);
        // Without a function to compare them no instruction is run, however long they are.
        if (lua_isnoneornil(L, 2)) charge_text(L, size_of_texts(L, 1, many) * rounds);
    }
    return call_original(L);
}

/// insert and remove: what is behind the position moves.
int by_what_moves(lua_State* L) {
    bool const inserts = lua_toboolean(L, lua_upvalueindex(2)) != 0;
    bool const says_where = lua_gettop(L) == (inserts ? 3 : 2);
    if (says_where && (lua_istable(L, 1) || box_at(L, 1) != nullptr)) {
        auto const size = luaL_len(L, 1);
        auto const at = luaL_checkinteger(L, 2);
        if (at >= 1 && at <= size) charge(L, static_cast<std::uint64_t>(size - at));
    }
    return call_original(L);
}

/// Of a range between two arguments.
int by_range(lua_State* L) {
    auto const from = static_cast<int>(lua_tointeger(L, lua_upvalueindex(2)));
    auto const first = luaL_optinteger(L, from, 1);
    auto last = first - 1;
    if (!lua_isnoneornil(L, from + 1))
        last = luaL_checkinteger(L, from + 1);
    else if (lua_istable(L, 1) || box_at(L, 1) != nullptr)
        last = luaL_len(L, 1);
    if (last >= first) charge(L, static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first));
    return call_original(L);
}

/// Puts a wrapper in the place of a function of the table on top; `extra` is its second upvalue.
void wrap(lua_State* L, char const* name, lua_CFunction by, lua_Integer extra = 0) {
    lua_getfield(L, -1, name);
    lua_pushinteger(L, extra);
    lua_pushcclosure(L, by, 2);
    lua_setfield(L, -2, name);
}

void forget(lua_State* L, std::initializer_list<char const*> names) {
    for (auto const* name : names) {
        lua_pushnil(L);
        lua_setfield(L, -2, name);
    }
}

int refuse_write(lua_State* L) {
    if (lua_toboolean(L, lua_upvalueindex(1)) == 0)
        return luaL_error(L, "Lua's own tables cannot be changed");
    return luaL_error(L, "'%s' is no local variable, and nothing else may outlive a call; write 'local %s'",
                      lua_tostring(L, 2), lua_tostring(L, 2));
}

/// In place of the table on top: one that has nothing of its own, and lets nothing be put in.
void freeze(lua_State* L, bool is_globals = false) {
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 3);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, is_globals ? 1 : 0);
    lua_pushcclosure(L, refuse_write, 1);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
    lua_remove(L, -2);
}

int base_type(lua_State* L) {
    luaL_checkany(L, 1);
    lua_pushstring(L, type_of(L, 1));
    return 1;
}

/// Without addresses, which would be different every time and tell where things are.
int base_tostring(lua_State* L) {
    luaL_checkany(L, 1);
    if (is_text(L, 1)) {
        auto const text = check_text(L, 1);
        lua_pushlstring(L, text.data(), text.size());
    } else if (lua_isboolean(L, 1)) {
        lua_pushstring(L, lua_toboolean(L, 1) != 0 ? "true" : "false");
    } else {
        lua_pushstring(L, type_of(L, 1));
    }
    return 1;
}

int base_tonumber(lua_State* L) {
    if (auto const* const box = box_at(L, 1); box != nullptr && is_text(L, 1)) {
        lua_pushlstring(L, box->digits.data(), box->digits.size());
        lua_replace(L, 1);
    }
    return by_text(L);
}

/// Of Lua's base library what neither loads code nor reaches metatables nor lets errors be caught: a script
/// that was stopped is stopped.
void open_base(lua_State* L) {
    luaopen_base(L);
    lua_createtable(L, 0, 20);
    for (auto const* name : {"assert", "error", "ipairs", "next", "pairs", "select", "tonumber"}) {
        lua_getfield(L, -2, name);
        lua_setfield(L, -2, name);
    }
    lua_remove(L, -2);
    wrap(L, "tonumber", base_tonumber);
    lua_pushcfunction(L, base_type);
    lua_setfield(L, -2, "type");
    lua_pushcfunction(L, base_tostring);
    lua_setfield(L, -2, "tostring");
}

void open_table(lua_State* L) {
    luaopen_table(L);
    wrap(L, "concat", by_range, 3);
    wrap(L, "unpack", by_range, 2);
    wrap(L, "move", by_range, 2);
    wrap(L, "sort", by_sorting);
    for (auto const* name : {"insert", "remove"}) {
        lua_getfield(L, -1, name);
        lua_pushboolean(L, name[0] == 'i' ? 1 : 0);
        lua_pushcclosure(L, by_what_moves, 2);
        lua_setfield(L, -2, name);
    }
}

void open_math(lua_State* L) {
    luaopen_math(L);
    forget(L, {"random", "randomseed"});
}

void open_utf8(lua_State* L) {
    luaopen_utf8(L);
    for (auto const* name : {"codepoint", "len", "offset"}) wrap(L, name, by_text);
}

/// A state is made for every message, and most scripts need none of these: they are made where a global is
/// asked for that is not there yet.
int open_when_asked(lua_State* L) {
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    std::string_view const name = lua_tostring(L, 2);
    if (name == "table")
        open_table(L);
    else if (name == "math")
        open_math(L);
    else if (name == "utf8")
        open_utf8(L);
    else
        return 0;
    freeze(L);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

} // namespace

void open_library(lua_State* L) {
    open_base(L);
    open_documents(L);

    open_strings(L);
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
    // What numbers in digits are asked for is what strings are asked for.
    open_numbers(L);
    freeze(L);
    lua_setfield(L, -2, "string");

    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, open_when_asked);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    freeze(L, true);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

} // namespace ficus::acl
