#include "facade/shadow/suggestion.hpp"

#include "facade/shadow/figures.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

namespace ficus::shadow {

namespace {

using key = suggestion::key;

constexpr std::string_view header_mark = "header:";
constexpr std::string_view any_element = "[*]";

/// An element that moved is missing in one place and extra in another.
bool only_moved(ranked_field const& field, std::vector<ranked_field> const& all) {
    using enum acl::difference_kind;
    if (!field.path.ends_with(any_element) || (field.kind != missing && field.kind != extra)) return false;
    auto const other = field.kind == missing ? extra : missing;
    return std::any_of(all.begin(), all.end(), [&](auto const& one) {
        return one.path == field.path && one.kind == other && one.count == field.count;
    });
}

std::string_view name_of(std::string_view shape) {
    if (shape == "uuid") return "UUIDs";
    if (shape == "time") return "times near now";
    if (shape == "token") return "tokens";
    return shape;
}

std::string why(ranked_field const& field, feature_report const& of) {
    std::string text;
    if (field.standing == standing::noise) {
        bool const legacy = of.totals.legacy_again > 0;
        text = std::string(legacy ? "legacy" : "modern") + " differed from itself in " +
               percent(field.noise_share.value_or(0)) + " of " +
               counted(legacy ? of.totals.legacy_again : of.totals.modern_again) + " baselines";
    }
    if (!field.shape.empty())
        text += (text.empty() ? "its differences are " : ", and its differences are ") +
                std::string(name_of(field.shape));
    return text;
}

std::optional<suggestion> suggestion_for(ranked_field const& field, feature_report const& of) {
    bool const noise = field.standing == standing::noise;
    if (!noise && field.shape.empty()) return std::nullopt;
    if (field.path.starts_with(header_mark))
        return suggestion{key::headers, field.path.substr(header_mark.size()), why(field, of)};
    // Neither a status nor a body as a whole can be taken out.
    if (!field.path.starts_with('$') && !field.path.starts_with("cookie:")) return std::nullopt;
    if (noise && only_moved(field, of.fields))
        return suggestion{key::unordered, field.path.substr(0, field.path.size() - any_element.size()),
                          why(field, of)};
    return suggestion{key::ignore, field.path, why(field, of)};
}

std::string toml_string(std::string_view text) {
    std::string made = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') made += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(c));
            made += escaped;
        } else {
            made += c;
        }
    }
    return made + '"';
}

std::string toml_key(std::string_view name) {
    bool const bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
    return bare ? std::string(name) : toml_string(name);
}

/// A comment ends with its line, and TOML allows no control characters in it.
std::string comment(std::string text) {
    for (auto& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return "# " + text;
}

std::string entry(std::string_view value, std::string const& why) {
    auto const line = "    " + toml_string(value) + ",";
    return (why.empty() ? line : line + ' ' + comment(why)) + '\n';
}

std::string list(key of, std::vector<suggestion> const& suggestions,
                 std::vector<std::string> const& configured) {
    std::vector<suggestion const*> mine;
    for (auto const& one : suggestions)
        if (one.of == of) mine.push_back(&one);
    if (mine.empty()) return {};
    std::string text;
    if (!configured.empty()) text += "# in the place of the list that stands there\n";
    text += std::string(to_string(of)) + " = [\n";
    auto const suggested = [&](std::string const& path) {
        return std::any_of(mine.begin(), mine.end(), [&](auto const* one) { return one->path == path; });
    };
    for (auto const& path : configured)
        if (of != key::headers || !suggested(path)) text += entry(path, {});
    for (auto const* one : mine) {
        if (of == key::headers)
            text += "    " + comment("without " + toml_string(one->path) + ": " + one->why) + '\n';
        else if (std::find(configured.begin(), configured.end(), one->path) == configured.end())
            text += entry(one->path, one->why);
    }
    return text + "]\n";
}

} // namespace

std::string_view to_string(suggestion::key of) {
    switch (of) {
    case key::ignore: return "ignore";
    case key::unordered: return "unordered";
    case key::headers: return "headers";
    }
    return "ignore";
}

std::vector<suggestion> suggest(feature_report const& of) {
    std::vector<suggestion> all;
    for (auto const& field : of.fields) {
        auto one = suggestion_for(field, of);
        if (!one) continue;
        // One path may differ in several kinds.
        bool const there = std::any_of(all.begin(), all.end(), [&](auto const& other) {
            return other.of == one->of && other.path == one->path;
        });
        if (!there) all.push_back(std::move(*one));
    }
    return all;
}

std::string toml_of(std::string_view feature, std::vector<suggestion> const& suggestions,
                    acl::compare_options const& configured) {
    return "[features." + toml_key(feature) + ".compare]\n" +
           list(key::headers, suggestions, configured.headers) +
           list(key::ignore, suggestions, configured.ignore) +
           list(key::unordered, suggestions, configured.unordered);
}

} // namespace ficus::shadow
