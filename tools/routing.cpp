#include "tools/routing.hpp"

#include <utility>

namespace ficus::tools {

std::vector<rules::feature_options> feature_options_of(config::configuration const& configuration) {
    std::vector<rules::feature_options> all;
    for (auto const& feature : configuration.features) all.push_back(feature.options);
    return all;
}

failure failure_of(std::vector<rules::option_error> const& errors) {
    std::vector<std::string> messages;
    for (auto const& error : errors) messages.push_back("features." + error.key + ": " + error.message);
    return {exit_status::usage, std::move(messages)};
}

result<rules::table> routing_table(config::configuration const& configuration) {
    auto table = rules::table::compile(feature_options_of(configuration));
    if (!table) return failure_of(table.error());
    return std::move(*table);
}

} // namespace ficus::tools
