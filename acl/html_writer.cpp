#include "acl/html_writer.hpp"

#include "acl/html_elements.hpp"

#include <string_view>

namespace ficus::acl {
namespace {

void write_text(std::string_view text, std::string_view escaped, std::string& out) {
    for (char const c : text) {
        if (escaped.find(c) == std::string_view::npos)
            out += c;
        else
            out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&quot;";
    }
}

} // namespace

void write_html(value const& element, std::string& out) {
    auto const* const known = find_html_kind(element.name);
    auto const traits = known == nullptr ? 0 : known->traits;
    out.append("<").append(element.name);
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element || child->name.empty()) continue;
        out.append(" ").append(child->name.substr(1)).append("=\"");
        write_text(child->text, "&\"", out);
        out += '"';
    }
    out += '>';
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element)
            write_html(*child, out);
        else if (child->name.empty())
            write_text(child->text, (traits & html_raw) != 0 ? "" : "&<", out);
    }
    if ((traits & html_void) == 0) out.append("</").append(element.name).append(">");
}

} // namespace ficus::acl
