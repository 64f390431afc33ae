#include "facade/pipeline/operations.hpp"

namespace ficus::pipeline {

operations::operations(obs::counters& registry, rules::feature_options const& feature)
    : registry_(registry), found_(feature.match.size() * method_kinds) {}

obs::operation_counters& operations::of(rules::feature_options const& feature, std::size_t matcher,
                                        std::string_view method) const {
    auto const kind = method_kind(method);
    auto& slot = found_[matcher * method_kinds + kind];
    auto* found = slot.load(std::memory_order_acquire);
    if (found == nullptr) {
        found =
            &registry_.operation(feature.name, operation_name(feature.match[matcher], method_of_kind(kind)));
        slot.store(found, std::memory_order_release);
    }
    return *found;
}

} // namespace ficus::pipeline
