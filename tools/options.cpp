#include "tools/options.hpp"

#include <utility>

namespace ficus::tools {

failure wrong_usage(std::string message) {
    return {exit_status::usage, std::move(message)};
}

CLI::Option* add_word(CLI::App& to, std::string const& name, std::string& value, std::string const& does) {
    return to.add_option(name, value, does)->type_name("");
}

CLI::Option* add_repeatable(CLI::App& to, std::string const& name, std::vector<std::string>& values,
                            std::string const& does) {
    return to.add_option(name, values, does)->allow_extra_args(false);
}

std::optional<std::string> unless_empty(std::string const& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

} // namespace ficus::tools
