#include "acl/text_rule.hpp"

namespace ficus::acl {
namespace {

/// `pad.width` of the legacy side is the field's `pad.legacy.width`; `trim` only names a side.
std::string key_of_field(std::string const& key, std::size_t side) {
    auto const name = key.substr(0, key.find('.'));
    if (name == "trim" || name == "origin") return name;
    return name + (side == 0 ? ".legacy" : ".modern") + key.substr(name.size());
}

} // namespace

boost::system::result<text_rule, std::vector<option_error>> text_rule::compile(text_options const& options) {
    std::vector<option_error> problems;
    text_rule rule;
    for (std::size_t side = 0; side < 2; ++side) {
        auto made = text_side::compile(side == 0 ? options.legacy : options.modern);
        if (made) {
            rule.sides_[side] = std::move(*made);
            continue;
        }
        for (auto& problem : made.error())
            problems.push_back({key_of_field(problem.key, side), std::move(problem.message)});
    }
    if (!problems.empty()) return problems;
    return rule;
}

boost::system::result<void, error> text_rule::convert(direction way, std::string_view text,
                                                      std::string& out) const {
    std::string decoded;
    auto const meant = sides_[source_index(way)].read(text, decoded);
    if (!meant) return meant.error();
    return sides_[target_index(way)].write(*meant, out);
}

bool text_rule::is_exact() const {
    auto const& legacy = sides_[0].options();
    auto const& modern = sides_[1].options();
    return !legacy.trim && !modern.trim && !legacy.origin && !modern.origin &&
           legacy.letters.has_value() == modern.letters.has_value();
}

} // namespace ficus::acl
