#pragma once

#include "acl/compare.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Both sides' JSON or XML bodies compared by some options; a difference reads `value $.total`.
namespace comparing {

inline ficus::acl::comparer compiled(ficus::acl::compare_options const& options) {
    auto comparer = ficus::acl::comparer::compile(options);
    REQUIRE(comparer.has_value());
    return *comparer;
}

inline ficus::acl::comparison compare(std::string_view legacy, std::string_view modern,
                                      ficus::acl::compare_options const& options = {},
                                      std::string_view type = "application/json") {
    return compiled(options).compare({200, {}, type, legacy}, {200, {}, type, modern});
}

inline std::vector<std::string> lines(ficus::acl::comparison const& found) {
    std::vector<std::string> all;
    for (auto const& one : found.differences)
        all.push_back(std::string(to_string(one.kind)) + ' ' + one.path);
    return all;
}

inline std::vector<std::string> differences(std::string_view legacy, std::string_view modern,
                                            ficus::acl::compare_options const& options = {},
                                            std::string_view type = "application/json") {
    return lines(compare(legacy, modern, options, type));
}

using found = std::vector<std::string>;

} // namespace comparing
