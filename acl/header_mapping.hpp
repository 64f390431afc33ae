#pragma once

#include "acl/option_error.hpp"
#include "acl/translator_options.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Names of header fields are compared without regard to case (RFC 9110 §5.1).
bool is_same_header(std::string_view a, std::string_view b);
/// RFC 9110 §5.1: a token.
bool is_header_name(std::string_view name);
/// Why a translator cannot have this header field for its own, or nothing: it is no name, or the facade
/// itself writes it.
std::string why_no_field_of_its_own(std::string_view name);

/// Which header fields are called otherwise on the other side. Values go over unchanged.
class header_mapping {
public:
    header_mapping() = default;
    /// Keys of the errors are `[1].legacy` and so on.
    static boost::system::result<header_mapping, std::vector<option_error>>
    compile(std::vector<header_options> const& headers);

    /// The other side's name for a header of a side (0: legacy, 1: modern), or nothing when it keeps its
    /// name. The comparison ignores case.
    std::optional<std::string_view> map(std::size_t from_side, std::string_view name) const;

private:
    std::vector<header_options> headers_;
};

} // namespace ficus::acl
