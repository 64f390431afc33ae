#include "acl/script_run.hpp"

#include "acl/script_container.hpp"
#include "acl/script_library.hpp"
#include "acl/utf8.hpp"

#include <string>

namespace ficus::acl {

struct script_run::machine {
    script_state state;
};

/// All that one call needs, while Lua's errors may come.
struct script_run::call {
    script const* what;
    value* from; ///< a scalar, or the source
    dialect of_source;
    value* target = nullptr; ///< null: there are no documents
    dialect of_target;
    value* returned = nullptr;

    void push_document(lua_State* L, value& root, dialect of, bool writable) const {
        script_box box;
        box.what = script_box::holds::container;
        box.writable = writable;
        box.dialect = of;
        box.node = &root;
        push_box(L, box);
    }

    void push_arguments(lua_State* L) const {
        if (target == nullptr) return push_value(L, *from, {}, 1);
        if (from->is_container())
            push_document(L, *from, of_source, false);
        else
            push_value(L, *from, {}, 1);
        push_document(L, *target, of_target, true);
    }

    void take(lua_State* L) {
        if (lua_isnil(L, -1)) return;
        auto const index = lua_gettop(L);
        if (target == nullptr) {
            returned = make_scalar(L, index);
            if (returned == nullptr)
                luaL_error(L, "%s was returned, where a string, a number, a boolean, null or nothing is due",
                           type_of(L, index));
            return;
        }
        auto const* const box = box_at(L, index);
        if (box != nullptr && box->what == script_box::holds::container && box->node == target) return;
        if (of_target.shape != shape::json)
            luaL_error(L, "something was returned; change the target, which is what is written");
        auto* const made = make_value(L, index, of_target, 1);
        if (!made->is_container())
            luaL_error(L, "%s was returned, where a list or an object is due", type_of(L, index));
        returned = made;
    }
};

namespace {

int open_protected(lua_State* L) {
    open_library(L);
    return 0;
}

/// What comes from a script may be anything, and goes into logs and answers.
std::string legible(std::string_view text) {
    constexpr std::size_t longest = 300;
    std::string made;
    for (std::size_t i = 0; i < text.size() && made.size() < longest;) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            made += c < ' ' || c == 0x7F ? ' ' : text[i];
            ++i;
            continue;
        }
        std::size_t const size = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        auto const piece = text.substr(i, size);
        if (find_invalid_utf8(piece) == std::string_view::npos) {
            made += piece;
            i += piece.size();
        } else {
            made += '?';
            ++i;
        }
    }
    return made;
}

} // namespace

script_run::script_run(script_limits const& limits, document& memory)
    : budget_(std::make_unique<script_budget>()) {
    budget_->limits = limits;
    budget_->memory = &memory;
}

script_run::~script_run() = default;

bool script_run::wrote_nil() const {
    return budget_->wrote_nil;
}

std::optional<error> script_run::stopped(int status) {
    if (status == LUA_OK) return std::nullopt;
    auto* const L = machine_->state.get();
    std::string what;
    if (status == LUA_ERRMEM || status < 0) {
        what = budget_->what == script_budget::spent::nothing ? "there is no memory for it"
                                                              : describe(budget_->what);
    } else if (lua_type(L, -1) == LUA_TSTRING) {
        std::size_t size = 0;
        auto const* const text = lua_tolstring(L, -1, &size);
        what = legible({text, size});
    } else {
        what = std::string("the script ended in an error that is no text but a ") + luaL_typename(L, -1);
    }
    lua_settop(L, 0);
    return error{error_code::script, {}, std::move(what)};
}

boost::system::result<value*, error> script_run::run(call& one) {
    if (!machine_) {
        machine_ = std::make_unique<machine>();
        machine_->state = new_state(*budget_);
        if (machine_->state == nullptr) {
            machine_.reset();
            return error{error_code::script, {}, "'lua.memory' has no room for Lua itself"};
        }
        auto* const L = machine_->state.get();
        lua_pushcfunction(L, open_protected);
        if (auto failure = stopped(lua_pcall(L, 0, 0, 0))) return std::move(*failure);
    }
    auto* const L = machine_->state.get();
    auto const calls = [](lua_State* in) {
        auto& what = *static_cast<call*>(lua_touserdata(in, 1));
        charge(in, 20);
        if (lua_rawgetp(in, LUA_REGISTRYINDEX, what.what) != LUA_TFUNCTION) {
            lua_pop(in, 1);
            auto const& code = what.what->code();
            if (luaL_loadbufferx(in, code.data(), code.size(), what.what->name().c_str(), "b") != LUA_OK)
                lua_error(in);
            lua_pushvalue(in, -1);
            lua_rawsetp(in, LUA_REGISTRYINDEX, what.what);
        }
        // Its one upvalue is _ENV, which another call may have put something else in the place of.
        lua_rawgeti(in, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
        lua_setupvalue(in, -2, 1);
        what.push_arguments(in);
        lua_call(in, what.target == nullptr ? 1 : 2, 1);
        what.take(in);
        return 0;
    };
    lua_pushcfunction(L, calls);
    lua_pushlightuserdata(L, &one);
    if (auto failure = stopped(lua_pcall(L, 1, 0, 0))) return std::move(*failure);
    return one.returned;
}

boost::system::result<value*, error> script_run::convert(script const& s, value const& from) {
    if (from.is_container())
        return error{error_code::wrong_type, {}, "a script of a field takes a scalar; map what is in there"};
    auto scalar = from;
    call one{&s, &scalar, {}, nullptr, {}, nullptr};
    return run(one);
}

boost::system::result<value*, error> script_run::change(script const& s, value& source, dialect of_source,
                                                        value& target, dialect of_target) {
    call one{&s, &source, of_source, &target, of_target, nullptr};
    return run(one);
}

} // namespace ficus::acl
