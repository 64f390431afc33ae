#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ficus::tracing {

/// A piece of work within a trace, as OpenTelemetry has it. Ids are lower-case hexadecimal digits.
struct span {
    enum class kind : std::uint8_t { server = 2, client = 3 }; ///< as OTLP numbers them
    struct attribute {
        std::string_view key; ///< static text
        std::variant<std::string, std::int64_t> value;
    };

    std::string trace_id;  ///< 32 of them
    std::string id;        ///< 16
    std::string parent_id; ///< 16, or empty: it is the first of its trace
    std::string name;
    span::kind what = kind::client;
    std::chrono::system_clock::time_point started;
    std::chrono::nanoseconds took{0};
    std::vector<attribute> attributes;
    std::string error; ///< why it failed; empty: it did not
};

} // namespace ficus::tracing
