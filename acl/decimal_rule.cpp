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
        bool const on_legacy = scale->legacy > 1;
        auto const factor = on_legacy ? scale->legacy : scale->modern;
        auto const places = places_of(factor);
        auto const key = on_legacy ? "scale.legacy" : "scale.modern";
        rule.side_of_parts_ = on_legacy ? 0 : 1;
        rule.parts_ = scale->decimals ? acl::parts::decimal : acl::parts::whole;
        if ((scale->legacy > 1) == (scale->modern > 1) || scale->legacy == 0 || scale->modern == 0)
            problems.push_back({"scale", "one side counts the parts of what the other one counts: write "
                                         "{ legacy = 100 } where the legacy side has cents"});
        else if (places)
            rule.places_ = *places;
        else if (scale->decimals)
            problems.push_back(
                {key, "with 'decimals' a scale is 10, 100, 1000...: a power of ten keeps every digit"});
        else if (factor <= most_factor)
            rule.factor_ = factor;
        else
            problems.push_back(
                {key, "a scale is 10, 100, 1000..., where a power of ten keeps every digit, or any "
                      "whole number up to " +
                          std::to_string(most_factor)});
        auto const& parts = on_legacy ? written.legacy : written.modern;
        if (parts.decimals && !scale->decimals)
            problems.push_back({on_legacy ? "decimal.legacy.decimals" : "decimal.modern.decimals",
                                "the side of the parts holds whole numbers; leave 'decimals' out"});
    }
    if (!problems.empty()) return problems;
    return rule;
}

boost::system::result<void, error> decimal_rule::convert(direction way, std::string_view text,
                                                         std::string& out) const {
    auto const source = source_index(way);
    auto const& to = styles_[target_index(way)];
    std::string plain;
    if (!styles_[source].read(text, plain) || !styles_[source].set_decimals(plain))
        return error{error_code::wrong_type,
                     {},
                     quoted(text) + " where a number as " + styles_[source].example() + " is due"};
    // Decimals that one side always writes say nothing on the other.
    if (styles_[source].decimals()) drop_zeros(plain);
    if (factor_ > 0) {
        if (auto done = convert_whole(source == side_of_parts_, text, plain); !done) return done;
    } else if (places_ > 0) {
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
    if (!to.set_decimals(plain))
        return error{error_code::unrepresentable,
                     {},
                     quoted(text) + " has more than the " + std::to_string(*to.decimals()) +
                         (*to.decimals() == 1 ? " decimal" : " decimals") + " that the other side writes"};
    to.write(plain, out);
    return {};
}

/// Between whole numbers, of which the parts have to divide.
boost::system::result<void, error> decimal_rule::convert_whole(bool of_parts, std::string_view text,
                                                               std::string& plain) const {
    std::string made;
    bool const done = of_parts ? divide(plain, factor_, made) : multiply(plain, factor_, made);
    if (done) {
        plain.swap(made);
        return {};
    }
    if (of_parts && plain.find('.') == std::string::npos)
        return error{error_code::unrepresentable,
                     {},
                     quoted(text) + " is no multiple of the " + std::to_string(factor_) + " of 'scale'"};
    return error{error_code::wrong_type,
                 {},
                 quoted(text) + " where a whole number is due, which a 'scale' of " +
                     std::to_string(factor_) + " needs on both sides"};
}

} // namespace ficus::acl
