#include "facade/pipeline/held_body.hpp"

#include <algorithm>
#include <utility>

namespace ficus::pipeline {

bool held_body::append(std::string_view more) {
    auto const needed = grown_.view().size() + more.size();
    if (needed > grown_.capacity()) {
        auto const larger = std::max(needed, 2 * grown_.capacity());
        if (!share_.grow(larger - grown_.capacity())) return false;
        grown_.reserve(larger);
    }
    grown_.append(more);
    return true;
}

bool held_body::replace(std::string whole) {
    clear();
    if (!share_.grow(whole.capacity())) return false;
    whole_ = std::move(whole);
    return true;
}

void held_body::clear() {
    grown_.clear();
    whole_ = {};
    share_.give_back();
}

} // namespace ficus::pipeline
