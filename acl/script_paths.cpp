#include "acl/element_choice.hpp"
#include "acl/field_path.hpp"
#include "acl/reading_limits.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/script_container.hpp"
#include "acl/utf8.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>

// Elements and forms, which scripts ask by the paths of their side.

namespace ficus::acl {
namespace {

field_path read_path(lua_State* L, script_box const& in, std::string_view text) {
    if (find_invalid_utf8(text) != std::string_view::npos)
        luaL_error(L, "a path that is not UTF-8, which no document can hold");
    charge_text(L, text.size());
    // What is taken apart is held outside of what is counted.
    auto const deepest = static_cast<std::ptrdiff_t>(reading_limits{}.max_depth);
    if (in.dialect.shape == shape::xml && std::count(text.begin(), text.end(), '/') > deepest)
        luaL_error(L, "a path of more than %d steps", static_cast<int>(deepest));
    charge(L, 4);
    auto path = parse_field_path(in.dialect.shape, text);
    if (!path) luaL_error(L, "'%s': %s", std::string(text).c_str(), path.error().c_str());
    auto const chooses = [](std::string const& step) {
        return is_choice(step) || position_of(step).has_value();
    };
    if (in.dialect.shape == shape::xml && std::any_of(path->steps.begin(), path->steps.end(), chooses))
        luaL_error(L, "'%s' chooses an element, which a script does itself; ask for all of them with []",
                   std::string(text).c_str());
    if (path->where != place::body)
        luaL_error(L, "'%s' is beside the body, where scripts do not reach", std::string(text).c_str());
    return std::move(*path);
}

bool is_attribute(std::string_view name) {
    return name.starts_with('@');
}

/// The one child of that name; null where there is none.
value* find_one(lua_State* L, value& parent, std::string_view name) {
    value* found = nullptr;
    charge(L, parent.count / 8);
    for (auto* child = parent.first; child != nullptr; child = child->next) {
        if (child->name != name) continue;
        if (found != nullptr)
            luaL_error(L, "'%s' is there more than once; ask for '%s[]'", std::string(name).c_str(),
                       std::string(name).c_str());
        found = child;
    }
    return found;
}

void remove_all(lua_State* L, value& parent, std::string_view name) {
    for (auto* child = parent.first; child != nullptr;) {
        auto* const next = child->next;
        if (child->name == name) remove_child(L, parent, *child);
        child = next;
    }
}

void push_text(lua_State* L, value const& element) {
    auto const text = element_text(element, *budget_of(L).memory);
    // Of several pieces one was made.
    auto const is_piece = [&] {
        for (auto const* child = element.first; child != nullptr; child = child->next)
            if (child->name.empty() && child->text.data() == text.data()) return true;
        return false;
    };
    if (!text.empty() && !is_piece()) charge_memory(L, text.size());
    charge_text(L, text.size());
    lua_pushlstring(L, text.data() == nullptr ? "" : text.data(), text.size());
}

/// What repeats, as a table: elements of which each may be asked, or texts.
void push_all(lua_State* L, value* parent, std::string_view name, script_box const& in, std::size_t depth) {
    lua_createtable(L, 0, 0);
    lua_Integer position = 0;
    for (auto* child = parent == nullptr ? nullptr : parent->first; child != nullptr; child = child->next) {
        charge(L, 1);
        if (child->name != name) continue;
        push_value(L, *child, in, depth);
        lua_rawseti(L, -2, ++position);
    }
}

/// A scalar as the text that it is there.
value* make_text(lua_State* L, int index, dialect of) {
    auto* const scalar = make_scalar(L, index);
    if (scalar == nullptr) luaL_error(L, "%s where a text is due", type_of(L, index));
    fit_scalar(L, *scalar, of);
    return scalar;
}

void set_text(lua_State* L, value& element, int index, script_box const& in) {
    remove_all(L, element, "");
    remove_all(L, element, "@xsi:nil");
    if (lua_isnil(L, index)) return;
    auto* const text = make_text(L, index, in.dialect);
    if (text->kind == kind::null) {
        set_nil(element, *budget_of(L).memory);
        budget_of(L).wrote_nil = true;
    } else if (!text->text.empty()) {
        document::append(element, *text);
    }
}

value& make_element(lua_State* L, value& parent, std::string_view name) {
    auto* const made = make_node(L, kind::element);
    document::append(parent, *made, keep_text(L, name));
    return *made;
}

/// Each of what is at `index`: what a list or a table has at 1, 2 and so on.
template<class Take>
void for_each_item(lua_State* L, int index, Take take) {
    auto const* const box = box_at(L, index);
    if (lua_type(L, index) != LUA_TTABLE && (box == nullptr || box->what == script_box::holds::number))
        luaL_error(L, "%s where a list is due", type_of(L, index));
    auto const size = luaL_len(L, index);
    for (lua_Integer i = 1; i <= size; ++i) {
        charge(L, 1);
        lua_geti(L, index, i);
        take(lua_gettop(L));
        lua_pop(L, 1);
    }
}

void set_in_form(lua_State* L, script_box const& in, field_path const& path, int index) {
    auto& form = *in.node;
    auto const& name = path.steps.front();
    auto const add = [&](int at) {
        auto* const text = make_text(L, at, in.dialect);
        document::append(form, *text, keep_text(L, name));
    };
    if (path.repeated || lua_isnil(L, index)) {
        remove_all(L, form, name);
        if (!lua_isnil(L, index)) for_each_item(L, index, add);
    } else if (auto* const old = find_one(L, form, name)) {
        replace_child(*old, *make_text(L, index, in.dialect));
    } else {
        add(index);
    }
}

} // namespace

void push_element(lua_State* L, value& element, script_box const& in) {
    if (is_nil(element)) return push_null(L);
    charge(L, element.count / 8);
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->kind == kind::element) return push_value(L, element, in, in.depth + 1);
    push_text(L, element);
}

void fill_element(lua_State* L, value& element, int index, script_box const& in, std::size_t depth) {
    check_depth(L, depth);
    if (auto const* const box = box_at(L, index);
        box != nullptr && box->what == script_box::holds::container) {
        if (box->node->kind != kind::element)
            luaL_error(L, "%s has no place there; put in what of it is meant", type_of(L, index));
        auto const* const copy = copy_value(L, *box->node, in.dialect, depth);
        for (auto* child = copy->first; child != nullptr;) {
            auto* const next = child->next;
            document::append(element, *child, child->name);
            child = next;
        }
        return;
    }
    if (lua_type(L, index) != LUA_TTABLE) return set_text(L, element, index, in);
    script_box inner = in;
    inner.node = &element;
    inner.depth = depth;
    for (auto const name : sorted_names(L, index)) {
        lua_pushlstring(L, name.data(), name.size());
        lua_rawget(L, index);
        set_path(L, inner, name, lua_gettop(L));
        lua_pop(L, 1);
    }
}

void get_path(lua_State* L, script_box const& in, std::string_view text) {
    auto const path = read_path(L, in, text);
    auto* at = in.node;
    if (in.dialect.shape == shape::form) {
        if (path.repeated) return push_all(L, at, path.steps.front(), in, in.depth + 1);
        auto* const found = find_one(L, *at, path.steps.front());
        return found == nullptr ? lua_pushnil(L) : push_value(L, *found, in, in.depth + 1);
    }
    if (path.steps.empty()) return push_text(L, *at);
    script_box inner = in;
    for (std::size_t i = 0; i + 1 < path.steps.size() && at != nullptr; ++i, ++inner.depth)
        at = find_one(L, *at, path.steps[i]);
    auto const& last = path.steps.back();
    if (path.repeated) return push_all(L, at, last, in, inner.depth + 1);
    auto* const found = at == nullptr ? nullptr : find_one(L, *at, last);
    if (found == nullptr) return lua_pushnil(L);
    if (is_attribute(last)) return push_value(L, *found, in, inner.depth);
    push_element(L, *found, inner);
}

void set_path(lua_State* L, script_box const& in, std::string_view text, int index) {
    auto const path = read_path(L, in, text);
    ++budget_of(L).edits;
    if (in.dialect.shape == shape::form) return set_in_form(L, in, path, index);
    if (path.steps.empty()) return set_text(L, *in.node, index, in);
    auto* at = in.node;
    auto depth = in.depth;
    for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) {
        auto* const found = find_one(L, *at, path.steps[i]);
        if (found == nullptr && lua_isnil(L, index)) return;
        check_depth(L, ++depth);
        at = found != nullptr ? found : &make_element(L, *at, path.steps[i]);
    }
    auto const& last = path.steps.back();
    if (lua_isnil(L, index)) return remove_all(L, *at, last);
    if (path.repeated) {
        // Before anything is taken away: what is put in may be what was there.
        value made;
        for_each_item(L, index,
                      [&](int item) { fill_element(L, make_element(L, made, last), item, in, depth + 1); });
        remove_all(L, *at, last);
        for (auto* child = made.first; child != nullptr;) {
            auto* const next = child->next;
            document::append(*at, *child, child->name);
            child = next;
        }
        return;
    }
    auto* const old = find_one(L, *at, last);
    value* made = nullptr;
    if (is_attribute(last)) {
        note_attribute(L, last);
        made = make_text(L, index, in.dialect);
        if (made->kind == kind::null) luaL_error(L, "null, which an attribute cannot hold; leave it out");
    } else {
        made = make_node(L, kind::element);
        fill_element(L, *made, index, in, depth + 1);
    }
    if (old != nullptr)
        replace_child(*old, *made);
    else
        document::append(*at, *made, keep_text(L, last));
}

} // namespace ficus::acl
