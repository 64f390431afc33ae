#include "acl/script_pattern.hpp"

namespace ficus::acl {
namespace {

/// Of what a pattern has in it one within the other; each takes a piece of the stack.
constexpr int deepest = 200;

bool is_letter(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}
bool is_space(unsigned char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_graphic(unsigned char c) {
    return c > ' ' && c < 0x7F;
}

/// `%a` and the others; a letter that names no class is itself, and so is all that is no letter.
bool is_of_class(unsigned char c, unsigned char name) {
    bool is = false;
    switch (name | 0x20) {
    case 'a': is = is_letter(c); break;
    case 'c': is = c < ' ' || c == 0x7F; break;
    case 'd': is = is_digit(c); break;
    case 'g': is = is_graphic(c); break;
    case 'l': is = c >= 'a' && c <= 'z'; break;
    case 'p': is = is_graphic(c) && !is_letter(c) && !is_digit(c); break;
    case 's': is = is_space(c); break;
    case 'u': is = c >= 'A' && c <= 'Z'; break;
    case 'w': is = is_letter(c) || is_digit(c); break;
    case 'x': is = is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); break;
    default: return c == name;
    }
    return (name & 0x20) != 0 ? is : !is;
}

unsigned char byte(char const* at) {
    return static_cast<unsigned char>(*at);
}

} // namespace

char const* script_pattern::fail(char const* what) {
    if (failure_ == nullptr) failure_ = what;
    return nullptr;
}

bool script_pattern::count(std::size_t steps) {
    steps_ -= static_cast<std::int64_t>(steps);
    if (steps_ >= 0) return true;
    spent_ = true;
    fail("it takes too many steps");
    return false;
}

char const* script_pattern::match(char const* from, std::int64_t& steps) {
    level_ = 0;
    steps_ = steps;
    auto const* const end = match(from, pattern_, deepest);
    steps = steps_;
    return failure_ != nullptr ? nullptr : end;
}

char const* script_pattern::match(char const* at, char const* p, int depth) {
    if (depth == 0) return fail("the pattern is too complex");
    while (true) {
        if (failure_ != nullptr || !count()) return nullptr;
        if (p == pattern_end_) return at;
        if (*p == '(') {
            bool const empty = p + 1 != pattern_end_ && p[1] == ')';
            return empty ? start(at, p + 2, position, depth) : start(at, p + 1, open, depth);
        }
        if (*p == ')') return finish(at, p + 1, depth);
        if (*p == '$' && p + 1 == pattern_end_) return at == end_ ? at : nullptr;
        if (*p == '%' && p + 1 != pattern_end_) {
            if (p[1] == 'b') {
                at = balanced(at, p + 2);
                if (at == nullptr) return nullptr;
                p += 4;
                continue;
            }
            if (p[1] == 'f') {
                p += 2;
                if (p == pattern_end_ || *p != '[')
                    return fail("a '[' is missing behind '%f' in the pattern");
                auto const* const after = end_of_item(p);
                if (after == nullptr) return nullptr;
                unsigned char const before = at == begin_ ? 0 : byte(at - 1);
                unsigned char const here = at == end_ ? 0 : byte(at);
                if (is_in_set(before, p, after - 1) || !is_in_set(here, p, after - 1)) return nullptr;
                p = after;
                continue;
            }
            if (is_digit(byte(p + 1))) {
                at = repeated(at, p[1]);
                if (at == nullptr) return nullptr;
                p += 2;
                continue;
            }
        }
        auto const* const after = end_of_item(p);
        if (after == nullptr) return nullptr;
        auto const quantity = after == pattern_end_ ? '\0' : *after;
        if (quantity == '*') return match_many(at, p, after, depth);
        if (quantity == '-') return match_few(at, p, after, depth);
        bool const single = is_single(at, p, after);
        if (quantity == '+') return single ? match_many(at + 1, p, after, depth) : nullptr;
        if (quantity == '?') {
            if (single)
                if (auto const* const end = match(at + 1, after + 1, depth - 1)) return end;
            p = after + 1;
            continue;
        }
        if (!single) return nullptr;
        ++at;
        p = after;
    }
}

/// As many as there are, and then fewer.
char const* script_pattern::match_many(char const* at, char const* p, char const* after, int depth) {
    std::ptrdiff_t many = 0;
    while (is_single(at + many, p, after)) ++many;
    for (; many >= 0 && failure_ == nullptr; --many)
        if (auto const* const end = match(at + many, after + 1, depth - 1)) return end;
    return nullptr;
}

/// As few as will do.
char const* script_pattern::match_few(char const* at, char const* p, char const* after, int depth) {
    while (failure_ == nullptr) {
        if (auto const* const end = match(at, after + 1, depth - 1)) return end;
        if (!is_single(at, p, after)) return nullptr;
        ++at;
    }
    return nullptr;
}

char const* script_pattern::start(char const* at, char const* p, std::ptrdiff_t kind, int depth) {
    if (level_ == most_captures) return fail("the pattern has too many captures");
    captures_[level_++] = {at, kind};
    auto const* const end = match(at, p, depth - 1);
    if (end == nullptr) --level_;
    return end;
}

char const* script_pattern::finish(char const* at, char const* p, int depth) {
    auto index = level_;
    while (index > 0 && captures_[index - 1].size != open) --index;
    if (index == 0) return fail("the pattern has a ')' that nothing opened");
    auto& closed = captures_[index - 1];
    closed.size = at - closed.at;
    auto const* const end = match(at, p, depth - 1);
    if (end == nullptr) closed.size = open;
    return end;
}

char const* script_pattern::balanced(char const* at, char const* p) {
    if (pattern_end_ - p < 2) return fail("'%b' needs two characters behind it in the pattern");
    if (at == end_ || *at != *p) return nullptr;
    std::size_t inside = 1;
    for (++at; at != end_; ++at) {
        if (!count()) return nullptr;
        if (*at == p[1]) {
            if (--inside == 0) return at + 1;
        } else if (*at == p[0]) {
            ++inside;
        }
    }
    return nullptr;
}

char const* script_pattern::repeated(char const* at, char digit) {
    auto const index = static_cast<std::size_t>(digit - '1');
    if (digit == '0' || index >= level_ || captures_[index].size < 0)
        return fail("the pattern asks for a capture that is not there");
    auto const& said = captures_[index];
    auto const size = static_cast<std::size_t>(said.size);
    if (!count(size)) return nullptr;
    if (static_cast<std::size_t>(end_ - at) < size) return nullptr;
    return std::string_view(at, size) == std::string_view(said.at, size) ? at + size : nullptr;
}

/// What is behind one character, class or set.
char const* script_pattern::end_of_item(char const* p) {
    auto const first = *p++;
    if (first == '%') return p == pattern_end_ ? fail("the pattern ends in '%'") : p + 1;
    if (first != '[') return p;
    if (p != pattern_end_ && *p == '^') ++p;
    // A ']' that comes first is one of the set.
    do {
        if (p == pattern_end_) return fail("a ']' is missing in the pattern");
        if (*p++ == '%') {
            if (p == pattern_end_) return fail("a ']' is missing in the pattern");
            ++p;
        }
    } while (p == pattern_end_ || *p != ']');
    return p + 1;
}

bool script_pattern::is_single(char const* at, char const* p, char const* after) {
    if (!count() || at == end_) return false;
    switch (*p) {
    case '.': return true;
    case '%': return is_of_class(byte(at), byte(p + 1));
    case '[': return is_in_set(byte(at), p, after - 1);
    default: return *p == *at;
    }
}

/// `p` is at the set's '[', `last` at its ']'.
bool script_pattern::is_in_set(unsigned char c, char const* p, char const* last) {
    if (!count(static_cast<std::size_t>(last - p))) return false;
    bool wanted = true;
    ++p;
    if (*p == '^') {
        wanted = false;
        ++p;
    }
    while (p < last) {
        if (*p == '%') {
            if (is_of_class(c, byte(p + 1))) return wanted;
            p += 2;
        } else if (p[1] == '-' && p + 2 < last) {
            if (byte(p) <= c && c <= byte(p + 2)) return wanted;
            p += 3;
        } else {
            if (byte(p) == c) return wanted;
            ++p;
        }
    }
    return !wanted;
}

} // namespace ficus::acl
