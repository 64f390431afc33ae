#include "acl/numbered_name.hpp"
#include "findings.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

translator_options paypal() {
    return mapped(format::form, format::json,
                  {field("TOKEN", "token"),
                   list("{0}", "items[]",
                        {field("L_NAME{0}", "name"), field("L_QTY{0}", "quantity", scalar_type::integer)})});
}

} // namespace

TEST_CASE("names with numbers are a list, whatever their order") {
    auto const t = make(mapped(format::form, format::json, {field("item{1}", "items[]")}));
    CHECK(run(t, direction::to_modern, "item2=b&item1=a&x=1") == R"({"items":["a","b"]})");
    CHECK(run(t, direction::to_legacy, R"({"items":["a","b"]})") == "item1=a&item2=b");
    CHECK(run(t, direction::to_modern,
              "item1=a&item2=b&item3=c&item4=d&item5=e&item6=f&item7=g&item8=h&item9=i&"
              "item10=j") == R"({"items":["a","b","c","d","e","f","g","h","i","j"]})");
}

TEST_CASE("a number that is missing, twice, too small or written otherwise is an error that names it") {
    auto const t = make(mapped(format::form, format::json, {field("item{1}", "items[]")}));
    CHECK(
        run(t, direction::to_modern, "item1=a&item3=c") ==
        "item2: is not there, and 'item3' is; the numbers of a list begin with the first and leave none out");
    CHECK(run(t, direction::to_modern, "item2=a").starts_with("item1: is not there, and 'item2' is"));
    CHECK(run(t, direction::to_modern, "item1=a&item1=b") ==
          "item1: appears more than once; each number has one value");
    CHECK(run(t, direction::to_modern, "item0=a") ==
          "item0: its number is not one of 'item{1}': those are item1, item2...");
    CHECK(run(t, direction::to_modern, "item01=a").starts_with("item01: its number is not one of"));
    CHECK(run(t, direction::to_modern, "item99999999999999999999999=a")
              .starts_with("item99999999999999999999999: "));
    CHECK(run(t, direction::to_modern, "item18446744073709551615=a").starts_with("item1: is not there"));
}

TEST_CASE("a check says that a body which is an empty list comes back as none") {
    CHECK(findings(make(mapped(format::json, format::form, {field("[]", "n{1}")}))) ==
          ": an empty list comes back as none: the other side has nothing that says so; give the list a "
          "wrapper of "
          "its own there: []\n");
}

TEST_CASE("numbers have as many digits as the path has") {
    auto const t =
        make(mapped(format::xml, format::json, {field("Row/Item{01}", "items[]", scalar_type::integer)}));
    CHECK(run(t, direction::to_modern, "<R><Row><Item02>5</Item02><Item01>4</Item01></Row></R>") ==
          R"({"items":[4,5]})");
    CHECK(run(t, direction::to_legacy, R"({"items":[4,5]})") ==
          "<R><Row><Item01>4</Item01><Item02>5</Item02></Row></R>");
    CHECK(run(t, direction::to_modern, "<R><Row><Item01>x</Item01></Row></R>").starts_with("Row/Item01: "));
    CHECK(run(t, direction::to_legacy, R"({"items":[]})") == "<R><Row/></R>");
    CHECK(run(t, direction::to_modern, "<R><Row/></R>") == R"({"items":[]})");
    CHECK(findings(t) == "");
}

TEST_CASE("elements may have no place of their own, but names with their number") {
    auto const t = make(paypal());
    constexpr auto legacy = "TOKEN=T&L_NAME0=pen&L_QTY0=2&L_NAME1=ink&L_QTY1=1";
    constexpr auto modern =
        R"({"token":"T","items":[{"name":"pen","quantity":2},{"name":"ink","quantity":1}]})";
    CHECK(run(t, direction::to_modern, legacy) == modern);
    CHECK(run(t, direction::to_legacy, modern) == legacy);
    CHECK(run(t, direction::to_modern, "L_QTY1=1&L_NAME0=pen") ==
          R"({"items":[{"name":"pen"},{"quantity":1}]})");
    CHECK(run(t, direction::to_modern, "L_NAME0=a&L_QTY1=x").starts_with("L_QTY1: "));
    CHECK(run(t, direction::to_modern, "L_NAME0=a&L_QTY2=1")
              .starts_with("L_QTY1: is not there, and 'L_QTY2' is"));
    CHECK(run(t, direction::to_legacy, R"({"items":[{"name":"pen"},{}]})") ==
          "items[1]: has nothing that the other side names, where an element is there by what is of it");
    CHECK(run(t, direction::to_legacy, R"({"items":[{"quantity":"x"}]})") ==
          "items[0].quantity: a string where an integer is due");
    // An empty list says nothing here.
    CHECK(findings(t).find("an empty list comes back as none") != std::string::npos);
}

TEST_CASE("members and elements have numbers too, and so have attributes") {
    auto const members =
        make(mapped(format::json, format::json,
                    {list("order.{1}", "lines[]",
                          {field("name_{1}", "name"), field("qty_{1}.n", "n", scalar_type::integer)})}));
    CHECK(run(members, direction::to_modern, R"({"order":{"qty_1":{"n":2},"name_1":"a","name_2":"b"}})") ==
          R"({"lines":[{"n":2,"name":"a"},{"name":"b"}]})");
    CHECK(run(members, direction::to_legacy, R"({"lines":[{"name":"a","n":2}]})") ==
          R"({"order":{"name_1":"a","qty_1":{"n":2}}})");
    auto const attributes =
        make(mapped(format::xml, format::json,
                    {list("{1}", "lines[]", {field("@sku{1}", "sku"), field("Note{1}/@lang", "lang")}),
                     field("@tag{1}", "tags[]")}));
    CHECK(run(attributes, direction::to_modern, R"(<R sku1="A" tag1="x" tag2="y"><Note1 lang="de"/></R>)") ==
          R"({"lines":[{"sku":"A","lang":"de"}],"tags":["x","y"]})");
    CHECK(run(attributes, direction::to_legacy, R"({"lines":[{"sku":"A","lang":"de"}],"tags":["x","y"]})") ==
          R"(<R sku1="A" tag1="x" tag2="y"><Note1 lang="de"/></R>)");
    auto const whole =
        make(mapped(format::xml, format::json,
                    {list("Address{1}", "addresses[]", {field("City", "city"), field("@zip", "zip")})}));
    CHECK(run(whole, direction::to_modern,
              R"(<R><Address1 zip="1"><City>Bonn</City></Address1><Address2/></R>)") ==
          R"({"addresses":[{"city":"Bonn","zip":"1"},{}]})");
    CHECK(run(whole, direction::to_legacy, R"({"addresses":[{"city":"Bonn"},{}]})") ==
          "<R><Address1><City>Bonn</City></Address1><Address2/></R>");
}

TEST_CASE("a list within a list has a number of its own in the same name") {
    auto const t =
        make(mapped(format::form, format::json,
                    {list("{1}", "filters[]",
                          {field("Filter.{1}.Name", "name"), field("Filter.{1}.Value.{1}", "values[]")}),
                     list("{0}", "payments[]",
                          {field("PAY_{0}_AMT", "amount"),
                           list("{0}", "items[]", {field("L_PAY_{0}_NAME{0}", "name")})})}));
    constexpr auto legacy =
        "Filter.1.Name=a&Filter.1.Value.1=x&Filter.1.Value.2=y&Filter.2.Name=b&PAY_0_AMT=5&"
        "L_PAY_0_NAME0=pen&L_PAY_0_NAME1=ink";
    constexpr auto modern = R"({"filters":[{"name":"a","values":["x","y"]},{"name":"b"}],)"
                            R"("payments":[{"amount":"5","items":[{"name":"pen"},{"name":"ink"}]}]})";
    CHECK(run(t, direction::to_modern, legacy) == modern);
    CHECK(run(t, direction::to_legacy, modern) == legacy);
    CHECK(run(t, direction::to_modern, "Filter.1.Value.2=y").starts_with("Filter.1.Value.1: is not there"));
}

TEST_CASE("what is kept may not be called as an element of the list is, and has no room in one") {
    auto o = mapped(format::json, format::json, {field("item{1}", "items[]"), field("a", "b")});
    o.keep_rest = true;
    auto const t = make(o);
    CHECK(run(t, direction::to_modern, R"({"item1":"a","x":1})") == R"({"items":["a"],"x":1})");
    CHECK(run(t, direction::to_legacy, R"({"items":["a"],"item1":"b"})") ==
          "item1: no field names it, and rest = \"keep\" cannot keep it: on the other side it would be an "
          "element "
          "of 'item{1}'; map it to a name of its own");
    auto flat = paypal();
    flat.keep_rest = true;
    auto const made =
        make(flat).translate(direction::to_legacy, part::response, R"({"items":[{"name":"a","x":"1"}]})");
    REQUIRE(made.has_value());
    CHECK(made->body == "L_NAME0=a");
    CHECK(made->dropped == 1);
}

TEST_CASE("which names can be the same is told, and paths that would meet are refused") {
    CHECK(can_be_same("a{1}", "a1{1}"));
    CHECK(can_be_same("a{1}", "a12"));
    CHECK(can_be_same("{1}a", "2{1}a"));
    CHECK(can_be_same("F.{1}.V.{1}", "F.{0}.V.3"));
    CHECK_FALSE(can_be_same("a{1}", "a{1}b"));
    CHECK_FALSE(can_be_same("a{1}", "ab{1}"));
    CHECK_FALSE(can_be_same("a{1}", "a"));
    CHECK(problems(
              mapped(format::form, format::json, {field("item{1}", "items[]"), field("item1", "first")})) ==
          "fields[0].legacy: 'item{1}' and 'item1' can be the same name; each place may have one meaning\n");
    CHECK(problems(mapped(format::form, format::json, {field("a{1}", "a[]"), field("a1{1}", "b[]")}))
              .starts_with("fields[1].legacy: 'a1{1}' and 'a{1}' can be the same name"));
}

TEST_CASE("a path with a number that cannot be meant is refused with its mend") {
    CHECK(problems(mapped(format::json, format::json, {field("a{1}.b", "b[]")}))
              .find("goes on after a number") != std::string::npos);
    CHECK(problems(mapped(format::json, format::json, {field("a{1}{1}", "b[]")}))
              .find("digits behind a number") != std::string::npos);
    CHECK(problems(mapped(format::json, format::json, {field("a{1}_{1}", "b[]")}))
              .find("more numbers than there are") != std::string::npos);
    CHECK(problems(mapped(format::json, format::json, {field("a{2}", "b[]")})).find("quote the name") !=
          std::string::npos);
    CHECK(problems(mapped(format::form, format::json, {list("item{1}", "b[]", {field("x", "y")})}))
              .find("end this path in {1}") != std::string::npos);
    CHECK(problems(mapped(format::form, format::json,
                          {list("{1}", "b[]", {field("x_{1}", "x"), field("y", "y")})}))
              .find("this name needs the number too") != std::string::npos);
    CHECK(
        problems(mapped(format::form, format::json, {field("query:a{1}", "b[]")})).find("not of the body") !=
        std::string::npos);
    CHECK(problems(mapped(format::form, format::json, {field("'a{1}'", "b")})) == "none");
}
