#include "acl/charset.hpp"
#include "acl/quoted.hpp"
#include "acl/text_cursor.hpp"
#include "acl/xml.hpp"
#include "acl/xml_name_characters.hpp"
#include "acl/xml_text.hpp"

#include <array>
#include <optional>

namespace ficus::acl {
namespace {

bool is_attribute(value const& child) {
    return child.name.starts_with('@');
}

struct text_escapes {
    static std::uint32_t look(sixteen_octets const& at) { return set(at).bits(); }

    static sixteen_octets::those set(sixteen_octets const& at) {
        return at.that_are('&') | at.that_are('<') | at.that_are('>') | at.that_are('\r');
    }

    static std::string_view of(char c) {
        switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\n': return "&#10;";
        case '\t': return "&#9;";
        default: return "&#13;";
        }
    }
};

/// White space is escaped too, since readers turn it into spaces there.
struct attribute_escapes : text_escapes {
    static std::uint32_t look(sixteen_octets const& at) {
        return (set(at) | at.that_are('"') | at.that_are('\n') | at.that_are('\t')).bits();
    }
};

/// The text of a scalar; null has none, and containers are not written as text.
std::optional<std::string_view> scalar_text(value const& v) {
    switch (v.kind) {
    case kind::string:
    case kind::number: return v.text;
    case kind::boolean: return v.truth ? "true" : "false";
    default: return std::nullopt;
    }
}

class element_writer {
public:
    explicit element_writer(text_cursor& out) : out_(out) {}

    std::optional<error> write(value const& element) {
        if (element.kind != kind::element || !is_xml_name(element.name))
            return refuse(element.name, quoted(element.name) + " cannot be the name of an XML element");
        out_.put('<');
        out_.put(element.name);
        bool has_content = false;
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (!is_attribute(*child)) {
                has_content = true;
            } else if (auto failure = write_attribute(*child)) {
                return within(element, std::move(*failure));
            }
        }
        if (!has_content) {
            out_.put("/>");
            return std::nullopt;
        }
        out_.put('>');
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (is_attribute(*child)) continue;
            auto failure = child->name.empty() ? write_text<text_escapes>(*child, "text()") : write(*child);
            if (failure) return within(element, std::move(*failure));
        }
        out_.put("</");
        out_.put(element.name);
        out_.put('>');
        return std::nullopt;
    }

private:
    std::optional<error> write_attribute(value const& attribute) {
        auto const name = attribute.name.substr(1);
        if (!is_xml_name(name))
            return refuse(attribute.name, quoted(name) + " cannot be the name of an XML attribute");
        out_.put(' ');
        out_.put(name);
        out_.put("=\"");
        auto failure = write_text<attribute_escapes>(attribute, attribute.name);
        out_.put('"');
        return failure;
    }

    template<typename Escapes>
    std::optional<error> write_text(value const& scalar, std::string_view place) {
        auto const text = scalar_text(scalar);
        if (!text) return refuse(place, "only a scalar can be written as text");
        if (auto const at = find_non_xml_character(*text); at != std::string_view::npos) {
            auto const byte = static_cast<unsigned char>((*text)[at]);
            constexpr std::string_view hex = "0123456789ABCDEF";
            auto const which = byte == 0xEF ? std::string("U+FFFE or U+FFFF")
                                            : std::string("U+00") + hex[byte >> 4] + hex[byte & 15];
            return refuse(place, "the character " + which + " cannot be written in XML");
        }
        out_.put_escaped<Escapes>(*text);
        return std::nullopt;
    }

    static error refuse(std::string_view where, std::string message) {
        return {error_code::unrepresentable, std::string(where), std::move(message)};
    }

    static error within(value const& element, error failure) {
        failure.where = std::string(element.name) + '/' + failure.where;
        return failure;
    }

    text_cursor& out_;
};

struct name_octet {
    bool starts = false, continues = false;
};

constexpr auto name_octets = [] {
    std::array<name_octet, 256> table{};
    for (unsigned c = 0; c < table.size(); ++c) {
        auto& here = table[c];
        here.starts = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c >= 0x80;
        here.continues = here.starts || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
    return table;
}();

} // namespace

bool is_xml_name(std::string_view name) {
    if (name.empty() || !name_octets[static_cast<unsigned char>(name.front())].starts) return false;
    unsigned char all = 0;
    for (auto const c : name) {
        auto const octet = static_cast<unsigned char>(c);
        if (!name_octets[octet].continues) return false;
        all |= octet;
    }
    return all < 0x80 || has_name_characters_beyond_ascii(name);
}

boost::system::result<void, error> write_xml(value const& root, std::string& out, charset const* written_in) {
    std::string encoded_elsewhere;
    text_cursor text(written_in != nullptr ? encoded_elsewhere : out);
    text.put("<?xml version=\"1.0\" encoding=\"");
    text.put(written_in != nullptr ? std::string_view(written_in->name()) : "UTF-8");
    text.put("\"?>\n");
    auto failure = element_writer(text).write(root);
    text.finish();
    if (failure) return std::move(*failure);
    if (written_in == nullptr) return {};
    auto const encoded = written_in->encode(encoded_elsewhere, out);
    if (!encoded) return error{encoded.error().code, "the document", encoded.error().message};
    return {};
}

} // namespace ficus::acl
