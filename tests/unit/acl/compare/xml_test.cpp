#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace comparing;
using ficus::acl::compare_options;

namespace {

found xml(std::string_view legacy, std::string_view modern, compare_options const& options = {}) {
    return differences(legacy, modern, options, "application/xml; charset=utf-8");
}

} // namespace

TEST_CASE("XML is compared by structure") {
    CHECK(xml("<o a='1' b='2'><x>1</x><y/></o>",
              "<?xml version='1.0'?>\n<o b='2' a='1'>\n <y></y>\n <x>1</x></o>")
              .empty());
    CHECK(xml("<o><x>1</x></o>", "<o><x>2</x></o>") == found{"value $.x"});
    CHECK(xml("<o id='1'/>", "<o id='2'/>") == found{"value $.@id"});
    CHECK(xml("<o id='1'/>", "<o/>") == found{"missing $.@id"});
    CHECK(xml("<o/>", "<o><n>1</n></o>") == found{"extra $.n"});
    CHECK(xml("<o/>", "<p/>") == found{"value $"});
    CHECK(xml("<o><x k='1'>a</x></o>", "<o><x k='1'>b</x></o>") == found{"value $.x"});
}

TEST_CASE("repeated elements are a list") {
    CHECK(xml("<o><l>1</l><l>2</l><l>3</l></o>", "<o><l>1</l><l>3</l></o>") == found{"missing $.l[*]"});
    CHECK(xml("<o><l>1</l></o>", "<o><l>1</l><l>2</l></o>") == found{"extra $.l[*]"});
    CHECK(xml("<o><l><q>1</q></l><l><q>2</q></l></o>", "<o><l><q>1</q></l><l><q>3</q></l></o>") ==
          found{"value $.l[*].q"});
}

TEST_CASE("the place of elements counts beside text only") {
    CHECK(xml("<p>one <b>two</b> three</p>", "<p>one  three<b>two</b></p>") == found{"value $"});
    CHECK(xml("<p><a/><b/></p>", "<p><b/><a/></p>").empty());
}

TEST_CASE("rules for repeated elements are written with [*] or without") {
    for (auto const* line : {"$.l", "$.l[*]"}) {
        compare_options options;
        options.ignore = {std::string(line) + ".@etag"};
        options.keyed = {{line, "@sku"}};
        options.tolerance = {{std::string(line) + ".price", "0.01"}};
        INFO(line);
        CHECK(xml("<o><l sku='a' etag='1'><price>1.00</price></l><l sku='b'><price>2.00</price></l></o>",
                  "<o><l sku='b'><price>2.01</price></l><l sku='a' etag='2'><price>1</price></l></o>",
                  options)
                  .empty());
        CHECK(xml("<o><l sku='a' etag='1'/></o>", "<o><l sku='a' etag='2'/></o>", options).empty());
    }
}

TEST_CASE("unordered elements and numbers in text") {
    compare_options options;
    options.unordered = {"$.t"};
    options.tolerance = {{"$.sum", "0.5"}};
    CHECK(
        xml("<o><t>a</t><t>b</t><sum>1</sum></o>", "<o><t>b</t><sum>1.5</sum><t>a</t></o>", options).empty());
    CHECK(xml("<o><sum>1</sum></o>", "<o><sum>1.6</sum></o>", options) == found{"value $.sum"});
    CHECK(xml("<o><n>1.0</n></o>", "<o><n>1</n></o>") == found{"value $.n"});
}

TEST_CASE("unordered elements with attributes pair by what they say") {
    compare_options options;
    options.unordered = {"$.tag"};
    options.ignore = {"$.tag.@etag", "$.tag.draft"};
    std::string legacy, modern;
    for (int i = 0; i < 60; ++i) {
        auto const text = std::to_string(i * 37 % 60);
        legacy += "<tag lang='en' etag='1'>" + text + "</tag>";
        modern = "<tag lang='en'>" + text + "</tag>" + modern;
    }
    CHECK(xml("<o>" + legacy + "</o>", "<o>" + modern + "</o>", options).empty());
    CHECK(xml("<o><tag>a<draft/></tag><tag>b</tag></o>", "<o><tag>b</tag><tag>a</tag></o>", options).empty());
    CHECK(xml("<o>" + legacy + "</o>", "<o>" + modern + "<tag lang='en'>60</tag></o>", options) ==
          found{"extra $.tag[*]"});
}

TEST_CASE("an ignored element in mixed content counts nowhere") {
    compare_options options;
    options.ignore = {"$.b", "$.c[1]"};
    CHECK(xml("<r>x<b>1</b></r>", "<r>x</r>", options).empty());
    CHECK(xml("<r>x<b>1</b>y</r>", "<r><b/>xy</r>", options).empty());
    CHECK(xml("<r> <b>1</b> </r>", "<r> </r>", options).empty());
    CHECK(xml("<r>x<c/>y<c/></r>", "<r>x<c/>y</r>", options).empty());
    CHECK(xml("<r>x<a/></r>", "<r>x</r>", options) == found{"value $", "missing $.a"});
}
