#include "acl/compare_rules.hpp"

#include <algorithm>
#include <optional>

namespace ficus::acl {

namespace {

std::string indexed(char const* key, std::size_t i) {
    return std::string(key) + '[' + std::to_string(i) + ']';
}

std::string quoted(char const* key, std::string const& path) {
    return std::string(key) + ".\"" + path + '"';
}

std::optional<json_path> read(std::string const& path, std::string key, std::vector<option_error>& errors) {
    auto parsed = json_path::parse(path);
    if (parsed) return std::move(*parsed);
    errors.push_back({std::move(key), parsed.error().message});
    return std::nullopt;
}

} // namespace

rule_tree::rule_tree(compare_options const& options, std::vector<option_error>& errors) : nodes_(1) {
    for (std::size_t i = 0; i < options.ignore.size(); ++i)
        if (auto const path = read(options.ignore[i], indexed("ignore", i), errors))
            nodes_[make(*path)].ignore = true;
    for (std::size_t i = 0; i < options.unordered.size(); ++i)
        if (auto const path = read(options.unordered[i], indexed("unordered", i), errors))
            nodes_[make(*path)].unordered = true;
    for (std::size_t i = 0; i < options.redact.size(); ++i)
        if (auto const path = read(options.redact[i], indexed("redact", i), errors)) {
            nodes_[make(*path)].redact = true;
            has_redaction_ = true;
        }
    for (auto const& [text, member] : options.keyed) {
        auto const key = quoted("keyed", text);
        auto const path = read(text, key, errors);
        if (member.empty())
            errors.push_back({key, "the member that pairs the elements is empty; name one, such as \"id\""});
        if (!path || member.empty()) continue;
        auto& at = nodes_[make(*path)];
        if (at.unordered) errors.push_back({key, "the same list is in `unordered`; keep one of the two"});
        keys_.push_back(member);
        at.key = static_cast<std::uint32_t>(keys_.size());
    }
    for (auto const& [text, amount] : options.tolerance) {
        auto const key = quoted("tolerance", text);
        auto const path = read(text, key, errors);
        auto const number = decimal::parse(amount);
        if (!number || number->negative)
            errors.push_back({key, "`" + amount + "` is no tolerance; give a number from 0, such as 0.005"});
        if (!path || !number || number->negative) continue;
        tolerances_.push_back(amount);
        nodes_[make(*path)].tolerance = static_cast<std::uint32_t>(tolerances_.size());
    }
}

std::uint32_t rule_tree::make(json_path const& path) {
    std::uint32_t at = 0;
    auto const child = [&](std::uint32_t node::*link) {
        if (nodes_[at].*link == none) {
            nodes_[at].*link = static_cast<std::uint32_t>(nodes_.size());
            nodes_.emplace_back();
        }
        return nodes_[at].*link;
    };
    auto const named_child = [&](auto& children, auto const& name) {
        auto const found = std::find_if(children.begin(), children.end(),
                                        [&](auto const& entry) { return entry.first == name; });
        if (found != children.end()) return found->second;
        auto const made = static_cast<std::uint32_t>(nodes_.size());
        children.emplace_back(name, made);
        nodes_.emplace_back();
        return made;
    };
    for (auto const& step : path.steps) {
        switch (step.kind) {
        case path_step::what::member: at = named_child(nodes_[at].members, step.name); break;
        case path_step::what::index: at = named_child(nodes_[at].elements, step.index); break;
        case path_step::what::any_member: at = child(&node::any_member); break;
        case path_step::what::any_element: at = child(&node::any_element); break;
        case path_step::what::descend:
            at = child(&node::descend);
            nodes_[at].floats = true;
            break;
        }
    }
    return at;
}

void rule_tree::add(cursor& to, std::uint32_t node) const {
    if (std::find(to.begin(), to.end(), node) != to.end()) return;
    to.push_back(node);
    if (nodes_[node].descend != none) add(to, nodes_[node].descend);
}

rule_tree::cursor rule_tree::root() const {
    cursor at;
    // A tree without rules has no place where one could apply.
    if (nodes_.size() > 1 || nodes_[0].ignore || nodes_[0].unordered || nodes_[0].redact ||
        nodes_[0].key != 0 || nodes_[0].tolerance != 0)
        add(at, 0);
    return at;
}

rule_tree::cursor rule_tree::member(cursor const& at, std::string_view name) const {
    cursor to;
    for (auto const i : at) {
        auto const& from = nodes_[i];
        if (from.floats) add(to, i);
        if (from.any_member != none) add(to, from.any_member);
        for (auto const& [wanted, child] : from.members)
            if (wanted == name) add(to, child);
    }
    return to;
}

rule_tree::cursor rule_tree::element(cursor const& at, std::size_t index) const {
    cursor to;
    for (auto const i : at) {
        auto const& from = nodes_[i];
        if (from.floats) add(to, i);
        if (from.any_element != none) add(to, from.any_element);
        for (auto const& [wanted, child] : from.elements)
            if (wanted == index) add(to, child);
    }
    return to;
}

rule_tree::cursor rule_tree::child_element(cursor const& at, std::string_view name, std::size_t index) const {
    auto to = member(at, name);
    for (auto const i : element(to, index)) add(to, i);
    return to;
}

rule_tree::cursor rule_tree::text_of(cursor const& at) const {
    auto to = at;
    for (auto const i : member(at, "text()")) add(to, i);
    return to;
}

place_rules rule_tree::at(cursor const& at) const {
    place_rules rules;
    for (auto const i : at) {
        auto const& here = nodes_[i];
        rules.ignore |= here.ignore;
        rules.unordered |= here.unordered;
        rules.redact |= here.redact;
        if (here.key != 0) rules.key = &keys_[here.key - 1];
        if (here.tolerance != 0) rules.tolerance = &tolerances_[here.tolerance - 1];
    }
    return rules;
}

bool rule_tree::hides_names(cursor const& at) const {
    return std::any_of(at.begin(), at.end(), [this](auto i) {
        return nodes_[i].any_member != none && nodes_[nodes_[i].any_member].redact;
    });
}

} // namespace ficus::acl
