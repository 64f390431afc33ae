#include "acl/compare_normalize.hpp"

#include "acl/case_folding.hpp"
#include "acl/read_instant.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace ficus::acl {

namespace {

enum class what : std::uint8_t { trim, fold, time, origin, capture };

constexpr std::string_view white_space = " \t\r\n\f\v";
constexpr std::string_view regex_prefix = "regex:";
constexpr std::pair<std::string_view, what> words[] = {
    {"trim", what::trim}, {"case", what::fold}, {"time", what::time}, {"origin", what::origin}};

std::string_view trimmed(std::string_view text) {
    auto const first = std::min(text.find_first_not_of(white_space), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(white_space) + 1);
}

bool is_letter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/// RFC 3986, 3.1: where the scheme's colon stands; 0 where there is no scheme.
std::size_t scheme_end(std::string_view text) {
    if (text.empty() || !is_letter(text.front())) return 0;
    auto const end = std::find_if_not(text.begin(), text.end(), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
    return end != text.end() && *end == ':' ? static_cast<std::size_t>(end - text.begin()) : 0;
}

std::string_view without_origin(std::string_view url, std::string& memory) {
    auto rest = url;
    if (auto const scheme = scheme_end(rest); scheme != 0) rest.remove_prefix(scheme + 1);
    if (!rest.starts_with("//")) return url;
    rest.remove_prefix(2);
    rest.remove_prefix(std::min(rest.find_first_of("/?#"), rest.size()));
    if (rest.starts_with('/')) return rest;
    auto made = '/' + std::string(rest);
    return memory = std::move(made);
}

// Marked, so that no text that is sent reads like it.
std::string_view as_instant(std::string_view text, std::string& memory) {
    auto const time = read_instant(text);
    if (!time || !time->has_zone) return text;
    auto made = "\x01" + std::to_string(time->seconds);
    if (!time->fraction.empty()) made.append(".").append(time->fraction);
    return memory = std::move(made);
}

} // namespace

struct normalizer::step {
    what kind = what::trim;
    std::unique_ptr<re2::RE2 const> pattern; ///< of a capture
};

boost::system::result<normalizer, option_error> normalizer::compile(std::vector<std::string> const& steps) {
    normalizer made;
    if (steps.empty()) return option_error{"", "is empty; name what is done to the value, such as \"trim\""};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto read = read_step(steps[i]);
        if (!read) return option_error{steps.size() > 1 ? '[' + std::to_string(i) + ']' : "", read.error()};
        made.steps_.push_back(std::make_shared<step const>(std::move(*read)));
    }
    return made;
}

boost::system::result<normalizer::step, std::string> normalizer::read_step(std::string const& text) {
    step made;
    if (!text.starts_with(regex_prefix)) {
        auto const* const found = std::find_if(std::begin(words), std::end(words),
                                               [&](auto const& word) { return word.first == text; });
        if (found == std::end(words))
            return "`" + text +
                   "` is no way to normalize a value; there are `trim`, `case`, `time`, `origin` and "
                   "`regex:PATTERN`";
        made.kind = found->second;
        return made;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto const pattern = text.substr(regex_prefix.size());
    made.kind = what::capture;
    made.pattern = std::make_unique<re2::RE2 const>(pattern, options);
    if (!made.pattern->ok()) return "`" + pattern + "` is no RE2 pattern: " + made.pattern->error();
    if (made.pattern->NumberOfCapturingGroups() != 1)
        return "`" + pattern +
               "` must have one group: what it captures is compared (groups that capture nothing "
               "are written `(?:...)`)";
    return made;
}

std::string_view normalizer::apply(std::string_view value, std::string& memory) const {
    for (auto const& step : steps_) {
        switch (step->kind) {
        case what::trim: value = trimmed(value); break;
        case what::fold: {
            auto made = fold_case(value);
            value = memory = std::move(made);
            break;
        }
        case what::time: value = as_instant(value, memory); break;
        case what::origin: value = without_origin(value, memory); break;
        case what::capture: {
            re2::StringPiece groups[2];
            re2::StringPiece const text(value.data(), value.size());
            bool const fits = step->pattern->Match(text, 0, text.size(), re2::RE2::UNANCHORED, groups, 2);
            if (fits && groups[1].data() != nullptr) value = {groups[1].data(), groups[1].size()};
            break;
        }
        }
    }
    return value;
}

} // namespace ficus::acl
