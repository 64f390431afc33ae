#pragma once

#include "acl/direction.hpp"
#include "acl/text_side.hpp"

#include <array>

namespace ficus::acl {

struct text_options {
    text_side_options legacy, modern;
};

/// One text as two sides write it: padded here, with a prefix there, in upper case...
class text_rule {
public:
    /// Keys of the errors are as a field has them: `trim`, `pad.legacy.width`.
    static boost::system::result<text_rule, std::vector<option_error>> compile(text_options const& options);

    text_side const& side(std::size_t at) const { return sides_[at]; }

    /// Appends the other side's text. An error's `where` is empty: only the caller knows the place.
    boost::system::result<void, error> convert(direction way, std::string_view text, std::string& out) const;

    /// Every text that is translated comes back as it was: nothing is trimmed, no origin and no case is lost.
    bool is_exact() const;

private:
    std::array<text_side, 2> sides_;
};

} // namespace ficus::acl
