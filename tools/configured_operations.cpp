#include "tools/configured_operations.hpp"

#include "facade/pipeline/operation_name.hpp"

#include <algorithm>

namespace ficus::tools {

std::vector<std::string> configured_operations(config::feature const& feature) {
    std::vector<std::string> all;
    auto const is_in = [](std::vector<std::string> const& list, std::string_view one) {
        return std::find(list.begin(), list.end(), one) != list.end();
    };
    for (auto const& matcher : feature.options.match) {
        auto const takes = [&](std::string_view method) {
            return is_in(feature.compare.methods, method) &&
                   (matcher.methods.empty() || is_in(matcher.methods, method));
        };
        for (auto const& method : feature.compare.methods) {
            if (!takes(method) || (method == "HEAD" && takes("GET"))) continue;
            auto name =
                pipeline::operation_name(matcher, pipeline::method_of_kind(pipeline::method_kind(method)));
            if (!is_in(all, name)) all.push_back(std::move(name));
        }
    }
    return all;
}

} // namespace ficus::tools
