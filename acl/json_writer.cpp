#include "acl/json.hpp"
#include "acl/octets.hpp"
#include "acl/text_cursor.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace ficus::acl {
namespace {

using six_octets = std::array<char, 6>;

constexpr auto control_escapes = [] {
    constexpr std::string_view hex = "0123456789abcdef";
    std::array<six_octets, 0x20> table{};
    for (std::size_t c = 0; c < table.size(); ++c) table[c] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    return table;
}();

struct json_escapes {
    static std::uint32_t look(sixteen_octets const& at) { return special_in_json(at); }

    static std::string_view of(char c) {
        switch (c) {
        case '"': return R"(\")";
        case '\\': return R"(\\)";
        case '\b': return R"(\b)";
        case '\f': return R"(\f)";
        case '\n': return R"(\n)";
        case '\r': return R"(\r)";
        case '\t': return R"(\t)";
        default: break;
        }
        auto const& escape = control_escapes[static_cast<unsigned char>(c)];
        return {escape.data(), escape.size()};
    }
};

class tree_writer {
public:
    tree_writer(text_cursor& out, std::string_view plain)
        : out_(out), plain_begin_(reinterpret_cast<std::uintptr_t>(plain.data())), plain_size_(plain.size()) {
    }

    /// `named`: with its name before it.
    void write(value const& v, bool named) {
        auto const name = named ? v.name : std::string_view{};
        // With what stands around them: quotes, a colon and a comma.
        auto* at = out_.room(name.size() + v.text.size() + 2 * sixteen_octets::size + 8);
        if (named) {
            at = put_quoted(at, name, v.plain_name, v.text.size());
            *at++ = ':';
        }
        switch (v.kind) {
        case kind::null: return put(at, "null");
        case kind::boolean: return put(at, v.truth ? std::string_view("true") : std::string_view("false"));
        case kind::number: return was_read(v.text) ? out_.written_to(copy_read(at, v.text)) : put(at, v.text);
        case kind::string: return out_.written_to(put_quoted(at, v.text, false, 0));
        case kind::array: return write_children(at, v, '[', ']', false);
        case kind::object:
        case kind::element: return write_children(at, v, '{', '}', true);
        }
    }

private:
    /// Behind every value there is room for a character or two.
    void write_children(char* at, value const& v, char begin, char end, bool named) {
        *at++ = begin;
        out_.written_to(at);
        for (auto const* child = v.first; child != nullptr; child = child->next) {
            write(*child, named);
            at = out_.room(0);
            *at++ = child->next != nullptr ? ',' : end;
            out_.written_to(at);
        }
        at = out_.room(2);
        if (v.first == nullptr) *at++ = end;
        out_.written_to(at);
    }

    void put(char* at, std::string_view text) {
        if (text.size() > sixteen_octets::size) {
            std::memcpy(at, text.data(), text.size());
        } else {
            text_cursor::copy_few(at, text.data(), text.size());
        }
        out_.written_to(at + text.size());
    }

    bool was_read(std::string_view text) const {
        return reinterpret_cast<std::uintptr_t>(text.data()) - plain_begin_ < plain_size_;
    }

    static char* copy_read(char* to, std::string_view text) {
        for (std::size_t i = 0; i < text.size(); i += sixteen_octets::size)
            sixteen_octets(text.data() + i).put(to + i);
        return to + text.size();
    }

    /// Room for it is there, and for `behind` octets and what stands around them when it returns.
    char* put_quoted(char* at, std::string_view text, bool is_plain, std::size_t behind) {
        if (was_read(text)) {
            copy_read(at + 1, text);
        } else if (is_plain && text.size() <= sixteen_octets::size) {
            text_cursor::copy_few(at + 1, text.data(), text.size());
        } else {
            return put_looked_at(at, text, behind);
        }
        *at = '"';
        at += text.size() + 1;
        *at = '"';
        return at + 1;
    }

    // Apart from what most texts need: inlined, it would make every one of them save registers.
    [[gnu::noinline]] char* put_looked_at(char* at, std::string_view text, std::size_t behind) {
        out_.written_to(at);
        out_.put_quoted<json_escapes>(text);
        return out_.room(behind + sixteen_octets::size + 8);
    }

    text_cursor& out_;
    std::uintptr_t plain_begin_;
    std::size_t plain_size_;
};

} // namespace

void write_json(value const& root, std::string& out, std::string_view plain) {
    text_cursor cursor(out);
    tree_writer(cursor, plain).write(root, false);
    cursor.finish();
}

} // namespace ficus::acl
