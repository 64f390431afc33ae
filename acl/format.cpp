#include "acl/format.hpp"

#include "acl/csv.hpp"
#include "acl/form.hpp"
#include "acl/json.hpp"
#include "acl/media_type.hpp"
#include "acl/multipart.hpp"
#include "acl/nested_form.hpp"
#include "acl/protobuf.hpp"
#include "acl/soap.hpp"
#include "acl/text.hpp"
#include "acl/xml.hpp"
#include "acl/xml_encoding.hpp"
#include "acl/xmlrpc.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

using reading = boost::system::result<document, error>;
using writing = boost::system::result<void, error>;

/// A body, and what its message says of it.
struct body_text {
    std::string_view text;
    std::string_view content_type;
    charset const* sent_in; ///< null: UTF-8, or what the body itself says
    reading_limits const& limits;
};

/// How one format is read and written, and what it is called.
struct codec {
    std::string_view name;
    acl::dialect dialect;
    std::string_view media_type;
    bool says_charset; ///< always, not only where it is another one than UTF-8
    /// Where other charsets come in: around the format, inside of it, there by a declaration, or nowhere.
    enum class charsets : std::uint8_t { none, around, inside, declared } charsets;
    bool (*fits)(std::string_view media_type);
    reading (*read)(side_options const&, body_text const&);
    /// The last: the Content-Type, for what only the content can say.
    writing (*write)(side_options const&, value const&, std::string&, std::string&);
};

charset const* charset_of(side_options const& side) {
    return side.charset ? &*side.charset : nullptr;
}

void make_lists_of_empty_objects(value& v) {
    if (v.kind == kind::object && v.first == nullptr) v.kind = kind::array;
    for (auto* child = v.first; child != nullptr; child = child->next) make_lists_of_empty_objects(*child);
}

bool is_xml(std::string_view type) {
    return type == "application/xml" || type == "text/xml" || type.ends_with("+xml");
}

constexpr codec json_codec{
    "json",
    json_dialect,
    "application/json",
    false,
    codec::charsets::around,
    [](std::string_view type) {
        return type == "application/json" || type == "text/json" || type.ends_with("+json");
    },
    [](side_options const&, body_text const& body) { return read_json(body.text, body.limits); },
    [](side_options const& side, value const& root, std::string& out, std::string&) {
        if (!side.empty_object_is_list) {
            write_json(root, out);
            return writing();
        }
        document tree;
        auto* const same = tree.copy(root);
        make_lists_of_empty_objects(*same);
        write_json(*same, out);
        return writing();
    }};

constexpr codec xml_codec{"xml",
                          xml_dialect,
                          "application/xml",
                          true,
                          codec::charsets::declared,
                          is_xml,
                          [](side_options const& side, body_text const& body) {
                              auto read = read_xml(body.text, body.limits, body.sent_in);
                              if (!read || side.xml.namespaces.empty()) return read;
                              auto const named = use_table_names(*read, side.xml.namespaces, body.limits);
                              return named ? std::move(read) : reading(named.error());
                          },
                          [](side_options const& side, value const& root, std::string& out, std::string&) {
                              if (side.xml.namespaces.empty()) return write_xml(root, out, charset_of(side));
                              document tree;
                              auto* const named = tree.copy(root);
                              auto const declared = declare_names(*named, tree, side.xml.namespaces);
                              return declared ? write_xml(*named, out, charset_of(side)) : declared;
                          }};

constexpr codec soap_codec{"soap",
                           soap_dialect,
                           "text/xml",
                           true,
                           codec::charsets::declared,
                           is_xml,
                           [](side_options const& side, body_text const& body) {
                               return read_soap(body.text, side.soap, body.limits, nullptr, body.sent_in);
                           },
                           [](side_options const& side, value const& root, std::string& out, std::string&) {
                               return write_soap(root, side.soap, out, charset_of(side));
                           }};

constexpr codec xmlrpc_codec{"xmlrpc",
                             json_dialect,
                             "text/xml",
                             true,
                             codec::charsets::declared,
                             is_xml,
                             [](side_options const&, body_text const& body) {
                                 return read_xmlrpc(body.text, body.limits, body.sent_in);
                             },
                             [](side_options const& side, value const& root, std::string& out, std::string&) {
                                 return write_xmlrpc(root, out, charset_of(side));
                             }};

bool is_form(std::string_view type) {
    return type == "application/x-www-form-urlencoded";
}

constexpr codec form_codec{"form",
                           form_dialect,
                           "application/x-www-form-urlencoded",
                           false,
                           codec::charsets::inside,
                           is_form,
                           [](side_options const&, body_text const& body) {
                               return read_form(body.text, body.limits, body.sent_in);
                           },
                           [](side_options const& side, value const& root, std::string& out, std::string&) {
                               return write_form(root, out, charset_of(side));
                           }};

constexpr codec nested_form_codec{
    "form",
    plain_dialect,
    "application/x-www-form-urlencoded",
    false,
    codec::charsets::inside,
    is_form,
    [](side_options const&, body_text const& body) {
        return read_nested_form(body.text, body.limits, body.sent_in);
    },
    [](side_options const& side, value const& root, std::string& out, std::string&) {
        return write_nested_form(root, *side.nested, out, charset_of(side));
    }};

constexpr codec multipart_codec{
    "multipart",
    multipart_dialect,
    "multipart/form-data",
    false,
    codec::charsets::none,
    [](std::string_view type) { return type == "multipart/form-data"; },
    [](side_options const&, body_text const& body) {
        if (body.content_type.empty()) {
            auto const first = first_boundary(body.text);
            if (first.empty())
                return reading(error{error_code::malformed, "the form",
                                     "no Content-Type names its boundary, and it does not begin with one"});
            return read_multipart(body.text, {std::string(first)}, body.limits);
        }
        auto boundary = multipart_boundary(body.content_type);
        if (!boundary) return reading(boundary.error());
        return read_multipart(body.text, {std::move(*boundary)}, body.limits);
    },
    [](side_options const&, value const& root, std::string& out, std::string& type) {
        auto const boundary = write_multipart(root, out);
        if (!boundary) return writing(boundary.error());
        type.append("; boundary=").append(*boundary);
        return writing();
    }};

constexpr codec csv_codec{"csv",
                          plain_dialect,
                          "text/csv",
                          true,
                          codec::charsets::around,
                          [](std::string_view type) {
                              return type == "text/csv" || type == "application/csv" ||
                                     type == "text/tab-separated-values";
                          },
                          [](side_options const& side, body_text const& body) {
                              return read_csv(body.text, side.csv, body.limits);
                          },
                          [](side_options const& side, value const& root, std::string& out, std::string&) {
                              return write_csv(root, side.csv, out);
                          }};

constexpr codec text_codec{
    "text",
    plain_dialect,
    "text/plain",
    true,
    codec::charsets::around,
    [](std::string_view type) { return type == "text/plain"; },
    [](side_options const&, body_text const& body) { return read_text(body.text, body.limits); },
    [](side_options const&, value const& root, std::string& out, std::string&) {
        return write_text(root, out);
    }};

constexpr codec protobuf_codec{"protobuf",
                               protobuf_dialect,
                               "application/x-protobuf",
                               false,
                               codec::charsets::none,
                               [](std::string_view type) {
                                   return type == "application/x-protobuf" ||
                                          type == "application/protobuf" ||
                                          type == "application/vnd.google.protobuf";
                               },
                               [](side_options const& side, body_text const& body) {
                                   return read_protobuf(body.text, *side.protobuf, body.limits);
                               },
                               [](side_options const& side, value const& root, std::string& out,
                                  std::string&) { return write_protobuf(root, *side.protobuf, out); }};

constexpr codec no_codec{
    "none",
    form_dialect,
    "",
    false,
    codec::charsets::none,
    [](std::string_view) { return false; },
    [](side_options const&, body_text const&) {
        return reading(error{error_code::unmapped, "the document",
                             "a body where the translator says that there is none"});
    },
    [](side_options const&, value const&, std::string&, std::string&) { return writing(); }};

codec const& codec_of(format f) {
    switch (f) {
    case format::json: return json_codec;
    case format::xml: return xml_codec;
    case format::soap: return soap_codec;
    case format::xmlrpc: return xmlrpc_codec;
    case format::form: return form_codec;
    case format::multipart: return multipart_codec;
    case format::csv: return csv_codec;
    case format::text: return text_codec;
    case format::protobuf: return protobuf_codec;
    case format::none: break;
    }
    return no_codec;
}

codec const& codec_of(side_options const& side) {
    return side.kind == format::form && side.nested ? nested_form_codec : codec_of(side.kind);
}

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
                                                     std::string& out) {
    auto const& codec = codec_of(side);
    auto type = content_type(side);
    if (!side.charset || codec.charsets != codec::charsets::around) {
        if (auto const done = codec.write(side, root, out, type); !done) return shortened(done.error());
        return type;
    }
    std::string text;
    if (auto const done = codec.write(side, root, text, type); !done) return shortened(done.error());
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
    if (one.kind == format::csv)
        return one.csv.header == other.csv.header && one.csv.separator == other.csv.separator &&
               one.csv.quote == other.csv.quote;
    return true;
}

std::string_view to_string(format f) {
    return codec_of(f).name;
}

} // namespace ficus::acl
