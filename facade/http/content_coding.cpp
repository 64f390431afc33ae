#include "facade/http/content_coding.hpp"

#include "facade/http/decoders.hpp"

#include <algorithm>
#include <array>
#include <brotli/encode.h>
#include <new>
#include <optional>
#include <zlib.h>
#include <zstd.h>

namespace ficus::http {

namespace {

constexpr int gzip_level = 5;
constexpr int br_quality = 4;
constexpr int zstd_level = 3;

/// More than one is rare, and each may multiply what it is given.
constexpr std::size_t most_codings = 3;

constexpr std::array names{
    std::pair{std::string_view("gzip"), content_coding::gzip},
    std::pair{std::string_view("x-gzip"), content_coding::gzip},
    std::pair{std::string_view("deflate"), content_coding::deflate},
    std::pair{std::string_view("br"), content_coding::br},
    std::pair{std::string_view("zstd"), content_coding::zstd},
};

std::optional<content_coding> coding_named(std::string_view name) {
    for (auto const& [known_name, coding] : names)
        if (iequals(name, known_name)) return coding;
    return std::nullopt;
}

std::string encode_by_zlib(std::string_view bytes, int window) {
    z_stream z{};
    if (deflateInit2(&z, gzip_level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    std::string out(deflateBound(&z, bytes.size()), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    // There is room for all of it, so that once is enough.
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

std::string encode_br(std::string_view bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    if (BrotliEncoderCompress(br_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                              reinterpret_cast<std::uint8_t const*>(bytes.data()), &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_FALSE)
        throw std::bad_alloc();
    out.resize(size);
    return out;
}

std::string encode_zstd(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    auto const size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), zstd_level);
    if (ZSTD_isError(size)) throw std::bad_alloc();
    out.resize(size);
    return out;
}

} // namespace

std::string_view name_of(content_coding coding) {
    switch (coding) {
    case content_coding::gzip: return "gzip";
    case content_coding::deflate: return "deflate";
    case content_coding::br: return "br";
    case content_coding::zstd: return "zstd";
    }
    return {};
}

std::string_view name_of(decoding_failure code) {
    switch (code) {
    case decoding_failure::unknown: return "unknown";
    case decoding_failure::malformed: return "malformed";
    case decoding_failure::too_large: return "too_large";
    case decoding_failure::too_dense: return "too_dense";
    }
    return {};
}

std::vector<std::string_view> codings_of(head const& of) {
    std::vector<std::string_view> codings;
    if (!of.fields.has(known::content_encoding)) return codings;
    for (auto const& f : of.fields)
        if (f.id == known::content_encoding)
            for_each_element(f.value, [&](std::string_view coding) {
                if (!iequals(coding, "identity")) codings.push_back(coding);
            });
    return codings;
}

bool can_decode(std::span<std::string_view const> codings) {
    return codings.size() <= most_codings &&
           std::all_of(codings.begin(), codings.end(),
                       [](std::string_view name) { return coding_named(name).has_value(); });
}

boost::system::result<std::string, decoding_error>
decode(std::span<std::string_view const> codings, std::string_view bytes, decoding_limits const& limits) {
    if (codings.size() > most_codings)
        return decoding_error{decoding_failure::unknown, "the body is in more codings than are read here"};
    if (!can_decode(codings))
        return decoding_error{
            decoding_failure::unknown,
            "the body is in a coding that is not read here (gzip, deflate, br and zstd are)"};
    if (bytes.empty()) return std::string();
    decoded_bytes made(bytes.size(), limits);
    std::string before;
    for (auto name = codings.rbegin(); name != codings.rend(); ++name) {
        made.begin();
        std::optional<decoding_error> failed;
        switch (*coding_named(*name)) {
        case content_coding::gzip: failed = decode_gzip(bytes, made); break;
        case content_coding::deflate: failed = decode_deflate(bytes, made); break;
        case content_coding::br: failed = decode_br(bytes, made); break;
        case content_coding::zstd: failed = decode_zstd(bytes, made); break;
        }
        if (failed) return *failed;
        before = made.take();
        bytes = before;
    }
    if (codings.empty()) return std::string(bytes);
    return before;
}

std::string encode(content_coding coding, std::string_view bytes) {
    constexpr int window = 15;
    constexpr int with_gzip_head = 16;
    switch (coding) {
    case content_coding::gzip: return encode_by_zlib(bytes, window + with_gzip_head);
    case content_coding::deflate: return encode_by_zlib(bytes, window);
    case content_coding::br: return encode_br(bytes);
    case content_coding::zstd: return encode_zstd(bytes);
    }
    return std::string(bytes);
}

} // namespace ficus::http
