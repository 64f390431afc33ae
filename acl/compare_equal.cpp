#include "acl/compare_equal.hpp"

#include "acl/compare_decimal.hpp"
#include "acl/compare_members.hpp"
#include "acl/same_text.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>

namespace ficus::acl {

namespace {

/// Most are, and to say so takes no call.
[[gnu::always_inline]] inline bool is_same_leaf(value const& a, value const& b) {
    return a.kind == b.kind && !a.is_container() && a.truth == b.truth && same_text(a.text, b.text);
}

bool are_members_equal(value const& a, value const& b, number_policy numbers, std::size_t& work) {
    auto const* mine = a.first;
    auto const* other = b.first;
    for (; mine != nullptr && same_text(mine->name, other->name); mine = mine->next, other = other->next)
        if (!is_same_leaf(*mine, *other) && !is_equal(*mine, *other, numbers, work)) return false;
    if (mine == nullptr) return true;
    boost::container::small_vector<value const*, 16> rest;
    for (; other != nullptr; other = other->next) rest.push_back(other);
    member_finder twins(rest);
    for (; mine != nullptr; mine = mine->next) {
        auto const twin = twins.find(mine->name);
        if (twin == member_finder::nowhere) return false;
        if (!is_same_leaf(*mine, *rest[twin]) && !is_equal(*mine, *rest[twin], numbers, work)) return false;
    }
    return true;
}

bool is_whole_number(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_other_scalar(value const& a, value const& b) {
    if (a.kind != b.kind) return true;
    if (a.kind == kind::boolean) return a.truth != b.truth;
    if (a.is_container() || same_text(a.text, b.text)) return false;
    return a.kind == kind::string || (is_whole_number(a.text) && is_whole_number(b.text));
}

} // namespace

bool is_to_the_letter(value const& a, value const& b, std::size_t& work) {
    if (work == 0 || a.kind != b.kind) return false;
    --work;
    switch (a.kind) {
    case kind::null: return true;
    case kind::boolean: return a.truth == b.truth;
    case kind::number:
    case kind::string: return same_text(a.text, b.text);
    case kind::array:
    case kind::object:
    case kind::element: break;
    }
    auto const* mine = a.first;
    auto const* other = b.first;
    for (; mine != nullptr && other != nullptr; mine = mine->next, other = other->next)
        if (!same_text(mine->name, other->name) || !is_to_the_letter(*mine, *other, work)) return false;
    return mine == other;
}

bool is_equal(value const& a, value const& b, number_policy numbers, std::size_t& work) {
    work -= std::min<std::size_t>(work, 1);
    if (a.kind != b.kind) return false;
    switch (a.kind) {
    case kind::null: return true;
    case kind::boolean: return a.truth == b.truth;
    case kind::string: return same_text(a.text, b.text);
    case kind::number:
        return same_text(a.text, b.text) || (numbers == number_policy::value && same_amount(a.text, b.text));
    case kind::object:
    case kind::array:
    case kind::element: break;
    }
    if (a.count != b.count) return false;
    if (a.kind == kind::object) return are_members_equal(a, b, numbers, work);
    auto const* mine = a.first;
    auto const* other = b.first;
    for (; mine != nullptr; mine = mine->next, other = other->next)
        if (!is_same_leaf(*mine, *other) && !is_equal(*mine, *other, numbers, work)) return false;
    return true;
}

bool is_plainly_other(value const& a, value const& b) {
    constexpr int most_looked_at = 8;
    if (is_other_scalar(a, b)) return true;
    if (!a.is_container()) return false;
    if (a.count != b.count) return true;
    auto const* mine = a.first;
    auto const* other = b.first;
    for (int i = 0; i < most_looked_at && mine != nullptr; ++i, mine = mine->next, other = other->next) {
        if (!same_text(mine->name, other->name)) return false;
        if (is_other_scalar(*mine, *other)) return true;
    }
    return false;
}

} // namespace ficus::acl
