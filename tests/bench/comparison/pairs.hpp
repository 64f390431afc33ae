#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ficus::bench {

/// What legacy and modern answer: the same in meaning, but not in bytes.
struct pair {
    std::string content_type;
    std::string legacy;
    std::string modern;
};

/// `format`: `json`, `json-moved` (modern has its members in another order) or `html`. Legacy's are about
/// `bytes` each. Of each pair's values one in a hundred differs; always the same ones.
std::vector<pair> pairs(std::string const& format, std::size_t bytes, std::size_t count);

} // namespace ficus::bench
