#include "acl/text_side.hpp"

#include "acl/quoted.hpp"
#include "acl/utf8.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::string_view white_space = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(white_space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(white_space) - begin + 1);
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

void put_in_case(std::string_view text, letter_case letters, std::string& out) {
    for (auto const c : text) {
        bool const other = letters == letter_case::upper ? is_lower(c) : is_upper(c);
        out += other ? static_cast<char>(c ^ 0x20) : c;
    }
}

error refuse(error_code code, std::string message) {
    return {code, {}, std::move(message)};
}

/// How much of a URL is its scheme and its authority (RFC 3986 §3.1, §3.2): `https://api.example`,
/// `//api.example`.
std::size_t size_of_origin(std::string_view url) {
    auto const slashes = url.find("//");
    if (slashes == std::string_view::npos) return 0;
    auto const scheme = url.substr(0, slashes);
    bool const fits = scheme.empty() || (scheme.back() == ':' && scheme.size() > 1 &&
                                         std::all_of(scheme.begin(), scheme.end() - 1, [](char c) {
                                             auto const small = static_cast<char>(c | 0x20);
                                             return (small >= 'a' && small <= 'z') ||
                                                    (c >= '0' && c <= '9') || c == '+' || c == '-' ||
                                                    c == '.';
                                         }));
    if (!fits) return 0;
    return std::min(url.find_first_of("/?#", slashes + 2), url.size());
}

/// Both are ASCII where they are origins of URLs, whose letters are of any case.
bool is_same_origin(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return x == y || ((x ^ y) == 0x20 && (x | 0x20) >= 'a' && (x | 0x20) <= 'z');
    });
}

} // namespace

boost::system::result<text_side, std::vector<option_error>>
text_side::compile(text_side_options const& options) {
    std::vector<option_error> problems;
    text_side side;
    side.options_ = options;
    if (options.origin && std::string_view(options.prefix).substr(size_of_origin(options.prefix)).empty())
        problems.push_back({"origin",
                            "says that an origin may stand before the path of a URL; name where the "
                            "path begins, as in prefix = { modern = \"/v2/orders/\" }"});
    if (options.pad) {
        auto made = padding::compile(*options.pad);
        if (made)
            side.padding_ = std::move(*made);
        else
            for (auto& problem : made.error())
                problems.push_back({"pad." + problem.key, std::move(problem.message)});
        auto const& before =
            options.pad->side == padding_options::where::left ? options.prefix : options.suffix;
        if (options.trim && before.empty() && options.pad->with.size() == 1 &&
            white_space.find(options.pad->with) != std::string_view::npos)
            problems.push_back(
                {"trim", "it would take the padding away before its width is looked at; leave 'trim' out, or "
                         "'pad' where the width does not matter"});
    }
    if (!problems.empty()) return problems;
    return side;
}

/// Takes it off; false where it is not there.
bool text_side::take_prefix(std::string_view& text) const {
    if (text.starts_with(options_.prefix)) {
        text.remove_prefix(options_.prefix.size());
        return true;
    }
    if (!options_.origin) return false;
    std::string_view path = options_.prefix;
    auto const ours = path.substr(0, size_of_origin(path));
    auto const theirs = text.substr(0, size_of_origin(text));
    path.remove_prefix(ours.size());
    auto const rest = text.substr(theirs.size());
    if (!rest.starts_with(path)) return false;
    if (!ours.empty() && !theirs.empty() && !is_same_origin(ours, theirs)) return false;
    text = rest.substr(path.size());
    return true;
}

boost::system::result<std::string_view, error> text_side::read(std::string_view text,
                                                               std::string& decoded) const {
    auto meant = options_.trim ? trimmed(text) : text;
    if (!take_prefix(meant))
        return refuse(error_code::wrong_type,
                      quoted(text) + " does not begin with '" + options_.prefix + "'");
    if (!meant.ends_with(options_.suffix))
        return refuse(error_code::wrong_type, quoted(text) + " does not end in '" + options_.suffix + "'");
    meant.remove_suffix(options_.suffix.size());
    if (padding_) {
        auto const stripped = padding_->strip(meant);
        if (!stripped)
            return refuse(error_code::wrong_type, quoted(meant) + " is not " +
                                                      std::to_string(options_.pad->width) +
                                                      " characters wide, as 'pad' says");
        meant = *stripped;
    }
    if (options_.base64) {
        decoded.clear();
        if (!read_base64(meant, decoded, *options_.base64))
            return refuse(error_code::wrong_type, quoted(meant) + " is not base64" +
                                                      (*options_.base64 == base64::url ? " for URLs" : "") +
                                                      " with its padding");
        if (find_invalid_utf8(decoded) != std::string_view::npos)
            return refuse(error_code::wrong_type,
                          quoted(meant) + " is base64 of bytes that are no text in UTF-8");
        meant = decoded;
    }
    if (options_.letters) {
        bool const upper = *options_.letters == letter_case::upper;
        if (std::any_of(meant.begin(), meant.end(), upper ? is_lower : is_upper))
            return refuse(error_code::wrong_type, quoted(meant) + " is not in " +
                                                      (upper ? "upper" : "lower") + " case, as 'case' says");
    }
    return meant;
}

boost::system::result<void, error> text_side::write(std::string_view meant, std::string& out) const {
    std::string in_case;
    if (options_.letters) {
        put_in_case(meant, *options_.letters, in_case);
        meant = in_case;
    }
    std::string encoded;
    if (options_.base64) {
        write_base64(meant, encoded, *options_.base64);
        meant = encoded;
    }
    auto const begin = out.size();
    out += options_.prefix;
    if (padding_) {
        auto const filled = padding_->fill(meant, out);
        if (!filled) return refuse(error_code::unrepresentable, filled.error());
    } else {
        out += meant;
    }
    out += options_.suffix;
    auto const written = std::string_view(out).substr(begin);
    if (options_.trim && trimmed(written) != written)
        return refuse(error_code::unrepresentable,
                      quoted(meant) + " has white space on an end, which 'trim' takes away on the way back");
    return {};
}

bool text_side::is_blank(std::string_view text) const {
    auto const meant = options_.trim ? trimmed(text) : text;
    if (meant.empty()) return true;
    bool const alone = padding_ && options_.prefix.empty() && options_.suffix.empty();
    auto const stripped = alone ? padding_->strip(meant) : std::nullopt;
    return stripped && stripped->empty();
}

std::string text_side::blank() const {
    std::string filled;
    // Of zeros alone the last one is the number 0: then nothing is no text at all.
    bool const alone = padding_ && options_.prefix.empty() && options_.suffix.empty();
    if (!alone || !padding_->fill("", filled)) filled.clear();
    return filled;
}

} // namespace ficus::acl
