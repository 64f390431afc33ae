#include "rules/path.hpp"

#include "rules/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ficus::rules {

namespace {

constexpr std::string_view bad_percent = "`%` in the path is not followed by two hexadecimal digits";

/// What a byte may be in a path, for those that are plain.
enum class byte : std::uint8_t { data, slash, dot, doubtful };
constexpr auto bytes = [] {
    std::array<byte, 256> all{};
    for (std::size_t c = 0; c < all.size(); ++c)
        if (is_control(static_cast<char>(c))) all[c] = byte::doubtful;
    for (unsigned char c : {' ', '#', '%', ';', '\\'}) all[c] = byte::doubtful;
    all['/'] = byte::slash;
    all['.'] = byte::dot;
    return all;
}();

/// The doubtful things in the order in which readings are numbered: what comes first changes fastest.
enum class doubt_about : std::uint8_t {
    encoded_slash,
    backslash,
    encoded_backslash,
    params,
    nul,
    doubled,
    late_slash,
    late_backslash,
    late_params,
    late_nul,
};
constexpr std::size_t doubts = 10;
/// Order matters only where there are dots, or parameters that may end at what is a slash later.
constexpr std::size_t twice(bool there, path_survey const& s) {
    return there && (s.dots || s.params || s.encoded_params) ? 2 : 1;
}

std::array<std::size_t, doubts> choices(path_survey const& s) {
    // Parameters cut before decoding end at a `/` as sent, those cut after it at a decoded one: only where
    // there is something encoded does that make a difference.
    bool const order_matters = s.params && (s.encoded_slash || s.encoded_backslash || s.encoded_params);
    return {s.encoded_slash ? 2u : 1u,
            s.backslash ? 2u : 1u,
            s.encoded_backslash ? 2u : 1u,
            order_matters                  ? 3u
            : s.params || s.encoded_params ? 2u
                                           : 1u,
            s.nul ? 2u : 1u,
            !s.doubled ? 1u
            : s.dots   ? 3u
                       : 2u,
            twice(s.encoded_slash, s),
            twice(s.backslash || s.encoded_backslash, s),
            twice(s.params || s.encoded_params, s),
            twice(s.nul, s)};
}

std::array<std::size_t, doubts> digits(path_survey const& s, std::size_t n) {
    std::array<std::size_t, doubts> chosen{};
    auto const bases = choices(s);
    for (std::size_t i = 0; i < doubts; ++i) {
        chosen[i] = n % bases[i];
        n /= bases[i];
    }
    return chosen;
}

} // namespace

std::size_t path_survey::readings() const {
    std::size_t product = 1;
    for (auto n : choices(*this)) product *= n;
    return product;
}

path_reading path_survey::reading(std::size_t n) const {
    auto const chosen = digits(*this, n);
    auto const at = [&](doubt_about d) { return chosen[static_cast<std::size_t>(d)]; };
    path_reading how;
    how.encoded_slash = at(doubt_about::encoded_slash) != 0;
    how.backslash = at(doubt_about::backslash) != 0;
    how.encoded_backslash = at(doubt_about::encoded_backslash) != 0;
    how.nul_ends = at(doubt_about::nul) != 0;
    constexpr std::array cuts{path_reading::params::kept, path_reading::params::cut_after_decoding,
                              path_reading::params::cut_before_decoding};
    how.parameters = cuts[at(doubt_about::params)];
    constexpr std::array merges{path_reading::slashes::kept, path_reading::slashes::merged_before_dots,
                                path_reading::slashes::merged_after_dots};
    how.doubled = merges[at(doubt_about::doubled)];
    how.late.slash = at(doubt_about::late_slash) != 0;
    how.late.backslash = at(doubt_about::late_backslash) != 0;
    how.late.params = at(doubt_about::late_params) != 0;
    how.late.nul = at(doubt_about::late_nul) != 0;
    return how;
}

std::string_view path_survey::doubt(std::size_t n) const {
    constexpr std::array<std::string_view, doubts> sentences{
        "servers differ in whether %2F in a path separates segments, and here that decides the feature",
        "servers differ in whether \\ in a path separates segments, and here that decides the feature",
        "servers differ in whether %5C in a path separates segments, and here that decides the feature",
        "servers differ in whether ;parameters belong to a path, and here that decides the feature",
        "servers differ in whether %00 ends a path, and here that decides the feature",
        "servers differ in whether // in a path is one slash, and here that decides the feature",
        "servers differ in whether %2F in a path is decoded before dot segments are removed, and here that "
        "decides the feature",
        "servers differ in whether \\ in a path is a slash before dot segments are removed, and here that "
        "decides the feature",
        "servers differ in whether ;parameters are taken off a path before dot segments are, and here that "
        "decides the feature",
        "servers differ in whether %00 ends a path before dot segments are removed, and here that decides "
        "the feature"};
    auto const chosen = digits(*this, n);
    for (std::size_t i = doubts; i-- > 0;)
        if (chosen[i] != 0) return sentences[i];
    return "";
}

path_survey survey(std::string_view raw) {
    path_survey s;
    auto const malformed = [&](std::string_view why) {
        s.what = path_survey::form::malformed;
        s.why = why;
        return s;
    };
    if (raw.empty() || raw.front() != '/') return malformed("the path does not begin with /");
    bool slash_before = false;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        char const c = raw[i];
        bool const slash = c == '/';
        if (slash && slash_before) s.doubled = true;
        if (c == '.' && slash_before) s.what = path_survey::form::encoded;
        slash_before = slash;
        switch (c) {
        case '.': s.dots = true; break;
        case '\\': s.backslash = true; break;
        case ';': s.params = true; break;
        case '#': return malformed("the path holds #, which belongs to no request");
        case '%':
            s.what = path_survey::form::encoded;
            switch (percent_byte(raw, i)) {
            case -1: return malformed(bad_percent);
            case '/': s.encoded_slash = true; break;
            case '\\': s.encoded_backslash = true; break;
            case ';': s.encoded_params = true; break;
            case '.': s.dots = true; break;
            case '\0': s.nul = true; break;
            default: break;
            }
            i += 2;
            break;
        default:
            if (is_control(c) || c == ' ') return malformed("the path holds a space or a control character");
        }
    }
    // Any of these can leave an empty segment behind: `/a/;x/b`, `/a/%2Fb`.
    s.doubled =
        s.doubled || s.encoded_slash || s.backslash || s.encoded_backslash || s.params || s.encoded_params;
    if (s.doubled) s.what = path_survey::form::encoded;
    return s;
}

std::string_view without_session(std::string_view raw) {
    constexpr std::string_view name = ";jsessionid=";
    // What the containers make identifiers of, and nothing that could be read as more.
    constexpr std::string_view others = "-._~!*+:";
    auto const at = raw.rfind(';');
    if (at == std::string_view::npos || raw.size() - at <= name.size()) return raw;
    auto const parameter = raw.substr(at);
    for (std::size_t i = 0; i < parameter.size(); ++i) {
        char const c = parameter[i];
        bool const fits = i < name.size()
                              ? lower(c) == name[i]
                              : is_letter(c) || is_digit(c) || others.find(c) != std::string_view::npos;
        if (!fits) return raw;
    }
    return raw.substr(0, at);
}

void normal_path::read_plain(std::string_view raw) {
    plain_ = raw;
    make_room(raw.size());
    count_ = 0;
    for (std::size_t i = 0; i < raw.size(); ++i)
        if (raw[i] == '/') push(i + 1);
}

bool normal_path::read_if_plain(std::string_view raw) {
    plain_ = raw;
    count_ = 0;
    if (starts_.size() <= raw.size()) [[unlikely]]
        make_room(raw.size());
    if (raw.empty() || raw.front() != '/') return false;
    auto const* const end = raw.data() + raw.size();
    auto* start = starts_.data();
    auto const* begin = raw.data(); // of a segment that may still turn out to be dots or nothing
    for (auto const* at = begin;; ++at) {
        auto what = byte::data;
        while (at != end && (what = bytes[static_cast<unsigned char>(*at)]) == byte::data) ++at;
        if (at == end) break;
        if (what == byte::slash && (at != begin || at == raw.data())) {
            begin = at + 1;
            *start++ = static_cast<std::uint32_t>(begin - raw.data());
        } else if (what != byte::dot || at == begin) {
            return false;
        }
    }
    count_ = static_cast<std::size_t>(start - starts_.data());
    return true;
}

void normal_path::read(std::string_view raw, path_reading const& how) {
    using params = path_reading::params;
    plain_ = {};
    text_ = '/';
    make_room(raw.size());
    count_ = 0;
    open_ = 1;
    bool cutting = false; // inside parameters that this reading does not see
    for (std::size_t i = 1; i < raw.size(); ++i) {
        bool const encoded = raw[i] == '%';
        char const c = encoded ? static_cast<char>(percent_byte(raw, i)) : raw[i];
        if (encoded) i += 2;
        if (c == '\0' && how.nul_ends) break;
        bool const slash = (c == '/' && (!encoded || how.encoded_slash)) ||
                           (c == '\\' && (encoded ? how.encoded_backslash : how.backslash));
        bool const seen = !encoded || how.parameters == params::cut_after_decoding;
        if (cutting && !(slash && seen)) continue;
        cutting = false;
        if (slash)
            end_segment(how, false);
        else if (c == ';' && how.parameters != params::kept && seen)
            cutting = true;
        else
            text_ += c;
    }
    end_segment(how, true);
    if (how.late.any()) read_again(how);
    if (how.doubled == path_reading::slashes::merged_after_dots) merge_slashes();
}

void normal_path::make_room(std::size_t raw_size) {
    if (starts_.size() <= raw_size) starts_.resize(raw_size + 1);
}

void normal_path::end_segment(path_reading const& how, bool last) {
    auto const drop_to = [&](std::uint32_t begin) { text_.resize(begin); };
    auto const read = std::string_view(text_).substr(open_);
    bool const dot = read == ".";
    bool const dots = read == "..";
    bool const merged = read.empty() && how.doubled == path_reading::slashes::merged_before_dots;
    if (dots && count_ > 0) open_ = starts_[--count_];
    // A path that ends in a dot segment ends in a slash, and so in an empty segment.
    if (dot || dots) drop_to(open_);
    if (last) {
        push(open_);
    } else if (!dot && !dots && !merged) {
        push(open_);
        text_ += '/';
        open_ = static_cast<std::uint32_t>(text_.size());
    }
}

void normal_path::read_again(path_reading how) {
    // Whoever merged slashes after dots has done so by now.
    if (how.doubled == path_reading::slashes::merged_after_dots)
        how.doubled = path_reading::slashes::merged_before_dots;
    before_.swap(text_);
    text_ = '/';
    open_ = 1;
    // Of the first reading: every slash that is not one of them is data.
    std::size_t slashes = 1;
    auto const first = std::exchange(count_, 0);
    others_.assign(starts_.begin(), starts_.begin() + static_cast<std::ptrdiff_t>(first));
    bool cutting = false;
    for (std::size_t i = 1; i < before_.size(); ++i) {
        char const c = before_[i];
        bool const was_slash = slashes < first && i + 1 == others_[slashes];
        if (was_slash) ++slashes;
        if (c == '\0' && how.late.nul) break;
        if (was_slash || (c == '/' && how.late.slash) || (c == '\\' && how.late.backslash)) {
            cutting = false;
            end_segment(how, false);
        } else if (!cutting) {
            cutting = c == ';' && how.late.params;
            if (!cutting) text_ += c;
        }
    }
    end_segment(how, true);
}

void normal_path::merge_slashes() {
    std::size_t kept = 0;
    std::size_t end = 0; // of what is kept of text_
    for (std::size_t i = 0; i < count_; ++i) {
        bool const last = i + 1 == count_;
        auto const begin = starts_[i];
        auto const size = (last ? text_.size() : starts_[i + 1] - 1) - begin;
        if (size == 0 && !last) continue;
        text_[end++] = '/';
        std::copy_n(text_.begin() + begin, size, text_.begin() + static_cast<std::ptrdiff_t>(end));
        starts_[kept++] = static_cast<std::uint32_t>(end);
        end += size;
    }
    text_.resize(end);
    count_ = kept;
}

} // namespace ficus::rules
