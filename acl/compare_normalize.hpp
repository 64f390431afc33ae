#pragma once

#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Steps that make two spellings of one value the same. Immutable; any number of threads.
///
/// - `trim`: no white space at the ends.
/// - `case`: small letters (acl/case_folding.hpp).
/// - `time`: one instant is one text, whatever its form and its zone (acl/read_instant.hpp); a time without a
/// zone is
///   none.
/// - `origin`: a URL without scheme, user and host (RFC 3986), so that those of two hosts are the same; `/`
/// where
///   nothing is left.
/// - `regex:PATTERN`: what the one group of the RE2 pattern captures, wherever it matches first.
///
/// A step that does not fit (no time, no URL, no match) leaves the value as it is.
class normalizer {
public:
    /// The error's key is the step's place, `[1]`, where there are several: who reads an option knows its
    /// name.
    static boost::system::result<normalizer, option_error> compile(std::vector<std::string> const& steps);
    /// What the value becomes: a view of it or of `memory`, which `value` must not point into.
    std::string_view apply(std::string_view value, std::string& memory) const;

private:
    struct step;
    static boost::system::result<step, std::string> read_step(std::string const& text);
    std::vector<std::shared_ptr<step const>> steps_;
};

} // namespace ficus::acl
