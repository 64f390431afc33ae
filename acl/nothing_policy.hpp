#pragma once

#include "acl/direction.hpp"
#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace ficus::acl {

/// The three ways of a field to say nothing, which are different things: `null`, a text of no characters, and
/// not to be there at all.
enum class nothing : std::uint8_t { null, empty, absent };

/// How each side says that there is no value.
struct nothing_options {
    nothing legacy = nothing::absent, modern = nothing::absent;
};

/// `{ legacy = "empty", modern = "null" }`: what says nothing here says nothing there. What says nothing in
/// another way stays as it is.
class nothing_policy {
public:
    struct verdict {
        nothing as = nothing::absent; ///< how the other side is to say it
        bool comes_back = true;       ///< the way back makes of it what it was
    };

    /// `holds_null`: of legacy and modern. Keys of the errors are `legacy` and `modern`.
    static boost::system::result<nothing_policy, std::vector<option_error>>
    compile(nothing_options options, std::array<bool, 2> holds_null);

    /// What becomes of a source that says nothing in the way `is`.
    verdict decide(direction way, nothing is) const;

private:
    std::array<nothing, 2> said_{};
};

} // namespace ficus::acl
