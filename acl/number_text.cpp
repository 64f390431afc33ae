#include "acl/number_text.hpp"

namespace ficus::acl {
namespace {

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

bool take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    text.remove_prefix(count);
    return count > 0;
}

bool take_integer(std::string_view& text) {
    take(text, '-');
    return take(text, '0') || take_digits(text);
}

} // namespace

bool is_json_integer(std::string_view text) {
    return take_integer(text) && text.empty();
}

bool is_json_number(std::string_view text) {
    if (!take_integer(text)) return false;
    if (take(text, '.') && !take_digits(text)) return false;
    if (take(text, 'e') || take(text, 'E')) {
        if (!take(text, '+')) take(text, '-');
        if (!take_digits(text)) return false;
    }
    return text.empty();
}

} // namespace ficus::acl
