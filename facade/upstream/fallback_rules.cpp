#include "facade/upstream/fallback_rules.hpp"

namespace ficus::upstream {

bool fallback_rules::takes(failure_code c) const {
    if (!allowed) return false;
    switch (c) {
    case failure_code::unresolved:
    case failure_code::refused:
    case failure_code::stale:
    case failure_code::closed_before_head:
    case failure_code::bad_answer:
    case failure_code::cut_short:
    case failure_code::call_failed: return unavailable;
    case failure_code::connect_timeout:
    case failure_code::response_timeout:
    case failure_code::body_timeout:
    case failure_code::request_timeout: return timeout;
    case failure_code::circuit_open: return open;
    case failure_code::overloaded:
    case failure_code::queue_timeout:
    case failure_code::no_descriptors: return overloaded;
    // Which statuses do has been asked before an answer is called one.
    case failure_code::bad_status: return true;
    case failure_code::cancelled: return false;
    }
    return false;
}

} // namespace ficus::upstream
