#include "facade/io/drop_box.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

using namespace ficus;

namespace {

struct note {
    note(std::size_t w, int n) : writer(w), number(n) { ++alive; }
    note(note const&) = delete;
    note& operator=(note const&) = delete;
    ~note() { --alive; }

    std::size_t writer;
    int number;
    note* next = nullptr;
    static inline std::atomic<int> alive{0};
};

} // namespace

TEST_CASE("what is left in a box is taken out in its order, and who finds the box empty is told so") {
    io::drop_box<note> box;
    CHECK(box.empty());
    CHECK(box.drop(std::make_unique<note>(0, 0)));
    CHECK_FALSE(box.drop(std::make_unique<note>(0, 1)));
    CHECK_FALSE(box.drop(std::make_unique<note>(0, 2)));
    CHECK_FALSE(box.empty());
    auto taken = box.take_all();
    CHECK(box.empty());
    CHECK(box.drop(std::make_unique<note>(0, 3)));
    for (int i = 0; i < 3; ++i) {
        REQUIRE_FALSE(taken.empty());
        auto const one = taken.pop();
        CHECK(one->number == i);
        CHECK(one->next == nullptr);
    }
    CHECK(taken.empty());
    taken = box.take_all();
    REQUIRE_FALSE(taken.empty());
    CHECK(taken.pop()->number == 3);
    CHECK(box.take_all().empty());
}

TEST_CASE("what nobody takes out of a box ends with it, and with what was taken out") {
    {
        io::drop_box<note> box;
        box.drop(std::make_unique<note>(0, 0));
        box.drop(std::make_unique<note>(0, 1));
        auto const taken = box.take_all();
        box.drop(std::make_unique<note>(0, 2));
        CHECK(note::alive == 3);
    }
    CHECK(note::alive == 0);
}

TEST_CASE("many threads leave something in a box, and all of it is taken out, each one's in its order") {
    constexpr std::size_t threads = 4;
    constexpr int each = 50'000;
    io::drop_box<note> box;
    std::atomic<std::size_t> found_empty{0};
    std::vector<std::thread> writers;
    for (std::size_t t = 0; t < threads; ++t)
        writers.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) found_empty += box.drop(std::make_unique<note>(t, i)) ? 1 : 0;
        });
    std::vector<int> expected(threads, 0);
    bool in_order = true;
    std::size_t times = 0;
    for (std::size_t taken = 0; taken < threads * each;) {
        auto some = box.take_all();
        times += some.empty() ? 0 : 1;
        for (; !some.empty(); ++taken) {
            auto const one = some.pop();
            in_order = in_order && one->number == expected[one->writer]++;
        }
    }
    for (auto& w : writers) w.join();
    CHECK(in_order);
    CHECK(box.empty());
    // Each time that it had become empty somebody was told.
    CHECK(found_empty == times);
    CHECK(note::alive == 0);
}
