#include "facade/upstream/fallback_rules.hpp"

#include <catch2/catch.hpp>

#include <iterator>

using namespace ficus::upstream;

namespace {

enum class kind { unavailable, timeout, open, overloaded, always, never };

struct row {
    failure_code code;
    kind of;
};
constexpr row table[] = {
    {failure_code::unresolved, kind::unavailable},
    {failure_code::refused, kind::unavailable},
    {failure_code::connect_timeout, kind::timeout},
    {failure_code::overloaded, kind::overloaded},
    {failure_code::queue_timeout, kind::overloaded},
    {failure_code::no_descriptors, kind::overloaded},
    {failure_code::circuit_open, kind::open},
    {failure_code::stale, kind::unavailable},
    {failure_code::closed_before_head, kind::unavailable},
    {failure_code::response_timeout, kind::timeout},
    {failure_code::request_timeout, kind::timeout},
    {failure_code::bad_answer, kind::unavailable},
    {failure_code::cut_short, kind::unavailable},
    {failure_code::body_timeout, kind::timeout},
    {failure_code::bad_status, kind::always},
    {failure_code::call_failed, kind::unavailable},
    {failure_code::cancelled, kind::never},
};
static_assert(std::size(table) == static_cast<std::size_t>(failure_code::cancelled) + 1);

} // namespace

TEST_CASE("legacy answers for the kinds of failure that the feature names, and for no other") {
    for (unsigned bits = 0; bits < 32; ++bits) {
        fallback_rules rules;
        rules.allowed = bits & 1;
        rules.unavailable = bits & 2;
        rules.timeout = bits & 4;
        rules.overloaded = bits & 8;
        rules.open = bits & 16;
        for (auto const& r : table) {
            CAPTURE(bits, name_of(r.code));
            bool const named = r.of == kind::unavailable  ? rules.unavailable
                               : r.of == kind::timeout    ? rules.timeout
                               : r.of == kind::open       ? rules.open
                               : r.of == kind::overloaded ? rules.overloaded
                                                          : r.of == kind::always;
            CHECK(rules.takes(r.code) == (rules.allowed && named));
        }
    }
}

TEST_CASE("an answer falls back by its status only where that is allowed and named") {
    fallback_rules rules;
    CHECK_FALSE(rules.takes_status(503));
    rules.allowed = true;
    for (unsigned const status : {500, 502, 503, 504}) CHECK(rules.takes_status(status));
    for (unsigned const status : {200, 304, 404, 429, 501, 505, 599, 999})
        CHECK_FALSE(rules.takes_status(status));
    rules.statuses = {404};
    CHECK(rules.takes_status(404));
    CHECK_FALSE(rules.takes_status(503));
}
