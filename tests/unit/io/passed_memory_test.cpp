#include "facade/io/passed_memory.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstring>
#include <deque>
#include <future>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using ficus::io::passed_memory;

TEST_CASE("no two have the same piece at one time") {
    using memory = passed_memory<100>;
    for (int round = 0; round < 3; ++round) {
        std::set<void*> taken;
        for (int i = 0; i < 200; ++i) {
            auto* const piece = memory::take();
            std::memset(piece, 0xab, 100);
            CHECK(taken.insert(piece).second);
        }
        for (auto* const piece : taken) memory::give_back(piece);
    }
}

TEST_CASE("a piece smaller than what links it is large enough") {
    using memory = passed_memory<1>;
    std::vector<void*> all;
    for (int i = 0; i < 100; ++i) all.push_back(memory::take());
    for (auto* const piece : all) memory::give_back(piece);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("what another thread gives back is taken again, while that thread lives") {
    using memory = passed_memory<3000>;
    std::set<void*> passed;
    for (int i = 0; i < 48; ++i) passed.insert(memory::take());
    std::promise<void> given;
    std::promise<void> looked;
    std::thread other([&] {
        for (auto* const piece : passed) memory::give_back(piece);
        given.set_value();
        // A thread that ends frees what it has at hand, and malloc would give that to anybody.
        looked.get_future().wait();
    });
    given.get_future().wait();
    std::vector<void*> again;
    for (int i = 0; i < 16; ++i) again.push_back(memory::take());
    looked.set_value();
    other.join();
    for (auto* const piece : again) {
        CHECK(passed.contains(piece));
        memory::give_back(piece);
    }
}
#endif

TEST_CASE("many take while many give back") {
    using memory = passed_memory<256>;
    std::mutex mutex;
    std::deque<void*> passed;
    std::atomic<int> left{40'000};
    std::atomic<bool> wrong{false};
    auto const take = [&](unsigned char mark) {
        for (int i = 0; i < 20'000; ++i) {
            auto* const piece = static_cast<unsigned char*>(memory::take());
            std::memset(piece, mark, 256);
            std::lock_guard lock(mutex);
            passed.push_back(piece);
        }
    };
    auto const give_back = [&] {
        while (left > 0) {
            unsigned char* piece = nullptr;
            {
                std::lock_guard lock(mutex);
                if (passed.empty()) continue;
                piece = static_cast<unsigned char*>(passed.front());
                passed.pop_front();
            }
            for (int i = 1; i < 256; ++i)
                if (piece[i] != piece[0]) wrong = true;
            memory::give_back(piece);
            --left;
        }
    };
    std::vector<std::thread> threads;
    for (unsigned char mark : {1, 2}) threads.emplace_back(take, mark);
    for (int i = 0; i < 2; ++i) threads.emplace_back(give_back);
    for (auto& t : threads) t.join();
    CHECK_FALSE(wrong);
}
