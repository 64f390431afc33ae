#include "facade/obs/operation_counters.hpp"

namespace ficus::obs {

operation_counters::~operation_counters() {
    for (auto& cell : cells_) delete cell.load(std::memory_order_acquire);
}

operation_cells& operation_counters::of(std::size_t thread) {
    auto* cells = cells_[thread].load(std::memory_order_relaxed);
    if (cells == nullptr) {
        cells = new operation_cells;
        cells_[thread].store(cells, std::memory_order_release);
    }
    return *cells;
}

} // namespace ficus::obs
