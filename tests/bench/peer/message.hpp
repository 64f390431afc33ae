#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::bench {

/// Where a message ends, told piece by piece: its head is kept, its body only counted. Understands
/// Content-Length and nothing else; what it measures never sends anything else.
class message {
public:
    /// Takes what has arrived; true once the message is whole. What comes behind its end is an error().
    bool take(std::string_view bytes);
    void clear();

    std::string_view head() const { return head_; }
    std::size_t body_size() const { return body_; }
    bool begun() const { return !head_.empty(); }
    /// Why it cannot be read; empty while it can.
    std::string_view error() const { return error_; }

private:
    std::string head_;
    bool head_complete_ = false;
    std::size_t body_ = 0;
    std::size_t length_ = 0;
    std::string_view error_;
};

/// A field's value, by its name in lower case; none when the head has no such field.
std::optional<std::string_view> field_of(std::string_view head, std::string_view name);

} // namespace ficus::bench
