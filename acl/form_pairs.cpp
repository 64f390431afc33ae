#include "acl/form_pairs.hpp"

#include "acl/charset.hpp"
#include "acl/form.hpp"
#include "acl/hex.hpp"
#include "acl/octets.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

namespace ficus::acl {
namespace {

/// Half of what a form with letters beyond ASCII consists of are these: a look instead of comparisons.
constexpr auto digits = [] {
    std::array<int, 256> table{};
    for (unsigned c = 0; c < table.size(); ++c) table[c] = hex_value(static_cast<char>(c));
    return table;
}();

struct decoded_text {
    std::string_view text;
    bool beyond_ascii = false;
    char const* bad_escape = nullptr; ///< of the raw text; the rest is left out
};

/// Sixteen octets behind `raw` can be read, and as many written behind its size from `to` on.
decoded_text undo_escapes(std::string_view raw, char* to) {
    auto const* at = raw.data();
    auto const* const end = at + raw.size();
    auto* const begin = to;
    std::uint32_t beyond_ascii = 0;
    auto const text = [&] { return std::string_view(begin, static_cast<std::size_t>(to - begin)); };
    for (;;) {
        // As many as stand for themselves go over at once, with others behind them that are overwritten.
        sixteen_octets const octets(at);
        octets.put(to);
        auto const left = std::min(static_cast<std::size_t>(end - at), sixteen_octets::size);
        auto const stops = (octets.that_are('+') | octets.that_are('%')).bits() | 1U << left;
        auto const plain = std::countr_zero(stops);
        beyond_ascii |= octets.beyond_ascii() & ((1U << plain) - 1);
        at += plain;
        to += plain;
        for (; at != end; ++at) {
            if (*at == '+') {
                *to++ = ' ';
            } else if (*at == '%') {
                auto const high = end - at > 1 ? digits.data()[static_cast<unsigned char>(at[1])] : -1;
                auto const low = end - at > 2 ? digits.data()[static_cast<unsigned char>(at[2])] : -1;
                if ((high | low) < 0) return {text(), false, at};
                auto const octet = static_cast<unsigned>(high << 4 | low);
                beyond_ascii |= octet & 0x80U;
                *to++ = static_cast<char>(octet);
                at += 2;
            } else {
                break;
            }
        }
        if (at == end) return {text(), beyond_ascii != 0, nullptr};
    }
}

/// Whether the text is short, and means in UTF-8 what it says. Sixteen octets behind it can be read.
bool is_short_and_plain(std::string_view raw) {
    if (raw.size() >= sixteen_octets::size) return false;
    sixteen_octets const octets(raw.data());
    auto const others = (octets.that_are('+') | octets.that_are('%')).bits() | octets.beyond_ascii();
    return (others & ((1U << raw.size()) - 1)) == 0;
}

error bad_byte(std::size_t at, std::string message) {
    return {error_code::malformed, "byte " + std::to_string(at + 1), std::move(message)};
}

/// The same for a text at byte `offset` of the body.
form_pairs::text_read decode_at(std::string_view raw, std::size_t offset, charset const* sent_in, char* to,
                                document& into) {
    auto const [text, beyond_ascii, bad_escape] = undo_escapes(raw, to);
    if (bad_escape != nullptr)
        return bad_byte(offset + static_cast<std::size_t>(bad_escape - raw.data()),
                        "a '%' without two hexadecimal digits; write %25 for the character");
    if (sent_in != nullptr) {
        auto const utf8 = sent_in->decode(text);
        if (!utf8)
            return error{utf8.error().code, "byte " + std::to_string(offset + 1),
                         "once its escapes are decoded, " + utf8.error().where + ": " + utf8.error().message};
        return into.keep(*utf8);
    }
    if (beyond_ascii && find_invalid_utf8(text) != std::string_view::npos)
        return bad_byte(offset, "not UTF-8 once its escapes are decoded");
    return text;
}

/// A text of the document's own, with as much behind it as reading sixteen octets at once needs.
std::string_view own_copy(std::string_view text, document& into) {
    auto* const begin = into.allocate(text.size() + sixteen_octets::size);
    std::memset(std::copy(text.begin(), text.end(), begin), 0, sixteen_octets::size);
    return {begin, text.size()};
}

} // namespace

std::optional<error> form_pairs::find_excess(std::string_view text, reading_limits const& limits) {
    if (text.size() <= limits.max_bytes) return std::nullopt;
    return error{error_code::limit, "the form",
                 std::to_string(text.size()) + " bytes are more than the " +
                     std::to_string(limits.max_bytes) + " that are accepted"};
}

form_pairs::form_pairs(std::string_view text, charset const* sent_in, document& into)
    : text_(own_copy(text, into)), sent_in_(sent_in), into_(into),
      free_(into.allocate(text.size() + sixteen_octets::size)) {}

bool form_pairs::next() {
    while (next_ < text_.size()) {
        auto const* const begin = text_.data() + next_;
        auto const left = text_.size() - next_;
        auto const* const found = static_cast<char const*>(std::memchr(begin, '&', left));
        auto const size = found != nullptr ? static_cast<std::size_t>(found - begin) : left;
        next_ += size + 1;
        if (size == 0) continue;
        auto const* const equals = static_cast<char const*>(std::memchr(begin, '=', size));
        raw_name_ = {begin, equals != nullptr ? static_cast<std::size_t>(equals - begin) : size};
        raw_value_ = {begin + size, 0};
        if (equals != nullptr) raw_value_ = {equals + 1, size - raw_name_.size() - 1};
        return true;
    }
    return false;
}

form_pairs::text_read form_pairs::decode(std::string_view raw) {
    // As most are.
    if (sent_in_ == nullptr && is_short_and_plain(raw)) return raw;
    auto const text =
        decode_at(raw, static_cast<std::size_t>(raw.data() - text_.data()), sent_in_, free_, into_);
    if (text && sent_in_ == nullptr) free_ += text->size();
    return text;
}

boost::system::result<std::string_view, error> decode_form_text(std::string_view raw, document& into) {
    auto* const to = into.allocate(raw.size() + sixteen_octets::size);
    return decode_at(own_copy(raw, into), 0, nullptr, to, into);
}

} // namespace ficus::acl
