#pragma once

#include "rules/facts.hpp"
#include "rules/feature_options.hpp"
#include "rules/option_error.hpp"

#include <boost/system/result.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// The cookie that the facade issues for `issue`.
inline constexpr std::string_view issued_cookie = "ficus";

/// A feature's `sticky` list, compiled: what gives a request's bucket its key.
class sticky_list {
public:
    struct source {
        enum class kind : std::uint8_t { header, cookie, query, ip, issue };
        kind what = kind::ip;
        std::string name; ///< of the header, cookie or query parameter
        std::string text; ///< as configured: `cookie:sid`, `ip`, `issue`
        marks needs = 0;  ///< what a request must have to have this key
    };

    /// Error keys are relative to the feature: `sticky[1]`.
    static boost::system::result<sticky_list, std::vector<option_error>>
    compile(std::vector<std::string> const& options);

    /// The bucket for the first source that is present and not empty (an empty value tells nobody from
    /// anybody), and that source; none when no source is. Of a repeated name the first value counts; a query
    /// value is decoded; an address is taken in its canonical text.
    struct found {
        std::uint16_t bucket = 0;
        std::string_view source; ///< as configured; lives as long as this list
    };
    std::optional<found> find(facts const& request, std::string_view salt) const;
    /// A hash of the same key and where it is from, for counting by it. Of an IPv6 address only the first 64
    /// bits count: whoever has one has all that begin like it.
    std::optional<std::uint64_t> hash(facts const& request, std::uint64_t seed) const;

    /// False where certainly no source is present.
    bool may_find(facts const& request) const {
        for (auto const& source : sources_)
            if ((source.needs & ~request.seen) == 0) return true;
        return false;
    }
    friend bool operator==(sticky_list const& a, sticky_list const& b) {
        return std::equal(a.sources_.begin(), a.sources_.end(), b.sources_.begin(), b.sources_.end(),
                          [](source const& x, source const& y) { return x.text == y.text; });
    }

    /// Whether the list ends in `issue`.
    bool issues() const { return !sources_.empty() && sources_.back().what == source::kind::issue; }
    std::vector<source> const& sources() const { return sources_; }

private:
    std::vector<source> sources_;
};

} // namespace ficus::rules
