#include "support/terminal_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <system_error>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace ficus::test {
namespace {

int checked(int result, char const* what) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
    return result;
}

winsize size_of(std::uint16_t rows, std::uint16_t columns) {
    return {rows, columns, 0, 0};
}

/// After a fork: what is called here must be safe there.
[[noreturn]] void become(char const* terminal, char const* folder, char* const* arguments) {
    setsid(); // so that the terminal that is opened next is its own
    auto const fd = open(terminal, O_RDWR);
    if (fd < 0 || chdir(folder) != 0) _exit(127);
    ioctl(fd, TIOCSCTTY, 0);
    for (auto const standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(fd, standard);
    if (fd > STDERR_FILENO) close(fd);
    setenv("TERM", "xterm-256color", 1);
    execv(arguments[0], arguments);
    _exit(127);
}

exit_status status_of(int waited) {
    return WIFEXITED(waited) ? WEXITSTATUS(waited) : -WTERMSIG(waited);
}

} // namespace

terminal_process::terminal_process(std::vector<std::string> const& command,
                                   std::filesystem::path const& folder, std::uint16_t rows,
                                   std::uint16_t columns) {
    terminal_ = checked(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
    checked(grantpt(terminal_), "grantpt");
    checked(unlockpt(terminal_), "unlockpt");
    resize(rows, columns);
    std::string const name = ptsname(terminal_);
    std::vector<char*> arguments;
    for (auto const& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_ = checked(fork(), "fork");
    if (pid_ == 0) become(name.c_str(), folder.c_str(), arguments.data());
}

terminal_process::~terminal_process() {
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    close(terminal_);
}

bool terminal_process::read_more(deadline const& until) {
    pollfd ready{terminal_, POLLIN, 0};
    if (poll(&ready, 1, until.left()) <= 0) return false;
    char bytes[4096];
    auto const count = read(terminal_, bytes, sizeof bytes);
    if (count <= 0) return false; // EIO: nobody has its other end open any more
    unread_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

std::string terminal_process::read_until(std::string_view part) {
    auto const until = deadline::in(soon);
    for (;;) {
        if (auto const at = unread_.find(part); at != std::string::npos) {
            auto read = unread_.substr(0, at + part.size());
            unread_.erase(0, read.size());
            return read;
        }
        if (!read_more(until))
            throw std::runtime_error("the terminal shows no '" + std::string(part) + "' but: " + unread_);
    }
}

std::string terminal_process::read_to_end() {
    auto const until = deadline::in(soon);
    while (read_more(until)) {}
    return std::exchange(unread_, {});
}

void terminal_process::type(std::string_view keys) {
    checked(static_cast<int>(write(terminal_, keys.data(), keys.size())), "typing");
}

void terminal_process::resize(std::uint16_t rows, std::uint16_t columns) {
    auto const size = size_of(rows, columns);
    checked(ioctl(terminal_, TIOCSWINSZ, &size), "TIOCSWINSZ");
}

bool terminal_process::is_as_for_a_shell() const {
    termios now{};
    checked(tcgetattr(terminal_, &now), "tcgetattr");
    return (now.c_lflag & (ECHO | ICANON | ISIG)) == (ECHO | ICANON | ISIG);
}

bool terminal_process::wait_until_stopped() {
    auto const until = deadline::in(soon);
    while (!until.passed()) {
        int waited = 0;
        if (waitpid(pid_, &waited, WUNTRACED | WNOHANG) == pid_) return WIFSTOPPED(waited);
        std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
}

std::optional<exit_status> terminal_process::wait() {
    auto const until = deadline::in(soon);
    while (!until.passed()) {
        int waited = 0;
        if (waitpid(pid_, &waited, WNOHANG) == pid_) {
            pid_ = -1;
            return status_of(waited);
        }
        std::this_thread::sleep_for(milliseconds(5));
    }
    return std::nullopt;
}

} // namespace ficus::test
