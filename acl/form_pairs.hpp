#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace ficus::acl {

class charset;

/// The pairs of application/x-www-form-urlencoded, one after the other. Texts live as long as the document.
class form_pairs {
public:
    using text_read = boost::system::result<std::string_view, error>;

    /// Why so long a text is not read; nothing: it can be.
    static std::optional<error> find_excess(std::string_view text, reading_limits const& limits);

    /// `sent_in`: null: UTF-8.
    form_pairs(std::string_view text, charset const* sent_in, document& into);

    /// Goes on to the next pair. False: there is none.
    bool next();
    /// As it was sent. Sixteen octets behind it can be read.
    std::string_view raw_name() const { return raw_name_; }
    /// Without escapes. A `%` without two hexadecimal digits and text that is not of the charset are errors.
    text_read name() { return decode(raw_name_); }
    /// The same of the value.
    text_read value() { return decode(raw_value_); }

private:
    text_read decode(std::string_view raw);

    std::string_view text_; ///< the document's own
    charset const* sent_in_;
    document& into_;
    char* free_; ///< where the next text can be decoded to
    std::size_t next_ = 0;
    std::string_view raw_name_, raw_value_;
};

} // namespace ficus::acl
