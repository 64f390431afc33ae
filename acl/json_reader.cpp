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

/// Reads the document's own copy of the text, and decodes strings where they stand: all texts are views into
/// it. The octets behind its end are NUL, which stops every loop: only what fails asks where the end is.
class tree_reader {
public:
    tree_reader(document& into, char* begin, char* end, reading_limits const& limits)
        : document_(into), at_(begin), end_(end), max_depth_(limits.max_depth),
          members_left_(limits.max_members) {}

    bool read() {
        skip_white_space();
        if (!read_value({})) return false;
        while (!open_.empty()) {
            // At the beginning of the innermost container, or behind a value in it.
            auto const& inner = *open_.back().node;
            bool const is_object = inner.kind == kind::object;
            skip_white_space();
            if (*at_ == (is_object ? '}' : ']')) {
                if (!close()) return false;
                continue;
            }
            if (inner.first != nullptr) {
                if (*at_ != ',') return malformed();
                ++at_;
                skip_white_space();
            }
            if (!(is_object ? read_member() : read_value({}))) return false;
        }
        skip_white_space();
        return at_ == end_ || fail(error_code::malformed, "there is more after the end of the JSON text");
    }

    /// Where reading stopped.
    char const* at() const { return at_; }
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

    void skip_white_space() {
        if (static_cast<unsigned char>(*at_) > ' ') [[likely]]
            return;
        while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') ++at_;
    }

    bool read_member() {
        if (*at_ != '"') return malformed();
        std::string_view name;
        if (!read_string(name)) return false;
        auto& inner = open_.back();
        auto const mark = std::uint64_t{1} << mark_of(name);
        if ((inner.marks & mark) != 0 && !inner.has_twins)
            inner.has_twins = inner.node->count >= few_members || inner.node->find(name) != nullptr;
        inner.marks |= mark;
        skip_white_space();
        if (*at_ != ':') return malformed();
        ++at_;
        skip_white_space();
        return read_value(name);
    }

    bool read_value(std::string_view name) {
        if (members_left_ == 0) return too_many();
        --members_left_;
        auto& node = *document_.make(kind::null);
        if (open_.empty())
            document_.set_root(&node);
        else
            document::append(*open_.back().node, node, name);
        switch (*at_) {
        case '"': node.kind = kind::string; return read_string(node.text);
        case '{': node.kind = kind::object; return open(node);
        case '[': node.kind = kind::array; return open(node);
        case 't':
            node.kind = kind::boolean;
            node.truth = true;
            return pass_literal("true");
        case 'f': node.kind = kind::boolean; return pass_literal("false");
        case 'n': return pass_literal("null");
        default: node.kind = kind::number; return read_number(node.text);
        }
    }

    bool open(value& node) {
        if (open_.size() >= max_depth_) return too_deep();
        open_.push_back({&node});
        ++at_;
        return true;
    }

    bool close() {
        if (open_.back().has_twins && !check_twins()) return false;
        open_.pop_back();
        ++at_;
        return true;
    }

    bool pass_literal(std::string_view literal) {
        if (std::memcmp(at_, literal.data(), literal.size()) == 0) {
            at_ += literal.size();
            return true;
        }
        auto const left = std::string_view(at_, static_cast<std::size_t>(end_ - at_));
        if (literal.starts_with(left)) at_ = end_;
        return malformed();
    }

    bool pass_digits() {
        auto const* const begin = at_;
        while (is_digit(*at_)) ++at_;
        return at_ != begin;
    }

    /// RFC 8259 §6. Only its digits matter, not what they are worth.
    bool read_number(std::string_view& text) {
        auto const* const begin = at_;
        if (*at_ == '-') ++at_;
        if (*at_ == '0')
            ++at_;
        else if (!pass_digits())
            return malformed();
        if (*at_ == '.') {
            ++at_;
            if (!pass_digits()) return malformed();
        }
        if (*at_ == 'e' || *at_ == 'E') {
            ++at_;
            if (*at_ == '+' || *at_ == '-') ++at_;
            if (!pass_digits()) return malformed();
        }
        text = {begin, static_cast<std::size_t>(at_ - begin)};
        return true;
    }

    bool read_string(std::string_view& text) {
        auto* const begin = ++at_;
        // Most are short and plain ASCII.
        sixteen_octets const octets(begin);
        auto const special = special_in_json(octets);
        auto const size = static_cast<std::size_t>(std::countr_zero(special));
        if (special != 0 && begin[size] == '"' && (octets.beyond_ascii() & (special - 1) & ~special) == 0) {
            at_ = begin + size + 1;
            text = {begin, size};
            return true;
        }
        return read_long_string(text);
    }

    [[gnu::noinline]] bool read_long_string(std::string_view& text) {
        auto* const begin = at_;
        if (!pass_plain()) return false;
        auto* end = at_;
        while (*at_ != '"') {
            if (*at_ != '\\') return malformed();
            if (!decode_escape(end)) return false;
            auto const* const plain = at_;
            if (!pass_plain()) return false;
            auto const size = static_cast<std::size_t>(at_ - plain);
            std::memmove(end, plain, size);
            end += size;
        }
        ++at_;
        text = {begin, static_cast<std::size_t>(end - begin)};
        return true;
    }

    /// Moves on to what cannot stand in a string as it is. Escapes are whole characters, so that what stands
    /// between two of them has to be UTF-8 by itself.
    bool pass_plain() {
        auto* const begin = at_;
        std::uint32_t beyond_ascii = 0;
        for (;;) {
            sixteen_octets const octets(at_);
            auto const special = special_in_json(octets);
            // Of those before the first special one.
            beyond_ascii |= octets.beyond_ascii() & (special - 1) & ~special;
            if (special != 0) {
                at_ += std::countr_zero(special);
                break;
            }
            at_ += sixteen_octets::size;
        }
        if (beyond_ascii == 0) return true;
        auto const bad = find_invalid_utf8({begin, static_cast<std::size_t>(at_ - begin)});
        if (bad == std::string_view::npos) return true;
        at_ = begin + bad;
        return malformed();
    }

    /// What it stands for is never longer than the escape.
    bool decode_escape(char*& to) {
        ++at_;
        switch (*at_) {
        case '"':
        case '\\':
        case '/': *to++ = *at_; break;
        case 'b': *to++ = '\b'; break;
        case 'f': *to++ = '\f'; break;
        case 'n': *to++ = '\n'; break;
        case 'r': *to++ = '\r'; break;
        case 't': *to++ = '\t'; break;
        case 'u': return decode_unicode_escape(to);
        default: return malformed();
        }
        ++at_;
        return true;
    }

    bool decode_unicode_escape(char*& to) {
        std::uint32_t character = 0;
        if (!read_unit(character)) return false;
        if (character >= 0xDC00 && character <= 0xDFFF) return half_a_pair();
        if (character >= 0xD800 && character <= 0xDBFF) {
            if (*at_ != '\\' || *++at_ != 'u') return half_a_pair();
            std::uint32_t low = 0;
            if (!read_unit(low)) return false;
            if (low < 0xDC00 || low > 0xDFFF) return half_a_pair();
            character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
        }
        to += put_utf8(character, to);
        return true;
    }

    // What fails is kept apart from what reads: inlined, it would make every step of reading save registers.
    [[gnu::cold, gnu::noinline]] bool half_a_pair() {
        if (at_ == end_) return malformed();
        return fail(error_code::malformed, "a \\u escape is half of a surrogate pair, which is no character");
    }

    /// The four digits behind `u`.
    bool read_unit(std::uint32_t& unit) {
        ++at_;
        for (int i = 0; i < 4; ++i, ++at_) {
            auto const digit = hex_value(*at_);
            if (digit < 0)
                return at_ == end_
                           ? malformed()
                           : fail(error_code::malformed, "a \\u escape needs four hexadecimal digits");
            unit = unit << 4 | static_cast<std::uint32_t>(digit);
        }
        return true;
    }

    [[gnu::cold, gnu::noinline]] bool check_twins() {
        auto const* twin = repeated_member(*open_.back().node);
        return twin == nullptr || fail(error_code::repeated,
                                       "the member " + quoted(twin->name) +
                                           " appears more than once in one object; send it once",
                                       place_of(twin));
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

    [[gnu::cold, gnu::noinline]] bool too_many() {
        return fail(error_code::limit, "more values than are accepted in one document", place_of());
    }

    [[gnu::cold, gnu::noinline]] bool too_deep() {
        return fail(error_code::limit,
                    "nested deeper than the " + std::to_string(max_depth_) + " levels that are accepted");
    }

    [[gnu::cold, gnu::noinline]] bool malformed() {
        auto const c = static_cast<unsigned char>(*at_);
        return fail(error_code::malformed,
                    at_ == end_ ? "the JSON text ends too early"
                    : c >= 0x80 ? "not valid UTF-8, or a character outside a string"
                    : c < 0x20
                        ? "a control character or a line end where it may not be; inside strings it must be "
                          "escaped"
                        : "not valid JSON");
    }

    [[gnu::cold, gnu::noinline]] bool fail(error_code code, std::string_view message,
                                           std::string where = {}) {
        failure_ = {code, std::move(where), std::string(message)};
        return false;
    }

    document& document_;
    char* at_;
    char* end_;
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
    tree_reader reader(result, begin, end, limits);
    if (reader.read()) return result;
    auto& failure = reader.failure();
    if (failure.where.empty())
        failure.where = text_place(text, static_cast<std::size_t>(reader.at() - begin));
    return std::move(failure);
}

} // namespace ficus::acl
