#include "facade/http/scratch.hpp"

#include <algorithm>

namespace ficus::http {

scratch& scratch::operator+=(std::string_view text) {
    scratch_writer(*this).put(text);
    return *this;
}

void scratch::grow(std::size_t more) {
    auto const used = size();
    auto const capacity = std::max(2 * static_cast<std::size_t>(limit_ - begin_), used + more);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy(begin_, end_, larger.get());
    more_ = std::move(larger);
    begin_ = more_.get();
    end_ = begin_ + used;
    limit_ = begin_ + capacity;
}

} // namespace ficus::http
