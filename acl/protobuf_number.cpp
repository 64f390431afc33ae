#include "acl/protobuf_number.hpp"

#include "acl/compare_decimal.hpp"
#include "acl/quoted.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace ficus::acl {
namespace {

constexpr std::string_view nan_name = "NaN", infinity_name = "Infinity", minus_infinity_name = "-Infinity";

/// How a type's integers lie in its raw value.
struct integer_form {
    int bits;
    bool is_signed;
    bool zigzag;
};

integer_form form_of(protobuf_type type) {
    switch (type) {
    case protobuf_type::int32:
    case protobuf_type::sfixed32:
    case protobuf_type::enumeration: return {32, true, false};
    case protobuf_type::sint32: return {32, true, true};
    case protobuf_type::uint32:
    case protobuf_type::fixed32: return {32, false, false};
    case protobuf_type::sint64: return {64, true, true};
    case protobuf_type::uint64:
    case protobuf_type::fixed64: return {64, false, false};
    default: return {64, true, false};
    }
}

std::int64_t signed_of(protobuf_type type, std::uint64_t raw) {
    if (form_of(type).zigzag) return static_cast<std::int64_t>(raw >> 1 ^ (0 - (raw & 1)));
    if (type == protobuf_type::sfixed32) return static_cast<std::int32_t>(static_cast<std::uint32_t>(raw));
    return static_cast<std::int64_t>(raw);
}

error cannot(std::string message) {
    return {error_code::unrepresentable, {}, std::move(message)};
}

boost::system::result<std::uint64_t, error> integer_of(protobuf_type type, std::string_view digits) {
    auto const form = form_of(type);
    auto const past = [&] {
        return cannot(std::string(digits) + " is past what " +
                      std::string(form.is_signed ? "a signed " : "an unsigned ") + std::to_string(form.bits) +
                      "-bit integer (" + std::string(to_string(type)) + ") holds");
    };
    auto const number = decimal::parse(digits);
    if (!number) return past();
    auto const size = static_cast<std::int64_t>(number->size());
    if (!number->is_zero() && number->exponent < size - 1)
        return cannot(std::string(digits) + " is not whole, and " + std::string(to_string(type)) +
                      " holds whole numbers");
    if (number->is_zero() && digits.starts_with('-'))
        return cannot(std::string(digits) + " would lose its sign as " + std::string(to_string(type)) +
                      "; send 0");
    if (number->is_zero()) return 0U;
    if (number->exponent > 19) return past();
    std::uint64_t magnitude = 0;
    for (std::int64_t i = 0; i <= number->exponent; ++i) {
        auto const digit = i < size ? static_cast<unsigned>(number->digit(static_cast<std::size_t>(i))) : 0U;
        if (magnitude > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return past();
        magnitude = magnitude * 10 + digit;
    }
    auto const magnitude_bits = form.is_signed ? form.bits - 1 : form.bits;
    auto const largest = magnitude_bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << magnitude_bits) - 1;
    if (number->negative ? !form.is_signed || magnitude - 1 > largest : magnitude > largest) return past();
    auto const raw = number->negative ? 0 - magnitude : magnitude;
    if (form.zigzag) return raw << 1 ^ (number->negative ? ~std::uint64_t{0} : 0);
    if (type == protobuf_type::sfixed32) return raw & 0xffffffff;
    return raw;
}

template<class Real>
std::string digits_of(Real number) {
    char buffer[64];
    auto const [end, ec] = std::to_chars(buffer, buffer + sizeof buffer, number);
    return ec == std::errc{} ? std::string(buffer, end) : std::string();
}

template<class Real>
bool shows_as(Real number, std::string_view digits) {
    auto const given = decimal::parse(digits);
    auto const shown = digits_of(number);
    auto const held = decimal::parse(shown);
    return given && held && equal(*given, *held);
}

template<class Real>
boost::system::result<Real, error> nearest(std::string_view digits, std::string_view type) {
    Real number{};
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (ec == std::errc::result_out_of_range)
        return cannot(std::string(digits) + " is past what a " + std::string(type) + " holds");
    if (ec != std::errc{} || end != digits.data() + digits.size())
        return cannot(quoted(digits) + " is no number");
    return number;
}

error rounded(std::string_view digits, std::string const& shown, std::string_view type) {
    return cannot(std::string(digits) + " has more digits than a " + std::string(type) +
                  " holds; it would become " + shown);
}

boost::system::result<std::uint64_t, error> double_of(std::string_view digits) {
    auto const number = nearest<double>(digits, "double");
    if (!number) return number.error();
    if (!shows_as(*number, digits)) return rounded(digits, digits_of(*number), "double");
    return std::bit_cast<std::uint64_t>(*number);
}

boost::system::result<std::uint64_t, error> float_of(std::string_view digits) {
    auto const number = nearest<float>(digits, "float");
    if (!number) return number.error();
    // Many a program keeps its floats as doubles, and shows all digits of these.
    if (!shows_as(*number, digits) && !shows_as(static_cast<double>(*number), digits))
        return rounded(digits, digits_of(*number), "float");
    return std::bit_cast<std::uint32_t>(*number);
}

template<class Real>
bool append_real(Real number, std::string& out) {
    if (std::isfinite(number)) {
        out += digits_of(number);
        return true;
    }
    out += std::isnan(number) ? nan_name : number > 0 ? infinity_name : minus_infinity_name;
    return false;
}

} // namespace

bool is_real(protobuf_type type) {
    return type == protobuf_type::double_ || type == protobuf_type::float_;
}

bool is_64_bit_integer(protobuf_type type) {
    switch (type) {
    case protobuf_type::int64:
    case protobuf_type::uint64:
    case protobuf_type::sint64:
    case protobuf_type::fixed64:
    case protobuf_type::sfixed64: return true;
    default: return false;
    }
}

std::optional<std::uint64_t> canonical_varint(protobuf_type type, std::uint64_t raw) {
    constexpr std::uint64_t past_32_bits = std::uint64_t{1} << 32;
    switch (type) {
    case protobuf_type::boolean: return raw != 0 ? 1 : 0;
    case protobuf_type::uint32:
    case protobuf_type::sint32: return raw < past_32_bits ? std::optional(raw) : std::nullopt;
    case protobuf_type::int32:
    case protobuf_type::enumeration: {
        if (raw >= past_32_bits && raw < ~std::uint64_t{0} - 0x7fffffff) return std::nullopt;
        return static_cast<std::uint64_t>(
            std::int64_t{static_cast<std::int32_t>(static_cast<std::uint32_t>(raw))});
    }
    default: return raw;
    }
}

bool append_number(protobuf_type type, std::uint64_t raw, std::string& out) {
    if (type == protobuf_type::double_) return append_real(std::bit_cast<double>(raw), out);
    if (type == protobuf_type::float_)
        return append_real(std::bit_cast<float>(static_cast<std::uint32_t>(raw)), out);
    out += form_of(type).is_signed ? std::to_string(signed_of(type, raw)) : std::to_string(raw);
    return true;
}

boost::system::result<std::uint64_t, error> number_of(protobuf_type type, std::string_view digits) {
    if (type == protobuf_type::double_) return double_of(digits);
    if (type == protobuf_type::float_) return float_of(digits);
    return integer_of(type, digits);
}

std::optional<std::uint64_t> not_finite(protobuf_type type, std::string_view name) {
    double number = 0;
    if (name == nan_name)
        number = std::numeric_limits<double>::quiet_NaN();
    else if (name == infinity_name)
        number = std::numeric_limits<double>::infinity();
    else if (name == minus_infinity_name)
        number = -std::numeric_limits<double>::infinity();
    else
        return std::nullopt;
    return type == protobuf_type::float_ ? std::bit_cast<std::uint32_t>(static_cast<float>(number))
                                         : std::bit_cast<std::uint64_t>(number);
}

} // namespace ficus::acl
