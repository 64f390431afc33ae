#pragma once

#include "rules/error.hpp"
#include "rules/facts.hpp"
#include "rules/ip.hpp"
#include "rules/pattern.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ficus::rules {

/// One term of a rule's condition, compiled: `header:NAME=VALUE`, `cookie:NAME=VALUE`, `query:NAME=VALUE`,
/// `method=GET`, `ip=10.0.0.0/8`, each with `=`, `!=` or `~` (RE2), or by presence alone (`header:X-Beta`;
/// not for method and ip). A small value: copies share their compiled pattern.
///
/// An absent name satisfies `!=` and nothing else; of a repeated one, any value may satisfy. Header names are
/// compared without case, all else with it. Cookies are those of every Cookie field (RFC 6265 §4.2.1), quotes
/// being part of a value as they are for user agents. Query names and values are compared decoded.
class condition {
public:
    enum class subject : std::uint8_t { header, cookie, query, method, ip };
    enum class comparison : std::uint8_t { equals, not_equals, matches, present };

    /// Errors are fault::invalid and name the text and the mend.
    static boost::system::result<condition, error> parse(std::string_view text);

    /// The same from its parts. A query name may hold anything here, even what parse() would take for a sign.
    static boost::system::result<condition, error> make(subject about, comparison how, std::string_view name,
                                                        std::string_view value);

    subject what() const { return subject_; }
    comparison how() const { return comparison_; }
    std::string const& name() const { return name_; }   ///< as written; empty for method and ip
    std::string const& value() const { return value_; } ///< text, pattern or canonical network

    /// What parse() reads back: `header:X-Beta=1`.
    std::string to_string() const;

    /// Allocates nothing, unless a pattern looks at a query value of over a kilobyte that has to be decoded.
    bool holds(facts const& request) const;

    /// What a request must have (marks.hpp) so that this may hold; 0 where it may hold of any.
    marks needs() const;

    /// The same request satisfies both: header names differ at most in case.
    friend bool operator==(condition const& a, condition const& b);

private:
    bool satisfied_by(std::string_view value) const;
    bool satisfied_by_query(std::string_view encoded) const;

    subject subject_ = subject::method;
    comparison comparison_ = comparison::equals;
    std::string name_;
    std::string value_;
    std::optional<pattern> pattern_; ///< set for `matches`
    std::optional<network> network_; ///< set for ip with `equals` and `not_equals`
};

} // namespace ficus::rules
