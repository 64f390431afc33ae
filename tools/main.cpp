#include "tools/command_line.hpp"
#include "tools/commands.hpp"
#include "tools/surroundings.hpp"
#include "tools/table.hpp"

#include <csignal>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <unistd.h>
#include <variant>
#include <vector>

namespace {

using namespace ficus;

int terminal_of(int file, config::environment const& environment) {
    return isatty(file) == 1 && environment("TERM") != "dumb" ? file : -1;
}

bool wants_colour(int file, config::environment const& environment) {
    auto const no = environment("NO_COLOR");
    return isatty(file) == 1 && (!no || no->empty()) && environment("TERM") != "dumb";
}

int report(tools::failure const& failure, tools::surroundings& around) {
    for (auto const& message : failure.messages)
        around.err << (around.colour_err ? "\x1b[31mficus:\x1b[0m " : "ficus: ") << tools::printable(message)
                   << '\n';
    return static_cast<int>(failure.status);
}

int run(std::vector<std::string> const& arguments, tools::surroundings& around) {
    auto const line = tools::read_command_line(arguments);
    if (!line) return report(line.error(), around);
    around.typed = line->typed;
    auto const ended = std::visit(
        [&](auto const& command) { return tools::run(command, line->common, around); }, line->command);
    if (!ended) return report(ended.error(), around);
    around.out.flush();
    if (!around.out)
        return report({tools::exit_status::failed,
                       "stdout could not be written: is the disk full, or the reader gone?"},
                      around);
    return static_cast<int>(*ended);
}

} // namespace

int main(int argc, char** argv) {
    auto const environment = config::process_environment;
    std::error_code error;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", error);
    tools::surroundings around{.in = std::cin,
                               .out = std::cout,
                               .err = std::cerr,
                               .colour_out = wants_colour(STDOUT_FILENO, environment),
                               .colour_err = wants_colour(STDERR_FILENO, environment),
                               .terminal_err = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb",
                               .environment = environment,
                               .program = error ? argv[0] : program.string(),
                               .who = tools::who_asks(environment),
                               .typed = {},
                               .terminal = terminal_of(STDOUT_FILENO, environment)};
    try {
        return run({argv + 1, argv + argc}, around);
    } catch (std::exception const& thrown) {
        return report({tools::exit_status::failed, thrown.what()}, around);
    }
}
