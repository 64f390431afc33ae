#pragma once

#include "facade/http/chunk_extension.hpp"
#include "facade/http/framing.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ficus::http {

/// Takes a body out of its framing, in place. Strict about chunks (RFC 9112 §7.1): no sign, no white space,
/// no bare LF, at most 15 digits, well-formed and bounded extensions and trailers; extensions are dropped, as
/// everyone on the way may.
class body_decoder {
public:
    explicit body_decoder(framing f) : kind_(f.kind), left_(f.kind == framing::by::length ? f.length : 0) {
        done_ = kind_ == framing::by::none || (kind_ == framing::by::length && left_ == 0);
    }

    struct piece {
        std::size_t consumed = 0; ///< bytes of the input that belong to this body and were looked at
        std::size_t data = 0;     ///< bytes of content, moved to the input's front
    };
    /// Reads what it can. After it: done(), failed(), or more input is needed.
    piece decode(std::span<char> input);
    /// The peer closed. Whether the body is complete with that.
    bool end_of_input() {
        if (kind_ == framing::by::until_close) done_ = true;
        return done_;
    }
    bool done() const { return done_; }
    /// Why the framing is broken; empty while it is not.
    std::string_view failed() const { return why_; }
    /// The trailer fields as lines with their CRLFs; those that no trailer may hold are left out.
    std::string const& trailers() const { return trailers_; }

private:
    enum class state : std::uint8_t { size, extension, size_lf, data, data_cr, data_lf, trailer };
    piece decode_chunked(std::span<char> input);
    bool take_trailer_line();

    framing::by kind_;
    bool done_ = false;
    state state_ = state::size;
    chunk_extension extension_;
    std::uint8_t digits_ = 0;
    std::uint32_t overhead_ = 0; // bytes of extensions and trailers so far
    std::uint64_t left_ = 0;
    std::string_view why_;
    std::string line_;
    std::string trailers_;
};

/// The size line of a chunk, in memory of its own.
class chunk_head {
public:
    explicit chunk_head(std::size_t size);
    std::string_view view() const { return {text_.data() + begin_, text_.size() - begin_}; }

private:
    std::array<char, 18> text_{};
    std::size_t begin_;
};

} // namespace ficus::http
