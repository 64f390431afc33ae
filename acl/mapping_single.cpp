#include "acl/mapping_run.hpp"

// Lists of which one element stands alone: converters of XML to JSON cannot know that it may repeat.

namespace ficus::acl {

/// Not a list, null, and what is written as a list: none could be told from the list around.
bool can_stand_alone(value const& element, dialect spoken) {
    if (element.kind == kind::array || element.kind == kind::null) return false;
    return !(spoken.empty_list && element.kind == kind::object && element.first == nullptr);
}

/// What stands alone as a list of it. Null is no element, but says what null says of a list.
value const* mapping_run::list_of_single(value const& from) {
    if (from.kind == kind::array || from.kind == kind::null) return &from;
    auto* const list = memory_.make(kind::array);
    document::append(*list, *renamed(from, {}));
    return list;
}

void mapping_run::leave_single(value& list, dialect spoken) {
    if (list.count != 1 || !can_stand_alone(*list.first, spoken)) return;
    auto const name = list.name;
    auto* const next = list.next;
    list = *list.first;
    list.name = name;
    list.next = next;
}

} // namespace ficus::acl
