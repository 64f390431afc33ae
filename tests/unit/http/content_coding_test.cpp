#include "facade/http/content_coding.hpp"
#include "unit/http/heads.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace ficus::http;
using ficus::test::request;
using ficus::test::with_fields;
using codings = std::vector<std::string_view>;

namespace {

std::string const order = R"({"id":7,"status":"paid","lines":[{"sku":"A-1"},{"sku":"B-2"}]})";

std::string many_orders(std::size_t size) {
    std::string text;
    for (int n = 0; text.size() < size; ++n) text += order + std::to_string(n * 7919) + "\n";
    text.resize(size);
    return text;
}

decoding_error error_of(codings const& names, std::string_view bytes, decoding_limits const& limits = {}) {
    auto const result = decode(names, bytes, limits);
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

} // namespace

TEST_CASE("what is encoded is decoded to the same bytes") {
    auto const coding =
        GENERATE(content_coding::gzip, content_coding::deflate, content_coding::br, content_coding::zstd);
    INFO(name_of(coding));
    for (std::size_t const size : {1U, 2U, 4095U, 4096U, 4097U, 8192U, 300'000U}) {
        auto const text = many_orders(size);
        auto const packed = encode(coding, text);
        auto const plain = decode(codings{name_of(coding)}, packed);
        REQUIRE(plain.has_value());
        CHECK(*plain == text);
        if (size > 4096) CHECK(packed.size() < text.size() / 2);
    }
    auto const nothing = decode(codings{name_of(coding)}, encode(coding, ""));
    REQUIRE(nothing.has_value());
    CHECK(nothing->empty());
}

TEST_CASE("streams that others made are read") {
    using namespace std::string_literals;
    struct row {
        std::string_view coding;
        std::string bytes;
    };
    // Each says `ficus`: by the zstd command, Python's gzip and zlib, and RFC 7932 by hand (one block, not
    // compressed).
    auto const r = GENERATE(
        row{"zstd", "\x28\xb5\x2f\xfd\x04\x58\x29\x00\x00"
                    "ficus"
                    "\x98\x84\xa9\x4d"s},
        row{"gzip",
            "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xcb\x4c\x2e\x2d\x06\x00\x35\x15\xab\x47\x05\x00\x00\x00"s},
        row{"deflate", "\x78\x9c\x4b\xcb\x4c\x2e\x2d\x06\x00\x06\x2d\x02\x1b"s},
        row{"br", "\x0b\x02\x80"
                  "ficus"
                  "\x03"s});
    INFO(r.coding);
    auto const plain = decode(codings{r.coding}, r.bytes);
    REQUIRE(plain.has_value());
    CHECK(*plain == "ficus");
}

TEST_CASE("codings come off in the reverse of their order, whatever their letter case") {
    auto const packed = encode(content_coding::br, encode(content_coding::gzip, order));
    CHECK(*decode(codings{"gzip", "br"}, packed) == order);
    CHECK(*decode(codings{"X-GZip", "BR"}, packed) == order);
    CHECK(error_of({"br", "gzip"}, packed).code == decoding_failure::malformed);
    CHECK(*decode(codings{}, order) == order);
}

TEST_CASE("a head's codings are one list, in which identity is none") {
    request const r(with_fields("Content-Encoding: identity, gzip\r\nX-A: b\r\nContent-Encoding: BR,\r\n"));
    CHECK(codings_of(r.head) == codings{"gzip", "BR"});
    CHECK(codings_of(request(with_fields("Content-Encoding: Identity\r\n")).head).empty());
    CHECK(codings_of(request(with_fields("Accept-Encoding: gzip\r\n")).head).empty());
}

TEST_CASE("a coding that nobody here knows, and too many of them, are not read") {
    for (auto const& names : {codings{"compress"}, codings{"gzip", "aes128gcm"}, codings{"gzip2"},
                              codings{""}, codings{"gzip", "gzip", "gzip", "gzip"}}) {
        CHECK_FALSE(can_decode(names));
        CHECK(error_of(names, order).code == decoding_failure::unknown);
    }
    CHECK(can_decode(codings{"gzip", "deflate", "zstd"}));
}

TEST_CASE("a stream that is cut off anywhere is an error") {
    auto const coding =
        GENERATE(content_coding::gzip, content_coding::deflate, content_coding::br, content_coding::zstd);
    auto const packed = encode(coding, many_orders(600));
    for (std::size_t size = 1; size < packed.size(); ++size) {
        INFO(name_of(coding) << " " << size << " of " << packed.size());
        CHECK(error_of({name_of(coding)}, packed.substr(0, size)).code == decoding_failure::malformed);
    }
}

TEST_CASE("what stands behind a stream's end is an error") {
    auto const coding =
        GENERATE(content_coding::gzip, content_coding::deflate, content_coding::br, content_coding::zstd);
    auto const packed = encode(coding, order);
    for (std::string const behind : {"x", "\x1f", "{\"id\":8}", "        "}) {
        INFO(name_of(coding) << " and " << behind);
        CHECK(error_of({name_of(coding)}, packed + behind).code == decoding_failure::malformed);
    }
}

TEST_CASE("bytes that are no stream, or one that was changed, are errors") {
    auto const coding =
        GENERATE(content_coding::gzip, content_coding::deflate, content_coding::zstd, content_coding::br);
    CHECK(error_of({name_of(coding)}, order).code == decoding_failure::malformed);
    // br has no checksum of its own.
    if (coding == content_coding::br || coding == content_coding::zstd) return;
    auto changed = encode(coding, order);
    changed.back() ^= 1;
    CHECK(error_of({name_of(coding)}, changed).code == decoding_failure::malformed);
}

TEST_CASE("deflate may be the bare stream, which some send") {
    auto const packed = encode(content_coding::deflate, order);
    auto const bare = packed.substr(2, packed.size() - 6);
    CHECK(*decode(codings{"deflate"}, bare) == order);
    CHECK(error_of({"deflate"}, bare + "x").code == decoding_failure::malformed);
}

TEST_CASE("gzip may have several members, and zstd several frames") {
    for (auto const coding : {content_coding::gzip, content_coding::zstd}) {
        auto const packed = encode(coding, "one ") + encode(coding, "") + encode(coding, "two");
        CHECK(*decode(codings{name_of(coding)}, packed) == "one two");
    }
}

TEST_CASE("a body of no bytes is itself in any coding") {
    for (auto const* name : {"gzip", "deflate", "br", "zstd"}) CHECK(decode(codings{name}, "")->empty());
}

TEST_CASE("no more comes out than may") {
    auto const coding =
        GENERATE(content_coding::gzip, content_coding::deflate, content_coding::br, content_coding::zstd);
    INFO(name_of(coding));
    auto const text = many_orders(100'000);
    auto const packed = encode(coding, text);
    auto const at_most = [](std::size_t bytes) { return decoding_limits{.max_bytes = bytes}; };
    CHECK(*decode(codings{name_of(coding)}, packed, at_most(100'000)) == text);
    CHECK(error_of({name_of(coding)}, packed, at_most(99'999)).code == decoding_failure::too_large);
    CHECK(error_of({name_of(coding)}, packed, at_most(1)).code == decoding_failure::too_large);
}

TEST_CASE("a bomb is known by its ratio, and a short message is none") {
    auto const coding =
        GENERATE(content_coding::gzip, content_coding::deflate, content_coding::br, content_coding::zstd);
    INFO(name_of(coding));
    decoding_limits const limits{.max_bytes = 64UL * 1024 * 1024};
    std::string const zeros(10UL * 1024 * 1024, '\0');
    CHECK(error_of({name_of(coding)}, encode(coding, zeros), limits).code == decoding_failure::too_dense);
    std::string const spaces(60'000, ' ');
    CHECK(*decode(codings{name_of(coding)}, encode(coding, spaces), limits) == spaces);
    // Twice packed it is 10 MiB in a few bytes; the first layer alone is past no limit.
    auto const twice = encode(coding, encode(coding, zeros));
    CHECK(error_of({name_of(coding), name_of(coding)}, twice, limits).code == decoding_failure::too_dense);
}

TEST_CASE("a zstd frame that asks for a window of more than 8 MB is not read") {
    // RFC 8878 §3.1.1.1: magic, a descriptor without a single segment, a window of 16 MiB, one raw block `a`.
    std::string const frame("\x28\xb5\x2f\xfd\x00\x70\x09\x00\x00"
                            "a",
                            10);
    CHECK(error_of({"zstd"}, frame).code == decoding_failure::malformed);
    // The same with 8 MiB.
    std::string const smaller("\x28\xb5\x2f\xfd\x00\x68\x09\x00\x00"
                              "a",
                              10);
    CHECK(*decode(codings{"zstd"}, smaller) == "a");
}
