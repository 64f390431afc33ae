#include "acl/soap.hpp"

#include "acl/quoted.hpp"
#include "acl/soap_fault.hpp"
#include "acl/soap_names.hpp"
#include "acl/soap_references.hpp"
#include "acl/xml.hpp"
#include "acl/xml_name_text.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::string_view encoding_1_1 = "http://schemas.xmlsoap.org/soap/encoding/";
constexpr std::string_view encoding_1_2 = "http://www.w3.org/2003/05/soap-encoding";
constexpr std::string_view next_1_1 = "http://schemas.xmlsoap.org/soap/actor/next";
constexpr std::string_view next_1_2 = "http://www.w3.org/2003/05/soap-envelope/role/next";
constexpr std::string_view last_1_2 = "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";

error malformed(std::string where, std::string message) {
    return {error_code::malformed, std::move(where), std::move(message)};
}

xml_namespaces whole_table(soap_options const& options, soap_version version) {
    auto table = options.namespaces;
    table.push_back({"soap", std::string(uri_of(version))});
    return table;
}

bool has_default(xml_namespaces const& table) {
    return std::any_of(table.begin(), table.end(), [](auto const& entry) { return entry.prefix.empty(); });
}

/// The version by the root's namespace, which the root itself declares when it has one.
boost::system::result<soap_version, error> version_of(value const& root) {
    auto const colon = root.name.find(':');
    auto const local = colon == std::string_view::npos ? root.name : root.name.substr(colon + 1);
    auto const* declaration = root.find(
        colon == std::string_view::npos ? "@xmlns" : "@xmlns:" + std::string(root.name.substr(0, colon)));
    auto const uri = declaration == nullptr ? std::string_view{} : declaration->text;
    if (local == "Envelope" && uri == soap_1_1_uri) return soap_version::v1_1;
    if (local == "Envelope" && uri == soap_1_2_uri) return soap_version::v1_2;
    return malformed(std::string(root.name), "the root is " + quoted(local) + " of the namespace '" +
                                                 std::string(uri) + "', and not the Envelope of SOAP 1.1 (" +
                                                 std::string(soap_1_1_uri) + ") or 1.2 (" +
                                                 std::string(soap_1_2_uri) + ")");
}

std::optional<error> refuse_text(value const& element, std::string const& where) {
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->name.empty() && !is_xml_white_space(child->text))
            return malformed(where, "there is text between its elements");
    return std::nullopt;
}

struct envelope_parts {
    value* header = nullptr;
    value* body = nullptr;
};

boost::system::result<envelope_parts, error> parts_of(value& envelope) {
    envelope_parts parts;
    if (auto failure = refuse_text(envelope, "soap:Envelope")) return std::move(*failure);
    for (auto* child = envelope.first; child != nullptr; child = child->next) {
        if (child->kind != kind::element) continue;
        if (child->name == "soap:Header" && parts.header == nullptr && parts.body == nullptr)
            parts.header = child;
        else if (child->name == "soap:Body" && parts.body == nullptr)
            parts.body = child;
        else
            return malformed("soap:Envelope/" + std::string(child->name),
                             "an envelope is one Header, which may be absent, and one Body behind it");
    }
    if (parts.body == nullptr) return malformed("soap:Envelope", "there is no Body");
    for (auto* part : {parts.header, parts.body})
        if (part != nullptr)
            if (auto failure = refuse_text(*part, "soap:Envelope/" + std::string(part->name)))
                return std::move(*failure);
    return parts;
}

bool is_encoded(value const& element, std::string_view encoding) {
    auto const* style = element.find("@soap:encodingStyle");
    return style != nullptr && style->text.find(encoding) != std::string_view::npos;
}

bool is_for_us(value const& block) {
    auto const* role = block.find("@soap:role");
    return role == nullptr || role->text.empty() || role->text == next_1_2 || role->text == last_1_2;
}

std::optional<error> read_block(value& block, soap_version version, soap_options const& options) {
    auto const where = "soap:Header/" + std::string(block.name);
    bool must = false;
    for (auto* child = block.first; child != nullptr; child = child->next) {
        if (version == soap_version::v1_1 && child->name == "@soap:actor") child->name = "@soap:role";
        if (child->name == "@soap:role" && child->text == next_1_1) child->text = next_1_2;
        if (child->name != "@soap:mustUnderstand") continue;
        must = child->text == "1" || child->text == "true";
        if (!must && child->text != "0" && child->text != "false")
            return malformed(where + "/@soap:mustUnderstand", quoted(child->text) + " is neither 1 nor 0");
    }
    if (!must || !options.understood || !is_for_us(block)) return std::nullopt;
    auto const& known = *options.understood;
    if (std::find(known.begin(), known.end(), block.name) != known.end()) return std::nullopt;
    return error{error_code::unmapped, where,
                 "it demands to be understood (mustUnderstand), and nothing maps it"};
}

/// 1.2's references are attributes of the encoding's namespace, which nobody has been seen to send.
std::optional<error> refuse_1_2_references(value const& element, std::string const& name) {
    if (element.find(name) != nullptr)
        return malformed(std::string(element.name) + '/' + name,
                         "references of SOAP 1.2's encoding are not resolved");
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->kind == kind::element)
            if (auto failure = refuse_1_2_references(*child, name))
                return within_element(element, std::move(*failure));
    return std::nullopt;
}

boost::system::result<value*, error> content_of(value& body, bool encoded, soap_version version,
                                                soap_options const& options, document& tree,
                                                reading_limits const& limits) {
    value* content = nullptr;
    value const* second = nullptr;
    for (auto* child = body.first; child != nullptr; child = child->next) {
        if (child->kind != kind::element) continue;
        if (content == nullptr)
            content = child;
        else if (second == nullptr)
            second = child;
    }
    if (content == nullptr) {
        auto* empty = tree.make(kind::element);
        empty->name = "soap:Body";
        return empty;
    }
    if (version == soap_version::v1_1) {
        if (encoded || second != nullptr || is_encoded(*content, encoding_1_1))
            if (auto failure = resolve_soap_references(body, tree, limits)) return std::move(*failure);
    } else {
        if (second != nullptr)
            return malformed("soap:Body/" + std::string(second->name),
                             "a second element in the Body; one is accepted");
        std::string name = "@{" + std::string(encoding_1_2) + "}ref";
        for (auto const& entry : options.namespaces)
            if (entry.uri == encoding_1_2 && !entry.prefix.empty()) name = "@" + entry.prefix + ":ref";
        if (auto failure = refuse_1_2_references(*content, name)) return std::move(*failure);
    }
    if (content->name == "soap:Fault") return read_soap_fault(*content, version, tree);
    if (content->name.starts_with("soap:"))
        return malformed("soap:Body/" + std::string(content->name),
                         "of the envelope's elements only a Fault can be in a Body");
    if (without_namespace(content->name) == "Fault")
        return malformed("soap:Body/Fault", "a Fault must be in the envelope's namespace");
    for (auto const* child = content->first; child != nullptr; child = child->next)
        if (child->kind == kind::element && child->name.starts_with("soap:"))
            return malformed(std::string(content->name) + '/' + std::string(child->name),
                             "an element of the envelope within the content");
    return content;
}

void put_first(value& root, value& header) {
    header.next = root.first;
    root.first = &header;
    if (root.last == nullptr) root.last = &header;
    ++root.count;
}

bool has_blocks(value const& header) {
    for (auto const* child = header.first; child != nullptr; child = child->next)
        if (child->kind == kind::element) return true;
    return false;
}

/// Takes the header out of the root it travelled in.
value* take_header(value& root) {
    value* before = nullptr;
    for (auto* child = root.first; child != nullptr; before = child, child = child->next) {
        if (child->name != "soap:Header") continue;
        (before == nullptr ? root.first : before->next) = child->next;
        if (root.last == child) root.last = before;
        --root.count;
        return child;
    }
    return nullptr;
}

void write_block(value& block, soap_version version) {
    for (auto* child = block.first; child != nullptr; child = child->next) {
        if (child->name != "@soap:role" || version == soap_version::v1_2) continue;
        child->name = "@soap:actor";
        if (child->text == next_1_2) child->text = next_1_1;
    }
}

} // namespace

boost::system::result<void, error> check_soap(soap_options const& options) {
    for (auto const& entry : options.namespaces) {
        if (entry.prefix == "soap")
            return malformed("soap", "'soap' always stands for the envelope's namespace");
        if (entry.uri == soap_1_1_uri || entry.uri == soap_1_2_uri)
            return malformed(entry.prefix, "the envelope's namespace is always called 'soap'");
    }
    return check_namespaces(options.namespaces);
}

boost::system::result<document, error> read_soap(std::string_view text, soap_options const& options,
                                                 reading_limits const& limits, soap_version* found,
                                                 charset const* sent_in) {
    auto read = read_xml(text, limits, sent_in);
    if (!read) return read;
    auto& tree = *read;
    auto const version = version_of(*tree.root());
    if (!version) return version.error();
    if (auto const named = use_table_names(tree, whole_table(options, *version), limits, is_fault_code);
        !named)
        return named.error();
    auto const parts = parts_of(*tree.root());
    if (!parts) return parts.error();
    if (parts->header != nullptr)
        for (auto* block = parts->header->first; block != nullptr; block = block->next)
            if (block->kind == kind::element)
                if (auto failure = read_block(*block, *version, options)) return std::move(*failure);
    bool const encoded = is_encoded(*tree.root(), encoding_1_1) || is_encoded(*parts->body, encoding_1_1);
    auto const root = content_of(*parts->body, encoded, *version, options, tree, limits);
    if (!root) return root.error();
    (*root)->next = nullptr;
    if (parts->header != nullptr && has_blocks(*parts->header)) put_first(**root, *parts->header);
    tree.set_root(*root);
    if (found != nullptr) *found = *version;
    return read;
}

boost::system::result<void, error> write_soap(value const& root, soap_options const& options,
                                              std::string& out, charset const* written_in) {
    document tree;
    auto* content = tree.copy(root);
    auto* envelope = tree.make(kind::element);
    envelope->name = "soap:Envelope";
    if (auto* header = take_header(*content); header != nullptr && has_blocks(*header)) {
        for (auto* block = header->first; block != nullptr; block = block->next)
            if (block->kind == kind::element) write_block(*block, options.version);
        document::append(*envelope, *header, "soap:Header");
    }
    if (content->name == "soap:Body") {
        document::append(*envelope, *content, content->name);
    } else {
        if (content->name == "Fault") {
            auto const fault =
                make_soap_fault(*content, options.version, has_default(options.namespaces), tree);
            if (!fault) return fault.error();
            content = *fault;
        }
        auto* body = tree.make(kind::element);
        document::append(*body, *content, content->name);
        document::append(*envelope, *body, "soap:Body");
    }
    if (auto const declared =
            declare_names(*envelope, tree, whole_table(options, options.version), is_fault_code);
        !declared)
        return declared.error();
    return write_xml(*envelope, out, written_in);
}

boost::system::result<std::string, error> quote_soap_action(std::string_view action) {
    auto const bad = std::find_if(action.begin(), action.end(), [](unsigned char c) {
        return c <= 0x20 || c >= 0x7F || c == '"' || c == '\\';
    });
    if (bad != action.end())
        return error{error_code::unrepresentable, "SOAPAction",
                     "an action is a URI: without spaces, quotes, backslashes and what is not ASCII"};
    return '"' + std::string(action) + '"';
}

boost::system::result<std::string, error> soap_content_type(soap_version version, std::string_view action,
                                                            std::string_view charset) {
    auto type = std::string(version == soap_version::v1_1 ? "text/xml" : "application/soap+xml");
    type.append("; charset=").append(charset);
    if (version == soap_version::v1_1) return type;
    if (action.empty()) return type;
    auto const quoted = quote_soap_action(action);
    if (!quoted) return quoted.error();
    return type + "; action=" + *quoted;
}

std::string_view unquote_soap_action(std::string_view field) {
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
        return field.substr(1, field.size() - 2);
    return field;
}

} // namespace ficus::acl
