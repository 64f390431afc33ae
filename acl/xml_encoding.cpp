#include "acl/xml_encoding.hpp"

#include "acl/charset.hpp"
#include "acl/text_place.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <string>

namespace ficus::acl {
namespace {

error not_accepted(std::string const& name) {
    return {
        error_code::malformed, "the XML declaration",
        "the encoding '" + name +
            "' is not accepted; send UTF-8, UTF-16 with a byte order mark or a character set in wide use, or "
            "let the side's 'charset' name it"};
}

error bad_byte(std::string_view text, std::size_t at, std::string message) {
    return {error_code::malformed, text_place(text, at), std::move(message)};
}

/// The offset of a NUL, half a surrogate pair or half a unit, or npos.
std::size_t find_invalid_utf16(std::string_view text, bool big_endian) {
    auto const unit = [&](std::size_t i) {
        auto const high = static_cast<unsigned char>(text[i + (big_endian ? 0 : 1)]);
        auto const low = static_cast<unsigned char>(text[i + (big_endian ? 1 : 0)]);
        return static_cast<unsigned>(high << 8 | low);
    };
    std::size_t i = 0;
    for (; i + 1 < text.size(); i += 2) {
        auto const c = unit(i);
        if (c == 0 || (c >= 0xDC00 && c <= 0xDFFF)) return i;
        if (c < 0xD800 || c > 0xDBFF) continue;
        if (i + 3 >= text.size()) return i;
        auto const second = unit(i + 2);
        if (second < 0xDC00 || second > 0xDFFF) return i;
        i += 2;
    }
    return i == text.size() ? std::string_view::npos : i;
}

constexpr std::string_view no_nul = "a NUL character, which XML cannot hold";

boost::system::result<encoded_xml, error> decode_xml(std::string_view text, charset const& from) {
    auto decoded = from.decode(text);
    if (!decoded) return decoded.error();
    if (auto const at = decoded->find('\0'); at != std::string::npos)
        return bad_byte(*decoded, at, std::string(no_nul));
    return encoded_xml{xml_encoding::utf8, std::move(*decoded)};
}

} // namespace

std::string declared_xml_encoding(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (!text.starts_with("<?xml") || text.size() < 6 ||
        std::string_view(" \t\r\n").find(text[5]) == std::string_view::npos)
        return {};
    auto const declaration = text.substr(0, text.find("?>"));
    auto const key = declaration.find("encoding");
    if (key == std::string_view::npos) return {};
    auto const open = declaration.find_first_of("\"'", key);
    if (open == std::string_view::npos) return {};
    auto const close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    std::string name(declaration.substr(open + 1, close - open - 1));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

boost::system::result<encoded_xml, error> find_xml_encoding(std::string_view text, charset const* sent_in) {
    using namespace std::string_view_literals;
    if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv) ||
        text.starts_with("<\0\0\0"sv) || text.starts_with("\0\0\0<"sv))
        return not_accepted("UTF-32");
    bool const marked = text.starts_with("\xFF\xFE"sv) || text.starts_with("\xFE\xFF"sv) ||
                        text.starts_with("\xEF\xBB\xBF"sv);
    if (sent_in != nullptr && !marked) return decode_xml(text, *sent_in);
    bool const little = text.starts_with("\xFF\xFE"sv) || text.starts_with("<\0"sv);
    bool const big = text.starts_with("\xFE\xFF"sv) || text.starts_with("\0<"sv);
    if (little || big) {
        if (auto const at = find_invalid_utf16(text, big); at != std::string_view::npos)
            return error{error_code::malformed, "byte " + std::to_string(at), "not valid UTF-16"};
        return encoded_xml{little ? xml_encoding::utf16_le : xml_encoding::utf16_be, std::nullopt};
    }
    if (auto const at = text.find('\0'); at != std::string_view::npos)
        return bad_byte(text, at, std::string(no_nul));
    auto const name = declared_xml_encoding(text);
    auto const is_utf8 =
        name.empty() || name == "utf-8" || name == "utf8" || name == "us-ascii" || name == "ascii";
    // A mark of UTF-8 before a declaration of something else: one of them is wrong.
    if (marked && !is_utf8)
        return error{error_code::malformed, "the XML declaration",
                     "the encoding '" + name + "' behind a byte order mark of UTF-8; leave one of them out"};
    if (name == "iso-8859-1" || name == "latin1") return encoded_xml{xml_encoding::latin1, std::nullopt};
    if (!is_utf8) {
        auto const declared = charset::find_sent(name, nullptr);
        if (!declared) return not_accepted(name);
        auto decoded = decode_xml(text, *declared);
        // What it decodes to must say so as well: else the declaration was read in another one.
        if (decoded && declared_xml_encoding(*decoded->decoded) != name) return not_accepted(name);
        return decoded;
    }
    if (auto const at = find_invalid_utf8(text); at != std::string_view::npos)
        return bad_byte(text, at, "not valid UTF-8; declare the encoding that it is in");
    return encoded_xml{};
}

} // namespace ficus::acl
