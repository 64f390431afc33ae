#include "acl/value_table.hpp"

#include "acl/quoted.hpp"
#include "acl/same_text.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c ^ 0x20) : c;
}

bool is_before(std::string_view a, std::string_view b, bool ignoring_case) {
    if (!ignoring_case) return a < b;
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](char x, char y) { return lower(x) < lower(y); });
}

bool is_equal(std::string_view a, std::string_view b, bool ignoring_case) {
    if (!ignoring_case) return a == b;
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

/// Values that nothing but their case tells apart.
void find_same_but_case(value_table::pairs const& values, ignored_case const& ignored,
                        std::vector<option_error>& problems) {
    for (std::size_t side = 0; side < 2; ++side)
        for (std::size_t i = 0; ignored[side] && i < values.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                auto const& a = side == 0 ? values[j].first : values[j].second;
                auto const& b = side == 0 ? values[i].first : values[i].second;
                if (a == b || !is_equal(a, b, true)) continue;
                problems.push_back(
                    {"ignore_case", std::string("the ") + (side == 0 ? "legacy" : "modern") + " values " +
                                        quoted(a) + " and " + quoted(b) +
                                        " differ in nothing but their case; leave 'ignore_case' out, or say "
                                        "it of the other side alone: ignore_case = \"" +
                                        (side == 0 ? "modern" : "legacy") + '"'});
            }
}

void find_repeated(value_table::pairs const& values, std::vector<option_error>& problems) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (values[i].first == values[j].first)
                problems.push_back({"values", "the legacy value '" + values[i].first +
                                                  "' stands there twice; each may have one meaning"});
            if (values[i].second == values[j].second)
                problems.push_back(
                    {"values", "'" + values[j].first + "' and '" + values[i].first + "' both mean '" +
                                   values[i].second +
                                   "', so the way back is not known; give each a value of its own, or say '" +
                                   values[i].first + "' in also.legacy"});
        }
    }
}

} // namespace

boost::system::result<value_table, std::vector<option_error>>
value_table::compile(pairs values, otherwise_options otherwise, also_options also, ignored_case ignore_case) {
    std::vector<option_error> problems;
    find_repeated(values, problems);
    find_same_but_case(values, ignore_case, problems);
    if (values.empty() && (otherwise.legacy || otherwise.modern))
        problems.push_back({"otherwise", "there is no table that it could be the rest of; give 'values'"});
    if (values.empty() && !also.is_empty())
        problems.push_back({"also", "there is no table whose values it could stand for; give 'values'"});
    if (values.empty() && ignore_case != ignored_case{})
        problems.push_back({"ignore_case", "there is no table to look into; give 'values'"});
    if (!problems.empty()) return problems;
    value_table table;
    table.values_ = std::move(values);
    table.otherwise_ = std::move(otherwise);
    table.also_ = std::move(also);
    table.ignores_case_ = ignore_case;
    for (std::size_t side = 0; side < 2; ++side) {
        auto& index = table.by_text_[side];
        for (std::uint32_t i = 0; i < table.values_.size(); ++i)
            index.push_back({std::string(table.text_at(side, i)), i});
        table.sort(side);
        table.add_also(side, problems);
    }
    if (!problems.empty()) return problems;
    return table;
}

void value_table::sort(std::size_t side) {
    std::sort(by_text_[side].begin(), by_text_[side].end(),
              [ignoring = ignores_case_[side]](spelling const& a, spelling const& b) {
                  return is_before(a.text, b.text, ignoring);
              });
}

void value_table::add_also(std::size_t side, std::vector<option_error>& problems) {
    std::string const key = side == 0 ? "also.legacy" : "also.modern";
    for (auto const& [text, meant] : also_.side(side)) {
        auto const* value = entry(side, meant);
        if (entry(side, text) != nullptr)
            problems.push_back({key, quoted(text) + " has a meaning already; leave it out here"});
        else if (value == nullptr)
            problems.push_back({key, quoted(meant) + " is none of the values of this side, so " +
                                         quoted(text) + " cannot be read as it; name one of 'values'"});
        else {
            by_text_[side].push_back({text, value->value});
            sort(side);
        }
    }
}

value_table::spelling const* value_table::entry(std::size_t side, std::string_view text) const {
    auto const& index = by_text_[side];
    bool const ignoring = ignores_case_[side];
    auto const found = std::lower_bound(index.begin(), index.end(), text,
                                        [ignoring](spelling const& one, std::string_view wanted) {
                                            return is_before(one.text, wanted, ignoring);
                                        });
    return found != index.end() && is_equal(found->text, text, ignoring) ? &*found : nullptr;
}

bool value_table::are_one(std::size_t side, std::string_view a, std::string_view b) const {
    auto const* one = entry(side, a);
    auto const* other = entry(side, b);
    return one != nullptr && other != nullptr && one->value == other->value;
}

std::string_view value_table::find(direction way, std::string_view text) const {
    auto const side = source_index(way);
    // Few are looked through sooner than halved.
    constexpr std::size_t few = 8;
    if (values_.size() <= few) {
        for (auto const& pair : values_)
            if (same_text(side == 0 ? pair.first : pair.second, text))
                return side == 0 ? pair.second : pair.first;
        if (also_.side(side).empty() && !ignores_case_[side]) return {};
    }
    auto const* found = entry(side, text);
    return found != nullptr ? text_at(1 - side, found->value) : std::string_view{};
}

boost::system::result<std::string_view, error> value_table::convert(direction way,
                                                                    std::string_view text) const {
    if (auto const found = find(way, text); found.data() != nullptr) return found;
    auto const side = source_index(way);
    auto const& fallback = side == 0 ? otherwise_.modern : otherwise_.legacy;
    if (fallback) return std::string_view(*fallback);
    std::string known;
    for (std::size_t i = 0; i < values_.size() && i < 8; ++i)
        known += (i == 0 ? "" : ", ") + std::string(text_at(side, static_cast<std::uint32_t>(i)));
    if (values_.size() > 8) known += "...";
    return error{
        error_code::unknown_value, {}, quoted(text) + " is not in the mapping's 'values' (" + known + ")"};
}

} // namespace ficus::acl
