#include "tools/commands.hpp"
#include "tools/completion_script.hpp"
#include "tools/opening.hpp"

#include <ostream>
#include <string>
#include <vector>

namespace ficus::tools {
namespace {

/// Of the configuration that the words being typed name; none where it cannot be read, since a completion has
/// nowhere to complain.
std::vector<std::string> configured(completions const& wanted, surroundings& around) {
    std::vector<std::string> names;
    auto const configuration = read_configuration(wanted.common, around);
    if (!configuration) return names;
    if (wanted.what == completions::kind::features)
        for (auto const& feature : configuration->features) names.push_back(feature.options.name);
    else
        for (auto const& translator : configuration->translators) names.push_back(translator.name);
    return names;
}

} // namespace

outcome run(completion_command const&, common_options const&, surroundings& around) {
    around.out << completion_script;
    return exit_status::done;
}

outcome run(complete_command const& command, common_options const&, surroundings& around) {
    auto const wanted = completions_of(command.words, command.index);
    using kind = completions::kind;
    if (wanted.what == kind::files) around.out << ":files\n";
    auto const names = wanted.what == kind::features || wanted.what == kind::translators
                           ? configured(wanted, around)
                           : wanted.words;
    for (auto const& name : names) around.out << name << '\n';
    return exit_status::done;
}

} // namespace ficus::tools
