#pragma once

#include "facade/http/head.hpp"

#include <vector>

namespace ficus::shadow {

/// A request's head that outlives the bytes that it was parsed from, without what no copy is sent: a copy's
/// answer is to be read (Accept-Encoding), and its body is sent whole (Trailer). It may be moved, which
/// leaves its views whole.
class kept_head {
public:
    kept_head() = default;
    explicit kept_head(http::request_head const& head);
    kept_head(kept_head&&) = default;
    kept_head& operator=(kept_head&&) = default;
    kept_head(kept_head const&) = delete;
    kept_head& operator=(kept_head const&) = delete;

    http::request_head const& get() const { return head_; }

private:
    std::vector<char> bytes_; // no std::string: moving a short one would move its bytes
    http::request_head head_;
};

} // namespace ficus::shadow
