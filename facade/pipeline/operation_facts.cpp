#include "facade/pipeline/operation_facts.hpp"

#include "facade/pipeline/held_body.hpp"

namespace ficus::pipeline {

bool operation_facts::any(rules::operation what, std::string_view name, test const& holds) const {
    auto const visit = [&](std::optional<std::string_view> text) {
        return holds({text.value_or(std::string_view{}), text.has_value()});
    };
    switch (what) {
    case rules::operation::soap_action: return false; // it stands in the head
    case rules::operation::xml_root: return body_.xml_root(visit);
    case rules::operation::xpath: return body_.xml_path(name, visit);
    case rules::operation::xmlrpc_method: return body_.xmlrpc_method(visit);
    case rules::operation::jsonrpc_method: return body_.jsonrpc_method(visit);
    case rules::operation::form: return body_.form(name, visit);
    case rules::operation::json: return body_.json(name, visit);
    }
    return false;
}

bool operation_facts::is_readable() const {
    auto const nobody = [](std::optional<std::string_view>) { return false; };
    body_.xml_root(nobody);
    body_.jsonrpc_method(nobody);
    body_.form("", nobody);
    return !body_.failure();
}

std::optional<http::refusal> refusal_of_unread(rules::table const& table, rules::facts const& request,
                                               std::string_view why, rules::table::scratch& buffers) {
    if (!table.refuses_unread(request, buffers)) return std::nullopt;
    if (why == "encoded")
        return http::refusal{415, "body_unread", "its content coding is none that the facade can read"};
    if (why == "too_large")
        return http::refusal{413, "body_unread",
                             "a body that says where it belongs is larger than max_buffered_body"};
    if (why == "no_room") return http::refusal{503, "held_bodies_full", held_bodies_full};
    return http::refusal{400, "body_unread", "the body cannot be read, and says where the request belongs"};
}

} // namespace ficus::pipeline
