#include "facade/http/date.hpp"

#include <algorithm>

namespace ficus::http {

std::string_view date_text::at(std::chrono::system_clock::time_point now) {
    auto const second = std::chrono::floor<std::chrono::seconds>(now);
    if (second != of_) {
        of_ = second;
        auto const day = std::chrono::floor<std::chrono::days>(second);
        std::chrono::year_month_day const date{day};
        std::chrono::hh_mm_ss const time{second - day};
        constexpr std::string_view days = "SunMonTueWedThuFriSat";
        constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
        // strftime would ask the locale.
        std::string_view const form = "Www, 00 Mmm 0000 00:00:00 GMT";
        std::copy(form.begin(), form.end(), text_.begin());
        auto const word = [&](std::size_t at, std::string_view words, unsigned index) {
            std::copy_n(words.begin() + 3 * index, 3, text_.begin() + static_cast<std::ptrdiff_t>(at));
        };
        auto const number = [&](std::size_t last, unsigned value) {
            for (; value > 0; value /= 10) text_[last--] = static_cast<char>('0' + value % 10);
        };
        word(0, days, std::chrono::weekday{day}.c_encoding());
        number(6, static_cast<unsigned>(date.day()));
        word(8, months, static_cast<unsigned>(date.month()) - 1);
        number(15, static_cast<unsigned>(static_cast<int>(date.year())));
        number(18, static_cast<unsigned>(time.hours().count()));
        number(21, static_cast<unsigned>(time.minutes().count()));
        number(24, static_cast<unsigned>(time.seconds().count()));
    }
    return {text_.data(), text_.size()};
}

} // namespace ficus::http
