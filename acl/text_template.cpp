#include "acl/text_template.hpp"

#include "acl/quoted.hpp"

#include <algorithm>
#include <optional>

namespace ficus::acl {

namespace {

constexpr std::string_view line_ends = "\r\n";

bool ends_line(std::string_view literal) {
    return literal.find_first_of(line_ends) != std::string_view::npos;
}

} // namespace

/// A template of lines is one of values in a line each. What has the rest of the text to itself may have
/// lines of its own, and only where it begins one: behind `Note=` stands what that line has.
bool text_template::may_have_lines(std::size_t part) const {
    if (std::none_of(literals_.begin(), literals_.end(), ends_line)) return true;
    auto const& before = literals_[part];
    bool const has_rest = part + 1 == names_.size() && !ends_line(literals_.back());
    return has_rest && (before.empty() || line_ends.find(before.back()) != std::string_view::npos);
}

boost::system::result<text_template, std::string> text_template::compile(std::string_view text) {
    text_template made;
    made.text_ = text;
    made.literals_.emplace_back();
    std::optional<std::size_t> dotted;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const c = text[at];
        if ((c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c) {
            made.literals_.back() += c;
            ++at;
            continue;
        }
        if (c == '}') return std::string("a '}' without a '{' before it; write }} for the character");
        if (c != '{') {
            made.literals_.back() += c;
            continue;
        }
        auto const end = text.find_first_of("{}", at + 1);
        if (end == std::string_view::npos || text[end] == '{')
            return std::string("a '{' without its '}'; write {{ for the character");
        std::string name(text.substr(at + 1, end - at - 1));
        if (name.ends_with("...")) {
            if (dotted)
                return "{" + name + "} and {" + made.names_[*dotted] +
                       "...} cannot both take the most; leave the dots of one of them out";
            name.resize(name.size() - 3);
            dotted = made.names_.size();
        }
        if (name.empty()) return std::string("a part has no name; write one, such as {first}");
        if (std::find(made.names_.begin(), made.names_.end(), name) != made.names_.end())
            return "'{" + name + "}' stands there twice; give each part a name of its own";
        if (!made.names_.empty() && made.literals_.back().empty())
            return "nothing stands between {" + made.names_.back() + "} and {" + name +
                   "}, so that a text could not be split into the two; write something between them";
        made.names_.push_back(std::move(name));
        made.literals_.emplace_back();
        at = end;
    }
    if (made.names_.empty())
        return std::string("the template has no part; write one in braces, such as {last}, {first}");
    made.greedy_ = dotted.value_or(made.names_.size() - 1);
    return made;
}

boost::system::result<std::vector<std::string_view>, std::string>
text_template::split(std::string_view whole) const {
    auto const refuse = [&](std::string why) { return quoted(whole) + " is not as " + text_ + ": " + why; };
    auto rest = whole;
    if (!rest.starts_with(literals_.front()))
        return refuse("it does not begin with '" + literals_.front() + "'");
    rest.remove_prefix(literals_.front().size());
    std::vector<std::string_view> parts(names_.size());
    for (std::size_t i = 0; i < greedy_; ++i) {
        auto const& behind = literals_[i + 1];
        auto const end = rest.find(behind);
        if (end == std::string_view::npos)
            return refuse("there is no '" + behind + "' after {" + names_[i] + "}");
        parts[i] = rest.substr(0, end);
        rest.remove_prefix(end + behind.size());
    }
    if (!rest.ends_with(literals_.back())) return refuse("it does not end in '" + literals_.back() + "'");
    rest.remove_suffix(literals_.back().size());
    for (std::size_t i = names_.size() - 1; i > greedy_; --i) {
        auto const& before = literals_[i];
        auto const begin = rest.rfind(before);
        if (begin == std::string_view::npos)
            return refuse("there is no '" + before + "' before {" + names_[i] + "}");
        parts[i] = rest.substr(begin + before.size());
        rest.remove_suffix(rest.size() - begin);
    }
    parts[greedy_] = rest;
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (ends_line(parts[i]) && !may_have_lines(i))
            return refuse("{" + names_[i] + "} goes on in another line, which the template does not have");
    return parts;
}

boost::system::result<void, std::string> text_template::join(std::span<std::string_view const> parts,
                                                             std::string& out) const {
    if (parts.size() != names_.size())
        return text_ + " has " + std::to_string(names_.size()) + " parts, not " +
               std::to_string(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (ends_line(parts[i]) && !may_have_lines(i))
            return "{" + names_[i] + "} is " + quoted(parts[i]) + ", which could not be read back out of " +
                   text_ + ": a line end ends it";
    auto const begin = out.size();
    out += literals_.front();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        out += parts[i];
        out += literals_[i + 1];
    }
    auto const back = split(std::string_view(out).substr(begin));
    // A part may hold half of what follows it: only reading tells.
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (back && (*back)[i] == parts[i]) continue;
        out.resize(begin);
        return "{" + names_[i] + "} is " + quoted(parts[i]) + ", which could not be read back out of " +
               text_ + ": '" + (i > greedy_ ? literals_[i] + "' begins it" : literals_[i + 1] + "' ends it");
    }
    return {};
}

} // namespace ficus::acl
