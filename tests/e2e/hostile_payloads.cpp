// Payloads made to hurt, in requests and in answers: the client gets an answer by `on_error`, soon, in
// bounded memory, and it is counted.
#include "e2e/greedy/memory.hpp"
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

struct payload {
    std::string name, body;
};

/// One format, how its side is configured, and what is refused there. Each document has a member or element
/// `n`, which is to be an integer.
struct dialect {
    std::string type, side, path;
    std::vector<payload> refused;
};

std::string repeated(std::string_view text, std::size_t times) {
    std::string made;
    made.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) made += text;
    return made;
}

/// Each different from the others.
std::string numbered(std::string_view before, std::string_view after, std::size_t many) {
    std::string made;
    for (std::size_t i = 0; i < many; ++i) made.append(before).append(std::to_string(i)).append(after);
    return made;
}

std::string laughs(std::string_view inside) {
    std::string text = "<!DOCTYPE Order [<!ENTITY l0 'lol'>";
    for (int i = 1; i < 10; ++i)
        text +=
            "<!ENTITY l" + std::to_string(i) + " '" + repeated("&l" + std::to_string(i - 1) + ";", 10) + "'>";
    return text + "]>" + std::string(inside);
}

constexpr std::size_t many = 100'000;
std::string const digits(3'000'000, '9');

dialect json() {
    auto const twice = "{" + numbered("\"a", "\":1,", many) + "\"a5\":2}";
    return {
        "application/json",
        R"({ format = "json" })",
        "n",
        {{"lists, one within the other", repeated("[", many)},
         {"objects, one within the other", repeated("{\"a\":", many) + "1" + repeated("}", many)},
         {"a member that is there twice", R"({"n":1,"n":2})"},
         {"a member that is there twice, among many", twice},
         {"a name of megabytes, twice", "{\"" + digits + "\":1,\"" + digits + "\":1}"},
         {"an exponent that no machine can hold", R"({"n":1e999999999})"},
         {"an exponent of many digits", "{\"n\":1e" + digits + "}"},
         {"more values than are accepted", "[" + repeated("0,", 1'500'000) + repeated("[],", 800'000) + "0]"},
         {"invalid UTF-8", "{\"n\":1,\"a\":\"\xC3\x28\"}"},
         {"an overlong slash", "{\"n\":1,\"a\":\"\xC0\xAF\"}"},
         {"half a surrogate pair", R"({"n":1,"a":"\ud800"})"},
         {"what is behind the end", R"({"n":1} {"n":2})"},
         {"an end that is missing", R"({"n":1,"a":[)"}}};
}

std::vector<payload> xml_payloads(std::string const& before, std::string const& after) {
    auto const in = [&](std::string const& text) { return before + text + after; };
    return {{"a billion laughs", laughs(in("<a>&l9;</a>"))},
            {"an entity of a file",
             "<!DOCTYPE Order [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + in("<a>&x;</a>")},
            {"an entity of an external DTD",
             "<!DOCTYPE Order SYSTEM \"http://127.0.0.1:1/x.dtd\">" + in("<a>&x;</a>")},
            {"a parameter entity",
             "<!DOCTYPE Order [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\"> %x;]>" + in("")},
            {"elements, one within the other", in(repeated("<a>", many) + repeated("</a>", many))},
            {"an attribute that is there twice", in("<a b='1' b='2'/>")},
            {"an attribute that is there twice, among many",
             in("<a " + numbered("b", "='1' ", many) + "b7=''/>")},
            {"more elements than are accepted", in(repeated("<a/>", 2'200'000))},
            {"invalid UTF-8", in("<a>\xC3\x28</a>")},
            {"a character that XML has not", in("<a>&#0;</a>")},
            {"a character past Unicode", in("<a>&#x110000;</a>")},
            {"an end that is missing", before + "<a>"}};
}

dialect xml() {
    auto refused = xml_payloads("<Order><n>1</n>", "</Order>");
    refused.push_back({"a number that is none", "<Order><n>1e999999999</n></Order>"});
    refused.push_back({"another root of megabytes", "<a" + digits + "/>"});
    return {"application/xml", R"({ format = "xml", root = "Order" })", "n", std::move(refused)};
}

dialect soap() {
    std::string const before =
        R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><Order><n>1</n>)";
    std::string const after = "</Order></e:Body></e:Envelope>";
    auto refused = xml_payloads(before, after);
    refused.push_back({"references, each to two others", before + "<a href='#i0'/></Order>" + [] {
                           std::string all;
                           for (int i = 0; i < 40; ++i) {
                               auto const next = "<a href='#i" + std::to_string(i + 1) + "'/>";
                               all += "<m id='i" + std::to_string(i) + "'>" + next + next + "</m>";
                           }
                           return all + "<m id='i40'>x</m>";
                       }() + "</e:Body></e:Envelope>"});
    refused.push_back({"a reference to itself", before + "<a href='#i'/></Order><m id='i'><a href='#i'/></m>"
                                                         "</e:Body></e:Envelope>"});
    return {"text/xml", R"({ format = "soap", root = "Order" })", "n", std::move(refused)};
}

dialect xmlrpc() {
    std::string const before =
        "<methodResponse><params><param><value><struct><member><name>n</name><value><int>";
    std::string const after = "</int></value></member></struct></value></param></params></methodResponse>";
    return {"text/xml",
            R"({ format = "xmlrpc" })",
            "params[0].n",
            {{"a billion laughs", laughs(before + "&l9;" + after)},
             {"a number of megabytes that is none", before + digits + "x" + after},
             {"lists, one within the other", "<methodResponse><params><param>" +
                                                 repeated("<value><array><data>", many) +
                                                 "</param></params></methodResponse>"},
             {"a member that is there twice",
              before + "1</int></value></member><member><name>n</name><value><int>2" + after}}};
}

dialect nested_form() {
    return {"application/x-www-form-urlencoded",
            R"({ format = "form", nested = true })",
            "n",
            {{"names, one within the other", "n=1&a" + repeated("[b]", many) + "=1"},
             {"a name of megabytes", "n=1&" + digits + "[=1"},
             {"a name that is there twice", "n=1&n=2"},
             {"an exponent", "n=1e999999999"},
             {"many lists, one within the other", "n=1&" + repeated("a[][][][]=1&", many)},
             {"a value and a container, among many", numbered("a[b", "]=1&", many) + "a=1"},
             {"more values than are accepted",
              repeated("a[]&", 1'000'000) + repeated("b[]&", 1'000'000) + repeated("c[]&", 200'000)},
             {"invalid UTF-8", "n=1&a=%C3%28"},
             {"an escape that is none", "n=1&a=%zz"}}};
}

script translated(dialect const& of, bool reject, std::string const& contract) {
    script with;
    with.limits = "max_buffered_body = \"12MiB\"\n";
    with.orders = "translator = \"orders\"\ncontract = \"" + contract + "\"\n";
    with.rest = "[translators.orders]\nrest = \"keep\"\non_error = \"" +
                std::string(reject ? "reject" : "contract") + "\"\nlegacy = " + of.side +
                "\nmodern = { format = \"json\" }\n" + "[[translators.orders.fields]]\nlegacy = \"" +
                of.path + "\"\nmodern = \"n\"\ntype = \"integer\"\n";
    return with;
}

std::uint64_t failed(scene& stage, std::string const& which) {
    auto const series = "ficus_translations_total{feature=\"orders\",outcome=\"" + which + "\"}";
    return static_cast<std::uint64_t>(stage.facade().metric(series).value_or(0));
}

/// What is refused for the number of its values alone takes the most: a tree of two million, 64 bytes each,
/// and the body of 9 MB twice. XML has its elements counted before there is a tree.
constexpr std::uint64_t most_kib = 192UL * 1024;

} // namespace

TEST_CASE("hostile requests are legacy's, or refused, soon and in bounded memory") {
    for (auto const& of : {json(), xml(), soap(), xmlrpc(), nested_form()})
        for (bool const reject : {false, true}) {
            scene stage(translated(of, reject, "legacy"));
            stage.start();
            stage.flip("modern");
            memory_watch const memory(stage.facade());
            std::uint64_t so_far = 0;
            for (auto const& [name, body] : of.refused) {
                CAPTURE(of.side, reject, name);
                raw_client client(stage.port());
                auto const got = client.ask(request("POST", "/orders/7", {{"Content-Type", of.type}}, body));
                if (reject) {
                    check_is_problem(got, 422);
                    CHECK(got.text().size() < 4096);
                } else {
                    CHECK(got.text() == "legacy");
                    CHECK(stage.legacy.last().body.size == body.size());
                }
                CHECK(failed(stage, "request_failed") == ++so_far);
            }
            CHECK(stage.modern.count() == 0);
            memory.check(most_kib, "hostile requests");
        }
}

TEST_CASE("hostile answers are the other side's to give, or an error, soon and in bounded memory") {
    for (auto const& of : {json(), xml(), soap(), xmlrpc(), nested_form()})
        for (bool const reject : {false, true}) {
            scene stage(translated(of, reject, "modern"));
            stage.start();
            memory_watch const memory(stage.facade());
            std::uint64_t so_far = 0;
            for (auto const& [name, body] : of.refused) {
                CAPTURE(of.side, reject, name);
                stage.legacy.on_request([&](exchange& on) {
                    on.read_body();
                    on.answer(200, body, {{"Content-Type", of.type}});
                });
                raw_client client(stage.port());
                auto const got = client.ask(get("/orders/7"));
                if (reject)
                    check_is_problem(got, 502);
                else
                    CHECK(got.text() == "modern");
                CHECK(failed(stage, "response_failed") == ++so_far);
            }
            memory.check(most_kib, "hostile answers");
        }
}

TEST_CASE("numbers arrive with all their digits, however many they are") {
    scene stage(translated(json(), true, "legacy"));
    stage.start();
    stage.modern.on_request([](exchange& on) {
        on.read_body();
        on.answer(200, R"({"n":7})", {{"Content-Type", "application/json"}});
    });
    stage.flip("modern");
    auto const body = "{\"n\":" + digits + ",\"a\":1e999999999,\"b\":0." + digits + "}";
    raw_client client(stage.port());
    auto const got = client.ask(request("POST", "/orders/7", {{"Content-Type", "application/json"}}, body));
    CHECK(got.text() == R"({"n":7})");
    CHECK(stage.modern.last().body.size == body.size());
}
