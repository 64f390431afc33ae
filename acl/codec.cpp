#include "acl/codec.hpp"

#include "acl/csv.hpp"
#include "acl/fixed.hpp"
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

namespace ficus::acl {
namespace {

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
    [](side_options const& side, value const& root, output const& to) {
        if (!side.empty_object_is_list) {
            write_json(root, to.text, to.plain);
            return writing();
        }
        document tree;
        auto* const same = tree.copy(root);
        make_lists_of_empty_objects(*same);
        write_json(*same, to.text);
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
                          [](side_options const& side, value const& root, output const& to) {
                              if (side.xml.namespaces.empty())
                                  return write_xml(root, to.text, charset_of(side));
                              document tree;
                              auto* const named = tree.copy(root);
                              auto const declared = declare_names(*named, tree, side.xml.namespaces);
                              return declared ? write_xml(*named, to.text, charset_of(side)) : declared;
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
                           [](side_options const& side, value const& root, output const& to) {
                               return write_soap(root, side.soap, to.text, charset_of(side));
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
                             [](side_options const& side, value const& root, output const& to) {
                                 return write_xmlrpc(root, to.text, charset_of(side));
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
                           [](side_options const& side, value const& root, output const& to) {
                               return write_form(root, to.text, charset_of(side));
                           }};

constexpr codec nested_form_codec{"form",
                                  plain_dialect,
                                  "application/x-www-form-urlencoded",
                                  false,
                                  codec::charsets::inside,
                                  is_form,
                                  [](side_options const&, body_text const& body) {
                                      return read_nested_form(body.text, body.limits, body.sent_in);
                                  },
                                  [](side_options const& side, value const& root, output const& to) {
                                      return write_nested_form(root, *side.nested, to.text, charset_of(side));
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
    [](side_options const&, value const& root, output const& to) {
        auto const boundary = write_multipart(root, to.text);
        if (!boundary) return writing(boundary.error());
        to.content_type.append("; boundary=").append(*boundary);
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
                          [](side_options const& side, value const& root, output const& to) {
                              return write_csv(root, side.csv, to.text);
                          }};

constexpr codec fixed_codec{"fixed",
                            plain_dialect,
                            "text/plain",
                            true,
                            codec::charsets::around,
                            [](std::string_view type) { return type == "text/plain"; },
                            [](side_options const& side, body_text const& body) {
                                return read_fixed(body.text, *side.fixed, body.limits);
                            },
                            [](side_options const& side, value const& root, output const& to) {
                                return write_fixed(root, *side.fixed, to.text);
                            }};

constexpr codec text_codec{
    "text",
    plain_dialect,
    "text/plain",
    true,
    codec::charsets::around,
    [](std::string_view type) { return type == "text/plain"; },
    [](side_options const&, body_text const& body) { return read_text(body.text, body.limits); },
    [](side_options const&, value const& root, output const& to) { return write_text(root, to.text); }};

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
                               [](side_options const& side, value const& root, output const& to) {
                                   return write_protobuf(root, *side.protobuf, to.text);
                               }};

constexpr codec no_codec{"none",
                         form_dialect,
                         "",
                         false,
                         codec::charsets::none,
                         [](std::string_view) { return false; },
                         [](side_options const&, body_text const&) {
                             return reading(error{error_code::unmapped, "the document",
                                                  "a body where the translator says that there is none"});
                         },
                         [](side_options const&, value const&, output const&) { return writing(); }};

} // namespace

codec const& codec_of(format f) {
    switch (f) {
    case format::json: return json_codec;
    case format::xml: return xml_codec;
    case format::soap: return soap_codec;
    case format::xmlrpc: return xmlrpc_codec;
    case format::form: return form_codec;
    case format::multipart: return multipart_codec;
    case format::csv: return csv_codec;
    case format::fixed: return fixed_codec;
    case format::text: return text_codec;
    case format::protobuf: return protobuf_codec;
    case format::none: break;
    }
    return no_codec;
}

codec const& codec_of(side_options const& side) {
    return side.kind == format::form && side.nested ? nested_form_codec : codec_of(side.kind);
}

} // namespace ficus::acl
