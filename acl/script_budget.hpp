#pragma once

#include "acl/script_options.hpp"

#include <cstddef>
#include <cstdint>
#include <lua.hpp>
#include <memory>

// Lua is the one that Debian compiles as C++: its errors are exceptions, which leave no destructor out.

namespace ficus::acl {

class document;

/// What the scripts of one message have left, and where they work. A Lua state knows its own.
struct script_budget {
    enum class spent : std::uint8_t { nothing, steps, memory, time };

    script_limits limits;
    std::int64_t steps_left = 0;
    std::size_t held = 0;        ///< bytes, by Lua and in the document
    std::int64_t stops_at = 0;   ///< nanoseconds of the thread's processor time
    bool late = false;           ///< it was past that when Lua was short of memory
    spent what = spent::nothing; ///< why Lua was stopped
    document* memory = nullptr;  ///< where values are made; null while compiling
    std::size_t edits = 0;       ///< of documents: what was known of a list's elements is out of date
    bool wrote_nil = false;      ///< an `xsi:nil`, or another of its prefix, stands in the target
};

struct state_closer {
    void operator()(lua_State* L) const { lua_close(L); }
};
using script_state = std::unique_ptr<lua_State, state_closer>;

/// A state that has nothing in it yet, and takes from the budget, which must outlive it. Null: there is no
/// memory for one.
script_state new_state(script_budget& budget);

script_budget& budget_of(lua_State* L);
/// For what the library does without an instruction of the script: raises Lua's error where too much was
/// done.
void charge(lua_State* L, std::uint64_t steps);
/// For texts that are looked at or copied.
void charge_text(lua_State* L, std::size_t bytes);
/// For what a script puts into the document, which is never given back.
void charge_memory(lua_State* L, std::size_t bytes);
/// What a script was stopped for; never for `nothing`.
const char* describe(script_budget::spent what);

} // namespace ficus::acl
