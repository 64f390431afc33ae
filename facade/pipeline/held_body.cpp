#include "facade/pipeline/held_body.hpp"

#include <algorithm>
#include <utility>

namespace ficus::pipeline {

bool held_body::append(std::string_view more) {
    auto const needed = bytes_.size() + more.size();
    if (needed > bytes_.capacity()) {
        auto const larger = std::max(needed, 2 * bytes_.capacity());
        if (!share_.grow(larger - bytes_.capacity())) return false;
        bytes_.reserve(larger);
    }
    bytes_ += more;
    return true;
}

bool held_body::replace(std::string whole) {
    clear();
    if (!share_.grow(whole.capacity())) return false;
    bytes_ = std::move(whole);
    return true;
}

void held_body::clear() {
    bytes_ = std::string();
    share_.give_back();
}

} // namespace ficus::pipeline
