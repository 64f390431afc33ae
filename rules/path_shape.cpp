#include "rules/path_shape.hpp"

#include "rules/path.hpp"
#include "rules/text.hpp"

#include <algorithm>
#include <optional>

namespace ficus::rules {

namespace {

using segment = path_shape::segment;
using tail = path_shape::tail;

/// What is wrong with a configured path as a whole.
std::optional<std::string> wrong_path(std::string_view text) {
    if (text.empty() || text.front() != '/') return "a path begins with /";
    if (text.find('?') != std::string_view::npos)
        return "`?` begins a query, which is no part of the path; match it with query = { NAME = \"VALUE\" }";
    if (auto const looked = survey(text); looked.what == path_survey::form::malformed)
        return std::string(looked.why) + "; write a literal % as %25";
    return std::nullopt;
}

bool is_name(std::string_view text) {
    return !text.empty() && !is_digit(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '_';
    });
}

std::string decoded(std::string_view raw) {
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '%') {
            text += static_cast<char>(percent_byte(raw, i));
            i += 2;
        } else {
            text += raw[i];
        }
    }
    return text;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> pieces;
    for (text.remove_prefix(1);;) {
        auto const slash = text.find('/');
        pieces.push_back(text.substr(0, slash));
        if (slash == std::string_view::npos) return pieces;
        text.remove_prefix(slash + 1);
    }
}

std::optional<std::string> wrong_literal(std::string_view literal, bool last) {
    if (literal == "." || literal == "..")
        return "dot segments are removed before matching; write the path without them";
    if (literal.empty() && !last)
        return "`//` is read differently by different servers; write a single slash";
    return std::nullopt;
}

/// Reads what a template has between two slashes; sees to it that names are not used twice.
class template_reader {
public:
    boost::system::result<path_shape, std::string> read(std::string_view text) {
        path_shape made;
        auto const pieces = split(text);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            auto const piece = pieces[i];
            bool const last = i + 1 == pieces.size();
            if (piece.find_first_of("{}") == std::string_view::npos) {
                auto literal = decoded(piece);
                if (auto wrong = wrong_literal(literal, last)) return std::move(*wrong);
                made.segments.push_back({std::move(literal), false});
                continue;
            }
            auto const quoted = "`" + std::string(piece) + "`";
            if (piece.front() != '{' || piece.back() != '}' ||
                piece.find_first_of("{}", 1) != piece.size() - 1)
                return quoted + ": {name} stands for a whole segment; write /{name}/, or use path_regex";
            auto name = piece.substr(1, piece.size() - 2);
            bool const rest = name.ends_with("...");
            if (rest) name.remove_suffix(3);
            if (!is_name(name))
                return quoted + ": a name is of letters, digits and _, and begins with no digit";
            if (std::find(names_.begin(), names_.end(), name) != names_.end())
                return quoted + ": the name is used twice; give each segment its own";
            names_.push_back(name);
            if (rest && !last) return quoted + ": {name...} is the rest of the path; it can only come last";
            if (rest)
                made.end = tail::deeper;
            else
                made.segments.push_back({{}, true});
        }
        return made;
    }

private:
    std::vector<std::string_view> names_;
};

/// A segment of `a` takes every segment that one of `b` does.
bool takes(segment const& a, segment const& b) {
    if (!a.wildcard) return a == b;
    return b.wildcard || !b.literal.empty();
}

} // namespace

boost::system::result<path_shape, std::string> read_template(std::string_view text) {
    if (auto wrong = wrong_path(text)) return std::move(*wrong);
    return template_reader().read(text);
}

boost::system::result<path_shape, std::string> read_prefix(std::string_view text) {
    if (auto wrong = wrong_path(text)) return std::move(*wrong);
    if (text.find_first_of("{}") != std::string_view::npos)
        return "a prefix holds no {name}; write path = \"" + std::string(text) +
               (text.back() == '/' ? "" : "/") + "{rest...}\"";
    path_shape made;
    made.end = tail::any;
    auto const pieces = split(text);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        bool const last = i + 1 == pieces.size();
        auto literal = decoded(pieces[i]);
        if (auto wrong = wrong_literal(literal, last)) return std::move(*wrong);
        if (last && literal.empty())
            made.end = tail::deeper;
        else
            made.segments.push_back({std::move(literal), false});
    }
    return made;
}

bool covers(path_shape const& a, path_shape const& b) {
    auto const shared = std::min(a.segments.size(), b.segments.size());
    for (std::size_t i = 0; i < shared; ++i)
        if (!takes(a.segments[i], b.segments[i])) return false;
    if (a.segments.size() > shared) return false; // b may end where a still asks for something
    bool const b_goes_on = b.segments.size() > shared;
    switch (a.end) {
    case tail::none: return !b_goes_on && b.end == tail::none;
    // Every path goes on from the root: `/` has one segment, an empty one.
    case tail::deeper: return b_goes_on || b.end == tail::deeper || a.segments.empty();
    case tail::any: return true;
    }
    return false;
}

} // namespace ficus::rules
