// The envelopes of well-known toolkits, written by hand after what they document: header blocks, prefixes,
// default namespaces, types on elements, references, declarations and marks. However it is wrapped, the same
// order is read.
#include "acl/soap.hpp"
#include "configured.hpp"
#include "golden/shown_message.hpp"

using namespace ficus;
using namespace ficus::acl;

namespace {

/// Toolkits that generate their WSDL qualify local elements (.NET, gSOAP, Axis2, Spring-WS), or they do not
/// (Axis 1, JAX-WS, PHP): `local` is the prefix of the order's members.
translator order_translator(std::string const& local) {
    auto const at = [&](std::string const& path) { return "\"" + local + path + "\""; };
    return golden::only_translator(
        R"(
[facade]
legacy = "monolith"
[upstreams.monolith]
endpoints = ["http://127.0.0.1:9001"]
[translators.orders]
legacy = { format = "soap", root = { request = "o:PlaceOrder", response = "o:PlaceOrderResponse" }, namespaces = { o = "urn:orders", a = "http://www.w3.org/2005/08/addressing" }, understands = ["a:Action", "a:To"] }
modern = { format = "json" }
[[translators.orders.request.fields]]
legacy = )" +
            at("order/" + local + "id") +
            R"(
modern = "id"
type = "integer"
[[translators.orders.request.fields]]
legacy = )" +
            at("order/" + local + "customer") +
            R"(
modern = "customer"
[[translators.orders.request.fields]]
legacy = )" +
            at("order/" + local + "note") +
            R"(
modern = "note"
[[translators.orders.request.fields]]
legacy = )" +
            at("order/" + local + "lines/" + local + "item[]") +
            R"(
modern = "lines[]"
fields = [ { legacy = )" +
            at("sku") + R"(, modern = "sku" }, { legacy = )" + at("qty") +
            R"(, modern = "quantity", type = "integer" } ]
[[translators.orders.response.fields]]
legacy = )" +
            at("id") +
            R"(
modern = "id"
[[translators.orders.outcomes]]
legacy = { status = [500, 400], root = "Fault", when = { code = "Sender" } }
modern = { status = 400, type = "application/problem+json" }
fields = [ { legacy = "subcode[]", modern = "code[]" }, { legacy = "reason", modern = "detail" }, { legacy = "detail/o:Bad/o:field", modern = "field" } ]
[[translators.orders.outcomes]]
legacy = { status = [500, 400], root = "Fault", when = { code = "Receiver" } }
modern = { status = 502, type = "application/problem+json" }
fields = [ { legacy = "subcode[]", modern = "code[]" }, { legacy = "reason", modern = "detail" }, { legacy = "detail/o:Bad/o:field", modern = "field" } ]
[[translators.orders.outcomes]]
legacy = { status = 500, root = "Fault" }
modern = { status = 500, type = "application/problem+json" }
fields = [ { legacy = "code", modern = "code" }, { legacy = "reason", modern = "detail" } ]
)",
        "soap_toolkits_test.cpp");
}

struct envelope {
    std::string toolkit;
    std::string type; ///< Content-Type
    std::string text;
};

constexpr auto text_xml = "text/xml; charset=utf-8";
constexpr auto soap_xml = "application/soap+xml; charset=utf-8";

/// Members that are not qualified.
std::vector<envelope> const unqualified{
    {"Axis 1.4, rpc/encoded with multiRef", text_xml,
     R"(<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><ns1:PlaceOrder soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns1="urn:orders"><order href="#id0"/></ns1:PlaceOrder><multiRef id="id0" soapenc:root="0" soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="ns2:Order" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns2="urn:orders"><id href="#id1"/><customer xsi:type="soapenc:string">Zoë</customer><note xsi:type="soapenc:string" xsi:nil="true"/><lines soapenc:arrayType="ns2:Line[2]" xsi:type="soapenc:Array"><item href="#id2"/><item href="#id3"/></lines></multiRef><multiRef id="id3" soapenc:root="0" soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="ns3:Line" xmlns:ns3="urn:orders" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"><sku xsi:type="soapenc:string">B</sku><qty href="#id4"/></multiRef><multiRef id="id2" soapenc:root="0" soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="ns4:Line" xmlns:ns4="urn:orders" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"><sku xsi:type="soapenc:string">A</sku><qty href="#id5"/></multiRef><multiRef id="id1" soapenc:root="0" soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="xsd:int" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/">7</multiRef><multiRef id="id4" soapenc:root="0" soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="xsd:int" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/">1</multiRef><multiRef id="id5" soapenc:root="0" soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="xsd:int" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/">2</multiRef></soapenv:Body></soapenv:Envelope>)"},
    {"Delphi, what is referred to called by its type", text_xml,
     R"(<?xml version="1.0"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><NS1:PlaceOrder xmlns:NS1="urn:orders"><order href="#1"/></NS1:PlaceOrder><NS2:Order id="1" xsi:type="NS2:Order" xmlns:NS2="urn:orders"><id xsi:type="xsd:int">7</id><customer xsi:type="xsd:string">Zoë</customer><note xsi:nil="true"/><lines xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="NS2:Line[2]"><item href="#2"/><item href="#3"/></lines></NS2:Order><NS2:Line id="2" xsi:type="NS2:Line" xmlns:NS2="urn:orders"><sku xsi:type="xsd:string">A</sku><qty xsi:type="xsd:int">2</qty></NS2:Line><NS2:Line id="3" xsi:type="NS2:Line" xmlns:NS2="urn:orders"><sku xsi:type="xsd:string">B</sku><qty xsi:type="xsd:int">1</qty></NS2:Line></SOAP-ENV:Body></SOAP-ENV:Envelope>)"},
    {"PHP SoapClient, rpc/encoded", text_xml,
     R"(<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:orders" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><ns1:PlaceOrder><order xsi:type="ns1:Order"><id xsi:type="xsd:int">7</id><customer xsi:type="xsd:string">Zoë</customer><note xsi:nil="true"/><lines SOAP-ENC:arrayType="ns1:Line[2]" xsi:type="ns1:ArrayOfLine"><item xsi:type="ns1:Line"><sku xsi:type="xsd:string">A</sku><qty xsi:type="xsd:int">2</qty></item><item xsi:type="ns1:Line"><sku xsi:type="xsd:string">B</sku><qty xsi:type="xsd:int">1</qty></item></lines></order></ns1:PlaceOrder></SOAP-ENV:Body></SOAP-ENV:Envelope>
)"},
    {"gSOAP, rpc/encoded", text_xml,
     R"(<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:ns="urn:orders"><SOAP-ENV:Body SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><ns:PlaceOrder><order href="#_1"/></ns:PlaceOrder><id0 id="_1" xsi:type="ns:Order"><id xsi:type="xsd:int">7</id><customer xsi:type="xsd:string">Zo&#xEB;</customer><note xsi:nil="true"/><lines xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="ns:Line[2]"><item xsi:type="ns:Line"><sku>A</sku><qty>2</qty></item><item xsi:type="ns:Line"><sku>B</sku><qty>1</qty></item></lines></id0></SOAP-ENV:Body></SOAP-ENV:Envelope>)"},
    {"CXF, document/literal", "text/xml;charset=UTF-8",
     R"(<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ns2:PlaceOrder xmlns:ns2="urn:orders"><order><id>7</id><customer>Zoë</customer><note xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><lines><item><sku>A</sku><qty>2</qty></item><item><sku>B</sku><qty>1</qty></item></lines></order></ns2:PlaceOrder></soap:Body></soap:Envelope>)"},
    {"CXF, types of subclasses on elements", "text/xml;charset=UTF-8",
     R"(<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ns2:PlaceOrder xmlns:ns2="urn:orders"><order xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="ns2:ExpressOrder"><id>7</id><customer xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string">Zoë</customer><note xsi:nil="1"/><lines><item xsi:type="ns2:Line"><sku>A</sku><qty>2</qty></item><item><sku>B</sku><qty>1</qty></item></lines></order></ns2:PlaceOrder></soap:Body></soap:Envelope>)"},
    {"JAX-WS of the JDK, single quotes and both envelopes declared", text_xml,
     R"(<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><S:Body xmlns:ns2="urn:orders"><ns2:PlaceOrder><order><id>7</id><customer>Zoë</customer><note xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/><lines><item><sku>A</sku><qty>2</qty></item><item><sku>B</sku><qty>1</qty></item></lines></order></ns2:PlaceOrder></S:Body></S:Envelope>)"},
    {"Latin-1 in its declaration, none in HTTP", "text/xml",
     "<?xml version='1.0' encoding='iso-8859-1'?><e:Envelope "
     "xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header></e:Header><e:Body><o:PlaceOrder "
     "xmlns:o='urn:orders'><order><id>7</id><customer>Zo\xEB</customer><note "
     "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
     "i:nil='true'/><lines><item><sku>A</sku><qty>2</qty></item><item><sku>B</sku><qty>1</qty></item></"
     "lines></order></o:PlaceOrder></e:Body></e:Envelope>"},
    {"Latin-1 in HTTP alone", "text/xml; charset=ISO-8859-1",
     "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><o:PlaceOrder "
     "xmlns:o='urn:orders'><order><id>7</id><customer>Zo\xEB</customer><note "
     "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
     "i:nil='true'/><lines><item><sku>A</sku><qty>2</qty></item><item><sku>B</sku><qty>1</qty></item></"
     "lines></order></o:PlaceOrder></e:Body></e:Envelope>"},
};

/// Members of the service's namespace.
std::vector<envelope> const qualified{
    {"ASMX, a default namespace", text_xml,
     R"(<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><PlaceOrder xmlns="urn:orders"><order><id>7</id><customer>Zoë</customer><note xsi:nil="true" /><lines><item><sku>A</sku><qty>2</qty></item><item><sku>B</sku><qty>1</qty></item></lines></order></PlaceOrder></soap:Body></soap:Envelope>)"},
    {"ASMX, indented behind a byte order mark", text_xml,
     "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
     R"(<soap12:Envelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:soap12="http://www.w3.org/2003/05/soap-envelope">
  <soap12:Header>
  </soap12:Header>
  <soap12:Body>
    <PlaceOrder xmlns="urn:orders">
      <order>
        <id>
          7
        </id>
        <customer>Zoë</customer>
        <note xsi:nil="true" />
        <lines>
          <item>
            <sku>A</sku>
            <qty>2</qty>
          </item>
          <!-- the cheap one -->
          <item>
            <sku><![CDATA[B]]></sku>
            <qty>1</qty>
          </item>
        </lines>
      </order>
    </PlaceOrder>
  </soap12:Body>
</soap12:Envelope>
)"},
    {"WCF basicHttpBinding, data contracts", text_xml,
     R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><ActivityId CorrelationId="6a0c3a4e-0000-0000-0000-000000000000" xmlns="http://schemas.microsoft.com/2004/09/ServiceModel/Diagnostics">00000000-0000-0000-0000-000000000000</ActivityId></s:Header><s:Body><PlaceOrder xmlns="urn:orders"><order xmlns:a="urn:orders" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a:id>7</a:id><a:customer>Zoë</a:customer><a:note i:nil="true"/><a:lines><a:item><a:sku>A</a:sku><a:qty>2</a:qty></a:item><a:item><a:sku>B</a:sku><a:qty>1</a:qty></a:item></a:lines></order></PlaceOrder></s:Body></s:Envelope>)"},
    {"WCF wsHttpBinding, addresses that must be understood", "application/soap+xml; charset=utf-8",
     R"(<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="1">urn:orders/PlaceOrder</a:Action><a:MessageID>urn:uuid:0b0f2f0e-6d8c-4a0c-8f0c-2f1f5e9f7a11</a:MessageID><a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo><a:To s:mustUnderstand="1">http://127.0.0.1/Orders.svc</a:To></s:Header><s:Body><PlaceOrder xmlns="urn:orders"><order xmlns:b="urn:orders" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b:id>7</b:id><b:customer>Zoë</b:customer><b:note i:nil="true"/><b:lines><b:item><b:sku>A</b:sku><b:qty>2</b:qty></b:item><b:item><b:sku>B</b:sku><b:qty>1</b:qty></b:item></b:lines></order></PlaceOrder></s:Body></s:Envelope>)"},
    {"Axis2, addressing in the header", text_xml,
     R"(<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:To>http://127.0.0.1/axis2/services/Orders</wsa:To><wsa:MessageID>urn:uuid:2C6C8B5AA12C8D1DBD1177337012345</wsa:MessageID><wsa:Action>urn:PlaceOrder</wsa:Action></soapenv:Header><soapenv:Body><ns1:PlaceOrder xmlns:ns1="urn:orders"><ns1:order><ns1:id>7</ns1:id><ns1:customer>Zoë</ns1:customer><ns1:note xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="1" /><ns1:lines><ns1:item><ns1:sku>A</ns1:sku><ns1:qty>2</ns1:qty></ns1:item><ns1:item><ns1:sku>B</ns1:sku><ns1:qty>1</ns1:qty></ns1:item></ns1:lines></ns1:order></ns1:PlaceOrder></soapenv:Body></soapenv:Envelope>)"},
    {"Axis2, SOAP 1.2", "application/soap+xml; charset=UTF-8; action=\"urn:PlaceOrder\"",
     R"(<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope xmlns:soapenv="http://www.w3.org/2003/05/soap-envelope"><soapenv:Body><ns1:PlaceOrder xmlns:ns1="urn:orders"><ns1:order><ns1:id>7</ns1:id><ns1:customer>Zoë</ns1:customer><ns1:note xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="1" /><ns1:lines><ns1:item><ns1:sku>A</ns1:sku><ns1:qty>2</ns1:qty></ns1:item><ns1:item><ns1:sku>B</ns1:sku><ns1:qty>1</ns1:qty></ns1:item></ns1:lines></ns1:order></ns1:PlaceOrder></soapenv:Body></soapenv:Envelope>)"},
    {"gSOAP, document/literal", text_xml,
     R"(<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:ns1="urn:orders"><SOAP-ENV:Body><ns1:PlaceOrder><ns1:order><ns1:id>7</ns1:id><ns1:customer>Zoë</ns1:customer><ns1:note xsi:nil="true"/><ns1:lines><ns1:item><ns1:sku>A</ns1:sku><ns1:qty>2</ns1:qty></ns1:item><ns1:item><ns1:sku>B</ns1:sku><ns1:qty>1</ns1:qty></ns1:item></ns1:lines></ns1:order></ns1:PlaceOrder></SOAP-ENV:Body></SOAP-ENV:Envelope>)"},
    {"Spring-WS, an empty header", text_xml,
     R"(<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body><ns2:PlaceOrder xmlns:ns2="urn:orders"><ns2:order><ns2:id>7</ns2:id><ns2:customer>Zoë</ns2:customer><ns2:note xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><ns2:lines><ns2:item><ns2:sku>A</ns2:sku><ns2:qty>2</ns2:qty></ns2:item><ns2:item><ns2:sku>B</ns2:sku><ns2:qty>1</ns2:qty></ns2:item></ns2:lines></ns2:order></ns2:PlaceOrder></SOAP-ENV:Body></SOAP-ENV:Envelope>)"},
    {"WS-Security with a role of somebody else's", soap_xml,
     R"(<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Header><wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" env:mustUnderstand="true" env:role="http://example.org/gate"><wsse:UsernameToken><wsse:Username>u</wsse:Username></wsse:UsernameToken></wsse:Security></env:Header><env:Body xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" wsu:Id="body"><o:PlaceOrder xmlns:o="urn:orders"><o:order><o:id>7</o:id><o:customer>Zoë</o:customer><o:note xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><o:lines><o:item><o:sku>A</o:sku><o:qty>2</o:qty></o:item><o:item><o:sku>B</o:sku><o:qty>1</o:qty></o:item></o:lines></o:order></o:PlaceOrder></env:Body></env:Envelope>)"},
    {"the envelope in the default namespace, the order with a prefix", text_xml, R"(<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><n:PlaceOrder xmlns:n="urn:orders"><n:order><n:id>7</n:id><n:customer>Zoë</n:customer><n:note xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><n:lines><n:item><n:sku>A</n:sku><n:qty>2</n:qty></n:item><n:item><n:sku>B</n:sku><n:qty>1</n:qty></n:item></n:lines></n:order></n:PlaceOrder></Body></Envelope>)"},
};

constexpr auto the_order =
    R"({"id":7,"customer":"Zoë","note":null,"lines":[{"sku":"A","quantity":2},{"sku":"B","quantity":1}]})";

golden::shown_message posted(envelope const& one) {
    golden::shown_message made;
    made.method = "POST";
    made.path = "/soap";
    made.fields = {{"Content-Type", one.type}};
    made.body = one.text;
    return made;
}

golden::shown_message answered(unsigned status, std::string const& type, std::string const& body) {
    golden::shown_message made;
    made.status = status;
    made.fields = {{"Content-Type", type}};
    made.body = body;
    return made;
}

void check_all(translator const& t, std::vector<envelope> const& all) {
    auto to = posted({"", "application/json", the_order});
    for (auto const& one : all) DYNAMIC_SECTION(one.toolkit) {
            golden::check_message(t, direction::to_modern, posted(one), to);
        }
}

struct fault {
    std::string toolkit;
    std::string type;
    std::string text; ///< the Fault, in the prefix e; or a whole envelope
    unsigned status;
    std::string modern;
};

std::vector<fault> const faults{
    {"Axis 1, an exception of the application", text_xml,
     R"(<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Server.userException</faultcode><faultstring>bad field</faultstring><detail><o:Bad xmlns:o="urn:orders"><o:field>qty</o:field></o:Bad><ns1:hostname xmlns:ns1="http://xml.apache.org/axis/">legacy-1</ns1:hostname></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>)",
     502, R"({"code":["userException"],"detail":"bad field","field":"qty"})"},
    {"Axis 1, a code of its own", text_xml,
     R"(<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode xmlns:ns1="http://xml.apache.org/axis/">ns1:Client.NoSOAPAction</faultcode><faultstring>no SOAPAction header!</faultstring><detail/></soapenv:Fault></soapenv:Body></soapenv:Envelope>)",
     500, R"({"code":"{http://xml.apache.org/axis/}Client.NoSOAPAction","detail":"no SOAPAction header!"})"},
    {"Axis2", text_xml,
     R"(<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>bad field</faultstring><detail><ns1:Bad xmlns:ns1="urn:orders"><ns1:field>qty</ns1:field></ns1:Bad></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>)",
     400, R"({"detail":"bad field","field":"qty"})"},
    {"CXF", "text/xml;charset=UTF-8",
     R"(<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring>bad field</faultstring><detail><ns1:Bad xmlns:ns1="urn:orders"><ns1:field xmlns:ns2="urn:other">qty</ns1:field></ns1:Bad></detail></soap:Fault></soap:Body></soap:Envelope>)",
     502, R"({"detail":"bad field","field":"qty"})"},
    {"ASMX", text_xml,
     R"(<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>System.Web.Services.Protocols.SoapException: bad field
   at Orders.PlaceOrder</faultstring><detail /></soap:Fault></soap:Body></soap:Envelope>)",
     400, R"({"detail":"System.Web.Services.Protocols.SoapException: bad field\n   at Orders.PlaceOrder"})"},
    {"ASMX, SOAP 1.2", soap_xml,
     R"(<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">bad field</soap:Text></soap:Reason><soap:Detail /></soap:Fault></soap:Body></soap:Envelope>)",
     400, R"({"detail":"bad field"})"},
    {"WCF, basicHttpBinding", text_xml,
     R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="en-US">bad field</faultstring><detail><Bad xmlns="urn:orders" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><field>qty</field></Bad></detail></s:Fault></s:Body></s:Envelope>)",
     400, R"({"detail":"bad field","field":"qty"})"},
    {"WCF, what it says when the service breaks", text_xml,
     R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher">a:InternalServiceFault</faultcode><faultstring xml:lang="en-US">internal error</faultstring></s:Fault></s:Body></s:Envelope>)",
     500,
     R"({"code":"{http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher}InternalServiceFault","detail":"internal error"})"},
    {"WCF, SOAP 1.2 with a subcode", soap_xml,
     R"(<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="0">urn:orders/Fault</a:Action></s:Header><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:o="urn:orders">o:BadField</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">bad field</s:Text></s:Reason><s:Detail><o:Bad xmlns:o="urn:orders"><o:field>qty</o:field></o:Bad></s:Detail></s:Fault></s:Body></s:Envelope>)",
     400, R"({"code":["o:BadField"],"detail":"bad field","field":"qty"})"},
    {"subcodes within subcodes", soap_xml,
     R"(<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>Outer</s:Value><s:Subcode><s:Value>Inner</s:Value></s:Subcode></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">bad field</s:Text></s:Reason><s:Node>urn:here</s:Node><s:Role>urn:who</s:Role></s:Fault></s:Body></s:Envelope>)",
     502, R"({"code":["Outer","Inner"],"detail":"bad field"})"},
    {"gSOAP", text_xml,
     R"(<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns="urn:orders"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>bad field</faultstring><detail><ns:Bad><ns:field>qty</ns:field></ns:Bad></detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>)",
     400, R"({"detail":"bad field","field":"qty"})"},
    {"PHP SoapServer", text_xml,
     R"(<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>bad field</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>
)",
     502, R"({"detail":"bad field"})"},
    {"PHP SoapServer, a number for a code", text_xml,
     R"(<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>17</faultcode><faultstring>bad field</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>
)",
     500, R"({"code":"17","detail":"bad field"})"},
    {"Spring-WS, what a schema refuses", text_xml,
     R"(<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring xml:lang="en">Validation error</faultstring><detail><spring-ws:ValidationError xmlns:spring-ws="http://springframework.org/spring-ws">cvc-complex-type.2.4.a: Invalid content</spring-ws:ValidationError></detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>)",
     400, R"({"detail":"Validation error"})"},
    {"parts in another order, in the envelope's namespace", text_xml,
     R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><e:detail/><e:faultactor>urn:here</e:faultactor><e:faultstring>bad field</e:faultstring><e:faultcode>e:Client</e:faultcode></e:Fault></e:Body></e:Envelope>)",
     400, R"({"detail":"bad field"})"},
};

} // namespace

TEST_CASE("one order is read from the envelopes of toolkits that leave members unqualified") {
    check_all(order_translator(""), unqualified);
}

TEST_CASE("one order is read from the envelopes of toolkits that qualify members") {
    check_all(order_translator("o:"), qualified);
}

TEST_CASE("the faults of toolkits are one kind of problem, by whoever is to blame") {
    auto const t = order_translator("o:");
    for (auto const& one : faults) DYNAMIC_SECTION(one.toolkit) {
            golden::check_message(t, direction::to_modern, answered(500, one.type, one.text),
                                  answered(one.status, "application/problem+json", one.modern));
        }
}

TEST_CASE("what a toolkit may not send is refused by what is wrong with it") {
    auto const t = order_translator("o:");
    auto const wrapped = [](std::string const& header, std::string const& body) {
        return "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\">" + header + "<e:Body>" +
               body + "</e:Body></e:Envelope>";
    };
    struct wrong {
        std::string text, why;
    };
    for (auto const& [text, why] : std::vector<wrong>{
             {wrapped("<e:Header><t:Tx xmlns:t=\"urn:tx\" e:mustUnderstand=\"1\">x</t:Tx></e:Header>",
                      "<o:PlaceOrder xmlns:o=\"urn:orders\"/>"),
              "soap:Header/{urn:tx}Tx: it demands to be understood"},
             {wrapped("", "<PlaceOrder/>"), "the root element is 'PlaceOrder', not 'o:PlaceOrder'"},
             {wrapped("", "<x:PlaceOrder xmlns:x=\"urn:others\"/>"), "{urn:others}PlaceOrder"},
             {"<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelop/\"><e:Body/></e:Envelope>",
              "envelope"},
             {"<html><body>502 Bad Gateway</body></html>", "nvelope"},
         }) {
        CAPTURE(text);
        CHECK_THAT(golden::refusal(t, direction::to_modern, posted({"", soap_xml, text})),
                   Catch::Contains(why));
    }
}
