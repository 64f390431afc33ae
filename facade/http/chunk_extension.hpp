#pragma once

#include <cstdint>

namespace ficus::http {

/// Reads chunk extensions (RFC 9112 §7.1.1) character by character, from behind the first `;`. Their content
/// is nobody's business, but where they end is: inside a quoted string servers differ in what ends it.
class chunk_extension {
public:
    /// False: this character cannot stand here.
    bool take(char c);
    /// Whether the line may end here.
    bool may_end() const;

private:
    enum class at : std::uint8_t {
        before_name,
        name,
        after_name,
        before_value,
        value,
        quoted,
        escaped,
        after_value
    };
    at at_ = at::before_name;
};

} // namespace ficus::http
