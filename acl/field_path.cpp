#include "acl/field_path.hpp"

#include "acl/element_choice.hpp"
#include "acl/inner_document.hpp"

#include <algorithm>
#include <charconv>

namespace ficus::acl {
namespace {

/// The first element of a list that says so; in XML `at` and those of its name behind it are the list.
value const* find_chosen(value const* at, std::string const& step) {
    auto const choice = choice_of(step);
    bool const xml = at->kind == kind::element;
    if (!choice) return nullptr;
    auto const of = xml ? xml_dialect : json_dialect;
    auto const name = at->name;
    for (auto const* one = xml ? at : at->first; one != nullptr; one = one->next)
        if ((!xml || one->name == name) &&
            (choice->holds(*one, of) || (!xml && choice->holds(*one, plain_dialect))))
            return one;
    return nullptr;
}

value const* element_at(value const& parent, std::string_view name, std::size_t position) {
    for (auto const* child = parent.first; child != nullptr; child = child->next)
        if (child->name == name && position-- == 0) return child;
    return nullptr;
}

} // namespace

bool share_a_place(field_path const& a, field_path const& b) {
    bool const in_documents = a.where == place::body || a.where == place::call;
    if (!in_documents || a.where != b.where) return false;
    auto const common = std::min(a.steps.size(), b.steps.size());
    return std::equal(a.steps.begin(), a.steps.begin() + static_cast<std::ptrdiff_t>(common),
                      b.steps.begin());
}

std::optional<std::size_t> position_of(std::string_view step) {
    if (step.size() < 3 || step.size() > 6 || step.front() != '[' || step.back() != ']') return std::nullopt;
    std::size_t position = 0;
    auto const* const end = step.data() + step.size() - 1;
    auto const read = std::from_chars(step.data() + 1, end, position);
    // One way to write each.
    bool const plain = read.ec == std::errc() && read.ptr == end && (step[1] != '0' || step.size() == 3);
    return plain ? std::optional(position) : std::nullopt;
}

std::string join_paths(shape of, std::string_view outer, std::string_view inner) {
    std::string joined(outer);
    if (!outer.empty() && !inner.empty() && inner.front() != '[') joined += of == shape::xml ? '/' : '.';
    return joined += inner;
}

std::optional<std::size_t> position_among_elements(value const& at, std::span<std::string const> steps,
                                                   std::size_t i) {
    if (at.kind != kind::element || i + 1 >= steps.size()) return std::nullopt;
    return position_of(steps[i + 1]);
}

value const* find_at(value const* at, std::vector<std::string> const& steps) {
    for (std::size_t i = 0; at != nullptr && i < steps.size(); ++i) {
        if (is_choice(steps[i]) && (at->kind == kind::array || at->kind == kind::element)) {
            at = find_chosen(at, steps[i]);
            continue;
        }
        if (auto const among = position_among_elements(*at, steps, i)) {
            at = element_at(*at, steps[i++], *among);
            continue;
        }
        auto const position = at->kind == kind::array ? position_of(steps[i]) : std::nullopt;
        if (!position) {
            at = at->find(steps[i]);
            continue;
        }
        at = at->first;
        for (std::size_t n = 0; at != nullptr && n < *position; ++n) at = at->next;
    }
    return at;
}

value* find_at(value* at, std::vector<std::string> const& steps) {
    return const_cast<value*>(find_at(static_cast<value const*>(at), steps));
}

std::string to_string(field_path const& path, shape of) {
    std::string before, text;
    if (path.where == place::call) of = path.spoken.shape;
    std::size_t document = 0;
    for (std::size_t i = path.where == place::call ? 1 : 0; i < path.steps.size(); ++i) {
        if (path.steps[i] == document_step) {
            if (text.empty()) text = of == shape::xml ? "text()" : "value()";
            before += text + ": ";
            text.clear();
            if (document < path.documents.size()) of = path.documents[document++].shape;
            continue;
        }
        text = join_paths(of, text, path.steps[i]);
    }
    if (text.empty() && !path.repeated) text = of == shape::xml ? "text()" : "value()";
    return path.where == place::call ? path.steps.front() + before + text : before + text;
}

} // namespace ficus::acl
