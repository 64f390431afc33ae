#include "acl/xml_prefixes.hpp"

#include "acl/quoted.hpp"
#include "acl/xml_name_text.hpp"

namespace ficus::acl {
namespace {

constexpr std::string_view declaration = "xmlns";

std::string_view prefix_of(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

std::string_view plain(std::string_view name) {
    return name.starts_with('@') ? name.substr(1) : name;
}

} // namespace

std::optional<xml_prefixes> xml_prefixes::needed(mapping const& m, std::size_t side,
                                                 side_options const& spoken, bool keep_rest) {
    if (spoken.kind != format::xml || !spoken.xml.namespaces.empty()) return std::nullopt;
    if (m.shape(1 - side) == shape::xml) return std::nullopt;
    xml_prefixes made(keep_rest);
    made.add(m, side);
    if (!made.open_) return std::nullopt;
    return made;
}

void xml_prefixes::add(mapping const& m, std::size_t side) {
    for (auto const* variant : m.variants()) {
        auto const& tree = variant->tree(side);
        for (path_tree::index node = 0; node < tree.size(); ++node) {
            open_ |= tree[node].keyed;
            if (auto const prefix = prefix_of(plain(tree[node].name)); !prefix.empty())
                known_.emplace(prefix);
        }
        for (auto const& field : variant->fields())
            if (field.elements) add(*field.elements, side);
    }
}

std::optional<error> xml_prefixes::find_undeclared(value const& root) const {
    auto known = known_;
    if (auto const prefix = prefix_of(root.name); !prefix.empty()) known.emplace(prefix);
    return check(root, known);
}

std::optional<error> xml_prefixes::check(value const& element, scope const& around) const {
    std::optional<scope> more;
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (is_xml_attribute(*child) && prefix_of(plain(child->name)) == declaration) {
            if (!more) more = around;
            more->emplace(plain(child->name).substr(declaration.size() + 1));
        }
    auto const& here = more ? *more : around;
    auto const wrong = [&](value const& named) -> std::string {
        auto const name = plain(named.name);
        auto const prefix = prefix_of(name);
        if (is_xml_attribute(named) && (name == declaration || prefix == declaration)) return {};
        if (name == declaration || prefix == declaration)
            return quoted(name) + " is reserved for the declarations of XML's namespaces";
        if (prefix.empty() && name.find(':') == std::string_view::npos) return {};
        if (!is_xml_qualified_name(name)) return quoted(name) + " is no name with a prefix, and none without";
        if (here.contains(prefix)) return {};
        return "the prefix " + quoted(prefix) + " of " + quoted(name) +
               " is declared nowhere; say the side's namespaces = { " + std::string(prefix) + " = \"URI\" }";
    };
    if (auto message = wrong(element); !message.empty())
        return error{error_code::unrepresentable, std::string(element.name), std::move(message)};
    for (auto const* child = element.first; child != nullptr; child = child->next) {
        if (child->name.empty()) continue;
        if (child->kind == kind::element) {
            if (auto failure = check(*child, here)) return within_element(element, std::move(*failure));
        } else if (auto message = wrong(*child); !message.empty()) {
            return error{error_code::unrepresentable,
                         std::string(element.name) + '/' + std::string(child->name), std::move(message)};
        }
    }
    return std::nullopt;
}

} // namespace ficus::acl
