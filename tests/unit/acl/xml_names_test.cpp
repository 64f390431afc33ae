#include "acl/xml.hpp"
#include "acl/xml_names.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

xml_namespaces const orders{{"o", "urn:orders"}};

/// The names as a mapping sees them, written without declarations.
std::string named(std::string_view text, xml_namespaces const& table = orders) {
    auto read = read_xml(text);
    if (!read) return read.error().where + ": " + read.error().message;
    auto const done = use_table_names(*read, table);
    if (!done) return done.error().where + ": " + done.error().message;
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
                (out += child->name) += '=' + std::string(child->text);
        }
        out += ')';
    };
    show(show, *read->root());
    return out;
}

std::string there_and_back(std::string_view text, xml_namespaces const& table = orders,
                           xml_namespaces const* back = nullptr) {
    auto read = read_xml(text);
    REQUIRE(read.has_value());
    auto const done = use_table_names(*read, table);
    REQUIRE(done.has_value());
    auto const declared = declare_names(*read->root(), *read, back != nullptr ? *back : table);
    if (!declared) return declared.error().where + ": " + declared.error().message;
    std::string out;
    REQUIRE(write_xml(*read->root(), out).has_value());
    return out.substr(out.find('\n') + 1);
}

} // namespace

TEST_CASE("whatever prefix a document uses, its names get the table's") {
    for (auto const* text :
         {"<o:A xmlns:o='urn:orders' o:x='1'><o:B/></o:A>", "<q:A xmlns:q='urn:orders' q:x='1'><q:B/></q:A>",
          "<A xmlns='urn:orders' xmlns:p='urn:orders' p:x='1'><B/></A>",
          "<q:A xmlns:q='urn:orders' q:x='1'><q:B xmlns:q='urn:orders'/></q:A>"})
        CHECK(named(text) == "o:A(@o:x=1 o:B)");
}

TEST_CASE("a declaration holds for its element and what is in it, and a nearer one wins") {
    CHECK(named("<A><p:B xmlns:p='urn:orders'><p:C xmlns:p='urn:x'/><p:D/></p:B></A>") ==
          "A(o:B({urn:x}C o:D))");
    CHECK(named("<A><p:B xmlns:p='urn:orders'/><p:C/></A>") ==
          "A/p:C: the prefix 'p' of 'p:C' is not declared; declare it by xmlns:p");
    CHECK(named("<A xmlns='urn:orders'><B xmlns=''><C/></B><D/></A>") == "o:A(B(C) o:D)");
}

TEST_CASE("a default namespace is not for attributes") {
    CHECK(named("<A xmlns='urn:orders' x='1'/>") == "o:A(@x=1)");
    CHECK(named("<A xmlns='urn:orders' x='1'/>", {{"", "urn:orders"}}) == "A(@x=1)");
}

TEST_CASE("a namespace that the table does not name gives a name that no path can be") {
    CHECK(named("<A xmlns='urn:x' xmlns:y='urn:y'><B y:b='1'/></A>") == "{urn:x}A({urn:x}B(@{urn:y}b=1))");
    CHECK_FALSE(is_xml_name("{urn:x}A"));
    CHECK(named("<A/>", {{"", "urn:orders"}}) == "{}A");
}

TEST_CASE("the namespaces that everybody knows need no table") {
    CHECK(named("<A xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1' xml:lang='de'/>") ==
          "A(@xsi:nil=1 @xml:lang=de)");
    CHECK(named("<A xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
                "xmlns:s='http://www.w3.org/2001/XMLSchema' xmlns:q='urn:x' i:type='s:int'><B "
                "i:type=' q:T '/></A>") == "A(@xsi:type=xsd:int B(@xsi:type={urn:x}T))");
}

TEST_CASE("what Namespaces in XML forbids is an error that names the element") {
    CHECK(named("<A><p:B/></A>") == "A/p:B: the prefix 'p' of 'p:B' is not declared; declare it by xmlns:p");
    CHECK(named("<A p:x='1'/>") == "A: the prefix 'p' of 'p:x' is not declared; declare it by xmlns:p");
    CHECK(named("<A xmlns:p=''/>") == "A: 'xmlns:p' is empty; only the default namespace can be undeclared");
    CHECK(named("<A xmlns:xmlns='urn:x'/>") == "A: 'xmlns:xmlns' declares what is reserved");
    CHECK(named("<A xmlns='http://www.w3.org/2000/xmlns/'/>") == "A: 'xmlns' declares what is reserved");
    CHECK(named("<A xmlns:xml='urn:x'/>") ==
          "A: 'xmlns:xml': the prefix 'xml' and its namespace belong to each other");
    CHECK(named("<A xmlns:x='http://www.w3.org/XML/1998/namespace'/>") ==
          "A: 'xmlns:x': the prefix 'xml' and its namespace belong to each other");
    CHECK(named("<A xmlns:p='urn:x'><p:a:b/></A>") ==
          "A/p:a:b: 'p:a:b' is no qualified name: at most one colon, between two names");
    CHECK(named("<A xmlns:p='urn:x' xmlns:q='urn:x' p:a='' q:a=''/>") ==
          "A: the attribute '{urn:x}a' appears more than once in one element, by prefixes of one "
          "namespace");
}

TEST_CASE("declarations within each other and the room for names are bounded") {
    std::string many = "<A";
    for (int i = 0; i < 300; ++i) many += " xmlns:p" + std::to_string(i) + "='urn:x'";
    CHECK(named(many + "/>").find("more than the 256 namespace declarations") != std::string::npos);

    std::string wide = "<A xmlns='" + std::string(500, 'u') + "'>";
    for (int i = 0; i < 100; ++i) wide += "<B/>";
    auto read = read_xml(wide + "</A>");
    REQUIRE(read.has_value());
    reading_limits limits;
    limits.max_bytes = 10'000;
    auto const done = use_table_names(*read, orders, limits);
    REQUIRE(done.has_error());
    CHECK(done.error().code == error_code::limit);
}

TEST_CASE("the root declares the prefixes that are used, and no others") {
    xml_namespaces const two{{"o", "urn:orders"}, {"p", "urn:prices"}};
    CHECK(there_and_back("<A xmlns='urn:orders'><B/></A>", two) ==
          "<o:A xmlns:o=\"urn:orders\"><o:B/></o:A>");
    CHECK(there_and_back("<A><B xmlns='urn:prices' x='1'/></A>", two) ==
          "<A xmlns:p=\"urn:prices\"><p:B x=\"1\"/></A>");
    CHECK(there_and_back("<A xml:lang='de'/>") == "<A xml:lang=\"de\"/>");
}

TEST_CASE("what was kept from another namespace gets a prefix that nobody has") {
    CHECK(there_and_back("<n1:A xmlns:n1='urn:orders'><B xmlns='urn:x' y:b='' xmlns:y='urn:y'/></n1:A>",
                         {{"n1", "urn:orders"}}) ==
          "<n1:A xmlns:n1=\"urn:orders\" xmlns:n2=\"urn:x\" xmlns:n3=\"urn:y\"><n2:B n3:b=\"\"/></n1:A>");
    xml_namespaces const other{{"z", "urn:x"}};
    CHECK(there_and_back("<A><B xmlns='urn:x'/></A>", orders, &other) == "<A xmlns:z=\"urn:x\"><z:B/></A>");
    CHECK(
        there_and_back("<A xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:q='urn:x' "
                       "i:type='q:T'/>") ==
        "<A xsi:type=\"n1:T\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:n1=\"urn:x\"/>");
}

TEST_CASE(
    "a type that is no qualified name stays as it came; one with white space around it keeps its prefix") {
    auto const type = [](std::string const& text) {
        return there_and_back("<A xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:o='urn:orders' "
                              "i:type='" +
                              text + "'/>");
    };
    std::string const xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    for (std::string const text : {"o:9", "{urn:x}9", "o:T x", ":", "{"}) {
        CAPTURE(text);
        CHECK(type(text) == "<A xsi:type=\"" + text + "\" " + xsi + "/>");
    }
    CHECK(type(" o:T ") == "<A xsi:type=\" o:T \" " + xsi + " xmlns:o=\"urn:orders\"/>");
}

TEST_CASE("a table's default is declared on the root and undeclared where there is no namespace") {
    xml_namespaces const table{{"", "urn:orders"}};
    CHECK(there_and_back("<o:A xmlns:o='urn:orders'><B><C/><o:D/></B><o:E/></o:A>", table) ==
          "<A xmlns=\"urn:orders\"><B xmlns=\"\"><C/><D xmlns=\"urn:orders\"/></B><E/></A>");
    CHECK(there_and_back("<A><o:B xmlns:o='urn:orders' o:x='1'/></A>", table) ==
          "<A xmlns=\"\" xmlns:n1=\"urn:orders\"><B n1:x=\"1\" xmlns=\"urn:orders\"/></A>");
}

TEST_CASE("a prefix that the side's table lacks is not written") {
    xml_namespaces const other{{"z", "urn:x"}};
    CHECK(there_and_back("<A xmlns='urn:orders'/>", orders, &other) ==
          "o:A: the prefix 'o' of 'o:A' is not declared; add it to the side's namespaces");
}

TEST_CASE("where there are namespaces, a name has one prefix or none") {
    for (std::string const name : {":b", "b:", "o:b:c", "xsi::b"}) {
        CAPTURE(name);
        document tree;
        tree.set_root(tree.make(kind::element));
        tree.root()->name = name;
        auto const declared = declare_names(*tree.root(), tree, orders);
        REQUIRE(declared.has_error());
        CHECK(declared.error().message == "'" + name + "' is no name with a prefix, and none without");
        REQUIRE(declare_names(*tree.root(), tree, {}).has_value());
    }
}

TEST_CASE("without a table names are written as they stand") {
    auto read = read_xml("<p:A xmlns:p='urn:x'><p:B/></p:A>");
    REQUIRE(read.has_value());
    REQUIRE(declare_names(*read->root(), *read, {}).has_value());
    std::string out;
    REQUIRE(write_xml(*read->root(), out).has_value());
    CHECK(out.ends_with("<p:A xmlns:p=\"urn:x\"><p:B/></p:A>"));
}

TEST_CASE("a table of namespaces is checked before it is used") {
    auto const refusal = [](xml_namespaces const& table) {
        auto const checked = check_namespaces(table);
        return checked ? std::string("fine") : checked.error().where + ": " + checked.error().message;
    };
    CHECK(refusal({{"o", "urn:orders"}, {"", "urn:default"}}) == "fine");
    CHECK(refusal({{"xsi", std::string(xsi_uri)}}) == "fine");
    CHECK(refusal({{"o:p", "urn:x"}}) ==
          "o:p: 'o:p' cannot be a prefix: letters, digits, '-', '_' and '.' can");
    CHECK(refusal({{"o", ""}}) == "o: a namespace needs a URI");
    CHECK(refusal({{"o", "urn:{x}"}}) == "o: 'urn:{x}' is no URI");
    CHECK(refusal({{"o", "urn:x"}, {"o", "urn:y"}}) == "o: the prefix is there twice");
    CHECK(refusal({{"o", "urn:x"}, {"p", "urn:x"}}) == "p: urn:x has two prefixes, 'o' and 'p'; keep one");
    CHECK(refusal({{"xmlns", "urn:x"}}) == "xmlns: 'xmlns' is reserved");
    CHECK(refusal({{"xsi", "urn:x"}}) ==
          "xsi: 'xsi' always stands for http://www.w3.org/2001/XMLSchema-instance, and needs not be named");
}
