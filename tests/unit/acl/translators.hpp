#pragma once

#include "acl/translator.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

/// Translators that several tests use, and short ways to run one.
namespace ficus::acl::testing {

inline field_options field(std::string legacy, std::string modern, std::optional<scalar_type> type = {}) {
    field_options f;
    f.legacy = std::move(legacy);
    f.modern = std::move(modern);
    f.type = type;
    return f;
}

inline field_options list(std::string legacy, std::string modern, std::vector<field_options> fields = {}) {
    auto f = field(std::move(legacy), std::move(modern));
    f.fields = std::move(fields);
    return f;
}

inline field_options table(std::string legacy, std::string modern,
                           std::vector<std::pair<std::string, std::string>> values,
                           std::optional<scalar_type> type = {}) {
    auto f = field(std::move(legacy), std::move(modern), type);
    f.values = std::move(values);
    return f;
}

inline field_options time_field(std::string legacy, std::string modern, time_options time) {
    auto f = field(std::move(legacy), std::move(modern));
    f.time = std::move(time);
    return f;
}

/// The orders of design.md §7, whole.
inline translator_options orders() {
    translator_options o;
    o.name = "orders";
    o.legacy = {format::xml, "Order", {}};
    o.modern = {format::json, "", {}};
    o.request.path = {"/api/orders/{id}", "/v2/orders/{id}"};
    o.request.headers = {{"X-Client", "X-Client-Id"}};
    o.fields = {field("OrderNo", "id", scalar_type::integer), field("Customer/Name", "customer.name"),
                table("Status", "status", {{"N", "new"}, {"P", "paid"}, {"X", "cancelled"}}),
                time_field("Created", "created_at", {"%d.%m.%Y %H:%M:%S", "rfc3339", "Europe/Berlin"}),
                list("Lines/Line[]", "lines[]",
                     {field("Sku", "sku"), field("@qty", "quantity", scalar_type::integer)})};
    return o;
}

/// Formats `xml` (root element `R`), `json` or `form`.
inline translator_options mapped(format legacy, format modern, std::vector<field_options> fields) {
    translator_options o;
    o.name = "mapped";
    o.legacy = {legacy, legacy == format::xml ? "R" : "", {}};
    o.modern = {modern, modern == format::xml ? "R" : "", {}};
    o.fields = std::move(fields);
    return o;
}

inline translator make(translator_options const& options) {
    auto made = translator::compile(options);
    if (!made)
        for (auto const& problem : made.error()) UNSCOPED_INFO(problem.key << ": " << problem.message);
    REQUIRE(made.has_value());
    return *made;
}

/// The body, without an XML declaration, or `where: message`.
inline std::string run(translator const& t, direction way, std::string_view body, part of = part::response) {
    auto const translated = t.translate_body(way, of, body);
    if (!translated) return translated.error().where + ": " + translated.error().message;
    constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    return translated->starts_with(declaration) ? translated->substr(declaration.size()) : *translated;
}

inline std::string to_modern(translator const& t, std::string_view body) {
    return run(t, direction::to_modern, body);
}
inline std::string to_legacy(translator const& t, std::string_view body) {
    return run(t, direction::to_legacy, body);
}

/// Every problem as `key: message`, one a line.
inline std::string problems(translator_options const& options) {
    auto const made = translator::compile(options);
    if (made) return "none";
    std::string all;
    for (auto const& problem : made.error()) all += problem.key + ": " + problem.message + "\n";
    return all;
}

} // namespace ficus::acl::testing
