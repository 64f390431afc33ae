#include "facade/shadow/kept_text.hpp"

namespace ficus::shadow {

namespace {

bool is_left_out(http::field const& f) {
    return f.id == http::known::accept_encoding || f.id == http::known::trailer;
}

} // namespace

void keep_head(http::request_head const& head, kept_text& text, http::request_head& into) {
    into = head;
    into.method = text.keep(head.method);
    into.target = text.keep(head.target);
    into.fields.clear();
    for (auto const& f : head.fields)
        if (!is_left_out(f)) into.fields.push_back({text.keep(f.name), text.keep(f.value), f.id});
}

} // namespace ficus::shadow
