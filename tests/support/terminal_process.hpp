#pragma once

#include "support/child_process.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::test {

/// A program that runs in a terminal of its own, with the test as the person before it. Killed when the
/// object goes.
class terminal_process {
public:
    terminal_process(std::vector<std::string> const& command, std::filesystem::path const& folder,
                     std::uint16_t rows = 24, std::uint16_t columns = 80);
    ~terminal_process();
    terminal_process(terminal_process const&) = delete;
    terminal_process& operator=(terminal_process const&) = delete;

    pid_t pid() const { return pid_; }
    /// Reads until it has written `part` since the last call, and returns all that it wrote since then;
    /// throws with that when it ends or is silent instead.
    std::string read_until(std::string_view part);
    /// What it writes until it ends.
    std::string read_to_end();
    /// As if typed: "\x03" is Ctrl-C.
    void type(std::string_view keys);
    void resize(std::uint16_t rows, std::uint16_t columns);
    /// Whether the terminal shows what is typed, and gives it by lines, as it does for a shell.
    bool is_as_for_a_shell() const;
    /// Waits until it is stopped, as by Ctrl-Z.
    bool wait_until_stopped();
    std::optional<exit_status> wait();

private:
    bool read_more(deadline const& until);

    int terminal_ = -1;
    pid_t pid_ = -1;
    std::string unread_;
};

} // namespace ficus::test
