#pragma once

#include "acl/script_budget.hpp"

namespace ficus::acl {

/// Makes the state's globals: what of Lua's library can reach nothing outside of the script, and takes a time
/// that is counted. All of it is frozen, and so are the globals: what one call leaves behind no other one
/// sees. Runs protected, as all that may raise Lua's errors.
void open_library(lua_State* L);

// Its parts.
void open_strings(lua_State* L);   ///< leaves the table on the stack
void open_matching(lua_State* L);  ///< into the table of strings, which is on top and stays there
void open_numbers(lua_State* L);   ///< numbers in digits have the functions of the table on top, which stays
void open_number(lua_State* L);    ///< what makes them, into the table of globals, which stays on top
void open_documents(lua_State* L); ///< into the table of globals, which is on top and stays there

} // namespace ficus::acl
