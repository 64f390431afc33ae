#include "acl/remembered.hpp"

namespace ficus::acl {
namespace {

std::size_t size_of(value const& said) {
    auto total = sizeof(value) + said.text.size() + said.name.size();
    for (auto const* child = said.first; child != nullptr; child = child->next) total += size_of(*child);
    return total;
}

} // namespace

remembered::remembered() {
    values_.set_root(values_.make(kind::object));
}

void remembered::add(std::string_view step, value const& said) {
    auto const size = size_of(said) + step.size();
    if (size > room_)
        return lose(step, {error_code::limit, std::string(step),
                           "the request says more than the " + std::to_string(most_bytes / 1024) +
                               " KiB that are kept of it for its answer"});
    room_ -= size;
    document::append(*values_.root(), *values_.copy(said), values_.keep(step));
}

void remembered::lose(std::string_view step, error why) {
    lost_.emplace_back(step, std::move(why));
}

value const* remembered::find(std::string_view step) const {
    return values_.root()->find(step);
}

error const* remembered::why_lost(std::string_view step) const {
    for (auto const& [name, why] : lost_)
        if (name == step) return &why;
    return nullptr;
}

} // namespace ficus::acl
