#include "e2e/soak/clients.hpp"

#include <algorithm>
#include <optional>

namespace ficus::test::soak {

namespace {

constexpr std::size_t most_told = 5;

/// A few messages through a tunnel; what is not heard again was cut.
void talk(raw_client& through, rng& random, answer& opened) {
    for (auto left = 1 + random() % 5; left > 0 && opened.whole(); --left) {
        auto const said = pattern(0, 1 + random() % 5'000);
        through.send(said);
        if (through.read_exactly(said.size()) == said) continue;
        opened.end = ending::cut;
        opened.why = "a tunnel does not say what it was told";
    }
    through.close();
}

} // namespace

void clients::add(manner const& how, std::size_t count, milliseconds pause) {
    for (std::size_t i = 0; i < count; ++i)
        threads_.emplace_back([this, how, pause, seed = seed_++] { run(how, pause, seed); });
}

void clients::stop() {
    stopping_ = true;
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

std::vector<std::string> clients::unexcused() const {
    std::lock_guard lock(mutex_);
    return unexcused_;
}

bool clients::excused(manner const& how, steady::time_point from, steady::time_point to) const {
    return how.may_fail || how.gives_up ||
           std::any_of(how.suffers.begin(), how.suffers.end(),
                       [&](trouble what) { return troubles_.had(what, from, to); });
}

void clients::run(manner const& how, milliseconds pause, unsigned seed) {
    rng random(seed);
    outcomes mine;
    std::optional<raw_client> connection;
    while (!stopping_) {
        std::this_thread::sleep_for(pause);
        auto const request = how.request(random);
        auto const from = steady::now();
        answer got;
        got.end = ending::cut;
        try {
            if (!connection) connection.emplace(port_);
            if (how.gives_up && random() % 4 != 0) {
                connection->send(request);
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 5'000));
                random() % 2 == 0 ? connection->abort() : connection->close();
            } else {
                got = connection->ask(request);
                if (how.talks && got.status == 101) talk(*connection, random, got);
            }
        } catch (std::exception const& error) {
            got.why = error.what();
        }
        mine.add(got, connection.has_value());
        if (!got.whole() || got.status == 101 || same_name(got.field("Connection").value_or(""), "close"))
            connection.reset();
        if ((got.whole() && got.status < 500) || excused(how, from, steady::now())) continue;
        std::lock_guard lock(mutex_);
        if (unexcused_.size() < most_told)
            unexcused_.push_back(how.name + ": status " + std::to_string(got.status) + " " + got.why + "\n" +
                                 got.head.raw + got.text().substr(0, 300));
    }
    std::lock_guard lock(mutex_);
    all_ += mine;
}

} // namespace ficus::test::soak
