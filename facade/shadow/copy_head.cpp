#include "facade/shadow/copy_head.hpp"

#include <array>

namespace ficus::shadow {

namespace {

acl::direction direction_to(rules::side side) {
    return side == rules::side::modern ? acl::direction::to_modern : acl::direction::to_legacy;
}

} // namespace

std::string write_copy_head(job const& j, copy_target const& to) {
    auto const direction = direction_to(rules::other(j.contract));
    http::rename_field rename;
    if (to.translate)
        rename = [&](std::string_view name) {
            return j.translator->map_header(direction, acl::part::request, name).value_or("");
        };
    bool const retype = to.translate && to.body > 0;
    std::array<http::extra_field, 3> extra{{{"X-Ficus-Shadow", "1"}, {"Accept-Encoding", "identity"}}};
    if (retype) extra[2] = {"Content-Type", j.translator->content_type(direction)};

    auto const target = std::string(to.path) + j.query;
    http::request_edit edit;
    edit.method = j.head.get().method;
    edit.target = target;
    edit.host = to.host;
    edit.via = {.peer = j.peer,
                .host = j.host,
                .trusted = j.peer_trusted,
                .request_id = j.request_id,
                .traceparent = j.traceparent};
    if (j.has_body) edit.body = {http::framing::by::length, to.body};
    // A part of an answer cannot be translated, and one side's part is not to be compared with all of the
    // other's.
    edit.identity = to.translate || (j.translator != nullptr && j.served != j.contract);
    edit.drop_expect = true; // the body is at hand
    edit.drop_content_type = retype;
    edit.rename = to.translate ? &rename : nullptr;
    edit.extra = std::span(extra).first(retype ? 3 : 2);
    http::scratch out;
    http::write_request_head(out, j.head.get(), edit);
    return std::string(std::string_view(out));
}

} // namespace ficus::shadow
