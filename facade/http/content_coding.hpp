#pragma once

#include "facade/http/head.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Content codings (RFC 9110 §8.4): what the bytes of a body are wrapped in.
namespace ficus::http {

enum class content_coding : std::uint8_t { gzip, deflate, br, zstd };

/// `gzip`, `deflate` and so on, as fields have it.
std::string_view name_of(content_coding coding);

/// What decoding may cost.
struct decoding_limits {
    std::size_t max_bytes = 4 * 1024 * 1024; ///< that come out, of each of the codings
    /// How many times as much may come out as went in. JSON and XML seldom pass 50; gzip can do 1032.
    std::size_t max_ratio = 256;
    /// So much may come out of however little, since a few bytes of a short message mean nothing.
    std::size_t ratio_from = 64 * 1024;
};

enum class decoding_failure : std::uint8_t {
    unknown,   ///< a coding that is not read here
    malformed, ///< not what its coding says, cut off, or with more behind it
    too_large, ///< past max_bytes
    too_dense, ///< past max_ratio: what is called a bomb
};
/// A word for counters, such as `malformed`.
std::string_view name_of(decoding_failure code);

struct decoding_error {
    decoding_failure code = decoding_failure::malformed;
    std::string_view reason; ///< a sentence's part for a person, such as `the gzip stream is cut off`; static
};

/// The codings of a body in the order in which they were applied, all Content-Encoding fields being one list
/// (RFC 9110 §5.3); without `identity`, which is none. Views of the head's bytes.
std::vector<std::string_view> codings_of(head const& of);

/// All that can be read, as Accept-Encoding has it.
inline constexpr std::string_view decodable_codings = "gzip, deflate, br, zstd";

/// Whether all of them can be read here, and there are no more than anybody means.
bool can_decode(std::span<std::string_view const> codings);

/// Takes the codings off, the last one first. Names compare without case, `x-gzip` is `gzip` (§8.4.1.3). For
/// `deflate` the bare stream is tolerated where zlib's is meant (§8.4.1.2, the note). A body of no bytes is
/// itself in every coding: servers that have nothing to send say so.
///
/// Time and memory are bounded by the limits and the bytes that go in: besides what comes out a decoder has
/// its window, of at most 16 MiB (br) or 8 MiB (zstd, RFC 9659).
boost::system::result<std::string, decoding_error>
decode(std::span<std::string_view const> codings, std::string_view bytes, decoding_limits const& limits = {});

/// With levels that cost about as little as they can: this is done while a client waits. Throws
/// std::bad_alloc, and fails in no other way.
std::string encode(content_coding coding, std::string_view bytes);

} // namespace ficus::http
