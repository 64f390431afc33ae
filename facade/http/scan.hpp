#pragma once

#include <cstddef>
#include <string_view>

namespace ficus::http {

/// RFC 9112 §2.2: empty lines before a request are what old clients leave behind a body. So many are passed
/// over.
constexpr std::size_t most_empty_lines = 4;

/// Finds the end of a message head in bytes that arrive piece by piece, and refuses at once what no head may
/// hold: a CR without LF, an LF without CR, a NUL (RFC 9112 §2.2, RFC 9110 §5.5). Looks at each byte once.
class head_scanner {
public:
    enum class state { more, complete, bad };
    /// `bytes` holds all that has arrived of this head so far, what was seen before included.
    state scan(std::string_view bytes);
    /// The head's size with its empty line, once complete.
    std::size_t size() const { return size_; }
    /// Why it is bad.
    std::string_view why() const { return why_; }

private:
    std::size_t seen_ = 0; // bytes that need no second look
    std::size_t size_ = 0;
    std::string_view why_;
};

} // namespace ficus::http
