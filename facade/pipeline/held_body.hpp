#pragma once

#include "facade/io/byte_budget.hpp"
#include "facade/io/growing_bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::pipeline {

struct held_options {
    /// That all requests together hold for translators: bodies and what they were translated to. As many as
    /// 64 of the largest that are translated by default.
    std::size_t max_bytes = 256UL * 1024 * 1024;
};

/// What who finds no room is told.
inline constexpr std::string_view held_bodies_full = "the facade holds as many bodies as it may";

/// A body that is held in memory, of the process's budget for that. Counts the memory that it takes as bytes
/// arrive, never what a peer announces: that costs nothing to say.
class held_body {
public:
    explicit held_body(io::byte_budget& of) : share_(of) {}

    /// Not behind what replaced it. False where the budget has no room: nothing has changed.
    bool append(std::string_view more);
    /// Holds `whole` instead of what it held; false where the budget has no room: nothing is held then.
    bool replace(std::string whole);
    void clear();
    std::string_view text() const { return whole_.empty() ? grown_.view() : whole_; }

private:
    io::byte_budget::share share_;
    // One of them.
    io::growing_bytes grown_;
    std::string whole_;
};

} // namespace ficus::pipeline
