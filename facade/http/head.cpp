#include "facade/http/head.hpp"

#include "facade/http/known_field.hpp"
#include "facade/http/octets.hpp"

#include <algorithm>

namespace ficus::http {

namespace {

/// 18 digits: more than anybody has bytes, and fewer than overflow anybody's integer.
std::optional<std::uint64_t> read_length(std::string_view digits) {
    if (digits.empty() || digits.size() > 18) return std::nullopt;
    std::uint64_t length = 0;
    for (char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        length = length * 10 + static_cast<unsigned>(c - '0');
    }
    return length;
}

/// Whether a list of codings is one that somebody may understand: `chunked` last and nowhere else, nothing
/// empty, no parameters (RFC 9112 §6.1 and §7).
bool ends_in_chunked_alone(std::string_view list) {
    for (bool chunked = false;;) {
        if (chunked) return false;
        auto const comma = list.find(',');
        auto const coding = trimmed(list.substr(0, comma));
        if (!is_token(coding)) return false;
        chunked = iequals(coding, "chunked");
        if (comma == std::string_view::npos) return chunked;
        list.remove_prefix(comma + 1);
    }
}

bool is_list_of_names(std::string_view list) {
    bool all = true;
    for_each_element(list, [&](std::string_view element) { all = all && is_token(element); });
    return all;
}

using refusing = std::optional<refusal>;

constexpr unsigned most_connection_names = 64;

bool refuse(refusing& why, unsigned status, std::string_view reason, std::string_view message) {
    why = refusal{status, reason, message};
    return false;
}

bool bad_field(refusing& why) {
    return refuse(why, 400, "bad_field", "a header field is not `name: value` (RFC 9112 section 5)");
}

/// RFC 9110 §7.6.1: a list of names.
bool note_connection(refusing& why, head& into, std::string_view value) {
    if (!is_list_of_names(value)) return bad_field(why);
    for_each_element(value, [&](std::string_view token) {
        if (iequals(token, "keep-alive"))
            into.keep_alive = true;
        else if (iequals(token, "close"))
            into.close = true;
        else if (iequals(token, "upgrade"))
            into.upgrade = true;
        else
            ++into.connection_names;
    });
    // Each is held against each field; nobody has so many, but for who wants that to take long.
    return into.connection_names <= most_connection_names ||
           refuse(why, 431, "too_many_fields", "Connection names more than 64 fields (RFC 6585 section 5)");
}

bool note_length(refusing& why, head& into, std::string_view value, bool of_request) {
    // RFC 9112 §6.1: who sends both is to be distrusted.
    if (into.chunked || into.other_coding)
        return refuse(why, 400, "bad_content_length", "Content-Length stands beside Transfer-Encoding");
    auto const length = read_length(value);
    if (!length) return refuse(why, 400, "bad_content_length", "Content-Length is not one plain number");
    // RFC 9112 §6.3 lets the same number pass twice. Servers that say so exist; clients are attackers.
    if (into.content_length && (of_request || *into.content_length != *length))
        return refuse(why, 400, "bad_content_length", "Content-Length is given twice");
    into.content_length = length;
    return true;
}

bool note_coding(refusing& why, head& into, std::string_view value) {
    if (into.content_length)
        return refuse(why, 400, "bad_transfer_encoding", "Transfer-Encoding stands beside Content-Length");
    if (into.chunked || into.other_coding)
        return refuse(why, 400, "bad_transfer_encoding", "Transfer-Encoding is repeated");
    if (!ends_in_chunked_alone(value))
        return refuse(why, 400, "bad_transfer_encoding",
                      "`chunked` is not the last transfer coding, or not there just once (RFC 9112 section "
                      "6.3)");
    into.chunked = iequals(value, "chunked");
    into.other_coding = !into.chunked;
    return true;
}

/// Those that say something of the message itself.
constexpr known_set noted{known::connection, known::proxy_connection, known::content_length,
                          known::transfer_encoding};

bool note(refusing& why, head& into, known id, std::string_view value, bool of_request) {
    switch (id) {
    case known::connection: return note_connection(why, into, value);
    // Who still heeds it reads it as Connection.
    case known::proxy_connection: return is_list_of_names(value) || bad_field(why);
    case known::content_length: return note_length(why, into, value, of_request);
    default: return note_coding(why, into, value);
    }
}

bool line_ends_at(char const* at, char const* end) {
    return end - at >= 2 && at[0] == '\r' && at[1] == '\n';
}

std::string_view between(char const* from, char const* to) {
    return {from, static_cast<std::size_t>(to - from)};
}

/// Reads a head from its first octet to its last, in one pass. Each step says whether the head may go on. The
/// head ends in CR LF, and all that is looked for ends there at the latest: only a new line has to ask
/// whether there is any.
class lexer {
public:
    lexer(std::string_view bytes, refusing& why)
        : begin_(bytes.data()), end_(begin_ + bytes.size()), at_(begin_), why_(why) {}

    /// RFC 9112 §3: a token, one space, a target, one space, a version.
    bool request_line(request_head& into) {
        auto const* end = at_;
        while (is_token_character(*end)) ++end;
        if (end == at_ || *end != ' ')
            return refuse(why_, 400, "bad_method", "the method is not a token (RFC 9110 section 9.1)");
        into.method = between(at_, end);
        at_ = end + 1;
        end = find_first<blank_octets>(at_, begin_, end_);
        if (end == at_ || *end != ' ')
            return refuse(why_, 400, "bad_target",
                          "the request target holds characters that a URI may not hold");
        into.target = between(at_, end);
        at_ = end + 1;
        return version(into) && (line_ends_at(at_, end_) || no_version()) && next_line();
    }

    /// RFC 9112 §4: a version, one space, three digits, one space, and what may be a reason.
    bool status_line(response_head& into) {
        if (line_ends_at(at_, end_))
            return refuse(why_, 400, "bad_field", "the head begins with an empty line");
        if (!version(into)) return false;
        if (*at_ != ' ') return no_version();
        ++at_;
        auto const digit = [this](int n) { return static_cast<unsigned>(at_[n] - '0'); };
        if (left() < 4 || digit(0) > 9 || digit(1) > 9 || digit(2) > 9 || at_[3] != ' ')
            return refuse(why_, 400, "bad_status",
                          "the status code is not three digits and a space (RFC 9112 section 4)");
        // RFC 9110 §15: there is no class that would say how to read the answer.
        if (digit(0) == 0) return refuse(why_, 400, "bad_status", "the status code is below 100");
        into.status = digit(0) * 100 + digit(1) * 10 + digit(2);
        at_ += 4;
        auto const* const end = text_end(at_);
        if (*end != '\r' || end[1] != '\n')
            return refuse(why_, 400, "bad_status",
                          "the reason phrase holds a control character (RFC 9112 section 4)");
        into.reason = between(at_, end);
        at_ = end;
        return next_line();
    }

    /// RFC 9112 §5: lines of a name, a colon and a value, up to the empty line.
    [[gnu::always_inline]] bool fields(head& into, bool of_request) {
        while (!line_ends_at(at_, end_)) {
            if (at_ == end_) return refuse(why_, 400, "bad_field", "the head ends before its empty line");
            if (!field_line(into, of_request)) return false;
        }
        return at_ + 2 == end_ || refuse(why_, 400, "bad_field", "the head goes on behind its end");
    }

private:
    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

    /// Where a line's text ends: at its CR, or at what no text may hold.
    char const* text_end(char const* from) const {
        for (;; ++from) {
            from = find_first<control_octets>(from, begin_, end_);
            if (*from != '\t') [[likely]]
                return from;
        }
    }

    bool next_line() {
        at_ += 2;
        // RFC 9112 §5.2: a line that begins with white space continues the one before it, which somebody may
        // have read to its end; §2.2: the start line is never continued.
        if (at_ == end_ || !is_blank(*at_)) [[likely]]
            return true;
        return refuse(why_, 400, "obs_fold", "a field value is folded over lines (RFC 9112 section 5.2)");
    }

    /// RFC 9112 §2.3: letter case counts.
    bool version(head& into) {
        constexpr std::string_view known_part = "HTTP/1.";
        if (left() <= known_part.size() || between(at_, at_ + known_part.size()) != known_part ||
            (at_[7] != '1' && at_[7] != '0'))
            return names_another_version() ? other_version() : no_version();
        into.minor = static_cast<unsigned>(at_[7] - '0');
        at_ += 8;
        return true;
    }

    bool no_version() {
        return refuse(why_, 400, "bad_version", "the start line does not end in HTTP/1.0 or HTTP/1.1");
    }
    bool other_version() {
        return refuse(why_, 505, "bad_version",
                      "only HTTP/1.0 and HTTP/1.1 are spoken here (RFC 9110 section 15.6.6)");
    }
    /// HTTP/1.2 and later, which nobody has defined, are among them: they could only be meant to be read
    /// differently somewhere.
    bool names_another_version() const {
        auto const digit = [this](int n) { return at_[n] >= '0' && at_[n] <= '9'; };
        return left() >= 10 && between(at_, at_ + 5) == "HTTP/" && digit(5) && at_[6] == '.' && digit(7) &&
               (line_ends_at(at_ + 8, end_) || at_[8] == ' ');
    }

    [[gnu::always_inline]] bool field_line(head& into, bool of_request) {
        auto const* const name = at_;
        auto const* colon = find_first<name_end_octets>(name, begin_, end_);
        while (is_token_character(*colon)) ++colon;
        // RFC 9110 §5.1 and RFC 9112 §5.1: a token, and no white space before the colon.
        if (colon == name || *colon != ':') return bad_field(why_);
        auto const* first = colon + 1;
        if (*first == ' ') ++first;
        while (is_blank(*first)) ++first;
        // RFC 9110 §5.5: no control character but the tab; CR stands at the end of a line only.
        auto const* const end = text_end(first);
        if (*end != '\r' || end[1] != '\n') return bad_field(why_);
        auto const* last = end;
        while (last != first && is_blank(last[-1])) --last;
        if (into.fields.size() == most_fields)
            return refuse(why_, 431, "too_many_fields",
                          "the head has more than 256 fields (RFC 6585 section 5)");
        auto const id = known_field(name, static_cast<std::size_t>(colon - name));
        into.fields.push_back({between(name, colon), between(first, last), id,
                               last == end && first == colon + 2 && colon[1] == ' '});
        at_ = end;
        return next_line() && (!noted.has(id) || note(why_, into, id, between(first, last), of_request));
    }

    char const* const begin_;
    char const* const end_;
    char const* at_;
    refusing& why_;
};

bool ends_a_line(std::string_view bytes, refusing& why) {
    return bytes.ends_with("\r\n") || refuse(why, 400, "bad_field", "the head ends in the middle of a line");
}

void forget(head& h) {
    h.minor = 1;
    h.fields.clear();
    h.content_length.reset();
    h.chunked = h.other_coding = h.close = h.keep_alive = h.upgrade = false;
    h.connection_names = 0;
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool iequals(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto const x = a.data()[i];
        auto const y = b.data()[i];
        if (x != y && (folded(x) != folded(y) || folded(x) < 'a' || folded(x) > 'z')) return false;
    }
    return true;
}

field const* head::find(std::string_view name) const {
    for (auto const& f : fields)
        if (iequals(f.name, name)) return &f;
    return nullptr;
}

std::size_t head::count(known id) const {
    if (!fields.repeats(id)) return fields.has(id) ? 1 : 0;
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(), [&](field const& f) { return f.id == id; }));
}

std::optional<refusal> parse_head(std::string_view bytes, request_head& into) {
    forget(into);
    into.method = into.target = {};
    into.expect_continue = false;
    std::optional<refusal> why;
    if (!ends_a_line(bytes, why)) return why;
    if (lexer read(bytes, why); !read.request_line(into) || !read.fields(into, true)) return why;
    if (!into.fields.has(known::expect)) return why;
    for (auto const& f : into.fields)
        if (f.id == known::expect && !iequals(f.value, "100-continue"))
            return refusal{417, "bad_expect",
                           "the only expectation there is is 100-continue (RFC 9110 section 10.1.1)"};
    into.expect_continue = into.minor >= 1;
    return why;
}

std::optional<refusal> parse_head(std::string_view bytes, response_head& into) {
    forget(into);
    into.status = 0;
    into.reason = {};
    std::optional<refusal> why;
    if (!ends_a_line(bytes, why)) return why;
    if (lexer read(bytes, why); read.status_line(into)) read.fields(into, false);
    return why;
}

} // namespace ficus::http
