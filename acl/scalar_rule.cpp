#include "acl/scalar_rule.hpp"

#include "acl/number_text.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string_view name_of(scalar_type type) {
    switch (type) {
    case scalar_type::string: return "a string";
    case scalar_type::integer: return "an integer";
    case scalar_type::number: return "a number";
    case scalar_type::boolean: return "a boolean";
    }
    return "a value";
}

kind kind_of(scalar_type type) {
    switch (type) {
    case scalar_type::string: return kind::string;
    case scalar_type::boolean: return kind::boolean;
    default: return kind::number;
    }
}

bool is_of_type(scalar_type type, std::string_view text) {
    switch (type) {
    case scalar_type::string: return true;
    case scalar_type::integer: return is_json_integer(text);
    case scalar_type::number: return is_json_number(text);
    case scalar_type::boolean: return text == "true" || text == "false";
    }
    return false;
}

/// Payloads may be large and are not for messages.
std::string quoted(std::string_view text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return "'" + std::string(text) + "'";
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return "'" + std::string(text.substr(0, end)) + "...'";
}

std::string how_to_write(scalar_type type, std::string_view text) {
    if (type == scalar_type::boolean)
        return "; it takes true or false: name other spellings in 'values', such as { 1 = \"true\", 0 = "
               "\"false\" }";
    if (is_json_number(text)) return "";
    return "; it takes JSON's digits: no plus sign, no leading zeros, nothing around them";
}

error refuse(error_code code, std::string message) {
    return {code, {}, std::move(message)};
}

std::string_view without_white_space(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

void find_repeated(std::vector<std::pair<std::string, std::string>> const& values,
                   std::vector<option_error>& problems) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (values[i].first == values[j].first)
                problems.push_back({"values", "the legacy value '" + values[i].first +
                                                  "' stands there twice; each may have one meaning"});
            if (values[i].second == values[j].second)
                problems.push_back(
                    {"values", "'" + values[j].first + "' and '" + values[i].first + "' both mean '" +
                                   values[i].second +
                                   "', so the way back is not known; give each a value of its own"});
        }
    }
}

} // namespace

std::string_view describe(kind k) {
    switch (k) {
    case kind::null: return "null";
    case kind::boolean: return "a boolean";
    case kind::number: return "a number";
    case kind::string: return "a string";
    case kind::array: return "a list";
    case kind::object: return "an object";
    case kind::element: return "an element";
    }
    return "a value";
}

boost::system::result<scalar_rule, std::vector<option_error>>
scalar_rule::compile(field_options const& options, std::array<dialect, 2> dialects) {
    std::vector<option_error> problems;
    scalar_rule rule;
    rule.dialects_ = dialects;
    rule.type_ = options.type;
    rule.values_ = options.values;
    if (!options.values.empty() && options.time)
        problems.push_back(
            {"values", "a field is a table of values or a time, not both; leave 'values' or 'time' out"});
    find_repeated(options.values, problems);
    if (options.type)
        for (auto const& [legacy, modern] : options.values)
            if (!is_of_type(*options.type, modern))
                problems.push_back({"values", "'" + modern + "' is not " +
                                                  std::string(name_of(*options.type)) +
                                                  ", as 'type' says that it is"});
    if (options.time) {
        auto time = time_rule::compile(*options.time);
        if (time) {
            rule.time_ = std::move(*time);
            bool const seconds = rule.time_->pattern(1).is_epoch();
            if (options.type && *options.type != scalar_type::string &&
                !(seconds && *options.type == scalar_type::integer))
                problems.push_back(
                    {"type",
                     "a time is a string, or an integer where its modern pattern is %s; leave 'type' out"});
        } else {
            for (auto& problem : time.error())
                problems.push_back(
                    {problem.key.empty() ? "time" : "time." + problem.key, std::move(problem.message)});
        }
    }
    if (!problems.empty()) return problems;
    rule.carries_anything_ = dialects[0].shape == shape::json && dialects[0] == dialects[1] &&
                             !options.type && options.values.empty() && !options.time;
    rule.index_values();
    return rule;
}

void scalar_rule::index_values() {
    for (std::size_t side = 0; side < 2; ++side) {
        auto& index = by_text_[side];
        for (std::uint32_t i = 0; i < values_.size(); ++i) index.push_back(i);
        std::sort(index.begin(), index.end(), [&](std::uint32_t a, std::uint32_t b) {
            return side == 0 ? values_[a].first < values_[b].first : values_[a].second < values_[b].second;
        });
    }
}

scalar_type scalar_rule::type_on(std::size_t side) const {
    bool const converted = !values_.empty() || time_;
    return side == 0 && converted ? scalar_type::string : type_.value_or(scalar_type::string);
}

/// The source's text, which is of the type that this side has.
boost::system::result<std::string_view, error> scalar_rule::text_of(std::size_t side,
                                                                    value const& from) const {
    auto const type = type_on(side);
    if (!dialects_[side].typed) {
        // XML Schema takes white space around anything but a string for layout.
        bool const exact = dialects_[side].shape != shape::xml || (type == scalar_type::string && !time_);
        auto const text = exact ? from.text : without_white_space(from.text);
        if (!is_of_type(type, text))
            return refuse(error_code::wrong_type, quoted(from.text) + " where " + std::string(name_of(type)) +
                                                      " is due" + how_to_write(type, text));
        return text;
    }
    if (from.kind != kind_of(type)) {
        auto message = std::string(describe(from.kind)) + " where " + std::string(name_of(type)) + " is due";
        if (!type_ && !from.is_container() && values_.empty() && !time_)
            message += "; say its 'type' in the mapping";
        return refuse(error_code::wrong_type, std::move(message));
    }
    if (from.kind == kind::boolean) return std::string_view(from.truth ? "true" : "false");
    if (!is_of_type(type, from.text))
        return refuse(error_code::wrong_type,
                      quoted(from.text) + " where " + std::string(name_of(type)) + " is due");
    return from.text;
}

boost::system::result<std::string_view, error> scalar_rule::look_up(direction way,
                                                                    std::string_view text) const {
    auto const side = source_index(way);
    auto const text_at = [&](std::uint32_t i) -> std::string_view {
        return side == 0 ? values_[i].first : values_[i].second;
    };
    auto const& index = by_text_[side];
    auto const found =
        std::lower_bound(index.begin(), index.end(), text,
                         [&](std::uint32_t i, std::string_view wanted) { return text_at(i) < wanted; });
    if (found != index.end() && text_at(*found) == text)
        return std::string_view(side == 0 ? values_[*found].second : values_[*found].first);
    std::string known;
    for (std::size_t i = 0; i < values_.size() && i < 8; ++i)
        known += (i == 0 ? "" : ", ") + std::string(text_at(static_cast<std::uint32_t>(i)));
    if (values_.size() > 8) known += "...";
    return refuse(error_code::unknown_value,
                  quoted(text) + " is not in the mapping's 'values' (" + known + ")");
}

boost::system::result<value*, error> scalar_rule::convert(direction way, value const& from,
                                                          document& into) const {
    if (from.kind == kind::null) return into.make(kind::null);
    auto const source = text_of(source_index(way), from);
    if (!source) return source.error();
    auto text = *source;
    if (!values_.empty()) {
        auto const found = look_up(way, text);
        if (!found) return found.error();
        text = *found;
    } else if (time_) {
        std::string written;
        auto const converted = time_->convert(way, text, written);
        if (!converted) return refuse(error_code::bad_time, converted.error());
        text = into.keep(written);
    }
    auto const target = target_index(way);
    auto const k = dialects_[target].typed ? kind_of(type_on(target)) : kind::string;
    if (k == kind::boolean) return into.make_boolean(text == "true");
    // Whatever the text is a part of (the source, the rule) outlives the target's tree.
    auto* node = into.make(k);
    node->text = text;
    return node;
}

} // namespace ficus::acl
