#pragma once

#include "acl/script_value.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace ficus::acl {

// What scripts do with lists, objects and elements. All of it raises Lua's errors.

/// A value of a document of that dialect, of whatever is at `index`, without a parent. `depth`: its own.
value* make_value(lua_State* L, int index, dialect of, std::size_t depth);
/// A deep copy, as a document of the dialect `to` holds it. Texts are shared: there is one arena.
value* copy_value(lua_State* L, value const& from, dialect to, std::size_t depth);
/// A scalar, as a document of that dialect holds it.
void fit_scalar(lua_State* L, value& scalar, dialect of);
/// Past this, writers would go too deep.
void check_depth(lua_State* L, std::size_t depth);

/// What an element is given may need the prefix `xsi`, which the root then declares.
void note_attribute(lua_State* L, std::string_view name);

void remove_child(lua_State* L, value& parent, value& child);
/// Puts what `made` holds into the place of `old`.
void replace_child(value& old, value const& made);

/// Elements and forms are asked by the paths of their side (field_path.hpp). `get_path` pushes the answer.
void get_path(lua_State* L, script_box const& in, std::string_view path);
void set_path(lua_State* L, script_box const& in, std::string_view path, int index);
/// The text of an element, null, or the element itself where there are elements in it.
void push_element(lua_State* L, value& element, script_box const& in);
/// Fills an element that is new.
void fill_element(lua_State* L, value& element, int index, script_box const& in, std::size_t depth);

/// The names of a Lua table, sorted; raises an error where it has any other keys.
std::vector<std::string_view> sorted_names(lua_State* L, int index);

} // namespace ficus::acl
