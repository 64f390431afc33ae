#include "acl/form.hpp"

#include "acl/charset.hpp"
#include "acl/hex.hpp"
#include "acl/utf8.hpp"

#include <array>
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

/// Decodes `raw`, which begins at byte `offset` of the body, into memory of the document.
boost::system::result<std::string_view, error> decode(std::string_view raw, std::size_t offset,
                                                      charset const* sent_in, document& into) {
    auto* const decoded = into.allocate(raw.size() + 1);
    auto* to = decoded;
    auto const* const end = raw.data() + raw.size();
    for (auto const* at = raw.data(); at != end; ++at) {
        if (*at == '+') {
            *to++ = ' ';
        } else if (*at != '%') {
            *to++ = *at;
        } else {
            auto const high = end - at > 1 ? digits.data()[static_cast<unsigned char>(at[1])] : -1;
            auto const low = end - at > 2 ? digits.data()[static_cast<unsigned char>(at[2])] : -1;
            if ((high | low) < 0)
                return bad_byte(offset + static_cast<std::size_t>(at - raw.data()),
                                "a '%' without two hexadecimal digits; write %25 for the character");
            *to++ = static_cast<char>(high << 4 | low);
            at += 2;
        }
    }
    std::string_view const text(decoded, static_cast<std::size_t>(to - decoded));
    if (sent_in != nullptr) {
        auto const utf8 = sent_in->decode(text);
        if (!utf8)
            return error{utf8.error().code, "byte " + std::to_string(offset + 1),
                         "once its escapes are decoded, " + utf8.error().where + ": " + utf8.error().message};
        return into.keep(*utf8);
    }
    if (find_invalid_utf8(text) != std::string_view::npos)
        return bad_byte(offset, "not UTF-8 once its escapes are decoded");
    return text;
}

/// As the URL standard's serializer has it.
constexpr auto stays_as_it_is = [] {
    std::array<bool, 256> table{};
    for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
    for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = table[c - 32] = true;
    for (unsigned char c : {'*', '-', '.', '_'}) table[c] = true;
    return table;
}();

} // namespace

void encode_form_text(std::string_view text, std::string& out) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    // Room for the longest that it can get, so that nothing is asked for each octet.
    auto const before = out.size();
    out.resize(before + 3 * text.size());
    auto* to = out.data() + before;
    for (auto const character : text) {
        auto const c = static_cast<unsigned char>(character);
        if (stays_as_it_is[c]) {
            *to++ = character;
        } else if (c == ' ') {
            *to++ = '+';
        } else {
            *to++ = '%';
            *to++ = hex.data()[c >> 4];
            *to++ = hex.data()[c & 15];
        }
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
}

namespace {

/// Escapes the text's bytes in that charset; the error is of the member `name`.
std::optional<error> write_text(std::string_view text, std::string_view name, charset const* written_in,
                                std::string& out) {
    if (written_in == nullptr) {
        encode_form_text(text, out);
        return std::nullopt;
    }
    std::string bytes;
    if (auto const encoded = written_in->encode(text, bytes); !encoded)
        return error{encoded.error().code, std::string(name), encoded.error().message};
    encode_form_text(bytes, out);
    return std::nullopt;
}

std::optional<error> write_pair(std::string_view name, value const& scalar, charset const* written_in,
                                std::string& out) {
    if (scalar.is_container() || scalar.kind == kind::null)
        return error{error_code::unrepresentable, std::string(name),
                     scalar.kind == kind::null ? "a form cannot hold null"
                                               : "a form cannot hold lists of lists or objects"};
    if (!out.empty()) out += '&';
    if (auto failure = write_text(name, name, written_in, out)) return failure;
    out += '=';
    auto const text = scalar.kind == kind::boolean ? (scalar.truth ? "true" : "false") : scalar.text;
    return write_text(text, name, written_in, out);
}

} // namespace

boost::system::result<std::string_view, error> decode_form_text(std::string_view raw, document& into) {
    return decode(raw, 0, nullptr, into);
}

boost::system::result<document, error> read_form(std::string_view text, reading_limits const& limits,
                                                 charset const* sent_in) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the form",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    document result(1024 + 3 * text.size());
    auto* root = result.make(kind::object);
    result.set_root(root);
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('&', begin), text.size());
        auto const pair = text.substr(begin, end - begin);
        if (!pair.empty()) {
            if (root->count + 1 >= limits.max_members)
                return error{error_code::limit, "the form", "more values than are accepted in one form"};
            auto const equals = pair.find('=');
            auto const name = decode(pair.substr(0, equals), begin, sent_in, result);
            if (!name) return name.error();
            auto* node = result.make(kind::string);
            if (equals != std::string_view::npos) {
                auto const decoded = decode(pair.substr(equals + 1), begin + equals + 1, sent_in, result);
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
    std::string form;
    for (auto const* member = root.first; member != nullptr; member = member->next) {
        if (member->kind != kind::array) {
            if (auto failure = write_pair(member->name, *member, written_in, form))
                return std::move(*failure);
            continue;
        }
        for (auto const* item = member->first; item != nullptr; item = item->next)
            if (auto failure = write_pair(member->name, *item, written_in, form)) return std::move(*failure);
    }
    out += form;
    return {};
}

} // namespace ficus::acl
