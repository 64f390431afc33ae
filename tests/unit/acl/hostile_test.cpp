#include "acl/csv.hpp"
#include "acl/multipart.hpp"
#include "acl/nested_form.hpp"
#include "translators.hpp"
#include "unit/acl/taken.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

using Catch::Matchers::Contains;

message_view with_type(std::string_view body, std::vector<header_view> const& headers) {
    message_view view;
    view.body = body;
    view.headers = headers;
    return view;
}

struct made {
    std::string body; ///< or the error
    std::size_t dropped = 0;
};

made answer(translator const& t, direction way, std::string_view body) {
    auto const translated = t.translate(way, part::response, body);
    if (!translated) return {translated.error().where + ": " + translated.error().message};
    return {translated->body, translated->dropped};
}

translator_options kept(format legacy, format modern) {
    translator_options o;
    o.name = "kept";
    o.legacy.kind = legacy;
    o.modern.kind = modern;
    for (auto* side : {&o.legacy, &o.modern})
        if (side->kind == format::xml || side->kind == format::soap) side->root = "R";
    o.fields = {field("Id", "id")};
    if (modern == format::xml || modern == format::soap) o.fields = {field("Id", "Id")};
    o.keep_rest = true;
    return o;
}

/// Names that libstdc++'s hash, which has no seed, takes for one: it adds up blocks of eight bytes, and two
/// of each of these make the same sum.
std::string colliding_name(unsigned number) {
    constexpr std::string_view one = "\x30\x30\x30\x30\x01\x30\x01\x01",
                               other = "\x30\x30\x73\x16\x66\x4a\x59\x72";
    std::string name;
    for (unsigned bit = 0; bit < 16; ++bit)
        for (int twice = 0; twice < 2; ++twice) name += (number >> bit & 1) != 0 ? other : one;
    return name;
}

} // namespace

TEST_CASE("what is kept from JSON declares nothing in XML, and puts no block into an envelope") {
    auto const xml = make(kept(format::xml, format::json));
    auto const sent =
        R"({"id":"1","@xmlns":"urn:a","@xmlns:b":"urn:b","@xsi:type":"t","A":{"@xsi:nil":"true","B":1},"@ok":"2"})";
    auto const body = answer(xml, direction::to_legacy, sent);
    CHECK(body.dropped == 4);
    CHECK_THAT(body.body, Contains(R"(<R ok="2"><Id>1</Id><A><B>1</B></A></R>)"));

    auto const soap = make(kept(format::soap, format::json));
    auto const envelope = answer(soap, direction::to_legacy,
                                 R"({"id":"1","soap:Header":{"Key":"k"},"@soap:mustUnderstand":"1"})");
    CHECK(envelope.dropped == 2);
    CHECK_THAT(envelope.body, !Contains("Header") && !Contains("mustUnderstand") && Contains("<Id>1</Id>"));
}

TEST_CASE("what is kept from JSON is not put into a header that the mapping writes") {
    auto options = kept(format::soap, format::json);
    options.fields.push_back(field("soap:Header/Key", "key"));
    auto const t = make(options);
    auto const envelope =
        answer(t, direction::to_legacy, R"({"id":"1","key":"k","soap:Header":{"Other":"o"}})");
    CHECK(envelope.dropped == 1);
    CHECK_THAT(envelope.body, Contains("<soap:Header><Key>k</Key></soap:Header>"));
}

TEST_CASE("an envelope's header is kept by an envelope alone") {
    constexpr std::string_view enveloped =
        R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><Key>k</Key></e:Header><e:Body><R><Id>1</Id></R></e:Body></e:Envelope>)";
    auto const t = make(kept(format::soap, format::soap));
    CHECK_THAT(answer(t, direction::to_modern, enveloped).body,
               Contains("<soap:Header><Key>k</Key></soap:Header>"));
    auto const from_xml = make(kept(format::xml, format::soap));
    auto const made =
        answer(from_xml, direction::to_modern, "<R><soap:Header><Key>k</Key></soap:Header><Id>1</Id></R>");
    CHECK(made.dropped == 1);
    CHECK_THAT(made.body, !Contains("Header") && Contains("<Id>1</Id>"));
}

TEST_CASE("names made to collide do not make a form or a table slow") {
    constexpr unsigned names = 60'000;
    REQUIRE(std::hash<std::string>{}(colliding_name(1)) == std::hash<std::string>{}(colliding_name(2)));
    std::string form, head;
    for (unsigned i = 0; i < names; ++i) {
        form += "&a%5B";
        head += i == 0 ? "\"" : ",\"";
        for (auto const c : colliding_name(i)) {
            constexpr std::string_view hex = "0123456789abcdef";
            form.append({'%', hex[static_cast<unsigned char>(c) >> 4], hex[c & 15]});
            head += c;
        }
        form += "%5D=1";
        head += '"';
    }
    auto const begin = std::chrono::steady_clock::now();
    CHECK(taken(read_nested_form(form.substr(1))).root()->first->count == names);
    auto const table = taken(read_csv(head + "\r\n" + head, {}));
    CHECK(table.root()->first->count == names);
    std::string written;
    CHECK(write_csv(*table.root(), {}, written).has_value());
    // With a table of hashes each name is compared with all before it, which takes more than a minute.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

TEST_CASE("a boundary is none of those that the content has, however many of them are there") {
    document tree;
    auto* root = tree.make(kind::object);
    std::string content = "ficus-xyz ficus-0123456789abcde";
    document::append(*root, *tree.make_string(content), "a");
    std::string out;
    auto const boundary = taken(write_multipart(*root, out));
    CHECK(content.find(boundary) == std::string::npos);
    auto const read = taken(read_multipart(out, {boundary}));
    CHECK(read.root()->first->text == content);
    CHECK(next_free_boundary(content + "ficus-00000000000000ff" + "ficus-0000000000000100", 0xff) ==
          "ficus-0000000000000101");
    CHECK(next_free_boundary("ficus-ffffffffffffffff", 0xffffffffffffffff) == "ficus-0000000000000000");
    std::string all;
    for (unsigned i = 0; i < 200'000; ++i) {
        std::array<char, 24> one{};
        all.append(one.data(),
                   static_cast<std::size_t>(std::snprintf(one.data(), one.size(), "ficus-%016x", i)));
    }
    auto const begin = std::chrono::steady_clock::now();
    CHECK(next_free_boundary(all, 0) == "ficus-0000000000030d40");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

TEST_CASE("a message names character sets of a list, or the one that its side speaks") {
    CHECK(taken(taken(charset::find_sent("latin1", nullptr)).decode("\xe9")) == "é");
    CHECK(taken(taken(charset::find_sent("UTF-8", nullptr)).decode("é")) == "é");
    auto const refused = charset::find_sent("IBM037", nullptr);
    REQUIRE(refused.has_error());
    CHECK(
        refused.error().message ==
        "'IBM037' is no character set that a message may name; where it is what this side speaks, say it as "
        "the side's 'charset'");
    auto const ebcdic = taken(charset::find("IBM037"));
    CHECK(taken(taken(charset::find_sent("ibm-037", &ebcdic)).decode("\x81")) == "a");
    auto options = kept(format::text, format::json);
    options.fields = {field("text", "id")};
    auto const t = make(options);
    std::vector<header_view> const headers{{"Content-Type", "text/plain; charset=IBM037"}};
    CHECK(t.translate(direction::to_modern, part::request, with_type("\x81", headers)).has_error());
    options.legacy.charset = ebcdic;
    auto const spoken =
        make(options).translate(direction::to_modern, part::request, with_type("\x81", headers));
    REQUIRE(spoken.has_value());
    CHECK(spoken->body == R"({"id":"a"})");
}

TEST_CASE("what the list says of a character set is what iconv says") {
    for (std::string const name :
         {"US-ASCII",    "ISO-8859-1", "latin1",      "ISO-8859-15", "windows-1252",   "CP1250", "KOI8-R",
          "IBM850",      "UTF-16",     "UTF-16LE",    "UTF-32",      "Shift_JIS",      "CP932",  "EUC-JP",
          "ISO-2022-JP", "EUC-KR",     "GB2312",      "GBK",         "GB18030",        "Big5",   "Big5-HKSCS",
          "TIS-620",     "macintosh",  "windows-31J", "csISOLatin1", "ISO_8859-1:1987"}) {
        CAPTURE(name);
        auto const sent = taken(charset::find_sent(name, nullptr));
        CHECK(sent == taken(charset::find(sent.name())));
    }
}

TEST_CASE("nulls before a position are counted") {
    translator_options o;
    o.name = "gaps";
    o.legacy.kind = o.modern.kind = format::json;
    o.fields = {list("l[]", "l[]", {field("a", "p[999]")})};
    auto const t = make(o);
    std::string body = R"({"l":[)";
    for (int i = 0; i < 100; ++i) body += std::string(i == 0 ? "" : ",") + R"({"a":1})";
    body += "]}";
    reading_limits limits;
    limits.max_members = 50'000;
    auto const refused = t.translate(direction::to_modern, part::response, body, limits);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == error_code::limit);
    CHECK(refused.error().where == "l[50].p");
    limits.max_members = 100'000;
    CHECK(t.translate(direction::to_modern, part::response, body, limits).has_value());
}

TEST_CASE("errors quote what a payload says in a few bytes, and whole characters") {
    std::string name;
    for (int i = 0; i < 20'000; ++i) name += "é";
    auto const is_short = [](std::string const& text) { return text.size() < 1000; };
    auto const t = make(kept(format::xml, format::json));
    auto const root = answer(t, direction::to_modern, "<" + name + "/>").body;
    CHECK(is_short(root));
    CHECK_THAT(root, Contains("é...': ") || Contains("é...é"));
    CHECK(is_short(answer(t, direction::to_legacy, R"({")" + name + R"(":1,")" + name + R"(":2})").body));
    auto const soap = make(kept(format::soap, format::json));
    CHECK(is_short(answer(soap, direction::to_modern, "<" + name + ":a/>").body));
    auto const form = make([] {
        auto o = kept(format::form, format::json);
        o.legacy.nested = nested_form_options{};
        return o;
    }());
    auto const repeated = answer(form, direction::to_modern, name + "=1&" + name + "=2").body;
    CHECK(is_short(repeated));
    CHECK_THAT(repeated, Contains("é...é"));
    CHECK_THAT(repeated, Contains("is there twice; a list is written with []"));
    std::vector<header_view> const headers{{"Content-Type", name}};
    auto const type = t.translate(direction::to_modern, part::request, with_type("<R/>", headers));
    REQUIRE(type.has_error());
    CHECK(is_short(type.error().message));
}
