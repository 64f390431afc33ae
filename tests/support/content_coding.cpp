#include "support/content_coding.hpp"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <stdexcept>
#include <zlib.h>
#include <zstd.h>

namespace ficus::test {

namespace {

constexpr std::size_t most = 64UL * 1024 * 1024;

Bytef* bytes_of(std::string_view text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

void demand(bool holds, char const* what) {
    if (!holds) throw std::runtime_error(what);
}

std::string deflated(std::string_view text, int window) {
    z_stream z{};
    demand(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK, "deflateInit2");
    std::string out(deflateBound(&z, text.size()), '\0');
    z.next_in = bytes_of(text);
    z.avail_in = static_cast<uInt>(text.size());
    z.next_out = bytes_of(out);
    z.avail_out = static_cast<uInt>(out.size());
    auto const result = deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    demand(result == Z_STREAM_END, "deflate");
    return out;
}

std::string inflated(std::string_view body, int window) {
    z_stream z{};
    demand(inflateInit2(&z, window) == Z_OK, "inflateInit2");
    std::string out(most, '\0');
    z.next_in = bytes_of(body);
    z.avail_in = static_cast<uInt>(body.size());
    z.next_out = bytes_of(out);
    z.avail_out = static_cast<uInt>(out.size());
    auto const result = inflate(&z, Z_FINISH);
    auto const left = z.avail_in;
    out.resize(z.total_out);
    inflateEnd(&z);
    demand(result == Z_STREAM_END && left == 0, "inflate");
    return out;
}

} // namespace

std::string packed(std::string_view coding, std::string_view text) {
    if (coding == "gzip") return deflated(text, 15 + 16);
    if (coding == "deflate") return deflated(text, 15);
    if (coding == "br") {
        auto size = BrotliEncoderMaxCompressedSize(text.size());
        std::string out(size, '\0');
        demand(BrotliEncoderCompress(9, 22, BROTLI_MODE_GENERIC, text.size(), bytes_of(text), &size,
                                     bytes_of(out)) == BROTLI_TRUE,
               "BrotliEncoderCompress");
        out.resize(size);
        return out;
    }
    demand(coding == "zstd", "no such coding");
    std::string out(ZSTD_compressBound(text.size()), '\0');
    auto const size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 9);
    demand(!ZSTD_isError(size), "ZSTD_compress");
    out.resize(size);
    return out;
}

std::string unpacked(std::string_view coding, std::string_view body) {
    if (coding == "gzip") return inflated(body, 15 + 16);
    if (coding == "deflate") return inflated(body, 15);
    std::string out(most, '\0');
    if (coding == "br") {
        auto size = out.size();
        demand(BrotliDecoderDecompress(body.size(), bytes_of(body), &size, bytes_of(out)) ==
                   BROTLI_DECODER_RESULT_SUCCESS,
               "BrotliDecoderDecompress");
        out.resize(size);
        return out;
    }
    demand(coding == "zstd", "no such coding");
    auto const size = ZSTD_decompress(out.data(), out.size(), body.data(), body.size());
    demand(!ZSTD_isError(size), "ZSTD_decompress");
    out.resize(size);
    return out;
}

} // namespace ficus::test
