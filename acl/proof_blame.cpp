#include "acl/proof_blame.hpp"

#include "acl/mapping_paths.hpp"
#include "acl/proof_message.hpp"
#include "acl/rest_carrier.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace ficus::acl {
namespace {

/// What a message has for a field.
struct found_values {
    std::vector<value const*> items;
    bool is_said = false; ///< of a list: something says that it is there, be it empty
};

class blame {
public:
    explicit blame(std::size_t side) : side_(side) {}

    void compare(mapping const& m, message_values const& sent, message_values const& back) {
        for (auto const* variant : m.variants())
            for (auto const& field : variant->fields()) {
                if (field.constant_on && *field.constant_on != side_) continue;
                for (auto const* path : field.paths_on(side_))
                    if (!path->numbered) compare(*variant, field, *path, sent, back);
            }
    }

    std::set<std::string> keys;

private:
    void compare(mapping const& m, mapped_field const& field, field_path const& path,
                 message_values const& sent, message_values const& back) {
        if (path.where == place::key) {
            if (sent.body->name != back.body->name) keys.insert(field.key);
            return;
        }
        auto const one = find(m, field, path, sent);
        auto const other = find(m, field, path, back);
        if (one.items.size() != other.items.size() || one.is_said != other.is_said) {
            add(field, one.items.empty() ? nullptr : one.items.front(),
                other.items.empty() ? nullptr : other.items.front());
            return;
        }
        for (std::size_t i = 0; i < one.items.size(); ++i) {
            if (field.elements && (!field.split || field.split_on != side_))
                compare(*field.elements, {one.items[i], nullptr, nullptr},
                        {other.items[i], nullptr, nullptr});
            else if (said(*one.items[i]) != said(*other.items[i]))
                add(field, one.items[i], other.items[i]);
        }
    }

    found_values find(mapping const& m, mapped_field const& field, field_path const& path,
                      message_values const& of) const {
        auto const* at = path.where == place::body ? of.body : path.where == place::call ? of.calls : of.head;
        auto const shape = dialect_of(path, m.dialect(side_)).shape;
        if (!path.repeated) {
            auto const* only = find_at(at, path.steps);
            return only == nullptr ? found_values{} : found_values{{only}, true};
        }
        found_values found;
        bool const is_container = path.keyed || shape == shape::json;
        auto const steps_to = path.steps.size() - (is_container ? 0 : 1);
        auto const* container =
            find_at(at, {path.steps.begin(), path.steps.begin() + static_cast<std::ptrdiff_t>(steps_to)});
        if (container == nullptr) return found;
        auto const& tree = m.tree(side_);
        auto const above = tree[field.nodes[side_]].parent;
        found.is_said = is_container || (above != path_tree::none && tree[above].wraps_list);
        if (is_container && !container->is_container()) return {{container}, true};
        for (auto const* child = container->first; child != nullptr; child = child->next)
            if (is_container ? !child->name.starts_with('@') : child->name == path.steps.back())
                found.items.push_back(child);
        return found;
    }

    /// Of an element its own text: what else is in it is another field's.
    static std::string said(value const& v) {
        if (v.kind != kind::element) return std::string(v.name) + canonical(v);
        if (is_nil(v)) return "null";
        std::string text(v.name);
        for (auto const* child = v.first; child != nullptr; child = child->next)
            if (child->name.empty()) text += child->text;
        return text;
    }

    bool says_nothing(mapped_field const& field, value const* v) const {
        if (v == nullptr || v->kind == kind::null) return true;
        if (v->kind == kind::element) {
            auto const* only = v->first;
            return only == nullptr || is_nil(*v) ||
                   (only->next == nullptr && field.nothing->says(side_, only->text, {}, false));
        }
        return v->kind == kind::string ? v->text.empty() || field.nothing->says(side_, v->text, {}, false)
                                       : (v->is_container() ? v->first == nullptr
                                                            : field.nothing->says(side_, v->text, {}, false));
    }

    void add(mapped_field const& field, value const* one, value const* other) {
        bool const is_none = one == nullptr || (field.nothing && says_nothing(field, one));
        if (field.nothing && is_none && says_nothing(field, other))
            keys.insert(field.nothing->is_inherited() ? "nothing" : field.key + ".nothing");
        else if (is_none && (field.missing[0] || field.missing[1]))
            keys.insert(field.key + ".default");
        else
            keys.insert(field.key);
    }

    std::size_t side_;
};

/// All positions are those of the first element.
std::string with_first_positions(std::string_view where) {
    std::string made;
    for (std::size_t i = 0; i < where.size(); ++i) {
        made += where[i];
        auto const end = where.find_first_not_of("0123456789", i + 1);
        if (where[i] != '[' || end == std::string_view::npos || end == i + 1 || where[end] != ']') continue;
        made += '0';
        i = end - 1;
    }
    return made;
}

void add_places(mapping const& m, std::size_t side, std::string const& around,
                std::map<std::string, std::string>& keys) {
    for (auto const* variant : m.variants())
        for (auto const& field : variant->fields()) {
            if (field.constant_on && *field.constant_on != side) continue;
            auto const add = [&](field_path const& path, path_tree::index node) {
                auto const place =
                    path.steps.empty() && path.repeated ? "" : variant->tree(side).path_of(node);
                auto const here = join_paths(m.shape(side), around, place);
                keys.emplace(here, field.key);
                keys.emplace(here + "[0]", field.key);
                if (field.elements) add_places(*field.elements, side, here + "[0]", keys);
            };
            if (field.composed && field.composed->parts_on == side)
                for (auto const& part : field.composed->parts) add(part.path, part.node);
            else
                add(field.paths[side], field.nodes[side]);
        }
}

} // namespace

std::set<std::string> blamed_keys(mapping const& m, std::size_t side, message_values const& sent,
                                  message_values const& back) {
    blame found(side);
    found.compare(m, sent, back);
    return std::move(found.keys);
}

std::string key_at(mapping const& m, std::size_t side, std::string_view where) {
    std::map<std::string, std::string> keys;
    add_places(m, side, {}, keys);
    auto const found = keys.find(with_first_positions(where));
    return found == keys.end() ? std::string() : found->second;
}

} // namespace ficus::acl
