#include "fuzz/same_ends.hpp"

#include "facade/http/head.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace ficus::test {

namespace {

using state = message::state;
constexpr auto npos = std::string_view::npos;

bool begins_with_name(std::string_view line, std::string_view name) {
    return line.size() > name.size() && line[name.size()] == ':' &&
           http::iequals(line.substr(0, name.size()), name);
}

/// Calls `each` with every line.
template<class F>
bool any_line(std::string_view bytes, F&& each) {
    for (auto end = bytes.find("\r\n"); end != npos; end = bytes.find("\r\n")) {
        if (each(bytes.substr(0, end))) return true;
        bytes.remove_prefix(end + 2);
    }
    return false;
}

bool has_field(std::string_view lines, std::string_view name) {
    return any_line(lines, [&](std::string_view line) { return begins_with_name(line, name); });
}

bool ends_in_blank(std::string_view lines, std::string_view name) {
    return any_line(lines, [&](std::string_view line) {
        return begins_with_name(line, name) && (line.ends_with(' ') || line.ends_with('\t'));
    });
}

/// Where llhttp refuses a message that we accept.
struct doubt {
    message const& ours;
    std::string_view head;               ///< its lines, each with its CRLF
    std::string_view behind_head;        ///< its body with the framing
    std::string_view line;               ///< the line that llhttp refuses something of, without its CRLF
    bool in_head;                        ///< whether that is a line of the head
    unsigned status_before;              ///< of the message before it, if it was an answer
    std::string_view head_before;        ///< of the message before it; empty where there is none
    std::string_view behind_head_before; ///< its body with the framing

    bool is_field(std::string_view name) const { return begins_with_name(line, name); }
};

/// What is known to be refused, or read otherwise, by llhttp alone, and what shows that ours is right.
struct known_difference {
    std::string_view section; ///< RFC and section; `ours`: a choice of the facade's own
    std::string_view why;     ///< what llhttp says; nothing where it does not refuse
    bool (*applies)(doubt const&);
};

constexpr known_difference known_differences[] = {
    // Methods are tokens that anybody may make up and register; llhttp has a list.
    {"9110 9.1", "HPE_INVALID_METHOD", [](doubt const& d) { return d.in_head; }},
    // No URI holds them, but legacy applications do (design.md §3), and no reader ends a target there.
    {"ours", "HPE_INVALID_URL",
     [](doubt const& d) {
         return std::any_of(d.ours.target.begin(), d.ours.target.end(),
                            [](char c) { return (c & 0x80) != 0; });
     }},
    // White space around a value is no part of it; llhttp does not want it behind `chunked`, nor a tab behind
    // a number.
    {"9110 5.5", "HPE_INVALID_CONTENT_LENGTH",
     [](doubt const& d) { return d.in_head && ends_in_blank(d.head, "Content-Length"); }},
    {"9110 5.5", "HPE_INVALID_TRANSFER_ENCODING",
     [](doubt const& d) { return d.in_head && ends_in_blank(d.head, "Transfer-Encoding"); }},
    // Of an answer it then takes the connection's end for the content's.
    {"9110 5.5", "",
     [](doubt const& d) { return d.ours.status != 0 && ends_in_blank(d.head, "Transfer-Encoding"); }},
    // Servers that say the same length twice exist; clients are refused.
    {"9112 6.3", "HPE_UNEXPECTED_CONTENT_LENGTH",
     [](doubt const& d) { return d.in_head && d.ours.status != 0 && d.is_field("Content-Length"); }},
    // Extensions may have white space within and values in quotes; llhttp's strict mode takes tokens alone.
    {"9112 7.1.1", "HPE_STRICT", [](doubt const& d) { return !d.in_head && d.line.find(';') != npos; }},
    // What comes behind the content cannot frame it any more, and is dropped.
    {"9110 6.5.1", "HPE_INVALID_TRANSFER_ENCODING",
     [](doubt const& d) { return !d.in_head && has_field(d.behind_head, "Transfer-Encoding"); }},
    {"9110 6.5.1", "HPE_UNEXPECTED_CONTENT_LENGTH",
     [](doubt const& d) { return !d.in_head && has_field(d.behind_head, "Content-Length"); }},
    {"9110 6.5.1", "HPE_INVALID_CONTENT_LENGTH",
     [](doubt const& d) { return !d.in_head && has_field(d.behind_head, "Content-Length"); }},
    // The final answer comes all the same, whatever one before it says of the connection.
    {"9110 15.2", "HPE_CLOSED_CONNECTION",
     [](doubt const& d) { return d.status_before >= 100 && d.status_before < 200; }},
    // Nor does what comes behind the content say anything of the connection; to llhttp another coding there
    // means that content goes on to the connection's end.
    {"9110 6.5.1", "HPE_CLOSED_CONNECTION",
     [](doubt const& d) {
         auto const has = [&](std::string_view name) { return has_field(d.behind_head_before, name); };
         return has("Connection") || has("Proxy-Connection") || has("Transfer-Encoding");
     }},
    // Nobody ever defined Proxy-Connection; to llhttp it is another Connection.
    {"9112 C.2.2", "HPE_CLOSED_CONNECTION",
     [](doubt const& d) { return has_field(d.head_before, "Proxy-Connection"); }},
};

/// The line around a place.
std::string_view line_at(std::string_view bytes, std::size_t at) {
    auto const before = bytes.substr(0, at).rfind("\r\n");
    auto const begin = before == npos ? 0 : before + 2;
    return bytes.substr(begin, bytes.find("\r\n", begin) - begin);
}

struct extent {
    std::string_view head; ///< without the empty lines in front of it
    std::string_view behind_head;
};

/// Of one of our messages; nothing of one before the first.
extent extent_of(std::string_view bytes, messages const& ours, std::size_t index) {
    if (index >= ours.size()) return {};
    bytes = bytes.substr(0, ours[index].end);
    if (index > 0) bytes.remove_prefix(ours[index - 1].end);
    while (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
    auto const end = std::min(bytes.find("\r\n\r\n"), bytes.size() - 4) + 4;
    return {bytes.substr(0, end), bytes.substr(end)};
}

bool is_known(std::string_view bytes, messages const& ours, message const& theirs, std::size_t index) {
    auto const [head, behind] = extent_of(bytes, ours, index);
    auto const before = extent_of(bytes, ours, index - 1);
    doubt const d{ours[index],
                  head,
                  behind,
                  line_at(bytes, theirs.end),
                  theirs.end <= ours[index].end - behind.size(),
                  index == 0 ? 0 : ours[index - 1].status,
                  before.head,
                  before.behind_head};
    return std::any_of(std::begin(known_differences), std::end(known_differences),
                       [&](auto const& known) { return known.why == theirs.why && known.applies(d); });
}

std::string printable(std::string_view bytes) {
    std::string out;
    for (unsigned char const c : bytes) {
        char hex[5];
        std::snprintf(hex, sizeof hex, "\\x%02x", c);
        if (c >= 0x20 && c < 0x7f)
            out += static_cast<char>(c);
        else
            out += hex;
    }
    return out;
}

void print(char const* who, messages const& all) {
    std::fprintf(stderr, "%s\n", who);
    for (auto const& m : all) {
        constexpr char const* names[] = {"in head", "in body", "complete", "refused"};
        std::fprintf(stderr, "  %s at %zu: %s %s %u %s\n", names[static_cast<int>(m.what)], m.end,
                     printable(m.method).c_str(), printable(m.target).c_str(), m.status, m.why.c_str());
        for (auto const& [name, value] : m.fields)
            std::fprintf(stderr, "    %s: %s\n", printable(name).c_str(), printable(value).c_str());
        std::fprintf(stderr, "    content: %s\n", printable(m.body).c_str());
    }
}

} // namespace

void require_same_ends(std::string_view bytes, messages const& ours, messages const& theirs) {
    auto const differ = [&] {
        print("ours", ours);
        print("llhttp's", theirs);
        std::abort();
    };
    for (std::size_t i = 0; i < ours.size(); ++i) {
        auto const& a = ours[i];
        if (a.what == state::refused) return;
        bool const there = i < theirs.size();
        if (a.what == state::in_head) {
            // Of what is not accepted yet, llhttp may refuse the beginning.
            if (there && theirs[i].what != state::in_head && theirs[i].what != state::refused) differ();
            return;
        }
        if (!there) differ();
        auto const& b = theirs[i];
        // Nor is it of a trailer whose line does not end; content is behind a line's end.
        if (a.what == state::in_body && b.what == state::refused && bytes.find("\r\n", b.end) == npos) return;
        if (a == b) continue;
        if (is_known(bytes, ours, b, i)) return;
        differ();
    }
}

void require_same(messages const& whole, messages const& in_pieces) {
    if (whole == in_pieces) return;
    print("whole", whole);
    print("in pieces", in_pieces);
    std::abort();
}

} // namespace ficus::test
