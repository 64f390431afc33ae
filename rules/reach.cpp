#include "rules/reach.hpp"

#include <cstdio>

namespace ficus::rules {

namespace {

/// A segment, and a label of a host, that no configuration names.
constexpr std::string_view unheard_of = "%01";
constexpr std::string_view unheard_of_label = "\x01.";

std::string encoded(std::string_view segment) {
    std::string text;
    for (char c : segment) {
        char triple[4];
        std::snprintf(triple, sizeof triple, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
        text += triple;
    }
    return text;
}

/// A path that the shape takes, and every shape that covers it too: so those are found without trying them
/// all.
normal_path witness_of(path_shape const& shape) {
    std::string raw;
    for (auto const& s : shape.segments)
        raw += '/' + (s.wildcard ? std::string(unheard_of) : encoded(s.literal));
    if (shape.end != path_shape::tail::none || raw.empty()) raw += '/' + std::string(unheard_of);
    normal_path path;
    path.read(raw, {});
    return path;
}

} // namespace

std::vector<std::optional<path_index::rank>> taken_before(std::vector<matcher> const& by_rank,
                                                          host_index const& index) {
    std::vector<std::optional<path_index::rank>> found(by_rank.size());
    for (path_index::rank r = 0; r < by_rank.size(); ++r) {
        auto const& m = by_rank[r];
        auto const covering = [&](path_index::rank other) { return covers(by_rank[other], m); };
        auto const host = (m.subdomains ? std::string(unheard_of_label) : std::string()) + m.host;
        auto best = r;
        index.for_each(host, [&](host_index::shapes const& shapes) {
            best = shapes.paths.find(witness_of(m.shape), best, covering);
            if (m.regex) best = shapes.patterns.find(witness_of(shape_of(*m.regex)), best, covering);
        });
        if (best != r) found[r] = best;
    }
    return found;
}

} // namespace ficus::rules
