#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::bench {

/// Where a message ends, told piece by piece: its head is kept, its body only counted unless it is asked for.
/// Understands Content-Length and chunks without extensions and trailers: what it measures never sends
/// anything else.
class message {
public:
    /// Keeps the body too; a message that comes in chunks is only counted all the same.
    explicit message(bool keeps_body = false) : keeps_body_(keeps_body) {}

    /// Takes what has arrived; true once the message is whole. What comes behind its end is an error().
    bool take(std::string_view bytes);
    void clear();

    std::string_view head() const { return head_; }
    std::size_t body_size() const { return body_; }
    std::string const& body() const { return kept_; }
    bool begun() const { return !head_.empty(); }
    /// Why it cannot be read; empty while it can.
    std::string_view error() const { return error_; }

private:
    bool take_chunks(std::string_view bytes);

    bool keeps_body_;
    std::string kept_;
    bool chunked_ = false;
    std::string chunk_line_;     ///< as much of it as has come: its size, or what is behind the last one
    std::size_t chunk_left_ = 0; ///< of a chunk and the line end behind it
    bool last_chunk_ = false;
    std::string head_;
    bool head_complete_ = false;
    std::size_t body_ = 0;
    std::size_t length_ = 0;
    std::string_view error_;
};

/// A field's value, by its name in lower case; none when the head has no such field.
std::optional<std::string_view> field_of(std::string_view head, std::string_view name);

} // namespace ficus::bench
