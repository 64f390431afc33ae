// XML that is well-formed, and what its white space and references come to.
#include "xml_suite.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;
using namespace std::string_view_literals;

namespace {

std::vector<suite_case> const accepted{
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
    {"y_name_of_a_colon", "<r :='1'/>"},
    {"y_name_every_ascii",
     "<r abcdefghijklmnopqrstuvwxyz='1' ABCDEFGHIJKLMNOPQRSTUVWXYZ='1' _.-0123456789='1'/>"},
    {"y_name_of_other_scripts", "<\u0645\u0627/><!---->"},
    {"y_name_ideographs", "<\u4e2d\u6587 \u5c5e='1'/>"},
    {"y_name_middle_dot_inside", "<r\u00b7/>"},
    {"y_name_combining_inside", "<e\u0301/>"},
    {"y_name_tie_inside", "<a\u203fb/>"},
    {"y_name_first_and_last_of_ranges",
     "<\u00c0\u00d6\u00d8\u00f6\u00f8\u02ff\u0370\u037d\u037f\u1fff\u200c\u200d\u2070/>"},
    {"y_name_fifth_edition", "<\u218f\u2c00\u2fef\u3001\uf900\ufdcf\ufdf0\ufffd\U000effff/>"},
    {"y_name_begins_with_xml", "<xmlfoo/>"},
    {"y_name_no_break_space_of_no_width", "<\ufeffr/>"},
    {"y_attribute_quotes", R"(<r a="'" b='"'/>)"},
    {"y_attribute_empty", "<r a=''/>"},
    {"y_attribute_greater_than", "<r a='>'/>"},
    {"y_attribute_line_end", "<r a='1\n2'/>"},
    {"y_attribute_spaces_around_equals", "<r a \t=\r\n '1'/>"},
    {"y_attribute_space_behind", "<r a='1' ></r>"},
    {"y_attribute_end_of_cdata", "<r a=']]>'/>"},
    {"y_attribute_markup_of_comments", "<r a='-->?>'/>"},
    {"y_attribute_xml_space", "<r xml:space='preserve' xml:lang='de'> </r>"},
    {"y_text_greater_than", "<r>a > b</r>"},
    {"y_text_closing_brackets", "<r>a]]b ]] ></r>"},
    {"y_text_quotes", "<r>'\"</r>"},
    {"y_text_beyond_the_plane", "<r>\U0001F600</r>"},
    {"y_text_carriage_returns", "<r>a\r\nb\rc</r>"},
    {"y_text_delete_and_c1", "<r>\x7f\u0085</r>"},
    {"y_text_first_and_last_characters", "<r>\t\n\r \ud7ff\ue000\ufffd\U00010000\U0010ffff</r>"},
    {"y_text_noncharacters_that_xml_has", "<r>\ufdd0\U0001fffe</r>"},
    {"y_text_byte_order_mark_inside", "<r>\uFEFF</r>"},
    {"y_text_percent", "<r>%a; %</r>"},
    {"y_reference_predefined", "<r a='&lt;&quot;&apos;'>&amp;&lt;&gt;&apos;&quot;</r>"},
    {"y_reference_decimal", "<r>&#65;&#0065;</r>"},
    {"y_reference_hexadecimal", "<r>&#x41;&#x1F600;&#x1f600;</r>"},
    {"y_reference_white_space", "<r a='&#9;&#10;&#13;'>&#13;</r>"},
    {"y_reference_last", "<r>&#x10FFFF;&#xFFFD;&#xD7FF;&#xE000;</r>"},
    {"y_reference_twice_escaped", "<r>&amp;lt;</r>"},
    {"y_reference_zeros_before", "<r>&#00000000000000000000000000000065;</r>"},
    {"y_reference_markup", "<r>&#60;a&#62;&#38;amp;&#93;&#93;&#62;</r>"},
    {"y_cdata", "<r><![CDATA[<a>&b;]]></r>"},
    {"y_cdata_empty", "<r><![CDATA[]]></r>"},
    {"y_cdata_brackets", "<r><![CDATA[]]]]><![CDATA[>]]></r>"},
    {"y_cdata_references", "<r><![CDATA[&lt;&nope;&#0;]]></r>"},
    {"y_cdata_of_brackets", "<r><![CDATA[]]]></r>"},
    {"y_cdata_in_cdata", "<r><![CDATA[<![CDATA[a]]></r>"},
    {"y_cdata_comment", "<r><![CDATA[<!-- a -- b -->]]></r>"},
    {"y_comment", "<!-- a --><r><!-- - b --></r><!---->"},
    {"y_comment_markup", "<r><!-- <a> & ]]> --></r>"},
    {"y_comment_quotes", "<r><!-- ' \" --></r>"},
    {"y_comment_parts_text", "<r>a<!-- x -->b<?p?>c</r>"},
    {"y_instruction", "<?a?><r><?b c?d?></r><?xml-stylesheet href='x'?>"},
    {"y_instruction_markup", "<r><?a <b> & ]]> -- ?></r>"},
    {"y_instruction_question_mark", "<r><?a ?\?></r>"},
    {"y_instruction_called_like_xml", "<r><?xmlfoo a?><?x?></r>"},
    {"y_declaration", "<?xml version='1.0'?><r/>"},
    {"y_declaration_whole", "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<r/>"},
    {"y_declaration_spaces", "<?xml  version = '1.0'  encoding = 'utf-8' ?><r/>"},
    {"y_declaration_lines", "<?xml\nversion='1.0'\tstandalone='no'\r\n?><r/>"},
    {"y_declaration_quotes_of_both_kinds", "<?xml version='1.0' encoding=\"UTF-8\"?><r/>"},
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

} // namespace

TEST_CASE("XML that is well-formed is read, and what is written of it is read as the same") {
    check_accepted<xml_format>(accepted);
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
        auto const made = read_xml(text);
        REQUIRE(made.has_value());
        CHECK(xml_format::write(*made) == head + std::string(expected));
    }
}
