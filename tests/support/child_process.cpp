#include "support/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace ficus::test {
namespace {

struct pipe_ends {
    int read = -1;
    int write = -1;
};

pipe_ends make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error(std::string("pipe2: ") + std::strerror(errno));
    return {ends[0], ends[1]};
}

std::vector<std::string> merged_environment(std::map<std::string, std::string> const& more) {
    std::vector<std::string> merged;
    for (auto** entry = environ; *entry != nullptr; ++entry) {
        std::string const text = *entry;
        if (!more.contains(text.substr(0, text.find('=')))) merged.push_back(text);
    }
    for (auto const& [name, value] : more) merged.push_back(name + "=" + value);
    return merged;
}

constexpr std::string_view own_pid = "LISTEN_PID=";

/// For a child between fork and exec: makes `sockets` the descriptors from 3 on, through `room` of as many.
bool place(std::vector<int> const& sockets, std::vector<int>& room) {
    // Out of the way first: one may have a number that another is to get.
    constexpr int out_of_the_way = 64;
    for (std::size_t i = 0; i < sockets.size(); ++i)
        if ((room[i] = ::fcntl(sockets[i], F_DUPFD_CLOEXEC, out_of_the_way)) < 0) return false;
    for (std::size_t i = 0; i < sockets.size(); ++i)
        if (::dup2(room[i], 3 + static_cast<int>(i)) < 0) return false;
    return true;
}

/// In digits with zeros before them, into the space behind `own_pid`.
void write_own_pid(std::vector<char*> const& variables) {
    for (auto* variable : variables) {
        if (variable == nullptr || !std::string_view(variable).starts_with(own_pid)) continue;
        auto pid = ::getpid();
        for (auto* digit = variable + std::strlen(variable); digit != variable + own_pid.size(); pid /= 10)
            *--digit = static_cast<char>('0' + pid % 10);
    }
}

std::vector<char*> pointers(std::vector<std::string>& to) {
    std::vector<char*> list;
    for (auto& text : to) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

template<class Take>
void read_to_the_end(int fd, Take take) {
    std::array<char, 65536> bytes;
    for (;;) {
        auto const got = ::read(fd, bytes.data(), bytes.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        take(std::string(bytes.data(), static_cast<std::size_t>(got)));
    }
    ::close(fd);
}

} // namespace

child_process::child_process(child_options options) : options_(std::move(options)) {
    std::signal(SIGPIPE, SIG_IGN); // a child that does not read its stdin must not end the test
    auto const in = make_pipe();
    auto const out = make_pipe();
    auto const err = make_pipe();
    // All memory is taken before fork: between it and exec only calls that are safe in a threaded process.
    if (!options_.sockets.empty()) {
        options_.environment["LISTEN_FDS"] = std::to_string(options_.sockets.size());
        options_.environment["LISTEN_PID"] = "0000000000";
    }
    auto environment = merged_environment(options_.environment);
    std::vector<int> room(options_.sockets.size());
    auto const variables = pointers(environment);
    auto arguments = options_.command;
    auto const argv = pointers(arguments);
    auto const folder = options_.folder.string();
    auto const user = options_.user;
    rlimit const limit{options_.largest_file, RLIM_INFINITY};
    rlimit const descriptors{options_.most_descriptors, options_.most_descriptors};
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
    if (pid_ == 0) {
        if (user != 0 && (::setgroups(0, nullptr) != 0 || ::setgid(user) != 0 || ::setuid(user) != 0))
            ::_exit(126);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that crashes leaves nothing running
        ::dup2(in.read, 0);
        ::dup2(out.write, 1);
        ::dup2(err.write, 2);
        if (!options_.sockets.empty() && !place(options_.sockets, room)) ::_exit(126);
        write_own_pid(variables);
        if (!folder.empty() && ::chdir(folder.c_str()) != 0) ::_exit(126);
        ::signal(SIGPIPE, SIG_DFL);
        ::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error of write(2), as on a full disk
        if (limit.rlim_cur != 0) ::setrlimit(RLIMIT_FSIZE, &limit);
        if (descriptors.rlim_cur != 0 && ::setrlimit(RLIMIT_NOFILE, &descriptors) != 0) ::_exit(126);
        ::execve(argv[0], argv.data(), variables.data());
        ::_exit(127);
    }
    ::close(in.read);
    ::close(out.write);
    ::close(err.write);
    output_reader_ = std::thread([this, fd = out.read] { read_output(fd); });
    error_reader_ = std::thread([this, fd = err.read] { read_errors(fd); });
    input_writer_ = std::thread([this, fd = in.write] {
        std::string_view left = options_.input;
        while (!left.empty()) {
            auto const sent = ::write(fd, left.data(), left.size());
            if (sent <= 0) break;
            left.remove_prefix(static_cast<std::size_t>(sent));
        }
        ::close(fd);
    });
    waiter_ = std::thread([this] { await_exit(); });
}

child_process::~child_process() {
    signal(SIGKILL);
    waiter_.join();
    input_writer_.join();
    output_reader_.join();
    error_reader_.join();
}

void child_process::signal(int number) {
    std::lock_guard lock(mutex_);
    if (!status_) ::kill(pid_, number);
}

void child_process::limit_file_size(std::uint64_t bytes) {
    std::lock_guard lock(mutex_);
    rlimit const limit{bytes, RLIM_INFINITY};
    if (!status_) ::prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr);
}

std::optional<exit_status> child_process::wait(milliseconds most) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline::in(most).at(), [&] { return status_ && open_pipes_ == 0; });
    return status_;
}

bool child_process::is_running() const {
    std::lock_guard lock(mutex_);
    return !status_;
}

std::string child_process::output() const {
    std::lock_guard lock(mutex_);
    return output_;
}

std::string child_process::errors() const {
    std::lock_guard lock(mutex_);
    return errors_;
}

void child_process::read_output(int fd) {
    std::string line;
    read_to_the_end(fd, [&](std::string const& bytes) {
        if (!options_.on_output_line) {
            std::lock_guard lock(mutex_);
            output_ += bytes;
            return;
        }
        line += bytes;
        for (auto end = line.find('\n'); end != std::string::npos; end = line.find('\n')) {
            options_.on_output_line(line.substr(0, end));
            line.erase(0, end + 1);
        }
    });
    std::lock_guard lock(mutex_);
    --open_pipes_;
    changed_.notify_all();
}

void child_process::read_errors(int fd) {
    read_to_the_end(fd, [&](std::string const& bytes) {
        std::lock_guard lock(mutex_);
        errors_ += bytes;
    });
    std::lock_guard lock(mutex_);
    --open_pipes_;
    changed_.notify_all();
}

void child_process::await_exit() {
    // First without reaping: `signal` must never reach a process that has got the same number since.
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {}
    std::lock_guard lock(mutex_);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    changed_.notify_all();
}

} // namespace ficus::test
