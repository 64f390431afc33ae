#include "facade/pipeline/operation_facts.hpp"

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

} // namespace ficus::pipeline
