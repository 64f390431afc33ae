#pragma once

#include "facade/http/head.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory_resource>
#include <string_view>

namespace ficus::shadow {

/// Text that outlives what it was read from. It lies in few pieces, which stay where they are until all goes,
/// and mostly in the first, which is part of this: a string each would be memory for every field that one
/// thread takes and another gives back.
class kept_text {
public:
    kept_text() = default;
    kept_text(kept_text const&) = delete;
    kept_text& operator=(kept_text const&) = delete;

    /// A view that holds as long as this does.
    std::string_view keep(std::string_view text) {
        if (text.empty()) return {};
        auto* const to = static_cast<char*>(memory_.allocate(text.size(), 1));
        std::copy(text.begin(), text.end(), to);
        return {to, text.size()};
    }

private:
    // What most messages need besides their bodies.
    std::array<char, 1024> first_;
    std::pmr::monotonic_buffer_resource memory_{first_.data(), first_.size(),
                                                std::pmr::new_delete_resource()};
};

/// A request's head with its text in `text`, without what no copy is sent: a copy's answer is to be read
/// (Accept-Encoding), and its body is sent whole (Trailer).
void keep_head(http::request_head const& head, kept_text& text, http::request_head& into);

} // namespace ficus::shadow
