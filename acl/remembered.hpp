#pragma once

#include "acl/error.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// What is kept of a request until its answer is there: the values that fields of answers name as
/// `request:id`, and nothing else. Owns all of it. Written by one thread, then read by any.
class remembered {
public:
    /// For all of a request: texts, names and nodes, in bytes.
    static constexpr std::size_t most_bytes = 16UL * 1024;

    /// Keeps a copy; one that there is no room for is lost. `step`: as fields name it, `request:id`.
    void add(std::string_view step, value const& said);
    /// Where a field asks for it, this is what it is told.
    void lose(std::string_view step, error why);
    /// Null: there was nothing, or it is lost.
    value const* find(std::string_view step) const;
    error const* why_lost(std::string_view step) const;
    /// An object of them all.
    value const& all() const { return *values_.root(); }

    remembered();

private:
    document values_{512};
    std::size_t room_ = most_bytes;
    std::vector<std::pair<std::string, error>> lost_;
};

} // namespace ficus::acl
