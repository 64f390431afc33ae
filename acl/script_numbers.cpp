#include "acl/number_text.hpp"
#include "acl/script_library.hpp"
#include "acl/script_value.hpp"

// Numbers that Lua cannot hold without changing them: digits, as they were sent.

namespace ficus::acl {
namespace {

int refuse_arithmetic(lua_State* L) {
    return luaL_error(L, "this number is kept in its digits, which computing would round; say tonumber(...) "
                         "of it where that is meant");
}

int number_concat(lua_State* L) {
    luaL_Buffer made;
    luaL_buffinit(L, &made);
    for (int const i : {1, 2}) {
        auto const text = check_text(L, i);
        luaL_addlstring(&made, text.data(), text.size());
    }
    luaL_pushresult(&made);
    return 1;
}

int number_equal(lua_State* L) {
    auto const* const one = box_at(L, 1);
    auto const* const other = box_at(L, 2);
    lua_pushboolean(L, one != nullptr && other != nullptr && other->what == script_box::holds::number &&
                           one->digits == other->digits);
    return 1;
}

/// number("12.50")
int number(lua_State* L) {
    auto const text = check_text(L, 1);
    if (!is_json_number(text))
        luaL_argerror(L, 1, "a number is due as JSON writes it: no plus sign, no leading zeros");
    push_number(L, keep_text(L, text));
    return 1;
}

} // namespace

void open_numbers(lua_State* L) {
    lua_createtable(L, 0, 12);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, number_concat);
    lua_setfield(L, -2, "__concat");
    lua_pushcfunction(L, number_equal);
    lua_setfield(L, -2, "__eq");
    lua_pushcfunction(L, refuse_arithmetic);
    for (auto const* name :
         {"__add", "__sub", "__mul", "__div", "__idiv", "__mod", "__pow", "__unm", "__lt", "__le"}) {
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, name);
    }
    lua_pop(L, 1);
    set_metatable_of(L, script_box::holds::number);
}

void open_number(lua_State* L) {
    lua_pushcfunction(L, number);
    lua_setfield(L, -2, "number");
}

} // namespace ficus::acl
