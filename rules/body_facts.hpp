#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace ficus::rules {

/// What a matcher can ask of the operation that a request is for. All but soap_action stand in the body.
enum class operation : std::uint8_t {
    soap_action,    ///< the SOAPAction field (SOAP 1.1 §6.1.1) or Content-Type's `action` (RFC 3902)
    xml_root,       ///< the root element: its local name, and `{namespace}name` too
    xpath,          ///< by path: `/Envelope/Body/GetOrder/@v`
    xmlrpc_method,  ///< methodName
    jsonrpc_method, ///< method; of a batch only where all its calls have the same one
    form,           ///< by name: a field of application/x-www-form-urlencoded
    json,           ///< by path: a member, `order.kind`
};

/// A value that stands where a matcher looks.
struct body_value {
    std::string_view text;
    bool has_text = true; ///< false: an object or a list, which is there and equals nothing
};

/// What is known of one request's body. Who routes fills it: rules read no bodies. One thread at a time.
class body_facts {
public:
    using test = std::function<bool(body_value const&)>;
    virtual ~body_facts() = default;
    /// Whether `holds` is true of any value there; `name` is empty for what has none. Of a body that cannot
    /// be read there are no values. The texts live for the length of the call.
    virtual bool any(operation what, std::string_view name, test const& holds) const = 0;
};

/// Of a request without a body, or with one that nobody can read.
class no_body_facts final : public body_facts {
public:
    bool any(operation, std::string_view, test const&) const override { return false; }
};

} // namespace ficus::rules
