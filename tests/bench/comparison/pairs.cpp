#include "bench/comparison/pairs.hpp"

#include <random>
#include <string_view>

namespace ficus::bench {

namespace {

/// One side's fields: modern's differ now and then.
class fields {
public:
    fields(std::mt19937& random, bool is_modern) : random_(random), is_modern_(is_modern) {}
    std::string operator()(std::string value) {
        if (is_modern_ && random_() % 100 == 0) value.back() = value.back() == '7' ? '3' : '7';
        return value;
    }

private:
    std::mt19937& random_;
    bool is_modern_;
};

/// Modern has blanks and 8.50 for 8.5; `is_moved`: and members in another order.
std::string json(std::mt19937& random, std::size_t lines, bool is_modern, bool is_moved, std::size_t number) {
    fields field(random, is_modern);
    bool const moves = is_modern && is_moved;
    std::string_view const blank = is_modern ? " " : "";
    std::string const member = is_modern ? "\": " : "\":";
    std::string body = "{";
    auto const add = [&](std::string_view name, std::string const& value) {
        if (body.back() != '{') body.append(",").append(blank);
        body.append("\"").append(name).append(member).append(value);
    };
    add("number", field(std::to_string(10'000 + number)));
    if (!moves) add("customer", "\"" + field("Ada Lovelace") + "\"");
    add("lines", "[");
    for (std::size_t i = 0; i < lines; ++i) {
        if (i > 0) body.append(",").append(blank);
        body += '{';
        add("sku", "\"" + field("AB-" + std::to_string(1'000 + i)) + "\"");
        if (moves) add("quantity", field(std::to_string(i % 9 + 1)));
        add("name", "\"" + field("A thing of beauty") + "\"");
        if (!moves) add("quantity", field(std::to_string(i % 9 + 1)));
        add("price", field(std::to_string(i * 7 % 100) + ".5") + (is_modern ? "0" : ""));
        add("taxed", i % 3 == 0 ? "false" : "true");
        body += '}';
    }
    body += ']';
    if (moves) add("customer", "\"" + field("Ada Lovelace") + "\"");
    add("state", "\"" + field("open") + "\"");
    return body + "}";
}

/// Modern has other white space, attributes in another order, and leaves optional tags out.
std::string html(std::mt19937& random, std::size_t lines, bool is_modern, std::size_t number) {
    fields field(random, is_modern);
    std::string body = "<!DOCTYPE html>\n<html><head><title>Order ";
    body +=
        field(std::to_string(10'000 + number)) + "</title></head>\n<body class=\"orders list\">\n<table>\n";
    for (std::size_t i = 0; i < lines; ++i) {
        auto const sku = "AB-" + std::to_string(1'000 + i);
        auto const cell = [&](std::string const& text) {
            body += (is_modern ? "<td>" : "    <td> ") + field(text) + (is_modern ? "" : "</td>\n");
        };
        body += is_modern ? "<tr id=" + sku + " class='b a'>" : "  <tr class=\"a b\" id=\"" + sku + "\">\n";
        cell(sku);
        cell("A thing of beauty &amp; joy");
        cell(std::to_string(i % 9 + 1));
        cell(std::to_string(i * 7 % 100) + ".50");
        if (!is_modern) body += "  </tr>";
        body += "\n";
    }
    return body + "</table></body></html>\n";
}

} // namespace

std::vector<pair> pairs(std::string const& format, std::size_t bytes, std::size_t count) {
    bool const is_html = format == "html";
    std::mt19937 random(5);
    auto const side = [&](std::size_t lines, bool is_modern, std::size_t i) {
        return is_html ? html(random, lines, is_modern, i)
                       : json(random, lines, is_modern, format == "json-moved", i);
    };
    std::size_t lines = 1;
    while (side(lines + 1, false, 0).size() <= bytes) ++lines;
    std::vector<pair> made;
    for (std::size_t i = 0; i < count; ++i)
        made.push_back(
            {is_html ? "text/html" : "application/json", side(lines, false, i), side(lines, true, i)});
    return made;
}

} // namespace ficus::bench
