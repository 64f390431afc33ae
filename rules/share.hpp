#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::rules {

/// The part of requests that goes to modern (or, for a feature's `shadow`, that is shadowed): 0 to 100 % in
/// steps of 0.01.
class share {
public:
    constexpr share() = default;
    /// From hundredths of a percent, 0 to 10000. Larger values are a programming error.
    static constexpr share of_hundredths(std::uint16_t hundredths) { return share{hundredths}; }
    static constexpr share none() { return share{0}; }
    static constexpr share all() { return share{10000}; }

    /// Reads `legacy`, `modern` or a percentage such as `12.5%` or `12.5`, at most two decimals, 0 to 100.
    /// Nothing else.
    static std::optional<share> parse(std::string_view text);

    constexpr std::uint16_t hundredths() const { return hundredths_; }
    /// As JSON shapes hold it: 12.5 for 12.5 %.
    constexpr double percent() const { return hundredths_ / 100.0; }
    /// `0%`, `12.5%`, `100%`: what parse() reads back.
    std::string to_string() const;

    /// Whether a bucket (0 to 9999) falls into this share: never at 0 %, always at 100 %.
    constexpr bool takes(std::uint16_t bucket) const { return bucket < hundredths_; }

    friend constexpr auto operator<=>(share, share) = default;

private:
    constexpr explicit share(std::uint16_t hundredths) : hundredths_(hundredths) {}
    std::uint16_t hundredths_ = 0;
};

} // namespace ficus::rules
