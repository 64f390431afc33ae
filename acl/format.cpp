#include "acl/format.hpp"

#include "acl/codec.hpp"
#include "acl/media_type.hpp"
#include "acl/soap.hpp"
#include "acl/xml_encoding.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool is_utf8(std::string_view charset) {
    return charset == "utf-8" || charset == "utf8" || charset == "us-ascii";
}

/// In which charset a body comes: HTTP says it, or for xml the body itself, or the side. Nothing: as the
/// format reads UTF-8, and what is declared.
boost::system::result<std::optional<charset>, error> sent_charset(codec const& codec,
                                                                  side_options const& side,
                                                                  std::string_view text,
                                                                  std::string_view content_type) {
    auto const sent = parameter_of(content_type, "charset");
    if (codec.charsets == codec::charsets::none) return std::nullopt;
    if (sent.empty() && !side.charset) return std::nullopt;
    auto const declared =
        codec.charsets == codec::charsets::declared ? declared_xml_encoding(text) : std::string();
    if (sent.empty() && declared.empty()) return side.charset;
    if (sent.empty()) {
        auto const spoken = charset::find_sent(declared, charset_of(side));
        return spoken && side.charset && spoken->name() == side.charset->name() ? side.charset : std::nullopt;
    }
    // Reading in a charset takes a copy, so UTF-8 is one only where something else is declared.
    if (is_utf8(sent) && (declared.empty() || is_utf8(declared))) return std::nullopt;
    auto const found = charset::find_sent(sent, charset_of(side));
    if (!found) return found.error();
    return *found;
}

} // namespace

dialect dialect_of(side_options const& side) {
    auto dialect = codec_of(side).dialect;
    dialect.empty_list = side.kind == format::json && side.empty_object_is_list;
    return dialect;
}

namespace {

boost::system::result<document, error> read_any(side_options const& side, std::string_view text,
                                                std::string_view content_type, reading_limits const& limits) {
    auto const& codec = codec_of(side);
    auto const sent_in = sent_charset(codec, side, text, content_type);
    if (!sent_in) return sent_in.error();
    if (!*sent_in || codec.charsets != codec::charsets::around)
        return codec.read(side, {text, content_type, *sent_in ? &**sent_in : nullptr, limits});
    auto const decoded = (*sent_in)->decode(text);
    if (!decoded) return decoded.error();
    return codec.read(side, {*decoded, content_type, nullptr, limits});
}

} // namespace

boost::system::result<document, error> read_body(side_options const& side, std::string_view text,
                                                 std::string_view content_type,
                                                 reading_limits const& limits) {
    auto read = read_any(side, text, content_type, limits);
    if (!read) return shortened(std::move(read.error()));
    return read;
}

boost::system::result<std::string, error> write_body(side_options const& side, value const& root,
                                                     std::string& out, std::string_view plain) {
    auto const& codec = codec_of(side);
    auto type = content_type(side);
    if (!side.charset || codec.charsets != codec::charsets::around) {
        if (auto const done = codec.write(side, root, {out, type, plain}); !done)
            return shortened(done.error());
        return type;
    }
    std::string text;
    if (auto const done = codec.write(side, root, {text, type, plain}); !done) return shortened(done.error());
    if (auto const done = side.charset->encode(text, out); !done) return done.error();
    return type;
}

std::string content_type(side_options const& side) {
    auto const& codec = codec_of(side);
    std::string_view const charset = side.charset ? std::string_view(side.charset->name()) : "utf-8";
    // An action that cannot be said there is refused when the options are looked at.
    if (side.kind == format::soap) {
        auto type = soap_content_type(side.soap.version, side.soap.action, charset);
        return type ? std::move(*type) : std::string();
    }
    std::string type(side.types.empty() ? codec.media_type : std::string_view(side.types.front()));
    if (!parameter_of(type, "charset").empty()) return type;
    // Text without a charset was ISO-8859-1 for long (RFC 2616 section 3.7.1).
    bool const is_text = !side.types.empty() && media_type_of(type).starts_with("text/");
    if (codec.says_charset || is_text || (side.charset && codec.charsets != codec::charsets::none))
        type.append("; charset=").append(charset);
    return type;
}

void add_format_fields(side_options const& side, message& to) {
    if (side.kind != format::soap || side.soap.version != soap_version::v1_1) return;
    for (auto const& field : to.added)
        if (lower_case(field.name) == "soapaction") return;
    if (auto action = quote_soap_action(side.soap.action))
        to.added.push_back({std::string(soap_action_field), std::move(*action)});
}

bool accepts(side_options const& side, std::string_view content_type) {
    auto const& codec = codec_of(side);
    auto const type = media_type_of(content_type);
    if (type.empty()) return true;
    bool const named = std::any_of(side.types.begin(), side.types.end(),
                                   [&](std::string const& one) { return media_type_of(one) == type; });
    if (!named && !codec.fits(type)) return false;
    auto const charset = parameter_of(content_type, "charset");
    if (charset.empty() || is_utf8(charset)) return true;
    // JSON is UTF-8 (RFC 8259 section 8.1), but for a side that says otherwise.
    if (codec.charsets == codec::charsets::none || (side.kind == format::json && !side.charset)) return false;
    return charset::find_sent(charset, charset_of(side)).has_value();
}

bool has_types(format f) {
    return f != format::soap && f != format::multipart && f != format::none;
}

bool can_be_empty(side_options const& side) {
    return side.kind == format::protobuf;
}

bool speak_alike(side_options const& one, side_options const& other) {
    auto const charset_name = [](side_options const& side) {
        return side.charset ? side.charset->name() : std::string("utf-8");
    };
    if (one.kind != other.kind || one.nested.has_value() != other.nested.has_value()) return false;
    if (charset_name(one) != charset_name(other)) return false;
    if (one.empty_object_is_list != other.empty_object_is_list) return false;
    if (one.kind == format::soap) return one.soap.version == other.soap.version;
    if (one.kind == format::protobuf)
        return one.protobuf && other.protobuf && one.protobuf->name() == other.protobuf->name();
    if (one.kind == format::fixed)
        return one.fixed && other.fixed && one.fixed->options() == other.fixed->options();
    if (one.kind == format::csv)
        return one.csv.header == other.csv.header && one.csv.separator == other.csv.separator &&
               one.csv.quote == other.csv.quote;
    return true;
}

std::string_view to_string(format f) {
    return codec_of(f).name;
}

} // namespace ficus::acl
