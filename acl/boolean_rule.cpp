#include "acl/boolean_rule.hpp"

#include "acl/quoted.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool holds(std::vector<typed_text> const& spellings, std::string_view text) {
    return std::any_of(spellings.begin(), spellings.end(),
                       [&](typed_text const& spelling) { return spelling.text == text; });
}

void check(char const* key, std::vector<typed_text> const& spellings, std::vector<option_error>& problems) {
    if (spellings.empty()) problems.push_back({key, "say how the legacy side spells it, such as [\"Y\"]"});
    for (std::size_t i = 0; i < spellings.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (spellings[i] == spellings[j])
                problems.push_back({key, quoted(spellings[i].text) + " stands there twice"});
}

} // namespace

boost::system::result<boolean_rule, std::vector<option_error>>
boolean_rule::compile(boolean_options const& options) {
    std::vector<option_error> problems;
    check("true", options.truths, problems);
    check("false", options.falses, problems);
    for (auto const& spelling : options.falses)
        if (holds(options.truths, spelling.text))
            problems.push_back({"false", quoted(spelling.text) + " is a spelling of true already"});
    if (!problems.empty()) return problems;
    boolean_rule rule;
    rule.options_ = options;
    return rule;
}

boost::system::result<std::string_view, error> boolean_rule::convert(direction way,
                                                                     std::string_view text) const {
    if (way == direction::to_legacy) {
        if (text == "true") return std::string_view(options_.truths.front().text);
        if (text == "false") return std::string_view(options_.falses.front().text);
        return error{error_code::wrong_type, {}, quoted(text) + " where a boolean is due"};
    }
    if (holds(options_.truths, text)) return std::string_view("true");
    if (holds(options_.falses, text)) return std::string_view("false");
    std::string known;
    for (auto const* spellings : {&options_.truths, &options_.falses})
        for (auto const& spelling : *spellings) known += (known.empty() ? "" : ", ") + quoted(spelling.text);
    return error{
        error_code::unknown_value, {}, quoted(text) + " is no spelling of true or false (" + known + ")"};
}

bool boolean_rule::reads(std::string_view text, scalar_type as) const {
    for (auto const* spellings : {&options_.truths, &options_.falses})
        for (auto const& spelling : *spellings)
            if (spelling.text == text && spelling.type == as) return true;
    return false;
}

scalar_type boolean_rule::type_of(std::string_view written) const {
    return written == options_.truths.front().text ? options_.truths.front().type
                                                   : options_.falses.front().type;
}

} // namespace ficus::acl
