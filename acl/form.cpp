#include "acl/form.hpp"

#include "acl/charset.hpp"
#include "acl/form_pairs.hpp"
#include "acl/form_writer.hpp"

#include <array>
#include <cstring>
#include <optional>

namespace ficus::acl {
namespace {

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

boost::system::result<document, error> read_form(std::string_view text, reading_limits const& limits,
                                                 charset const* sent_in) {
    if (auto failure = form_pairs::find_excess(text, limits)) return std::move(*failure);
    document result(1024 + 4 * text.size());
    auto* root = result.make(kind::object);
    result.set_root(root);
    for (form_pairs pairs(text, sent_in, result); pairs.next();) {
        if (root->count + 1 >= limits.max_members)
            return error{error_code::limit, "the form", "more values than are accepted in one form"};
        auto const name = pairs.name();
        if (!name) return name.error();
        auto const text_of_value = pairs.value();
        if (!text_of_value) return text_of_value.error();
        auto* node = result.make(kind::string);
        node->text = *text_of_value;
        document::append(*root, *node, *name);
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
