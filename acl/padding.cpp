#include "acl/padding.hpp"

#include "acl/quoted.hpp"
#include "acl/utf8.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

boost::system::result<padding, std::vector<option_error>> padding::compile(padding_options const& options) {
    std::vector<option_error> problems;
    if (options.width == 0 || options.width > widest)
        problems.push_back(
            {"width", "say how wide the text is, in characters: 1 to " + std::to_string(widest)});
    if (find_invalid_utf8(options.with) != std::string_view::npos || count_characters(options.with) != 1)
        problems.push_back({"with", "'" + options.with + "' is not one character"});
    if (!problems.empty()) return problems;
    padding made;
    made.options_ = options;
    return made;
}

std::optional<std::string_view> padding::strip(std::string_view padded) const {
    if (count_characters(padded) != options_.width) return std::nullopt;
    auto text = padded;
    auto const keep = options_.with == "0" ? std::size_t(1) : 0;
    bool const left = options_.side == padding_options::where::left;
    while (text.size() > keep && (left ? text.starts_with(options_.with) : text.ends_with(options_.with))) {
        if (left)
            text.remove_prefix(options_.with.size());
        else
            text.remove_suffix(options_.with.size());
    }
    return text;
}

boost::system::result<void, std::string> padding::fill(std::string_view text, std::string& out) const {
    auto const characters = count_characters(text);
    if (characters > options_.width)
        return quoted(text) + " has more than the " + std::to_string(options_.width) + " characters of 'pad'";
    bool const left = options_.side == padding_options::where::left;
    auto const missing = options_.width - characters;
    if (options_.with == "0" && left && missing > 0 && (text.starts_with('-') || text.starts_with('+')))
        return quoted(text) + " has a sign, which zeros cannot stand before";
    auto const begin = out.size();
    if (!left) out += text;
    for (std::size_t i = 0; i < missing; ++i) out += options_.with;
    if (left) out += text;
    if (strip(std::string_view(out).substr(begin)) == text) return {};
    out.resize(begin);
    if (text.empty())
        return "an empty text cannot be filled with '" + options_.with + "': it would be read as one";
    return quoted(text) + (left ? " begins with '" : " ends in '") + options_.with +
           "', which could not be told from the padding";
}

} // namespace ficus::acl
