#include "acl/soap.hpp"
#include "acl/xml.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

soap_options const orders{{{"o", "urn:orders"}}, soap_version::v1_1, {}};

std::string message(std::string const& body, std::string_view uri = soap_1_1_uri,
                    std::string const& header = "") {
    return "<e:Envelope xmlns:e='" + std::string(uri) + "'>" + header + "<e:Body>" + body +
           "</e:Body></e:Envelope>";
}

/// The tree that paths see, or the error.
std::string seen(std::string const& text, soap_options const& options = orders,
                 reading_limits const& limits = {}) {
    auto read = read_soap(text, options, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    auto const show = [&](auto const& self, value const& element) -> void {
        out += element.name;
        if (element.count == 0) return;
        out += '(';
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (child != element.first) out += ' ';
            if (child->kind == kind::element)
                self(self, *child);
            else
                ((out += child->name) += child->name.empty() ? "" : "=") += child->text;
        }
        out += ')';
    };
    show(show, *read->root());
    return out;
}

std::string rewritten(std::string const& text, soap_version version, soap_options options = orders) {
    auto const read = read_soap(text, options);
    if (!read) return read.error().where + ": " + read.error().message;
    options.version = version;
    std::string out;
    auto const written = write_soap(*read->root(), options, out);
    if (!written) return written.error().where + ": " + written.error().message;
    return out.substr(out.find('\n') + 1);
}

std::string in_1_1(std::string const& inside) {
    return "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">" + inside +
           "</soap:Envelope>";
}

} // namespace

TEST_CASE("the body's one child is the root, whatever the envelope's version") {
    for (auto const version : {soap_version::v1_1, soap_version::v1_2}) {
        auto const text = message("<q:Get xmlns:q='urn:orders'><id>7</id></q:Get>",
                                  version == soap_version::v1_1 ? soap_1_1_uri : soap_1_2_uri);
        CHECK(seen(text) == "o:Get(id(7))");
        auto found = version == soap_version::v1_1 ? soap_version::v1_2 : soap_version::v1_1;
        REQUIRE(read_soap(text, orders, {}, &found).has_value());
        CHECK(found == version);
    }
}

TEST_CASE("an empty body is an empty element, and is written as one") {
    CHECK(seen(message("")) == "soap:Body");
    CHECK(rewritten(message(""), soap_version::v1_1) == in_1_1("<soap:Body/>"));
}

TEST_CASE("content is written into the envelope of the side's version") {
    auto const text = message("<Get xmlns='urn:orders'/>");
    CHECK(rewritten(text, soap_version::v1_1) ==
          "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "
          "xmlns:o=\"urn:orders\"><soap:Body><o:Get/></soap:Body></soap:Envelope>");
    CHECK(rewritten(text, soap_version::v1_2) ==
          "<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" "
          "xmlns:o=\"urn:orders\"><soap:Body><o:Get/></soap:Body></soap:Envelope>");
}

TEST_CASE("header blocks are reached below the root, and written back into the header") {
    auto const text = message("<Get/>", soap_1_1_uri,
                              "<e:Header><a:Key xmlns:a='urn:orders' e:mustUnderstand='1' "
                              "e:actor='http://schemas.xmlsoap.org/soap/actor/next'>k</a:Key></e:Header>");
    CHECK(seen(text) == "Get(soap:Header(o:Key(@soap:mustUnderstand=1 "
                        "@soap:role=http://www.w3.org/2003/05/soap-envelope/role/next k)))");
    auto const there = rewritten(text, soap_version::v1_2);
    CHECK(there.find("<soap:Header><o:Key soap:mustUnderstand=\"1\" "
                     "soap:role=\"http://www.w3.org/2003/05/soap-envelope/role/next\">k</o:Key></"
                     "soap:Header><soap:Body><Get/></soap:Body>") != std::string::npos);
    auto const back = rewritten(text, soap_version::v1_1);
    CHECK(back.find("soap:actor=\"http://schemas.xmlsoap.org/soap/actor/next\"") != std::string::npos);
    CHECK(seen(message("<Get/>", soap_1_1_uri, "<e:Header/>")) == "Get");
}

TEST_CASE("a header block that demands to be understood is refused when a list of the understood lacks it") {
    auto options = orders;
    auto const text = [](std::string const& role) {
        return message("<Get/>", soap_1_2_uri,
                       "<e:Header><Key xmlns='urn:orders' e:mustUnderstand='true'" + role + "/></e:Header>");
    };
    options.understood = {"o:Key"};
    CHECK(seen(text(""), options).starts_with("Get("));
    options.understood = {"o:Other"};
    CHECK(seen(text(""), options) == "soap:Header/o:Key: it demands to be understood (mustUnderstand), and "
                                     "nothing maps it; map it, or name "
                                     "it in the side's 'understands'");
    CHECK(seen(text(" e:role='urn:somebody-else'"), options).starts_with("Get("));
    CHECK(seen(message("<Get/>", soap_1_1_uri, "<e:Header><Key e:mustUnderstand='yes'/></e:Header>")) ==
          "soap:Header/Key/@soap:mustUnderstand: 'yes' is neither 1 nor 0");
}

TEST_CASE("a Fault looks the same in both versions") {
    auto const one =
        message("<e:Fault><faultcode>e:Client</faultcode><faultstring>no such order</faultstring>"
                "<faultactor>urn:us</faultactor><detail><o:Id xmlns:o='urn:orders'>7</o:Id></detail>"
                "</e:Fault>");
    auto const two =
        message("<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text "
                "xml:lang='en'>no such order</e:Text></e:Reason><e:Node>urn:us</e:Node><e:Detail>"
                "<o:Id xmlns:o='urn:orders'>7</o:Id></e:Detail></e:Fault>",
                soap_1_2_uri);
    CHECK(seen(one) == "Fault(code(Sender) reason(no such order) node(urn:us) detail(o:Id(7)))");
    CHECK(seen(two) == "Fault(code(Sender) reason(@xml:lang=en no such order) node(urn:us) detail(o:Id(7)))");
    CHECK(rewritten(one, soap_version::v1_2) == rewritten(two, soap_version::v1_2));
    CHECK(rewritten(one, soap_version::v1_1) ==
          "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "
          "xmlns:o=\"urn:orders\"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>no "
          "such "
          "order</faultstring><faultactor>urn:us</faultactor><detail><o:Id>7</o:Id></detail></soap:Fault></"
          "soap:Body></soap:Envelope>");
}

TEST_CASE("fault codes: those of the versions correspond, 1.1's dots and 1.2's subcodes are subcodes") {
    auto const code_1_1 = [](std::string const& code) {
        return message("<e:Fault><faultcode>" + code + "</faultcode><faultstring>x</faultstring></e:Fault>");
    };
    CHECK(seen(code_1_1("e:Server")) == "Fault(code(Receiver) reason(x))");
    CHECK(seen(code_1_1("Server")) == "Fault(code(Receiver) reason(x))");
    CHECK(seen(code_1_1("e:Client.Auth.Key")) == "Fault(code(Sender) subcode(Auth.Key) reason(x))");
    CHECK(seen(code_1_1("1234")) == "Fault(code(1234) reason(x))");
    CHECK(seen(code_1_1("<!-- none --> ")) == "Fault(code() reason(x))");
    CHECK(rewritten(code_1_1("e:Client.Auth.Key"), soap_version::v1_1) ==
          in_1_1("<soap:Body><soap:Fault><faultcode>soap:Client.Auth.Key</faultcode><faultstring>x</"
                 "faultstring></soap:Fault></soap:Body>"));
    CHECK(rewritten(code_1_1("1234"), soap_version::v1_1).find("<faultcode>1234<") != std::string::npos);
    CHECK(rewritten(code_1_1("1234"), soap_version::v1_2) ==
          "Fault/code: '1234' is none of SOAP 1.2's codes; map it to one, such as Sender or Receiver, and "
          "perhaps to a subcode");

    auto const two = message("<e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value "
                             "xmlns:m='urn:orders'>m:Late</e:Value><e:Subcode><e:Value xmlns:z='urn:z'>z:Two"
                             "</e:Value></e:Subcode></e:Subcode></e:Code><e:Reason><e:Text "
                             "xml:lang='de'>x</e:Text></e:Reason></e:Fault>",
                             soap_1_2_uri);
    CHECK(seen(two) == "Fault(code(Sender) subcode(o:Late) subcode({urn:z}Two) reason(@xml:lang=de x))");
    auto const again = rewritten(two, soap_version::v1_2);
    CHECK(again.find("xmlns:o=\"urn:orders\" xmlns:n1=\"urn:z\"") != std::string::npos);
    CHECK(again.find("<soap:Value>o:Late</soap:Value><soap:Subcode><soap:Value>n1:Two<") !=
          std::string::npos);
    CHECK(rewritten(two, soap_version::v1_1) ==
          "Fault/subcode: SOAP 1.1 has one subcode, without a prefix, behind one of its own codes");
    auto unnamed = two;
    unnamed.replace(unnamed.find("m:Late"), 6, "");
    CHECK(rewritten(unnamed, soap_version::v1_2) == "Fault/subcode: is empty, and a subcode is a name");
}

TEST_CASE("with a default in the table a Fault is still written in no namespace") {
    soap_options const options{{{"", "urn:orders"}}, soap_version::v1_1, {}};
    auto const text =
        message("<e:Fault><faultcode>e:Client</faultcode><faultstring>x</faultstring></e:Fault>");
    CHECK(seen(text, options) == "Fault(code(Sender) reason(x))");
    CHECK(seen(rewritten(text, soap_version::v1_1, options), options) == "Fault(code(Sender) reason(x))");
}

TEST_CASE("what is no SOAP is an error with its place") {
    CHECK(
        seen("<Order/>").starts_with("Order: the root is 'Order' of the namespace '', and not the Envelope"));
    CHECK(seen("<e:Envelope xmlns:e='urn:x'/>")
              .starts_with("e:Envelope: the root is 'Envelope' of the namespace 'urn:x'"));
    CHECK(seen("<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'/>") ==
          "soap:Envelope: there is no Body");
    auto const wrong = [](std::string const& inside) {
        return seen("<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>" + inside +
                    "</e:Envelope>");
    };
    CHECK(wrong("<e:Body/><e:Body/>") ==
          "soap:Envelope/soap:Body: an envelope is one Header, which may be absent, and one Body behind it");
    CHECK(wrong("<e:Body/><e:Header/>").starts_with("soap:Envelope/soap:Header: "));
    CHECK(wrong("x<e:Body/>") == "soap:Envelope: there is text between its elements");
    CHECK(wrong("<e:Body>x</e:Body>") == "soap:Envelope/soap:Body: there is text between its elements");
    CHECK(seen(message("<A/><B/>")) ==
          "soap:Body/B: a second element in the Body; one is accepted, and what its href refers to");
    CHECK(seen(message("<A/><B id='x'/>", soap_1_2_uri)) ==
          "soap:Body/B: a second element in the Body; one is accepted");
    CHECK(seen(message("<A><e:Header/></A>")) ==
          "A/soap:Header: an element of the envelope within the content");
    CHECK(seen(message("<Fault/>")) == "soap:Body/Fault: a Fault must be in the envelope's namespace");
    CHECK(seen(message("<e:Fault/>")) == "soap:Fault: there is no faultcode");
    CHECK(seen(message("<e:Fault><e:Code/></e:Fault>"))
              .starts_with("soap:Fault: 'soap:Code' is no part of a SOAP 1.1 Fault"));
    CHECK(seen(message("<e:Fault><e:Code><e:Value>Sender</e:Value></e:Code><e:Reason/></e:Fault>",
                       soap_1_2_uri)) ==
          "soap:Fault/soap:Code/soap:Value: 'Sender' is none of the envelope's five codes");
}

TEST_CASE("what Axis 1 sends apart is put where it belongs") {
    auto const text = message(
        "<n:get xmlns:n='urn:orders' e:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>"
        "<in0 href='#id0'/><in1 href='#id1'/></n:get>"
        "<multiRef id='id0' s:root='0' e:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/' "
        "xmlns:s='http://schemas.xmlsoap.org/soap/encoding/' "
        "xmlns:x='http://www.w3.org/2001/XMLSchema-instance' "
        "x:type='n:Order' xmlns:n='urn:orders'><id>7</id><at href='#id1'/></multiRef>"
        "<multiRef id='id1' s:root='0' xmlns:s='http://schemas.xmlsoap.org/soap/encoding/'>now</multiRef>");
    CHECK(seen(text) == "o:get(@soap:encodingStyle=http://schemas.xmlsoap.org/soap/encoding/ "
                        "in0(@xsi:type=o:Order id(7) at(now)) in1(now))");
}

TEST_CASE("an element that is referred to in its place is copied, too") {
    CHECK(seen(message("<A e:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'><b id='_1'><c/></b><d "
                       "href='#_1'/></A>"))
              .ends_with(" b(@id=_1 c) d(c))"));
}

TEST_CASE("SOAP's encoding is that of what lies below, wherever it is named") {
    std::string const encoding = " soap:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'";
    std::string const content = "<A><a id='x'>1</a><b href='#x'/></A>";
    auto const with = [&](std::string const& envelope, std::string const& body) {
        return seen("<soap:Envelope xmlns:soap='" + std::string(soap_1_1_uri) + "'" + envelope +
                    "><soap:Body" + body + ">" + content + "</soap:Body></soap:Envelope>");
    };
    auto const put_there = with(encoding, "");
    CHECK(put_there == "A(a(@id=x 1) b(1))");
    CHECK(with("", encoding) == put_there);
    CHECK(with("", "") == "A(a(@id=x 1) b(@href=#x))");
}

TEST_CASE("a href without SOAP's encoding is content") {
    CHECK(seen(message("<A><a href='#top'>up</a></A>")) == "A(a(@href=#top up))");
}

TEST_CASE("references that lead nowhere, in circles or too far are refused") {
    CHECK(seen(message("<A><b href='#x'/></A><m id='y'/>")) ==
          "A/b/@href: nothing in the Body has the id 'x'");
    CHECK(seen(message("<A/><m id='y'/>")) == "soap:Body/m: nothing refers to its id 'y'");
    CHECK(seen(message("<A><b href='#x'/></A><m id='x'><n href='#x'/></m>")) ==
          "A/b/n/@href: '#x' goes round in a circle, which is no tree");
    CHECK(seen(message("<A><b href='#x'/></A><m id='x' href='#y'/><m id='y' href='#x'/>")) ==
          "A/b/@href: '#x' goes round in a circle, which is no tree");
    CHECK(seen(message("<A><b href='#x'/></A><m id='x'/><m id='x'/>")) == "m: the id 'x' is there twice");
    CHECK(seen(message("<A><b href='#x'>text</b></A><m id='x'/>")) ==
          "A/b/@href: what refers to something else must be empty");

    std::string doubling = "<A><b href='#i0'/></A>";
    for (int i = 0; i < 30; ++i) {
        auto const next = "#i" + std::to_string(i + 1);
        doubling += "<m id='i" + std::to_string(i) + "'><l href='" + next + "'/><r href='" + next + "'/></m>";
    }
    reading_limits limits;
    limits.max_members = 5000;
    auto const refused = seen(message(doubling + "<m id='i30'>x</m>"), orders, limits);
    CHECK(refused.find("more values than are accepted in one document") != std::string::npos);
    limits = {};
    limits.max_depth = 20;
    CHECK(seen(message(doubling + "<m id='i30'>x</m>"), orders, limits).find("nested deeper than the 20") !=
          std::string::npos);
}

TEST_CASE("messages as the toolkits send them") {
    // PHP's SoapClient, RPC and encoded: its prefixes are fixed, its namespaces numbered.
    CHECK(seen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SOAP-ENV:Envelope "
               "xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:ns1=\"urn:orders\" "
               "xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" "
               "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
               "xmlns:SOAP-ENC=\"http://schemas.xmlsoap.org/soap/encoding/\" "
               "SOAP-ENV:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><SOAP-ENV:Body><ns1:get>"
               "<id xsi:type=\"xsd:int\">7</id><note xsi:nil=\"true\"/><tags "
               "SOAP-ENC:arrayType=\"xsd:string[1]\" "
               "xsi:type=\"SOAP-ENC:Array\"><item xsi:type=\"xsd:string\">a</item></tags></ns1:get>"
               "</SOAP-ENV:Body></SOAP-ENV:Envelope>\n") ==
          "o:get(id(@xsi:type=xsd:int 7) note(@xsi:nil=true) "
          "tags(@{http://schemas.xmlsoap.org/soap/encoding/}arrayType=xsd:string[1] "
          "@xsi:type={http://schemas.xmlsoap.org/soap/encoding/}Array item(@xsi:type=xsd:string a)))");
    // .NET: document and literal, everything in a default namespace.
    CHECK(seen("<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope "
               "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "
               "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
               "xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"><soap:Body><GetOrder xmlns=\"urn:orders\">"
               "<id>7</id></GetOrder></soap:Body></soap:Envelope>") == "o:GetOrder(o:id(7))");
    // zeep and WCF over 1.2, with addressing.
    CHECK(seen("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
               "xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header><a:Action "
               "s:mustUnderstand=\"1\">urn:orders#Get</a:Action></s:Header><s:Body><ns0:Get "
               "xmlns:ns0=\"urn:orders\"/></s:Body></s:Envelope>") ==
          "o:Get(soap:Header({http://www.w3.org/2005/08/addressing}Action(@soap:mustUnderstand=1 "
          "urn:orders#Get)))");
}

TEST_CASE("the envelope's names are nobody else's") {
    auto const refusal = [](xml_namespaces table) {
        auto const checked = check_soap({std::move(table), soap_version::v1_1, {}});
        return checked ? std::string("fine") : checked.error().where + ": " + checked.error().message;
    };
    CHECK(refusal({{"o", "urn:orders"}}) == "fine");
    CHECK(refusal({{"soap", "urn:orders"}}) == "soap: 'soap' always stands for the envelope's namespace");
    CHECK(refusal({{"e", std::string(soap_1_2_uri)}}) ==
          "e: the envelope's namespace is always called 'soap'");
    CHECK(refusal({{"o", ""}}) == "o: a namespace needs a URI");
}

TEST_CASE("actions are quoted, and cannot break out of their quotes") {
    CHECK(*quote_soap_action("urn:orders#Get") == "\"urn:orders#Get\"");
    CHECK(*quote_soap_action("") == "\"\"");
    for (auto const* action : {"a\"b", "a b", "a\r\nb", "a\\b", "\xC3\xA4"})
        CHECK(quote_soap_action(action).has_error());
    CHECK(unquote_soap_action("\"urn:x\"") == "urn:x");
    CHECK(unquote_soap_action("urn:x") == "urn:x");
    CHECK(unquote_soap_action("\"") == "\"");
    CHECK(*soap_content_type(soap_version::v1_1, "urn:x") == "text/xml; charset=utf-8");
    CHECK(*soap_content_type(soap_version::v1_2, "") == "application/soap+xml; charset=utf-8");
    CHECK(*soap_content_type(soap_version::v1_2, "urn:x") ==
          "application/soap+xml; charset=utf-8; action=\"urn:x\"");
    CHECK(soap_content_type(soap_version::v1_2, "a\"b").has_error());
}
