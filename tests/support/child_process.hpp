#pragma once

#include "support/deadline.hpp"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace ficus::test {

struct child_options {
    std::vector<std::string> command;                ///< the program's path and its arguments
    std::filesystem::path folder;                    ///< where it runs
    std::map<std::string, std::string> environment;  ///< besides the tests' own
    std::string input;                               ///< its stdin
    std::function<void(std::string)> on_output_line; ///< else its stdout is kept whole
    /// The largest file that it may write: a disk that is full. 0: no limit.
    std::uint64_t largest_file = 0;
    /// The most descriptors that it may have open, and may allow itself. 0: as many as the test.
    std::uint64_t most_descriptors = 0;
    /// Who it runs as, by number, as root may say. 0: whoever the test runs as.
    uid_t user = 0;
    /// Passed on as a service manager does (sd_listen_fds(3)): as descriptors from 3 on, with LISTEN_FDS and
    /// LISTEN_PID.
    std::vector<int> sockets;
};

/// How a process ended: its exit status, or minus the signal that killed it.
using exit_status = int;

/// A program that runs beside the test: its output is read by threads of its own. Killed when the object
/// goes.
class child_process {
public:
    explicit child_process(child_options options);
    ~child_process();
    child_process(child_process const&) = delete;
    child_process& operator=(child_process const&) = delete;

    pid_t pid() const { return pid_; }
    void signal(int number);
    /// RLIMIT_FSIZE of the running process, which was started with SIGXFSZ ignored.
    void limit_file_size(std::uint64_t bytes);
    std::optional<exit_status> wait(milliseconds most = soon);
    bool is_running() const;
    /// What it has written so far; whole once `wait` has returned a status.
    std::string output() const;
    std::string errors() const;

private:
    void read_output(int fd);
    void read_errors(int fd);
    void await_exit();

    child_options options_;
    pid_t pid_ = -1;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<exit_status> status_;
    int open_pipes_ = 2;
    std::string output_;
    std::string errors_;
    std::thread output_reader_;
    std::thread error_reader_;
    std::thread input_writer_;
    std::thread waiter_;
};

} // namespace ficus::test
