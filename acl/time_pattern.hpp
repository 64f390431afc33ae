#pragma once

#include "acl/written_time.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// How one side writes times: `rfc3339`, or a strftime pattern of which every part can be read back:
/// %Y %y %m %d %e %j %b %B %a %A %H %I %M %S %p %z %s %F %T %D %R %%, in the C locale.
class time_pattern {
public:
    /// An error says what cannot be read back, and what to write instead.
    static boost::system::result<time_pattern, std::string> compile(std::string_view pattern);

    std::string const& text() const { return text_; }
    /// States an instant by itself: an offset, or seconds since 1970.
    bool states_offset() const { return offset_; }
    bool states_whole_date() const { return year_ && month_ && day_; }
    /// `%s`: a number of seconds.
    bool is_epoch() const { return epoch_; }
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
    std::optional<std::string> add(char letter);
    std::optional<std::string> check();
    std::optional<std::string_view> lost(written_time const& time) const;

    std::string text_;
    std::vector<element> elements_;
    bool rfc3339_ = false, epoch_ = false, offset_ = false;
    bool year_ = false, month_ = false, day_ = false, day_of_year_ = false, short_year_ = false;
    bool hour_ = false, half_ = false, half_hour_ = false, minute_ = false, second_ = false;
};

} // namespace ficus::acl
