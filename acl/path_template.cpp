#include "acl/path_template.hpp"

#include "acl/hex.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
            hex_value(text[i + 2]) >= 0) {
            plain += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

/// RFC 3986 pchar stays, a percent escape stays, everything else is escaped.
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view stays = "-._~!$&'()*+,;=:@%";
    std::string out;
    for (auto const character : text) {
        auto const c = static_cast<unsigned char>(character);
        bool const alnum = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (alnum || stays.find(character) != std::string_view::npos) {
            out += character;
        } else {
            out += '%';
            out += hex[c >> 4];
            out += hex[c & 15];
        }
    }
    return out;
}

bool is_dot_segment(std::string_view plain) {
    return plain == "." || plain == "..";
}

/// Whether a server that takes more for a separator than `/` would find a dot segment in what was captured:
/// it would lead out of the tree that the template names.
bool hides_dot_segment(std::string_view raw) {
    auto const plain = percent_decoded(raw);
    std::string_view rest = plain;
    for (;;) {
        auto const end = rest.find_first_of("/\\");
        auto const segment = rest.substr(0, end);
        if (is_dot_segment(segment.substr(0, segment.find_first_of(std::string_view(";\0", 2))))) return true;
        if (end == std::string_view::npos) return false;
        rest.remove_prefix(end + 1);
    }
}

/// Without dot segments (RFC 3986 §5.2.4), whether they are percent-encoded or not; never above the root.
/// What stays is byte for byte what it was.
std::string without_dot_segments(std::string_view raw) {
    std::vector<std::string_view> kept;
    for (std::size_t begin = 1; begin <= raw.size();) {
        auto const end = std::min(raw.find('/', begin), raw.size());
        auto const segment = raw.substr(begin, end - begin);
        auto const plain = percent_decoded(segment);
        if (plain == ".." && !kept.empty()) kept.pop_back();
        if (!is_dot_segment(plain))
            kept.push_back(segment);
        else if (end == raw.size())
            kept.push_back({}); // a path that ends in one ends in a slash
        begin = end + 1;
    }
    std::string path;
    for (auto const segment : kept) path.append("/").append(segment);
    return path;
}

/// The offset of a `%` that begins no escape, or npos.
std::size_t find_stray_percent(std::string_view text) {
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
        if (text.size() - at < 3 || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) return at;
    return std::string_view::npos;
}

bool contains(std::vector<std::string> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::size_t position(std::vector<std::string> const& names, std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::string list_of(std::vector<std::string> const& names) {
    std::string list;
    for (auto const& name : names) list += (list.empty() ? "{" : ", {") + name + "}";
    return list.empty() ? "none" : list;
}

} // namespace

boost::system::result<path_mapping, std::vector<option_error>>
path_mapping::compile(std::string const& legacy, std::string const& modern,
                      std::array<std::vector<std::string>, 2> const& own) {
    std::vector<option_error> problems;
    path_mapping made;
    std::array<std::vector<std::string>, 2> names;
    std::string const* const texts[2] = {&legacy, &modern};
    char const* const keys[2] = {"legacy", "modern"};
    for (std::size_t side = 0; side < 2; ++side) {
        auto parsed = parse(*texts[side], names[side]);
        if (!parsed) {
            problems.push_back({keys[side], parsed.error()});
            continue;
        }
        made.sides_[side] = std::move(*parsed);
        for (auto const& name : own[side])
            if (!contains(names[side], name))
                problems.push_back({keys[side], "a field names 'path:" + name +
                                                    "', but the template has no {" + name +
                                                    "}; its names are " + list_of(names[side])});
    }
    if (!problems.empty()) return problems;

    // Names of both templates stand first, in the legacy one's order; then what fields address, side by side.
    std::array<std::vector<std::string>, 2> common;
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& name : names[side])
            if (!contains(own[side], name)) common[side].push_back(name);
    if (!std::is_permutation(common[0].begin(), common[0].end(), common[1].begin(), common[1].end())) {
        problems.push_back(
            {"modern",
             "the names of both templates must be the same ones, or what they hold is lost; legacy has " +
                 list_of(common[0]) + ", modern has " + list_of(common[1]) +
                 "; what is elsewhere on the other side takes a field: 'path:" +
                 (common[0].empty() ? common[1] : common[0]).front() + "'"});
        return problems;
    }
    made.names_ = common[0].size();
    made.shared_ = common[0];
    for (std::size_t side = 0; side < 2; ++side) {
        for (auto const& name : own[side]) made.own_[side].emplace_back(name, made.names_++);
        for (auto& s : made.sides_[side]) {
            if (s.capture == segment::npos) continue;
            auto const& name = names[side][s.capture];
            s.capture = contains(own[side], name) ? made.index_of(side, name) : position(common[0], name);
        }
    }
    auto const rest_of = [&](segments const& s) {
        bool const shared = !s.empty() && s.back().rest && s.back().capture < common[0].size();
        return shared ? s.back().capture : segment::npos;
    };
    if (rest_of(made.sides_[0]) != rest_of(made.sides_[1])) {
        problems.push_back({"modern", "what is the rest of the path in one template must be the rest in the "
                                      "other: write '{name...}' in both"});
        return problems;
    }
    return made;
}

std::size_t path_mapping::index_of(std::size_t side, std::string_view name) const {
    for (auto const& [own, index] : own_[side])
        if (own == name) return index;
    return segment::npos;
}

std::optional<std::size_t> path_mapping::find(std::size_t side, std::string_view name) const {
    if (auto const own = index_of(side, name); own != segment::npos) return own;
    if (contains(shared_, name)) return position(shared_, name);
    return std::nullopt;
}

bool path_mapping::is_rest(std::size_t side, std::string_view name) const {
    auto const& last = sides_[side].back();
    return last.rest && last.capture == index_of(side, name);
}

boost::system::result<path_mapping::segments, std::string>
path_mapping::parse(std::string_view text, std::vector<std::string>& names) {
    if (!text.starts_with('/')) return "the template '" + std::string(text) + "' must begin with '/'";
    if (text.find_first_of("?#") != std::string_view::npos)
        return "the template '" + std::string(text) +
               "' holds a '?' or '#'; it describes the path alone, and the query goes over unchanged";
    segments made;
    for (std::size_t begin = 1; begin <= text.size();) {
        auto const end = std::min(text.find('/', begin), text.size());
        auto const written = text.substr(begin, end - begin);
        segment s;
        if (written.starts_with('{') && written.ends_with('}')) {
            auto name = written.substr(1, written.size() - 2);
            s.rest = name.ends_with("...");
            if (s.rest) name.remove_suffix(3);
            if (name.empty() || name.find_first_of("{}") != std::string_view::npos)
                return "'" + std::string(written) +
                       "' is no name in braces; write '{id}', or '{rest...}' at the end";
            if (s.rest && end != text.size())
                return "'" + std::string(written) +
                       "' takes the rest of the path and must be its last segment";
            if (std::find(names.begin(), names.end(), name) != names.end())
                return "the name '" + std::string(name) + "' stands in the template twice; give each its own";
            s.capture = names.size();
            names.emplace_back(name);
        } else {
            if (written.find_first_of("{}") != std::string_view::npos)
                return "a name in braces must be a whole segment, as in '/orders/{id}'; '" +
                       std::string(written) +
                       "' is more: name the segment alone, and let a field with 'path:' "
                       "on that side say the rest, as suffix = { modern = \".json\" } does";
            if (find_stray_percent(written) != std::string_view::npos)
                return "the '%' in '" + std::string(written) +
                       "' is not followed by two hexadecimal digits; write %25 for the character";
            s.literal = percent_encoded(written);
            s.plain = percent_decoded(s.literal);
            if (is_dot_segment(s.plain))
                return "the template has a dot segment, which no request has; leave it out";
        }
        made.push_back(std::move(s));
        begin = end + 1;
    }
    return made;
}

std::optional<std::vector<std::string_view>> path_mapping::match(segments const& wanted,
                                                                 std::string_view path) const {
    std::vector<std::string_view> captured(names_);
    std::size_t begin = 1;
    for (auto const& s : wanted) {
        if (begin > path.size()) return std::nullopt;
        if (s.rest) {
            captured[s.capture] = path.substr(begin);
            if (hides_dot_segment(captured[s.capture])) return std::nullopt;
            begin = path.size() + 1;
            break;
        }
        auto const end = std::min(path.find('/', begin), path.size());
        auto const raw = path.substr(begin, end - begin);
        bool const fits = s.capture == segment::npos ? percent_decoded(raw) == s.plain
                                                     : !raw.empty() && !hides_dot_segment(raw);
        if (!fits) return std::nullopt;
        if (s.capture != segment::npos) captured[s.capture] = raw;
        begin = end + 1;
    }
    if (begin <= path.size()) return std::nullopt;
    return captured;
}

std::optional<path_mapping::captures> path_mapping::match(std::size_t side, std::string_view raw_path) const {
    if (!raw_path.starts_with('/')) return std::nullopt;
    captures found{without_dot_segments(raw_path), {}};
    auto const values = match(sides_[side], found.path);
    if (!values) return std::nullopt;
    for (auto const value : *values)
        found.parts.emplace_back(value.data() == nullptr ? 0 : value.data() - found.path.data(),
                                 value.size());
    return found;
}

std::string path_mapping::build(std::size_t side, std::vector<std::string_view> const& values) const {
    std::string path;
    for (auto const& s : sides_[side]) {
        path += '/';
        path += s.capture == segment::npos ? std::string_view(s.literal) : values[s.capture];
    }
    return path;
}

std::vector<std::string_view> path_mapping::views(captures const& of) const {
    std::vector<std::string_view> all;
    for (std::size_t i = 0; i < names_; ++i) all.push_back(of[i]);
    return all;
}

std::optional<std::string> path_mapping::map(std::size_t from_side, std::string_view raw_path) const {
    auto const found = match(from_side, raw_path);
    if (!found) return std::nullopt;
    return build(1 - from_side, views(*found));
}

std::string decode_segments(std::string_view raw) {
    return percent_decoded(raw);
}

boost::system::result<std::string, error> encode_segments(std::string_view text, bool rest) {
    if (text.empty() && !rest)
        return error{error_code::unrepresentable, {}, "empty, which a segment of a path cannot be"};
    if (hides_dot_segment(text))
        return error{error_code::unrepresentable, {}, "a dot segment in it would lead out of the path"};
    std::string encoded;
    for (auto const c : text) {
        if (c == '/' && rest)
            encoded += c;
        else if (c == '%')
            encoded += "%25";
        else
            encoded += percent_encoded({&c, 1});
    }
    return encoded;
}

} // namespace ficus::acl
