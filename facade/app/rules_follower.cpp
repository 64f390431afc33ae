#include "facade/app/rules_follower.hpp"

#include "facade/app/rules_merge.hpp"

namespace ficus::app {

namespace {

// What could not be read is mostly there for good (a newer ficus wrote it), and reading ten thousand features
// is work: soon again for what passes by itself, then ever more rarely. A new revision is read at once.
constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{3200};

} // namespace

rules_follower::rules_follower(rules::store opened, rules::rule_set first, publish to, obs::log& log)
    : path_(opened.path()), store_(std::move(opened)), served_(std::move(first)), publish_(std::move(to)),
      log_(log), revision_(served_.revision) {}

void rules_follower::announce(rules::facade_entry self) {
    self_ = std::move(self);
    announce();
    if (auto const sound = store_.verify(); !sound && !store_.writable()) degrade(sound.error().message);
}

void rules_follower::withdraw() {
    if (!store_.writable()) return;
    if (auto const gone = store_.withdraw(self_.pid); !gone) cannot_write(gone.error());
}

store_health rules_follower::health() const {
    std::lock_guard lock(health_mutex_);
    return health_;
}

void rules_follower::look(clock::time_point now) {
    looked_ = false;
    auto const version = store_.data_version();
    if (!version) return degrade(version.error().message);
    bool const again = set_back_ && now >= set_back_->again_at;
    if (*version == data_version_ && !again) {
        looked_ = true;
        return;
    }
    // Other facades' bookkeeping changes the version too: only a new revision is worth a reading.
    auto const newest = store_.revision();
    if (!newest) return degrade(newest.error().message);
    data_version_ = *version;
    looked_ = true;
    if (set_back_ ? again || *newest != set_back_->revision : *newest != served_.revision)
        reread(*newest, now);
}

void rules_follower::reread(std::uint64_t newest, clock::time_point now) {
    auto fresh = store_.read_all();
    if (!fresh) {
        degrade(fresh.error().message);
        return put_off(newest, now);
    }
    if (!serve(std::move(*fresh))) put_off(newest, now);
}

void rules_follower::put_off(std::uint64_t newest, clock::time_point now) {
    bool const still = set_back_ && set_back_->revision == newest;
    clock::duration const pause =
        still ? std::min<clock::duration>(set_back_->pause * 2, longest_pause) : clock::duration(first_pause);
    set_back_ = set_back{newest, pause, now + pause};
}

bool rules_follower::serve(rules::rule_set fresh) {
    auto next = merge(served_, std::move(fresh));
    if (auto const done = publish_(next); !done) {
        degrade("the rules of revision " + std::to_string(next.revision) +
                " cannot be served: " + done.error());
        return false;
    }
    served_ = std::move(next);
    revision_ = served_.revision;
    set_back_.reset();
    record_live();
    log_.event(obs::level::info, "rules",
               [&](obs::json_line& line) { line.add("revision", served_.revision); });
    if (store_.writable()) recover();
    return true;
}

void rules_follower::record_live() {
    if (!store_.writable() || store_.record_live(self_.pid, served_.revision)) return;
    // A new store, or a full disk: traffic moves all the same, only nobody is told.
    announce();
    if (auto const again = store_.record_live(self_.pid, served_.revision); !again)
        cannot_write(again.error());
}

void rules_follower::check(clock::time_point now) {
    if (auto const sound = store_.verify(); !sound) {
        degrade(sound.error().message);
        if (sound.error().code == rules::fault::missing || sound.error().code == rules::fault::replaced ||
            !store_.writable())
            reopen(now);
        return;
    }
    // verify() does not understand the rows: while the newest ones are not in force, nothing is well.
    if (looked_ && !set_back_) recover();
}

void rules_follower::reopen(clock::time_point now) {
    auto opened = rules::store::open(path_, rules::store::mode::existing);
    if (!opened && !store_.writable()) opened = rules::store::open(path_, rules::store::mode::read_only);
    if (!opened) return degrade(opened.error().message);
    auto fresh = opened->read_all();
    if (!fresh) return degrade(fresh.error().message);
    // An empty store in place of one with rules is a loss, not a decision.
    if (fresh->revision == 0 && served_.revision > 0 && fresh->store_id != served_.store_id)
        return degrade("rules.db is a new, empty store; the rules of revision " +
                       std::to_string(served_.revision) + " stay in force until a feature is flipped in it");
    bool const news = opened->writable() || fresh->revision != served_.revision;
    store_ = std::move(*opened);
    data_version_ = -1;
    if (!news) return;
    announce();
    auto const newest = fresh->revision;
    if (!serve(std::move(*fresh))) put_off(newest, now);
}

void rules_follower::announce() {
    if (!store_.writable()) return;
    auto const clocks = rules::clocks::system();
    self_.revision = served_.revision;
    self_.live_at_realtime_ns = clocks.realtime_ns();
    self_.live_at_monotonic_ns = clocks.monotonic_ns();
    if (auto const done = store_.announce(self_); !done) cannot_write(done.error());
}

void rules_follower::cannot_write(rules::error const& why) {
    log_.event(obs::level::warn, "store_write_failed",
               [&](obs::json_line& line) { line.add("detail", std::string_view(why.message)); });
}

void rules_follower::degrade(std::string reason) {
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

void rules_follower::recover() {
    {
        std::lock_guard lock(health_mutex_);
        if (!health_.degraded) return;
        health_ = {};
    }
    log_.event(obs::level::info, "store_recovered",
               [&](obs::json_line& line) { line.add("revision", served_.revision); });
}

} // namespace ficus::app
