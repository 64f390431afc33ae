#include "rules/bucket.hpp"

// The stream's state is kept on the stack, which takes its definition.
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include <algorithm>
#include <array>

namespace ficus::rules {

namespace {

constexpr char separator = 0x1f;
constexpr std::size_t buckets = 10000;

XXH64_hash_t streamed(std::string_view salt, std::string_view key) {
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    XXH3_64bits_reset(&state);
    XXH3_64bits_update(&state, salt.data(), salt.size());
    XXH3_64bits_update(&state, &separator, 1);
    XXH3_64bits_update(&state, key.data(), key.size());
    return XXH3_64bits_digest(&state);
}

} // namespace

std::uint16_t bucket_of(std::string_view salt, std::string_view key) {
    // Most keys are short, and for them setting up the stream costs more than the hash.
    std::array<char, 256> joined;
    auto const size = salt.size() + 1 + key.size();
    XXH64_hash_t hash;
    if (size <= joined.size()) {
        auto end = std::copy(salt.begin(), salt.end(), joined.begin());
        *end++ = separator;
        std::copy(key.begin(), key.end(), end);
        hash = XXH3_64bits(joined.data(), size);
    } else {
        hash = streamed(salt, key);
    }
    return static_cast<std::uint16_t>(hash % buckets);
}

std::uint64_t hash_of(std::string_view key, std::uint64_t seed) {
    return XXH3_64bits_withSeed(key.data(), key.size(), seed);
}

} // namespace ficus::rules
