#include "facade/pipeline/attempts.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using pipeline::after_failure;
using pipeline::attempt_state;
using pipeline::next_step;
using upstream::failure_code;

namespace {

constexpr auto give_up = next_step::give_up;
constexpr auto again = next_step::again;
constexpr auto fresh = next_step::again_fresh;
constexpr auto fall_back = next_step::fall_back;

/// What follows a failure, by what is left to try. `unsafe`: the request may have been acted upon and may not
/// be sent twice.
struct row {
    failure_code code;
    next_step unsafe;
    next_step retries_left;
    next_step other_endpoint; // as well
    next_step only_fallback;
    next_step nothing_left;
};
constexpr row table[] = {
    // clang-format off
    // code                            unsafe   retries left  elsewhere  fallback   nothing left
    {failure_code::unresolved,         give_up, fall_back,    again,     fall_back, give_up},
    {failure_code::refused,            give_up, again,        again,     fall_back, give_up},
    {failure_code::connect_timeout,    give_up, fall_back,    again,     fall_back, give_up},
    {failure_code::overloaded,         give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::queue_timeout,      give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::no_descriptors,     give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::circuit_open,       give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::stale,              give_up, fresh,        fresh,     fresh,     fresh},
    {failure_code::closed_before_head, give_up, again,        again,     fall_back, give_up},
    {failure_code::response_timeout,   give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::request_timeout,    give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::bad_answer,         give_up, fall_back,    again,     fall_back, give_up},
    {failure_code::cut_short,          give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::body_timeout,       give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::bad_status,         give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::call_failed,        give_up, fall_back,    fall_back, fall_back, give_up},
    {failure_code::cancelled,          give_up, give_up,      give_up,   give_up,   give_up},
    // clang-format on
};
static_assert(std::size(table) == static_cast<std::size_t>(failure_code::cancelled) + 1);

} // namespace

TEST_CASE("what follows a failure, for every failure and every state of a request") {
    for (auto const& r : table)
        for (unsigned bits = 0; bits < 64; ++bits) {
            bool const nothing_sent = bits & 1;
            bool const repeatable = bits & 2;
            bool const at_hand = bits & 4;
            bool const may_fall_back = bits & 8;
            unsigned const retries = bits & 16 ? 1 : 0;
            bool const elsewhere = bits & 32;
            upstream::failure const failed{r.code, "e", "d", nothing_sent};
            attempt_state const state{retries, repeatable, at_hand, may_fall_back, elsewhere};
            // Sent twice only what had not been sent at all, or what may be sent twice and still is here.
            bool const safe = nothing_sent || (repeatable && at_hand);
            auto expected = !safe                      ? r.unsafe
                            : retries > 0 && elsewhere ? r.other_endpoint
                            : retries > 0              ? r.retries_left
                            : may_fall_back            ? r.only_fallback
                                                       : r.nothing_left;
            if (expected == fall_back && !may_fall_back) expected = give_up;
            CAPTURE(upstream::name_of(r.code), nothing_sent, repeatable, at_hand, may_fall_back, retries,
                    elsewhere);
            CHECK(after_failure(failed, state) == expected);
        }
}
