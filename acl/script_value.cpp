#include "acl/script_value.hpp"

#include "acl/number_text.hpp"
#include "acl/utf8.hpp"
#include "acl/xml_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <new>

namespace ficus::acl {
namespace {

// Their addresses are what the registry knows the metatables by, and what `null` is.
char const null_address = 0;
std::array<char, 2> const metatable_address{};

void* address_of(char const& thing) {
    return const_cast<char*>(&thing);
}

/// The digits that read as this number again, as JSON writes them.
std::string_view digits_of(lua_State* L, int index, std::array<char, 40>& room) {
    std::to_chars_result made{};
    if (lua_isinteger(L, index) != 0) {
        made = std::to_chars(room.data(), room.data() + room.size(),
                             static_cast<std::int64_t>(lua_tointeger(L, index)));
    } else {
        auto const number = lua_tonumber(L, index);
        if (!std::isfinite(number)) luaL_error(L, "%f is no number that a document can hold", number);
        made = std::to_chars(room.data(), room.data() + room.size(), number);
    }
    return {room.data(), static_cast<std::size_t>(made.ptr - room.data())};
}

} // namespace

void push_null(lua_State* L) {
    lua_pushlightuserdata(L, address_of(null_address));
}

bool is_null(lua_State* L, int index) {
    return lua_islightuserdata(L, index) && lua_touserdata(L, index) == &null_address;
}

script_box* box_at(lua_State* L, int index) {
    return lua_type(L, index) == LUA_TUSERDATA ? static_cast<script_box*>(lua_touserdata(L, index)) : nullptr;
}

const char* type_of(lua_State* L, int index) {
    if (is_null(L, index)) return "null";
    auto const* const box = box_at(L, index);
    if (box == nullptr) return luaL_typename(L, index);
    if (box->what == script_box::holds::number) return "number";
    switch (box->node->kind) {
    case kind::array: return "list";
    case kind::element: return "element";
    default: return "object";
    }
}

void set_metatable_of(lua_State* L, script_box::holds what) {
    lua_rawsetp(L, LUA_REGISTRYINDEX, address_of(metatable_address[static_cast<std::size_t>(what)]));
}

void push_box(lua_State* L, script_box const& like) {
    new (lua_newuserdatauv(L, sizeof(script_box), 0)) script_box(like);
    lua_rawgetp(L, LUA_REGISTRYINDEX, address_of(metatable_address[static_cast<std::size_t>(like.what)]));
    lua_setmetatable(L, -2);
}

void push_number(lua_State* L, std::string_view digits, note n) {
    std::int64_t whole = 0;
    std::array<char, 24> again{};
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (n == note::none && failure == std::errc{} && end == digits.data() + digits.size()) {
        auto const written = std::to_chars(again.data(), again.data() + again.size(), whole);
        if (std::string_view(again.data(), static_cast<std::size_t>(written.ptr - again.data())) == digits)
            return lua_pushinteger(L, whole);
    }
    script_box number;
    number.digits = digits;
    number.note = n;
    push_box(L, number);
}

void push_value(lua_State* L, value& v, script_box const& like, std::size_t depth) {
    switch (v.kind) {
    case kind::null: return push_null(L);
    case kind::boolean: return lua_pushboolean(L, v.truth ? 1 : 0);
    case kind::number: return push_number(L, v.text, v.note);
    case kind::string:
        charge_text(L, v.text.size());
        lua_pushlstring(L, v.text.data(), v.text.size());
        return;
    default: break;
    }
    script_box box;
    box.what = script_box::holds::container;
    box.writable = like.writable;
    box.dialect = like.dialect;
    box.depth = depth;
    box.node = &v;
    push_box(L, box);
}

bool is_text(lua_State* L, int index) {
    auto const* const box = box_at(L, index);
    return lua_isstring(L, index) != 0 || (box != nullptr && box->what == script_box::holds::number);
}

std::string_view check_text(lua_State* L, int index) {
    if (auto const* const box = box_at(L, index); box != nullptr && box->what == script_box::holds::number) {
        charge_text(L, box->digits.size());
        return box->digits;
    }
    if (lua_isstring(L, index) == 0)
        luaL_argerror(L, index, lua_pushfstring(L, "a string is due, not %s", type_of(L, index)));
    std::size_t size = 0;
    auto const* const text = lua_tolstring(L, index, &size);
    charge_text(L, size);
    return {text, size};
}

std::string_view keep_text(lua_State* L, std::string_view text) {
    if (text.empty()) return "";
    charge_memory(L, text.size());
    return budget_of(L).memory->keep(text);
}

value* make_node(lua_State* L, kind k) {
    charge_memory(L, sizeof(value));
    return budget_of(L).memory->make(k);
}

value* make_scalar(lua_State* L, int index) {
    if (is_null(L, index)) return make_node(L, kind::null);
    if (auto const* const box = box_at(L, index); box != nullptr) {
        if (box->what != script_box::holds::number) return nullptr;
        auto* const made = make_node(L, kind::number);
        made->text = box->digits;
        made->note = box->note;
        return made;
    }
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN: {
        auto* const made = make_node(L, kind::boolean);
        made->truth = lua_toboolean(L, index) != 0;
        return made;
    }
    case LUA_TNUMBER: {
        std::array<char, 40> room{};
        auto const digits = digits_of(L, index, room);
        auto* const made = make_node(L, kind::number);
        made->text = keep_text(L, digits);
        return made;
    }
    case LUA_TSTRING: {
        std::size_t size = 0;
        auto const* const bytes = lua_tolstring(L, index, &size);
        if (find_invalid_utf8({bytes, size}) != std::string_view::npos)
            luaL_error(L, "a text that is not UTF-8, which no document can hold");
        auto* const made = make_node(L, kind::string);
        made->text = keep_text(L, {bytes, size});
        return made;
    }
    default: return nullptr;
    }
}

} // namespace ficus::acl
