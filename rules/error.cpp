#include "rules/error.hpp"

namespace ficus::rules {

std::string_view name_of(fault f) {
    switch (f) {
    case fault::invalid: return "invalid";
    case fault::conflict: return "conflict";
    case fault::unknown_revision: return "unknown_revision";
    case fault::no_such_rule: return "no_such_rule";
    case fault::nothing_to_undo: return "nothing_to_undo";
    case fault::missing: return "missing";
    case fault::unreadable: return "unreadable";
    case fault::not_a_store: return "not_a_store";
    case fault::newer_schema: return "newer_schema";
    case fault::corrupt: return "corrupt";
    case fault::replaced: return "replaced";
    case fault::not_announced: return "not_announced";
    case fault::busy: return "busy";
    case fault::full: return "full";
    case fault::failed: return "failed";
    }
    return "failed";
}

} // namespace ficus::rules
