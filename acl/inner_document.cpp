#include "acl/inner_document.hpp"

#include "acl/format.hpp"
#include "acl/quoted.hpp"
#include "acl/scalar_rule.hpp"
#include "acl/side_check.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

/// A text has been decoded with the document around it, whatever is declared in it.
constexpr std::string_view decoded = "text/plain; charset=utf-8";

bool has_nil(value const& element) {
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->name == "@xsi:nil" || has_nil(*child)) return true;
    return false;
}

/// It would name a charset that the text is not in, once it stands in another document.
void remove_declaration(std::string& text) {
    if (!text.starts_with("<?xml ")) return;
    auto end = text.find("?>");
    if (end == std::string::npos) return;
    end += 2;
    while (end < text.size() && text[end] == '\n') ++end;
    text.erase(0, end);
}

} // namespace

std::string without_marks(std::string text) {
    std::erase(text, document_mark.front());
    return text;
}

void check_inner_document(side_options const& spoken, std::string const& key,
                          std::vector<option_error>& problems) {
    if (spoken.kind != format::json && spoken.kind != format::xml && spoken.kind != format::form &&
        spoken.kind != format::csv)
        problems.push_back({key, "a document within a text is json, xml, form or csv, and not " +
                                     std::string(to_string(spoken.kind))});
    if (spoken.charset)
        problems.push_back({key, "a text within a document is in the charset of that; leave 'charset' out"});
    if (!spoken.types.empty())
        problems.push_back({key, "a text within a document has no Content-Type; leave 'type' out"});
    if (spoken.response_root)
        problems.push_back(
            {key, "a document within a text has one root: write root = " + quoted(spoken.root)});
    check_side(spoken, key, problems);
}

std::size_t count_values(value const& root) {
    std::size_t count = 1;
    for (auto const* child = root.first; child != nullptr; child = child->next) count += count_values(*child);
    return count;
}

boost::system::result<value*, error> read_inner_document(std::string_view text, side_options const& spoken,
                                                         reading_limits const& limits, document& memory) {
    bool const may_be_empty = spoken.kind == format::form || spoken.kind == format::csv;
    if (!may_be_empty && is_xml_white_space(text))
        return error{error_code::malformed,
                     {},
                     "an empty text where a document (" + std::string(to_string(spoken.kind)) + ") is due"};
    auto const read = read_body(spoken, text, decoded, limits);
    if (!read) return read.error();
    auto const& root = *read->root();
    if (spoken.kind == format::xml && root.name != spoken.root)
        return error{error_code::malformed, std::string(root.name),
                     "the root element is " + quoted(root.name) + ", not '" + spoken.root + "'"};
    auto* const made = memory.copy(root);
    made->name = document_step;
    return made;
}

boost::system::result<void, error> write_inner_document(value& around, side_options const& spoken,
                                                        dialect outer, document& memory) {
    auto const* inner = around.find(document_step);
    if (inner == nullptr) return {};
    value root = *inner;
    root.name = spoken.root;
    root.next = nullptr;
    if (spoken.kind == format::xml && has_nil(root) && root.find("@xmlns:xsi") == nullptr)
        document::append(root, *memory.make_string(xsi_namespace), "@xmlns:xsi");
    std::string text;
    if (auto const done = write_body(spoken, root, text); !done) return done.error();
    remove_declaration(text);
    if (outer.shape == shape::xml && find_non_xml_character(text) != std::string_view::npos)
        return error{error_code::unrepresentable,
                     {},
                     "a control character in a document within a text, which XML cannot hold"};
    if (outer.shape == shape::xml && !around.name.starts_with('@')) {
        value attributes;
        for (auto* child = around.first; child != nullptr;) {
            auto* const next = child->next;
            if (child->name != document_step) document::append(attributes, *child, child->name);
            child = next;
        }
        around.first = attributes.first;
        around.last = attributes.last;
        around.count = attributes.count;
        document::append(around, *memory.make_string(text));
        return {};
    }
    around.kind = kind::string;
    around.text = memory.keep(text);
    around.first = around.last = nullptr;
    around.count = 0;
    return {};
}

} // namespace ficus::acl
