#include "acl/xml_names.hpp"

#include "acl/quoted.hpp"
#include "acl/xml.hpp"
#include "acl/xml_name_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace ficus::acl {
namespace {

// More than any document needs, and few enough to be searched one by one.
constexpr std::size_t max_bindings = 256;

struct known_namespace {
    std::string_view prefix, uri;
};

constexpr std::array<known_namespace, 3> always_known{{{"xml", xml_uri}, {"xsi", xsi_uri}, {"xsd", xsd_uri}}};

struct split_name {
    std::string_view prefix, local;
};

std::optional<split_name> split(std::string_view name) {
    auto const colon = name.find(':');
    if (colon == std::string_view::npos) {
        if (!is_xml_local_name(name)) return std::nullopt;
        return split_name{{}, name};
    }
    split_name const parts{name.substr(0, colon), name.substr(colon + 1)};
    if (!is_xml_local_name(parts.prefix) || !is_xml_local_name(parts.local)) return std::nullopt;
    return parts;
}

std::optional<std::string_view> prefix_in_table(xml_namespaces const& table, std::string_view uri,
                                                bool attribute) {
    for (auto const& entry : table)
        if (entry.uri == uri && !(attribute && entry.prefix.empty())) return entry.prefix;
    for (auto const& known : always_known)
        if (known.uri == uri) return known.prefix;
    return std::nullopt;
}

bool has_default(xml_namespaces const& table) {
    return std::any_of(table.begin(), table.end(), [](auto const& entry) { return entry.prefix.empty(); });
}

bool is_declaration(value const& child) {
    return child.name == "@xmlns" || child.name.starts_with("@xmlns:");
}

error malformed(std::string message) {
    return {error_code::malformed, {}, std::move(message)};
}

class table_naming {
public:
    table_naming(document& tree, xml_namespaces const& table, reading_limits const& limits,
                 holds_qualified_name is_name)
        : tree_(tree), table_(table), bytes_left_(limits.max_bytes), is_name_(is_name),
          table_has_default_(has_default(table)) {
        bindings_.push_back({"xml", xml_uri});
    }

    std::optional<error> rename(value& element, std::string_view parent) {
        auto const outside = bindings_.size();
        if (auto failure = take_declarations(element)) return within_element(element, std::move(*failure));
        auto const sent = element.name;
        auto name = name_of(sent, false);
        if (!name) return within_element(element, name.error());
        element.name = *name;
        if (auto failure = rename_attributes(element)) return within_element(element, std::move(*failure));
        bool const text_is_name = is_name_ != nullptr && is_name_(parent, element.name);
        for (auto* child = element.first; child != nullptr; child = child->next) {
            if (child->kind == kind::element) {
                if (auto failure = rename(*child, element.name))
                    return within_element(element, std::move(*failure));
            } else if (child->name.empty() && text_is_name) {
                if (auto failure = rename_text(*child)) return within_element(element, std::move(*failure));
            }
        }
        bindings_.resize(outside);
        return std::nullopt;
    }

private:
    struct binding {
        std::string_view prefix, uri;
    };

    std::optional<error> take_declarations(value& element) {
        value* before = nullptr;
        for (auto* child = element.first; child != nullptr; child = child->next) {
            if (!is_declaration(*child)) {
                before = child;
                continue;
            }
            if (auto failure =
                    bind(child->name == "@xmlns" ? std::string_view{} : child->name.substr(7), child->text))
                return failure;
            (before == nullptr ? element.first : before->next) = child->next;
            if (element.last == child) element.last = before;
            --element.count;
        }
        return std::nullopt;
    }

    std::optional<error> bind(std::string_view prefix, std::string_view uri) {
        auto const quoted = "'xmlns" + (prefix.empty() ? "" : ':' + std::string(prefix)) + "'";
        if (prefix.empty() ? false : !is_xml_local_name(prefix))
            return malformed(quoted + " declares no valid prefix");
        if (prefix == "xmlns" || uri == xmlns_uri) return malformed(quoted + " declares what is reserved");
        if ((prefix == "xml") != (uri == xml_uri))
            return malformed(quoted + ": the prefix 'xml' and its namespace belong to each other");
        if (uri.empty() && !prefix.empty())
            return malformed(quoted + " is empty; only the default namespace can be undeclared");
        if (bindings_.size() > max_bindings)
            return error{error_code::limit,
                         {},
                         "more than the " + std::to_string(max_bindings) +
                             " namespace declarations that are accepted within each other"};
        bindings_.push_back({prefix, uri});
        return std::nullopt;
    }

    std::optional<std::string_view> uri_of(std::string_view prefix) const {
        for (auto i = bindings_.rbegin(); i != bindings_.rend(); ++i)
            if (i->prefix == prefix) return i->uri;
        if (prefix.empty()) return std::string_view{};
        return std::nullopt;
    }

    boost::system::result<std::string_view, error> name_of(std::string_view sent, bool attribute) {
        auto const parts = split(sent);
        if (!parts)
            return malformed(quoted(sent) + " is no qualified name: at most one colon, between two names");
        if (attribute && parts->prefix.empty()) return sent;
        auto const uri = uri_of(parts->prefix);
        if (!uri)
            return malformed("the prefix " + quoted(parts->prefix) + " of '" + std::string(sent) +
                             "' is not declared; declare it by xmlns:" + std::string(parts->prefix));
        if (uri->empty()) return table_has_default_ ? join("{}", parts->local) : parts->local;
        auto const prefix = prefix_in_table(table_, *uri, attribute);
        if (!prefix) {
            std::string marked = "{";
            marked.append(*uri).append("}");
            return join(marked, parts->local);
        }
        if (*prefix == parts->prefix) return sent;
        if (prefix->empty()) return parts->local;
        return join(std::string(*prefix) + ':', parts->local);
    }

    boost::system::result<std::string_view, error> join(std::string_view before, std::string_view local) {
        auto const size = before.size() + local.size();
        if (size > bytes_left_)
            return error{error_code::limit, {}, "the names of this document's namespaces take too much room"};
        bytes_left_ -= size;
        auto* const made = tree_.allocate(size);
        std::copy(local.begin(), local.end(), std::copy(before.begin(), before.end(), made));
        return std::string_view{made, size};
    }

    std::optional<error> rename_attributes(value& element) {
        bool renamed = false;
        for (auto* child = element.first; child != nullptr; child = child->next) {
            if (!is_xml_attribute(*child)) continue;
            auto const sent = child->name.substr(1);
            auto const name = name_of(sent, true);
            if (!name) return name.error();
            if (*name != sent) {
                auto const marked = join("@", *name);
                if (!marked) return marked.error();
                child->name = *marked;
            }
            renamed = renamed || child->name.find(':') != std::string_view::npos;
            if (holds_type_name(child->name))
                if (auto failure = rename_text(*child)) return failure;
        }
        return renamed ? find_twin(element) : std::nullopt;
    }

    /// Two prefixes may stand for one namespace (section 6.3).
    std::optional<error> find_twin(value const& element) {
        std::vector<std::string_view> names;
        for (auto const* child = element.first; child != nullptr; child = child->next)
            if (is_xml_attribute(*child)) names.push_back(child->name.substr(1));
        std::sort(names.begin(), names.end());
        auto const twin = std::adjacent_find(names.begin(), names.end());
        if (twin == names.end()) return std::nullopt;
        return error{error_code::repeated,
                     {},
                     "the attribute " + quoted(*twin) +
                         " appears more than once in one element, by prefixes of one namespace"};
    }

    /// A text that is not written as a qualified name is none, and stays.
    std::optional<error> rename_text(value& holder) {
        auto const text = trimmed_name(holder.text);
        auto const end = std::min(text.find('['), text.size());
        auto const sent = text.substr(0, end);
        auto const parts = split(sent);
        if (!parts || (parts->prefix.empty() && !is_xml_attribute(holder))) return std::nullopt;
        auto const name = name_of(sent, false);
        if (!name) return name.error();
        if (*name == sent) return std::nullopt;
        auto const whole = end == text.size() ? name : join(std::string(*name), text.substr(end));
        if (!whole) return whole.error();
        holder.text = *whole;
        return std::nullopt;
    }

    document& tree_;
    xml_namespaces const& table_;
    std::size_t bytes_left_;
    holds_qualified_name is_name_;
    bool table_has_default_;
    std::vector<binding> bindings_;
};

} // namespace

bool is_xml_local_name(std::string_view name) {
    return is_xml_name(name) && name.find(':') == std::string_view::npos;
}

boost::system::result<void, error> check_namespaces(xml_namespaces const& table) {
    for (auto const& entry : table) {
        auto const refuse = [&](std::string message) {
            return error{error_code::malformed, entry.prefix, std::move(message)};
        };
        if (!entry.prefix.empty() && !is_xml_local_name(entry.prefix))
            return refuse("'" + entry.prefix + "' cannot be a prefix: letters, digits, '-', '_' and '.' can");
        if (entry.uri.empty()) return refuse("a namespace needs a URI");
        if (entry.uri.find_first_of("{}<\n\r\t ") != std::string::npos)
            return refuse("'" + entry.uri + "' is no URI");
        if (entry.prefix == "xmlns" || entry.uri == xmlns_uri) return refuse("'xmlns' is reserved");
        for (auto const& known : always_known)
            if ((entry.prefix == known.prefix) != (entry.uri == known.uri))
                return refuse(quoted(known.prefix) + " always stands for " + std::string(known.uri) +
                              ", and needs not be named");
        for (auto const& other : table) {
            if (&other == &entry) break;
            if (other.prefix == entry.prefix) return refuse("the prefix is there twice");
            if (other.uri == entry.uri)
                return refuse(entry.uri + " has two prefixes, '" + other.prefix + "' and '" + entry.prefix +
                              "'; keep one");
        }
    }
    return {};
}

boost::system::result<void, error> use_table_names(document& tree, xml_namespaces const& table,
                                                   reading_limits const& limits,
                                                   holds_qualified_name is_name) {
    if (tree.root() == nullptr) return {};
    if (auto failure = table_naming(tree, table, limits, is_name).rename(*tree.root(), {}))
        return std::move(*failure);
    return {};
}

bool is_xml_qualified_name(std::string_view name) {
    return split(name).has_value();
}

} // namespace ficus::acl
