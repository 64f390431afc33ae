#include "facade/app/rules_watch.hpp"

#include "facade/obs/thread_name.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace ficus::app {

namespace {

using clock = std::chrono::steady_clock;

// A change is seen within this time even where inotify tells nothing (network file systems, a full queue).
constexpr std::chrono::milliseconds slow_look{25};
// After inotify has spoken, a commit is on its way: SQLite writes, syncs, and only then makes it visible in
// shared memory, which inotify does not see.
constexpr std::chrono::milliseconds eager_look{1};
constexpr std::chrono::milliseconds eager_for{60};
// Whether the store is sound is found out by reading all of it. Of a large one less often: that may take half
// a percent of a core.
constexpr std::chrono::milliseconds check_every{500};
constexpr int check_pause = 200;

} // namespace

rules_watch::rules_watch(rules_follower& followed) : followed_(followed) {}

rules_watch::~rules_watch() {
    stop();
}

void rules_watch::start() {
    auto const folder = followed_.path().parent_path();
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    // Without inotify (no watches left) changes are still seen by the clock.
    inotify_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (inotify_ >= 0)
        ::inotify_add_watch(inotify_, folder.empty() ? "." : folder.c_str(),
                            IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM);
    thread_ = std::thread([this] { run(); });
}

void rules_watch::stop() {
    if (!thread_.joinable()) return;
    stopping_ = true;
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const n = ::write(wake_, &one, sizeof one);
    thread_.join();
    if (inotify_ >= 0) ::close(inotify_);
    ::close(wake_);
}

void rules_watch::run() {
    obs::name_this_thread("ficus-rules");
    auto eager_until = clock::now() + eager_for;
    auto next_check = clock::now() + check_every;
    while (!stopping_) {
        std::array<pollfd, 2> fds = {{{wake_, POLLIN, 0}, {inotify_, POLLIN, 0}}};
        bool const eager = clock::now() < eager_until;
        ::poll(fds.data(), fds.size(), static_cast<int>((eager ? eager_look : slow_look).count()));
        if ((fds[1].revents & POLLIN) != 0) {
            if (heard_of_rules()) eager_until = clock::now() + eager_for;
        }
        if (stopping_) break;
        followed_.look(clock::now());
        if (auto const now = clock::now(); now >= next_check) {
            followed_.check(now);
            auto const done = clock::now();
            next_check = done + std::max<clock::duration>(check_every, check_pause * (done - now));
        }
    }
}

/// Takes all that inotify has to say. shadow.db lives in the same folder and is written to all the time.
bool rules_watch::heard_of_rules() {
    alignas(inotify_event) std::array<char, 4096> bytes;
    auto const name = followed_.path().filename().native();
    bool heard = false;
    for (;;) {
        auto const n = ::read(inotify_, bytes.data(), bytes.size());
        if (n <= 0) return heard;
        for (std::size_t at = 0; at < static_cast<std::size_t>(n);) {
            auto const* event = reinterpret_cast<inotify_event const*>(bytes.data() + at);
            // An overflow has no name: anything may have happened.
            heard = heard || event->len == 0 || std::string_view(event->name).starts_with(name);
            at += sizeof(inotify_event) + event->len;
        }
    }
}

} // namespace ficus::app
