#include "acl/script_library.hpp"
#include "acl/script_pattern.hpp"
#include "acl/script_value.hpp"

#include <algorithm>

// string.find, match, gmatch and gsub.

namespace ficus::acl {
namespace {

/// Where `init` begins, counted from 0; past the end: nothing can be there.
std::size_t begin_of(lua_Integer init, std::size_t size) {
    if (init > 0) return static_cast<std::size_t>(init) - 1;
    if (init == 0) return 0;
    auto const back = static_cast<std::size_t>(-(init + 1)) + 1;
    return back > size ? 0 : size - back;
}

char const* try_match(lua_State* L, script_pattern& pattern, char const* from) {
    auto& budget = budget_of(L);
    auto const* const end = pattern.match(from, budget.steps_left);
    if (pattern.is_spent()) charge(L, 0);
    if (pattern.failure() != nullptr) luaL_error(L, "%s", pattern.failure());
    return end;
}

void push_capture(lua_State* L, script_pattern const& pattern, std::size_t index, char const* begin,
                  char const* from, char const* end) {
    if (index >= pattern.captures()) {
        if (index != 0) luaL_error(L, "there is no capture %%%d", static_cast<int>(index + 1));
        charge_text(L, static_cast<std::size_t>(end - from));
        lua_pushlstring(L, from, static_cast<std::size_t>(end - from));
        return;
    }
    auto const& capture = pattern[index];
    if (capture.size == script_pattern::position) return lua_pushinteger(L, capture.at - begin + 1);
    if (capture.size == script_pattern::open) luaL_error(L, "the pattern has a '(' that nothing closes");
    charge_text(L, static_cast<std::size_t>(capture.size));
    lua_pushlstring(L, capture.at, static_cast<std::size_t>(capture.size));
}

/// All captures, or what matched where there are none.
int push_captures(lua_State* L, script_pattern const& pattern, char const* begin, char const* from,
                  char const* end, bool whole) {
    auto const many = pattern.captures() == 0 && whole ? 1 : pattern.captures();
    luaL_checkstack(L, static_cast<int>(many) + 4, "too many captures");
    for (std::size_t i = 0; i < many; ++i) push_capture(L, pattern, i, begin, from, end);
    return static_cast<int>(many);
}

int find(lua_State* L, bool asks_where) {
    auto const text = check_text(L, 1);
    auto pattern = check_text(L, 2);
    auto const init = begin_of(luaL_optinteger(L, 3, 1), text.size());
    luaL_pushfail(L);
    if (init > text.size()) return 1;
    if (asks_where && (lua_toboolean(L, 4) != 0 || script_pattern::is_plain(pattern))) {
        charge(L, (text.size() - init) * (pattern.size() / 32 + 1) / 8);
        auto const at = text.find(pattern, init);
        if (at == std::string_view::npos) return 1;
        lua_pushinteger(L, static_cast<lua_Integer>(at + 1));
        lua_pushinteger(L, static_cast<lua_Integer>(at + pattern.size()));
        return 2;
    }
    bool const anchored = pattern.starts_with('^');
    if (anchored) pattern.remove_prefix(1);
    script_pattern match(text, pattern);
    for (auto const* at = text.data() + init; at <= text.data() + text.size(); ++at) {
        if (auto const* const end = try_match(L, match, at)) {
            if (!asks_where) return push_captures(L, match, text.data(), at, end, true);
            lua_pushinteger(L, at - text.data() + 1);
            lua_pushinteger(L, end - text.data());
            return 2 + push_captures(L, match, text.data(), at, end, false);
        }
        if (anchored) break;
    }
    lua_pushnil(L);
    return 1;
}

int string_find(lua_State* L) {
    return find(L, true);
}

int string_match(lua_State* L) {
    return find(L, false);
}

/// Where the next match of a gmatch may begin, and where the last one ended.
struct progress {
    std::size_t from;
    std::size_t last_end;
};

int next_match(lua_State* L) {
    auto const text = check_text(L, lua_upvalueindex(1));
    auto const pattern = check_text(L, lua_upvalueindex(2));
    auto& done = *static_cast<progress*>(lua_touserdata(L, lua_upvalueindex(3)));
    script_pattern match(text, pattern);
    for (; done.from <= text.size(); ++done.from) {
        auto const* const at = text.data() + done.from;
        auto const* const end = try_match(L, match, at);
        if (end == nullptr || end == text.data() + done.last_end) continue;
        done.from = done.last_end = static_cast<std::size_t>(end - text.data());
        return push_captures(L, match, text.data(), at, end, true);
    }
    return 0;
}

int string_gmatch(lua_State* L) {
    auto const text = check_text(L, 1);
    check_text(L, 2);
    auto const init = begin_of(luaL_optinteger(L, 3, 1), text.size());
    lua_settop(L, 2);
    // In a plain userdata that no script ever gets to see.
    auto* const done = static_cast<progress*>(lua_newuserdatauv(L, sizeof(progress), 0));
    *done = {init, static_cast<std::size_t>(-1)};
    lua_pushcclosure(L, next_match, 3);
    return 1;
}

void add(lua_State* L, luaL_Buffer& to, std::string_view text) {
    charge_text(L, text.size());
    luaL_addlstring(&to, text.data(), text.size());
}

/// What `%1` and the others in a replacement stand for.
void add_template(lua_State* L, luaL_Buffer& to, std::string_view with, script_pattern const& match,
                  char const* begin, char const* from, char const* end) {
    while (!with.empty()) {
        auto const percent = with.find('%');
        add(L, to, with.substr(0, percent));
        if (percent == std::string_view::npos) return;
        auto const which = percent + 1 < with.size() ? with[percent + 1] : '\0';
        with.remove_prefix(std::min(percent + 2, with.size()));
        if (which == '%') {
            luaL_addchar(&to, '%');
        } else if (which == '0') {
            add(L, to, {from, static_cast<std::size_t>(end - from)});
        } else if (which >= '1' && which <= '9') {
            push_capture(L, match, static_cast<std::size_t>(which - '1'), begin, from, end);
            luaL_addvalue(&to);
        } else {
            luaL_error(L, "a '%%' in the replacement stands before a digit or another '%%'");
        }
    }
}

/// Whether anything was replaced.
bool add_replacement(lua_State* L, luaL_Buffer& to, script_pattern const& match, char const* begin,
                     char const* from, char const* end) {
    if (is_text(L, 3)) {
        add_template(L, to, check_text(L, 3), match, begin, from, end);
        return true;
    }
    if (lua_type(L, 3) == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(L, match, begin, from, end, true), 1);
    } else {
        push_capture(L, match, 0, begin, from, end);
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        add(L, to, {from, static_cast<std::size_t>(end - from)});
        return false;
    }
    if (!is_text(L, -1)) luaL_error(L, "a match cannot be replaced by %s", type_of(L, -1));
    auto const with = check_text(L, lua_absindex(L, -1));
    lua_pushlstring(L, with.data(), with.size());
    lua_remove(L, -2);
    luaL_addvalue(&to);
    return true;
}

int string_gsub(lua_State* L) {
    auto const text = check_text(L, 1);
    auto pattern = check_text(L, 2);
    if (!is_text(L, 3) && lua_type(L, 3) != LUA_TFUNCTION && lua_type(L, 3) != LUA_TTABLE)
        luaL_argerror(L, 3, "a string, a function or a table is due");
    auto const most = luaL_optinteger(L, 4, static_cast<lua_Integer>(text.size() + 1));
    lua_settop(L, 3);
    bool const anchored = pattern.starts_with('^');
    if (anchored) pattern.remove_prefix(1);
    script_pattern match(text, pattern);
    luaL_Buffer made;
    luaL_buffinit(L, &made);
    auto const* const begin = text.data();
    auto const* const last = begin + text.size();
    auto const* at = begin;
    char const* last_end = nullptr;
    lua_Integer many = 0;
    while (many < most) {
        auto const* const end = try_match(L, match, at);
        if (end != nullptr && end != last_end) {
            ++many;
            add_replacement(L, made, match, begin, at, end);
            at = last_end = end;
        } else if (at < last) {
            luaL_addchar(&made, *at++);
        } else {
            break;
        }
        if (anchored) break;
    }
    add(L, made, {at, static_cast<std::size_t>(last - at)});
    luaL_pushresult(&made);
    lua_pushinteger(L, many);
    return 2;
}

} // namespace

void open_matching(lua_State* L) {
    luaL_Reg const functions[] = {{"find", string_find},
                                  {"match", string_match},
                                  {"gmatch", string_gmatch},
                                  {"gsub", string_gsub},
                                  {nullptr, nullptr}};
    luaL_setfuncs(L, functions, 0);
}

} // namespace ficus::acl
