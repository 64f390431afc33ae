#include "facade/http/decoders.hpp"

#include <brotli/decode.h>
#include <memory>
#include <new>
#include <zlib.h>
#include <zstd.h>

namespace ficus::http {

namespace {

decoding_error malformed(std::string_view reason) {
    return {decoding_failure::malformed, reason};
}

/// zlib counts in 32 bits; bodies that are held are smaller by far, but nobody else says so.
constexpr std::size_t most_in = 1UL << 30;

class inflater {
public:
    explicit inflater(int window) {
        if (inflateInit2(&z_, window) != Z_OK) throw std::bad_alloc();
    }
    ~inflater() { inflateEnd(&z_); }
    inflater(inflater const&) = delete;
    inflater& operator=(inflater const&) = delete;
    z_stream* operator->() { return &z_; }
    z_stream* get() { return &z_; }

private:
    z_stream z_{};
};

struct words {
    std::string_view broken;
    std::string_view cut_off;
    std::string_view more_behind;
};

/// `members`: several streams may stand one behind the other.
std::optional<decoding_error> inflate_all(std::string_view in, decoded_bytes& out, int window, bool members,
                                          words const& say) {
    if (in.size() > most_in) return decoding_error{decoding_failure::too_large, "the body is too large"};
    inflater z(window);
    z->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    z->avail_in = static_cast<uInt>(in.size());
    for (;;) {
        auto const room = out.room();
        z->next_out = reinterpret_cast<Bytef*>(room.data());
        z->avail_out = static_cast<uInt>(std::min(room.size(), most_in));
        auto const offered = z->avail_out;
        int const result = inflate(z.get(), Z_NO_FLUSH);
        if (result == Z_MEM_ERROR) throw std::bad_alloc();
        auto const made = offered - z->avail_out;
        if (auto const failed = out.add(made)) return failed;
        if (result == Z_STREAM_END) {
            if (z->avail_in == 0) return std::nullopt;
            bool const another =
                members && z->avail_in >= 2 && z->next_in[0] == 0x1f && z->next_in[1] == 0x8b;
            if (!another) return malformed(say.more_behind);
            inflateReset(z.get());
            continue;
        }
        if (result == Z_BUF_ERROR || (result == Z_OK && z->avail_in == 0 && z->avail_out > 0))
            return malformed(say.cut_off);
        if (result != Z_OK) return malformed(say.broken);
    }
}

/// RFC 1950 §2.2: the head's two bytes say deflate, a window that there is, no dictionary (which nobody could
/// have agreed on), and are a multiple of 31. A bare stream that began so would have a stored block with
/// padding that is not zero, which no encoder writes.
bool has_zlib_head(std::string_view in) {
    if (in.size() < 2) return false;
    auto const first = static_cast<unsigned char>(in[0]);
    auto const second = static_cast<unsigned char>(in[1]);
    return (first & 0x0f) == 8 && (first >> 4) <= 7 && (256U * first + second) % 31 == 0;
}

} // namespace

// RFC 1952 §2.2: a file is a series of members.
std::optional<decoding_error> decode_gzip(std::string_view in, decoded_bytes& out) {
    return inflate_all(in, out, 15 + 16, true,
                       {"the body is no gzip stream", "the body's gzip stream is cut off",
                        "there are bytes behind the end of the body's gzip stream"});
}

std::optional<decoding_error> decode_deflate(std::string_view in, decoded_bytes& out) {
    return inflate_all(in, out, has_zlib_head(in) ? 15 : -15, false,
                       {"the body is no deflate stream", "the body's deflate stream is cut off",
                        "there are bytes behind the end of the body's deflate stream"});
}

// RFC 7932.
std::optional<decoding_error> decode_br(std::string_view in, decoded_bytes& out) {
    std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> const state(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
    if (!state) throw std::bad_alloc();
    auto const* next_in = reinterpret_cast<std::uint8_t const*>(in.data());
    std::size_t left = in.size();
    for (;;) {
        auto const room = out.room();
        auto* next_out = reinterpret_cast<std::uint8_t*>(room.data());
        std::size_t free = room.size();
        auto const result =
            BrotliDecoderDecompressStream(state.get(), &left, &next_in, &free, &next_out, nullptr);
        if (auto const failed = out.add(room.size() - free)) return failed;
        switch (result) {
        case BROTLI_DECODER_RESULT_SUCCESS:
            if (left > 0) return malformed("there are bytes behind the end of the body's br stream");
            return std::nullopt;
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return malformed("the body's br stream is cut off");
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue;
        case BROTLI_DECODER_RESULT_ERROR: return malformed("the body is no br stream");
        }
    }
}

// RFC 8878 §3: frames, also several, and such as are skipped. RFC 9659: none needs a window of more than 8
// MB.
std::optional<decoding_error> decode_zstd(std::string_view in, decoded_bytes& out) {
    constexpr int most_window_log = 23;
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> const state(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    if (!state || ZSTD_isError(ZSTD_DCtx_setParameter(state.get(), ZSTD_d_windowLogMax, most_window_log)))
        throw std::bad_alloc();
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    for (;;) {
        auto const room = out.room();
        ZSTD_outBuffer to{room.data(), room.size(), 0};
        auto const result = ZSTD_decompressStream(state.get(), &to, &from);
        if (ZSTD_isError(result)) return malformed("the body is no zstd stream");
        if (auto const failed = out.add(to.pos)) return failed;
        if (from.pos < from.size || to.pos == to.size) {
            // A frame that ends just where the room does has nothing more to say.
            if (result == 0 && from.pos == from.size) return std::nullopt;
            continue;
        }
        if (result != 0) return malformed("the body's zstd stream is cut off");
        return std::nullopt;
    }
}

} // namespace ficus::http
