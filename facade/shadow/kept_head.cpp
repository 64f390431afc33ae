#include "facade/shadow/kept_head.hpp"

namespace ficus::shadow {

namespace {

bool is_left_out(http::field const& f) {
    return f.id == http::known::accept_encoding || f.id == http::known::trailer;
}

} // namespace

kept_head::kept_head(http::request_head const& head) : head_(head) {
    auto size = head.method.size() + head.target.size();
    for (auto const& f : head.fields) size += f.name.size() + f.value.size();
    // All at once: a vector that grows would leave the views behind.
    bytes_.reserve(size);
    auto const keep = [this](std::string_view view) {
        auto const at = bytes_.size();
        bytes_.insert(bytes_.end(), view.begin(), view.end());
        return std::string_view(bytes_.data() + at, view.size());
    };
    head_.method = keep(head.method);
    head_.target = keep(head.target);
    head_.fields.clear();
    for (auto const& f : head.fields)
        if (!is_left_out(f)) head_.fields.push_back({keep(f.name), keep(f.value), f.id});
}

} // namespace ficus::shadow
