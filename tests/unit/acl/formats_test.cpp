#include "acl/format.hpp"
#include "acl/proof.hpp"
#include "findings.hpp"
#include "translators.hpp"

#include <algorithm>

using namespace ficus::acl;
using namespace ficus::acl::testing;
using Catch::Contains;

namespace {

charset in(std::string_view name) {
    auto found = charset::find(name);
    REQUIRE(found.has_value());
    return *found;
}

translator_options soap_orders() {
    auto options = mapped(format::soap, format::json, {field("o:Id", "id")});
    options.legacy.root = "o:Get";
    options.legacy.response_root = "o:Got";
    options.legacy.soap.namespaces = {{"o", "urn:o"}};
    options.legacy.soap.action = "urn:o#Get";
    return options;
}

std::string envelope(std::string const& content, std::string const& header = "") {
    return "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\">" + header + "<e:Body>" +
           content + "</e:Body></e:Envelope>";
}

/// A request with a body, and what the other side gets.
boost::system::result<message, error> sent(translator const& t, direction way, std::string_view body,
                                           std::vector<header_view> const& headers = {}) {
    message_view from;
    from.method = "POST";
    from.path = "/";
    from.body = body;
    from.headers = headers;
    return t.translate(way, part::request, from);
}

std::string added(message const& m, std::string_view name) {
    for (auto const& field : m.added)
        if (field.name == name) return field.value;
    return "none";
}

bool removes(message const& m, std::string_view name) {
    return std::find(m.removed.begin(), m.removed.end(), name) != m.removed.end();
}

} // namespace

TEST_CASE("SOAP 1.1: a request has its action in a field, an answer has none") {
    auto const t = make(soap_orders());
    auto const request = sent(t, direction::to_legacy, R"({"id":"7"})", {{"SOAPAction", "\"sneaked\""}});
    REQUIRE(request.has_value());
    CHECK(added(*request, "SOAPAction") == "\"urn:o#Get\"");
    CHECK(removes(*request, "soapaction"));
    CHECK(request->content_type == "text/xml; charset=utf-8");
    CHECK_THAT(request->body, Contains("<soap:Body><o:Get><o:Id>7</o:Id></o:Get></soap:Body>"));

    auto const back = sent(t, direction::to_modern, request->body,
                           {{"SOAPAction", "\"urn:o#Get\""}, {"Content-Type", "text/xml; charset=utf-8"}});
    REQUIRE(back.has_value());
    CHECK(back->body == R"({"id":"7"})");
    CHECK(back->added.empty());
    CHECK(removes(*back, "soapaction"));

    message_view answer;
    answer.status = 200;
    answer.body = R"({"id":"7"})";
    auto const got = t.translate(direction::to_legacy, part::response, answer);
    REQUIRE(got.has_value());
    CHECK(got->added.empty());
    CHECK_THAT(got->body, Contains("<o:Got>"));
    CHECK(prove(t).empty());
}

TEST_CASE("SOAP 1.2: the action of a request is a parameter of its type") {
    auto options = soap_orders();
    options.legacy.soap.version = soap_version::v1_2;
    auto const t = make(options);
    auto const request = sent(t, direction::to_legacy, R"({"id":"7"})");
    REQUIRE(request.has_value());
    CHECK(request->content_type == "application/soap+xml; charset=utf-8; action=\"urn:o#Get\"");
    CHECK(request->added.empty());
    CHECK(t.content_type(direction::to_legacy, part::response) == "application/soap+xml; charset=utf-8");
    CHECK(prove(t).empty());
}

TEST_CASE("SOAP: what demands to be understood is, where a field names it") {
    auto const block = [](std::string const& name) {
        return "<e:Header><o:" + name + " xmlns:o=\"urn:o\" e:mustUnderstand=\"1\">k</o:" + name +
               "></e:Header>";
    };
    std::string const content = "<Get xmlns=\"urn:o\"><Id>7</Id></Get>";
    auto options = soap_orders();
    options.fields.push_back(field("soap:Header/o:Key", "key"));
    auto const t = make(options);
    CHECK(run(t, direction::to_modern, envelope(content, block("Key")), part::request) ==
          R"({"id":"7","key":"k"})");
    CHECK(run(t, direction::to_modern, envelope(content, block("Other")), part::request) ==
          "soap:Header/o:Other: it demands to be understood (mustUnderstand), and nothing maps it; map it, "
          "or name it in the side's 'understands'");
    options.legacy.soap.understands = {"o:Other"};
    CHECK(run(make(options), direction::to_modern, envelope(content, block("Other")), part::request) ==
          R"({"id":"7"})");
}

TEST_CASE("SOAP: a block that is kept goes to somebody who understands it") {
    auto options = soap_orders();
    options.modern = options.legacy;
    options.modern.soap.version = soap_version::v1_2;
    options.fields.clear();
    options.keep_rest = true;
    auto const t = make(options);
    auto const made = run(t, direction::to_modern,
                          envelope("<Get xmlns=\"urn:o\"><Id>7</Id></Get>",
                                   "<e:Header><x:Tx xmlns:x=\"urn:x\" e:mustUnderstand=\"1\"/></e:Header>"),
                          part::request);
    CHECK_THAT(made, Contains("http://www.w3.org/2003/05/soap-envelope") && Contains("<n1:Tx") &&
                         Contains("<o:Get><o:Id>7</o:Id></o:Get>"));
}

TEST_CASE("a body without fields passes only where both sides speak alike") {
    auto options = soap_orders();
    options.modern = options.legacy;
    options.fields.clear();
    options.request.headers = {{"A", "B"}};
    auto const body = envelope("<Get xmlns=\"urn:o\"/>");
    auto const same = make(options);
    CHECK(run(same, direction::to_modern, body, part::request) == body);
    options.modern.soap.version = soap_version::v1_2;
    CHECK_THAT(run(make(options), direction::to_modern, body, part::request), Contains("names no fields"));
}

TEST_CASE("a body that passes keeps its type") {
    auto options = mapped(format::multipart, format::multipart, {});
    options.request.headers = {{"A", "B"}};
    auto const request = sent(make(options), direction::to_modern, "--x\r\n\r\n--x--\r\n",
                              {{"Content-Type", "multipart/form-data; boundary=x"}});
    REQUIRE(request.has_value());
    CHECK(request->content_type == "multipart/form-data; boundary=x");
}

TEST_CASE("XML by its namespaces, whatever the prefixes") {
    auto options = mapped(format::xml, format::json, {field("o:A", "a"), field("B", "b")});
    options.legacy.root = "o:R";
    options.legacy.xml.namespaces = {{"o", "urn:o"}};
    auto const t = make(options);
    CHECK(to_modern(t, "<x:R xmlns:x=\"urn:o\"><x:A>1</x:A><B>2</B></x:R>") == R"({"a":"1","b":"2"})");
    CHECK(to_legacy(t, R"({"a":null,"b":"2"})") ==
          "<o:R xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:o=\"urn:o\"><o:A "
          "xsi:nil=\"true\"/><B>2</B></o:R>");
    CHECK_THAT(to_modern(t, "<R xmlns:o=\"urn:other\"/>"), Contains("the root element is 'R', not 'o:R'"));
    CHECK(prove(t).empty());
}

TEST_CASE("multipart: the boundary comes from the Content-Type, and is written into it") {
    auto const t = make(mapped(format::multipart, format::json, {field("a", "a"), field("b[]", "b[]")}));
    auto const request = sent(t, direction::to_legacy, R"({"a":"1","b":["x","y"]})");
    REQUIRE(request.has_value());
    REQUIRE_THAT(request->content_type, Catch::StartsWith("multipart/form-data; boundary="));
    auto const back = sent(t, direction::to_modern, request->body, {{"Content-Type", request->content_type}});
    REQUIRE(back.has_value());
    CHECK(back->body == R"({"a":"1","b":["x","y"]})");
    CHECK(to_modern(t, request->body) == back->body);
    CHECK_THAT(sent(t, direction::to_modern, request->body, {{"Content-Type", "multipart/form-data"}})
                   .error()
                   .message,
               Contains("without a boundary"));
}

TEST_CASE("multipart: files go to a multipart with what is kept, and nowhere else") {
    std::string const body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                             "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.bin\"\r\n"
                             "Content-Type: application/octet-stream\r\n\r\n\x80\r\n--x--\r\n";
    auto const kept_by = [&](format modern, bool keep) {
        auto options = mapped(format::multipart, modern, {field("a", "b")});
        options.keep_rest = keep;
        auto const made = make(options).translate(direction::to_modern, part::request, body);
        REQUIRE(made.has_value());
        return *made;
    };
    auto const kept = kept_by(format::multipart, true);
    CHECK(kept.dropped == 0);
    CHECK_THAT(kept.body, Contains("name=\"f\"; filename=\"f.bin\"\r\nContent-Type: "
                                   "application/octet-stream\r\n\r\n\x80\r\n") &&
                              Contains("name=\"b\""));
    CHECK(kept_by(format::multipart, false).dropped == 1);
    for (auto const modern : {format::json, format::form}) {
        auto const lost = kept_by(modern, true);
        CHECK(lost.dropped == 1);
        CHECK(lost.body == (modern == format::json ? R"({"b":"1"})" : "b=1"));
    }
    // A file is no text.
    auto const named = make(mapped(format::multipart, format::json, {field("f", "f")}));
    CHECK_THAT(to_modern(named, body), Contains("f: "));
}

TEST_CASE("what is kept between members and lists of text and those of JSON") {
    auto options = mapped(format::form, format::json, {});
    options.legacy.nested.emplace();
    options.keep_rest = true;
    auto const t = make(options);
    CHECK(to_modern(t, "a[b]=1&a[c][]=x&a[c][]=y") == R"({"a":{"b":"1","c":["x","y"]}})");
    auto const made = t.translate(direction::to_legacy, part::response,
                                  R"({"a":{"b":1.50,"c":[true,"x"],"d":null},"e":null})");
    REQUIRE(made.has_value());
    CHECK(made->body == "a%5Bb%5D=1.50&a%5Bc%5D%5B%5D=true&a%5Bc%5D%5B%5D=x");
    CHECK(made->dropped == 2);
}

TEST_CASE("XML-RPC: times, base64 and doubles keep their types, or get the one that the field says") {
    std::string const struct_of_types =
        "<methodResponse><params><param><value><struct>"
        "<member><name>t</name><value><dateTime.iso8601>20260901T10:00:00</dateTime.iso8601></value></member>"
        "<member><name>d</name><value><double>2</double></value></member>"
        "<member><name>b</name><value><base64>eA==</base64></value></member>"
        "</struct></value></param></params></methodResponse>";
    auto options = mapped(format::xmlrpc, format::xmlrpc, {});
    options.keep_rest = true;
    CHECK(to_modern(make(options), struct_of_types) == struct_of_types);

    options.fields = {list("params[]", "params[]",
                           {field("t", "t"), field("d", "d", scalar_type::number), field("b", "b")})};
    CHECK(to_modern(make(options), struct_of_types) == struct_of_types);

    auto fields = options.fields;
    fields[0].fields[0].xmlrpc = note::date_time;
    fields[0].fields[1].xmlrpc = note::real;
    fields[0].fields[2].xmlrpc = note::base64;
    auto const typed = make(mapped(format::xmlrpc, format::json, fields));
    CHECK(to_legacy(typed, R"({"params":[{"t":"20260901T10:00:00","d":2,"b":"eA=="}]})") == struct_of_types);
    CHECK_THAT(to_legacy(typed, R"({"params":[{"t":"today"}]})"), Contains("params[0].t"));

    fields[0].fields[2].text.emplace().legacy.base64 = base64::standard;
    auto const decoded = make(mapped(format::xmlrpc, format::json, fields));
    CHECK(to_modern(decoded, struct_of_types) == R"({"params":[{"t":"20260901T10:00:00","d":2,"b":"x"}]})");
    CHECK(to_legacy(decoded, R"({"params":[{"t":"20260901T10:00:00","d":2,"b":"x"}]})") == struct_of_types);
}

TEST_CASE("csv without a header: a row's fields by their positions") {
    auto options =
        mapped(format::csv, format::json,
               {list("[]", "[]", {field("[0]", "sku"), field("[1]", "qty", scalar_type::integer)})});
    options.legacy.csv = {false, ';', '"'};
    auto const t = make(options);
    CHECK(to_modern(t, "A;1\r\nB;2\r\n") == R"([{"sku":"A","qty":1},{"sku":"B","qty":2}])");
    CHECK(to_legacy(t, R"([{"sku":"A","qty":1},{"qty":2,"sku":"B"}])") == "A;1\r\nB;2\r\n");
    CHECK_THAT(to_legacy(t, R"([{"qty":1}])"), Contains("[0]"));
}

TEST_CASE("csv has the columns that the mapping names, in its order, whatever the records have") {
    auto last = field("Z", "z");
    last.missing.legacy = "0";
    field_options constant;
    constant.legacy = "K";
    constant.constant = {"k", scalar_type::string};
    auto const t = make(mapped(format::csv, format::json,
                               {list("[]", "[]", {field("A", "a"), constant, field("B", "b"), last})}));
    CHECK(to_legacy(t, "[]") == "A,K,B,Z\r\n");
    CHECK(to_modern(t, "A,K,B,Z\r\n") == "[]");
    CHECK(to_legacy(t, R"([{"b":"2","a":"1"},{"a":"3","z":"4"}])") == "A,K,B,Z\r\n1,k,2,0\r\n3,k,,4\r\n");
    // The absent one comes back as an empty text; only a field's 'nothing' makes that the same.
    CHECK_THAT(findings(t), Contains("it does not come back as it was: [{}]"));
    auto nothing = field("A", "a");
    nothing.nothing = nothing_options{{nothing::empty}, {nothing::absent}};
    CHECK(to_modern(make(mapped(format::csv, format::json, {list("[]", "[]", {nothing, field("B", "b")})})),
                    "A,B\r\n,x\r\n") == R"([{"b":"x"}])");
}

TEST_CASE("check knows that a row which lacks what comes before a value cannot be written") {
    auto options = mapped(format::csv, format::json, {field("[0][0]", "code"), field("[0][2]", "text")});
    options.legacy.csv.header = false;
    auto const t = make(options);
    CHECK(to_modern(t, "1,x,ok\r\n") == R"({"code":"1","text":"ok"})");
    CHECK(to_legacy(t, R"({"code":"1","text":"ok"})") ==
          "[0][1]: no field names it, and what comes behind it needs it; name it (constant = \"\")");
    CHECK_THAT(findings(t), Contains("text: no example of it can be translated: [0][0]: nothing is there"));
    field_options blank;
    blank.legacy = "[0][1]";
    blank.constant = {"", scalar_type::string};
    options.fields.push_back(blank);
    CHECK(to_legacy(make(options), R"({"code":"1","text":"ok"})") == "1,,ok\r\n");
}

TEST_CASE("charsets: the message's own comes first, then the side's") {
    auto options = mapped(format::form, format::json, {field("a", "a")});
    options.legacy.charset = in("ISO-8859-1");
    auto const form = make(options);
    CHECK(to_modern(form, "a=%E9") == R"({"a":"é"})");
    CHECK(to_legacy(form, R"({"a":"é"})") == "a=%E9");
    auto const utf8 = sent(form, direction::to_modern, "a=%C3%A9",
                           {{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}});
    REQUIRE(utf8.has_value());
    CHECK(utf8->body == R"({"a":"é"})");
    CHECK(form.content_type(direction::to_legacy, part::request) ==
          "application/x-www-form-urlencoded; charset=ISO-8859-1");

    auto xml_options = mapped(format::xml, format::json, {field("A", "a")});
    xml_options.legacy.charset = in("ISO-8859-1");
    auto const xml = make(xml_options);
    CHECK(to_modern(xml, "<R><A>\xE9</A></R>") == R"({"a":"é"})");
    CHECK(to_modern(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><R><A>é</A></R>") == R"({"a":"é"})");
    auto const declared_otherwise =
        sent(xml, direction::to_modern, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><R><A>é</A></R>",
             {{"Content-Type", "text/xml; charset=utf-8"}});
    REQUIRE(declared_otherwise.has_value());
    CHECK(declared_otherwise->body == R"({"a":"é"})");

    auto text_options = mapped(format::text, format::json, {field("text", "a")});
    text_options.legacy.charset = in("windows-1252");
    auto const text = make(text_options);
    CHECK(to_modern(text, "5 \x80") == R"({"a":"5 €"})");
    CHECK(to_legacy(text, R"({"a":"5 €"})") == "5 \x80");
    CHECK_THAT(to_legacy(text, R"({"a":"☃"})"), Contains("U+2603 cannot be written in windows-1252"));
}

TEST_CASE("charsets: JSON is UTF-8, unless its side says otherwise") {
    auto options = mapped(format::json, format::json, {field("a", "b")});
    CHECK_FALSE(accepts(options.legacy, "application/json; charset=iso-8859-1"));
    options.legacy.charset = in("ISO-8859-1");
    CHECK(accepts(options.legacy, "application/json; charset=iso-8859-1"));
    CHECK(to_modern(make(options), "{\"a\":\"\xE9\"}") == R"({"b":"é"})");
}

TEST_CASE("what a side says wrongly of its format is said") {
    auto options = soap_orders();
    options.legacy.root = "x:Get";
    options.legacy.soap.action = "a b";
    options.legacy.soap.understands = {"y:To", "a b"};
    options.legacy.soap.namespaces.push_back({"soap", "urn:x"});
    auto const wrong = problems(options);
    CHECK_THAT(wrong,
               Contains("legacy.root: the prefix 'x' is not among the side's namespaces; say namespaces"
                        " = { x = \"URI\" }") &&
                   Contains("legacy.soap_action: an action is a URI") &&
                   Contains("legacy.understands: the prefix 'y' is not among") &&
                   Contains("legacy.understands: 'a b' cannot be the name of a header block") &&
                   Contains("legacy.namespaces.soap: 'soap' always stands"));
    options = soap_orders();
    options.fields = {list("o:L[]", "l[]", {field("p:A", "a")})};
    CHECK_THAT(problems(options), Contains("fields[0].fields[0].legacy: the prefix 'p' is not among"));
    options.fields = {field("o:A:B", "a")};
    CHECK_THAT(problems(options),
               Contains("fields[0].legacy: 'o:A:B' is no name where there are namespaces"));

    options = mapped(format::multipart, format::json, {field("a", "a")});
    options.legacy.charset = in("ISO-8859-1");
    options.fields[0].xmlrpc = note::base64;
    CHECK_THAT(problems(options), Contains("legacy.charset: a multipart's texts are UTF-8") &&
                                      Contains("fields[0].xmlrpc: neither side of this part speaks xmlrpc"));
    options = mapped(format::xmlrpc, format::json, {field("method", "m")});
    options.fields[0].xmlrpc = note::real;
    CHECK_THAT(problems(options), Contains("fields[0].xmlrpc: a double is a number; say type = \"number\""));
}

TEST_CASE("SOAP 1.2: a request whose body passes as it is says the side's action, too") {
    auto options = soap_orders();
    options.fields.clear();
    options.legacy.soap.version = options.modern.soap.version = soap_version::v1_2;
    options.modern = options.legacy;
    options.legacy.soap.action = "urn:o#Get";
    auto const t = make(options);
    std::vector<header_view> const headers{
        {"Content-Type", "application/soap+xml; charset=utf-16; action=\"urn:x\""}};
    message_view from;
    from.headers = headers;
    from.body = "any";
    auto const made = t.translate(direction::to_legacy, part::request, from);
    REQUIRE(made.has_value());
    CHECK(made->content_type == "application/soap+xml; charset=utf-16; action=\"urn:o#Get\"");
    CHECK(made->body == "any");
}
