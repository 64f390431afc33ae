#include "facade/app/address_events.hpp"

namespace ficus::app {

namespace {

std::string json_of(upstream::found_addresses const& found) {
    std::string list = "[";
    for (auto const& one : found.addresses) {
        if (list.size() > 1) list += ',';
        obs::append_json_string(list, one.address().to_string());
    }
    return list + "]";
}

} // namespace

void tell(obs::log& to, unresolved_endpoint const& of) {
    to.event(obs::level::warn, "unresolved", [&](obs::json_line& line) {
        line.add("upstream", std::string_view(of.upstream)).add("endpoint", std::string_view(of.endpoint));
        line.add("detail", std::string_view(of.detail)).add("keeps_address", of.keeps_address);
    });
}

void tell(obs::log& to, moved_endpoint const& of) {
    to.event(obs::level::info, "resolved", [&](obs::json_line& line) {
        line.add("upstream", std::string_view(of.upstream)).add("endpoint", std::string_view(of.endpoint));
        line.raw("addresses", json_of(*of.now)).raw("before", json_of(*of.before));
        if (of.ttl) line.add("ttl_s", static_cast<std::uint64_t>(of.ttl->count()));
    });
}

} // namespace ficus::app
