#pragma once

#include "facade/obs/counter.hpp"
#include "facade/obs/skip.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace ficus::obs {

/// What one thread counts of one operation's shadowing. Sides: 0 legacy, 1 modern.
struct alignas(64) operation_cells {
    counter eligible;
    counter chosen;
    counter compared;
    counter matched;
    std::array<counter, static_cast<std::size_t>(skip::count_)> skipped;
    std::array<counter, 2> asked;  ///< of requests that both sides were asked
    std::array<counter, 2> failed; ///< 500 and above, late, or nothing at all
};

/// All threads' cells of one operation, made when a thread first counts. Lives as long as the registry
/// (counters), over reloads.
class operation_counters {
public:
    operation_counters(std::string name, std::size_t threads)
        : name_(std::make_shared<std::string const>(std::move(name))), cells_(threads) {}
    ~operation_counters();
    operation_counters(operation_counters const&) = delete;
    operation_counters& operator=(operation_counters const&) = delete;

    /// `GET /api/orders/{id}`.
    std::shared_ptr<std::string const> const& name() const { return name_; }
    operation_cells& of(std::size_t thread);
    /// Calls `each` with every thread's cells.
    template<class F>
    void for_each(F&& each) const {
        for (auto const& cell : cells_)
            if (auto const* cells = cell.load(std::memory_order_acquire)) each(*cells);
    }

private:
    std::shared_ptr<std::string const> name_;
    std::vector<std::atomic<operation_cells*>> cells_;
};

/// Operations of a feature that are told apart; what comes beyond them counts under `other_operations`.
inline constexpr std::size_t most_operations = 256;
inline constexpr char const* other_operations = "(others)";

} // namespace ficus::obs
