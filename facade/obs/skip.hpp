#pragma once

#include <cstdint>
#include <string_view>

namespace ficus::obs {

/// Why a request that was eligible and chosen was not compared.
enum class skip : std::uint8_t {
    body_too_large,
    queue_full, ///< as many jobs wait as may
    budget,     ///< as many bytes are held for copies as may be
    upgrade,
    streaming, ///< an answer without an end
    method,    ///< the copy would have one that `methods` does not name
    aborted,
    encoding,
    too_complex, ///< see acl::comparison
    translation_failed,
    timed_out,
    unavailable,
    call_failed, ///< one that the copy's answer is put together from
    partial,     ///< a part of an answer (206): what it is a part of nobody has seen
    shedding,    ///< the facade has too much to do, and turns requests away
    count_
};
std::string_view name_of(skip s);

} // namespace ficus::obs
