#include "acl/json.hpp"
#include "acl/octets.hpp"
#include "acl/text_cursor.hpp"

#include <array>

namespace ficus::acl {
namespace {

using six_octets = std::array<char, 6>;

constexpr auto control_escapes = [] {
    constexpr std::string_view hex = "0123456789abcdef";
    std::array<six_octets, 0x20> table{};
    for (std::size_t c = 0; c < table.size(); ++c) table[c] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    return table;
}();

struct json_escapes {
    static std::uint32_t look(sixteen_octets const& at) { return special_in_json(at); }

    static std::string_view of(char c) {
        switch (c) {
        case '"': return R"(\")";
        case '\\': return R"(\\)";
        case '\b': return R"(\b)";
        case '\f': return R"(\f)";
        case '\n': return R"(\n)";
        case '\r': return R"(\r)";
        case '\t': return R"(\t)";
        default: break;
        }
        auto const& escape = control_escapes[static_cast<unsigned char>(c)];
        return {escape.data(), escape.size()};
    }
};

void write(value const& v, text_cursor& out) {
    switch (v.kind) {
    case kind::null: return out.put("null");
    case kind::boolean: return out.put(v.truth ? std::string_view("true") : std::string_view("false"));
    case kind::number: return out.put(v.text);
    case kind::string: return out.put_quoted<json_escapes>(v.text);
    case kind::array:
        out.put('[');
        for (auto const* child = v.first; child != nullptr; child = child->next) {
            if (child != v.first) out.put(',');
            write(*child, out);
        }
        return out.put(']');
    case kind::object:
    case kind::element:
        out.put('{');
        for (auto const* child = v.first; child != nullptr; child = child->next) {
            if (child != v.first) out.put(',');
            out.put_quoted<json_escapes>(child->name);
            out.put(':');
            write(*child, out);
        }
        return out.put('}');
    }
}

} // namespace

void write_json(value const& root, std::string& out) {
    text_cursor cursor(out);
    write(root, cursor);
    cursor.finish();
}

} // namespace ficus::acl
