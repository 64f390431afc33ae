#include "acl/compare_fingerprint.hpp"

#include "acl/compare_page_words.hpp"
#include "acl/compare_words.hpp"

#include <boost/container/small_vector.hpp>
#include <xxhash.h>

#include <array>
#include <charconv>
#include <map>

namespace ficus::acl {

namespace {

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    std::uint64_t const both[] = {a, b};
    return XXH3_64bits(both, sizeof both);
}

std::uint64_t hash_text(std::string_view text, kind seed) {
    return XXH3_64bits_withSeed(text.data(), text.size(), static_cast<std::uint64_t>(seed) + 1);
}

using number_text = boost::container::small_vector<char, 64>;

// One spelling for each number, whatever its zeros and exponent.
number_text canonical(decimal const& number) {
    number_text text;
    if (number.negative) text.push_back('-');
    text.insert(text.end(), number.head.begin(), number.head.end());
    text.insert(text.end(), number.tail.begin(), number.tail.end());
    std::array<char, 24> exponent{'e'};
    auto const end =
        std::to_chars(exponent.data() + 1, exponent.data() + exponent.size(), number.exponent).ptr;
    text.insert(text.end(), exponent.data(), end);
    return text;
}

std::string_view view(number_text const& text) {
    return {text.data(), text.size()};
}

// Whole numbers as people write them, so that they pair with the same key as a string.
std::string key_of(decimal const& number) {
    auto const zeros = number.exponent + 1 - static_cast<std::int64_t>(number.size());
    if (number.is_zero()) return "0";
    if (zeros < 0 || zeros > 20) return std::string(view(canonical(number)));
    std::string text = number.negative ? "-" : "";
    return text.append(number.head).append(number.tail).append(static_cast<std::size_t>(zeros), '0');
}

class printer {
public:
    printer(body_way way, rule_tree const& rules, std::size_t& work)
        : way_(way), rules_(rules), work_(work) {}

    std::uint64_t print(value const& root, rule_tree::cursor const& at) {
        if (work_ == 0) return 0;
        --work_;
        auto const rules = at.empty() ? place_rules{} : rules_.at(at);
        if (rules.ignore) return 0;
        switch (root.kind) {
        case kind::null: return mix(1, 0);
        case kind::boolean: return mix(2, root.truth ? 1 : 0);
        case kind::number:
        case kind::string: return scalar(root, rules);
        case kind::array: return array(root, at, rules.unordered || rules.key != nullptr);
        case kind::object: return members(root, at);
        case kind::element: return xml(root, at);
        }
        return 0;
    }

    double tolerant = 0;

private:
    std::uint64_t scalar(value const& root, place_rules const& rules) {
        std::string memory;
        auto const text = rules.normal != nullptr ? rules.normal->apply(root.text, memory) : root.text;
        bool const by_value = root.kind == kind::number && rules_.numbers() == number_policy::value;
        if (!by_value && !rules.has_tolerance()) return hash_text(text, root.kind);
        auto const number = decimal::parse(text);
        if (!number) return hash_text(text, root.kind);
        if (!rules.has_tolerance()) return hash_text(view(canonical(*number)), root.kind);
        double amount = 0;
        std::from_chars(text.data(), text.data() + text.size(), amount);
        tolerant += amount;
        return mix(3, static_cast<std::uint64_t>(root.kind));
    }

    std::uint64_t array(value const& root, rule_tree::cursor const& at, bool is_unordered) {
        std::uint64_t hash = mix(4, 0);
        std::size_t index = 0;
        for (auto const* child = root.first; child != nullptr; child = child->next, ++index) {
            auto const below = at.empty() ? at : rules_.element(at, index);
            if (is_ignored(below)) continue;
            auto const element = print(*child, below);
            hash = is_unordered ? hash + mix(5, element) : mix(hash, element);
        }
        return hash;
    }

    std::uint64_t members(value const& root, rule_tree::cursor const& at) {
        std::uint64_t hash = mix(6, 0);
        for (auto const* child = root.first; child != nullptr; child = child->next) {
            auto const below = at.empty() ? at : rules_.member(at, child->name);
            if (is_ignored(below)) continue;
            hash += mix(hash_text(child->name, kind::object), print(*child, below));
        }
        return hash;
    }

    // Coarser than equality, which is allowed: the order of children and where text stands among them stay
    // out.
    std::uint64_t xml(value const& root, rule_tree::cursor const& at) {
        std::uint64_t hash = mix(7, 0);
        std::map<std::string_view, std::size_t> positions; // rules may name one of several
        for (auto const* child = root.first; child != nullptr; child = child->next) {
            if (child->name.empty()) continue;
            auto const below = at.empty() ? at
                               : child->kind == kind::element
                                   ? rules_.child_element(at, child->name, positions[child->name]++)
                                   : rules_.member(at, child->name);
            if (is_ignored(below)) continue;
            hash += mix(hash_text(child->name, kind::element), print(*child, below));
        }
        return hash + xml_text(root, at);
    }

    std::uint64_t xml_text(value const& root, rule_tree::cursor const& at) {
        auto const text = way_ == body_way::html ? text_of_page(root, at) : words_of(root, true);
        if (text.empty()) return 0;
        place_rules rules;
        if (!at.empty()) rules = rules_.at(rules_.text_of(at));
        if (rules.ignore) return 0;
        value joined;
        joined.kind = kind::string;
        joined.text = text;
        std::string memory;
        if (rules.normal != nullptr && rules.normal->apply(text, memory).empty()) return 0;
        return mix(8, scalar(joined, rules));
    }

    std::string text_of_page(value const& root, rule_tree::cursor const& at) const {
        auto words = words_of_page(root, rules_, at);
        trim_page_text(words.plain);
        return std::move(words.plain);
    }

    bool is_ignored(rule_tree::cursor const& at) const { return !at.empty() && rules_.at(at).ignore; }

    body_way way_;
    rule_tree const& rules_;
    std::size_t& work_;
};

} // namespace

fingerprint make_fingerprint(value const& root, body_way way, rule_tree const& rules,
                             rule_tree::cursor const& at, std::size_t& work) {
    printer all(way, rules, work);
    auto const hash = all.print(root, at);
    return {hash, all.tolerant};
}

std::optional<std::string> key_text(value const& element, std::string_view key) {
    if (!element.is_container() || element.kind == kind::array) return std::nullopt;
    auto const* found = element.find(key);
    if (found != nullptr && found->kind == kind::element) found = found->find("");
    if (found == nullptr) return std::nullopt;
    switch (found->kind) {
    case kind::boolean: return found->truth ? "true" : "false";
    case kind::string: return std::string(found->text);
    case kind::number: {
        auto const number = decimal::parse(found->text);
        return number ? key_of(*number) : std::string(found->text);
    }
    default: return std::nullopt;
    }
}

} // namespace ficus::acl
