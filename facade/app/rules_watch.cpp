#include "facade/app/rules_watch.hpp"

#include "facade/app/rules_merge.hpp"

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
constexpr std::chrono::milliseconds check_every{500};

} // namespace

rules_watch::rules_watch(rules::store opened, rules::rule_set first, publish to, obs::log& log)
    : path_(opened.path()), store_(std::move(opened)), served_(std::move(first)), publish_(std::move(to)),
      log_(log), revision_(served_.revision) {}

rules_watch::~rules_watch() {
    stop();
}

void rules_watch::start(rules::facade_entry self) {
    self_ = std::move(self);
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    // Without inotify (no watches left) changes are still seen by the clock.
    inotify_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (inotify_ >= 0)
        ::inotify_add_watch(inotify_, path_.parent_path().empty() ? "." : path_.parent_path().c_str(),
                            IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM);
    announce();
    thread_ = std::thread([this] { run(); });
}

void rules_watch::stop() {
    if (!thread_.joinable()) return;
    stopping_ = true;
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const n = ::write(wake_, &one, sizeof one);
    thread_.join();
    if (store_)
        if (auto const gone = store_->withdraw(self_.pid); !gone)
            log_.event(obs::level::warn, "store_write_failed", [&](obs::json_line& line) {
                line.add("detail", std::string_view(gone.error().message));
            });
    if (inotify_ >= 0) ::close(inotify_);
    ::close(wake_);
}

store_health rules_watch::health() const {
    std::lock_guard lock(health_mutex_);
    return health_;
}

void rules_watch::run() {
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
        look();
        if (clock::now() >= next_check) {
            check_store();
            next_check = clock::now() + check_every;
        }
    }
}

/// Takes all that inotify has to say. shadow.db lives in the same folder and is written to all the time.
bool rules_watch::heard_of_rules() {
    alignas(inotify_event) std::array<char, 4096> bytes;
    auto const name = path_.filename().native();
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

void rules_watch::look() {
    if (!store_) return;
    auto const version = store_->data_version();
    if (!version) return degrade(version.error().message);
    if (*version == data_version_) return;
    // Other facades' bookkeeping changes the version too: only a new revision is worth a reading.
    auto const revision = store_->revision();
    if (!revision) return degrade(revision.error().message);
    data_version_ = *version;
    if (*revision != served_.revision) reread();
}

void rules_watch::reread() {
    auto fresh = store_->read_all();
    if (!fresh) {
        data_version_ = -1;
        return degrade(fresh.error().message);
    }
    served_ = merge(served_, std::move(*fresh));
    publish_(served_);
    revision_ = served_.revision;
    if (auto const recorded = store_->record_live(self_.pid, served_.revision); !recorded) {
        // A new store, or a full disk: traffic moves all the same, only nobody is told.
        announce();
        if (auto const again = store_->record_live(self_.pid, served_.revision); !again)
            log_.event(obs::level::warn, "store_write_failed", [&](obs::json_line& line) {
                line.add("detail", std::string_view(again.error().message));
            });
    }
    log_.event(obs::level::info, "rules",
               [&](obs::json_line& line) { line.add("revision", served_.revision); });
    recover();
}

void rules_watch::check_store() {
    if (!store_) return reopen();
    if (auto const sound = store_->verify(); !sound) {
        degrade(sound.error().message);
        if (sound.error().code == rules::fault::missing || sound.error().code == rules::fault::replaced)
            reopen();
        return;
    }
    recover();
}

void rules_watch::reopen() {
    auto opened = rules::store::open(path_, rules::store::mode::existing);
    if (!opened) return degrade(opened.error().message);
    auto fresh = opened->read_all();
    if (!fresh) return degrade(fresh.error().message);
    // An empty store in place of one with rules is a loss, not a decision.
    if (fresh->revision == 0 && served_.revision > 0 && fresh->store_id != served_.store_id)
        return degrade("rules.db is a new, empty store; the rules of revision " +
                       std::to_string(served_.revision) + " stay in force until a feature is flipped in it");
    store_ = std::move(*opened);
    data_version_ = -1;
    announce();
    reread();
}

void rules_watch::announce() {
    auto const clocks = rules::clocks::system();
    self_.revision = served_.revision;
    self_.live_at_realtime_ns = clocks.realtime_ns();
    self_.live_at_monotonic_ns = clocks.monotonic_ns();
    if (auto const done = store_->announce(self_); !done)
        log_.event(obs::level::warn, "store_write_failed",
                   [&](obs::json_line& line) { line.add("detail", std::string_view(done.error().message)); });
}

void rules_watch::degrade(std::string reason) {
    {
        std::lock_guard lock(health_mutex_);
        if (health_.degraded) {
            health_.reason = std::move(reason);
            return;
        }
        health_ = {true, reason, std::chrono::system_clock::now()};
    }
    log_.event(obs::level::error, "store_degraded", [&](obs::json_line& line) {
        line.add("store", std::string_view(path_.native())).add("detail", std::string_view(reason));
        line.add("revision", served_.revision);
    });
}

void rules_watch::recover() {
    {
        std::lock_guard lock(health_mutex_);
        if (!health_.degraded) return;
        health_ = {};
    }
    log_.event(obs::level::info, "store_recovered",
               [&](obs::json_line& line) { line.add("revision", served_.revision); });
}

} // namespace ficus::app
