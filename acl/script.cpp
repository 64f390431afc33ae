#include "acl/script.hpp"

#include "acl/script_budget.hpp"

#include <utility>

namespace ficus::acl {
namespace {

int append(lua_State*, void const* bytes, std::size_t size, void* to) {
    static_cast<std::string*>(to)->append(static_cast<char const*>(bytes), size);
    return 0;
}

} // namespace

boost::system::result<script, std::string> script::compile(script_text const& from,
                                                           std::string_view parameters) {
    using result = boost::system::result<script, std::string>;
    auto const fail = [](std::string what) { return result(boost::system::in_place_error, std::move(what)); };
    script_budget budget;
    budget.limits.steps = 1'000'000'000;
    budget.limits.memory = 256UL * 1024 * 1024;
    auto const state = new_state(budget);
    if (!state) return fail("there is no memory to compile it in");
    auto* const L = state.get();
    // On the script's own first line, so that lines are those of its text.
    auto const body = "local " + std::string(parameters) + " = ... " + from.text;
    script made;
    made.name_ = from.name;
    if (luaL_loadbufferx(L, body.data(), body.size(), ('=' + from.name).c_str(), "t") != LUA_OK) {
        auto const* const what = lua_tostring(L, -1);
        return fail(std::string(what == nullptr ? "it cannot be compiled" : what) + "; write Lua 5.4");
    }
    if (lua_dump(L, &append, &made.code_, 0) != 0) return fail("it cannot be compiled");
    return made;
}

} // namespace ficus::acl
