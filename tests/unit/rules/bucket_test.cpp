#include "rules/bucket.hpp"
#include "rules/share.hpp"

#include <catch2/catch.hpp>
#include <xxhash.h>

#include <cmath>

using ficus::rules::bucket_of;
using ficus::rules::share;

namespace {

/// The bytes that xxHash's own sanity check hashes (cli/xsum_sanity_check.c).
std::string published_bytes(std::size_t size) {
    std::string bytes;
    std::uint64_t state = 2654435761u;
    for (std::size_t i = 0; i < size; ++i) {
        bytes += static_cast<char>(state >> 56);
        state *= 11400714785074694797u;
    }
    return bytes;
}

struct vector {
    std::size_t size;
    std::uint64_t hash;
};

/// What that check says XXH3_64bits gives for their first `size`, without a seed.
constexpr vector published[] = {
    {0, 0x2D06800538D394C2},   {1, 0xC44BDFF4074EECDB},    {6, 0x27B56A84CD2D7325},
    {12, 0xA713DAF0DFBB77E7},  {24, 0xA3FE70BF9D3510EB},   {48, 0x397DA259ECBA1F11},
    {80, 0xBCDEFBBB2C47C90A},  {195, 0xCD94217EE362EC3A},  {403, 0xCDEB804D65C6DEA4},
    {512, 0x617E49599013CB6B}, {2048, 0xDD59E2C3A5F038E0}, {2240, 0x6E73A90539CF2948},
    {2367, 0xCB37AEB9E5D361ED}};

} // namespace

TEST_CASE("libxxhash gives the published hashes") {
    for (auto const& v : published) CHECK(XXH3_64bits(published_bytes(v.size).data(), v.size) == v.hash);
}

TEST_CASE("a bucket is the published hash of salt, 0x1F and key, modulo 10000") {
    std::size_t checked = 0;
    for (auto const& v : published) {
        auto const bytes = published_bytes(v.size);
        for (auto at = bytes.find('\x1f'); at != std::string::npos;
             at = bytes.find('\x1f', at + 1), ++checked)
            CHECK(bucket_of(std::string_view(bytes).substr(0, at), std::string_view(bytes).substr(at + 1)) ==
                  v.hash % 10000);
    }
    CHECK(checked > 30);
}

TEST_CASE("a bucket agrees with XXH3 in one shot for keys of every length") {
    for (auto const& salt : {std::string(), std::string("orders"), std::string(300, 's')})
        for (std::size_t size = 0; size < 1200; ++size) {
            auto const key = published_bytes(size);
            auto const joined = salt + '\x1f' + key;
            REQUIRE(bucket_of(salt, key) == XXH3_64bits(joined.data(), joined.size()) % 10000);
        }
}

TEST_CASE("a share takes the keys whose bucket is below it, and raising it moves nobody back") {
    std::size_t const keys = 20000;
    auto const shares = {share::none(),
                         share::of_hundredths(1),
                         share::of_hundredths(100),
                         share::of_hundredths(5000),
                         share::of_hundredths(9999),
                         share::all()};
    std::vector<std::size_t> taken;
    for (auto s : shares) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < keys; ++i) {
            auto const key = "user-" + std::to_string(i);
            auto const joined = "orders\x1f" + key;
            auto const bucket = bucket_of("orders", key);
            bool const expected = XXH3_64bits(joined.data(), joined.size()) % 10000 < s.hundredths();
            REQUIRE(s.takes(bucket) == expected);
            count += expected;
            if (s.takes(bucket))
                for (auto larger : shares)
                    if (larger > s) REQUIRE(larger.takes(bucket));
        }
        taken.push_back(count);
        // Five standard deviations of a fair draw.
        auto const p = s.hundredths() / 10000.0;
        CHECK(std::abs(static_cast<double>(count) - keys * p) <= 5 * std::sqrt(keys * p * (1 - p)));
    }
    CHECK(taken.front() == 0);
    CHECK(taken.back() == keys);
}

TEST_CASE("two features are independent") {
    std::size_t both = 0;
    for (std::size_t i = 0; i < 20000; ++i) {
        auto const key = "user-" + std::to_string(i);
        both += bucket_of("orders", key) < 5000 && bucket_of("customers", key) < 5000;
    }
    CHECK(both > 4600);
    CHECK(both < 5400);
}
