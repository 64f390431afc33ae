#include "acl/json.hpp"
#include "acl/quoted.hpp"
#include "acl/text_place.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstring>
#include <functional>
#include <vector>

namespace ficus::acl {
namespace {

namespace json = boost::json;

bool points_into(std::string_view text, char const* pointer) {
    std::less_equal<> const before;
    return before(text.data(), pointer) && before(pointer, text.data() + text.size());
}

/// Builds the tree from the parser's events. `text` is the document's own copy, so that whatever came without
/// escapes is a view into it; `parsed` is what the parser reads: the same bytes, see `tame_exponents`.
class tree_builder {
public:
    static constexpr std::size_t max_array_size = -1;
    static constexpr std::size_t max_object_size = -1;
    static constexpr std::size_t max_string_size = -1;
    static constexpr std::size_t max_key_size = -1;

    tree_builder(document& into, std::string_view text, std::string_view parsed, std::size_t max_members)
        : document_(into), text_(text), parsed_(parsed), members_left_(max_members) {
        open_.reserve(16);
    }

    std::optional<error>& failure() { return failure_; }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_array_begin(json::error_code& ec) { return open(kind::array, ec); }
    bool on_array_end(std::size_t, json::error_code&) { return close(); }
    bool on_object_begin(json::error_code& ec) { return open(kind::object, ec); }
    bool on_object_end(std::size_t, json::error_code& ec) {
        if (auto const* twin = repeated_member(*open_.back()))
            return fail(error_code::repeated,
                        "the member " + quoted(twin->name) +
                            " appears more than once in one object; send it once",
                        place_of(twin), ec);
        return close();
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
    bool on_key(json::string_view rest, std::size_t, json::error_code&) {
        key_ = finish(rest);
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
    bool on_string(json::string_view rest, std::size_t, json::error_code& ec) {
        auto* node = document_.make(kind::string);
        node->text = finish(rest);
        return add(*node, ec);
    }
    // One buffer holds the whole text, so a number always comes in one piece.
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view digits, json::error_code& ec) { return number(digits, ec); }
    bool on_uint64(std::uint64_t, json::string_view digits, json::error_code& ec) {
        return number(digits, ec);
    }
    bool on_double(double, json::string_view digits, json::error_code& ec) { return number(digits, ec); }
    bool on_bool(bool truth, json::error_code& ec) { return add(*document_.make_boolean(truth), ec); }
    bool on_null(json::error_code& ec) { return add(*document_.make(kind::null), ec); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

private:
    bool number(json::string_view digits, json::error_code& ec) {
        auto* node = document_.make(kind::number);
        node->text = original(digits);
        return add(*node, ec);
    }

    bool open(kind k, json::error_code& ec) {
        auto* node = document_.make(k);
        if (!add(*node, ec)) return false;
        open_.push_back(node);
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    bool add(value& node, json::error_code& ec) {
        if (members_left_ == 0)
            return fail(error_code::limit, "more values than are accepted in one document", place_of(), ec);
        --members_left_;
        if (open_.empty())
            document_.set_root(&node);
        else
            document::append(*open_.back(), node,
                             open_.back()->kind == kind::object ? key_ : std::string_view{});
        return true;
    }

    bool gather(json::string_view part) {
        scratch_.append(part.data(), part.size());
        return true;
    }

    std::string_view finish(json::string_view rest) {
        if (scratch_.empty() && (rest.empty() || points_into(parsed_, rest.data()))) return original(rest);
        scratch_.append(rest.data(), rest.size());
        auto const kept = document_.keep(scratch_);
        scratch_.clear();
        return kept;
    }

    std::string_view original(json::string_view seen) const {
        if (seen.empty()) return {};
        return text_.substr(static_cast<std::size_t>(seen.data() - parsed_.data()), seen.size());
    }

    /// Linear for the small objects that documents are made of, sorted for those that somebody else made up.
    value const* repeated_member(value const& object) {
        if (object.count <= 16) {
            for (auto const* member = object.first; member != nullptr; member = member->next)
                for (auto const* later = member->next; later != nullptr; later = later->next)
                    if (later->name == member->name) return later;
            return nullptr;
        }
        sorted_.clear();
        for (auto const* member = object.first; member != nullptr; member = member->next)
            sorted_.push_back(member);
        auto const by_name = [](value const* a, value const* b) { return a->name < b->name; };
        std::sort(sorted_.begin(), sorted_.end(), by_name);
        auto const twin =
            std::adjacent_find(sorted_.begin(), sorted_.end(),
                               [](value const* a, value const* b) { return a->name == b->name; });
        return twin == sorted_.end() ? nullptr : *twin;
    }

    /// The path of `member` (which is in the innermost open container), or of that container.
    std::string place_of(value const* member = nullptr) const {
        std::string path;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            auto const* child = i + 1 < open_.size() ? open_[i + 1] : member;
            if (child == nullptr) break;
            if (open_[i]->kind == kind::array) {
                path += '[' + std::to_string(open_[i]->count - 1) + ']';
            } else {
                if (!path.empty()) path += '.';
                path += child->name;
            }
        }
        return path.empty() ? "the document" : path;
    }

    bool fail(error_code code, std::string message, std::string where, json::error_code& ec) {
        failure_ = error{code, std::move(where), std::move(message)};
        ec = json::error::input_error;
        return false;
    }

    document& document_;
    std::string_view text_;
    std::string_view parsed_;
    std::size_t members_left_;
    std::vector<value*> open_;
    std::vector<value const*> sorted_;
    std::string_view key_;
    std::string scratch_;
    std::optional<error> failure_;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A copy of the text in which exponents too large for an int are zeros of the same length: the parser wants
/// to know a number's value, we only want its digits, which the builder takes from the original.
std::string tame_exponents(std::string_view text) {
    std::string tame(text);
    bool in_string = false;
    for (std::size_t i = 0; i < tame.size(); ++i) {
        if (in_string) {
            if (tame[i] == '\\')
                ++i;
            else if (tame[i] == '"')
                in_string = false;
        } else if (tame[i] == '"') {
            in_string = true;
        } else if ((tame[i] == 'e' || tame[i] == 'E') && i > 0 && is_digit(tame[i - 1])) {
            auto begin = i + 1;
            if (begin < tame.size() && (tame[begin] == '+' || tame[begin] == '-')) ++begin;
            auto end = begin;
            while (end < tame.size() && is_digit(tame[end])) ++end;
            if (end - begin > 8) std::fill(tame.begin() + begin, tame.begin() + end, '0');
            i = end - 1;
        }
    }
    return tame;
}

/// Whether an escape such as \ud83d ends at `at`: the first half of a pair.
bool follows_half_a_pair(std::string_view text, std::size_t at) {
    if (at < 6 || at > text.size()) return false;
    auto const escape = text.substr(at - 6, 6);
    return escape.starts_with("\\u") && (escape[2] | 32) == 'd' &&
           std::string_view("89abAB").find(escape[3]) != std::string_view::npos;
}

std::string explain(json::error_code ec, std::string_view text, std::size_t at) {
    if (ec == json::error::incomplete) return "the JSON text ends too early";
    if (ec == json::error::extra_data) return "there is more after the end of the JSON text";
    if (ec == json::error::illegal_leading_surrogate || ec == json::error::illegal_trailing_surrogate ||
        ec == json::error::expected_utf16_escape || follows_half_a_pair(text, at))
        return "a \\u escape is half of a surrogate pair, which is no character";
    if (ec == json::error::expected_hex_digit) return "a \\u escape needs four hexadecimal digits";
    if (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80)
        return "not valid UTF-8, or a character outside a string";
    if (at < text.size() && static_cast<unsigned char>(text[at]) < 0x20)
        return "a control character or a line end where it may not be; inside strings it must be escaped";
    return "not valid JSON";
}

} // namespace

boost::system::result<document, error> read_json(std::string_view text, reading_limits const& limits) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the document",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);

    json::parse_options options;
    options.max_depth = limits.max_depth;
    std::string tame;
    for (;;) {
        // Trees take about five times their text: 64 bytes a value.
        document result(1024 + 6 * text.size());
        auto const kept = result.keep(text);
        auto const parsed = tame.empty() ? kept : std::string_view(tame);
        json::basic_parser<tree_builder> parser(options, result, kept, parsed, limits.max_members);
        json::error_code ec;
        auto const read = parser.write_some(false, parsed.data(), parsed.size(), ec);
        if (!ec && read < parsed.size()) ec = json::error::extra_data;
        if (!ec) return result;
        if (ec == json::error::exponent_overflow && tame.empty()) {
            tame = tame_exponents(kept);
            continue;
        }
        if (parser.handler().failure()) return std::move(*parser.handler().failure());
        auto where = text_place(text, read);
        if (ec == json::error::too_deep)
            return error{error_code::limit, std::move(where),
                         "nested deeper than the " + std::to_string(limits.max_depth) +
                             " levels that are accepted"};
        return error{error_code::malformed, std::move(where), explain(ec, text, read)};
    }
}

} // namespace ficus::acl
