#pragma once

#include "acl/compare_options.hpp"
#include "facade/shadow/feature_report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ficus::shadow {

/// A change of `[features.NAME.compare]` that would take a place out of the
/// comparison, and why one might want that.
struct suggestion {
  enum class key : std::uint8_t {
    ignore,    ///< add the path
    unordered, ///< add the path
    headers,   ///< take the name out: only what stands there is compared
  };
  suggestion::key of = key::ignore;
  std::string path; ///< or a header field's name
  std::string why;  ///< `legacy differed from itself in 100 % of 400 baselines`
};

std::string_view to_string(suggestion::key key); ///< as in ficus.toml

/// Of fields that are noise, or whose values are volatile by shape; never of
/// one that only differs.
std::vector<suggestion> suggest(feature_report const &of);

/// The suggestions as TOML: of each key the whole list, since a list in TOML
/// cannot be added to, each new entry with its `why` as a comment.
std::string toml_of(std::string_view feature,
                    std::vector<suggestion> const &suggestions,
                    acl::compare_options const &configured);

} // namespace ficus::shadow
