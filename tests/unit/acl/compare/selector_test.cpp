#include "acl/html_reader.hpp"
#include "acl/selector.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace ficus::acl;

namespace {

/// The ids of what is left of a page.
std::string left(std::string const& selector, std::string_view page) {
    auto const list = selector_list::compile({selector});
    REQUIRE(list.has_value());
    auto const read = read_html(page, {}, *list);
    REQUIRE(read.has_value());
    std::string ids;
    auto const collect = [&](auto const& self, value const& element) -> void {
        for (auto const* child = element.first; child != nullptr; child = child->next)
            if (child->name == "@id")
                ids.append(ids.empty() ? "" : " ").append(child->text);
            else if (child->kind == kind::element)
                self(self, *child);
    };
    collect(collect, *read->root());
    return ids;
}

std::string problem(std::string const& selector) {
    auto const list = selector_list::compile({"p", selector});
    REQUIRE(list.has_error());
    REQUIRE(list.error().size() == 1);
    CHECK(list.error()[0].key == "html_ignore[1]");
    return list.error()[0].message;
}

constexpr std::string_view page =
    "<div id=a class='x y'><p id=b><b id=c></b></p></div><p id=d data-t='one two'><b id=e></b></p>"
    "<meta id=f name=csrf-token content=1>";

} // namespace

TEST_CASE("a selector is of an element's name, id, classes and attributes") {
    CHECK(left("b", page) == "a b d f");
    CHECK(left("B", page) == "a b d f");
    CHECK(left("#d", page) == "a b c f");
    CHECK(left(".y", page) == "d e f");
    CHECK(left("div.x.y#a", page) == "d e f");
    CHECK(left(".X", page) == "a b c d e f");
    CHECK(left("[data-t]", page) == "a b c f");
    CHECK(left("[DATA-T]", page) == "a b c f");
    CHECK(left("meta[name=csrf-token]", page) == "a b c d e");
    CHECK(left("meta[ name = 'csrf-token' ]", page) == "a b c d e");
    CHECK(left("[data-t=\"one two\"]", page) == "a b c f");
    CHECK(left("[data-t=one]", page) == "a b c d e f");
    CHECK(left("[data-t~=two]", page) == "a b c f");
    CHECK(left("[data-t~=tw]", page) == "a b c d e f");
    CHECK(left("[data-t^=one]", page) == "a b c f");
    CHECK(left("[data-t$=two]", page) == "a b c f");
    CHECK(left("[data-t*='e t']", page) == "a b c f");
    CHECK(left("[data-t*='']", page) == "a b c d e f");
    CHECK(left("[data-t^='']", page) == "a b c d e f");
    CHECK(left("p[data-t][id=d]", page) == "a b c f");
}

TEST_CASE("selectors go down by descendants and children, and stand in lists") {
    CHECK(left("div b", page) == "a b d e f");
    CHECK(left("div > b", page) == "a b c d e f");
    CHECK(left("div>p>b", page) == "a b d e f");
    CHECK(left("html body div p b", page) == "a b d e f");
    CHECK(left("body > p", page) == "a b c f");
    CHECK(left("#d *", page) == "a b c d f");
    CHECK(left("#c, #e ,meta", page) == "a b d");
    // The nearest ancestor that would do is not the only one.
    CHECK(left("section > div i",
               "<section><div><span><div id=no></div><i id=gone></i></span></div></section>") == "no");
    CHECK(left(".a > .b .c",
               "<div class=a><div class=b><div class=b><i class=c id=gone></i></div></div></div><i id=x>") ==
          "x");
    CHECK(left("div div div", "<div id=a><div id=b><div id=c><div id=d>") == "a b");
}

TEST_CASE("what is ignored is gone with all that it holds, and leaves no white space") {
    auto const list = selector_list::compile({".now", "script"});
    REQUIRE(list.has_value());
    auto const text = [&](std::string_view body) {
        auto const read = read_html(body, {}, *list);
        REQUIRE(read.has_value());
        auto const* const p = read->root()->find("body")->find("p");
        REQUIRE(p->count == 1);
        return std::string(p->first->text);
    };
    CHECK(text("<p>at <i class=now>12:00 <b>x</b></i> sharp") == "at sharp");
    CHECK(text("<p>at sharp<i class=now>!</i>") == "at sharp");
    CHECK(text("<p> <script>1</script> at <i class=now>12:00</i>sharp <i class=now></i></p>") == "at sharp");
}

TEST_CASE("html and body are always there") {
    auto const list = selector_list::compile({"[lang]", ".page"});
    REQUIRE(list.has_value());
    auto const read = read_html("<html lang=en><body class=page><p>x", {}, *list);
    REQUIRE(read.has_value());
    CHECK(read->root()->find("body")->find("p") != nullptr);
}

TEST_CASE("no selectors select nothing") {
    CHECK(selector_list().empty());
    auto const none = selector_list::compile({});
    REQUIRE(none.has_value());
    CHECK(none->empty());
}

TEST_CASE("what is not understood is said with its place and what is understood") {
    CHECK(problem("li:nth-child(2)") ==
          "at character 3: ':nth-child(2)' is not understood here; understood are an element's name, *, #id, "
          ".class, [a], "
          "[a=v], [a~=v], [a^=v], [a$=v], [a*=v], a blank or '>' between them and ',' between selectors");
    auto const begins = [](std::string const& selector, std::string_view text) {
        INFO(selector << "\n" << problem(selector));
        CHECK(problem(selector).starts_with(text));
    };
    begins("a + b", "at character 3: '+' is not understood");
    begins("a ~ b", "at character 3: '~' is not understood");
    begins("é::before", "at character 2: '::before' is not understood");
    begins("svg|a", "at character 4: '|a' is not understood");
    begins("[lang|=en]", "at character 6: '|=en' is not understood");
    begins("[type=a i]", "at character 9: 'i' is not understood");
    begins("[a='b", "at character 4: this quote is not closed");
    begins("[a", "at character 3: the selector ends where more is due");
    begins("", "at character 1: the selector ends where more is due");
    begins("a,", "at character 3: the selector ends where more is due");
    begins("a >", "at character 4: the selector ends where more is due");
    begins("> a", "at character 1: '>' is not understood");
    begins("a > > b", "at character 5: '>' is not understood");
    begins("a,,b", "at character 3: ',b' is not understood");
    begins(".", "at character 2: the selector ends where more is due");
    begins("a..b", "at character 3: '.b' is not understood");
    begins("a*", "at character 2: '*' is not understood");
    begins("#form\\:id", "at character 6: an escape is not understood; write [id=\"...\"]");
    begins("[a='\\41']", "at character 5: an escape is not understood");
}

TEST_CASE("what would leave nothing to compare is refused") {
    for (auto const* selector : {"*", "html", "body", "p, BODY"}) {
        INFO(selector);
        CHECK(problem(selector) ==
              "selects the whole page, so that nothing would be compared; name what varies between answers");
    }
    CHECK(selector_list::compile({"body *", "body.x"}).has_value());
}

TEST_CASE("all selectors that are wrong are told") {
    auto const list = selector_list::compile({"a:b", "p", "+"});
    REQUIRE(list.has_error());
    REQUIRE(list.error().size() == 2);
    CHECK(list.error()[0].key == "html_ignore[0]");
    CHECK(list.error()[1].key == "html_ignore[2]");
}
