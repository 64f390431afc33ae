// What XML parsers are known to be lax in: `y_` is well-formed and must be read, `n_` is not and must be
// refused, `i_` is what a reader without a DTD may decide, and what ours does. Each in bounded time.
#include "acl/xml.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace ficus::acl;
using namespace std::string_view_literals;

namespace {

struct xml_case {
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

boost::system::result<document, error> read(xml_case const& one) {
    auto const begun = std::chrono::steady_clock::now();
    auto made = read_xml(one.text);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
    return made;
}

std::string written(document const& read) {
    std::string out;
    REQUIRE(write_xml(*read.root(), out).has_value());
    return out;
}

std::vector<xml_case> const accepted{
    {"y_element_empty", "<r/>"},
    {"y_element_empty_with_end_tag", "<r></r>"},
    {"y_element_space_in_tags", "<r ></r >"},
    {"y_element_newline_in_tag", "<r\n\ta = '1'\n/>"},
    {"y_element_nested", "<r><a><b/></a><a/></r>"},
    {"y_element_of_100_levels", times(100, "<r>") + times(100, "</r>")},
    {"y_name_punctuation", "<_r-1.x/>"},
    {"y_name_colon", "<n:r xmlns:n='urn:n'/>"},
    {"y_name_not_ascii", "<größe/>"},
    {"y_name_beyond_the_plane", "<\U00010000/>"},
    {"y_attribute_quotes", R"(<r a="'" b='"'/>)"},
    {"y_attribute_empty", "<r a=''/>"},
    {"y_attribute_greater_than", "<r a='>'/>"},
    {"y_attribute_line_end", "<r a='1\n2'/>"},
    {"y_attribute_xml_space", "<r xml:space='preserve' xml:lang='de'> </r>"},
    {"y_text_greater_than", "<r>a > b</r>"},
    {"y_text_closing_brackets", "<r>a]]b ]] ></r>"},
    {"y_text_quotes", "<r>'\"</r>"},
    {"y_text_beyond_the_plane", "<r>\U0001F600</r>"},
    {"y_text_carriage_returns", "<r>a\r\nb\rc</r>"},
    {"y_text_delete_and_c1", "<r>\x7f\u0085</r>"},
    {"y_reference_predefined", "<r a='&lt;&quot;&apos;'>&amp;&lt;&gt;&apos;&quot;</r>"},
    {"y_reference_decimal", "<r>&#65;&#0065;</r>"},
    {"y_reference_hexadecimal", "<r>&#x41;&#x1F600;&#x1f600;</r>"},
    {"y_reference_white_space", "<r a='&#9;&#10;&#13;'>&#13;</r>"},
    {"y_reference_last", "<r>&#x10FFFF;&#xFFFD;&#xD7FF;&#xE000;</r>"},
    {"y_reference_twice_escaped", "<r>&amp;lt;</r>"},
    {"y_cdata", "<r><![CDATA[<a>&b;]]></r>"},
    {"y_cdata_empty", "<r><![CDATA[]]></r>"},
    {"y_cdata_brackets", "<r><![CDATA[]]]]><![CDATA[>]]></r>"},
    {"y_comment", "<!-- a --><r><!-- - b --></r><!---->"},
    {"y_comment_markup", "<r><!-- <a> & ]]> --></r>"},
    {"y_instruction", "<?a?><r><?b c?d?></r><?xml-stylesheet href='x'?>"},
    {"y_declaration", "<?xml version='1.0'?><r/>"},
    {"y_declaration_whole", "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<r/>"},
    {"y_declaration_spaces", "<?xml  version = '1.0'  encoding = 'utf-8' ?><r/>"},
    {"y_declaration_latin_1", "<?xml version='1.0' encoding='iso-8859-1'?><r>\xe9</r>"},
    {"y_declaration_ascii", "<?xml version='1.0' encoding='US-ASCII'?><r>a</r>"},
    {"y_byte_order_mark", "\xEF\xBB\xBF<?xml version='1.0'?><r/>"},
    {"y_utf16_little", bytes("\xFF\xFE<\0r\0/\0>\0"sv)},
    {"y_utf16_big", bytes("\xFE\xFF\0<\0r\0/\0>"sv)},
    {"y_white_space_around", "<?xml version='1.0'?>\n \t\r\n<r/>\n \t\r\n"},
    {"y_text_of_a_megabyte", "<r>" + times(1 << 20, "a") + "</r>"},
    {"y_attributes_many",
     [] {
         std::string text = "<r";
         for (int i = 0; i < 2000; ++i) text += " a" + std::to_string(i) + "='1'";
         return text + "/>";
     }()},
};

std::vector<xml_case> const refused{
    {"n_nothing", ""},
    {"n_white_space_alone", " \n"},
    {"n_declaration_alone", "<?xml version='1.0'?>"},
    {"n_comment_alone", "<!-- a -->"},
    {"n_text_alone", "text"},
    {"n_root_twice", "<r/><r/>"},
    {"n_text_before_root", "a<r/>"},
    {"n_text_behind_root", "<r/>a"},
    {"n_reference_behind_root", "<r/>&#32;"},
    {"n_cdata_behind_root", "<r/><![CDATA[]]>"},
    {"n_nul_behind_root", bytes("<r/>\0"sv)},
    {"n_end_tag_missing", "<r>"},
    {"n_end_tag_of_child_missing", "<r><a></r>"},
    {"n_end_tag_of_another", "<r></s>"},
    {"n_end_tag_in_other_case", "<r></R>"},
    {"n_end_tag_overlapping", "<r><a><b></a></b></r>"},
    {"n_end_tag_alone", "</r>"},
    {"n_end_tag_twice", "<r></r></r>"},
    {"n_end_tag_with_attribute", "<r></r a='1'>"},
    {"n_end_tag_with_space_before_name", "<r></ r>"},
    {"n_end_tag_empty", "<r></>"},
    {"n_end_tag_open", "<r></r"},
    {"n_tag_open", "<r"},
    {"n_tag_space_before_name", "< r/>"},
    {"n_tag_space_in_empty_end", "<r / >"},
    {"n_tag_slash_inside", "<r /a='1'>"},
    {"n_tag_without_name", "<>a</>"},
    {"n_tag_in_tag", "<r <a/>></r>"},
    {"n_name_begins_with_digit", "<1r/>"},
    {"n_name_begins_with_hyphen", "<-r/>"},
    {"n_name_begins_with_dot", "<.r/>"},
    {"n_name_with_bang", "<r!/>"},
    {"n_name_with_slash", "<r/a/>"},
    {"n_name_with_dollar", "<r$/>"},
    {"n_attribute_without_value", "<r a/>"},
    {"n_attribute_without_quotes", "<r a=1/>"},
    {"n_attribute_quotes_mixed", "<r a='1\"/>"},
    {"n_attribute_open", "<r a='1"},
    {"n_attribute_without_name", "<r ='1'/>"},
    {"n_attribute_without_equals", "<r a '1'/>"},
    {"n_attribute_two_equals", "<r a=='1'/>"},
    {"n_attribute_repeated", "<r a='1' a='2'/>"},
    {"n_attribute_no_space_between", "<r a='1'b='2'/>"},
    {"n_attribute_less_than", "<r a='<'/>"},
    {"n_attribute_ampersand", "<r a='&'/>"},
    {"n_attribute_control", "<r a='\x01'/>"},
    {"n_attribute_name_begins_with_digit", "<r 1='1'/>"},
    {"n_attribute_unknown_entity", "<r a='&nbsp;'/>"},
    {"n_text_less_than", "<r>a < b</r>"},
    {"n_text_ampersand", "<r>a & b</r>"},
    {"n_text_end_of_cdata", "<r>a]]>b</r>"},
    {"n_text_control", "<r>\x01</r>"},
    {"n_text_escape_character", "<r>\x1b</r>"},
    {"n_text_form_feed", "<r>\f</r>"},
    {"n_text_nul", bytes("<r>\0</r>"sv)},
    {"n_text_noncharacter", "<r>\uFFFE</r>"},
    {"n_text_noncharacter_2", "<r>\uFFFF</r>"},
    {"n_text_invalid_utf8", "<r>\xff</r>"},
    {"n_text_latin_1_undeclared", "<r>\xe9</r>"},
    {"n_text_overlong", "<r>\xc0\xbc</r>"},
    {"n_text_half_a_pair_in_utf8", "<r>\xed\xa0\x80</r>"},
    {"n_text_beyond_unicode", "<r>\xf4\x90\x80\x80</r>"},
    {"n_text_truncated_utf8", "<r>\xe2\x82</r>"},
    {"n_name_invalid_utf8", "<r\xff/>"},
    {"n_comment_invalid_utf8", "<r><!--\xff--></r>"},
    {"n_comment_control", "<r><!--\x01--></r>"},
    {"n_cdata_control", "<r><![CDATA[\x01]]></r>"},
    {"n_instruction_control", "<r><?a \x01?></r>"},
    {"n_reference_open", "<r>&amp</r>"},
    {"n_reference_empty", "<r>&;</r>"},
    {"n_reference_unknown", "<r>&nbsp;</r>"},
    {"n_reference_in_capitals", "<r>&AMP;</r>"},
    {"n_reference_with_space", "<r>& amp;</r>"},
    {"n_reference_nul", "<r>&#0;</r>"},
    {"n_reference_control", "<r>&#x1;</r>"},
    {"n_reference_half_a_pair", "<r>&#xD800;</r>"},
    {"n_reference_two_halves", "<r>&#xD83D;&#xDE00;</r>"},
    {"n_reference_noncharacter", "<r>&#xFFFE;</r>"},
    {"n_reference_too_large", "<r>&#x110000;</r>"},
    {"n_reference_wraps_around", "<r>&#x100000041;</r>"},
    {"n_reference_wraps_around_64_bits", "<r>&#18446744073709551681;</r>"},
    {"n_reference_no_digits", "<r>&#;</r>"},
    {"n_reference_no_hex_digits", "<r>&#x;</r>"},
    {"n_reference_capital_x", "<r>&#X41;</r>"},
    {"n_reference_letters", "<r>&#4g;</r>"},
    {"n_reference_minus", "<r>&#-1;</r>"},
    {"n_cdata_open", "<r><![CDATA[a</r>"},
    {"n_cdata_small_letters", "<r><![cdata[a]]></r>"},
    {"n_cdata_spaced", "<r><![ CDATA[a]]></r>"},
    {"n_cdata_as_root", "<![CDATA[<r/>]]>"},
    {"n_comment_open", "<r><!-- a</r>"},
    {"n_comment_two_hyphens", "<r><!-- a -- b --></r>"},
    {"n_comment_three_hyphens", "<r><!-- a ---></r>"},
    {"n_comment_short", "<r><!--></r>"},
    {"n_comment_shorter", "<r><!---></r>"},
    {"n_comment_in_tag", "<r <!-- a -->/>"},
    {"n_comment_half", "<r><!- a --></r>"},
    {"n_instruction_open", "<r><?a</r>"},
    {"n_instruction_without_name", "<r><? a?></r>"},
    {"n_instruction_called_xml", "<r><?xml version='1.0'?></r>"},
    {"n_instruction_called_XML", "<r><?XML a?></r>"},
    {"n_declaration_behind_space", " <?xml version='1.0'?><r/>"},
    {"n_declaration_behind_comment", "<!-- a --><?xml version='1.0'?><r/>"},
    {"n_declaration_twice", "<?xml version='1.0'?><?xml version='1.0'?><r/>"},
    {"n_declaration_without_version", "<?xml encoding='UTF-8'?><r/>"},
    {"n_declaration_out_of_order", "<?xml encoding='UTF-8' version='1.0'?><r/>"},
    {"n_declaration_unknown_part", "<?xml version='1.0' a='1'?><r/>"},
    {"n_declaration_not_closed", "<?xml version='1.0'><r/>"},
    {"n_declaration_no_quotes", "<?xml version=1.0?><r/>"},
    {"n_declaration_capital_xml", "<?XML version='1.0'?><r/>"},
    {"n_declaration_standalone_maybe", "<?xml version='1.0' standalone='maybe'?><r/>"},
    {"n_declaration_of_no_charset", "<?xml version='1.0' encoding='klingon'?><r/>"},
    {"n_declaration_of_another_charset", "\xEF\xBB\xBF<?xml version='1.0' encoding='iso-8859-1'?><r/>"},
    {"n_declaration_ascii_and_more", "<?xml version='1.0' encoding='US-ASCII'?><r>\xc3\xa9</r>"},
    {"n_byte_order_mark_twice", "\xEF\xBB\xBF\xEF\xBB\xBF<r/>"},
    {"n_byte_order_mark_behind", "<r/>\xEF\xBB\xBF"},
    {"n_utf16_odd", bytes("\xFF\xFE<\0r\0/\0>"sv)},
    {"n_utf16_half_a_pair", bytes("\xFF\xFE<\0r\0>\0\0\xD8<\0/\0r\0>\0"sv)},
    {"n_doctype_entity", "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>"},
    {"n_doctype_entity_unused", "<!DOCTYPE r [<!ENTITY a 'b'>]><r/>"},
    {"n_doctype_laughs", "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>]><r>&c;</r>"},
    {"n_doctype_external_entity", "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>"},
    {"n_doctype_parameter_entity", "<!DOCTYPE r [<!ENTITY % a SYSTEM 'http://127.0.0.1/'> %a;]><r/>"},
    {"n_doctype_default_attribute", "<!DOCTYPE r [<!ATTLIST r a CDATA '1'>]><r/>"},
    {"n_doctype_behind_root", "<r/><!DOCTYPE r>"},
    {"n_doctype_inside_root", "<r><!DOCTYPE r></r>"},
    {"n_doctype_twice", "<!DOCTYPE r><!DOCTYPE r><r/>"},
    {"n_doctype_open", "<!DOCTYPE r <r/>"},
    {"n_doctype_without_name", "<!DOCTYPE><r/>"},
    {"n_markup_unknown", "<r><!ELEMENT r ANY></r>"},
    {"n_levels_100000", times(100000, "<r>")},
    {"n_levels_100000_closed", times(100000, "<r>") + times(100000, "</r>")},
    {"n_references_100000_unknown", "<r>" + times(100000, "&a;") + "</r>"},
    {"n_comments_100000_open", "<r>" + times(100000, "<!--") + "</r>"},
};

struct open_case {
    xml_case one;
    bool is_read;
    std::string_view why;
};

std::vector<open_case> const left_open{
    {{"i_doctype_without_subset", "<!DOCTYPE r><r/>"}, true, "it declares nothing"},
    {{"i_doctype_external", "<!DOCTYPE r SYSTEM 'http://127.0.0.1/r.dtd'><r/>"}, true, "nothing is fetched"},
    {{"i_doctype_empty_subset", "<!DOCTYPE r []><r/>"},
     false,
     "an internal subset is refused, whatever is in it"},
    {{"i_doctype_of_another_root", "<!DOCTYPE s><r/>"}, true, "validity is not asked for"},
    {{"i_version_1_1", "<?xml version='1.1'?><r/>"}, true, "what it holds is judged as 1.0"},
    {{"i_levels_128", times(128, "<r>") + times(128, "</r>")}, true, "the limit"},
    {{"i_levels_129", times(129, "<r>") + times(129, "</r>")}, false, "past the limit"},
    {{"i_prefix_undeclared", "<n:r/>"}, true, "prefixes are looked at where a side names namespaces"},
    {{"i_name_multiplication_sign", "<r\u00d7/>"}, true, "letters beyond ASCII are not looked at closely"},
};

} // namespace

TEST_CASE("XML that is well-formed is read, and what is written of it is read as the same") {
    for (auto const& one : accepted) {
        CAPTURE(one.name);
        CHECK(one.name.starts_with("y_"));
        auto const first = read(one);
        if (!first) UNSCOPED_INFO(first.error().where << ": " << first.error().message);
        CHECK(first.has_value());
        if (!first) continue;
        auto const text = written(*first);
        auto const second = read_xml(text);
        REQUIRE(second.has_value());
        CHECK(written(*second) == text);
    }
}

TEST_CASE("XML that is not well-formed is refused, whatever is wrong with it") {
    for (auto const& one : refused) {
        CAPTURE(one.name);
        CHECK(one.name.starts_with("n_"));
        auto const made = read(one);
        CHECK(made.has_error());
        if (made.has_error()) CHECK_FALSE(made.error().message.empty());
    }
}

TEST_CASE("what a reader without a DTD may decide is read or refused as documented") {
    for (auto const& [one, is_read, why] : left_open) {
        CAPTURE(one.name, why);
        CHECK(one.name.starts_with("i_"));
        CHECK(read(one).has_value() == is_read);
    }
}

TEST_CASE("what white space and references in XML come to is what XML 1.0 says") {
    struct said {
        std::string_view name, text, expected;
    };
    std::string const head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    for (auto const& [name, text, expected] : std::vector<said>{
             {"line ends are line feeds (2.11)", "<r>a\r\nb\rc\n</r>", "<r>a\nb\nc\n</r>"},
             {"a carriage return that is referred to stays", "<r>&#13;\r</r>", "<r>&#13;\n</r>"},
             {"white space in attributes is spaces (3.3.3)", "<r a='1\n2\t3\r\n4'/>", "<r a=\"1 2 3 4\"/>"},
             {"white space that an attribute refers to stays", "<r a='&#10;&#9;&#13;'/>",
              "<r a=\"&#10;&#9;&#13;\"/>"},
             {"a reference is read once", "<r>&amp;lt;&#38;#60;</r>", "<r>&amp;lt;&amp;#60;</r>"},
         }) {
        CAPTURE(name);
        auto const made = read({name, std::string(text)});
        REQUIRE(made.has_value());
        CHECK(written(*made) == head + std::string(expected));
    }
}
