#include "facade/config/values.hpp"
#include "facade/resilience/rate.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace ficus;

/// What is read as a rate is within its bounds, reads as itself again, and can be taken from without end.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const read = config::parse_rate(text);
    if (!read) return 0;
    auto const& rate = *read;
    if (rate.count < 1 || rate.count > resilience::rate::most || rate.burst != rate.count) std::abort();
    if (rate.per < std::chrono::seconds(1) || rate.per > resilience::rate::longest) std::abort();
    auto const again =
        config::parse_rate(std::to_string(rate.count) + "/" + std::to_string(rate.per.count()) + "s");
    if (!again || *again != rate) std::abort();
    resilience::leaky_rate const bucket(rate);
    resilience::time_point now{std::chrono::hours(1)};
    resilience::time_point full_at{};
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(rate.burst, 100); ++i)
        if (!bucket.take(full_at, now).taken) std::abort();
    full_at = now + bucket.interval() * static_cast<resilience::duration::rep>(rate.burst);
    auto const refused = bucket.take(full_at, now);
    if (refused.taken || refused.wait <= resilience::duration::zero()) std::abort();
    if (!bucket.take(full_at, now + refused.wait).taken) std::abort();
    return 0;
}
