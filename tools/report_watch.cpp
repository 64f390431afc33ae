#include "tools/report_watch.hpp"

#include "tools/table.hpp"
#include "tools/terminal_screen.hpp"

#include <csignal>
#include <ctime>

namespace ficus::tools {
namespace {

/// Signals that are taken one by one instead of interrupting whatever is under way.
class awaited_signals {
public:
    awaited_signals() {
        sigemptyset(&set_);
        for (auto const number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP})
            sigaddset(&set_, number);
        pthread_sigmask(SIG_BLOCK, &set_, &before_);
    }
    ~awaited_signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    awaited_signals(awaited_signals const&) = delete;
    awaited_signals& operator=(awaited_signals const&) = delete;

    /// Its number, or 0 when none came.
    int wait(std::chrono::milliseconds most) const {
        timespec const time{most.count() / 1000, most.count() % 1000 * 1'000'000};
        auto const number = sigtimedwait(&set_, nullptr, &time);
        return number < 0 ? 0 : number; // EINTR after a stop: it is drawn anew
    }

private:
    sigset_t set_;
    sigset_t before_;
};

std::string what_failed(failure const& failed) {
    std::string all;
    for (auto const& message : failed.messages) all += "ficus: " + printable(message) + '\n';
    return all;
}

} // namespace

outcome watch(int terminal, std::chrono::milliseconds every,
              std::function<result<std::string>()> const& text) {
    awaited_signals const signals;
    terminal_screen screen(terminal);
    for (;;) {
        auto const made = text();
        if (!screen.show(made ? *made : what_failed(made.error())))
            return failure(exit_status::failed, "the terminal could not be written: is it gone?");
        switch (signals.wait(every)) {
        case SIGINT:
        case SIGQUIT:
        case SIGTERM:
        case SIGHUP: return exit_status::done;
        case SIGTSTP:
            screen.leave();
            raise(SIGSTOP);
            screen.enter();
            break;
        default: break;
        }
    }
}

} // namespace ficus::tools
