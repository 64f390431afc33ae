#include "acl/conversion.hpp"
#include "taken.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

std::string converted(conversion const& c, direction way, std::string_view text) {
    document memory;
    auto const made = c.convert(way, text, memory);
    return made ? std::string(*made) : made.error().message;
}

std::string modern(conversion const& c, std::string_view text) {
    return converted(c, direction::to_modern, text);
}

std::string legacy(conversion const& c, std::string_view text) {
    return converted(c, direction::to_legacy, text);
}

std::string problems(field_options const& options) {
    auto const made = conversion::compile(options);
    std::string all;
    if (!made)
        for (auto const& problem : made.error()) all += problem.key + ": " + problem.message + "\n";
    return all;
}

field_options padded_legacy(std::size_t width, std::string with) {
    field_options options;
    options.text.emplace();
    options.text->legacy.pad = padding_options{width, std::move(with), padding_options::where::left};
    return options;
}

} // namespace

TEST_CASE("what a side puts around a text is taken off before the text is looked up, and put on after") {
    auto options = padded_legacy(6, " ");
    options.text->legacy.letters = letter_case::upper;
    options.text->modern.prefix = "state:";
    options.values = {{"N", "new"}, {"P", "paid"}};
    auto const c = taken(conversion::compile(options));
    CHECK(modern(c, "     P") == "state:paid");
    CHECK(legacy(c, "state:new") == "     N");
    CHECK(modern(c, "     X") == "'X' is not in the mapping's 'values' (N, P)");
    CHECK(modern(c, "     p") == "'p' is not in upper case, as 'case' says");
    CHECK(legacy(c, "new") == "'new' does not begin with 'state:'");
}

TEST_CASE("padded cents with a comma are a number of units") {
    auto options = padded_legacy(8, "0");
    options.scale = scale_options{100, 1};
    auto const c = taken(conversion::compile(options));
    CHECK(modern(c, "00001250") == "12.50");
    CHECK(legacy(c, "12.5") == "00001250");
    CHECK(modern(c, "00000000") == "0.00");
    CHECK(legacy(c, "-1.00") == "'-100' has a sign, which zeros cannot stand before");
    CHECK(c.type_on(0) == scalar_type::string);
    CHECK(c.type_on(1) == scalar_type::number);
}

TEST_CASE("a padded time and a padded boolean go through their own rules") {
    auto options = padded_legacy(12, "*");
    options.time = time_options{"%d.%m.%Y", "%F", "UTC"};
    auto const day = taken(conversion::compile(options));
    CHECK(modern(day, "**24.12.2024") == "2024-12-24");
    CHECK(legacy(day, "2024-12-24") == "**24.12.2024");
    document memory;
    CHECK(day.convert(direction::to_modern, "**heute*****", memory).error().code == error_code::bad_time);
    options = padded_legacy(3, "*");
    options.boolean = boolean_options{{"Y"}, {"N", ""}};
    auto const flag = taken(conversion::compile(options));
    CHECK(modern(flag, "**Y") == "true");
    CHECK(modern(flag, "***") == "false");
    CHECK(legacy(flag, "false") == "**N");
}

TEST_CASE("each side's type follows from what is said") {
    auto const types = [](field_options const& options) {
        auto const c = taken(conversion::compile(options));
        return std::array{c.type_on(0), c.type_on(1)};
    };
    using enum scalar_type;
    using pair = std::array<scalar_type, 2>;
    CHECK(types({}) == pair{string, string});
    CHECK(types({.type = integer}) == pair{integer, integer});
    CHECK(types({.type = integer, .values = {{"a", "1"}}}) == pair{string, integer});
    CHECK(types({.boolean = boolean_options{{"Y"}, {"N"}}}) == pair{string, boolean});
    CHECK(types({.decimal = decimal_options{{",", ""}, {}}}) == pair{string, number});
    CHECK(types({.type = string, .decimal = decimal_options{{",", ""}, {}}}) == pair{string, string});
    CHECK(types({.type = integer, .decimal = decimal_options{{",", "."}, {}}}) == pair{string, integer});
    CHECK(types({.scale = scale_options{100, 1}}) == pair{integer, number});
    CHECK(types({.scale = scale_options{1, 100}}) == pair{number, integer});
    CHECK(types({.scale = scale_options{100, 1, true}}) == pair{number, number});
    CHECK(types({.type = string, .scale = scale_options{100, 1, true}}) == pair{string, string});
    CHECK(types({.type = string, .scale = scale_options{1, 100}}) == pair{string, string});
    CHECK(types({.type = integer, .time = time_options{"rfc3339", "epoch_ms", "UTC"}}) ==
          pair{string, integer});
    auto padded = padded_legacy(8, "0");
    padded.type = integer;
    CHECK(types(padded) == pair{string, integer});
    CHECK_FALSE(taken(conversion::compile(padded)).is_nothing());
    CHECK(taken(conversion::compile({.type = integer})).is_nothing());
}

TEST_CASE("options that do not go together are told, with their keys") {
    field_options two;
    two.values = {{"a", "b"}};
    two.scale = scale_options{100, 1};
    CHECK(problems(two) ==
          "values: a field is a table of values or a decimal, not both; leave 'values' or 'scale' out\n");
    CHECK(problems({.type = scalar_type::integer, .boolean = boolean_options{{"Y"}, {"N"}}}) ==
          "type: 'boolean' says that it is a boolean; leave 'type' out\n");
    CHECK(problems({.type = scalar_type::integer, .scale = scale_options{100, 1}}) ==
          "type: a decimal is a number, or a string of its digits; leave 'type' out, or write \"string\"\n");
    CHECK(problems({.type = scalar_type::integer,
                    .values = {{"a", "x"}},
                    .otherwise = {.legacy = {}, .modern = "y"}}) ==
          "values: 'x' is not an integer, as 'type' says that it is\n"
          "otherwise: 'y' is not an integer, as 'type' says that it is\n");
    field_options around;
    around.type = scalar_type::integer;
    around.text.emplace();
    around.text->modern.prefix = "n";
    CHECK(problems(around) ==
          "type: the modern side puts something around the text, so that it is a string; leave 'type' out\n");
    CHECK(problems({.otherwise = {.legacy = "?", .modern = {}}}) ==
          "otherwise: there is no table that it could be the rest of; give 'values'\n");
    CHECK(problems({.boolean = boolean_options{{}, {"N"}}}) ==
          "boolean.true: say how the legacy side spells it, such as [\"Y\"]\n");
    CHECK(problems({.time = time_options{"%F", "%F", "Nowhere"}}).starts_with("time.zone: "));
}
