#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::obs {

/// One JSON object on one line, built front to back into a string that is used again and again.
class json_line {
public:
    json_line() { text_.reserve(512); }
    void clear() { text_.clear(); }
    json_line& add(std::string_view key, std::string_view value);
    json_line& add(std::string_view key, char const* value) { return add(key, std::string_view(value)); }
    json_line& add(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
    template<std::unsigned_integral T>
    json_line& add(std::string_view key, T value) {
        return add_number(key, value);
    }
    json_line& add_ms(std::string_view key, std::chrono::nanoseconds duration);
    json_line& add_null(std::string_view key) { return raw(key, "null"); }
    /// `value` is JSON already.
    json_line& raw(std::string_view key, std::string_view value);
    /// The object with its line end.
    std::string_view finish();

private:
    json_line& add_number(std::string_view key, std::uint64_t value);
    void begin(std::string_view key);
    std::string text_;
};

/// As a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD: a log line must stay readable.
void append_json_string(std::string& out, std::string_view text);

} // namespace ficus::obs
