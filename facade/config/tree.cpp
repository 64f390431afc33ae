#include "facade/config/tree.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

namespace ficus::config {

namespace {

position position_of(toml::source_region const& region) {
    return {region.begin.line, region.begin.column};
}

node convert(toml::node const& from) {
    node to;
    to.at = to.key_at = position_of(from.source());
    switch (from.type()) {
    case toml::node_type::table:
        to.kind = node_kind::table;
        for (auto const& [key, value] : *from.as_table()) {
            auto& child = to.children.emplace_back(convert(value));
            child.key = key.str();
            child.key_at = position_of(key.source());
        }
        std::sort(to.children.begin(), to.children.end(), [](node const& a, node const& b) {
            return std::tie(a.key_at.line, a.key_at.column) < std::tie(b.key_at.line, b.key_at.column);
        });
        break;
    case toml::node_type::array:
        to.kind = node_kind::array;
        for (auto const& value : *from.as_array()) to.children.push_back(convert(value));
        break;
    case toml::node_type::string:
        to.kind = node_kind::string;
        to.text = from.as_string()->get();
        break;
    case toml::node_type::integer:
        to.kind = node_kind::integer;
        to.integer = from.as_integer()->get();
        break;
    case toml::node_type::floating_point:
        to.kind = node_kind::floating;
        to.number = from.as_floating_point()->get();
        break;
    case toml::node_type::boolean:
        to.kind = node_kind::boolean;
        to.truth = from.as_boolean()->get();
        break;
    default: to.kind = node_kind::date; break;
    }
    return to;
}

/// The parser bounds how deep values nest, but not how many parts a dotted key has, each of which is a table
/// that is taken down recursively. Finds the line of a key that no configuration can hold; 0 where there is
/// none.
unsigned line_of_overlong_key(std::string_view text) {
    constexpr unsigned most_dots = 16;
    unsigned line = 1;
    unsigned dots = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        if (c == '"' || c == '\'') {
            auto const triple = std::string(3, c);
            bool const multiline = text.substr(i, 3) == triple;
            i += multiline ? 3 : 1;
            for (; i < text.size(); ++i) {
                if (text[i] == '\n') {
                    ++line;
                    if (!multiline) break;
                }
                if (c == '"' && text[i] == '\\') {
                    ++i;
                    continue;
                }
                if (text[i] == c && (!multiline || text.substr(i, 3) == triple)) break;
            }
            if (multiline) i += 2;
        } else if (c == '#') {
            while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
        } else if (c == '.') {
            if (++dots > most_dots) return line;
        } else if (c == '\n' || c == '=' || c == ',') {
            dots = 0;
            if (c == '\n') ++line;
        }
    }
    return 0;
}

/// The position, moved back to the end of its line where it lies behind: the parser does so at the end of a
/// file.
position within(std::string_view text, position at) {
    for (unsigned line = 1; line < at.line; ++line) {
        auto const end = text.find('\n');
        if (end == std::string_view::npos) return {line, 1};
        text.remove_prefix(end + 1);
    }
    auto const line = text.substr(0, text.find('\n'));
    auto const characters = std::count_if(
        line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return {at.line, std::clamp(at.column, 1U, static_cast<unsigned>(characters) + 1)};
}

problem syntax_error(position at, std::string message) {
    problem out;
    out.line = at.line;
    out.column = at.column;
    out.message = std::move(message);
    return out;
}

/// The parser's own words, without "Error while parsing", and with a mend where they have none.
std::string explain(std::string_view description) {
    constexpr std::string_view preamble = "Error while parsing ";
    std::string out;
    if (description.starts_with(preamble)) {
        out = "in ";
        description.remove_prefix(preamble.size());
    }
    out += description;
    if (description.find("cannot redefine") != std::string_view::npos)
        out += "; each key and each table may be written once";
    return out;
}

bool is_bare(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

} // namespace

node const* node::find(std::string_view member) const {
    auto const found = std::find_if(children.begin(), children.end(),
                                    [&](node const& child) { return child.key == member; });
    return found == children.end() ? nullptr : &*found;
}

std::string describe(node const& value) {
    switch (value.kind) {
    case node_kind::table: return "a table";
    case node_kind::array: return value.children.empty() ? "an empty list" : "a list";
    case node_kind::string: return "a string";
    case node_kind::integer: return "an integer";
    case node_kind::floating: return "a number with decimals";
    case node_kind::boolean: return "a boolean";
    case node_kind::date: break;
    }
    return "a date or time";
}

std::string quoted_name(std::string_view member) {
    std::string out = "\"";
    for (char c : member) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
    return out + '"';
}

std::string member_key(std::string const& table, std::string_view member) {
    auto const name = is_bare(member) ? std::string{member} : quoted_name(member);
    return table.empty() ? name : table + '.' + name;
}

std::string element_key(std::string const& array, std::size_t index) {
    return array + '[' + std::to_string(index) + ']';
}

boost::system::result<node, problem> parse_toml(std::string_view text) {
    if (auto const line = line_of_overlong_key(text))
        return syntax_error({line, 1}, "a key has too many parts; no configuration needs more than a few");
    try {
        return convert(toml::parse(text));
    } catch (toml::parse_error const& error) {
        return syntax_error(within(text, position_of(error.source())),
                            "this is no valid TOML: " + explain(error.description()));
    }
}

} // namespace ficus::config
