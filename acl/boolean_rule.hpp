#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/scalar_type.hpp"

#include <boost/system/result.hpp>

#include <string_view>
#include <vector>

namespace ficus::acl {

/// Spellings of the legacy side. The first one of each is written; all are read, to the letter, and where the
/// side is typed as what they are: 1 is not "1".
struct boolean_options {
    std::vector<typed_text> truths, falses;
};

/// A modern boolean that a legacy side spells in its own way: Y and N, 1 and 0, on and nothing.
class boolean_rule {
public:
    /// Keys of the errors are `true` and `false`.
    static boost::system::result<boolean_rule, std::vector<option_error>>
    compile(boolean_options const& options);

    /// The text of the other side: `true` or `false` of the modern one. The view lives as long as the rule.
    /// An error's `where` is empty.
    boost::system::result<std::string_view, error> convert(direction way, std::string_view text) const;

    std::vector<typed_text> const& spellings(bool truth) const {
        return truth ? options_.truths : options_.falses;
    }
    /// Whether a typed legacy side may hold the text as that.
    bool reads(std::string_view text, scalar_type as) const;
    /// What it is that a typed legacy side holds of what is written.
    scalar_type type_of(std::string_view written) const;
    /// Every legacy text comes back as it was.
    bool is_exact() const { return options_.truths.size() == 1 && options_.falses.size() == 1; }

private:
    boolean_options options_;
};

} // namespace ficus::acl
