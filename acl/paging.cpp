#include "acl/paging.hpp"

#include "acl/quoted.hpp"

#include <charconv>

namespace ficus::acl {
namespace {

/// As many as there can be: the product of two of them is a number that can be counted to.
constexpr std::uint64_t most = 4'000'000'000;

std::optional<std::uint64_t> count_in(std::string_view digits) {
    std::uint64_t count = 0;
    auto const* const end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, count);
    return read.ec == std::errc() && read.ptr == end ? std::optional(count) : std::nullopt;
}

error refuse(std::string message) {
    return {error_code::wrong_type, {}, std::move(message)};
}

} // namespace

boost::system::result<std::string, error> convert_page(paging_options const& by, direction way,
                                                       std::string_view digits,
                                                       std::optional<std::string_view> size) {
    auto const side = source_index(way);
    if (!size && !by.standard)
        return refuse("is there without '" + by.size[side] +
                      "', which says how many elements a page has; say the usual number: paging = { ..., "
                      "default = 20 }");
    auto const elements = size ? count_in(*size) : by.standard;
    if (!elements || *elements == 0 || *elements > most)
        return refuse("a page of " + quoted(size.value_or("")) + " elements, as '" + by.size[side] +
                      "' says, is none");
    auto const count = count_in(digits);
    if (!count) return refuse(quoted(digits) + " where a whole number from 0 on is due");
    if (side == by.pages_on) {
        if (*count < by.first || *count - by.first > most)
            return refuse(quoted(digits) + " is no page; the first is " + std::to_string(by.first));
        return std::to_string((*count - by.first) * *elements);
    }
    if (*count % *elements != 0)
        return error{error_code::unrepresentable,
                     {},
                     quoted(digits) + " elements are no whole number of pages of " +
                         std::to_string(*elements)};
    return std::to_string(*count / *elements + by.first);
}

} // namespace ficus::acl
