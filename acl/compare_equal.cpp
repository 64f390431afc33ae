#include "acl/compare_equal.hpp"

#include "acl/same_text.hpp"

namespace ficus::acl {

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

} // namespace ficus::acl
