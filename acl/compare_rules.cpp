#include "acl/compare_rules.hpp"

#include "acl/compare_cookies.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

namespace ficus::acl {

namespace {

constexpr std::size_t most_digits = 40; ///< of a tolerance: bounds what one comparison costs

std::string indexed(char const* key, std::size_t i) {
    return std::string(key) + '[' + std::to_string(i) + ']';
}

std::string quoted(char const* key, std::string const& path) {
    return std::string(key) + ".\"" + path + '"';
}

/// For each entry its place in an order in which what is more exact comes later, whatever the order in the
/// file.
template<class Entries>
std::vector<std::size_t> by_exactness(Entries const& entries) {
    auto const rank = [](std::string const& text) {
        std::ptrdiff_t wildcards = std::count(text.begin(), text.end(), '*');
        for (auto at = text.find(".."); at != std::string::npos; at = text.find("..", at + 2)) ++wildcards;
        return std::pair(-wildcards, std::string_view(text));
    };
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return rank(entries[a].first) < rank(entries[b].first); });
    std::vector<std::size_t> places(entries.size());
    for (std::size_t place = 0; place < order.size(); ++place) places[order[place]] = place;
    return places;
}

std::optional<json_path> read(std::string const& path, std::string key, std::vector<option_error>& errors) {
    auto parsed = json_path::parse(path);
    if (parsed) return std::move(*parsed);
    errors.push_back({std::move(key), parsed.error().message});
    return std::nullopt;
}

} // namespace

rule_tree::rule_tree(compare_options const& options, std::vector<option_error>& errors)
    : nodes_(1), numbers_(options.numbers) {
    for (std::size_t i = 0; i < options.ignore.size(); ++i) {
        if (cookie_exceptions::is_one(options.ignore[i])) continue;
        if (auto const path = read(options.ignore[i], indexed("ignore", i), errors))
            nodes_[make(*path)].ignore = true;
    }
    for (std::size_t i = 0; i < options.unordered.size(); ++i)
        if (auto const path = read(options.unordered[i], indexed("unordered", i), errors))
            nodes_[make(*path)].unordered = true;
    for (std::size_t i = 0; i < options.redact.size(); ++i)
        if (auto const path = read(options.redact[i], indexed("redact", i), errors)) {
            nodes_[make(*path)].redact = true;
            has_redaction_ = true;
        }
    add_keys(options, errors);
    add_tolerances("tolerance", options.tolerance, &node::tolerance, errors);
    add_tolerances("tolerance_relative", options.tolerance_relative, &node::tolerance_relative, errors);
    add_normalizers(options, errors);
}

void rule_tree::add_keys(compare_options const& options, error_list& out) {
    auto const places = by_exactness(options.keyed);
    keys_.resize(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const& [text, member] = options.keyed[i];
        auto const key = quoted("keyed", text);
        auto const path = read(text, key, out);
        if (member.empty())
            out.push_back({key, "the member that pairs the elements is empty; name one, such as \"id\""});
        if (!path || member.empty()) continue;
        auto& at = nodes_[make(*path)];
        if (at.unordered) out.push_back({key, "the same list is in `unordered`; keep one of the two"});
        keys_[places[i]] = member;
        at.key = std::max(at.key, static_cast<std::uint32_t>(places[i] + 1));
    }
}

void rule_tree::add_tolerances(char const* name, amounts const& from, std::uint32_t node::*rule,
                               error_list& out) {
    auto const places = by_exactness(from);
    auto const begin = tolerances_.size();
    tolerances_.resize(begin + places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const& [text, amount] = from[i];
        auto const key = quoted(name, text);
        auto const path = read(text, key, out);
        auto const number = decimal::parse(amount);
        bool const is_right = number && !number->negative && number->size() <= most_digits;
        if (!is_right)
            out.push_back({key, "`" + amount +
                                    "` is no tolerance; give a number from 0, such as 0.005, of at most " +
                                    std::to_string(most_digits) + " digits"});
        if (!path || !is_right) continue;
        auto const place = begin + places[i];
        tolerances_[place] = amount;
        auto& at = nodes_[make(*path)].*rule;
        at = std::max(at, static_cast<std::uint32_t>(place + 1));
    }
}

void rule_tree::add_normalizers(compare_options const& options, error_list& out) {
    auto const places = by_exactness(options.normalize);
    normalizers_.resize(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const& [text, steps] = options.normalize[i];
        auto const key = quoted("normalize", text);
        auto const path = read(text, key, out);
        auto made = normalizer::compile(steps);
        if (!made) out.push_back({key + made.error().key, made.error().message});
        if (!path || !made) continue;
        normalizers_[places[i]] = std::move(*made);
        auto& at = nodes_[make(*path)].normal;
        at = std::max(at, static_cast<std::uint32_t>(places[i] + 1));
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
    if (nodes_.size() > 1 || nodes_[0].has_rule()) add(at, 0);
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
    std::uint32_t key = 0, tolerance = 0, relative = 0, normal = 0;
    for (auto const i : at) {
        auto const& here = nodes_[i];
        rules.ignore |= here.ignore;
        rules.unordered |= here.unordered;
        rules.redact |= here.redact;
        // What is more exact stands later.
        key = std::max(key, here.key);
        tolerance = std::max(tolerance, here.tolerance);
        relative = std::max(relative, here.tolerance_relative);
        normal = std::max(normal, here.normal);
    }
    if (key != 0) rules.key = &keys_[key - 1];
    if (tolerance != 0) rules.tolerance = &tolerances_[tolerance - 1];
    if (relative != 0) rules.tolerance_relative = &tolerances_[relative - 1];
    if (normal != 0) rules.normal = &normalizers_[normal - 1];
    return rules;
}

bool rule_tree::hides_names(cursor const& at) const {
    return std::any_of(at.begin(), at.end(), [this](auto i) {
        return nodes_[i].any_member != none && nodes_[nodes_[i].any_member].redact;
    });
}

} // namespace ficus::acl
