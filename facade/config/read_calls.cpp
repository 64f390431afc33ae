#include "facade/config/parts.hpp"

namespace ficus::config {

namespace {

/// `on_failure = "fail"`, `"absent"`, or `{ default = '{"name":"?"}' }`.
void read_on_failure(section& from, acl::call_options& out) {
    if (!from.has_table("on_failure"))
        return from.read_choice<acl::call_failure>(
            "on_failure", {{"fail", acl::call_failure::fail}, {"absent", acl::call_failure::absent}},
            out.on_failure);
    auto table = from.table("on_failure");
    out.on_failure = acl::call_failure::stand_in;
    if (auto body = table->text("default", need::required)) out.stand_in = std::move(body->text);
    table->finish();
}

acl::call_options read_call(section from) {
    acl::call_options out;
    if (auto name = from.text("name", need::required)) out.name = std::move(name->text);
    if (auto path = from.text("path", need::required)) out.path = std::move(path->text);
    for (auto& [name, place] : from.text_table("from")) out.from.emplace_back(name.text, place);
    from.read("upstream", out.upstream);
    if (auto answer = from.table("answer")) out.spoken = read_side(std::move(*answer));
    if (from.has("timeout")) {
        std::chrono::milliseconds timeout{};
        from.read_duration("timeout", std::chrono::milliseconds(1), timeout);
        if (timeout.count() > 0) out.timeout = timeout;
    }
    read_on_failure(from, out);
    if (from.has("absent")) out.absent = from.numbers("absent");
    from.finish();
    return out;
}

} // namespace

std::vector<acl::call_options> read_calls(section& from) {
    return from.each("calls", read_call).value_or(std::vector<acl::call_options>{});
}

} // namespace ficus::config
