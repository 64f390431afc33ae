#include "acl/error.hpp"

namespace ficus::acl {
namespace {

constexpr std::size_t longest_place = 300;
constexpr std::size_t longest_message = 600;
constexpr std::string_view left_out = "...";

bool continues_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// At most `size` bytes of the text's beginning, whole characters.
std::size_t end_within(std::string_view text, std::size_t size) {
    while (size > 0 && continues_a_character(text[size])) --size;
    return size;
}

} // namespace

error shortened(error found) {
    if (found.where.size() > longest_place) {
        auto const half = (longest_place - left_out.size()) / 2;
        auto const from = end_within(found.where, half);
        auto to = found.where.size() - half;
        while (to < found.where.size() && continues_a_character(found.where[to])) ++to;
        found.where.replace(from, to - from, left_out);
    }
    if (found.message.size() > longest_message) {
        found.message.resize(end_within(found.message, longest_message - left_out.size()));
        found.message += left_out;
    }
    return found;
}

std::string_view to_string(error_code code) {
    switch (code) {
    case error_code::malformed: return "malformed";
    case error_code::limit: return "limit";
    case error_code::repeated: return "repeated";
    case error_code::wrong_type: return "wrong_type";
    case error_code::unknown_value: return "unknown_value";
    case error_code::bad_time: return "bad_time";
    case error_code::unrepresentable: return "unrepresentable";
    case error_code::missing: return "missing";
    case error_code::unmapped: return "unmapped";
    case error_code::script: return "script";
    }
    return "unknown";
}

} // namespace ficus::acl
