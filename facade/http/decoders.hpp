#pragma once

#include "facade/http/content_coding.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// One decoder for each coding, for content_coding.cpp.
namespace ficus::http {

/// What a decoder has made, and how much more it may make. Grows as bytes come, never as a stream announces.
class decoded_bytes {
public:
    /// `in`: the bytes of the message, which the ratio is reckoned from, whatever codings lie between.
    decoded_bytes(std::size_t in, decoding_limits const& limits)
        : dense_(std::max(limits.ratio_from, in * limits.max_ratio)),
          most_(std::min(limits.max_bytes, dense_)) {}

    void begin() {
        text_.clear();
        used_ = 0;
    }
    /// Where the next bytes go, never empty; but for one byte past the limit, by which it is known that there
    /// are more than may be.
    std::span<char> room() {
        if (used_ == text_.size()) text_.resize(std::min(most_ + 1, std::max(least, 2 * text_.size())));
        return {text_.data() + used_, text_.size() - used_};
    }
    /// So many were put there; an error where that is more than may be.
    std::optional<decoding_error> add(std::size_t bytes) {
        used_ += bytes;
        if (used_ <= most_) return std::nullopt;
        if (most_ == dense_)
            return decoding_error{decoding_failure::too_dense,
                                  "the body becomes too many times its size when it is decoded"};
        return decoding_error{decoding_failure::too_large,
                              "the decoded body is larger than max_buffered_body"};
    }
    std::string take() {
        text_.resize(used_);
        return std::exchange(text_, {});
    }

private:
    static constexpr std::size_t least = 4096;

    std::size_t dense_;
    std::size_t most_;
    std::string text_;
    std::size_t used_ = 0;
};

/// `in` is not empty, and is read whole: what stands behind the stream's end is an error.
std::optional<decoding_error> decode_gzip(std::string_view in, decoded_bytes& out);
std::optional<decoding_error> decode_deflate(std::string_view in, decoded_bytes& out);
std::optional<decoding_error> decode_br(std::string_view in, decoded_bytes& out);
std::optional<decoding_error> decode_zstd(std::string_view in, decoded_bytes& out);

} // namespace ficus::http
