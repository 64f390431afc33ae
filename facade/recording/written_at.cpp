#include "facade/recording/written_at.hpp"

#include <date/date.h>

#include <chrono>

namespace ficus::recording {

std::optional<std::int64_t> microseconds_of(acl::time_pattern const& pattern, std::string_view text) {
    auto const t = pattern.read(text);
    if (!t || !t->offset) return std::nullopt;
    auto const day =
        date::sys_days(date::year(t->year) / static_cast<int>(t->month) / static_cast<int>(t->day));
    auto const second = std::chrono::seconds(day.time_since_epoch()) + std::chrono::hours(t->hour) +
                        std::chrono::minutes(t->minute) + std::chrono::seconds(t->second) -
                        std::chrono::seconds(*t->offset);
    std::int64_t micros = 0;
    for (std::size_t i = 0; i < 6; ++i)
        micros = micros * 10 + (i < t->fraction.size() ? t->fraction[i] - '0' : 0);
    return std::chrono::microseconds(second).count() + micros;
}

} // namespace ficus::recording
