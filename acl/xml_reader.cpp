#include "acl/quoted.hpp"
#include "acl/text_place.hpp"
#include "acl/xml.hpp"
#include "acl/xml_encoding.hpp"
#include "acl/xml_markup.hpp"
#include "acl/xml_name_characters.hpp"
#include "acl/xml_text.hpp"

#include <boost/container/small_vector.hpp>
#include <pugixml.hpp>

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>
#include <vector>

namespace ficus::acl {
namespace {

// pugixml resolves references leniently (an unknown one stays as it is, &#0; cuts a text short), so it is
// told to leave them alone; a fragment, so that text outside the root element is seen and refused.
constexpr unsigned parse_flags = pugi::parse_cdata | pugi::parse_eol | pugi::parse_wconv_attribute |
                                 pugi::parse_ws_pcdata | pugi::parse_doctype | pugi::parse_fragment;

bool is_beyond_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

bool has_elements(pugi::xml_node node) {
    for (auto child = node.first_child(); child; child = child.next_sibling())
        if (child.type() == pugi::node_element) return true;
    return false;
}

/// Moves what pugixml found into our tree. `buffer` is what pugixml parsed in place and belongs to the
/// document; only what it had to convert lies elsewhere and is copied.
class tree_builder {
public:
    tree_builder(document& into, std::string_view text, char* buffer, reading_limits const& limits)
        : document_(into), text_(text), buffer_(buffer), limits_(limits), members_left_(limits.max_members),
          is_ascii_(std::none_of(text.begin(), text.end(), is_beyond_ascii)) {}

    std::optional<error>& failure() { return failure_; }

    bool add_root(pugi::xml_node parsed) {
        for (auto child = parsed.first_child(); child; child = child.next_sibling()) {
            auto const type = child.type();
            if (type == pugi::node_doctype && std::strchr(child.value(), '[') != nullptr)
                return fail(error_code::malformed, child.value(),
                            "a DOCTYPE with an internal subset is not accepted: entities are never expanded");
            if ((type == pugi::node_pcdata && !is_xml_white_space(child.value())) || type == pugi::node_cdata)
                return fail(error_code::malformed, child.value(), "text outside the root element");
            if (type != pugi::node_element) continue;
            if (document_.root() != nullptr)
                return fail(error_code::malformed, child.name(), "a second root element");
            auto* root = document_.make(kind::element);
            document_.set_root(root);
            root->name = own(child.name());
            if (!fill(*root, child, 1)) return false;
        }
        return document_.root() != nullptr ||
               fail(error_code::malformed, buffer_, "there is no root element");
    }

private:
    /// Text between two elements, in the pieces that comments and CDATA sections part it into.
    struct text_run {
        boost::container::small_vector<std::string_view, 4> pieces;
        std::size_t size = 0;
        char const* at = nullptr; ///< of the first, in what was parsed
    };

    bool fill(value& element, pugi::xml_node parsed, std::size_t depth) {
        if (depth > limits_.max_depth)
            return fail(error_code::limit, parsed.name(),
                        "nested deeper than the " + std::to_string(limits_.max_depth) +
                            " levels that are accepted");
        if (!check_name(parsed.name()) || !add_attributes(element, parsed)) return false;
        auto const only = parsed.first_child();
        if (only.type() == pugi::node_pcdata && !only.next_sibling()) return add_text(element, only.value());
        bool const mixed = has_elements(parsed);
        text_run text;
        for (auto child = parsed.first_child(); child; child = child.next_sibling()) {
            switch (child.type()) {
            case pugi::node_element: {
                if (!end_text(element, text)) return false;
                auto* node = document_.make(kind::element);
                if (!count(child.name()) || !fill(*node, child, depth + 1)) return false;
                document::append(element, *node, own(child.name()));
                break;
            }
            case pugi::node_pcdata:
                if (mixed && is_xml_white_space(child.value())) break;
                if (!add_piece(text, child.value(), true)) return false;
                break;
            case pugi::node_cdata:
                if (!add_piece(text, child.value(), false)) return false;
                break;
            default: break;
            }
        }
        return end_text(element, text);
    }

    bool add_attributes(value& element, pugi::xml_node parsed) {
        for (auto attribute = parsed.first_attribute(); attribute; attribute = attribute.next_attribute()) {
            auto* node = document_.make(kind::string);
            if (std::strchr(attribute.value(), '<') != nullptr)
                return fail(error_code::malformed, attribute.value(), "a '<' in an attribute; write &lt;");
            if (!check_name(attribute.name()) || !count(attribute.name()) ||
                !resolve(attribute.value(), true, node->text))
                return false;
            document::append(element, *node, attribute_name(attribute.name()));
        }
        if (auto const* twin = repeated_attribute(element)) {
            return fail(error_code::repeated, parsed.name(),
                        "the attribute " + quoted(twin->name.substr(1)) +
                            " appears more than once in one element");
        }
        return true;
    }

    /// pugixml takes whatever is not ASCII for a letter.
    bool check_name(char const* name) {
        if (is_ascii_ || has_name_characters_beyond_ascii(name)) return true;
        return fail(error_code::malformed, name, quoted(name) + " cannot be a name in XML");
    }

    /// Of an element that holds nothing else.
    bool add_text(value& element, char const* raw) {
        std::string_view text;
        if (!resolve(raw, true, text)) return false;
        if (text.empty()) return true;
        if (!count(raw)) return false;
        auto* const node = document_.make(kind::string);
        node->text = text;
        document::append(element, *node);
        return true;
    }

    bool add_piece(text_run& run, char const* raw, bool references) {
        std::string_view text;
        if (!resolve(raw, references, text)) return false;
        if (text.empty()) return true;
        if (run.pieces.empty()) run.at = raw;
        run.pieces.push_back(text);
        run.size += text.size();
        return true;
    }

    /// Joins once: as many pieces as a text may have, joining each with all before it would cost their
    /// square.
    bool end_text(value& element, text_run& run) {
        if (run.pieces.empty()) return true;
        if (!count(run.at)) return false;
        auto* node = document_.make(kind::string);
        node->text = run.pieces.front();
        if (run.pieces.size() > 1) {
            auto* const joined = document_.allocate(run.size);
            auto* end = joined;
            for (auto const piece : run.pieces) end = std::copy(piece.begin(), piece.end(), end);
            node->text = {joined, run.size};
        }
        document::append(element, *node);
        run = {};
        return true;
    }

    std::string_view attribute_name(char const* name) {
        auto const size = std::strlen(name);
        auto* marked = document_.allocate(size + 1);
        marked[0] = '@';
        std::memcpy(marked + 1, name, size);
        return {marked, size + 1};
    }

    value const* repeated_attribute(value const& element) {
        if (element.count < 2) return nullptr;
        if (element.count <= 16) {
            for (auto const* one = element.first; one != nullptr; one = one->next)
                for (auto const* other = one->next; other != nullptr; other = other->next)
                    if (other->name == one->name) return other;
            return nullptr;
        }
        std::vector<value const*> sorted;
        for (auto const* one = element.first; one != nullptr; one = one->next) sorted.push_back(one);
        std::sort(sorted.begin(), sorted.end(),
                  [](auto const* a, auto const* b) { return a->name < b->name; });
        auto const twin = std::adjacent_find(sorted.begin(), sorted.end(),
                                             [](auto const* a, auto const* b) { return a->name == b->name; });
        return twin == sorted.end() ? nullptr : *twin;
    }

    /// The text of a parsed value as the document's own, references resolved.
    bool resolve(char const* raw, bool references, std::string_view& text) {
        text = own(raw);
        auto* const start = const_cast<char*>(text.data());
        if (references) {
            auto const resolved = resolve_references(start, text.size());
            if (resolved.bad_at != std::string_view::npos)
                return fail(error_code::malformed, raw + resolved.bad_at,
                            "a '&' that begins no reference that XML defines; write &amp; for the character");
            text = {start, resolved.size};
        }
        if (auto const at = find_non_xml_character(text); at != std::string_view::npos)
            return fail(error_code::malformed, raw, "a character that XML cannot hold");
        return true;
    }

    std::string_view own(char const* found) {
        std::string_view const seen(found);
        return in_buffer(found) ? seen : document_.keep(seen);
    }

    bool in_buffer(char const* pointer) const {
        std::less_equal<> const before;
        return before(static_cast<char const*>(buffer_), pointer) &&
               before(pointer, static_cast<char const*>(buffer_) + text_.size());
    }

    bool count(char const* at) {
        if (members_left_ == 0)
            return fail(error_code::limit, at, "more values than are accepted in one document");
        --members_left_;
        return true;
    }

    bool fail(error_code code, char const* at, std::string message) {
        auto where =
            in_buffer(at) ? text_place(text_, static_cast<std::size_t>(at - buffer_)) : "the document";
        failure_ = error{code, std::move(where), std::move(message)};
        return false;
    }

    document& document_;
    std::string_view text_;
    char* buffer_;
    reading_limits const& limits_;
    std::size_t members_left_;
    bool is_ascii_;
    std::optional<error> failure_;
};

std::string explain(pugi::xml_parse_result const& result) {
    switch (result.status) {
    case pugi::status_end_element_mismatch: return "an element is not closed, or closed by another's name";
    case pugi::status_bad_doctype: return "a malformed DOCTYPE";
    case pugi::status_bad_attribute: return "a malformed attribute";
    case pugi::status_bad_start_element:
    case pugi::status_unrecognized_tag: return "a malformed tag; write &lt; for the character '<'";
    case pugi::status_bad_end_element: return "a malformed end tag";
    case pugi::status_bad_comment: return "a comment that does not end";
    case pugi::status_bad_cdata: return "a CDATA section that does not end";
    case pugi::status_bad_pi: return "a malformed processing instruction or declaration";
    default: return "not well-formed XML";
    }
}

} // namespace

boost::system::result<document, error> read_xml(std::string_view text, reading_limits const& limits,
                                                charset const* sent_in) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the document",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    auto const found = find_xml_encoding(text, sent_in);
    if (!found) return found.error();
    if (found->decoded) text = *found->decoded;
    // What pugixml lets pass, but for what the builder below sees in elements.
    if (auto wrong = find_bad_xml_markup(text, limits.max_members)) return std::move(*wrong);

    document result(1024 + 6 * text.size());
    auto* buffer = result.allocate(text.size() + 1);
    std::memcpy(buffer, text.data(), text.size());
    buffer[text.size()] = '\0';
    // pugixml puts its terminator in place of the last byte and would not see a stray one behind the root: it
    // is given one more.
    pugi::xml_document parsed;
    auto const status = parsed.load_buffer_inplace(buffer, text.size() + 1, parse_flags, pugi::encoding_utf8);
    if (!status)
        return error{error_code::malformed, text_place(text, static_cast<std::size_t>(status.offset)),
                     explain(status)};
    tree_builder builder(result, text, buffer, limits);
    if (!builder.add_root(parsed)) return std::move(*builder.failure());
    return result;
}

} // namespace ficus::acl
