#include "acl/text_list.hpp"
#include "acl/text_rule.hpp"
#include "acl/text_template.hpp"
#include "taken.hpp"

#include <random>

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

using where = padding_options::where;

text_rule rule(text_side_options legacy, text_side_options modern = {}) {
    return taken(text_rule::compile({std::move(legacy), std::move(modern)}));
}

text_side_options padded(std::size_t width, std::string with, where side) {
    text_side_options made;
    made.pad = padding_options{width, std::move(with), side};
    return made;
}

std::string converted(text_rule const& r, direction way, std::string_view text) {
    std::string out;
    auto const done = r.convert(way, text, out);
    return done ? out : done.error().message;
}

template<class Made>
std::string problems(Made const& made) {
    std::string all;
    if (!made)
        for (auto const& problem : made.error()) all += problem.key + ": " + problem.message + "\n";
    return all;
}

std::string shown(boost::system::result<std::vector<std::string_view>, std::string> const& parts) {
    if (!parts) return parts.error();
    std::string all;
    for (auto const part : *parts) all += "[" + std::string(part) + "]";
    return all;
}

template<class Joiner>
std::string joined(Joiner const& joiner, std::vector<std::string_view> const& parts) {
    std::string out = "before ";
    auto const done = joiner.join(parts, out);
    if (!done) {
        CHECK(out == "before ");
        return done.error();
    }
    return out.substr(7);
}

text_template parts_of(std::string_view text) {
    return taken(text_template::compile(text));
}

text_list list(std::string separator,
               text_list_options::nothing empty = text_list_options::nothing::no_element) {
    return taken(text_list::compile({std::move(separator), empty}));
}

constexpr std::size_t no_limit = 1000;

/// Few letters, so that separators and halves of them come often.
std::string any_text(std::mt19937& random, std::string_view letters) {
    std::string made;
    for (auto left = random() % 6; left > 0; --left) made += letters[random() % letters.size()];
    return made;
}

} // namespace

TEST_CASE("zeros before a number are padding, but zero itself stays") {
    auto const r = rule(padded(8, "0", where::left));
    CHECK(converted(r, direction::to_modern, "00000007") == "7");
    CHECK(converted(r, direction::to_modern, "00000000") == "0");
    CHECK(converted(r, direction::to_modern, "12345678") == "12345678");
    CHECK(converted(r, direction::to_legacy, "7") == "00000007");
    CHECK(converted(r, direction::to_legacy, "0") == "00000000");
    CHECK(converted(r, direction::to_legacy, "12345678") == "12345678");
    CHECK(r.is_exact());
}

TEST_CASE("padding that could not be told from the text, or is of another width, is refused") {
    auto const r = rule(padded(4, "0", where::left));
    CHECK(converted(r, direction::to_legacy, "07") ==
          "'07' begins with '0', which could not be told from the padding");
    CHECK(converted(r, direction::to_legacy, "") ==
          "an empty text cannot be filled with '0': it would be read as one");
    CHECK(converted(r, direction::to_legacy, "-7") == "'-7' has a sign, which zeros cannot stand before");
    CHECK(converted(r, direction::to_legacy, "12345") == "'12345' has more than the 4 characters of 'pad'");
    CHECK(converted(r, direction::to_modern, "007") == "'007' is not 4 characters wide, as 'pad' says");
    CHECK(converted(r, direction::to_modern, "") == "'' is not 4 characters wide, as 'pad' says");
    auto const blanks = rule(padded(4, " ", where::right));
    CHECK(converted(blanks, direction::to_legacy, "a ") ==
          "'a ' ends in ' ', which could not be told from the padding");
}

TEST_CASE("a column of blanks counts characters, not bytes") {
    auto const r = rule(padded(5, " ", where::right));
    CHECK(converted(r, direction::to_modern, "Zo\u00eb  ") == "Zo\u00eb");
    CHECK(converted(r, direction::to_legacy, "Zo\u00eb") == "Zo\u00eb  ");
    CHECK(converted(r, direction::to_modern, "     ") == "");
    CHECK(converted(r, direction::to_legacy, "") == "     ");
    CHECK(converted(rule(padded(3, "\u00b7", where::left)), direction::to_modern, "\u00b7\u00b7x") == "x");
}

TEST_CASE("white space is trimmed off the side that has it, and the other side may have none") {
    text_side_options trimmed;
    trimmed.trim = true;
    auto const r = rule(trimmed);
    CHECK(converted(r, direction::to_modern, " \t a b\r\n") == "a b");
    CHECK(converted(r, direction::to_modern, "  ") == "");
    CHECK(converted(r, direction::to_legacy, "a b") == "a b");
    CHECK(converted(r, direction::to_legacy, "a ") ==
          "'a ' has white space on an end, which 'trim' takes away on the way back");
    CHECK_FALSE(r.is_exact());
}

TEST_CASE("a prefix and a suffix are there on one side and not on the other") {
    text_side_options order;
    order.prefix = "ORD-";
    order.suffix = "/x";
    order.pad = padding_options{5, "0", where::left};
    auto const r = rule(order);
    CHECK(converted(r, direction::to_modern, "ORD-00007/x") == "7");
    CHECK(converted(r, direction::to_legacy, "7") == "ORD-00007/x");
    CHECK(converted(r, direction::to_modern, "00007/x") == "'00007/x' does not begin with 'ORD-'");
    CHECK(converted(r, direction::to_modern, "ORD-00007") == "'ORD-00007' does not end in '/x'");
    text_side_options overlapping;
    overlapping.prefix = "ab";
    overlapping.suffix = "ba";
    CHECK(converted(rule(overlapping), direction::to_modern, "aba") == "'aba' does not end in 'ba'");
}

TEST_CASE("an origin before a prefix is read, and written where the prefix has it") {
    text_side_options path, whole;
    path.prefix = "/v2/orders/";
    whole.prefix = "https://api.example/v2/orders/";
    path.origin = whole.origin = true;
    for (auto const* text : {"/v2/orders/7", "https://api.example/v2/orders/7",
                             "HTTPS://API.example/v2/orders/7", "//api.example/v2/orders/7"}) {
        CHECK(converted(rule({}, path), direction::to_legacy, text) == "7");
        bool const no_scheme = std::string_view(text).starts_with("//");
        CHECK((converted(rule({}, whole), direction::to_legacy, text) == "7") == !no_scheme);
    }
    CHECK(converted(rule({}, path), direction::to_legacy, "http://other:81/v2/orders/7") == "7");
    CHECK(converted(rule({}, whole), direction::to_legacy, "https://other/v2/orders/7") ==
          "'https://other/v2/orders/7' does not begin with 'https://api.example/v2/orders/'");
    for (auto const* text :
         {"/v3/orders/7", "https://api.example", "x/v2/orders/7", "a b://c/v2/orders/7", ""})
        CHECK(converted(rule({}, path), direction::to_legacy, text)
                  .ends_with("does not begin with '/v2/orders/'"));
    CHECK(converted(rule({}, path), direction::to_modern, "7") == "/v2/orders/7");
    CHECK(converted(rule({}, whole), direction::to_modern, "7") == "https://api.example/v2/orders/7");
    text_side_options alone;
    alone.origin = true;
    CHECK(problems(text_rule::compile({{}, alone}))
              .starts_with("origin: says that an origin may stand before"));
    CHECK_FALSE(rule({}, path).is_exact());
}

TEST_CASE("a case of both sides is exact, and of one side a loss; only A to Z have one") {
    text_side_options upper, lower;
    upper.letters = letter_case::upper;
    lower.letters = letter_case::lower;
    auto const both = rule(upper, lower);
    CHECK(converted(both, direction::to_modern, "AB-1\u00c4") == "ab-1\u00c4");
    CHECK(converted(both, direction::to_legacy, "ab-1\u00e4[") == "AB-1\u00e4[");
    CHECK(converted(both, direction::to_modern, "Ab") == "'Ab' is not in upper case, as 'case' says");
    CHECK(converted(both, direction::to_legacy, "Ab") == "'Ab' is not in lower case, as 'case' says");
    CHECK(both.is_exact());
    auto const one = rule({}, lower);
    CHECK(converted(one, direction::to_modern, "Ab") == "ab");
    CHECK(converted(one, direction::to_legacy, "ab") == "ab");
    CHECK_FALSE(one.is_exact());
}

TEST_CASE("a text that an exact rule translates comes back as it was") {
    std::mt19937 random(3);
    text_side_options upper = padded(4, "0", where::left), lower = padded(5, " ", where::right);
    upper.letters = letter_case::upper;
    upper.prefix = "A";
    lower.letters = letter_case::lower;
    lower.suffix = "a ";
    for (auto const& r :
         {rule(padded(4, "0", where::left)), rule(padded(4, "0", where::right)),
          rule(padded(4, " ", where::left), padded(4, "a", where::right)), rule(upper, lower)}) {
        int translated = 0;
        for (int i = 0; i < 3000; ++i) {
            auto const text = any_text(random, "0 aA-");
            // A text of the target side: that of the source side has to be made first.
            for (auto const way : {direction::to_modern, direction::to_legacy}) {
                std::string there, first, back, decoded;
                if (!r.side(source_index(way)).write(text, first)) continue;
                if (!r.side(source_index(way)).read(first, decoded)) continue;
                if (!r.convert(way, first, there)) continue;
                REQUIRE(r.convert(reverse(way), there, back).has_value());
                REQUIRE(back == first);
                ++translated;
            }
        }
        CHECK(translated > 100);
    }
}

TEST_CASE("base64 of one side is the text of the other, within what stands around it") {
    text_side_options encoded;
    encoded.base64 = base64::standard;
    encoded.prefix = "b:";
    encoded.letters = letter_case::lower;
    text_side_options upper;
    upper.letters = letter_case::upper;
    auto const r = rule(encoded, upper);
    CHECK(converted(r, direction::to_legacy, "HI >?ÿ") == "b:aGkgPj/Dvw==");
    CHECK(converted(r, direction::to_modern, "b:aGkgPj/Dvw==") == "HI >?ÿ");
    CHECK(converted(r, direction::to_modern, "b:SGk=") == "'Hi' is not in lower case, as 'case' says");
    CHECK(converted(r, direction::to_modern, "b:") == "");
    CHECK(converted(r, direction::to_legacy, "") == "b:");

    text_side_options for_urls;
    for_urls.base64 = base64::url;
    auto const urls = rule(for_urls);
    CHECK(converted(urls, direction::to_legacy, ">?ÿ") == "Pj_Dvw==");
    CHECK(converted(urls, direction::to_modern, "Pj_Dvw==") == ">?ÿ");
    CHECK(converted(urls, direction::to_modern, "Pj/Dvw==") ==
          "'Pj/Dvw==' is not base64 for URLs with its padding");
}

TEST_CASE("base64 is read to the letter, and its bytes must be text in UTF-8") {
    text_side_options encoded;
    encoded.base64 = base64::standard;
    auto const r = rule(encoded);
    for (auto const* wrong : {"aGk", "aGl=", "aG k=", "aGk=\n", "aGk==", "aGk=aGk=", "-_-_"})
        CHECK(converted(r, direction::to_modern, wrong).ends_with(" is not base64 with its padding"));
    CHECK(converted(r, direction::to_modern, "/w==") ==
          "'/w==' is base64 of bytes that are no text in UTF-8");
    std::string out;
    CHECK(r.convert(direction::to_modern, "/w==", out).error().code == error_code::wrong_type);
}

TEST_CASE("every mistake in the options of a text is told, with its key") {
    text_side_options legacy = padded(0, "00", where::left), modern = padded(4, " ", where::left);
    modern.trim = true;
    CHECK(problems(text_rule::compile({legacy, modern})) ==
          "pad.legacy.width: say how wide the text is, in characters: 1 to 65536\n"
          "pad.legacy.with: '00' is not one character\n"
          "trim: it would take the padding away before its width is looked at; leave 'trim' out, or "
          "'pad' where the width does not matter\n");
}

TEST_CASE("a template is split into its parts, and joined out of them") {
    auto const name = parts_of("{last}, {first}");
    CHECK(name.names() == std::vector<std::string>{"last", "first"});
    CHECK(shown(name.split("Curie, Marie, Dr.")) == "[Curie][Marie, Dr.]");
    CHECK(shown(name.split(", ")) == "[][]");
    CHECK(joined(name, {"Curie", "Marie, Dr."}) == "Curie, Marie, Dr.");
    auto const framed = parts_of("{{{a}}}-{b};");
    CHECK(shown(framed.split("{x}-y;z;")) == "[x][y;z]");
    CHECK(joined(framed, {"x", "y;z"}) == "{x}-y;z;");
}

TEST_CASE("a text that is not of the template is refused, saying where it leaves it") {
    auto const t = parts_of("<{a}, {b}>");
    CHECK(shown(t.split("a, b>")) == "'a, b>' is not as <{a}, {b}>: it does not begin with '<'");
    CHECK(shown(t.split("<a,b>")) == "'<a,b>' is not as <{a}, {b}>: there is no ', ' after {a}");
    CHECK(shown(t.split("<a, b")) == "'<a, b' is not as <{a}, {b}>: it does not end in '>'");
    CHECK(shown(parts_of("ab{a}ba").split("aba")) == "'aba' is not as ab{a}ba: it does not end in 'ba'");
}

TEST_CASE("a part that holds what ends it is not joined: it could not be split again") {
    auto const t = parts_of("{a}, {b}");
    CHECK(joined(t, {"x, y", "z"}) ==
          "{a} is 'x, y', which could not be read back out of {a}, {b}: ', ' ends it");
    CHECK(joined(parts_of("{a}--{b}"), {"x-", "y"}) ==
          "{a} is 'x-', which could not be read back out of {a}--{b}: '--' ends it");
    CHECK(joined(t, {"x"}) == "{a}, {b} has 2 parts, not 1");
}

TEST_CASE("a part with dots takes the most, and those behind it are found from the end") {
    auto const name = parts_of("{first...} {last}");
    CHECK(name.names() == std::vector<std::string>{"first", "last"});
    CHECK(shown(name.split("Ada M. Lovelace")) == "[Ada M.][Lovelace]");
    CHECK(joined(name, {"Ada M.", "Lovelace"}) == "Ada M. Lovelace");
    CHECK(joined(name, {"Ada", "King Lovelace"}) ==
          "{first} is 'Ada', which could not be read back out of {first...} {last}: ' ' ends it");
    auto const around = parts_of("{a}/{b...}/{c}.");
    CHECK(shown(around.split("1/2/3/4.")) == "[1][2/3][4]");
    CHECK(shown(around.split("1/2.")) == "'1/2.' is not as {a}/{b...}/{c}.: there is no '/' before {c}");
    CHECK(shown(around.split("1")) == "'1' is not as {a}/{b...}/{c}.: there is no '/' after {a}");
    CHECK(text_template::compile("{a...}{b}").error().starts_with("nothing stands between"));
    CHECK(text_template::compile("{a...} {b...}").error() ==
          "{b...} and {a...} cannot both take the most; leave the dots of one of them out");
    CHECK(text_template::compile("{...}").error() == "a part has no name; write one, such as {first}");
}

TEST_CASE("parts that are joined are split into the same parts, and a text that is split is joined again") {
    std::mt19937 random(5);
    for (auto const& t : {parts_of("{a}aab{b}b{c}"), parts_of("ab{a}a{b}ab"), parts_of("{a}, {b}, {c};"),
                          parts_of("{a...}aab{b}"), parts_of("{a}a{b...}b{c}")}) {
        int joins = 0, splits = 0;
        for (int i = 0; i < 5000; ++i) {
            std::vector<std::string> owned;
            for (std::size_t n = 0; n < t.names().size(); ++n) owned.push_back(any_text(random, "ab, ;"));
            std::vector<std::string_view> const parts(owned.begin(), owned.end());
            std::string whole;
            if (t.join(parts, whole)) {
                REQUIRE(taken(t.split(whole)) == parts);
                ++joins;
            }
            auto const text = "ab" + any_text(random, "ab, ;") + "aab" + any_text(random, "ab, ;") + "ab;";
            if (auto const found = t.split(text)) {
                std::string again;
                REQUIRE(t.join(*found, again).has_value());
                REQUIRE(again == text);
                ++splits;
            }
        }
        CHECK(joins > 100);
        CHECK(splits + joins > 200);
    }
}

TEST_CASE("a template that could not be read back is refused") {
    auto const problem = [](std::string_view text) {
        auto const made = text_template::compile(text);
        return made ? std::string("compiled") : made.error();
    };
    CHECK(problem("{a}{b}") ==
          "nothing stands between {a} and {b}, so that a text could not be split into the two; "
          "write something between them");
    CHECK(problem("{a} {a}") == "'{a}' stands there twice; give each part a name of its own");
    CHECK(problem("{}") == "a part has no name; write one, such as {first}");
    CHECK(problem("{a") == "a '{' without its '}'; write {{ for the character");
    CHECK(problem("{a{b}") == "a '{' without its '}'; write {{ for the character");
    CHECK(problem("a}") == "a '}' without a '{' before it; write }} for the character");
    CHECK(problem("text") == "the template has no part; write one in braces, such as {last}, {first}");
    CHECK(problem("") == "the template has no part; write one in braces, such as {last}, {first}");
    CHECK(problem("{a}{{{b}") == "compiled");
}

TEST_CASE("a list in one text is split at each separator, and joined") {
    auto const semicolons = list(";");
    CHECK(shown(semicolons.split("a;b;c", no_limit)) == "[a][b][c]");
    CHECK(shown(semicolons.split("a;;", no_limit)) == "[a][][]");
    CHECK(shown(semicolons.split("", no_limit)) == "");
    CHECK(shown(semicolons.split("a;b;c", 2)) == "the list has more than 2 elements, which is the limit");
    CHECK(joined(semicolons, {"a", "b", "c"}) == "a;b;c");
    CHECK(joined(semicolons, {"", ""}) == ";");
    CHECK(joined(semicolons, {}) == "");
    CHECK(joined(semicolons, {""}) == "a list of one empty text: an empty text is a list of nothing here");
    CHECK(joined(semicolons, {"a", "b;c"}) ==
          "the element 'b;c' could not be told from two: ';' separates them");
    CHECK(joined(list("--"), {"a-", "b"}) ==
          "the element 'a-' could not be told from two: '--' separates them");
    auto const one = list(", ", text_list_options::nothing::one_element);
    CHECK(shown(one.split("", no_limit)) == "[]");
    CHECK(joined(one, {""}) == "");
    CHECK(joined(one, {}) == "a list of nothing: an empty text is a list of one empty text here");
    CHECK(problems(text_list::compile({})) ==
          "separator: say what stands between the elements, such as ';'\n");
}

TEST_CASE(
    "elements that are joined are split into the same elements, and a text that is split is joined again") {
    std::mt19937 random(9);
    for (auto const& l :
         {list(";"), list(";", text_list_options::nothing::one_element), list(";;"), list("a;a")}) {
        int joins = 0;
        for (int i = 0; i < 3000; ++i) {
            std::vector<std::string> owned;
            for (auto left = random() % 4; left > 0; --left) owned.push_back(any_text(random, "a;b"));
            std::vector<std::string_view> const elements(owned.begin(), owned.end());
            std::string whole;
            if (l.join(elements, whole)) {
                REQUIRE(taken(l.split(whole, no_limit)) == elements);
                ++joins;
            }
            auto const text = any_text(random, "a;b");
            std::string again;
            REQUIRE(l.join(taken(l.split(text, no_limit)), again).has_value());
            REQUIRE(again == text);
        }
        CHECK(joins > 100);
    }
}
