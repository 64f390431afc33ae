#include "acl/reading_limits.hpp"
#include "acl/script_container.hpp"
#include "acl/utf8.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

value* make_list(lua_State* L, int index, lua_Integer size, dialect of, std::size_t depth) {
    auto* const list = make_node(L, kind::array);
    for (lua_Integer i = 1; i <= size; ++i) {
        lua_rawgeti(L, index, i);
        document::append(*list, *make_value(L, lua_gettop(L), of, depth + 1));
        lua_pop(L, 1);
    }
    return list;
}

value* make_object(lua_State* L, int index, dialect of, std::size_t depth) {
    auto* const object = make_node(L, kind::object);
    for (auto const name : sorted_names(L, index)) {
        lua_pushlstring(L, name.data(), name.size());
        lua_rawget(L, index);
        auto* const made = make_value(L, lua_gettop(L), of, depth + 1);
        document::append(*object, *made, keep_text(L, name));
        lua_pop(L, 1);
    }
    return object;
}

/// A list of what stands at 1, 2 and so on, or an object of names; one of nothing is a list.
value* make_of_table(lua_State* L, int index, dialect of, std::size_t depth) {
    auto const size = static_cast<lua_Integer>(lua_rawlen(L, index));
    lua_Integer others = 0;
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        charge(L, 1);
        lua_pop(L, 1);
        bool const is_position =
            lua_isinteger(L, -1) != 0 && lua_tointeger(L, -1) >= 1 && lua_tointeger(L, -1) <= size;
        if (!is_position) ++others;
    }
    if (others == 0) {
        for (lua_Integer i = 1; i <= size; ++i) {
            if (lua_rawgeti(L, index, i) == LUA_TNIL)
                luaL_error(L, "nothing is at %d of a list that goes on behind it", static_cast<int>(i));
            lua_pop(L, 1);
        }
        return make_list(L, index, size, of, depth);
    }
    if (size != 0) luaL_error(L, "a table that has positions and names is neither a list nor an object");
    return make_object(L, index, of, depth);
}

} // namespace

std::vector<std::string_view> sorted_names(lua_State* L, int index) {
    std::vector<std::string_view> names;
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        charge(L, 4);
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "%s is no name of a member", type_of(L, lua_gettop(L)));
        std::size_t size = 0;
        auto const* const text = lua_tolstring(L, -1, &size);
        names.emplace_back(text, size);
        if (find_invalid_utf8(names.back()) != std::string_view::npos)
            luaL_error(L, "a name that is not UTF-8, which no document can hold");
    }
    std::sort(names.begin(), names.end());
    return names;
}

void check_depth(lua_State* L, std::size_t depth) {
    if (depth > reading_limits{}.max_depth)
        luaL_error(L, "more than %d containers, one within the other",
                   static_cast<int>(reading_limits{}.max_depth));
    luaL_checkstack(L, 8, "too many containers, one within the other");
}

void fit_scalar(lua_State* L, value& scalar, dialect of) {
    if (scalar.kind == kind::null && !of.null)
        luaL_error(L, "null, which cannot be said there; leave it out");
    if (scalar.kind == kind::boolean && !of.typed) {
        scalar.text = scalar.truth ? "true" : "false";
        scalar.kind = kind::string;
    }
    if (scalar.kind == kind::number && !of.typed) {
        scalar.kind = kind::string;
        scalar.note = note::none;
    }
    if (of.shape == shape::xml && find_non_xml_character(scalar.text) != std::string_view::npos)
        luaL_error(L, "a control character, which XML cannot hold");
}

void note_attribute(lua_State* L, std::string_view name) {
    if (name.starts_with("@xsi:")) budget_of(L).wrote_nil = true;
}

value* copy_value(lua_State* L, value const& from, dialect to, std::size_t depth) {
    check_depth(L, depth);
    if (from.kind == kind::element && to.shape != shape::xml)
        luaL_error(L, "an element of XML has no place there; put in what of it is meant");
    if (from.is_container() && from.kind != kind::element && to.shape != shape::json)
        luaL_error(L, "%s has no place there; put in what of it is meant",
                   from.kind == kind::array ? "a list" : "an object");
    auto* const made = make_node(L, from.kind);
    made->truth = from.truth;
    made->note = from.note;
    made->text = from.text;
    if (!from.is_container()) fit_scalar(L, *made, to);
    for (auto const* child = from.first; child != nullptr; child = child->next) {
        note_attribute(L, from.kind == kind::element ? child->name : std::string_view());
        document::append(*made, *copy_value(L, *child, to, child->is_container() ? depth + 1 : depth),
                         child->name);
    }
    return made;
}

value* make_value(lua_State* L, int index, dialect of, std::size_t depth) {
    check_depth(L, depth);
    if (auto* const scalar = make_scalar(L, index)) {
        fit_scalar(L, *scalar, of);
        return scalar;
    }
    if (auto const* const box = box_at(L, index)) return copy_value(L, *box->node, of, depth);
    if (lua_type(L, index) != LUA_TTABLE) luaL_error(L, "a document cannot hold a %s", type_of(L, index));
    if (of.shape != shape::json) luaL_error(L, "a table has no place there");
    return make_of_table(L, index, of, depth);
}

void remove_child(lua_State* L, value& parent, value& child) {
    value* before = nullptr;
    for (auto* at = parent.first; at != &child; at = at->next) before = at;
    charge(L, parent.count / 8);
    (before == nullptr ? parent.first : before->next) = child.next;
    if (parent.last == &child) parent.last = before;
    --parent.count;
    ++budget_of(L).edits;
}

void replace_child(value& old, value const& made) {
    auto const name = old.name;
    bool const plain_name = old.plain_name;
    auto* const next = old.next;
    old = made;
    old.name = name;
    old.plain_name = plain_name;
    old.next = next;
}

} // namespace ficus::acl
