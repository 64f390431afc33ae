#pragma once

#include "acl/field_path.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <string>

namespace re2 {
class RE2;
}

namespace ficus::acl {

/// A condition that tells answers apart and that nothing is written for: something is there (`"*"`), or a
/// regular expression is found in it (`"~regex"`, RE2), as in a feature's `match`. Immutable.
class asked {
public:
    /// `said`: one of which asks_presence() or asks_pattern() is true.
    static boost::system::result<asked, std::string> compile(field_path path, constant_options const& said);

    field_path const& path() const { return path_; }
    /// `found`: what is at the path; null: nothing. Neither null nor an element that is nil is there.
    bool holds(value const* found) const;

private:
    field_path path_;
    std::shared_ptr<re2::RE2 const> pattern_;
};

} // namespace ficus::acl
