#include "facade/config/section.hpp"

#include "facade/config/suggestion.hpp"
#include "facade/config/values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ficus::config {

namespace {

/// Shortest digits that mean the number, never with an exponent.
std::string decimal(double number) {
    char digits[400];
    auto const [end, error] = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed);
    return error == std::errc{} ? std::string(digits, end) : std::string{};
}

std::string decimal_or_none(double number) {
    return std::isfinite(number) ? decimal(number) : "no finite number";
}

std::string wrong_type(node const& value, std::string_view due) {
    return "is " + describe(value) + ", must be " + std::string{due};
}

/// As it is written in a file, in the largest unit that fits: `90m`.
std::string duration_text(std::chrono::milliseconds duration) {
    auto const count = duration.count();
    for (auto const& [unit, length] : {std::pair{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}})
        if (count > 0 && count % length == 0) return std::to_string(count / length) + unit;
    return std::to_string(count) + "ms";
}

std::optional<std::string> scalar_text(node const& value, bool scalars) {
    if (value.kind == node_kind::string) return value.text;
    if (scalars && value.kind == node_kind::integer) return std::to_string(value.integer);
    if (scalars && value.kind == node_kind::boolean) return value.truth ? "true" : "false";
    return std::nullopt;
}

} // namespace

place section::place_of(std::string_view member) const {
    auto const* value = table_->find(member);
    return {value ? value->at : where_.at, member_key(where_.key, member)};
}

node const* section::find(std::string_view member) {
    known_.emplace_back(member);
    return table_->find(member);
}

node const* section::find(std::string_view member, node_kind kind, std::string_view due) {
    auto const* value = find(member);
    if (!value || value->kind == kind) return value;
    out_->error(place_of(member), wrong_type(*value, due));
    return nullptr;
}

void section::missing(std::string_view member, std::string const& mend) {
    out_->error({where_.at, member_key(where_.key, member)}, "is missing; " + mend);
}

void section::refuse_empty(std::string_view member, std::string const& mend) {
    auto const* value = table_->find(member);
    if (value && value->kind == node_kind::array && value->children.empty())
        out_->error(place_of(member), "is empty; " + mend);
}

std::optional<located_text> section::text(std::string_view member, need n, empties e) {
    auto const* value = find(member, node_kind::string, "a string");
    if (value && (!value->text.empty() || e == empties::taken))
        return located_text{value->text, place_of(member)};
    if (value) out_->error(place_of(member), "is empty; write a value, or leave the key out");
    if (n == need::required && !has(member)) missing(member, "add `" + std::string{member} + " = \"...\"`");
    return std::nullopt;
}

std::optional<std::vector<located_text>> section::texts(std::string_view member, empties e) {
    auto const* list = find(member, node_kind::array, "a list of strings");
    if (!list) return std::nullopt;
    std::vector<located_text> out;
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        auto const& value = list->children[i];
        place where{value.at, element_key(place_of(member).key, i)};
        if (value.kind != node_kind::string)
            out_->error(where, wrong_type(value, "a string"));
        else if (value.text.empty() && e == empties::refused)
            out_->error(where, "is empty; write a value, or remove it from the list");
        out.push_back({value.text, std::move(where)});
    }
    return out;
}

std::vector<std::pair<located_text, std::string>> section::text_table(std::string_view member, bool scalars) {
    std::vector<std::pair<located_text, std::string>> out;
    auto const* table = find(member, node_kind::table, "a table of names and strings");
    if (!table) return out;
    for (auto const& value : table->children) {
        place where{value.at, member_key(place_of(member).key, value.key)};
        if (auto text = scalar_text(value, scalars))
            out.emplace_back(located_text{value.key, std::move(where)}, std::move(*text));
        else
            out_->error(where, wrong_type(value, "a string"));
    }
    return out;
}

std::vector<std::pair<located_text, std::string>> section::decimal_table(std::string_view member) {
    std::vector<std::pair<located_text, std::string>> out;
    auto const* table = find(member, node_kind::table, "a table of names and numbers");
    if (!table) return out;
    for (auto const& value : table->children) {
        place where{value.at, member_key(place_of(member).key, value.key)};
        auto const number =
            value.kind == node_kind::integer ? static_cast<double>(value.integer) : value.number;
        if (value.kind != node_kind::integer && value.kind != node_kind::floating)
            out_->error(where, wrong_type(value, "a number"));
        else if (!std::isfinite(number) || number < 0)
            out_->error(where, "must be a finite number of at least 0");
        else
            out.emplace_back(located_text{value.key, std::move(where)}, value.kind == node_kind::integer
                                                                            ? std::to_string(value.integer)
                                                                            : decimal(number));
    }
    return out;
}

std::optional<located_text> section::scalar(std::string_view member, node_kind& kind) {
    auto const* value = find(member);
    if (!value) return std::nullopt;
    auto text = scalar_text(*value, true);
    if (!text) {
        out_->error(place_of(member), wrong_type(*value, "a string, an integer or a boolean"));
        return std::nullopt;
    }
    kind = value->kind;
    return located_text{std::move(*text), place_of(member)};
}

std::vector<scalar_or_table> section::items(std::string_view member, bool tables) {
    std::vector<scalar_or_table> out;
    auto const* value = find(member);
    if (!value) return out;
    auto const add = [&](node const& one, place at) {
        if (tables && one.kind == node_kind::table) {
            section inner{one, at.key, *out_};
            out.push_back({{}, one.kind, std::move(at), std::move(inner)});
        } else if (auto text = scalar_text(one, true)) {
            out.push_back({std::move(*text), one.kind, std::move(at), std::nullopt});
        } else {
            out_->error(at,
                        wrong_type(one, tables ? "a string, an integer, a boolean or a table such as { ... }"
                                               : "a string, an integer or a boolean"));
        }
    };
    if (value->kind != node_kind::array) {
        add(*value, place_of(member));
        return out;
    }
    for (std::size_t i = 0; i < value->children.size(); ++i)
        add(value->children[i], {value->children[i].at, element_key(place_of(member).key, i)});
    return out;
}

std::vector<std::pair<std::string, scalar_or_table>> section::members(std::string_view due, bool scalars) {
    std::vector<std::pair<std::string, scalar_or_table>> out;
    for (auto const& value : table_->children) {
        place at{value.at, member_key(where_.key, value.key)};
        auto const* found = find(value.key);
        if (found->kind == node_kind::table)
            out.emplace_back(value.key, scalar_or_table{{}, value.kind, at, section{value, at.key, *out_}});
        else if (auto text = scalar_text(value, scalars))
            out.emplace_back(value.key,
                             scalar_or_table{std::move(*text), value.kind, std::move(at), std::nullopt});
        else
            out_->error(at, wrong_type(value, due));
    }
    return out;
}

std::vector<std::pair<located_text, std::vector<scalar_or_table>>>
section::member_lists(std::string_view due) {
    std::vector<std::pair<located_text, std::vector<scalar_or_table>>> out;
    for (auto const& value : table_->children) {
        place const where{value.at, member_key(where_.key, value.key)};
        find(value.key);
        std::vector<scalar_or_table> all;
        auto const add = [&](node const& one, place const& at, std::string_view due_here) {
            if (auto text = scalar_text(one, true))
                all.push_back({std::move(*text), one.kind, at, std::nullopt});
            else
                out_->error(at, wrong_type(one, due_here));
        };
        if (value.kind == node_kind::table)
            all.push_back({{}, value.kind, where, section{value, where.key, *out_}});
        else if (value.kind != node_kind::array)
            add(value, where, due);
        else if (value.children.empty())
            out_->error(where, "is empty, so that nothing could be it; name one text or more");
        else
            for (std::size_t i = 0; i < value.children.size(); ++i)
                add(value.children[i], {value.children[i].at, element_key(where.key, i)},
                    "a string, an integer or a boolean");
        if (!all.empty()) out.emplace_back(located_text{value.key, where}, std::move(all));
    }
    return out;
}

std::vector<unsigned> section::numbers(std::string_view member) {
    std::vector<unsigned> out;
    auto const* value = find(member);
    if (!value) return out;
    auto const add = [&](node const& one, place const& at) {
        if (one.kind == node_kind::integer && one.integer >= 0 && one.integer <= 65535)
            out.push_back(static_cast<unsigned>(one.integer));
        else
            out_->error(at, wrong_type(one, "a number"));
    };
    if (value->kind != node_kind::array) {
        add(*value, place_of(member));
        return out;
    }
    for (std::size_t i = 0; i < value->children.size(); ++i)
        add(value->children[i], {value->children[i].at, element_key(place_of(member).key, i)});
    return out;
}

std::vector<std::pair<located_text, std::pair<std::string, node_kind>>>
section::scalar_table(std::string_view member) {
    std::vector<std::pair<located_text, std::pair<std::string, node_kind>>> out;
    auto const* table = find(member, node_kind::table, "a table of names and values");
    if (!table) return out;
    for (auto const& value : table->children) {
        place where{value.at, member_key(place_of(member).key, value.key)};
        if (auto text = scalar_text(value, true))
            out.emplace_back(located_text{value.key, std::move(where)},
                             std::pair(std::move(*text), value.kind));
        else
            out_->error(where, wrong_type(value, "a string, an integer or a boolean"));
    }
    return out;
}

std::optional<section> section::table(std::string_view member, need n) {
    auto const* value = find(member, node_kind::table, "a table");
    if (value) return section{*value, place_of(member).key, *out_};
    if (n == need::required && !has(member))
        missing(member, "add the table `" + member_key(where_.key, member) + '`');
    return std::nullopt;
}

std::vector<std::pair<located_text, section>> section::named_tables(std::string_view member) {
    std::vector<std::pair<located_text, section>> out;
    auto const* table = find(member, node_kind::table, "a table of tables");
    if (!table) return out;
    for (auto const& value : table->children) {
        place where{value.key_at, member_key(place_of(member).key, value.key)};
        if (value.kind != node_kind::table)
            out_->error({value.at, where.key}, wrong_type(value, "a table: [" + where.key + ']'));
        else
            out.emplace_back(located_text{value.key, where}, section{value, where.key, *out_});
    }
    return out;
}

std::optional<std::vector<std::optional<section>>> section::tables(std::string_view member) {
    auto const* list = find(member, node_kind::array, "a list of tables");
    if (!list) return std::nullopt;
    std::vector<std::optional<section>> out;
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        auto const& value = list->children[i];
        auto key = element_key(place_of(member).key, i);
        if (value.kind == node_kind::table) {
            out.emplace_back(section{value, std::move(key), *out_});
        } else {
            out_->error({value.at, std::move(key)}, wrong_type(value, "a table such as { ... }"));
            out.emplace_back();
        }
    }
    return out;
}

void section::read(std::string_view member, bool& target) {
    if (auto const* value = find(member, node_kind::boolean, "true or false")) target = value->truth;
}

void section::read(std::string_view member, std::string& target) {
    if (auto value = text(member)) target = std::move(value->text);
}

void section::read_integer(std::string_view member, std::uint64_t least, std::uint64_t most,
                           std::uint64_t& target) {
    auto const* value = find(member, node_kind::integer, "an integer");
    if (!value) return;
    auto const fits = value->integer >= 0 && static_cast<std::uint64_t>(value->integer) >= least &&
                      static_cast<std::uint64_t>(value->integer) <= most;
    if (fits)
        target = static_cast<std::uint64_t>(value->integer);
    else
        out_->error(place_of(member), "is " + std::to_string(value->integer) + ", must be between " +
                                          std::to_string(least) + " and " + std::to_string(most));
}

std::optional<double> section::number(std::string_view member, std::string_view due) {
    auto const* value = find(member);
    if (!value) return std::nullopt;
    if (value->kind == node_kind::integer) return static_cast<double>(value->integer);
    if (value->kind == node_kind::floating) return value->number;
    out_->error(place_of(member), wrong_type(*value, due));
    return std::nullopt;
}

void section::read_share(std::string_view member, double& target) {
    auto const share = number(member, "a number between 0 and 1");
    if (!share) return;
    // Written so that NaN fails as well.
    if (*share >= 0 && *share <= 1)
        target = *share;
    else
        out_->error(place_of(member),
                    "is " + decimal_or_none(*share) + ", must be between 0 and 1 (0.25 is 25 %)");
}

void section::read_ratio(std::string_view member, double& target) {
    auto const ratio = number(member, "a number such as 1.5");
    if (!ratio) return;
    if (*ratio == 0 || (*ratio >= 1 && std::isfinite(*ratio)))
        target = *ratio;
    else
        out_->error(place_of(member), "is " + decimal_or_none(*ratio) +
                                          ", must be a ratio of at least 1 such as 1.5; 0 asks for nothing");
}

void section::read_decimal(std::string_view member, double least, double most, double& target) {
    auto const said = number(member, "a number such as 1.5");
    if (!said) return;
    if (*said >= least && *said <= most)
        target = *said;
    else
        out_->error(place_of(member), "is " + decimal_or_none(*said) + ", must be between " +
                                          decimal_or_none(least) + " and " + decimal_or_none(most));
}

void section::read_duration(std::string_view member, std::chrono::milliseconds least,
                            std::chrono::milliseconds& target) {
    auto const* value = find(member, node_kind::string, "a duration in quotes, such as \"250ms\" or \"5s\"");
    if (!value) return;
    auto const duration = parse_duration(value->text);
    if (!duration)
        out_->error(place_of(member), duration.error().message);
    else if (*duration < least)
        out_->error(place_of(member),
                    "is " + in_quotes(value->text) + ", must be at least " + in_quotes(duration_text(least)));
    else
        target = *duration;
}

void section::read_size(std::string_view member, std::uint64_t least, std::uint64_t most,
                        std::size_t& target) {
    auto const* value = find(member, node_kind::string, "a size in quotes, such as \"64KiB\" or \"1MiB\"");
    if (!value) return;
    auto const size = parse_size(value->text);
    if (!size)
        out_->error(place_of(member), size.error().message);
    else if (*size < least || *size > most)
        out_->error(place_of(member), "is " + in_quotes(value->text) + ", must be between \"" +
                                          std::to_string(least) + "B\" and \"" + std::to_string(most) +
                                          "B\"");
    else
        target = *size;
}

std::optional<std::size_t> section::choice(std::string_view member, std::vector<std::string> const& words,
                                           need n) {
    auto const value = text(member, n);
    if (!value) return std::nullopt;
    auto const found = std::find(words.begin(), words.end(), value->text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    out_->error(value->where,
                in_quotes(value->text) + " is not one of its values" + suggestion(value->text, words));
    return std::nullopt;
}

void section::finish() {
    for (auto const& child : table_->children)
        if (std::find(known_.begin(), known_.end(), child.key) == known_.end())
            out_->error({child.key_at, member_key(where_.key, child.key)},
                        "is no key of " +
                            (where_.key.empty() ? "the configuration" : '[' + where_.key + ']') +
                            suggestion(child.key, known_));
}

} // namespace ficus::config
