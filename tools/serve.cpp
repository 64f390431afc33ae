#include "facade/app/serve.hpp"

#include "facade/config/addresses.hpp"
#include "tools/commands.hpp"
#include "tools/opening.hpp"

#include <cerrno>
#include <unistd.h>

namespace ficus::tools {
namespace {

using problems = std::vector<config::problem>;

config::problem from_option(std::string const& option, std::string const& message) {
    config::problem p;
    p.file = "--" + option;
    p.message = message;
    return p;
}

/// The file, or the pass-through that `--legacy` asks for where there is none, with the options put over it.
boost::system::result<config::configuration, problems>
read(serve_command const& command, common_options const& common, surroundings& around) {
    auto const file = config::find_file(common.config, around.environment);
    config::configuration c;
    if (file) {
        auto read = config::read_file(*file, around.environment);
        if (!read) return read.error();
        c = std::move(*read);
    } else if (common.config || !command.legacy) {
        return problems{file.error()};
    }
    if (command.legacy) {
        auto through = config::pass_through(*command.legacy);
        if (!through) return problems{through.error()};
        if (!file) {
            c = std::move(*through);
        } else {
            // Beside a file, it says where everything goes that no feature matches.
            auto upstream = through->upstreams.front();
            upstream.name = "--legacy";
            c.upstreams.push_back(std::move(upstream));
            c.facade.legacy = "--legacy";
        }
    }
    if (common.data_dir) c.facade.data_dir = *common.data_dir;
    problems wrong;
    auto const address = [&](std::string const& option, std::string const& text, config::address& into) {
        auto parsed = config::parse_address(text);
        if (parsed)
            into = std::move(*parsed);
        else
            wrong.push_back(from_option(option, parsed.error().message));
    };
    if (!command.listen.empty()) {
        c.facade.listen.assign(command.listen.size(), {});
        for (std::size_t i = 0; i < command.listen.size(); ++i)
            address("listen", command.listen[i], c.facade.listen[i]);
    }
    if (command.admin) address("admin", *command.admin, c.facade.admin);
    if (!wrong.empty()) return wrong;
    return c;
}

/// All of it, whatever the descriptor takes at a time. A reader that is gone takes nothing more, and the
/// facade runs on.
void write_all(int fd, std::string_view lines) {
    while (!lines.empty()) {
        auto const n = ::write(fd, lines.data(), lines.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        lines.remove_prefix(static_cast<std::size_t>(n));
    }
}

} // namespace

outcome run(serve_command const& command, common_options const& common, surroundings& around) {
    app::serve_options options;
    options.read = [&] { return read(command, common, around); };
    options.environment = around.environment;
    options.take_over = command.take_over;
    options.log_sink = [](std::string_view lines) { write_all(STDOUT_FILENO, lines); };
    auto const served = app::serve(options);
    if (!served)
        return failure(static_cast<exit_status>(served.error().exit_status), served.error().messages);
    return exit_status::done;
}

} // namespace ficus::tools
