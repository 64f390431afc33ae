// What JSON parsers are known to differ in: `y_` must be read, `n_` must be refused, `i_` is left to the
// reader by RFC 8259, and here is what ours does. Each in bounded time.
#include "acl/json.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace ficus::acl;
using namespace std::string_view_literals;

namespace {

struct json_case {
    std::string_view name;
    std::string text;
};

std::string times(std::size_t count, std::string_view piece) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += piece;
    return all;
}

std::string bytes(std::string_view text) {
    return std::string(text);
}

std::string nested(std::size_t depth) {
    return times(depth, "[") + times(depth, "]");
}

/// Reads within a time that no machine of ours needs for a megabyte.
boost::system::result<document, error> read(json_case const& one) {
    auto const begun = std::chrono::steady_clock::now();
    auto made = read_json(one.text);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
    return made;
}

std::string written(document const& read) {
    std::string out;
    write_json(*read.root(), out);
    return out;
}

std::vector<json_case> const accepted{
    {"y_array_empty", "[]"},
    {"y_array_empty_string", R"([""])"},
    {"y_array_ending_with_newline", "[\"a\"]\n"},
    {"y_array_false", "[false]"},
    {"y_array_heterogeneous", R"([null, 1, "1", {}])"},
    {"y_array_null", "[null]"},
    {"y_array_spaces_inside", "[ [ ]   ]"},
    {"y_array_with_leading_space", " [1]"},
    {"y_array_with_trailing_space", "[2] "},
    {"y_array_with_several_nulls", "[1,null,null,null,2]"},
    {"y_array_of_127_levels", nested(127)},
    {"y_number_negative_zero", "[-0]"},
    {"y_number_zero_exponent", "[0e+1]"},
    {"y_number_zero_exponent_2", "[0e1]"},
    {"y_number_exponent", "[1e22]"},
    {"y_number_capital_exponent", "[1E22]"},
    {"y_number_capital_exponent_minus", "[1E-2]"},
    {"y_number_capital_exponent_plus", "[1E+2]"},
    {"y_number_fraction_exponent", "[123.456e78]"},
    {"y_number_close_to_zero", "[-0.0000000000000000000000000000000000000000000000000000000000000000000001]"},
    {"y_number_after_space", "[ 4]"},
    {"y_number_int_of_one_digit", "[-1]"},
    {"y_number_simple", "[123]"},
    {"y_number_simple_fraction", "[123.456789]"},
    {"y_object_basic", R"({"asd":"sdf"})"},
    {"y_object_empty", "{}"},
    {"y_object_empty_key", R"({"":0})"},
    {"y_object_escaped_null_in_key", R"({"foo\u0000bar": 42})"},
    {"y_object_extreme_numbers", R"({ "min": -1.0e+28, "max": 1.0e+28 })"},
    {"y_object_long_strings",
     R"({"x":[{"id": ")" + times(40, "x") + R"("}], "id": ")" + times(40, "y") + R"("})"},
    {"y_object_with_newlines", "{\n\"a\": \"b\"\n}"},
    {"y_object_keys_that_differ_in_case", R"({"a":1,"A":2})"},
    {"y_object_keys_that_differ_in_normal_form", "{\"\u00e9\":1,\"e\u0301\":2}"},
    {"y_string_all_escapes", R"(["\"\\\/\b\f\n\r\t"])"},
    {"y_string_unicode_escapes", R"(["\u0060\u012a\u12AB"])"},
    {"y_string_accepted_pair", R"(["\uD801\udc37"])"},
    {"y_string_two_pairs", R"(["\ud83d\ude39\ud83d\udc8d"])"},
    {"y_string_last_pair", R"(["\uDBFF\uDFFF"])"},
    {"y_string_escaped_backslash_before_u", R"(["\\u0000"])"},
    {"y_string_escaped_backslash_and_quote", R"(["\\\"a"])"},
    {"y_string_escaped_control", R"(["\u0012"])"},
    {"y_string_escaped_null", R"(["\u0000"])"},
    {"y_string_escaped_noncharacter", R"(["\uFFFF\uFDD0\uDBFF\uDFFE"])"},
    {"y_string_noncharacter", "[\"\uFFFF\"]"},
    {"y_string_last_code_point", "[\"\U0010FFFF\"]"},
    {"y_string_comments_in_string", R"(["a/*b*/c/*d//e"])"},
    {"y_string_delete_character", "[\"a\x7F"
                                  "a\"]"},
    {"y_string_line_separators", "[\"\u2028\u2029\"]"},
    {"y_string_no_break_space_and_bom_inside", "[\"\u00a0\uFEFF\"]"},
    {"y_string_two_bytes", "[\"\u012b\"]"},
    {"y_string_three_bytes", "[\"\u0821\"]"},
    {"y_string_four_bytes", "[\"\U0001F600\"]"},
    {"y_string_one_of_a_megabyte", "\"" + times(1 << 20, "a") + "\""},
    {"y_structure_lonely_false", "false"},
    {"y_structure_lonely_int", "42"},
    {"y_structure_lonely_negative_real", "-0.1"},
    {"y_structure_lonely_null", "null"},
    {"y_structure_lonely_string", "\"asd\""},
    {"y_structure_string_empty", "\"\""},
    {"y_structure_true_in_array", "[true]"},
    {"y_structure_white_space_around", " \t\r\n[] \t\r\n"},
};

std::vector<json_case> const refused{
    {"n_array_1_true_without_comma", "[1 true]"},
    {"n_array_invalid_utf8", "[a\xe5]"},
    {"n_array_colon_instead_of_comma", R"(["": 1])"},
    {"n_array_comma_after_close", R"([""],)"},
    {"n_array_comma_and_number", "[,1]"},
    {"n_array_double_comma", "[1,,2]"},
    {"n_array_double_extra_comma", R"(["x",,])"},
    {"n_array_extra_close", R"(["x"]])"},
    {"n_array_extra_comma", R"(["",])"},
    {"n_array_incomplete", R"(["x")"},
    {"n_array_invalid_value", "[x"},
    {"n_array_inner_without_comma", "[3[4]]"},
    {"n_array_just_comma", "[,]"},
    {"n_array_just_minus", "[-]"},
    {"n_array_missing_value", "[   , \"\"]"},
    {"n_array_newlines_unclosed", "[\"a\",\n4\n,1,"},
    {"n_array_number_and_several_commas", "[1,,]"},
    {"n_array_spaces_vertical_tab_form_feed", "[\"\va\"\\f]"},
    {"n_array_star_inside", "[*]"},
    {"n_array_unclosed_with_object_inside", "[{}"},
    {"n_incomplete_false", "[fals]"},
    {"n_incomplete_null", "[nul]"},
    {"n_incomplete_true", "[tru]"},
    {"n_literal_in_capitals", "[True]"},
    {"n_multidigit_number_then_00", bytes("123\0"sv)},
    {"n_number_plus_plus", "[++1234]"},
    {"n_number_plus_1", "[+1]"},
    {"n_number_plus_inf", "[+Inf]"},
    {"n_number_minus_01", "[-01]"},
    {"n_number_minus_1.0.", "[-1.0.]"},
    {"n_number_minus_2.", "[-2.]"},
    {"n_number_minus_NaN", "[-NaN]"},
    {"n_number_minus_space_1", "[- 1]"},
    {"n_number_minus_Infinity", "[-Infinity]"},
    {"n_number_minus_foo", "[-foo]"},
    {"n_number_.-1", "[.-1]"},
    {"n_number_.2e-3", "[.2e-3]"},
    {"n_number_0.1.2", "[0.1.2]"},
    {"n_number_0.3e", "[0.3e]"},
    {"n_number_0.3e+", "[0.3e+]"},
    {"n_number_0_capital_E", "[0E]"},
    {"n_number_0.e1", "[0.e1]"},
    {"n_number_0e_plus", "[0e+]"},
    {"n_number_01", "[01]"},
    {"n_number_1.0e", "[1.0e]"},
    {"n_number_1.0e-", "[1.0e-]"},
    {"n_number_1_000", "[1 000.0]"},
    {"n_number_1_underscore_000", "[1_000]"},
    {"n_number_1eE2", "[1eE2]"},
    {"n_number_2.e3", "[2.e3]"},
    {"n_number_9.e+", "[9.e+]"},
    {"n_number_Inf", "[Inf]"},
    {"n_number_NaN", "[NaN]"},
    {"n_number_Infinity", "[Infinity]"},
    {"n_number_expression", "[1+2]"},
    {"n_number_hex", "[0x42]"},
    {"n_number_hex_1_digit", "[0x1]"},
    {"n_number_octal_of_javascript", "[0o17]"},
    {"n_number_with_alpha_behind", "[1.2a-3]"},
    {"n_number_with_suffix", "[1n]"},
    {"n_number_then_invalid_utf8", "[123\xe5]"},
    {"n_number_fullwidth_digit", "[\uFF11]"},
    {"n_object_bad_value", R"(["x", truth])"},
    {"n_object_bracket_key", R"({[: "x"})"},
    {"n_object_comma_instead_of_colon", R"({"x", null})"},
    {"n_object_double_colon", R"({"x"::"b"})"},
    {"n_object_emoji_key", "{\U0001F1E8\U0001F1ED}"},
    {"n_object_garbage_at_end", R"({"a":"a" 123})"},
    {"n_object_key_with_single_quotes", "{key: 'value'}"},
    {"n_object_missing_colon", R"({"a" b})"},
    {"n_object_missing_key", R"({:"b"})"},
    {"n_object_missing_value", R"({"a":)"},
    {"n_object_no_colon", R"({"a")"},
    {"n_object_number_key", "{1:1}"},
    {"n_object_null_key", "{null:null}"},
    {"n_object_several_trailing_commas", R"({"id":0,,,,,})"},
    {"n_object_single_quote", "{'a':0}"},
    {"n_object_trailing_comma", R"({"id":0,})"},
    {"n_object_trailing_comment", R"({"a":"b"}/**/)"},
    {"n_object_trailing_comment_slash", R"({"a":"b"}//)"},
    {"n_object_trailing_hash_comment", R"({"a":"b"}#)"},
    {"n_object_comment_inside", R"({"a":/*c*/"b"})"},
    {"n_object_unquoted_key", R"({a: "b"})"},
    {"n_object_unterminated_value", R"({"a":"a)"},
    {"n_object_with_single_string", R"({ "foo" : "bar", "a" })"},
    {"n_single_space", " "},
    {"n_string_one_half_then_escape", R"(["\uD800\"])"},
    {"n_string_one_half_then_u", R"(["\uD800\u"])"},
    {"n_string_one_half_then_u1", R"(["\uD800\u1"])"},
    {"n_string_one_half_then_u1x", R"(["\uD800\u1x"])"},
    {"n_string_e_acute_outside", "[\u00e9]"},
    {"n_string_backslash_00", bytes("[\"\\\0\"]"sv)},
    {"n_string_escape_x", R"(["\x00"])"},
    {"n_string_escaped_backslash_bad", R"(["\\\"])"},
    {"n_string_escaped_control_tab", "[\"\\\t\"]"},
    {"n_string_escaped_emoji", "[\"\\\U0001F300\"]"},
    {"n_string_incomplete_escape", R"(["\"])"},
    {"n_string_incomplete_escaped_character", R"(["\u00A"])"},
    {"n_string_incomplete_surrogate", R"(["\uD834\uDd"])"},
    {"n_string_invalid_escape", R"(["\a"])"},
    {"n_string_invalid_unicode_escape", R"(["\uqqqq"])"},
    {"n_string_capital_U_escape", R"(["\U0001"])"},
    {"n_string_invalid_utf8_after_escape", "[\"\\\xe5\"]"},
    {"n_string_leading_escaped_space", R"([\u0020"asd"])"},
    {"n_string_no_quotes_with_bad_escape", R"([\n])"},
    {"n_string_single_doublequote", "\""},
    {"n_string_single_quote", "['single quote']"},
    {"n_string_single_without_quotes", "abc"},
    {"n_string_start_escape_unclosed", "[\"\\"},
    {"n_string_unescaped_control", "[\"a\x01"
                                   "a\"]"},
    {"n_string_unescaped_nul", bytes("[\"a\0a\"]"sv)},
    {"n_string_unescaped_newline", "[\"new\nline\"]"},
    {"n_string_unescaped_tab", "[\"\t\"]"},
    {"n_string_with_trailing_garbage", "\"\"x"},
    {"n_structure_angle_brackets", "<.>"},
    {"n_structure_array_trailing_garbage", "[1]x"},
    {"n_structure_array_with_extra_close", "[1]]"},
    {"n_structure_close_unopened", "1]"},
    {"n_structure_double_array", "[][]"},
    {"n_structure_two_values", "1 2"},
    {"n_structure_end_array", "]"},
    {"n_structure_no_data", ""},
    {"n_structure_nul_behind", bytes("[]\0"sv)},
    {"n_structure_nul_instead_of_space", bytes("[\0 1]"sv)},
    {"n_structure_number_with_trailing_garbage", "2@"},
    {"n_structure_object_followed_by_closing", "{}}"},
    {"n_structure_open_array_of_apostrophes", "['"},
    {"n_structure_open_array_comma", "[,"},
    {"n_structure_open_array_open_object", "[{"},
    {"n_structure_open_object_comma", "{,"},
    {"n_structure_single_star", "*"},
    {"n_structure_single_eacute", "\xe9"},
    {"n_structure_trailing_hash", R"({"a":"b"}#{})"},
    {"n_structure_uescaped_line_feed_before", R"([\u000A""])"},
    {"n_structure_unclosed_array", "[1"},
    {"n_structure_unclosed_object", R"({"asd":"asd")"},
    {"n_structure_unicode_identifier", "\u00e5"},
    {"n_structure_word_joiner", "\u2060"},
    {"n_structure_no_break_space", "[\u00a0]"},
    {"n_structure_form_feed", "[\f]"},
    {"n_structure_vertical_tab", "[\v]"},
    {"n_structure_byte_order_mark_alone", "\xEF\xBB\xBF"},
    {"n_structure_half_a_byte_order_mark", "\xEF\xBB{}"},
    {"n_structure_byte_order_mark_twice", "\xEF\xBB\xBF\xEF\xBB\xBF[]"},
    {"n_structure_byte_order_mark_behind", "[]\xEF\xBB\xBF"},
    {"n_structure_concatenated_with_separator", "\x1E{}"},
    {"n_structure_a_million_opened_arrays", times(1000000, "[")},
    {"n_structure_a_million_arrays", nested(1000000)},
    {"n_structure_opened_array_object_many", times(100000, R"([{"":)")},
};

struct open_case {
    json_case one;
    bool is_read;
    std::string_view why;
};

std::vector<open_case> const left_open{
    {{"i_number_huge_exponent",
      "[0.4e00669999999999999999999999999999999999999999999999999999999999999999999]"},
     true,
     "digits are kept"},
    {{"i_number_negative_huge_exponent", "[-1e-9999999999]"}, true, "digits are kept"},
    {{"i_number_beyond_double", "[1e400]"}, true, "digits are kept"},
    {{"i_number_too_large_negative_integer", "[-123123123123123123123123123123]"}, true, "digits are kept"},
    {{"i_number_ten_thousand_digits", '[' + times(10000, "9") + ']'}, true, "digits are kept"},
    {{"i_number_double_not_exact", "[0.1000000000000000055511151231257827]"}, true, "digits are kept"},
    {{"i_string_escaped_first_half_alone", R"(["\uD800"])"}, false, "half a pair is no character"},
    {{"i_string_escaped_second_half_alone", R"(["\uDfaa"])"}, false, "half a pair is no character"},
    {{"i_string_first_half_then_other", R"(["\uD888\u1234"])"}, false, "half a pair is no character"},
    {{"i_string_first_half_then_text", R"(["\uD800abc"])"}, false, "half a pair is no character"},
    {{"i_string_halves_exchanged", R"(["\uDd1e\uD834"])"}, false, "half a pair is no character"},
    {{"i_string_half_in_a_name", R"({"\uDFAA":0})"}, false, "half a pair is no character"},
    {{"i_string_half_in_utf8", "[\"\xED\xA0\x80\"]"}, false, "it is not UTF-8"},
    {{"i_string_invalid_utf8", "[\"\xff\"]"}, false, "it is not UTF-8"},
    {{"i_string_lone_continuation", "[\"\x81\"]"}, false, "it is not UTF-8"},
    {{"i_string_latin_1", "[\"\xe9\"]"}, false, "it is not UTF-8"},
    {{"i_string_beyond_unicode", "[\"\xF4\xBF\xBF\xBF\"]"}, false, "it is not UTF-8"},
    {{"i_string_overlong_two_bytes", "[\"\xC0\xAF\"]"}, false, "it is not UTF-8"},
    {{"i_string_overlong_six_bytes", "[\"\xFC\x83\xBF\xBF\xBF\xBF\"]"}, false, "it is not UTF-8"},
    {{"i_string_overlong_nul", "[\"\xC0\x80\"]"}, false, "it is not UTF-8"},
    {{"i_string_truncated", "[\"\xE0\xFF\"]"}, false, "it is not UTF-8"},
    {{"i_string_utf16", bytes("\xFF\xFE[\0\"\0\xE9\0\"\0]\0"sv)}, false, "JSON is UTF-8"},
    {{"i_string_utf16_without_mark", bytes("[\0\"\0\xE9\0\"\0]\0"sv)}, false, "JSON is UTF-8"},
    {{"i_structure_byte_order_mark", "\xEF\xBB\xBF{}"}, true, "the mark is skipped"},
    {{"i_structure_128_levels", nested(128)}, true, "the limit"},
    {{"i_structure_129_levels", nested(129)}, false, "past the limit"},
    {{"i_object_duplicated_name", R"({"a":"b","a":"c"})"}, false, "neither of two is the right one"},
    {{"i_object_duplicated_name_and_value", R"({"a":"b","a":"b"})"},
     false,
     "neither of two is the right one"},
    {{"i_object_duplicated_by_escape", R"({"a":1,"\u0061":2})"}, false, "neither of two is the right one"},
};

} // namespace

TEST_CASE("JSON that is right is read, and what is written of it is read as the same") {
    for (auto const& one : accepted) {
        CAPTURE(one.name);
        CHECK(one.name.starts_with("y_"));
        auto const first = read(one);
        REQUIRE(first.has_value());
        auto const text = written(*first);
        auto const second = read_json(text);
        REQUIRE(second.has_value());
        CHECK(written(*second) == text);
    }
}

TEST_CASE("JSON that is wrong is refused, whatever is wrong with it") {
    for (auto const& one : refused) {
        CAPTURE(one.name);
        CHECK(one.name.starts_with("n_"));
        auto const made = read(one);
        CHECK(made.has_error());
        if (made.has_error()) CHECK_FALSE(made.error().message.empty());
    }
}

TEST_CASE("what RFC 8259 leaves open is read or refused as documented") {
    for (auto const& [one, is_read, why] : left_open) {
        CAPTURE(one.name, why);
        CHECK(one.name.starts_with("i_"));
        auto const made = read(one);
        CHECK(made.has_value() == is_read);
        if (made && one.name.starts_with("i_number")) CHECK(written(*made) == one.text);
    }
}
