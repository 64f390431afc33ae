#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

field_options paged(std::string legacy, std::string modern, std::array<std::string, 2> size,
                    std::optional<std::uint64_t> standard = {}) {
    auto f = field(std::move(legacy), std::move(modern));
    f.paging.emplace();
    f.paging->size = std::move(size);
    f.paging->standard = standard;
    return f;
}

translator_options listing(format legacy, std::optional<std::uint64_t> standard = {}) {
    return mapped(legacy, format::json,
                  {paged("Offset", "page", {"Limit", "per_page"}, standard),
                   field("Limit", "per_page", scalar_type::integer)});
}

} // namespace

TEST_CASE("a page is the number of elements before it, by the size that a page has") {
    auto const t = make(listing(format::xml));
    CHECK(to_legacy(t, R"({"page":3,"per_page":20})") == "<R><Offset>40</Offset><Limit>20</Limit></R>");
    CHECK(to_modern(t, "<R><Limit>20</Limit><Offset>40</Offset></R>") == R"({"page":3,"per_page":20})");
    CHECK(to_modern(t, "<R><Offset>0</Offset><Limit>7</Limit></R>") == R"({"page":1,"per_page":7})");
    CHECK(to_modern(t, "<R><Limit>7</Limit></R>") == R"({"per_page":7})");
}

TEST_CASE("pages may be counted from 0, and on the legacy side") {
    auto o = listing(format::json);
    o.fields[0].paging->pages_on = 0;
    o.fields[0].paging->first = 0;
    auto const t = make(o);
    CHECK(to_modern(t, R"({"Offset":2,"Limit":5})") == R"({"page":10,"per_page":5})");
    CHECK(to_legacy(t, R"({"page":10,"per_page":5})") == R"({"Offset":2,"Limit":5})");
}

TEST_CASE("without a size the usual one counts, or there is none") {
    CHECK(to_legacy(make(listing(format::form, 10)), R"({"page":3})") == "Offset=20");
    CHECK(to_modern(make(listing(format::form, 10)), "Offset=20") == R"({"page":3})");
    CHECK(to_modern(make(listing(format::form)), "Offset=20")
              .starts_with("Offset: is there without 'Limit', which says how many elements a page has"));
}

TEST_CASE("what is no page, and no whole number of them, is refused with its place") {
    auto const t = make(listing(format::form));
    CHECK(to_modern(t, "Offset=41&Limit=20") == "Offset: '41' elements are no whole number of pages of 20");
    CHECK(to_legacy(t, R"({"page":0,"per_page":20})") == "page: '0' is no page; the first is 1");
    CHECK(to_legacy(t, R"({"page":-1,"per_page":20})") == "page: '-1' where a whole number from 0 on is due");
    CHECK(to_legacy(t, R"({"page":99999999999999999999,"per_page":20})") ==
          "page: '99999999999999999999' where a whole number from 0 on is due");
    CHECK(to_legacy(t, R"({"page":9999999999999999,"per_page":20})") ==
          "page: '9999999999999999' is no page; the first is 1");
    for (auto const* size : {"0", "4000000001", "-1"})
        CHECK(to_modern(t, "Offset=0&Limit=" + std::string(size)) ==
              "Offset: a page of '" + std::string(size) + "' elements, as 'Limit' says, is none");
}

TEST_CASE("pages are proven") {
    CHECK(findings(make(listing(format::xml))).empty());
    CHECK(findings(make(listing(format::form, 10))).empty());
}

TEST_CASE("a size that no field maps, and what is said besides, is told with its place") {
    auto o = listing(format::form);
    o.fields.pop_back();
    CHECK(problems(o).starts_with(
        "fields[0].paging.size.legacy: 'Limit' is the place of no field; a page's size "
        "is mapped by one of its own: { legacy = \"Limit\", modern = \"per_page\" }"));
    o = listing(format::form);
    o.fields[0].paging->size[1] = "page";
    CHECK(problems(o).starts_with("fields[0].paging.size.modern: 'page' is the place of no field"));
    o = listing(format::form);
    o.fields[0].values = {{"1", "2"}};
    CHECK(problems(o).starts_with("fields[0].paging: a page is a number that nothing else is done to"));
    o = listing(format::form);
    o.fields[0].type = scalar_type::string;
    CHECK(problems(o) == "fields[0].type: a page is an integer; leave the type out\n");
}
