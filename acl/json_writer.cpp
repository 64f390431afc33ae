#include "acl/json.hpp"

#include <array>

namespace ficus::acl {
namespace {

constexpr auto must_escape = [] {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 0x20; ++c) table[c] = true;
    table['"'] = table['\\'] = true;
    return table;
}();

void write_escape(unsigned char c, std::string& out) {
    constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
        out += "\\u00";
        out += hex[c >> 4];
        out += hex[c & 15];
    }
}

void write_escaped(std::string_view text, std::string& out) {
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (!must_escape[c]) continue;
        out.append(text, done, i - done);
        write_escape(c, out);
        done = i + 1;
    }
    out.append(text, done);
}

void write_members(value const& object, std::string& out) {
    out += '{';
    std::string_view before = "\"";
    for (auto const* child = object.first; child != nullptr; child = child->next) {
        out += before;
        write_escaped(child->name, out);
        out += "\":";
        write_json(*child, out);
        before = ",\"";
    }
    out += '}';
}

void write_items(value const& array, std::string& out) {
    out += '[';
    for (auto const* child = array.first; child != nullptr; child = child->next) {
        if (child != array.first) out += ',';
        write_json(*child, out);
    }
    out += ']';
}

} // namespace

void write_json(value const& root, std::string& out) {
    switch (root.kind) {
    case kind::null: out += "null"; return;
    case kind::boolean: out += root.truth ? "true" : "false"; return;
    case kind::number: out += root.text; return;
    case kind::string:
        out += '"';
        write_escaped(root.text, out);
        out += '"';
        return;
    case kind::array: write_items(root, out); return;
    case kind::object:
    case kind::element: write_members(root, out); return;
    }
}

} // namespace ficus::acl
