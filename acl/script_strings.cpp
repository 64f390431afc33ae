#include "acl/script_library.hpp"
#include "acl/script_value.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

// The table `string`, but for what matches: of bytes, and of ASCII's letters.

namespace ficus::acl {
namespace {

struct range {
    std::size_t begin, end;
};

/// Positions are counted from 1, or backwards from -1; what lies outside is cut off.
range range_of(lua_Integer first, lua_Integer last, std::size_t size) {
    auto const length = static_cast<lua_Integer>(size);
    if (first < 0) first = std::max<lua_Integer>(length + first + 1, 1);
    if (first == 0) first = 1;
    if (last < 0) last = length + last + 1;
    last = std::min(last, length);
    if (first > last) return {0, 0};
    return {static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last)};
}

int string_len(lua_State* L) {
    lua_pushinteger(L, static_cast<lua_Integer>(check_text(L, 1).size()));
    return 1;
}

int string_sub(lua_State* L) {
    auto const text = check_text(L, 1);
    auto const part = range_of(luaL_checkinteger(L, 2), luaL_optinteger(L, 3, -1), text.size());
    lua_pushlstring(L, text.data() + part.begin, part.end - part.begin);
    return 1;
}

int string_byte(lua_State* L) {
    auto const text = check_text(L, 1);
    auto const first = luaL_optinteger(L, 2, 1);
    auto const part = range_of(first, luaL_optinteger(L, 3, first), text.size());
    auto const many = part.end - part.begin;
    if (many > 250) luaL_error(L, "more than 250 bytes at once");
    luaL_checkstack(L, static_cast<int>(many), "too many bytes");
    for (auto i = part.begin; i < part.end; ++i) lua_pushinteger(L, static_cast<unsigned char>(text[i]));
    return static_cast<int>(many);
}

int string_char(lua_State* L) {
    auto const many = lua_gettop(L);
    luaL_Buffer made;
    luaL_buffinit(L, &made);
    for (int i = 1; i <= many; ++i) {
        auto const byte = luaL_checkinteger(L, i);
        luaL_argcheck(L, byte >= 0 && byte <= 255, i, "a byte from 0 to 255 is due");
        luaL_addchar(&made, static_cast<char>(byte));
    }
    luaL_pushresult(&made);
    return 1;
}

template<class Change>
int changed(lua_State* L, Change change) {
    auto const text = check_text(L, 1);
    luaL_Buffer made;
    auto* const to = luaL_buffinitsize(L, &made, text.size());
    change(text, to);
    luaL_pushresultsize(&made, text.size());
    return 1;
}

int string_lower(lua_State* L) {
    return changed(L, [](std::string_view text, char* to) {
        for (auto const c : text) *to++ = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
}

int string_upper(lua_State* L) {
    return changed(L, [](std::string_view text, char* to) {
        for (auto const c : text) *to++ = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
}

int string_reverse(lua_State* L) {
    return changed(L,
                   [](std::string_view text, char* to) { std::reverse_copy(text.begin(), text.end(), to); });
}

int string_rep(lua_State* L) {
    auto const text = check_text(L, 1);
    auto const times = luaL_checkinteger(L, 2);
    auto const between = lua_isnoneornil(L, 3) ? std::string_view() : check_text(L, 3);
    auto const piece = text.size() + between.size();
    if (times <= 0 || piece == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    // Before anything is made: the product may be more than any number can be.
    auto const most = budget_of(L).limits.memory;
    if (static_cast<std::uint64_t>(times) > most / piece + 1)
        luaL_error(L, "a text of %d bytes, repeated that often, is larger than 'lua.memory'",
                   static_cast<int>(piece));
    charge(L, static_cast<std::uint64_t>(times));
    luaL_Buffer made;
    luaL_buffinitsize(L, &made, static_cast<std::size_t>(times) * piece);
    for (lua_Integer i = 0; i < times; ++i) {
        if (i > 0) luaL_addlstring(&made, between.data(), between.size());
        luaL_addlstring(&made, text.data(), text.size());
    }
    luaL_pushresult(&made);
    return 1;
}

/// One `%5.2f` of a format, without the `%`.
struct directive {
    std::array<char, 24> spec{}; ///< for snprintf, with the length of Lua's integers
    char letter = '\0';
    bool bare = true; ///< neither flags nor width nor precision
};

directive read_directive(lua_State* L, std::string_view& format) {
    directive made;
    std::size_t size = 0;
    auto const take = [&] {
        made.spec[size++] = format.front();
        format.remove_prefix(1);
    };
    auto const digits = [&] {
        for (int i = 0; i < 2 && !format.empty() && format.front() >= '0' && format.front() <= '9'; ++i)
            take();
    };
    made.spec[size++] = '%';
    for (int i = 0;
         i < 5 && !format.empty() && std::string_view("-+ #0").find(format.front()) != std::string_view::npos;
         ++i)
        take();
    digits();
    if (!format.empty() && format.front() == '.') {
        take();
        digits();
    }
    made.bare = size == 1;
    if (format.empty()) luaL_error(L, "the format ends in '%%'");
    made.letter = format.front();
    format.remove_prefix(1);
    if (std::string_view("dioxXu").find(made.letter) != std::string_view::npos) {
        made.spec[size++] = 'l';
        made.spec[size++] = 'l';
    }
    made.spec[size++] = made.letter;
    return made;
}

void add_directive(lua_State* L, luaL_Buffer& to, directive const& one, int argument) {
    constexpr std::size_t longest = 512; // %99.99f of the largest number
    switch (one.letter) {
    case 'd':
    case 'i': [[fallthrough]];
    case 'o':
    case 'x':
    case 'X':
    case 'u': {
        auto const number = luaL_checkinteger(L, argument);
        auto* const room = luaL_prepbuffsize(&to, longest);
        luaL_addsize(&to, static_cast<std::size_t>(
                              std::snprintf(room, longest, one.spec.data(), static_cast<long long>(number))));
        return;
    }
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G': {
        auto const number = luaL_checknumber(L, argument);
        auto* const room = luaL_prepbuffsize(&to, longest);
        luaL_addsize(&to, static_cast<std::size_t>(std::snprintf(room, longest, one.spec.data(), number)));
        return;
    }
    case 'c': luaL_addchar(&to, static_cast<char>(luaL_checkinteger(L, argument))); return;
    case 's': {
        auto const text = check_text(L, argument);
        if (one.bare) return luaL_addlstring(&to, text.data(), text.size());
        constexpr std::size_t most = 100; // what two digits can ask for
        if (text.size() >= longest - most || text.find('\0') != std::string_view::npos)
            luaL_argerror(L, argument, "a text that is given a width is short, and has no zero byte");
        std::array<char, longest> copy{};
        std::copy(text.begin(), text.end(), copy.begin());
        auto* const room = luaL_prepbuffsize(&to, longest);
        luaL_addsize(&to,
                     static_cast<std::size_t>(std::snprintf(room, longest, one.spec.data(), copy.data())));
        return;
    }
    default:
        luaL_error(L, "'%%%c' is none of %%d %%i %%u %%o %%x %%X %%e %%E %%f %%g %%G %%c %%s", one.letter);
    }
}

int string_format(lua_State* L) {
    auto format = check_text(L, 1);
    int argument = 1;
    // Behind these the buffer has its own, which is no argument.
    auto const last = lua_gettop(L);
    luaL_Buffer made;
    luaL_buffinit(L, &made);
    while (!format.empty()) {
        auto const percent = std::min(format.find('%'), format.size());
        luaL_addlstring(&made, format.data(), percent);
        format.remove_prefix(percent);
        if (format.starts_with("%%")) {
            luaL_addchar(&made, '%');
            format.remove_prefix(2);
        } else if (!format.empty()) {
            format.remove_prefix(1);
            charge(L, 8);
            auto const one = read_directive(L, format);
            if (++argument > last)
                luaL_argerror(L, argument, "the format asks for more values than there are");
            add_directive(L, made, one, argument);
        }
    }
    luaL_pushresult(&made);
    return 1;
}

} // namespace

void open_strings(lua_State* L) {
    luaL_Reg const functions[] = {{"len", string_len},       {"sub", string_sub},
                                  {"byte", string_byte},     {"char", string_char},
                                  {"lower", string_lower},   {"upper", string_upper},
                                  {"rep", string_rep},       {"reverse", string_reverse},
                                  {"format", string_format}, {nullptr, nullptr}};
    lua_createtable(L, 0, 13);
    luaL_setfuncs(L, functions, 0);
    open_matching(L);
}

} // namespace ficus::acl
