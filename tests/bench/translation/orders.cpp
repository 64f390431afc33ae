#include "bench/translation/orders.hpp"

#include "facade/config/reader.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

namespace ficus::bench {

namespace {

[[noreturn]] void fail(std::string const& what) {
    std::fprintf(stderr, "bench: %s\n", what.c_str());
    std::exit(1);
}

struct line {
    std::string sku, text, quantity, price, state;
};

line line_at(std::size_t n) {
    constexpr std::array<char const*, 5> texts{
        "Rosenschere, 21 cm, geschmiedet, mit Holster", "Gießkanne, verzinkt, 10 l, mit Brause",
        "Blumenerde \"Balkon\", torffrei, 40 l", "Handschuhe, Größe 9, Leder & Baumwolle",
        "Spaten, Edelstahl, Griff aus Esche"};
    constexpr std::array<char const*, 3> states{"O", "P", "S"};
    return {"GR-" + std::to_string(10000 + 17 * n % 90000), texts[n % texts.size()],
            std::to_string(1 + n % 12), std::to_string(3 + n * 7 % 90) + (n % 2 == 0 ? ".50" : ".95"),
            states[n % states.size()]};
}

constexpr std::string_view note = "Bitte beim Nachbarn abgeben, falls niemand öffnet; die Klingel ist "
                                  "defekt. Lieferung nur bis zur Haustür.";

/// What comes before the lines, each of them, and what comes behind.
struct writing {
    std::string before, behind;
    std::string (*line)(std::size_t);
};

std::string escaped(std::string text, char special, std::string_view escape) {
    for (auto at = text.find(special); at != std::string::npos; at = text.find(special, at + escape.size()))
        text.replace(at, 1, escape);
    return text;
}

writing json_order() {
    return {R"({"OrderNo":"A-2024-10442","State":"P","Ordered":"24.12.2024 18:04:59","Total":1297.35,)"
            R"("Currency":"EUR","Customer":{"No":4711,"Name":"Zoë Müller-Lüdenscheidt","Mail":)"
            R"("zoe.mueller@example.com"},"Ship":{"Street":"Lange Straße 17a","Zip":"01069","City":)"
            R"("Dresden","Country":"DE"},"Note":")" +
                std::string(note) + R"(","Lines":[)",
            "]}", [](std::size_t n) {
                auto const l = line_at(n);
                return (n == 0 ? "" : ",") + (R"({"Sku":")" + l.sku) + R"(","Text":")" +
                       escaped(l.text, '"', "\\\"") + R"(","Qty":)" + l.quantity + R"(,"Price":)" + l.price +
                       R"(,"State":")" + l.state + "\"}";
            }};
}

writing xml_order() {
    return {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Order><OrderNo>A-2024-10442</OrderNo><State>P"
            "</State><Ordered>24.12.2024 18:04:59</Ordered><Total currency=\"EUR\">1297.35</Total><Customer "
            "no=\"4711\"><Name>Zoë Müller-Lüdenscheidt</Name><Mail>zoe.mueller@example.com</Mail></Customer>"
            "<Ship><Street>Lange Straße 17a</Street><Zip>01069</Zip><City>Dresden</City><Country>DE"
            "</Country></Ship><Note>" +
                std::string(note) + "</Note><Lines>",
            "</Lines></Order>", [](std::size_t n) {
                auto const l = line_at(n);
                return "<Line state=\"" + l.state + "\"><Sku>" + l.sku + "</Sku><Text>" +
                       escaped(l.text, '&', "&amp;") + "</Text><Qty>" + l.quantity + "</Qty><Price>" +
                       l.price + "</Price></Line>";
            }};
}

std::string form_text(std::string_view text) {
    std::string out;
    for (unsigned char const c : text) {
        if (c == ' ')
            out += '+';
        else if ((c | 32) >= 'a' && (c | 32) <= 'z')
            out += static_cast<char>(c);
        else if ((c >= '0' && c <= '9') || c == '-' || c == '.')
            out += static_cast<char>(c);
        else
            out += {'%', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15]};
    }
    return out;
}

writing form_order() {
    std::string before;
    for (auto const& [name, text] : std::initializer_list<std::pair<char const*, std::string_view>>{
             {"OrderNo", "A-2024-10442"},
             {"State", "P"},
             {"Ordered", "24.12.2024 18:04:59"},
             {"Total", "1297.35"},
             {"Currency", "EUR"},
             {"Customer[No]", "4711"},
             {"Customer[Name]", "Zoë Müller-Lüdenscheidt"},
             {"Customer[Mail]", "zoe.mueller@example.com"},
             {"Ship[Street]", "Lange Straße 17a"},
             {"Ship[Zip]", "01069"},
             {"Ship[City]", "Dresden"},
             {"Ship[Country]", "DE"},
             {"Note", note}})
        before += (before.empty() ? "" : "&") + form_text(name) + '=' + form_text(text);
    return {before, "", [](std::size_t n) {
                auto const l = line_at(n);
                std::string out;
                for (auto const& [name, text] :
                     {std::pair("Sku", l.sku), std::pair("Text", l.text), std::pair("Qty", l.quantity),
                      std::pair("Price", l.price), std::pair("State", l.state)})
                    out += "&" + form_text("Lines[" + std::to_string(n) + "][" + name + "]") + '=' +
                           form_text(text);
                return out;
            }};
}

} // namespace

std::map<std::string, acl::translator> read_translators(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    auto const read = config::read_text("[facade]\nlegacy = \"legacy\"\n[upstreams.legacy]\nendpoints = "
                                        "[\"http://127.0.0.1:9\"]\n" +
                                            text,
                                        path, [](std::string const&) { return std::nullopt; });
    if (!in || !read) fail(in ? read.error().front().to_string() : path + " cannot be read");
    std::map<std::string, acl::translator> all;
    for (auto const& options : read->translators) {
        auto const made = acl::translator::compile(options);
        if (!made) fail(options.name + ": " + made.error().front().key + made.error().front().message);
        all.emplace(options.name, *made);
    }
    return all;
}

std::string legacy_order(std::string_view format, std::size_t bytes) {
    auto const order = format == "json" ? json_order() : format == "xml" ? xml_order() : form_order();
    auto out = order.before;
    for (std::size_t n = 0;; ++n) {
        auto const line = order.line(n);
        if (out.size() + line.size() + order.behind.size() > bytes) break;
        out += line;
    }
    return out + order.behind;
}

std::string translated(acl::translator const& by, acl::direction way, std::string_view body) {
    auto to = by.translate_body(way, acl::part::request, body);
    if (!to) fail(by.name() + ": " + to.error().where + ": " + to.error().message);
    return std::move(*to);
}

} // namespace ficus::bench
