#include "tools/translators.hpp"

#include "rules/near_match.hpp"

#include <utility>
#include <vector>

namespace ficus::tools {

result<acl::translator_options const*> find_translator(config::configuration const& configuration,
                                                       std::string const& name) {
    std::vector<std::string> names;
    for (auto const& translator : configuration.translators) {
        if (translator.name == name) return &translator;
        names.push_back(translator.name);
    }
    auto message = "no translator is called '" + name + "' in " + configuration.file->string();
    if (auto const near = rules::near_match(name, names))
        message += " - did you mean '" + *near + "'?";
    else
        message += ": add [translators." + name + "] there";
    return failure(exit_status::usage, std::move(message));
}

result<acl::translator> compile_translator(acl::translator_options const& options) {
    auto made = acl::translator::compile(options);
    if (made) return std::move(*made);
    std::vector<std::string> messages;
    for (auto const& error : made.error())
        messages.push_back("translators." + options.name + "." + error.key + ": " + error.message);
    return failure(exit_status::usage, std::move(messages));
}

std::string_view name_of(acl::direction way) {
    return way == acl::direction::to_modern ? "to-modern" : "to-legacy";
}

std::string_view name_of(acl::part part) {
    return part == acl::part::request ? "request" : "response";
}

} // namespace ficus::tools
