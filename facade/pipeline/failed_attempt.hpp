#pragma once

#include "facade/pipeline/attempts.hpp"
#include "rules/side.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ficus::pipeline {

/// An attempt that did not become the client's answer.
struct failed_attempt {
    rules::side side;
    std::string_view endpoint; ///< as the pinned snapshot has it; empty: there was none to be asked
    std::string_view why;      ///< static text
    std::chrono::nanoseconds took;
    std::optional<next_step> then{}; ///< none: it was the answer, and broke off
    bool over_budget = false; ///< it was worth a retry, which the upstream's retry_budget did not allow
};

/// As the log has them: a JSON array.
std::string json_of(std::span<failed_attempt const> attempts);

} // namespace ficus::pipeline
