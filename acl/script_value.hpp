#pragma once

#include "acl/dialect.hpp"
#include "acl/script_budget.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ficus::acl {

/// What a script sees of a document, in a userdata: scripts make none of their own, so that each is one.
struct script_box {
    enum class holds : std::uint8_t {
        number,   ///< digits that are no integer of Lua's
        container ///< a list, an object or an element
    };
    holds what = holds::number;
    bool writable = false;
    acl::note note = acl::note::none;
    acl::dialect dialect;     ///< of the document that it is in
    std::size_t depth = 1;    ///< of the container in its document; the root's is 1
    std::string_view digits;  ///< of a number; in the document's arena
    value* node = nullptr;    ///< of a container
    std::size_t position = 0; ///< of the element of a list that was last asked for, counted from 1
    value* element = nullptr;
    std::size_t edits = 0; ///< as of then
};

/// What scripts call `null`.
void push_null(lua_State* L);
bool is_null(lua_State* L, int index);
/// Null where it is none.
script_box* box_at(lua_State* L, int index);
/// `a list`, `null`, `string`...: as scripts are told by `type`.
const char* type_of(lua_State* L, int index);

/// Digits as they were sent: an integer where Lua's 64 bits have it in just this spelling.
void push_number(lua_State* L, std::string_view digits, note n = note::none);
/// A scalar, or a container of a document: `parent` is the box that it is in.
void push_value(lua_State* L, value& v, script_box const& like, std::size_t depth);

/// The text that a function of the library is given: a string, or a number's digits.
std::string_view check_text(lua_State* L, int index);
/// Whether there is a text at all; none of it is converted.
bool is_text(lua_State* L, int index);

/// A scalar that is there, as a node without a parent; null where it is no scalar. Raises errors of what no
/// document can hold.
value* make_scalar(lua_State* L, int index);
/// A text that lives as long as the document.
std::string_view keep_text(lua_State* L, std::string_view text);
/// A node that counts as the script's.
value* make_node(lua_State* L, kind k);

/// Of what the metatables of boxes are found by.
void set_metatable_of(lua_State* L, script_box::holds what); ///< of the table on top, which is taken off
void push_box(lua_State* L, script_box const& like);

} // namespace ficus::acl
