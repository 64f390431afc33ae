#include "acl/quoted.hpp"
#include "acl/xml_name_text.hpp"
#include "acl/xml_names.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace ficus::acl {
namespace {

struct clark_name {
    std::string_view uri, local;
};

/// `{URI}local`; nothing else begins with a brace.
std::optional<clark_name> as_clark(std::string_view name) {
    if (!name.starts_with('{')) return std::nullopt;
    auto const end = name.rfind('}');
    if (end == std::string_view::npos) return std::nullopt;
    return clark_name{name.substr(1, end - 1), name.substr(end + 1)};
}

std::string_view prefix_of(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

class declaring {
public:
    declaring(document& tree, xml_namespaces const& table, holds_qualified_name is_name)
        : tree_(tree), without_table_(table.empty()), is_name_(is_name) {
        for (auto const& entry : table) {
            if (entry.prefix.empty())
                default_ = entry.uri;
            else
                known_.try_emplace(entry.uri, spelling{entry.prefix});
        }
        for (auto const& [prefix, uri] : {std::pair{"xml", xml_uri}, {"xsi", xsi_uri}, {"xsd", xsd_uri}})
            known_.try_emplace(std::string(uri), spelling{prefix});
        for (auto const& [uri, known] : known_) taken_.insert(known.prefix);
    }

    std::optional<error> run(value& root) {
        look(root);
        if (auto failure = rename(root, {}, {})) return failure;
        if (default_used_)
            if (auto failure = declare(root, "@xmlns", default_)) return failure;
        for (auto const& [uri, known] : known_) {
            if (!known.used || known.prefix == "xml") continue;
            if (auto failure = declare(root, "@xmlns:" + known.prefix, uri)) return failure;
        }
        return std::nullopt;
    }

private:
    struct spelling {
        std::string prefix;
        bool used = false;
    };

    /// Which prefixes the tree uses or declares by itself: no new one may be any of them.
    void look(value const& element) {
        taken_.emplace(prefix_of(element.name));
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (child->kind == kind::element) {
                look(*child);
            } else if (is_xml_attribute(*child)) {
                auto const name = child->name.substr(1);
                taken_.emplace(prefix_of(name));
                if (!name.starts_with("xmlns:")) continue;
                taken_.emplace(name.substr(6));
                declared_inside_.emplace(name.substr(6));
            }
        }
    }

    /// `scope`: the default namespace where the element stands, as far as one was declared.
    std::optional<error> rename(value& element, std::string_view parent,
                                std::optional<std::string_view> scope) {
        bool const text_is_name = is_name_ != nullptr && is_name_(parent, element.name);
        auto const table_name = element.name;
        choose_default(element, scope);
        auto name = written(element.name);
        if (!name) return within_element(element, name.error());
        for (auto* child = element.first; child != nullptr; child = child->next) {
            std::optional<error> failure;
            if (child->kind == kind::element)
                failure = rename(*child, table_name, scope);
            else if (is_xml_attribute(*child))
                failure = rename_attribute(*child);
            else if (child->name.empty() && text_is_name)
                failure = rename_text(*child);
            if (failure) return within_element(element, std::move(*failure));
        }
        element.name = *name;
        return std::nullopt;
    }

    void choose_default(value& element, std::optional<std::string_view>& scope) {
        if (default_.empty()) return;
        if (auto const* own = element.find("@xmlns")) {
            scope = own->text;
            return;
        }
        auto const clark = as_clark(element.name);
        if (clark ? !clark->uri.empty() : !prefix_of(element.name).empty()) return;
        auto const wanted = clark ? std::string_view{} : std::string_view(default_);
        if (scope == wanted) return;
        if (!scope && !clark)
            default_used_ = true; // the root's declaration serves
        else
            document::append(element, *tree_.make_string(wanted), "@xmlns");
        scope = wanted;
    }

    std::optional<error> rename_attribute(value& attribute) {
        auto const name = attribute.name.substr(1);
        if (name == "xmlns" || name.starts_with("xmlns:")) return std::nullopt;
        if (holds_type_name(attribute.name))
            if (auto failure = rename_text(attribute)) return failure;
        auto const now = written(name);
        if (!now) return now.error();
        if (*now != name) attribute.name = tree_.keep(std::string("@").append(*now));
        return std::nullopt;
    }

    /// A text that is not written as a name of the table is none, and stays.
    std::optional<error> rename_text(value& holder) {
        if (holder.kind != kind::string) return std::nullopt;
        auto const text = trimmed_name(holder.text);
        auto const brace = text.starts_with('{') ? text.rfind('}') : 0;
        if (brace == std::string_view::npos) return std::nullopt;
        auto const end = std::min(text.find('[', brace), text.size());
        auto const sent = text.substr(0, end);
        auto const clark = as_clark(sent);
        if (clark ? !is_xml_local_name(clark->local)
                  : !is_xml_qualified_name(sent) || find_prefix(prefix_of(sent)) == nullptr)
            return std::nullopt;
        auto const now = written(sent);
        if (!now) return now.error();
        if (*now != sent) holder.text = tree_.keep(std::string(*now).append(text.substr(end)));
        return std::nullopt;
    }

    spelling* find_prefix(std::string_view prefix) {
        for (auto& [uri, known] : known_)
            if (known.prefix == prefix) return &known;
        return nullptr;
    }

    boost::system::result<std::string_view, error> written(std::string_view name) {
        if (auto const clark = as_clark(name)) {
            if (clark->uri.empty()) return clark->local;
            auto const* const prefix = prefix_for(clark->uri);
            if (prefix == nullptr)
                return error{error_code::limit, {}, "more namespaces than are kept in one document"};
            return tree_.keep(std::string(*prefix).append(":").append(clark->local));
        }
        if (!without_table_ && !is_xml_qualified_name(name))
            return error{error_code::unrepresentable,
                         {},
                         quoted(name) + " is no name with a prefix, and none without"};
        auto const prefix = prefix_of(name);
        if (prefix.empty()) return name;
        bool const declared = declared_inside_.contains(prefix);
        if (without_table_ && declared) return name;
        if (auto* known = find_prefix(prefix)) {
            known->used = true;
            return name;
        }
        if (without_table_ || declared) return name;
        return error{error_code::unrepresentable,
                     {},
                     "the prefix " + quoted(prefix) + " of '" + std::string(name) +
                         "' is not declared; add it to the side's namespaces"};
    }

    /// Null where there are too many already: each is looked for in the root and among the others.
    std::string const* prefix_for(std::string_view uri) {
        constexpr std::size_t most = 256;
        auto found = known_.find(uri);
        if (found == known_.end()) {
            if (made_ == most) return nullptr;
            std::string prefix;
            do prefix = "n" + std::to_string(++made_);
            while (taken_.contains(prefix));
            found = known_.try_emplace(std::string(uri), spelling{std::move(prefix)}).first;
        }
        found->second.used = true;
        return &found->second.prefix;
    }

    std::optional<error> declare(value& root, std::string const& name, std::string_view uri) {
        auto const* there = root.find(name);
        if (there == nullptr) {
            document::append(root, *tree_.make_string(uri), tree_.keep(name));
            return std::nullopt;
        }
        if (there->text == uri) return std::nullopt;
        return error{error_code::unrepresentable, std::string(root.name),
                     "'" + name.substr(1) + "' is declared as " + quoted(there->text) +
                         " already, and would have to be '" + std::string(uri) + "'"};
    }

    document& tree_;
    bool without_table_;
    holds_qualified_name is_name_;
    std::string default_;
    bool default_used_ = false;
    std::map<std::string, spelling, std::less<>> known_; ///< by URI
    std::set<std::string, std::less<>> taken_, declared_inside_;
    std::size_t made_ = 0;
};

} // namespace

boost::system::result<void, error> declare_names(value& root, document& tree, xml_namespaces const& table,
                                                 holds_qualified_name is_name) {
    if (auto failure = declaring(tree, table, is_name).run(root)) return std::move(*failure);
    return {};
}

} // namespace ficus::acl
