#include "support/load.hpp"

#include <algorithm>
#include <optional>

namespace ficus::test {

load::load(load_options options) : options_(std::move(options)), newest_(options_.clients) {
    for (std::size_t client = 0; client < options_.clients; ++client)
        threads_.emplace_back([this, client] { run(client); });
}

load::~load() {
    stop();
}

void load::stop() {
    stopping_ = true;
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

bool load::wait_for_a_round(milliseconds most) {
    auto const from = steady::now();
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline::in(most).at(), [&] {
        return std::all_of(newest_.begin(), newest_.end(), [&](auto at) { return at > from; });
    });
}

std::size_t load::failures() const {
    return static_cast<std::size_t>(std::count_if(
        samples_.begin(), samples_.end(), [](sample const& one) { return !one.whole || one.status >= 500; }));
}

std::string load::first_failure() const {
    std::lock_guard lock(mutex_);
    return first_failure_;
}

std::map<std::string, std::size_t> load::by_upstream() const {
    std::map<std::string, std::size_t> counts;
    for (auto const& one : samples_) ++counts[one.upstream];
    return counts;
}

void load::run(std::size_t client) {
    std::vector<sample> mine;
    std::optional<raw_client> connection;
    auto const pause = options_.pause + options_.stagger * client;
    for (std::uint64_t n = 0; !stopping_; ++n) {
        if (pause.count() > 0) std::this_thread::sleep_for(pause);
        sample one;
        one.started = steady::now();
        answer got;
        try {
            if (!connection) connection.emplace(options_.port);
            got = connection->ask(options_.request(client, n));
        } catch (std::exception const& error) {
            got.end = ending::cut;
            got.why = error.what();
        }
        one.ended = steady::now();
        one.status = got.status;
        one.whole = got.whole();
        one.refused = !one.whole && !connection;
        one.upstream = got.field("X-Upstream").value_or("");
        if (!one.whole || same_name(got.field("Connection").value_or(""), "close")) connection.reset();
        ++answered_;
        std::lock_guard lock(mutex_);
        if (one.whole && one.status < 500) {
            newest_[client] = one.started;
            changed_.notify_all();
        } else if (first_failure_.empty()) {
            first_failure_ =
                "status " + std::to_string(got.status) + " " + got.why + "\n" + got.head.raw + got.text();
        }
        mine.push_back(std::move(one));
    }
    std::lock_guard lock(mutex_);
    samples_.insert(samples_.end(), mine.begin(), mine.end());
}

} // namespace ficus::test
