#pragma once

#include "acl/written_time.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// How one side writes times: `rfc3339`, `http-date` (RFC 9110, 5.6.7: IMF-fixdate), `rfc2822` (its
/// date-time: read as RFC 5322 allows, written as it is usually), `epoch_ms` (milliseconds since 1970), or a
/// strftime pattern of which every part can be read back: %Y %y %m %d %e %j %b %B %a %A %H %I %M %S %p %z %s
/// %F %T %D %R %%, in the C locale. %f are the digits of a second's fraction, as many as there are, %3f
/// exactly three.
class time_pattern {
public:
    /// An error says what cannot be read back, and what to write instead.
    static boost::system::result<time_pattern, std::string> compile(std::string_view pattern);

    std::string const& text() const { return text_; }
    /// States an instant by itself: an offset, or seconds since 1970.
    bool states_offset() const { return offset_; }
    bool states_whole_date() const { return year_ && month_ && day_; }
    /// `%s` or `epoch_ms`: a number.
    bool is_epoch() const { return epoch_ || epoch_ms_; }
    /// `http-date`: always in UTC, which goes without saying.
    bool is_utc() const { return utc_; }
    /// The calendar fields that it states are the same ones.
    bool states_same_date_as(time_pattern const& other) const {
        return year_ == other.year_ && month_ == other.month_ && day_ == other.day_;
    }

    /// Nothing when the text is not of this pattern or no such day or time exists. The result's fraction
    /// points into `text`.
    std::optional<written_time> read(std::string_view text) const;
    /// Appends the time. Nothing is returned when all of it could be written; otherwise what could not be, as
    /// `the fraction of a second`. A pattern that states an offset needs one in `time`.
    std::optional<std::string_view> write(written_time const& time, std::string& out) const;

private:
    /// A strftime letter, or 0 for a literal character.
    struct element {
        char letter = 0;
        char literal = 0;
    };
    time_pattern() = default;
    std::optional<std::string> parse(std::string_view pattern);
    std::optional<std::string> add(char letter);
    std::optional<std::string_view> take_fraction(std::string_view& text) const;
    bool holds_fraction(std::string_view digits) const;
    void put_fraction(std::string_view digits, std::string& out) const;
    std::optional<std::string> check();
    std::optional<std::string_view> lost(written_time const& time) const;

    std::string text_;
    std::vector<element> elements_;
    bool rfc3339_ = false, rfc2822_ = false, epoch_ = false, epoch_ms_ = false, utc_ = false, offset_ = false;
    bool year_ = false, month_ = false, day_ = false, day_of_year_ = false, short_year_ = false;
    bool hour_ = false, half_ = false, half_hour_ = false, minute_ = false, second_ = false;
    bool fraction_ = false;
    std::size_t fraction_digits_ = 0; ///< of a fraction; 0: as many as there are
};

} // namespace ficus::acl
