#include "facade/config/read_compare.hpp"

#include "facade/config/parts.hpp"
#include "facade/config/read_shadow_copies.hpp"
#include "facade/config/suggestion.hpp"
#include "facade/config/values.hpp"
#include "rules/text.hpp"

#include <algorithm>

namespace ficus::config {

namespace {

std::vector<std::string> read_headers(section& from) {
    auto headers = from.texts("headers").value_or(std::vector<located_text>{});
    std::vector<std::string> out;
    for (auto& entry : headers) {
        if (!rules::is_token(entry.text))
            from.out().error(entry.where, in_quotes(entry.text) +
                                              " is no name of a header field; write one such as "
                                              "\"content-type\"");
        std::transform(entry.text.begin(), entry.text.end(), entry.text.begin(), rules::lower);
        out.push_back(entry.text);
    }
    refuse_repeated(headers, from.out());
    return out;
}

/// One of the words, or a pattern, which is acl's to judge.
void check_step(scalar_or_table const& step, diagnostics& out) {
    static std::vector<std::string> const known = {"trim", "case", "time", "origin", "regex:PATTERN"};
    if (step.kind != node_kind::string)
        return out.error(step.where, "must be a string, such as \"trim\", or a list of strings");
    if (step.text.starts_with("regex:") || std::find(known.begin(), known.end(), step.text) != known.end())
        return;
    out.error(step.where,
              in_quotes(step.text) + " is no way to normalize a value" + suggestion(step.text, known));
}

std::vector<std::pair<std::string, std::vector<std::string>>> read_normalize(section& from) {
    std::vector<std::pair<std::string, std::vector<std::string>>> out;
    auto table = from.table("normalize");
    if (!table) return out;
    for (auto const& [path, steps] : table->member_lists("a string such as \"trim\", or a list of strings")) {
        out.emplace_back(path.text, std::vector<std::string>{});
        for (auto const& step : steps) {
            check_step(step, from.out());
            out.back().second.push_back(step.text);
        }
    }
    return out;
}

} // namespace

acl::compare_options read_compare(section from, shadow::copy_options& copies) {
    using namespace acl;
    compare_options out;
    if (from.has("methods")) out.methods = read_methods(from, "methods");
    out.headers = read_headers(from);
    from.read_choice<status_policy>(
        "status", {{"exact", status_policy::exact}, {"class", status_policy::by_class}}, out.status);
    from.read_choice<cookie_policy>("cookies",
                                    {{"off", cookie_policy::off},
                                     {"names", cookie_policy::names},
                                     {"attributes", cookie_policy::attributes}},
                                    out.cookies);
    from.read_choice<number_policy>(
        "numbers", {{"value", number_policy::value}, {"text", number_policy::text}}, out.numbers);
    out.ignore = read_texts(from, "ignore");
    out.unordered = read_texts(from, "unordered");
    for (auto& [path, member] : from.text_table("keyed")) out.keyed.emplace_back(path.text, member);
    for (auto& [path, digits] : from.decimal_table("tolerance"))
        out.tolerance.emplace_back(path.text, digits);
    for (auto& [path, digits] : from.decimal_table("tolerance_relative"))
        out.tolerance_relative.emplace_back(path.text, digits);
    out.normalize = read_normalize(from);
    out.html_ignore = read_texts(from, "html_ignore");
    out.redact = read_texts(from, "redact");
    from.read_share("baseline", out.baseline);
    copies = read_shadow_copies(from);
    from.finish();
    return out;
}

} // namespace ficus::config
