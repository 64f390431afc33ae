#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <new>
#include <utility>

namespace ficus::io {

/// Memory for objects of one size that one thread makes and another ends. Pieces come back by the dozen, from
/// a depot that the threads share: with malloc each piece would be work at the other thread's arena, and its
/// lines on their way from one processor to the other. (Magazines: Bonwick and Adams, USENIX 2001.) A cache
/// of memory, not state. Any thread.
template<std::size_t Size>
class passed_memory {
public:
    static void* take() {
        auto& mine = own_;
        if (mine.at_hand.count == 0) {
            if (mine.spare.count > 0)
                std::swap(mine.at_hand, mine.spare);
            else
                mine.at_hand = depot_.take();
        }
        if (mine.at_hand.count > 0) return mine.at_hand.pop();
        return ::operator new(piece);
    }

    static void give_back(void* memory) noexcept {
        auto& mine = own_;
        if (mine.at_hand.count == dozen) {
            if (mine.spare.count > 0) depot_.put(mine.spare);
            mine.spare = std::exchange(mine.at_hand, {});
        }
        // Under a sanitizer none are kept: it would see nothing wrong with whoever uses one that is gone.
        if (dozen == 0)
            ::operator delete(memory);
        else
            mine.at_hand.push(memory);
    }

private:
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    static constexpr unsigned dozen = 0;
#else
    static constexpr unsigned dozen = 16;
#endif
    static constexpr std::size_t most_stored = 64; // of those

    struct node {
        node* next;
    };
    static constexpr std::size_t piece = Size < sizeof(node) ? sizeof(node) : Size;

    struct pieces {
        node* first = nullptr;
        unsigned count = 0;
        void* pop() {
            --count;
            return std::exchange(first, first->next);
        }
        void push(void* memory) {
            first = new (memory) node{first};
            ++count;
        }
        void free() {
            while (count > 0) ::operator delete(pop());
        }
    };

    struct depot {
        pieces take() {
            std::lock_guard lock(mutex);
            return stored > 0 ? all[--stored] : pieces{};
        }
        void put(pieces some) {
            {
                std::lock_guard lock(mutex);
                if (stored < most_stored) {
                    all[stored++] = some;
                    return;
                }
            }
            some.free();
        }
        ~depot() {
            while (stored > 0) all[--stored].free();
        }
        std::mutex mutex;
        std::array<pieces, most_stored> all{};
        std::size_t stored = 0;
    };

    struct own {
        pieces at_hand, spare;
        ~own() {
            at_hand.free();
            spare.free();
        }
    };

    static inline depot depot_;
    static thread_local inline own own_;
};

} // namespace ficus::io
