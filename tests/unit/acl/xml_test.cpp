#include "acl/charset.hpp"
#include "acl/xml.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory_resource>

using namespace ficus::acl;
using namespace std::string_literals;

namespace {

/// What write_xml makes of it, without the declaration.
std::string there_and_back(std::string_view text) {
    auto const read = read_xml(text);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    auto const written = write_xml(*read->root(), out);
    if (!written) return written.error().where + ": " + written.error().message;
    return out.substr(out.find('\n') + 1);
}

error refusal(std::string_view text, reading_limits const& limits = {}) {
    auto const read = read_xml(text, limits);
    REQUIRE(read.has_error());
    return read.error();
}

std::string repeat(std::string_view what, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += what;
    return out;
}

std::string utf16(std::string_view ascii, bool big_endian) {
    std::string out = big_endian ? "\xFE\xFF" : "\xFF\xFE";
    for (auto const c : ascii) out += big_endian ? std::string{'\0', c} : std::string{c, '\0'};
    return out;
}

/// Counts what documents take from the heap while it lives.
class counting_memory final : public std::pmr::memory_resource {
public:
    counting_memory() : before_(std::pmr::set_default_resource(this)) {}
    ~counting_memory() override { std::pmr::set_default_resource(before_); }
    std::size_t taken = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        taken += bytes;
        return before_->allocate(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        before_->deallocate(p, bytes, alignment);
    }
    bool do_is_equal(memory_resource const& other) const noexcept override { return this == &other; }
    std::pmr::memory_resource* before_;
};

} // namespace

TEST_CASE("an XML element's attributes, text and elements are its children in order") {
    auto const read = read_xml("<Order no='7'><Line qty=\"2\">A &amp; B</Line><!-- gone --><Line/></Order>");
    REQUIRE(read.has_value());
    auto const* root = read->root();
    CHECK(root->kind == kind::element);
    CHECK(root->name == "Order");
    REQUIRE(root->count == 3);
    CHECK(root->find("@no")->text == "7");
    auto const* line = root->find("Line");
    CHECK(line->find("@qty")->text == "2");
    CHECK(line->find("")->text == "A & B");
    CHECK(line->next->name == "Line");
    CHECK(line->next->count == 0);
}

TEST_CASE("XML that was read is written as it was, but for layout and comments") {
    struct pair {
        std::string_view sent, written;
    };
    auto const example = GENERATE(
        pair{"<a/>", "<a/>"}, pair{"<a></a>", "<a/>"}, pair{"<a> </a>", "<a> </a>"},
        pair{"<a>\n  <b>1</b>\n  <b>2</b>\n</a>", "<a><b>1</b><b>2</b></a>"},
        pair{"<a>x<b/>y</a>", "<a>x<b/>y</a>"},
        pair{"<a>x<!-- c -->y<![CDATA[<&]]>z</a>", "<a>xy&lt;&amp;z</a>"},
        pair{"<a> <![CDATA[x]]> </a>", "<a> x </a>"},
        pair{"<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x20AC;&#x1F600;</a>", "<a>&lt;&gt;&amp;\"'A€😀</a>"},
        pair{"<a b='&quot;&#10;&#9;&#13;'/>", "<a b=\"&quot;&#10;&#9;&#13;\"/>"},
        pair{"<a b='x\r\ny\tz'/>", "<a b=\"x y z\"/>"}, pair{"<a>x\r\ny\rz&#13;</a>", "<a>x\ny\nz&#13;</a>"},
        pair{"<a b='&lt;'/>", "<a b=\"&lt;\"/>"},
        pair{"<s:a xmlns:s='urn:s' s:b='1'/>", "<s:a xmlns:s=\"urn:s\" s:b=\"1\"/>"},
        pair{"<?xml version='1.0' encoding='utf-8'?><!DOCTYPE a SYSTEM 'a.dtd'><?pi x?><a/>\n<!-- end -->",
             "<a/>"},
        pair{"\xEF\xBB\xBF<a>é</a>", "<a>é</a>"}, pair{"<é ü='ö'/>", "<é ü=\"ö\"/>"});
    CAPTURE(example.sent);
    CHECK(there_and_back(example.sent) == example.written);
}

TEST_CASE("XML in other encodings arrives as UTF-8") {
    CHECK(there_and_back("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a b='\xFC'>\xE9&amp;</a>") ==
          "<a b=\"ü\">é&amp;</a>");
    CHECK(there_and_back(utf16("<a b='1'>x&lt;</a>", false)) == "<a b=\"1\">x&lt;</a>");
    CHECK(there_and_back(utf16("<?xml version='1.0' encoding='UTF-16'?><a>x</a>", true)) == "<a>x</a>");
    CHECK(there_and_back("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>") == "<a>€</a>");
    CHECK(there_and_back("<?xml version='1.0' encoding='Shift_JIS'?><a>\x83\x65</a>") == "<a>テ</a>");
    for (std::string const name : {"no-such", "utf-8//IGNORE", "UTF-16LE"}) {
        CAPTURE(name);
        CHECK(refusal("<?xml version='1.0' encoding='" + name + "'?><a/>").code == error_code::malformed);
    }
    CHECK(refusal("<?xml version='1.0' encoding='no-such'?><a/>").message ==
          "the encoding 'no-such' is not accepted; send UTF-8, UTF-16 with a byte order mark or a character "
          "set in wide use, or let the side's 'charset' name it");
    CHECK(refusal("<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>").message ==
          "is not windows-1252");
    CHECK(refusal("\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>").message ==
          "the encoding 'iso-8859-1' behind a byte order mark of UTF-8; leave one of them out");
    CHECK(refusal("<a>\xE9</a>").where == "line 1, column 4");
    CHECK(refusal(utf16("<a>x</a>", true) + "\xD8\x00"s).message == "not valid UTF-16");
}

TEST_CASE("the charset that HTTP names comes before the declaration, and a byte order mark before both") {
    auto const latin1 = charset::find("ISO-8859-1");
    REQUIRE(latin1.has_value());
    auto const text = [&](std::string_view xml) {
        auto const read = read_xml(xml, {}, &*latin1);
        return read ? std::string(read->root()->first->text) : read.error().message;
    };
    CHECK(text("<?xml version='1.0' encoding='UTF-8'?><a>\xE9</a>") == "é");
    CHECK(text("<a>\xE9</a>") == "é");
    CHECK(text("\xEF\xBB\xBF<a>é</a>") == "é");
    CHECK(text(utf16("<a>x</a>", true)) == "x");
    CHECK(text("<a>\0</a>"s) == "a NUL character, which XML cannot hold");
}

TEST_CASE("XML is written in another character set, which its declaration names") {
    auto const read = read_xml("<a b='é'>x</a>");
    REQUIRE(read.has_value());
    auto const latin1 = charset::find("ISO-8859-1"), ascii = charset::find("us-ascii");
    REQUIRE(latin1.has_value());
    REQUIRE(ascii.has_value());
    std::string out;
    REQUIRE(write_xml(*read->root(), out, &*latin1).has_value());
    CHECK(out == "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a b=\"\xE9\">x</a>");
    out.clear();
    auto const refused = write_xml(*read->root(), out, &*ascii);
    REQUIRE(refused.has_error());
    CHECK(refused.error().message == "the character U+00E9 cannot be written in us-ascii");
    CHECK(out.empty());
}

TEST_CASE("malformed XML is refused, also where pugixml would let it pass") {
    auto const text =
        GENERATE(as<std::string>(), "", "   ", "text", "<a>", "<a></b>", "<a/><b/>", "<a/>rubbish", "<a/>k",
                 "rubbish<a/>", "<a b='1' b='2'/>", "<a b=1/>", "<a b/>", "<a b='<'/>", "<a>&nbsp;</a>",
                 "<a>&</a>", "<a>& b</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>",
                 "<a>&#99999999999;</a>", "<a>&#x;</a>", "<a b='&x;'/>", "<a>\x01</a>", "<a>\xEF\xBF\xBF</a>",
                 "<a><![CDATA[x</a>", "<a><!-- x</a>", "< a/>", "<1a/>", "<a/>\0<b/>"s, "<a>x\0y</a>"s,
                 "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<!DOCTYPE a [");
    CAPTURE(text);
    auto const found = refusal(text);
    CHECK((found.code == error_code::malformed || found.code == error_code::repeated));
    CHECK_FALSE(found.message.empty());
}

TEST_CASE("a billion laughs are refused before the first") {
    std::string text = "<!DOCTYPE l [<!ENTITY l0 'lol'>";
    for (int i = 1; i < 10; ++i)
        text +=
            "<!ENTITY l" + std::to_string(i) + " '" + repeat("&l" + std::to_string(i - 1) + ";", 10) + "'>";
    CHECK(refusal(text + "]><l>&l9;</l>").message ==
          "a DOCTYPE with an internal subset is not accepted: entities are never expanded");
}

TEST_CASE("XML past a limit is refused as such, in bounded time") {
    auto const begin = std::chrono::steady_clock::now();
    CHECK(refusal(repeat("<a>", 200'000) + repeat("</a>", 200'000)).code == error_code::limit);
    CHECK(read_xml(repeat("<a>", 128) + repeat("</a>", 128)).has_value());
    CHECK(refusal(repeat("<a>", 129) + repeat("</a>", 129)).message ==
          "nested deeper than the 128 levels that are accepted");
    CHECK(refusal("<a><b/><b/><b/></a>", {.max_members = 2}).code == error_code::limit);
    // Elements are counted before anybody makes a tree of them, or sees that they do not end.
    CHECK(refusal("<a><b/><b/><b/>", {.max_members = 2}).code == error_code::limit);
    CHECK(refusal("<a><b/><b/>", {.max_members = 2}).code == error_code::malformed);
    CHECK(refusal("<a/>", {.max_bytes = 3}).code == error_code::limit);
    std::string many = "<a";
    for (int i = 0; i < 50'000; ++i) many += " a" + std::to_string(i) + "=''";
    CHECK(read_xml(many + "/>").has_value());
    CHECK(refusal(many + " a4711=''/>").message ==
          "the attribute 'a4711' appears more than once in one element");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

TEST_CASE("what XML cannot hold is an error that names its path") {
    document made;
    auto* root = made.make(kind::element);
    root->name = "Order";
    auto* line = made.make(kind::element);
    document::append(*root, *line, "Line");
    std::string out;

    SECTION("a control character in a text") {
        document::append(*line, *made.make_string("a\x01"));
        auto const written = write_xml(*root, out);
        REQUIRE(written.has_error());
        CHECK(written.error().code == error_code::unrepresentable);
        CHECK(written.error().where == "Order/Line/text()");
        CHECK(written.error().message == "the character U+0001 cannot be written in XML");
    }
    SECTION("a NUL in an attribute") {
        document::append(*line, *made.make_string("\0"s), "@no");
        CHECK(write_xml(*root, out).error().where == "Order/Line/@no");
    }
    SECTION("a name that is none") {
        document::append(*line, *made.make(kind::element), "two words");
        CHECK(write_xml(*root, out).error().message == "'two words' cannot be the name of an XML element");
    }
}

TEST_CASE("a text in many pieces takes memory for its bytes, not for their square") {
    for (auto const* piece : {"a<!---->", "a<![CDATA[b]]>", "a<?x?>"}) {
        auto const text = "<R><A>" + repeat(piece, 16 * 1024) + "</A></R>";
        counting_memory memory;
        auto const read = read_xml(text);
        REQUIRE(read.has_value());
        CHECK(memory.taken < 20 * text.size());
        auto const& joined = read->root()->first->first->text;
        CHECK(joined ==
              repeat(std::string_view(piece).find('[') == std::string_view::npos ? "a" : "ab", 16 * 1024));
    }
}

TEST_CASE("pieces of text join up to the next element and no further") {
    CHECK(there_and_back("<R>a<!-- -->b<x/>c<![CDATA[d]]>&amp;<x/><!-- --></R>") ==
          "<R>ab<x/>cd&amp;<x/></R>");
}

TEST_CASE("what XML escapes or cannot hold is seen wherever it stands in a text") {
    struct example {
        std::string_view text, in_content, in_attribute;
    };
    auto const special =
        GENERATE(example{"&", "&amp;", "&amp;"}, example{"<", "&lt;", "&lt;"},
                 example{"\r", "&#13;", "&#13;"}, example{"\"", "\"", "&quot;"}, example{"\t", "\t", "&#9;"},
                 example{"\xEF\xBB\xBF", "\xEF\xBB\xBF", "\xEF\xBB\xBF"}, example{"\x01", "", ""},
                 example{"\xEF\xBF\xBF", "", ""});
    for (std::size_t size = 0; size <= 40; ++size)
        for (std::size_t at = 0; at <= size; ++at) {
            auto const before = repeat("a", at), behind = repeat("z", size - at);
            document made;
            auto* const root = made.make(kind::element);
            root->name = "r";
            auto const text = before + std::string(special.text) + behind;
            document::append(*root, *made.make_string(text), "@b");
            document::append(*root, *made.make_string(text));
            std::string out;
            auto const written = write_xml(*root, out);
            REQUIRE(written.has_value() == !special.in_content.empty());
            if (!written) continue;
            REQUIRE(out.substr(out.find('\n') + 1) == "<r b=\"" + before + std::string(special.in_attribute) +
                                                          behind + "\">" + before +
                                                          std::string(special.in_content) + behind + "</r>");
        }
}
