#include "facade/shadow/ranking.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace ficus::shadow {

namespace {

constexpr double most_of_them = 0.95; // of a field's differences, to be called by their shape

std::string shape_of(counted_field const& field) {
    for (auto const& [shape, count] : field.shapes)
        if (static_cast<double>(count) >= most_of_them * static_cast<double>(field.count)) return shape;
    return {};
}

ranked_field over_all(counted_field const& field, tally const& all, double confidence) {
    ranked_field made;
    made.path = field.path;
    made.kind = field.kind;
    made.count = field.count;
    made.noise = field.legacy_noise + field.modern_noise;
    share_of const differing{field.count, all.compared};
    made.share = differing.rate();
    auto const noise = all.legacy_again > 0 ? share_of{field.legacy_noise, all.legacy_again}
                                            : share_of{field.modern_noise, all.modern_again};
    if (noise.of > 0) {
        made.noise_share = noise.rate();
        made.beyond = beyond_noise(differing, noise, confidence);
    }
    made.shape = shape_of(field);
    return made;
}

void add_operation(ranked_field& to, counted_field const& field, operation_figures const& operation,
                   noise_finding const& found, std::uint64_t compared) {
    to.p = std::min(to.p, found.p);
    if (found.excused) return;
    to.counts_in.push_back(operation.name);
    auto const own = static_cast<double>(operation.figures.compared) / static_cast<double>(compared);
    share_of const differing{field.count, operation.figures.compared};
    to.left += own * (differing.rate() - found.noise.rate());
}

} // namespace

std::string_view to_string(standing s) {
    return s == standing::noise ? "noise" : "counts";
}

std::vector<ranked_field> rank(window_figures const& figures, noise_test const& noise, double confidence) {
    std::map<std::int64_t, ranked_field> by_id;
    for (auto const& field : figures.all.fields)
        if (field.count > 0) by_id.emplace(field.id, over_all(field, figures.all, confidence));
    for (std::size_t i = 0; i < figures.operations.size(); ++i) {
        auto const& operation = figures.operations[i];
        for (auto const& field : operation.figures.fields)
            if (auto const found = by_id.find(field.id); found != by_id.end() && field.count > 0)
                add_operation(found->second, field, operation, noise.of(i, field.id), figures.all.compared);
        for (auto const& set : operation.figures.sets) {
            std::vector<std::int64_t> counting;
            for (auto const id : set.fields)
                if (!noise.is_noise(i, id)) counting.push_back(id);
            if (counting.size() != 1) continue;
            if (auto const found = by_id.find(counting.front()); found != by_id.end())
                found->second.alone += set.count;
        }
    }
    std::vector<ranked_field> all;
    for (auto& [id, field] : by_id) {
        field.standing = field.counts_in.empty() ? standing::noise : standing::counts;
        all.push_back(std::move(field));
    }
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
        auto const key = [](ranked_field const& of) {
            return std::tuple(of.standing == standing::noise, -of.left);
        };
        if (key(a) != key(b)) return key(a) < key(b);
        return std::tuple(b.alone, b.count) < std::tuple(a.alone, a.count);
    });
    return all;
}

} // namespace ficus::shadow
