#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

/// Single values of a body, for whoever wants to know what it is about before anything else is known of it.
/// Its format is told by how it begins, not by its Content-Type, which legacy clients get wrong: `<` is XML,
/// `{` and `[` are JSON, anything else is a form. It is read once, when first asked; the text must stay as
/// long as this. One thread at a time.
class body_facts {
public:
    enum class shape : std::uint8_t { xml, json, form };
    /// Gets a value's text; a null one is an object or a list. True ends the search.
    using visitor = std::function<bool(std::optional<std::string_view>)>;

    explicit body_facts(std::string_view text, reading_limits const& limits = {});

    // Each calls `visit` with one value after the other until it returns true, and returns whether it did. A
    // body of another shape, or one that cannot be read, has no values.

    /// The root element's local name, and `{namespace}name`, where the namespace may be empty.
    bool xml_root(visitor const& visit) const;
    /// Every element or attribute at a path (see wrong_xml_path): its own text without the white space around
    /// it.
    bool xml_path(std::string_view path, visitor const& visit) const;
    /// XML-RPC: `/methodCall/methodName`.
    bool xmlrpc_method(visitor const& visit) const;
    /// JSON-RPC 1.0 and 2.0: `method`; of a batch only where all its calls have the same.
    bool jsonrpc_method(visitor const& visit) const;
    /// Every field of that name, decoded.
    bool form(std::string_view name, visitor const& visit) const;
    /// Every value at a path (see wrong_json_path): digits as they were sent, `true`, `false`, `null`.
    bool json(std::string_view path, visitor const& visit) const;

    /// Why the body could not be read; nothing where it could, or nobody has asked yet.
    std::optional<error> const& failure() const { return failure_; }
    shape looks_like() const { return shape_; }

private:
    value const* root(shape asked) const;

    std::string_view text_;
    reading_limits limits_;
    shape shape_;
    mutable bool read_ = false;
    mutable std::optional<document> document_;
    mutable std::optional<error> failure_;
};

/// What is wrong with an absolute path: `/Envelope/Body/{urn:orders}GetOrder/@v`. A step is a local name,
/// which any namespace may have, or `{namespace}name`; an attribute may only be the last one.
std::optional<std::string> wrong_xml_path(std::string_view path);
/// What is wrong with an element's name: `GetOrder` or `{urn:orders}GetOrder`.
std::optional<std::string> wrong_xml_name(std::string_view name);
/// What is wrong with a path of members: `order.kind`, `lines[].sku` (any element), `[].kind`, and
/// `'a.b'.c` for a name with dots or brackets, in which a quote is doubled.
std::optional<std::string> wrong_json_path(std::string_view path);

} // namespace ficus::acl
