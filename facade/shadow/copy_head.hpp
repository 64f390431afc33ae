#pragma once

#include "facade/http/edit.hpp"
#include "facade/shadow/job.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::shadow {

/// Where one copy goes, and how.
struct copy_target {
    std::string_view host; ///< the Host that it is sent
    /// What the request became for that side; null: it goes as it came.
    acl::message const* translated = nullptr;
    std::size_t body = 0; ///< bytes of the body as it is sent
    /// Header fields that are left out or set; null: those of the request as they are.
    copy_options const* changes = nullptr;
};

/// The head of a copy of `j`'s request: what http::write_request_head() gives a side that serves, with the
/// same answers to who asked and by which id, and X-Ficus-Shadow. It asks for an answer that can be read.
std::string write_copy_head(job const& j, copy_target const& to);

} // namespace ficus::shadow
