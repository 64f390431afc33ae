#include "acl/compare_walk.hpp"

#include "acl/compare_equal.hpp"
#include "acl/compare_members.hpp"
#include "acl/compare_render.hpp"
#include "acl/compare_words.hpp"
#include "acl/same_text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ficus::acl {

compare_walk::list compare_walk::children(value const& parent) {
    list all;
    all.reserve(parent.count);
    for (auto const* child = parent.first; child != nullptr; child = child->next) all.push_back(child);
    return all;
}

void compare_walk::run(value const& legacy, value const& modern) {
    auto const at = rules_.root();
    if (legacy.kind == kind::element && modern.kind == kind::element && legacy.name != modern.name)
        return report(difference_kind::value, &legacy, &modern, at);
    compare(legacy, modern, at);
    found_.too_complex = is_doubtful_ && found_.count == 0;
}

void compare_walk::compare(value const& legacy, value const& modern, cursor const& at) {
    if (is_over()) return;
    if (purpose_ != purpose::report) spend(1);
    place_rules rules;
    if (!at.empty()) {
        rules = rules_.at(at);
        if (rules.ignore) return;
        if (rules.redact && purpose_ == purpose::report) return compare_redacted(legacy, modern, at);
    }
    if (legacy.kind != modern.kind) return report(difference_kind::type, &legacy, &modern, at);
    switch (legacy.kind) {
    case kind::null: return;
    case kind::boolean:
        if (legacy.truth != modern.truth) report(difference_kind::value, &legacy, &modern, at);
        return;
    case kind::number:
    case kind::string: return compare_scalars(legacy, modern, at, rules);
    case kind::array: return compare_arrays(legacy, modern, at, rules);
    case kind::object: return compare_members(legacy, modern, at);
    case kind::element: return compare_xml(legacy, modern, at);
    }
}

void compare_walk::compare_redacted(value const& legacy, value const& modern, cursor const& at) {
    // One difference for the whole place: what differs inside would tell about what must not be told.
    auto const was_doubtful = std::exchange(is_doubtful_, false);
    purpose_ = purpose::probe;
    probe_found_ = 0;
    compare(legacy, modern, at);
    purpose_ = purpose::report;
    bool const is_proven = probe_found_ > 0 && !is_doubtful_;
    is_doubtful_ |= was_doubtful;
    if (!is_proven) return;
    report(legacy.kind == modern.kind ? difference_kind::value : difference_kind::type, &legacy, &modern, at);
}

bool compare_walk::is_same_scalar(value const& legacy, value const& modern, place_rules const& rules) const {
    bool const by_value = legacy.kind == kind::number && rules_.numbers() == number_policy::value;
    if (rules.normal == nullptr && !rules.has_tolerance())
        return by_value && same_amount(legacy.text, modern.text);
    std::string legacy_memory, modern_memory;
    auto l = legacy.text;
    auto m = modern.text;
    if (rules.normal != nullptr) {
        l = rules.normal->apply(l, legacy_memory);
        m = rules.normal->apply(m, modern_memory);
        if (l == m) return true;
    }
    if (!by_value && !rules.has_tolerance()) return false;
    auto const a = decimal::parse(l);
    auto const b = decimal::parse(m);
    if (!a || !b) return false;
    if (by_value && equal(*a, *b)) return true;
    if (rules.tolerance != nullptr && within(*a, *b, *decimal::parse(*rules.tolerance))) return true;
    return rules.tolerance_relative != nullptr &&
           within_share(*a, *b, *decimal::parse(*rules.tolerance_relative));
}

void compare_walk::compare_scalars(value const& legacy, value const& modern, cursor const& at,
                                   place_rules const& rules) {
    if (legacy.text != modern.text && !is_same_scalar(legacy, modern, rules))
        report(difference_kind::value, &legacy, &modern, at);
}

void compare_walk::compare_members(value const& legacy, value const& modern, cursor const& at) {
    // Two versions of one thing mostly write their members in the same order: then no search is needed.
    auto const* l = legacy.first;
    auto const* m = modern.first;
    for (; l != nullptr && m != nullptr && same_text(l->name, m->name); l = l->next, m = m->next)
        compare_member(*l, *m, at);
    if (l == nullptr && m == nullptr) return;
    list legacy_rest;
    list modern_rest;
    for (; l != nullptr; l = l->next) legacy_rest.push_back(l);
    for (; m != nullptr; m = m->next) modern_rest.push_back(m);
    compare_shuffled_members(legacy_rest, modern_rest, at);
}

void compare_walk::compare_shuffled_members(list const& legacy, list const& modern, cursor const& at) {
    member_finder twins(modern);
    boost::container::small_vector<bool, 32> taken(modern.size(), false);
    for (auto const* member : legacy) {
        if (is_over()) return;
        auto const twin = twins.find(member->name);
        if (twin == member_finder::nowhere) {
            report_lone_member(difference_kind::missing, *member, at);
        } else {
            compare_member(*member, *modern[twin], at);
            taken[twin] = true;
        }
    }
    for (std::size_t i = 0; i < modern.size(); ++i)
        if (!taken[i]) report_lone_member(difference_kind::extra, *modern[i], at);
}

void compare_walk::compare_member(value const& legacy, value const& modern, cursor const& at) {
    bool const are_leaves = !legacy.is_container() && legacy.kind == modern.kind;
    if (are_leaves && legacy.truth == modern.truth && same_text(legacy.text, modern.text)) return;
    path_.push_back({legacy.name, false, rules_.hides_names(at)});
    if (at.empty())
        compare(legacy, modern, at);
    else
        compare(legacy, modern, rules_.member(at, legacy.name));
    path_.pop_back();
}

void compare_walk::report_lone_member(difference_kind kind, value const& lone, cursor const& at) {
    auto const below = rules_.member(at, lone.name);
    if (rules_.at(below).ignore) return;
    path_.push_back({lone.name, false, rules_.hides_names(at)});
    bool const is_missing = kind == difference_kind::missing;
    report(kind, is_missing ? &lone : nullptr, is_missing ? nullptr : &lone, below);
    path_.pop_back();
}

void compare_walk::compare_xml(value const& legacy, value const& modern, cursor const& at) {
    if (is_to_the_letter(legacy, modern, letters_left_)) return;
    struct parts {
        list attributes, elements;
        explicit parts(value const& element) {
            for (auto const* child : children(element))
                if (child->kind == kind::element)
                    elements.push_back(child);
                else if (!child->name.empty())
                    attributes.push_back(child);
        }
    };
    parts const l(legacy);
    parts const m(modern);
    compare_shuffled_members(l.attributes, m.attributes, at);
    found_.way == body_way::html ? compare_html_text(legacy, modern, at)
                                 : compare_xml_text(legacy, modern, at);
    compare_xml_children(l.elements, m.elements, at);
}

void compare_walk::compare_xml_text(value const& legacy, value const& modern, cursor const& at) {
    bool const beside_elements = has_elements(legacy) || has_elements(modern);
    auto const l = words_of(legacy, beside_elements);
    auto const m = words_of(modern, beside_elements);
    if (l.empty() && m.empty()) return;
    auto const l_placed = beside_elements ? placed_words_of(legacy, rules_, at) : l;
    auto const m_placed = beside_elements ? placed_words_of(modern, rules_, at) : m;
    if (l == m && l_placed == m_placed) return;
    auto const text_at = rules_.text_of(at);
    auto rules = rules_.at(text_at);
    if (rules.ignore) return;
    if (l == m) rules.normal = nullptr; // it is the words that it normalizes, not where they stand
    value legacy_text, modern_text;
    legacy_text.kind = modern_text.kind = kind::string;
    legacy_text.text = l == m ? l_placed : l;
    modern_text.text = l == m ? m_placed : m;
    compare_scalars(legacy_text, modern_text, text_at, rules);
}

void compare_walk::compare_xml_children(list const& legacy, list const& modern, cursor const& at) {
    struct group {
        std::string_view name;
        list legacy, modern;
    };
    std::vector<group> groups;
    std::map<std::string_view, std::size_t> by_name;
    auto const group_of = [&](value const& element) -> group& {
        auto const [entry, is_new] = by_name.emplace(element.name, groups.size());
        if (is_new) groups.push_back({element.name, {}, {}});
        return groups[entry->second];
    };
    for (auto const* element : legacy) group_of(*element).legacy.push_back(element);
    for (auto const* element : modern) group_of(*element).modern.push_back(element);
    for (auto const& here : groups) {
        if (is_over()) return;
        list_pair const lists{here.legacy, here.modern, at, here.name};
        path_.push_back({here.name, false, rules_.hides_names(at)});
        if (here.legacy.size() > 1 || here.modern.size() > 1) {
            compare_lists(lists);
        } else {
            auto const below = element_cursor(lists, 0);
            if (!here.legacy.empty() && !here.modern.empty())
                compare(*here.legacy[0], *here.modern[0], below);
            else if (!rules_.at(below).ignore)
                here.modern.empty() ? report(difference_kind::missing, here.legacy[0], nullptr, below)
                                    : report(difference_kind::extra, nullptr, here.modern[0], below);
        }
        path_.pop_back();
    }
}

void compare_walk::report(difference_kind kind, value const* legacy, value const* modern, cursor const& at) {
    // Once its work is used up, a walk pairs the elements of an unordered list as they come: they may be
    // equal.
    bool const is_doubtful = unordered_ > 0 && work_left_ == 0;
    is_doubtful_ |= is_doubtful;
    if (purpose_ != purpose::report) {
        ++probe_found_;
        return;
    }
    if (is_doubtful) return;
    ++found_.count;
    if (found_.differences.size() >= comparison::most_listed) return;
    if (kind == difference_kind::value && may_show_texts(legacy, modern, at)) {
        auto const& l = legacy->text;
        auto const& m = modern->text;
        auto const differ_at =
            static_cast<std::size_t>(std::mismatch(l.begin(), l.end(), m.begin(), m.end()).first - l.begin());
        found_.differences.push_back(
            {path(), kind, render_text(l, differ_at), render_text(m, differ_at), shape_of(l, m, now_ms_)});
        return;
    }
    // Where types differ, quotes tell a string from a number.
    auto const style = kind == difference_kind::type ? render_style::quoted : render_style::plain;
    found_.differences.push_back({path(), kind, legacy ? render(*legacy, rules_, at, style) : "",
                                  modern ? render(*modern, rules_, at, style) : ""});
}

bool compare_walk::may_show_texts(value const* legacy, value const* modern, cursor const& at) const {
    auto const is_text = [](value const& of) { return of.kind == kind::string || of.kind == kind::number; };
    return is_text(*legacy) && is_text(*modern) && (at.empty() || !rules_.at(at).redact);
}

std::string compare_walk::path() const {
    std::string text = "$";
    for (auto const& step : path_) {
        if (step.is_element)
            text += "[*]";
        else if (step.is_hidden)
            text += ".*";
        else
            append_member(text, step.name);
    }
    return text;
}

} // namespace ficus::acl
