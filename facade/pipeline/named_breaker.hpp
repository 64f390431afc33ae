#pragma once

#include "facade/resilience/shared_breaker.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ficus::pipeline {

enum class breaker_scope : std::uint8_t {
    feature, ///< requests of that feature to its modern side
    upstream,
};
constexpr std::string_view name_of(breaker_scope s) {
    return s == breaker_scope::feature ? "feature" : "upstream";
}

/// A circuit breaker, and what it is there for.
struct named_breaker {
    breaker_scope scope = breaker_scope::feature;
    std::string name;
    std::shared_ptr<resilience::shared_breaker> breaker;
};

} // namespace ficus::pipeline
