#include "facade/app/watchdog.hpp"
#include "support/gate.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;

namespace {

/// Counts moments, and lets a test wait for so many more.
class moments {
public:
    void add() {
        std::lock_guard lock(mutex_);
        ++count_;
        changed_.notify_all();
    }
    std::size_t count() const {
        std::lock_guard lock(mutex_);
        return count_;
    }
    bool wait_for(std::size_t more) {
        std::unique_lock lock(mutex_);
        auto const wanted = count_ + more;
        return changed_.wait_until(lock, deadline::in(soon).at(), [&] { return count_ >= wanted; });
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t count_ = 0;
};

} // namespace

TEST_CASE("a facade is alive as long as every worker gets on") {
    std::atomic<bool> first_hangs = false;
    std::atomic<std::uint64_t> first = 0;
    std::atomic<std::uint64_t> second = 0;
    moments looks;
    moments said;
    app::watchdog dog(
        2ms,
        [&] {
            if (!first_hangs) ++first;
            ++second;
            looks.add();
            return std::vector<std::uint64_t>{first, second};
        },
        [&] { said.add(); });
    CHECK(said.wait_for(3));

    first_hangs = true;
    // A look that began before may still be said.
    REQUIRE(looks.wait_for(2));
    auto const before = said.count();
    REQUIRE(looks.wait_for(5));
    CHECK(said.count() == before);

    first_hangs = false;
    CHECK(said.wait_for(1));
}

TEST_CASE("a watchdog that is stopped says nothing more") {
    std::atomic<std::uint64_t> ticks = 0;
    moments said;
    app::watchdog dog(
        2ms, [&] { return std::vector<std::uint64_t>{++ticks}; }, [&] { said.add(); });
    CHECK(said.wait_for(1));
    dog.stop();
    auto const before = said.count();
    auto const looked = ticks.load();
    std::this_thread::sleep_for(20ms);
    CHECK(said.count() == before);
    CHECK(ticks == looked);
    dog.stop();
}
