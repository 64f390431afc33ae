#pragma once

#include "rules/ip.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ficus::rules {

/// One field line of a request's head.
struct field_view {
    std::string_view name;  ///< in any case
    std::string_view value; ///< without the whitespace around it
};

class body_facts;

/// See marks.hpp.
using marks = std::uint64_t;

/// What routing and rules may know of a request. Views into the caller's buffers; nothing here is owned.
struct facts {
    std::string_view method;
    std::string_view host;  ///< as sent; may hold a port
    std::string_view path;  ///< as in the target: percent-encoded, without the query; `*` for `OPTIONS *`
    std::string_view query; ///< as in the target, without its `?`
    bool has_query = false; ///< tells `/a?` from `/a`
    std::span<field_view const> fields;
    std::size_t cookies_begin = 0;                          ///< no Cookie field stands before this one,
    std::size_t cookies_end = static_cast<std::size_t>(-1); ///< nor behind the one before this
    ip_address client;
    marks seen =
        ~marks{0}; ///< marks_of() these facts, so that what is not there need not be looked for; or all
    body_facts const* body = nullptr; ///< null: not looked at yet, see table::outcome
};

} // namespace ficus::rules
