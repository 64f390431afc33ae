#pragma once

#include <cstdint>
#include <string_view>

namespace ficus::rules {

/// `XXH3_64bits(salt + 0x1F + key) mod 10000`: 0 to 9999, the same in every facade. Does not allocate.
std::uint16_t bucket_of(std::string_view salt, std::string_view key);

/// For this process alone: with a seed that nobody outside knows, nobody can make two keys of one hash.
std::uint64_t hash_of(std::string_view key, std::uint64_t seed);

} // namespace ficus::rules
