#pragma once

#include "rules/body_facts.hpp"
#include "rules/error.hpp"
#include "rules/facts.hpp"
#include "rules/feature_options.hpp"
#include "rules/pattern.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ficus::rules {

/// One condition of a matcher on the operation that a request is for, compiled. Of what repeats any value may
/// satisfy it. Compared as text: the number 2 and the string "2" are the same.
class operation_condition {
public:
    /// Errors are fault::invalid and name the mend. How paths are written is not looked at here.
    static boost::system::result<operation_condition, error> make(operation_match const& match);

    operation what() const { return match_.what; }
    /// Whether facts of the body are needed to know.
    bool needs_body() const { return match_.what != operation::soap_action; }
    /// `form:action=update`, `xml_root=GetOrder`, `soap_action`: for people.
    std::string to_string() const;

    /// Where the body is needed and not known yet (`request.body` is null) it may hold, and so it does.
    bool holds(facts const& request) const;

    /// Where `b` holds so does this. May be false although it is so.
    bool implied_by(operation_condition const& b) const;

private:
    bool satisfied_by(body_value const& value) const;
    bool holds_of_soap_action(facts const& request) const;

    operation_match match_;
    std::optional<pattern> pattern_; ///< set for `regex`
};

/// The word that the configuration has for it: `soap_action`.
std::string_view to_string(operation what);
/// Whether it is asked for by name, as in a table of names and values.
bool has_name(operation what);

} // namespace ficus::rules
