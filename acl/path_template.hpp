#pragma once

#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// Two templates of one path: `/api/orders/{id}` and `/v2/orders/{id}`, with a final `{name...}` for the
/// rest.
class path_mapping {
public:
    /// Keys of the errors are `legacy` and `modern`.
    static boost::system::result<path_mapping, std::vector<option_error>> compile(std::string const& legacy,
                                                                                  std::string const& modern);

    /// The path of the other side (0: legacy, 1: modern, is the side that `raw_path` is of), or nothing when
    /// it does not fit that side's template. The path is read as routing reads it: dot segments are removed
    /// first, doubled slashes and encoded ones stay. Literal segments match however they are percent-encoded;
    /// what a name captured goes over byte for byte, unless a server could find a dot segment in it, which
    /// fits nothing.
    std::optional<std::string> map(std::size_t from_side, std::string_view raw_path) const;

private:
    struct segment {
        std::string literal;        ///< as written on the wire
        std::string plain;          ///< percent-decoded
        std::size_t capture = npos; ///< position among the names, shared by both templates
        bool rest = false;
        static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    };
    using segments = std::vector<segment>;
    static boost::system::result<segments, std::string> parse(std::string_view text,
                                                              std::vector<std::string>& names);
    std::optional<std::vector<std::string_view>> match(segments const& wanted, std::string_view path) const;

    std::vector<std::string> names_;
    segments sides_[2];
};

} // namespace ficus::acl
