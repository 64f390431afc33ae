#include "facade/obs/skip.hpp"

namespace ficus::obs {

std::string_view name_of(skip s) {
    switch (s) {
    case skip::body_too_large: return "body_too_large";
    case skip::queue_full: return "queue_full";
    case skip::budget: return "budget";
    case skip::upgrade: return "upgrade";
    case skip::streaming: return "streaming";
    case skip::method: return "method";
    case skip::aborted: return "aborted";
    case skip::encoding: return "encoding";
    case skip::too_complex: return "too_complex";
    case skip::translation_failed: return "translation_failed";
    case skip::timed_out: return "timed_out";
    case skip::unavailable: return "unavailable";
    case skip::call_failed: return "call_failed";
    case skip::partial: return "partial";
    case skip::shedding: return "shedding";
    case skip::count_: break;
    }
    return "unknown";
}

} // namespace ficus::obs
