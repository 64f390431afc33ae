#include "acl/form.hpp"

#include "acl/charset.hpp"
#include "acl/form_writer.hpp"
#include "acl/hex.hpp"
#include "acl/octets.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

namespace ficus::acl {
namespace {

error bad_byte(std::size_t at, std::string message) {
    return {error_code::malformed, "byte " + std::to_string(at + 1), std::move(message)};
}

/// Half of what a form with letters beyond ASCII consists of are these: a look instead of comparisons.
constexpr auto digits = [] {
    std::array<int, 256> table{};
    for (unsigned c = 0; c < table.size(); ++c) table[c] = hex_value(static_cast<char>(c));
    return table;
}();

/// Of the octets up to `end`, the first that stands for another one; and whether one of those before it is
/// not ASCII. Sixteen octets behind `end` can be read.
char* find_escape(char* at, char const* end, bool& beyond_ascii) {
    while (at < end) {
        sixteen_octets const octets(at);
        auto const left = static_cast<std::size_t>(end - at);
        auto const ours = left < sixteen_octets::size ? (1U << left) - 1 : 0xFFFFU;
        auto const special = (octets.that_are('+') | octets.that_are('%')).bits() & ours;
        // Of those before the first special one.
        auto const before = special == 0 ? ours : (special - 1) & ~special & ours;
        beyond_ascii |= (octets.beyond_ascii() & before) != 0;
        if (special != 0) return at + std::countr_zero(special);
        at += std::min(left, sixteen_octets::size);
    }
    return at;
}

/// Decodes a text of a document's where it stands, which is at byte `offset` of the body. Sixteen octets
/// behind it can be read.
boost::system::result<std::string_view, error> decode(char* begin, std::size_t size, std::size_t offset,
                                                      charset const* sent_in, document& into) {
    auto* const end = begin + size;
    bool beyond_ascii = false;
    auto* at = find_escape(begin, end, beyond_ascii);
    auto* to = at;
    unsigned seen = 0; // the bits of all octets behind the first escape
    for (; at != end; ++at) {
        auto c = static_cast<unsigned char>(*at);
        // Letters, digits and most of what else stands for itself come behind both in ASCII.
        if (c <= '+') {
            if (c == '+') {
                c = ' ';
            } else if (c == '%') {
                auto const high = end - at > 1 ? digits.data()[static_cast<unsigned char>(at[1])] : -1;
                auto const low = end - at > 2 ? digits.data()[static_cast<unsigned char>(at[2])] : -1;
                if ((high | low) < 0)
                    return bad_byte(offset + static_cast<std::size_t>(at - begin),
                                    "a '%' without two hexadecimal digits; write %25 for the character");
                c = static_cast<unsigned char>(high << 4 | low);
                at += 2;
            }
        }
        seen |= c;
        *to++ = static_cast<char>(c);
    }
    beyond_ascii |= seen >= 0x80;
    std::string_view const text(begin, static_cast<std::size_t>(to - begin));
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
char* own_copy(std::string_view text, document& into) {
    auto* const begin = into.allocate(text.size() + sixteen_octets::size);
    std::memset(std::copy(text.begin(), text.end(), begin), 0, sixteen_octets::size);
    return begin;
}

/// What is written for an octet, as the URL standard's serializer has it: up to three, and how many.
using form_escape = std::array<char, 4>;
constexpr auto form_escapes = [] {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::array<form_escape, 256> table{};
    for (unsigned c = 0; c < table.size(); ++c) table[c] = {'%', hex[c >> 4], hex[c & 15], 3};
    auto const stays = [&](unsigned c) { table[c] = {static_cast<char>(c), 0, 0, 1}; };
    for (unsigned c = '0'; c <= '9'; ++c) stays(c);
    for (unsigned c = 'a'; c <= 'z'; ++c) stays(c), stays(c - 32);
    for (unsigned char c : {'*', '-', '.', '_'}) stays(c);
    table[' '] = {'+', 0, 0, 1};
    return table;
}();

/// Without a branch: which octets stay as they are cannot be foreseen.
void encode(std::string_view text, text_cursor& out) {
    auto* to = out.room(3 * text.size() + sizeof(form_escape));
    for (auto const c : text) {
        auto const& escape = form_escapes.data()[static_cast<unsigned char>(c)];
        std::memcpy(to, escape.data(), sizeof(form_escape));
        to += escape[3];
    }
    out.written_to(to);
}

std::string_view text_of(value const& scalar) {
    return scalar.kind != kind::boolean ? scalar.text : scalar.truth ? "true" : "false";
}

} // namespace

void encode_form_text(std::string_view text, std::string& out) {
    text_cursor cursor(out);
    encode(text, cursor);
    cursor.finish();
}

/// Escapes the text's bytes in the charset; the error is of the member `name`.
std::optional<error> form_writer::write_text(std::string_view text, std::string_view name) {
    if (written_in_ == nullptr) {
        encode(text, cursor_);
        return std::nullopt;
    }
    std::string bytes;
    if (auto const encoded = written_in_->encode(text, bytes); !encoded)
        return error{encoded.error().code, std::string(name), encoded.error().message};
    encode(bytes, cursor_);
    return std::nullopt;
}

void form_writer::begin_pair() {
    if (has_pairs_) cursor_.put('&');
    has_pairs_ = true;
}

std::optional<error> form_writer::write(std::string_view name, value const& scalar) {
    if (scalar.is_container() || scalar.kind == kind::null)
        return error{error_code::unrepresentable, std::string(name),
                     scalar.kind == kind::null ? "a form cannot hold null"
                                               : "a form cannot hold lists of lists or objects"};
    begin_pair();
    if (auto failure = write_text(name, name)) return failure;
    cursor_.put('=');
    return write_text(text_of(scalar), name);
}

void form_writer::write_within(std::string_view container, std::string_view key, value const& scalar) {
    begin_pair();
    cursor_.put(container);
    encode(key, cursor_);
    cursor_.put("%5D=");
    encode(text_of(scalar), cursor_);
}

boost::system::result<std::string_view, error> decode_form_text(std::string_view raw, document& into) {
    return decode(own_copy(raw, into), raw.size(), 0, nullptr, into);
}

boost::system::result<document, error> read_form(std::string_view text, reading_limits const& limits,
                                                 charset const* sent_in) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the form",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    document result(1024 + 4 * text.size());
    auto* const own = own_copy(text, result);
    auto* root = result.make(kind::object);
    result.set_root(root);
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('&', begin), text.size());
        auto const pair = text.substr(begin, end - begin);
        if (!pair.empty()) {
            if (root->count + 1 >= limits.max_members)
                return error{error_code::limit, "the form", "more values than are accepted in one form"};
            auto const equals = pair.find('=');
            auto const name = decode(own + begin, std::min(equals, pair.size()), begin, sent_in, result);
            if (!name) return name.error();
            auto* node = result.make(kind::string);
            if (equals != std::string_view::npos) {
                auto const decoded = decode(own + begin + equals + 1, pair.size() - equals - 1,
                                            begin + equals + 1, sent_in, result);
                if (!decoded) return decoded.error();
                node->text = *decoded;
            }
            document::append(*root, *node, *name);
        }
        begin = end + 1;
    }
    return result;
}

boost::system::result<void, error> write_form(value const& root, std::string& out,
                                              charset const* written_in) {
    if (root.kind != kind::object)
        return error{error_code::unrepresentable, "the document", "only an object can be written as a form"};
    form_writer pairs(out, written_in);
    for (auto const* member = root.first; member != nullptr; member = member->next) {
        if (member->kind != kind::array) {
            if (auto failure = pairs.write(member->name, *member)) return std::move(*failure);
            continue;
        }
        for (auto const* item = member->first; item != nullptr; item = item->next)
            if (auto failure = pairs.write(member->name, *item)) return std::move(*failure);
    }
    pairs.finish();
    return {};
}

} // namespace ficus::acl
