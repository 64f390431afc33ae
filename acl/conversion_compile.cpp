#include "acl/conversion.hpp"
#include "acl/scalar_text.hpp"

namespace ficus::acl {
namespace {

/// The rule, or its problems among the others.
template<class T>
std::optional<T> keep(boost::system::result<T, std::vector<option_error>> made, std::string_view prefix,
                      std::vector<option_error>& problems) {
    if (made) return std::move(*made);
    for (auto& problem : made.error()) {
        auto key = std::string(prefix);
        if (!key.empty() && !problem.key.empty()) key += '.';
        problems.push_back({key + problem.key, std::move(problem.message)});
    }
    return std::nullopt;
}

void find_conflicts(field_options const& options, std::vector<option_error>& problems) {
    std::vector<std::pair<std::string, std::string>> said;
    if (!options.values.empty()) said.emplace_back("values", "a table of values");
    if (options.boolean) said.emplace_back("boolean", "a boolean");
    if (options.decimal || options.scale)
        said.emplace_back(options.decimal ? "decimal" : "scale", "a decimal");
    if (options.time) said.emplace_back("time", "a time");
    if (said.size() < 2) return;
    problems.push_back({said[0].first, "a field is " + said[0].second + " or " + said[1].second +
                                           ", not both; leave '" + said[0].first + "' or '" + said[1].first +
                                           "' out"});
}

/// What a typed side holds of a decimal: a number where it is written as one.
scalar_type type_of_decimal(decimal_rule const& rule, std::size_t side, std::optional<scalar_type> type) {
    if (!rule.style(side).is_plain() || type == scalar_type::string) return scalar_type::string;
    if (rule.factor() > 0) return scalar_type::integer;
    if (rule.places() > 0)
        return side == rule.side_of_parts() && rule.parts() == parts::whole ? scalar_type::integer
                                                                            : scalar_type::number;
    return type.value_or(scalar_type::number);
}

void check_values(field_options const& options, std::vector<option_error>& problems) {
    std::array<std::optional<scalar_type>, 2> const types{options.legacy_type, options.type};
    auto const check = [&](std::size_t side, std::string const& text, char const* key) {
        if (types[side] && !is_of_type(*types[side], text))
            problems.push_back({key, "'" + text + "' is not " + std::string(name_of(*types[side])) +
                                         ", as 'type' says that it is"});
    };
    for (auto const& [legacy, modern] : options.values) {
        check(0, legacy, "values");
        check(1, modern, "values");
    }
    if (options.otherwise.legacy) check(0, *options.otherwise.legacy, "otherwise");
    if (options.otherwise.modern) check(1, *options.otherwise.modern, "otherwise");
    for (auto const& [text, meant] : options.also.legacy) check(0, text, "also.legacy");
    for (auto const& [text, meant] : options.also.modern) check(1, text, "also.modern");
}

/// What the legacy side was said to hold, and cannot.
void check_legacy_type(std::optional<scalar_type> said, scalar_type held, char const* why,
                       std::vector<option_error>& problems) {
    if (said && *said != held) problems.push_back({"type.legacy", std::string(why) + "; leave it out"});
}

bool writes(text_side_options const& side) {
    return side.trim || side.pad || side.base64 || side.letters || !side.prefix.empty() ||
           !side.suffix.empty();
}

} // namespace

boost::system::result<conversion, std::vector<option_error>>
conversion::compile(field_options const& options) {
    std::vector<option_error> problems;
    conversion made;
    auto const type = options.type;
    find_conflicts(options, problems);
    made.types_[1] = type.value_or(scalar_type::string);
    made.types_[0] = options.legacy_type.value_or(made.types_[1]);

    if (!options.values.empty() || options.otherwise.legacy || options.otherwise.modern ||
        !options.also.is_empty() || options.ignores_case()) {
        if (auto table = keep(
                value_table::compile(options.values, options.otherwise, options.also, options.ignore_case),
                "", problems))
            made.meaning_ = std::move(*table);
        check_values(options, problems);
        made.types_[0] = options.legacy_type.value_or(scalar_type::string);
    }
    if (options.boolean) {
        if (auto rule = keep(boolean_rule::compile(*options.boolean), "boolean", problems))
            made.meaning_ = std::move(*rule);
        if (type && type != scalar_type::boolean)
            problems.push_back({"type", "'boolean' says that it is a boolean; leave 'type' out"});
        made.types_ = {scalar_type::string, scalar_type::boolean};
        if (!options.boolean->truths.empty()) made.types_[0] = options.boolean->truths.front().type;
        check_legacy_type(options.legacy_type, made.types_[0],
                          "the spellings say what the legacy side holds: 1 is a number, \"1\" a string",
                          problems);
    }
    if (options.decimal || options.scale) {
        if (auto rule = keep(decimal_rule::compile(options.decimal, options.scale), "", problems)) {
            for (std::size_t side = 0; side < 2; ++side)
                made.types_[side] = type_of_decimal(
                    *rule, side, side == 0 && options.legacy_type ? options.legacy_type : type);
            if (options.legacy_type && options.legacy_type != scalar_type::string)
                check_legacy_type(options.legacy_type, made.types_[0],
                                  "the legacy side of this decimal is no such number", problems);
            if (type == scalar_type::boolean || (type == scalar_type::integer && rule->places() > 0))
                problems.push_back({"type", "a decimal is a number, or a string of its digits; leave 'type' "
                                            "out, or write \"string\""});
            made.meaning_ = std::move(*rule);
        }
    }
    if (options.time) {
        if (auto rule = keep(time_rule::compile(*options.time), "time", problems)) {
            bool const number = rule->pattern(1).is_epoch();
            if (type && type != scalar_type::string && !(number && type == scalar_type::integer))
                problems.push_back({"type",
                                    "a time is a string, or an integer where its modern pattern is %s "
                                    "or epoch_ms; leave 'type' out"});
            bool const counts = options.legacy_type == scalar_type::integer && rule->pattern(0).is_epoch();
            made.types_[0] = counts ? scalar_type::integer : scalar_type::string;
            check_legacy_type(options.legacy_type, made.types_[0],
                              "a time is a string, or an integer where its legacy pattern is %s or epoch_ms",
                              problems);
            made.meaning_ = std::move(*rule);
        }
    }
    if (options.text) {
        made.text_ = keep(text_rule::compile(*options.text), "", problems);
        if (writes(options.text->legacy)) {
            made.types_[0] = scalar_type::string;
            check_legacy_type(options.legacy_type, scalar_type::string,
                              "the legacy side puts something around the text, so that it is a string",
                              problems);
        }
        if (writes(options.text->modern)) {
            if (type && type != scalar_type::string)
                problems.push_back({"type", "the modern side puts something around the text, so that it is a "
                                            "string; leave 'type' out"});
            made.types_[1] = scalar_type::string;
        }
    }
    if (!problems.empty()) return problems;
    return made;
}

} // namespace ficus::acl
