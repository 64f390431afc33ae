#include "acl/json.hpp"
#include "acl/xmlrpc.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

std::string as_json(std::string const& text, reading_limits const& limits = {}) {
    auto const read = read_xmlrpc(text, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

std::string from_json(std::string_view text) {
    auto const read = read_json(text);
    REQUIRE(read.has_value());
    std::string out;
    auto const written = write_xmlrpc(*read->root(), out);
    if (!written) return written.error().where + ": " + written.error().message;
    return out.substr(out.find('\n') + 1);
}

std::string answer(std::string const& value) {
    return "<methodResponse><params><param><value>" + value + "</value></param></params></methodResponse>";
}

/// The one param of an answer, as JSON.
std::string read_value(std::string const& value) {
    auto const json = as_json(answer(value));
    return json.starts_with("{\"params\":[") ? json.substr(11, json.size() - 13) : json;
}

/// What is between `<value>` and `</value>` of an answer with this one param.
std::string written_value(std::string const& json) {
    auto const text = from_json("{\"params\":[" + json + "]}");
    if (!text.starts_with("<methodResponse>")) return text;
    return text.substr(38, text.size() - 38 - 42);
}

std::string there_and_back(std::string const& text) {
    auto const read = read_xmlrpc(text);
    REQUIRE(read.has_value());
    std::string out;
    REQUIRE(write_xmlrpc(*read->root(), out).has_value());
    return out.substr(out.find('\n') + 1);
}

} // namespace

TEST_CASE("an XML-RPC call has a method and params") {
    CHECK(as_json("<?xml version='1.0'?><methodCall><methodName>wiki.getPage</methodName><params><param>"
                  "<value><string>start</string></value></param><param><value><int>3</int></value></param>"
                  "</params></methodCall>") == R"({"method":"wiki.getPage","params":["start",3]})");
    CHECK(as_json("<methodCall><methodName>a</methodName></methodCall>") == R"({"method":"a","params":[]})");
    CHECK(from_json(R"({"method":"wiki.getPage","params":["start",3]})") ==
          "<methodCall><methodName>wiki.getPage</methodName><params><param><value><string>start</string></"
          "value></param><param><value><int>3</int></value></param></params></methodCall>");
}

TEST_CASE("an XML-RPC answer has one param or a fault") {
    CHECK(as_json(answer("x")) == R"({"params":["x"]})");
    auto const fault =
        "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>-32601</int>"
        "</value></member><member><name>faultString</name><value><string>no</string></value></member>"
        "</struct></value></fault></methodResponse>";
    CHECK(as_json(fault) == R"({"fault":{"faultCode":-32601,"faultString":"no"}})");
    CHECK(there_and_back(fault) == fault);
}

TEST_CASE("XML-RPC's types are JSON's") {
    CHECK(read_value("<i4>+007</i4>") == "7");
    CHECK(read_value("<int> -0 </int>") == "0");
    CHECK(read_value("<i8>-9223372036854775808</i8>") == "-9223372036854775808");
    CHECK(read_value("<boolean>1</boolean>") == "true");
    CHECK(read_value("<double>-12.50</double>") == "-12.50");
    CHECK(read_value("<double>.5</double>") == "0.5");
    CHECK(read_value("<double>1e+16</double>") == "1e+16");
    CHECK(read_value("<string> a &amp; b </string>") == "\" a & b \"");
    CHECK(read_value(" untyped ") == "\" untyped \"");
    CHECK(read_value("") == "\"\"");
    CHECK(read_value("<string/>") == "\"\"");
    CHECK(read_value("<dateTime.iso8601>19980717T14:08:55</dateTime.iso8601>") == "\"19980717T14:08:55\"");
    CHECK(read_value("<base64>\n eW91\n IQ==\n</base64>") == "\"eW91IQ==\"");
    CHECK(read_value("<nil/>") == "null");
    CHECK(read_value("<ex:nil xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'/>") == "null");
    CHECK(read_value("<array><data><value>a</value><value><array><data/></array></value></data></array>") ==
          R"(["a",[]])");
    CHECK(read_value("<struct><member><name>a b</name><value><int>1</int></value></member></struct>") ==
          R"({"a b":1})");
    CHECK(read_value("<struct/>") == "{}");
}

TEST_CASE("whatever was read is written with the type it had") {
    for (auto const* value :
         {"<dateTime.iso8601>2024-01-02T03:04:05+00:00</dateTime.iso8601>", "<base64>eW91IQ==</base64>",
          "<double>3</double>", "<double>-0</double>", "<int>3</int>", "<i8>2147483648</i8>",
          "<string>19980717T14:08:55</string>", "<boolean>0</boolean>", "<nil/>", "<string></string>"})
        CHECK(there_and_back(answer(value)) == answer(value));
}

TEST_CASE("numbers are written in plain digits, all of them") {
    CHECK(written_value("2147483647") == "<int>2147483647</int>");
    CHECK(written_value("-2147483649") == "<i8>-2147483649</i8>");
    CHECK(written_value("12.50") == "<double>12.50</double>");
    CHECK(written_value("1e3") == "<double>1000</double>");
    CHECK(written_value("-1.25e1") == "<double>-12.5</double>");
    CHECK(written_value("1.25E-3") == "<double>0.00125</double>");
    CHECK(written_value("0.05e1") == "<double>0.5</double>");
    CHECK(written_value("0.05e2") == "<double>5</double>");
    CHECK(written_value("0e999999999999") == "<double>0</double>");
    CHECK(written_value("9223372036854775808") ==
          "params[0]: the integer 9223372036854775808 is past 64 bits, more than XML-RPC has");
    CHECK(written_value("1e401") ==
          "params[0]: the number 1e401 takes more than 400 digits, and XML-RPC has no exponents");
    CHECK(written_value("1e-99999999999").starts_with("params[0]: the number"));
}

TEST_CASE("who maps a field to a type says so by its note") {
    document tree;
    auto* root = tree.make(kind::object);
    auto* params = tree.make(kind::array);
    auto* when = tree.make_string("tomorrow");
    when->note = note::date_time;
    document::append(*params, *when);
    document::append(*root, *params, "params");
    std::string out;
    auto const refused = write_xmlrpc(*root, out);
    REQUIRE(refused.has_error());
    CHECK(refused.error().where == "params[0]");
    CHECK(refused.error().message == "'tomorrow' is no time such as 19980717T14:08:55");
    when->text = "20240102T03:04:05";
    out.clear();
    REQUIRE(write_xmlrpc(*root, out).has_value());
    CHECK(out.find("<dateTime.iso8601>20240102T03:04:05</dateTime.iso8601>") != std::string::npos);
    auto const* twin = tree.copy(*root);
    CHECK(twin->find("params")->first->note == note::date_time);
}

TEST_CASE("what is no XML-RPC is an error with its place") {
    CHECK(as_json("<a/>") == "a: the root is neither methodCall nor methodResponse");
    CHECK(as_json("<methodCall/>") ==
          "methodCall: a call is one methodName and perhaps one params behind it");
    CHECK(as_json("<methodCall><methodName>a b</methodName></methodCall>") ==
          "methodCall/methodName: 'a b' is no name of a method: letters, digits, '_', '.', ':' and '/' are");
    CHECK(as_json("<methodResponse><params/></methodResponse>") ==
          "methodResponse: an answer has one param, and here are 0");
    CHECK(as_json("<methodResponse/>") == "methodResponse: an answer is one params or one fault");
    CHECK(as_json(answer("<i4>x</i4>")) == "methodResponse/params/param[0]/value/i4: 'x' is no integer");
    CHECK(as_json(answer("<i4>2147483648</i4>")).ends_with("'2147483648' is past 32 bits"));
    CHECK(as_json(answer("<boolean>true</boolean>")).ends_with("'true' is no boolean: 0 and 1 are"));
    CHECK(as_json(answer("<double>NaN</double>")).ends_with("'NaN' is no number"));
    CHECK(as_json(answer("<double>.</double>")).ends_with("'.' is no number"));
    CHECK(as_json(answer("<double>1e</double>")).ends_with("'1e' is no number"));
    CHECK(as_json(answer("<base64>a</base64>")).ends_with("not base64"));
    CHECK(as_json(answer("<dateTime.iso8601>now</dateTime.iso8601>"))
              .ends_with("is no time such as 19980717T14:08:55"));
    CHECK(as_json(answer("<float>1</float>")).ends_with("value/float: 'float' is no type of XML-RPC"));
    CHECK(as_json(answer("<i4>1</i4><i4>2</i4>")).ends_with("a value has one type"));
    CHECK(as_json(answer("a<i4>1</i4>")).ends_with("there is text beside elements"));
    CHECK(as_json(answer("<i4 a='1'>1</i4>")).ends_with("XML-RPC has no attributes, and here is 'a'"));
    CHECK(as_json(answer("<nil>x</nil>")).ends_with("nil holds nothing"));
    CHECK(as_json(answer("<array/>")).ends_with("an array is one data"));
    CHECK(as_json(answer("<array><data><value/><value><i4/></value></data></array>")) ==
          "methodResponse/params/param[0]/value/array/data/value[1]/i4: '' is no integer");
    CHECK(as_json(answer("<struct><member><name>a</name></member></struct>"))
              .ends_with("a member is one name and one value behind it"));
    CHECK(as_json(
              answer("<struct><member><name>a</name><value/></member><member><name>a</name><value/></member>"
                     "</struct>"))
              .ends_with("the member 'a' appears more than once in one struct"));
    CHECK(as_json("<methodResponse><fault><value>x</value></fault></methodResponse>")
              .starts_with("methodResponse/fault: a fault is a struct of an integer faultCode"));
}

TEST_CASE("what is no message is not written") {
    CHECK(from_json("[]") == "the document: a message is an object");
    CHECK(from_json("{}").starts_with("the document: a message is a call with"));
    CHECK(from_json(R"({"params":[1],"id":1})").starts_with("the document: a message is a call with"));
    CHECK(from_json(R"({"params":[1,2]})") == "params: an answer has one param, and here are 2");
    CHECK(from_json(R"({"method":"a b","params":[]})").starts_with("method: no name of a method"));
    CHECK(from_json(R"({"fault":{"faultCode":"1","faultString":"x"}})").starts_with("fault: a fault is"));
    CHECK(from_json(R"({"params":[{"a":[1,99999999999999999999]}]})")
              .starts_with("params[0].a[1]: the integer"));
    CHECK(from_json("{\"params\":[\"\\u0001\"]}").find("cannot be written in XML") != std::string::npos);
}

TEST_CASE("lists and structs may be as deep as is accepted, and no deeper") {
    std::string nested = "x";
    for (int i = 0; i < 127; ++i) nested = "<array><data><value>" + nested + "</value></data></array>";
    CHECK(read_xmlrpc(answer(nested)).has_value());
    auto const refused = read_xmlrpc(answer("<array><data><value>" + nested + "</value></data></array>"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == error_code::limit);
}

TEST_CASE("DokuWiki's own messages") {
    // What its IXR server sends: layout around what is typed, times with dashes and a zone.
    CHECK(
        as_json(
            "<?xml version=\"1.0\"?>\n<methodResponse>\n  <params>\n    <param>\n      <value>\n      "
            "<array><data>\n  <value><struct>\n  <member><name>id</name><value><string>start</string></value>"
            "</member>\n  <member><name>lastModified</name><value>"
            "<dateTime.iso8601>2024-01-02T03:04:05+00:00</dateTime.iso8601></value></member>\n"
            "</struct></value>\n</data></array>\n      </value>\n    </param>\n  </params>\n"
            "</methodResponse>\n") ==
        R"({"params":[[{"id":"start","lastModified":"2024-01-02T03:04:05+00:00"}]]})");
}
