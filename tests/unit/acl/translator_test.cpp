#include "acl/format.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;
using namespace std::string_literals;

TEST_CASE("the orders of the design go there and back") {
    auto const orders_translator = make(orders());
    auto const legacy =
        "<Order><OrderNo>4711</OrderNo><Customer><Name>Zoë &amp; Söhne</Name></Customer><Status>P</Status>"
        "<Created>24.12.2024 18:00:00</Created><Lines><Line qty=\"2\"><Sku>A-1</Sku></Line><Line qty=\"10\"><Sku>B</Sku></Line></Lines></Order>"s;
    auto const modern =
        R"({"id":4711,"customer":{"name":"Zoë & Söhne"},"status":"paid","created_at":"2024-12-24T18:00:00+01:00",)"
        R"("lines":[{"sku":"A-1","quantity":2},{"sku":"B","quantity":10}]})"s;
    CHECK(to_modern(orders_translator, legacy) == modern);
    CHECK(to_legacy(orders_translator, modern) == legacy);
}

TEST_CASE("an empty body passes, a blank one does not") {
    auto const t = make(orders());
    CHECK(run(t, direction::to_modern, "", part::request).empty());
    CHECK(run(t, direction::to_legacy, "", part::response).empty());
    CHECK(to_legacy(t, " ") == "line 1, column 2: the JSON text ends too early");
}

TEST_CASE("one element is still a list, none an empty one, and no wrapper no list") {
    auto const t = make(orders());
    CHECK(to_modern(t, "<Order><Lines><Line><Sku>A</Sku></Line></Lines></Order>") ==
          R"({"lines":[{"sku":"A"}]})");
    CHECK(to_modern(t, "<Order><Lines>\n</Lines></Order>") == R"({"lines":[]})");
    CHECK(to_modern(t, "<Order/>") == "{}");
    CHECK(to_legacy(t, R"({"lines":[]})") == "<Order><Lines/></Order>");
    CHECK(to_legacy(t, R"({"lines":[{}]})") == "<Order><Lines><Line/></Lines></Order>");
    CHECK(to_legacy(t, "{}") == "<Order/>");
}

TEST_CASE("an error names the field in the dialect of the payload") {
    auto const t = make(orders());
    CHECK(to_modern(t, "<Order><Lines><Line qty='1'/><Line qty='two'/></Lines></Order>") ==
          "Lines/Line[1]/@qty: 'two' where an integer is due; it takes JSON's digits: no plus sign, no "
          "leading zeros, nothing around them");
    CHECK(to_legacy(t, R"({"lines":[{"quantity":1},{"quantity":"2"}]})") ==
          "lines[1].quantity: a string where an integer is due");
    CHECK(to_modern(t, "<Order><Status>Q</Status></Order>") ==
          "Status: 'Q' is not in the mapping's 'values' (N, P, X)");
    CHECK(to_legacy(t, R"({"customer":{"name":5}})") ==
          "customer.name: a number where a string is due; say its 'type' in the mapping");
    CHECK(to_legacy(t, R"({"customer":5})") == "customer: a number where an object is due");
    CHECK(to_legacy(t, R"({"lines":{}})") == "lines: an object where a list is due");
    CHECK(to_legacy(t, R"({"lines":[7]})") == "lines[0]: a number where an object is due");
    CHECK(to_legacy(t, "[]") == "the document: a list where an object is due");
    CHECK(to_legacy(t, R"({"customer":{"name":"\u0007"}})") ==
          "customer.name: a control character, which XML cannot hold");
    CHECK(to_modern(t, "<Invoice/>") == "Invoice: the root element is 'Invoice', not 'Order'");
    CHECK(to_modern(t, "<Order><OrderNo>1</OrderNo><OrderNo>2</OrderNo></Order>") ==
          "OrderNo: appears more than once; if it may, end its paths in [] in the mapping");
    CHECK(to_modern(t, "<Order><OrderNo><b>1</b></OrderNo></Order>") ==
          "OrderNo: elements where text is due");
    auto const unknown = t.translate_body(direction::to_legacy, part::response, R"({"status":"lost"})");
    REQUIRE(unknown.has_error());
    CHECK(unknown.error().code == error_code::unknown_value);
}

TEST_CASE("what the mapping does not name is dropped and counted") {
    auto const t = make(orders());
    auto const made = t.translate(direction::to_legacy, part::response,
                                  R"({"id":1,"x":[1,2],"customer":{"name":"A","y":null},"lines":[{"z":1}]})");
    REQUIRE(made.has_value());
    CHECK(made->dropped == 3);
    CHECK(t.translate(direction::to_modern, part::response, "<Order>\n <OrderNo>1</OrderNo>\n <X/>\n</Order>")
              ->dropped == 1);
}

TEST_CASE("numbers keep their digits on their way through") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {field("A", "a", scalar_type::number), field("B", "b", scalar_type::integer)}));
    auto const digits =
        GENERATE(as<std::string>(), "12.50", "1e400", "-0", "0.10", "1E+05", "18446744073709551616");
    CHECK(to_modern(t, "<R><A>" + digits + "</A></R>") == "{\"a\":" + digits + "}");
    CHECK(to_legacy(t, "{\"a\":" + digits + "}") == "<R><A>" + digits + "</A></R>");
    CHECK(to_legacy(t, R"({"b":18446744073709551616})") == "<R><B>18446744073709551616</B></R>");
}

TEST_CASE("text that no JSON number can be is refused, never repaired") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {field("A", "a", scalar_type::number), field("B", "b", scalar_type::integer)}));
    auto const text = GENERATE(as<std::string>(), "007", "+1", ".5", "5.", "1,5", "NaN", "INF", "0x1F", "1e",
                               "", "1 000", "--1");
    CAPTURE(text);
    CHECK(to_modern(t, "<R><A>" + text + "</A></R>").starts_with("A: '" + text + "' where a number is due"));
    CHECK(to_modern(t, "<R><B>1.0</B></R>").starts_with("B: '1.0' where an integer is due"));
    CHECK(to_legacy(t, R"({"b":1e3})") == "b: '1e3' where an integer is due");
    CHECK(to_modern(t, "<R><B>\n  7\n</B></R>") == R"({"b":7})");
}

TEST_CASE("booleans are true and false, and other spellings are a table") {
    auto const plain = make(mapped(format::xml, format::json, {field("A", "a", scalar_type::boolean)}));
    CHECK(to_modern(plain, "<R><A>true</A></R>") == R"({"a":true})");
    CHECK(to_legacy(plain, R"({"a":false})") == "<R><A>false</A></R>");
    CHECK(to_modern(plain, "<R><A>1</A></R>") ==
          "A: '1' where a boolean is due; it takes true or false: name other spellings in 'values', such as "
          "{ 1 = \"true\", 0 = \"false\" }");
    auto const spelled =
        make(mapped(format::form, format::json,
                    {table("a", "a", {{"Y", "true"}, {"N", "false"}}, scalar_type::boolean)}));
    CHECK(to_modern(spelled, "a=Y") == R"({"a":true})");
    CHECK(to_legacy(spelled, R"({"a":false})") == "a=N");
    CHECK(to_legacy(spelled, R"({"a":"true"})") == "a: a string where a boolean is due");
}

TEST_CASE("null is xsi:nil in an element, and an error where nothing can say it") {
    auto const t =
        make(mapped(format::xml, format::json, {field("A", "a"), field("B/@b", "b"), list("L/I[]", "l[]")}));
    auto const legacy =
        "<R xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><A xsi:nil=\"true\"/></R>";
    CHECK(to_legacy(t, R"({"a":null})") == legacy);
    CHECK(to_modern(t, legacy) == R"({"a":null})");
    CHECK(to_modern(t, "<R><A/></R>") == R"({"a":""})");
    CHECK(to_legacy(t, R"({"b":null})") == "b: null, which an attribute cannot hold; leave it out");
    CHECK(to_legacy(t, R"({"l":["x",null,""]})") ==
          "<R xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><L><I>x</I><I "
          "xsi:nil=\"true\"/><I/></L></R>");
    CHECK(to_legacy(t, R"({"l":null})") == "l: null where a list is due");
    auto const form = make(mapped(format::form, format::json, {field("a", "a"), list("t", "t")}));
    CHECK(to_legacy(form, R"({"a":null})") == "a: null, which 'a' cannot hold; leave it out");
    CHECK(to_legacy(make(mapped(format::form, format::json, {list("t[]", "t[]")})), R"({"t":["x",null]})") ==
          "t[1]: null, which 't' cannot hold; leave it out");
    auto const json =
        make(mapped(format::json, format::json, {field("a", "b", scalar_type::integer), list("l[]", "m[]")}));
    CHECK(to_modern(json, R"({"a":null,"l":null})") == R"({"b":null,"m":null})");
}

TEST_CASE("an XML element may have a text and attributes") {
    auto const t =
        make(mapped(format::xml, format::json,
                    {field("Total", "total", scalar_type::number), field("Total/@currency", "currency"),
                     list("Note[]", "notes[]", {field("text()", "text"), field("@lang", "language")})}));
    auto const legacy =
        "<R><Total currency=\"EUR\">12.50</Total><Note lang=\"de\">Hallo</Note><Note>x</Note></R>";
    auto const modern =
        R"({"total":12.50,"currency":"EUR","notes":[{"text":"Hallo","language":"de"},{"text":"x"}]})";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
    CHECK(to_modern(t, "<R><Total currency='EUR'/></R>") == R"({"currency":"EUR"})");
    CHECK(to_modern(t, "<R><Total>1<!-- and -->2</Total></R>") == R"({"total":12})");
}

TEST_CASE("a JSON document may be a list itself, and its elements lists") {
    auto const t = make(
        mapped(format::xml, format::json, {list("Row[]", "[]", {list("Cell[]", "[]", {field("@v", "v")})})}));
    auto const legacy = "<R><Row><Cell v=\"1\"/><Cell v=\"2\"/></Row><Row/></R>";
    auto const modern = R"([[{"v":"1"},{"v":"2"}],[]])";
    CHECK(to_modern(t, legacy) == modern);
    CHECK(to_legacy(t, modern) == legacy);
    CHECK(to_modern(t, "<R/>") == "[]");
    CHECK(to_legacy(t, "[]") == "<R/>");
    CHECK(to_legacy(t, R"([[{"v":"1"},{"v":2}]])") ==
          "[0][1].v: a number where a string is due; say its 'type' in the mapping");
    CHECK(to_legacy(t, "{}") == "the document: an object where a list is due");
}

TEST_CASE("forms repeat a name for a list, and are written in the mapping's order") {
    auto const t = make(mapped(format::form, format::json,
                               {field("order", "id", scalar_type::integer), list("tags[]", "labels[]"),
                                field("'a[b]'", "nested.'c.d'"), list("'x[]'[]", "x[]", {})}));
    CHECK(to_modern(t, "tags=b+c&x%5B%5D=1&order=7&tags=d&a%5Bb%5D=%C3%A9") ==
          R"({"id":7,"labels":["b c","d"],"nested":{"c.d":"é"},"x":["1"]})");
    CHECK(to_legacy(t, R"({"x":["1"],"nested":{"c.d":"é"},"labels":["b c"],"id":7})") ==
          "order=7&tags=b+c&a%5Bb%5D=%C3%A9&x%5B%5D=1");
    CHECK(to_modern(t, "order=7&order=8") ==
          "order: appears more than once; if it may, end its paths in [] in the mapping");
    CHECK(to_modern(t, "order=7&a=%zz") ==
          "byte 11: a '%' without two hexadecimal digits; write %25 for the character");
}

TEST_CASE("JSON to JSON carries what it is not told about as it is, in the order sent") {
    auto const t = make(mapped(
        format::json, format::json,
        {field("OrderNo", "id"), field("Cust.Nm", "customer.name"), field("Extra", "extra"),
         list("Lines[]", "lines[]", {field("Sku", "sku"), field("Qty", "quantity", scalar_type::integer)})}));
    CHECK(
        to_modern(
            t,
            R"({"Lines":[{"Qty":2,"Sku":"A"}],"Extra":{"a":[1.0,null,{}]},"OrderNo":12.50,"Cust":{"Nm":null}})") ==
        R"({"lines":[{"quantity":2,"sku":"A"}],"extra":{"a":[1.0,null,{}]},"id":12.50,"customer":{"name":null}})");
    CHECK(to_legacy(t, R"({"customer":null,"lines":[]})") == R"({"Lines":[]})");
    CHECK(to_modern(t, R"({"Lines":[{"Qty":"2"}]})") == "Lines[0].Qty: a string where an integer is due");
}

TEST_CASE("XML to XML renames elements and attributes") {
    auto const t =
        make(mapped(format::xml, format::xml,
                    {field("A/@x", "B/X"), field("C", "@c"), list("D/E[]", "F[]", {field("text()", "G")})}));
    CHECK(to_modern(t, "<R><C>1</C><A x='2'/><D><E>3</E><E/></D></R>") ==
          "<R c=\"1\"><B><X>2</X></B><F><G>3</G></F><F><G/></F></R>");
    CHECK(to_legacy(t, "<R c=\"1\"><B><X>2</X></B><F><G>3</G></F></R>") ==
          "<R><C>1</C><A x=\"2\"/><D><E>3</E></D></R>");
}

TEST_CASE("request and response may have fields of their own") {
    auto options = mapped(format::form, format::json, {field("a", "b")});
    options.request.fields = std::vector{field("q", "query")};
    auto const t = make(options);
    CHECK(run(t, direction::to_modern, "q=1&a=2", part::request) == R"({"query":"1"})");
    CHECK(run(t, direction::to_modern, "q=1&a=2", part::response) == R"({"b":"2"})");

    auto half = mapped(format::form, format::json, {});
    half.response.fields = std::vector{field("a", "b")};
    CHECK(run(make(half), direction::to_modern, "q=1", part::request) ==
          "the document: the translator names no fields for requests, so a body cannot be translated");
    auto path_alone = mapped(format::json, format::json, {});
    path_alone.request.path = {"/a/{x}", "/b/{x}"};
    CHECK(run(make(path_alone), direction::to_modern, "anything at all", part::request) == "anything at all");
}

TEST_CASE("headers are renamed per part, whatever their case") {
    auto const t = make(orders());
    CHECK(t.map_header(direction::to_modern, part::request, "x-client") == "X-Client-Id");
    CHECK(t.map_header(direction::to_legacy, part::request, "X-CLIENT-ID") == "X-Client");
    CHECK_FALSE(t.map_header(direction::to_modern, part::response, "x-client"));
    CHECK_FALSE(t.map_header(direction::to_modern, part::request, "accept"));
}

TEST_CASE("a translator knows which Content-Type it reads and writes") {
    auto const t = make(orders());
    CHECK(t.content_type(direction::to_modern, part::request) == "application/json");
    CHECK(t.content_type(direction::to_legacy, part::request) == "application/xml; charset=utf-8");
    CHECK(accepts(t.options().legacy, "text/xml; charset=\"UTF-8\""));
    CHECK(accepts(t.options().legacy, "application/soap+xml;charset=iso-8859-1"));
    CHECK(accepts(t.options().legacy, ""));
    CHECK_FALSE(accepts(t.options().legacy, "text/html"));
    CHECK(accepts(t.options().legacy, "text/xml; charset=shift_jis"));
    CHECK_FALSE(accepts(t.options().legacy, "text/xml; charset=x-none"));
    CHECK(accepts(t.options().modern, "Application/JSON ; foo=bar"));
    CHECK(accepts(t.options().modern, "application/problem+json"));
    CHECK_FALSE(accepts(t.options().modern, "application/json; charset=iso-8859-1"));
}

TEST_CASE("an object of nothing has none of its fields, and is counted as dropped") {
    auto const t = make(mapped(format::json, format::json, {field("bill.city", "billing.town")}));
    for (auto const* body : {R"({"bill":null})", R"({"bill":{}})"}) {
        CAPTURE(body);
        auto const made = t.translate(direction::to_modern, part::response, std::string_view(body));
        REQUIRE(made.has_value());
        CHECK(made->body == "{}");
        CHECK(made->dropped == 1);
    }
    auto const xml =
        make(mapped(format::xml, format::json, {field("Bill/City", "bill.city"), list("L/I[]", "l[]")}));
    auto const made =
        xml.translate(direction::to_modern, part::response, std::string_view("<R><Bill/><L/></R>"));
    REQUIRE(made.has_value());
    CHECK(made->body == R"({"l":[]})");
    CHECK(made->dropped == 1);
}
