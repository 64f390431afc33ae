#include "acl/hex.hpp"
#include "acl/json.hpp"
#include "acl/octets.hpp"
#include "acl/quoted.hpp"
#include "acl/text_place.hpp"
#include "acl/utf8.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

namespace ficus::acl {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A number below 64 that other names mostly have not.
unsigned mark_of(std::string_view name) {
    if (name.empty()) return 0;
    auto const octet = [&](std::size_t at) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(name[at]));
    };
    auto const mixed = static_cast<std::uint32_t>(name.size()) + (octet(0) << 8) +
                       (octet(name.size() / 2) << 16) + (octet(name.size() - 1) << 24);
    return (mixed * 0x9E3779B1U) >> 26;
}

/// Reads the document's own copy of the text; strings without escapes are views into it. The octets behind
/// its end are NUL, which stops every loop: only what fails asks where the end is.
class tree_reader {
public:
    tree_reader(document& into, char* begin, char* end, reading_limits const& limits)
        : document_(into), begin_(begin), end_(end), max_depth_(limits.max_depth),
          members_left_(limits.max_members) {}

    bool read() {
        auto* at = read_value(skip_white_space(begin_), {});
        // In the innermost container: at its beginning, or behind a value in it.
        while (at != nullptr && !open_.empty())
            at = open_.back().node->kind == kind::object ? read_members(at) : read_elements(at);
        if (at == nullptr) return false;
        at = skip_white_space(at);
        return at == end_ ||
               fail(at, error_code::malformed, "there is more after the end of the JSON text") != nullptr;
    }

    /// Where reading stopped.
    char const* at() const { return stopped_; }
    /// Its `where` is empty when it is the place where reading stopped.
    error& failure() { return failure_; }

private:
    struct open_container {
        value* node;
        std::uint64_t marks = 0; ///< of the names that an object has so far
        bool has_twins = false;  ///< or may have: it has too many members to look through for each
    };
    /// Past that many members, looking through them for each would cost their square.
    static constexpr std::uint32_t few_members = 16;

    // Each takes where it begins and returns where it ended; null: it failed.

    static char* skip_white_space(char* at) {
        if (static_cast<unsigned char>(*at) > ' ') [[likely]]
            return at;
        while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') ++at;
        return at;
    }

    /// Up to the end of the innermost container, or to the beginning of one in it.
    char* read_members(char* at) {
        auto const depth = open_.size();
        auto& inner = open_.back();
        auto& object = *inner.node;
        for (;;) {
            at = skip_white_space(at);
            if (*at == '}') return close(at);
            if (object.first != nullptr) {
                if (*at != ',') return malformed(at);
                at = skip_white_space(at + 1);
            }
            if (*at != '"') return malformed(at);
            std::string_view name;
            at = read_string(at, name);
            if (at == nullptr) return nullptr;
            auto const mark = std::uint64_t{1} << mark_of(name);
            if ((inner.marks & mark) != 0 && !inner.has_twins)
                inner.has_twins = object.count >= few_members || object.find(name) != nullptr;
            inner.marks |= mark;
            at = skip_white_space(at);
            if (*at != ':') return malformed(at);
            at = read_value(skip_white_space(at + 1), name);
            if (at == nullptr || open_.size() != depth) return at;
        }
    }

    char* read_elements(char* at) {
        auto const depth = open_.size();
        auto const& array = *open_.back().node;
        for (;;) {
            at = skip_white_space(at);
            if (*at == ']') return close(at);
            if (array.first != nullptr) {
                if (*at != ',') return malformed(at);
                at = skip_white_space(at + 1);
            }
            at = read_value(at, {});
            if (at == nullptr || open_.size() != depth) return at;
        }
    }

    [[gnu::always_inline]] char* read_value(char* at, std::string_view name) {
        if (members_left_ == 0) return too_many(at);
        --members_left_;
        auto& node = *document_.make(kind::null);
        if (open_.empty())
            document_.set_root(&node);
        else
            document::append(*open_.back().node, node, name);
        switch (*at) {
        case '"': node.kind = kind::string; return read_string(at, node.text);
        case '{': node.kind = kind::object; return open(at, node);
        case '[': node.kind = kind::array; return open(at, node);
        case 't':
            node.kind = kind::boolean;
            node.truth = true;
            return pass_literal(at, "true");
        case 'f': node.kind = kind::boolean; return pass_literal(at, "false");
        case 'n': return pass_literal(at, "null");
        default: node.kind = kind::number; return read_number(at, node.text);
        }
    }

    [[gnu::noinline]] char* open(char* at, value& node) {
        if (open_.size() >= max_depth_) return too_deep(at);
        open_.push_back({&node});
        return at + 1;
    }

    char* close(char* at) {
        if (open_.back().has_twins && !check_twins(at)) return nullptr;
        open_.pop_back();
        return at + 1;
    }

    char* pass_literal(char* at, std::string_view literal) {
        if (std::memcmp(at, literal.data(), literal.size()) == 0) return at + literal.size();
        auto const left = std::string_view(at, static_cast<std::size_t>(end_ - at));
        return malformed(literal.starts_with(left) ? end_ : at);
    }

    static char* pass_digits(char* at) {
        while (is_digit(*at)) ++at;
        return at;
    }

    /// RFC 8259 §6. Only its digits matter, not what they are worth.
    char* read_number(char* at, std::string_view& text) {
        auto const* const begin = at;
        if (*at == '-') ++at;
        if (!is_digit(*at)) return malformed(at);
        at = *at == '0' ? at + 1 : pass_digits(at);
        if (*at == '.') {
            if (!is_digit(*++at)) return malformed(at);
            at = pass_digits(at);
        }
        if (*at == 'e' || *at == 'E') {
            ++at;
            if (*at == '+' || *at == '-') ++at;
            if (!is_digit(*at)) return malformed(at);
            at = pass_digits(at);
        }
        text = {begin, static_cast<std::size_t>(at - begin)};
        return at;
    }

    char* read_string(char* at, std::string_view& text) {
        auto* const begin = at + 1;
        // Most are short and plain ASCII.
        sixteen_octets const octets(begin);
        auto const special = special_in_json(octets);
        auto const size = static_cast<std::size_t>(std::countr_zero(special));
        if (special != 0 && begin[size] == '"' && (octets.beyond_ascii() & (special - 1) & ~special) == 0) {
            text = {begin, size};
            return begin + size + 1;
        }
        return read_long_string(begin, text);
    }

    [[gnu::noinline]] char* read_long_string(char* at, std::string_view& text) {
        auto* const begin = at;
        at = pass_plain(at);
        if (at == nullptr) return nullptr;
        auto* end = at;
        bool const is_plain = *at == '"';
        while (*at != '"') {
            if (*at != '\\') return malformed(at);
            at = decode_escape(at, end);
            if (at == nullptr) return nullptr;
            auto const* const plain = at;
            at = pass_plain(at);
            if (at == nullptr) return nullptr;
            auto const size = static_cast<std::size_t>(at - plain);
            std::memmove(end, plain, size);
            end += size;
        }
        text = {begin, static_cast<std::size_t>(end - begin)};
        // What is left in the copy of the text is what needs no escapes.
        if (!is_plain) text = document_.keep(text);
        return at + 1;
    }

    /// Moves on to what cannot stand in a string as it is. Escapes are whole characters, so that what stands
    /// between two of them has to be UTF-8 by itself.
    char* pass_plain(char* at) {
        auto* const begin = at;
        std::uint32_t beyond_ascii = 0;
        for (;;) {
            sixteen_octets const octets(at);
            auto const special = special_in_json(octets);
            // Of those before the first special one.
            beyond_ascii |= octets.beyond_ascii() & (special - 1) & ~special;
            if (special != 0) {
                at += std::countr_zero(special);
                break;
            }
            at += sixteen_octets::size;
        }
        if (beyond_ascii == 0) return at;
        auto const bad = find_invalid_utf8({begin, static_cast<std::size_t>(at - begin)});
        return bad == std::string_view::npos ? at : malformed(begin + bad);
    }

    /// What it stands for is never longer than the escape.
    char* decode_escape(char* at, char*& to) {
        ++at;
        switch (*at) {
        case '"':
        case '\\':
        case '/': *to++ = *at; break;
        case 'b': *to++ = '\b'; break;
        case 'f': *to++ = '\f'; break;
        case 'n': *to++ = '\n'; break;
        case 'r': *to++ = '\r'; break;
        case 't': *to++ = '\t'; break;
        case 'u': return decode_unicode_escape(at, to);
        default: return malformed(at);
        }
        return at + 1;
    }

    char* decode_unicode_escape(char* at, char*& to) {
        std::uint32_t character = 0;
        at = read_unit(at, character);
        if (at == nullptr) return nullptr;
        if (character >= 0xDC00 && character <= 0xDFFF) return half_a_pair(at);
        if (character >= 0xD800 && character <= 0xDBFF) {
            if (*at != '\\' || *++at != 'u') return half_a_pair(at);
            std::uint32_t low = 0;
            at = read_unit(at, low);
            if (at == nullptr) return nullptr;
            if (low < 0xDC00 || low > 0xDFFF) return half_a_pair(at);
            character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
        }
        to += put_utf8(character, to);
        return at;
    }

    // What fails is kept apart from what reads: inlined, it would make every step of reading save registers.
    [[gnu::cold, gnu::noinline]] char* half_a_pair(char* at) {
        if (at == end_) return malformed(at);
        return fail(at, error_code::malformed,
                    "a \\u escape is half of a surrogate pair, which is no character");
    }

    /// The four digits behind `u`.
    char* read_unit(char* at, std::uint32_t& unit) {
        ++at;
        for (int i = 0; i < 4; ++i, ++at) {
            auto const digit = hex_value(*at);
            if (digit < 0)
                return at == end_
                           ? malformed(at)
                           : fail(at, error_code::malformed, "a \\u escape needs four hexadecimal digits");
            unit = unit << 4 | static_cast<std::uint32_t>(digit);
        }
        return at;
    }

    [[gnu::cold, gnu::noinline]] bool check_twins(char* at) {
        auto const* twin = repeated_member(*open_.back().node);
        return twin == nullptr || fail(at, error_code::repeated,
                                       "the member " + quoted(twin->name) +
                                           " appears more than once in one object; send it once",
                                       place_of(twin)) != nullptr;
    }

    static value const* repeated_member(value const& object) {
        std::vector<value const*> sorted;
        for (auto const* member = object.first; member != nullptr; member = member->next)
            sorted.push_back(member);
        std::sort(sorted.begin(), sorted.end(),
                  [](value const* a, value const* b) { return a->name < b->name; });
        auto const twin = std::adjacent_find(
            sorted.begin(), sorted.end(), [](value const* a, value const* b) { return a->name == b->name; });
        return twin == sorted.end() ? nullptr : *twin;
    }

    /// The path of `member` (which is in the innermost open container), or of that container.
    std::string place_of(value const* member = nullptr) const {
        std::string path;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            auto const* child = i + 1 < open_.size() ? open_[i + 1].node : member;
            if (child == nullptr) break;
            if (open_[i].node->kind == kind::array) {
                path += '[' + std::to_string(open_[i].node->count - 1) + ']';
            } else {
                if (!path.empty()) path += '.';
                path += child->name;
            }
        }
        return path.empty() ? "the document" : path;
    }

    [[gnu::cold, gnu::noinline]] char* too_many(char* at) {
        return fail(at, error_code::limit, "more values than are accepted in one document", place_of());
    }

    [[gnu::cold, gnu::noinline]] char* too_deep(char* at) {
        return fail(at, error_code::limit,
                    "nested deeper than the " + std::to_string(max_depth_) + " levels that are accepted");
    }

    [[gnu::cold, gnu::noinline]] char* malformed(char* at) {
        auto const c = static_cast<unsigned char>(*at);
        return fail(at, error_code::malformed,
                    at == end_  ? "the JSON text ends too early"
                    : c >= 0x80 ? "not valid UTF-8, or a character outside a string"
                    : c < 0x20
                        ? "a control character or a line end where it may not be; inside strings it must be "
                          "escaped"
                        : "not valid JSON");
    }

    [[gnu::cold, gnu::noinline]] char* fail(char* at, error_code code, std::string_view message,
                                            std::string where = {}) {
        stopped_ = at;
        failure_ = {code, std::move(where), std::string(message)};
        return nullptr;
    }

    document& document_;
    char* begin_;
    char* end_;
    char* stopped_ = nullptr;
    std::size_t max_depth_;
    std::size_t members_left_;
    boost::container::small_vector<open_container, 16> open_;
    error failure_;
};

} // namespace

boost::system::result<document, error> read_json(std::string_view text, reading_limits const& limits) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the document",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);

    // Trees take about five times their text: 64 bytes a value.
    document result(1024 + 6 * text.size());
    auto* const begin = result.allocate(text.size() + sixteen_octets::size);
    auto* const end = std::copy(text.begin(), text.end(), begin);
    std::memset(end, 0, sixteen_octets::size);
    result.set_plain({begin, text.size()});
    tree_reader reader(result, begin, end, limits);
    if (reader.read()) return result;
    auto& failure = reader.failure();
    if (failure.where.empty())
        failure.where = text_place(text, static_cast<std::size_t>(reader.at() - begin));
    return std::move(failure);
}

} // namespace ficus::acl
