#include "acl/number_text.hpp"

namespace ficus::acl {
namespace {

// Numbers are looked at where they are read and where they are written: once over the text, without views of
// what is left of it.

char const* pass_digits(char const* at, char const* end) {
    while (at != end && *at >= '0' && *at <= '9') ++at;
    return at;
}

/// Behind the integer, or null.
char const* pass_integer(char const* at, char const* end) {
    if (at != end && *at == '-') ++at;
    if (at == end || *at < '0' || *at > '9') return nullptr;
    return *at == '0' ? at + 1 : pass_digits(at, end);
}

} // namespace

bool is_json_integer(std::string_view text) {
    auto const* const end = text.data() + text.size();
    return pass_integer(text.data(), end) == end && !text.empty();
}

bool is_json_number(std::string_view text) {
    auto const* const end = text.data() + text.size();
    auto const* at = pass_integer(text.data(), end);
    if (at == nullptr) return false;
    if (at != end && *at == '.') {
        auto const* const digits = ++at;
        at = pass_digits(at, end);
        if (at == digits) return false;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at != end && (*at == '+' || *at == '-')) ++at;
        auto const* const digits = at;
        at = pass_digits(at, end);
        if (at == digits) return false;
    }
    return at == end;
}

} // namespace ficus::acl
