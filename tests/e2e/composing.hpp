#pragma once

#include "e2e/scene.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ficus::test {

inline handler answers(std::string const& body, int status = 200, fields more = {}) {
    more.emplace_back("Content-Type", "application/json");
    return [=](exchange& on) {
        on.read_body();
        on.answer(status, body, more);
    };
}

/// Orders, put together with what another service knows of the customer. `call`: more keys of the call.
inline script composing(fake_upstream const& customers, std::string const& call = {}) {
    script with;
    with.orders = "translator = \"orders\"\n";
    with.rest = "[upstreams.customers]\nendpoints = [\"" + customers.url() + R"("]
[translators.orders]
legacy = { format = "xml", root = "Order" }
modern = { format = "json" }
[translators.orders.request]
path = { legacy = "/orders/{id}", modern = "/v2/orders/{id}" }
[[translators.orders.response.fields]]
legacy = "No"
modern = "id"
[[translators.orders.response.fields]]
legacy = "Customer"
modern = "customer:name"
[[translators.orders.calls]]
name = "customer"
)" + (call.empty() ? "path = \"/customers/{id}\"\nupstream = \"customers\"\n" : call);
    return with;
}

inline constexpr auto of_request = "path = \"/customers/{id}\"\nupstream = \"customers\"\n";
inline constexpr auto of_answer = "path = \"/customers/{number}\"\nfrom = { number = \"answer:customer\" }\n";

inline std::optional<double> calls(scene& stage, std::string const& outcome) {
    return stage.facade().metric("ficus_calls_total{feature=\"orders\",call=\"customer\",outcome=\"" +
                                 outcome + "\"}");
}

/// The answer's document.
inline std::string xml(answer const& got) {
    constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    return got.text().starts_with(declaration) ? got.text().substr(declaration.size()) : got.text();
}

inline constexpr auto whole = "<Order><No>7</No><Customer>Ann</Customer></Order>";
inline constexpr auto without = "<Order><No>7</No></Order>";

} // namespace ficus::test
