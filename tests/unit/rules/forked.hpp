#pragma once

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace ficus::test {

/// Another process that runs a function of this program and can tell its parent numbers. What it opens is its
/// own: an SQLite connection must not be carried over. It ends without running this program's destructors.
class forked {
public:
    /// `work(tell)` returns the exit status.
    template<class Work>
    explicit forked(Work work) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        pid_ = fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            close(ends[0]);
            int status = 125;
            try {
                status = work([out = ends[1]](std::uint64_t number) {
                    if (write(out, &number, sizeof number) != sizeof number) _exit(124);
                });
            } catch (...) {}
            _exit(status);
        }
        close(ends[1]);
        in_ = ends[0];
    }
    forked(forked const&) = delete;
    forked& operator=(forked const&) = delete;
    ~forked() {
        if (pid_ > 0) {
            kill(pid_, SIGKILL);
            wait();
        }
        close(in_);
    }

    pid_t pid() const { return pid_; }
    /// The next number that it tells; none once it has ended.
    std::optional<std::uint64_t> hear() {
        std::uint64_t number = 0;
        if (read(in_, &number, sizeof number) != sizeof number) return std::nullopt;
        return number;
    }
    /// Its exit status, or minus the signal that killed it.
    int wait() {
        int status = 0;
        waitpid(std::exchange(pid_, -1), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

private:
    pid_t pid_ = -1;
    int in_ = -1;
};

} // namespace ficus::test
