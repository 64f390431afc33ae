#pragma once

#include "acl/message.hpp"
#include "acl/translator.hpp"
#include "facade/http/edit.hpp"
#include "facade/http/head.hpp"

#include <string>
#include <string_view>

namespace ficus::composition {

/// On whose behalf a call is made, and whom it goes to.
struct call_head {
    http::request_head const& client;  ///< as it came
    acl::translator const& translator; ///< to modern
    acl::message const& main;          ///< what the client's request became
    http::forwarded via;               ///< as the main request says it
    std::string_view host;
    std::string_view target;
    bool of_copy = false; ///< it belongs to a shadow
};

/// The head of a call, which is all of it: the main request's fields, but for those that are about a body or
/// set conditions, which would be about another resource.
std::string write_call_head(call_head const& of);

} // namespace ficus::composition
