#include "acl/charset.hpp"
#include "acl/quoted.hpp"
#include "acl/xml.hpp"
#include "acl/xml_text.hpp"

#include <optional>

namespace ficus::acl {
namespace {

bool is_attribute(value const& child) {
    return child.name.starts_with('@');
}

/// `attribute`: white space is escaped too, since readers turn it into spaces there.
void write_escaped(std::string_view text, bool attribute, std::string& out) {
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string_view escape;
        switch (text[i]) {
        case '&': escape = "&amp;"; break;
        case '<': escape = "&lt;"; break;
        case '>': escape = "&gt;"; break;
        case '\r': escape = "&#13;"; break;
        case '"':
            if (attribute) escape = "&quot;";
            break;
        case '\n':
            if (attribute) escape = "&#10;";
            break;
        case '\t':
            if (attribute) escape = "&#9;";
            break;
        default: break;
        }
        if (escape.empty()) continue;
        out.append(text, done, i - done);
        out += escape;
        done = i + 1;
    }
    out.append(text, done);
}

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
    explicit element_writer(std::string& out) : out_(out) {}

    std::optional<error> write(value const& element) {
        if (element.kind != kind::element || !is_xml_name(element.name))
            return refuse(element.name, quoted(element.name) + " cannot be the name of an XML element");
        out_ += '<';
        out_ += element.name;
        bool has_content = false;
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (!is_attribute(*child)) {
                has_content = true;
            } else if (auto failure = write_attribute(*child)) {
                return within(element, std::move(*failure));
            }
        }
        if (!has_content) {
            out_ += "/>";
            return std::nullopt;
        }
        out_ += '>';
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (is_attribute(*child)) continue;
            auto failure = child->name.empty() ? write_text(*child, false) : write(*child);
            if (failure) return within(element, std::move(*failure));
        }
        out_ += "</";
        out_ += element.name;
        out_ += '>';
        return std::nullopt;
    }

private:
    std::optional<error> write_attribute(value const& attribute) {
        auto const name = attribute.name.substr(1);
        if (!is_xml_name(name))
            return refuse(attribute.name, quoted(name) + " cannot be the name of an XML attribute");
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        auto failure = write_text(attribute, true);
        out_ += '"';
        return failure;
    }

    std::optional<error> write_text(value const& scalar, bool attribute) {
        auto const text = scalar_text(scalar);
        auto const place = attribute ? scalar.name : std::string_view("text()");
        if (!text) return refuse(place, "only a scalar can be written as text");
        if (auto const at = find_non_xml_character(*text); at != std::string_view::npos) {
            auto const byte = static_cast<unsigned char>((*text)[at]);
            constexpr std::string_view hex = "0123456789ABCDEF";
            auto const which = byte == 0xEF ? std::string("U+FFFE or U+FFFF")
                                            : std::string("U+00") + hex[byte >> 4] + hex[byte & 15];
            return refuse(place, "the character " + which + " cannot be written in XML");
        }
        write_escaped(*text, attribute, out_);
        return std::nullopt;
    }

    static error refuse(std::string_view where, std::string message) {
        return {error_code::unrepresentable, std::string(where), std::move(message)};
    }

    static error within(value const& element, error failure) {
        failure.where = std::string(element.name) + '/' + failure.where;
        return failure;
    }

    std::string& out_;
};

} // namespace

bool is_xml_name(std::string_view name) {
    auto const starts = [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c >= 0x80;
    };
    auto const continues = [&](unsigned char c) {
        return starts(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    if (name.empty() || !starts(static_cast<unsigned char>(name.front()))) return false;
    for (auto const c : name)
        if (!continues(static_cast<unsigned char>(c))) return false;
    return true;
}

boost::system::result<void, error> write_xml(value const& root, std::string& out, charset const* written_in) {
    std::string encoded_elsewhere;
    auto& text = written_in != nullptr ? encoded_elsewhere : out;
    text += "<?xml version=\"1.0\" encoding=\"";
    text += written_in != nullptr ? std::string_view(written_in->name()) : "UTF-8";
    text += "\"?>\n";
    if (auto failure = element_writer(text).write(root)) return std::move(*failure);
    if (written_in == nullptr) return {};
    auto const encoded = written_in->encode(text, out);
    if (!encoded) return error{encoded.error().code, "the document", encoded.error().message};
    return {};
}

} // namespace ficus::acl
