#include "facade/shadow/kept_head.hpp"

#include <algorithm>

namespace ficus::shadow {

namespace {

bool is_left_out(http::field const& f) {
    return f.id == http::known::accept_encoding || f.id == http::known::trailer;
}

} // namespace

kept_head::kept_head(http::request_head const& head) : head_(head) {
    auto& fields = head_.fields;
    fields.erase(std::remove_if(fields.begin(), fields.end(), is_left_out), fields.end());
    auto size = head.method.size() + head.target.size();
    for (auto const& f : fields) size += f.name.size() + f.value.size();
    // All at once: a vector that grows would leave the views behind.
    bytes_.reserve(size);
    auto const keep = [this](std::string_view& view) {
        auto const at = bytes_.size();
        bytes_.insert(bytes_.end(), view.begin(), view.end());
        view = {bytes_.data() + at, view.size()};
    };
    keep(head_.method);
    keep(head_.target);
    for (auto& f : fields) {
        keep(f.name);
        keep(f.value);
    }
}

} // namespace ficus::shadow
