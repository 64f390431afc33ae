#include "acl/decimal_rule.hpp"

#include "acl/quoted.hpp"

namespace ficus::acl {
namespace {

/// 2 of 100; nothing when it is no power of ten.
std::optional<std::size_t> places_of(std::uint64_t factor) {
    std::size_t places = 0;
    for (; factor > 1; factor /= 10, ++places)
        if (factor % 10 != 0) return std::nullopt;
    if (factor == 0) return std::nullopt;
    return places;
}

} // namespace

boost::system::result<decimal_rule, std::vector<option_error>>
decimal_rule::compile(std::optional<decimal_options> const& decimal,
                      std::optional<scale_options> const& scale) {
    std::vector<option_error> problems;
    decimal_rule rule;
    auto const written = decimal.value_or(decimal_options{});
    for (std::size_t side = 0; side < 2; ++side) {
        auto style = decimal_style::compile(side == 0 ? written.legacy : written.modern);
        if (style) {
            rule.styles_[side] = std::move(*style);
            continue;
        }
        for (auto& problem : style.error())
            problems.push_back({(side == 0 ? "decimal.legacy." : "decimal.modern.") + problem.key,
                                std::move(problem.message)});
    }
    if (scale) {
        auto const legacy = places_of(scale->legacy);
        auto const modern = places_of(scale->modern);
        if (!legacy)
            problems.push_back(
                {"scale.legacy", "a scale is 10, 100, 1000...: a power of ten keeps every digit"});
        if (!modern)
            problems.push_back(
                {"scale.modern", "a scale is 10, 100, 1000...: a power of ten keeps every digit"});
        if (legacy && modern) {
            if ((*legacy == 0) == (*modern == 0))
                problems.push_back({"scale", "one side counts the parts of what the other one counts: write "
                                             "{ legacy = 100 } where the legacy side has cents"});
            rule.places_ = *legacy + *modern;
            rule.side_of_parts_ = *legacy > 0 ? 0 : 1;
            rule.parts_ = scale->decimals ? acl::parts::decimal : acl::parts::whole;
        }
    }
    if (!problems.empty()) return problems;
    return rule;
}

boost::system::result<void, error> decimal_rule::convert(direction way, std::string_view text,
                                                         std::string& out) const {
    auto const source = source_index(way);
    std::string plain;
    if (!styles_[source].read(text, plain))
        return error{error_code::wrong_type,
                     {},
                     quoted(text) + " where a number as " + styles_[source].example() + " is due"};
    if (places_ > 0) {
        std::string shifted;
        if (source == side_of_parts_) {
            if (!to_units(plain, places_, shifted, parts_))
                return error{error_code::wrong_type,
                             {},
                             quoted(text) + " where a whole number is due, which 'scale' makes of a part"};
        } else if (!to_parts(plain, places_, shifted, parts_)) {
            return error{error_code::unrepresentable,
                         {},
                         quoted(text) + " has more than the " + std::to_string(places_) +
                             (places_ == 1 ? " decimal" : " decimals") + " that 'scale' leaves room for"};
        }
        plain.swap(shifted);
    }
    styles_[target_index(way)].write(plain, out);
    return {};
}

} // namespace ficus::acl
