#pragma once

#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

struct padding_options {
    enum class where : std::uint8_t { left, right };

    std::size_t width = 0;  ///< characters (code points) of every text
    std::string with = " "; ///< one character
    where side = where::right;

    bool operator==(padding_options const&) const = default;
};

/// Texts that are filled up to a fixed width. A text of nothing but padding is empty, but of zeros it is 0.
class padding {
public:
    static constexpr std::size_t widest = 65536;

    /// Keys of the errors are `width` and `with`.
    static boost::system::result<padding, std::vector<option_error>> compile(padding_options const& options);

    /// The text within; nothing when `padded` is not as wide as it has to be.
    std::optional<std::string_view> strip(std::string_view padded) const;
    /// Appends the padded text; an error says why it could not be read back.
    boost::system::result<void, std::string> fill(std::string_view text, std::string& out) const;

    padding_options const& options() const { return options_; }

private:
    padding_options options_;
};

} // namespace ficus::acl
