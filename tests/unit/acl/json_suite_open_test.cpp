// What RFC 8259 leaves to the reader, and what ours does.
#include "json_suite.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;
using namespace std::string_view_literals;

namespace {

std::vector<open_case> const left_open{
    {{"i_number_huge_exponent",
      "[0.4e00669999999999999999999999999999999999999999999999999999999999999999999]"},
     true,
     "digits are kept"},
    {{"i_number_negative_huge_exponent", "[-1e-9999999999]"}, true, "digits are kept"},
    {{"i_number_beyond_double", "[1e400]"}, true, "digits are kept"},
    {{"i_number_negative_beyond_double", "[-123123e100000]"}, true, "digits are kept"},
    {{"i_number_positive_beyond_double", "[123123e100000]"}, true, "digits are kept"},
    {{"i_number_underflow", "[123e-10000000]"}, true, "digits are kept"},
    {{"i_number_negative_integer_of_huge_exponent", "[-1e+9999]"}, true, "digits are kept"},
    {{"i_number_too_large_integer", "[100000000000000000000]"}, true, "digits are kept"},
    {{"i_number_negative_zero_fraction", "[-0.0]"}, true, "digits are kept"},
    {{"i_number_too_large_negative_integer", "[-123123123123123123123123123123]"}, true, "digits are kept"},
    {{"i_number_ten_thousand_digits", '[' + times(10000, "9") + ']'}, true, "digits are kept"},
    {{"i_number_double_not_exact", "[0.1000000000000000055511151231257827]"}, true, "digits are kept"},
    {{"i_string_escaped_first_half_alone", R"(["\uD800"])"}, false, "half a pair is no character"},
    {{"i_string_escaped_second_half_alone", R"(["\uDfaa"])"}, false, "half a pair is no character"},
    {{"i_string_first_half_then_escape", R"(["\uD800\n"])"}, false, "half a pair is no character"},
    {{"i_string_first_half_then_first_half", R"(["\uD800\uD800\n"])"}, false, "half a pair is no character"},
    {{"i_string_half_pair_and_a_letter", R"(["\uDd1ea"])"}, false, "half a pair is no character"},
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
    {{"i_string_overlong_six_bytes_nul", "[\"\xFC\x80\x80\x80\x80\x80\"]"}, false, "it is not UTF-8"},
    {{"i_string_overlong_three_bytes", "[\"\xE0\x80\xAF\"]"}, false, "it is not UTF-8"},
    {{"i_string_overlong_four_bytes", "[\"\xF0\x80\x80\xAF\"]"}, false, "it is not UTF-8"},
    {{"i_string_invalid_sequence", "[\"\u65e5\xd1\u05c8\"]"}, false, "it is not UTF-8"},
    {{"i_string_just_beyond_unicode", "[\"\xF4\x90\x80\x80\"]"}, false, "it is not UTF-8"},
    {{"i_string_utf16_big_without_mark", bytes("\0[\0\"\0\xE9\0\"\0]"sv)}, false, "JSON is UTF-8"},
    {{"i_string_utf32", bytes("\xFF\xFE\0\0[\0\0\0]\0\0\0"sv)}, false, "JSON is UTF-8"},
    {{"i_string_truncated", "[\"\xE0\xFF\"]"}, false, "it is not UTF-8"},
    {{"i_string_utf16", bytes("\xFF\xFE[\0\"\0\xE9\0\"\0]\0"sv)}, false, "JSON is UTF-8"},
    {{"i_string_utf16_without_mark", bytes("[\0\"\0\xE9\0\"\0]\0"sv)}, false, "JSON is UTF-8"},
    {{"i_structure_byte_order_mark", "\xEF\xBB\xBF{}"}, true, "the mark is skipped"},
    {{"i_structure_128_levels", nested(128)}, true, "the limit"},
    {{"i_structure_129_levels", nested(129)}, false, "past the limit"},
    {{"i_structure_500_levels", nested(500)}, false, "past the limit"},
    {{"i_object_duplicated_name", R"({"a":"b","a":"c"})"}, false, "neither of two is the right one"},
    {{"i_object_duplicated_name_and_value", R"({"a":"b","a":"b"})"},
     false,
     "neither of two is the right one"},
    {{"i_object_duplicated_by_escape", R"({"a":1,"\u0061":2})"}, false, "neither of two is the right one"},
};

} // namespace

TEST_CASE("what RFC 8259 leaves open is read or refused as documented") {
    check_left_open<json_format>(left_open);
}

TEST_CASE("numbers that JSON's readers round or refuse keep their digits") {
    for (auto const& [one, is_read, why] : left_open) {
        if (!one.name.starts_with("i_number")) continue;
        CAPTURE(one.name);
        auto const made = read_json(one.text);
        REQUIRE(made.has_value());
        CHECK(json_format::write(*made) == one.text);
    }
}
