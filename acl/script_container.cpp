#include "acl/script_container.hpp"

#include "acl/script_library.hpp"
#include "acl/utf8.hpp"

// Lists, objects and elements as scripts have them: views of the document, which are asked and changed as
// tables are.

namespace ficus::acl {
namespace {

/// Whether it is asked by names that are paths.
bool has_paths(script_box const& box) {
    return box.node->kind == kind::element || box.dialect.shape == shape::form;
}

value* find_member(lua_State* L, value& object, std::string_view name) {
    std::size_t looked_at = 0;
    for (auto* child = object.first; child != nullptr; child = child->next, ++looked_at)
        if (child->name == name) {
            charge(L, looked_at / 8);
            return child;
        }
    charge(L, looked_at / 8);
    return nullptr;
}

/// The element of a list, counted from 1; most ask for one after the other.
value* find_element(lua_State* L, script_box& list, lua_Integer position) {
    if (position < 1 || position > static_cast<lua_Integer>(list.node->count)) return nullptr;
    auto const wanted = static_cast<std::size_t>(position);
    auto& budget = budget_of(L);
    if (list.element == nullptr || list.edits != budget.edits || list.position > wanted) {
        list.position = 1;
        list.element = list.node->first;
        list.edits = budget.edits;
    }
    charge(L, (wanted - list.position) / 8);
    for (; list.position < wanted; ++list.position) list.element = list.element->next;
    return list.element;
}

std::string_view name_at(lua_State* L, int index) {
    std::size_t size = 0;
    auto const* const text = lua_tolstring(L, index, &size);
    charge_text(L, size);
    return {text, size};
}

int container_index(lua_State* L) {
    auto& box = *box_at(L, 1);
    value* found = nullptr;
    if (box.node->kind == kind::array) {
        if (lua_isinteger(L, 2) != 0) found = find_element(L, box, lua_tointeger(L, 2));
    } else if (lua_type(L, 2) == LUA_TSTRING) {
        if (has_paths(box)) {
            get_path(L, box, name_at(L, 2));
            return 1;
        }
        found = find_member(L, *box.node, name_at(L, 2));
    }
    if (found == nullptr)
        lua_pushnil(L);
    else
        push_value(L, *found, box, box.depth + 1);
    return 1;
}

void set_element(lua_State* L, script_box& box) {
    auto& list = *box.node;
    auto const position = lua_isinteger(L, 2) != 0 ? lua_tointeger(L, 2) : 0;
    auto const size = static_cast<lua_Integer>(list.count);
    if (position < 1 || position > size + 1)
        luaL_error(L, "a list of %d has the positions 1 to %d, and one more that it can be given",
                   static_cast<int>(size), static_cast<int>(size));
    if (lua_isnil(L, 3)) {
        if (position < size) luaL_error(L, "only the last one of a list can be taken away; see table.remove");
        if (position == size) remove_child(L, list, *list.last);
        return;
    }
    auto* const made = make_value(L, 3, box.dialect, box.depth + 1);
    if (position > size)
        document::append(list, *made);
    else
        replace_child(*find_element(L, box, position), *made);
}

void set_member(lua_State* L, script_box& box) {
    if (lua_type(L, 2) != LUA_TSTRING) luaL_error(L, "an object has names, and no %s", type_of(L, 2));
    auto const name = name_at(L, 2);
    if (find_invalid_utf8(name) != std::string_view::npos)
        luaL_error(L, "a name that is not UTF-8, which no document can hold");
    auto* const old = find_member(L, *box.node, name);
    if (lua_isnil(L, 3)) {
        if (old != nullptr) remove_child(L, *box.node, *old);
        return;
    }
    auto* const made = make_value(L, 3, box.dialect, box.depth + 1);
    if (old != nullptr)
        replace_child(*old, *made);
    else
        document::append(*box.node, *made, keep_text(L, name));
}

int container_newindex(lua_State* L) {
    auto& box = *box_at(L, 1);
    if (!box.writable) return luaL_error(L, "the source cannot be changed, only the target");
    ++budget_of(L).edits;
    if (box.node->kind == kind::array) {
        set_element(L, box);
    } else if (!box.node->is_container()) {
        luaL_error(L, "what was there is there no more");
    } else if (has_paths(box)) {
        if (lua_type(L, 2) != LUA_TSTRING)
            luaL_error(L, "it is asked by paths, and not by a %s", type_of(L, 2));
        set_path(L, box, name_at(L, 2), 3);
    } else {
        set_member(L, box);
    }
    return 0;
}

int container_len(lua_State* L) {
    auto const& box = *box_at(L, 1);
    if (box.node->kind != kind::array)
        return luaL_error(L, "only a list has a length, and this is an %s", type_of(L, 1));
    lua_pushinteger(L, box.node->count);
    return 1;
}

int container_equal(lua_State* L) {
    auto const* const one = box_at(L, 1);
    auto const* const other = box_at(L, 2);
    lua_pushboolean(L, one != nullptr && other != nullptr && one->what == other->what &&
                           one->node == other->node);
    return 1;
}

/// Upvalues: the container, the next one of its children, its position.
int next_child(lua_State* L) {
    charge(L, 1);
    auto* child = static_cast<value*>(lua_touserdata(L, lua_upvalueindex(2)));
    auto const& box = *box_at(L, lua_upvalueindex(1));
    if (child == nullptr) return 0;
    lua_pushlightuserdata(L, child->next);
    lua_replace(L, lua_upvalueindex(2));
    auto const position = lua_tointeger(L, lua_upvalueindex(3));
    lua_pushinteger(L, position + 1);
    lua_replace(L, lua_upvalueindex(3));
    if (box.node->kind == kind::array)
        lua_pushinteger(L, position);
    else if (child->name.empty() && box.node->kind == kind::element)
        lua_pushliteral(L, "text()");
    else
        lua_pushlstring(L, child->name.data(), child->name.size());
    if (child->kind == kind::element)
        push_element(L, *child, box);
    else
        push_value(L, *child, box, box.depth + 1);
    return 2;
}

int container_pairs(lua_State* L) {
    auto const& box = *box_at(L, 1);
    lua_pushvalue(L, 1);
    lua_pushlightuserdata(L, box.node->is_container() ? box.node->first : nullptr);
    lua_pushinteger(L, 1);
    lua_pushcclosure(L, next_child, 3);
    return 1;
}

template<kind Kind>
int make_container(lua_State* L) {
    script_box box;
    box.what = script_box::holds::container;
    box.writable = true;
    box.dialect = json_dialect;
    box.node = make_node(L, Kind);
    lua_settop(L, 1);
    if (lua_istable(L, 1)) {
        auto* const filled = make_value(L, 1, json_dialect, 1);
        if (filled->kind != Kind && filled->count > 0)
            luaL_argerror(L, 1, Kind == kind::array ? "it has names" : "it has positions");
        if (filled->kind == Kind) box.node = filled;
    }
    push_box(L, box);
    return 1;
}

} // namespace

void open_documents(lua_State* L) {
    luaL_Reg const metamethods[] = {{"__index", container_index}, {"__newindex", container_newindex},
                                    {"__len", container_len},     {"__eq", container_equal},
                                    {"__pairs", container_pairs}, {nullptr, nullptr}};
    lua_createtable(L, 0, 5);
    luaL_setfuncs(L, metamethods, 0);
    set_metatable_of(L, script_box::holds::container);
    push_null(L);
    lua_setfield(L, -2, "null");
    lua_pushcfunction(L, make_container<kind::array>);
    lua_setfield(L, -2, "list");
    lua_pushcfunction(L, make_container<kind::object>);
    lua_setfield(L, -2, "object");
    open_number(L);
}

} // namespace ficus::acl
