#include "acl/script_budget.hpp"

#include <cstdlib>
#include <ctime>
#include <limits>

namespace ficus::acl {
namespace {

/// Instructions between two looks at what is left.
constexpr int interval = 1000;
/// Bytes that are made, or looked at, in about the time of an instruction.
constexpr std::size_t bytes_a_step = 32;

std::int64_t processor_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// One instruction may compare two texts of megabytes, which nothing counts: so there is a clock behind it
/// all, too slow for any script that merely runs.
std::int64_t most_time(script_limits const& limits) {
    constexpr std::int64_t for_all = 200'000'000;
    constexpr std::int64_t for_each = 200;
    return for_all + for_each * static_cast<std::int64_t>(limits.steps);
}

void* allocate(void* of, void* old, std::size_t old_size, std::size_t size) {
    auto& budget = *static_cast<script_budget*>(of);
    if (old == nullptr) old_size = 0; // Lua says the type of what it makes there
    if (size == 0) {
        std::free(old);
        budget.held -= old_size;
        return nullptr;
    }
    // Nothing may fail that does not grow.
    if (size > old_size) {
        auto const grown = size - old_size;
        budget.steps_left -= static_cast<std::int64_t>(grown / bytes_a_step);
        if (budget.held + grown > budget.limits.memory) {
            // Lua goes through all that it holds and asks again, which no step is counted for.
            budget.late = budget.late || processor_time() > budget.stops_at;
            budget.what = budget.late ? script_budget::spent::time : script_budget::spent::memory;
            return nullptr;
        }
        if (budget.late) {
            budget.what = script_budget::spent::time;
            return nullptr;
        }
        if (budget.steps_left < 0) {
            budget.what = script_budget::spent::steps;
            return nullptr;
        }
    }
    auto* const made = std::realloc(old, size);
    if (made != nullptr) budget.held += size - old_size;
    return made;
}

[[noreturn]] void stop(lua_State* L, script_budget::spent what) {
    budget_of(L).what = what;
    luaL_error(L, "%s", describe(what));
    std::abort(); // luaL_error does not return
}

void look(lua_State* L, lua_Debug* at) {
    auto& budget = budget_of(L);
    budget.steps_left -= interval;
    auto what = script_budget::spent::nothing;
    if (budget.steps_left < 0)
        what = script_budget::spent::steps;
    else if (processor_time() > budget.stops_at)
        what = script_budget::spent::time;
    else
        return;
    budget.what = what;
    lua_getinfo(L, "Sl", at);
    luaL_error(L, "%s:%d: %s", at->short_src, at->currentline, describe(what));
}

} // namespace

script_state new_state(script_budget& budget) {
    budget.steps_left = static_cast<std::int64_t>(budget.limits.steps);
    budget.stops_at = processor_time() + most_time(budget.limits);
    auto* const L = lua_newstate(&allocate, &budget);
    if (L == nullptr) return nullptr;
    *static_cast<script_budget**>(lua_getextraspace(L)) = &budget;
    lua_sethook(L, &look, LUA_MASKCOUNT, interval);
    return script_state(L);
}

script_budget& budget_of(lua_State* L) {
    return **static_cast<script_budget**>(lua_getextraspace(L));
}

void charge(lua_State* L, std::uint64_t steps) {
    auto& budget = budget_of(L);
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max() / 2;
    budget.steps_left -= static_cast<std::int64_t>(steps < most ? steps : most);
    if (budget.steps_left >= 0) return;
    budget.steps_left = -1;
    stop(L, script_budget::spent::steps);
}

void charge_text(lua_State* L, std::size_t bytes) {
    charge(L, 1 + bytes / bytes_a_step);
}

void charge_memory(lua_State* L, std::size_t bytes) {
    auto& budget = budget_of(L);
    charge_text(L, bytes);
    if (bytes > budget.limits.memory || budget.held + bytes > budget.limits.memory)
        stop(L, script_budget::spent::memory);
    budget.held += bytes;
}

const char* describe(script_budget::spent what) {
    switch (what) {
    case script_budget::spent::steps:
        return "the scripts of one message took more steps than they may; 'lua.steps' is the limit";
    case script_budget::spent::memory:
        return "the scripts of one message held more memory than they may; 'lua.memory' is the limit";
    default: return "the scripts of one message took too long";
    }
}

} // namespace ficus::acl
