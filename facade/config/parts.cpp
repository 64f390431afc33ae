#include "facade/config/parts.hpp"

#include "facade/config/values.hpp"
#include "rules/text.hpp"

#include <algorithm>

namespace ficus::config {

namespace {

bool is_alphanumeric(char c) {
    return rules::is_letter(c) || rules::is_digit(c);
}

} // namespace

bool check_name(std::string_view what, located_text const& name, diagnostics& out) {
    auto const& text = name.text;
    bool const good = !text.empty() && text.size() <= 64 && is_alphanumeric(text[0]) &&
                      std::all_of(text.begin(), text.end(), [](char c) {
                          return is_alphanumeric(c) || c == '_' || c == '-' || c == '.';
                      });
    if (!good)
        out.error(name.where,
                  in_quotes(text) + " cannot name " + std::string{what} +
                      "; write 1 to 64 letters, digits, \"_\", \"-\" or \".\", the first a letter or digit");
    return good;
}

std::vector<std::string> read_methods(section& from, std::string_view member) {
    std::vector<std::string> out;
    auto const entries = from.texts(member);
    if (!entries) return out;
    from.refuse_empty(member, "name methods such as \"GET\", or leave the key out");
    for (auto const& entry : *entries) {
        if (!rules::is_token(entry.text))
            from.out().error(entry.where, in_quotes(entry.text) + " is no method; write one such as GET");
        else if (auto const meant = rules::method_meant(entry.text); !meant.empty())
            from.out().error(entry.where, "methods are case-sensitive; write " + std::string{meant});
        out.push_back(entry.text);
    }
    refuse_repeated(*entries, from.out());
    return out;
}

std::string read_needed(section& from, std::string_view member) {
    auto const text = from.text(member, need::required);
    return text ? text->text : std::string{};
}

std::vector<std::string> read_texts(section& from, std::string_view member) {
    std::vector<std::string> out;
    auto const entries = from.texts(member).value_or(std::vector<located_text>{});
    for (auto const& entry : entries) out.push_back(entry.text);
    refuse_repeated(entries, from.out());
    return out;
}

void refuse_repeated(std::vector<located_text> const& entries, diagnostics& out) {
    for (auto entry = entries.begin(); entry != entries.end(); ++entry)
        if (std::any_of(entries.begin(), entry,
                        [&](located_text const& earlier) { return earlier.text == entry->text; }))
            out.error(entry->where, in_quotes(entry->text) + " is listed twice; remove one of them");
}

} // namespace ficus::config
