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

void write_text(std::string_view text, std::string& out) {
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (!must_escape[c]) continue;
        out.append(text, done, i - done);
        write_escape(c, out);
        done = i + 1;
    }
    out.append(text, done);
    out += '"';
}

} // namespace

void write_json(value const& root, std::string& out) {
    switch (root.kind) {
    case kind::null: out += "null"; return;
    case kind::boolean: out += root.truth ? "true" : "false"; return;
    case kind::number: out += root.text; return;
    case kind::string: write_text(root.text, out); return;
    case kind::array:
    case kind::object:
    case kind::element: break;
    }
    bool const named = root.kind != kind::array;
    out += named ? '{' : '[';
    for (auto const* child = root.first; child != nullptr; child = child->next) {
        if (child != root.first) out += ',';
        if (named) {
            write_text(child->name, out);
            out += ':';
        }
        write_json(*child, out);
    }
    out += named ? '}' : ']';
}

} // namespace ficus::acl
