#pragma once

#include "acl/base64.hpp"
#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/padding.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

enum class letter_case : std::uint8_t { upper, lower };

/// What one side puts around and into the text that is meant. Read in this order, written in the reverse.
struct text_side_options {
    bool trim = false;          ///< white space (blank, tab, CR, LF) on both ends means nothing
    std::string prefix, suffix; ///< stands around every text
    /// A scheme and an authority before the prefix's path mean nothing: it is read with and without; where
    /// the prefix has them, with those alone.
    bool origin = false;
    std::optional<padding_options> pad;
    std::optional<acl::base64> base64 = {}; ///< the text is written so, in UTF-8
    std::optional<letter_case> letters;     ///< of A to Z; other letters are as they are

    /// More than that something stands around it.
    bool changes_text() const { return origin || pad || base64 || letters; }
};

class text_side {
public:
    /// Keys of the errors are `trim`, `origin`, `pad.width` and `pad.with`.
    static boost::system::result<text_side, std::vector<option_error>>
    compile(text_side_options const& options);

    /// The text that is meant, which points into `text`, or into `decoded`. Errors' `where` is empty.
    boost::system::result<std::string_view, error> read(std::string_view text, std::string& decoded) const;
    /// Appends the text as the side writes it; an error when it could not be read back.
    boost::system::result<void, error> write(std::string_view meant, std::string& out) const;

    /// Nothing is meant by it: blanks that are trimmed, a width of padding alone.
    bool is_blank(std::string_view text) const;
    /// What is written where there is no value: all padding, or nothing.
    std::string blank() const;

    text_side_options const& options() const { return options_; }

private:
    bool take_prefix(std::string_view& text) const;

    text_side_options options_;
    std::optional<padding> padding_;
};

} // namespace ficus::acl
