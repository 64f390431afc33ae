#include "facade/http/head.hpp"

#include "facade/http/grammar.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace ficus::http {

namespace beast = boost::beast::http;

namespace {

known known_of(beast::field f) {
    switch (f) {
    case beast::field::accept_encoding: return known::accept_encoding;
    case beast::field::connection: return known::connection;
    case beast::field::content_encoding: return known::content_encoding;
    case beast::field::content_length: return known::content_length;
    case beast::field::content_type: return known::content_type;
    case beast::field::cookie: return known::cookie;
    case beast::field::date: return known::date;
    case beast::field::etag: return known::etag;
    case beast::field::expect: return known::expect;
    case beast::field::host: return known::host;
    case beast::field::keep_alive: return known::keep_alive;
    case beast::field::proxy_connection: return known::proxy_connection;
    case beast::field::range: return known::range;
    case beast::field::set_cookie: return known::set_cookie;
    case beast::field::te: return known::te;
    case beast::field::trailer: return known::trailer;
    case beast::field::transfer_encoding: return known::transfer_encoding;
    case beast::field::upgrade: return known::upgrade;
    case beast::field::via: return known::via;
    default: return known::other;
    }
}

/// The names that Beast has no number for.
known known_of(std::string_view name) {
    switch (name.size()) {
    case 11: return iequals(name, "traceparent") ? known::traceparent : known::other;
    case 12: return iequals(name, "X-Request-ID") ? known::x_request_id : known::other;
    case 14: return iequals(name, "X-Ficus-Shadow") ? known::x_ficus_shadow : known::other;
    case 15: return iequals(name, "X-Forwarded-For") ? known::x_forwarded_for : known::other;
    case 16: return iequals(name, "X-Forwarded-Host") ? known::x_forwarded_host : known::other;
    case 17: return iequals(name, "X-Forwarded-Proto") ? known::x_forwarded_proto : known::other;
    default: return known::other;
    }
}

void note_connection(head& h, std::string_view value) {
    for_each_element(value, [&](std::string_view token) {
        if (iequals(token, "close"))
            h.close = true;
        else if (iequals(token, "keep-alive"))
            h.keep_alive = true;
        else if (iequals(token, "upgrade"))
            h.upgrade = true;
        else
            h.connection_names_more = true;
    });
}

/// Each field is compared with each that Connection names: a bound on one is a bound on the work.
constexpr std::size_t most_fields = 256;

boost::beast::error_code too_many_fields() {
    return boost::system::errc::make_error_code(boost::system::errc::value_too_large);
}

/// Beast's parser does the lexing; what it is lenient about is checked here and in check_lengths().
template<bool IsRequest, class Head>
class sink final : public beast::basic_parser<IsRequest> {
public:
    explicit sink(Head& into) : head_(into) {
        this->body_limit(boost::none);
        this->header_limit(std::numeric_limits<std::uint32_t>::max());
        // The body is never shown to Beast: framing is body_decoder's.
        this->skip(true);
    }

private:
    void on_request_impl(beast::verb, boost::beast::string_view method, boost::beast::string_view target,
                         int version, boost::beast::error_code&) override {
        if constexpr (IsRequest) {
            head_.method = {method.data(), method.size()};
            head_.target = {target.data(), target.size()};
            head_.minor = static_cast<unsigned>(version % 10);
        }
    }
    void on_response_impl(int status, boost::beast::string_view reason, int version,
                          boost::beast::error_code&) override {
        if constexpr (!IsRequest) {
            head_.status = static_cast<unsigned>(status);
            head_.reason = {reason.data(), reason.size()};
            head_.minor = static_cast<unsigned>(version % 10);
        }
    }
    void on_field_impl(beast::field f, boost::beast::string_view name, boost::beast::string_view value,
                       boost::beast::error_code& error) override {
        if (head_.fields.size() == most_fields) {
            error = too_many_fields();
            return;
        }
        auto const id =
            f == beast::field::unknown ? known_of(std::string_view(name.data(), name.size())) : known_of(f);
        head_.fields.push_back({{name.data(), name.size()}, {value.data(), value.size()}, id});
        if (id == known::connection) note_connection(head_, {value.data(), value.size()});
    }
    void on_header_impl(boost::beast::error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, boost::beast::error_code&) override {}
    std::size_t on_body_impl(boost::beast::string_view, boost::beast::error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, boost::beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view,
                                   boost::beast::error_code&) override {
        return 0;
    }
    void on_finish_impl(boost::beast::error_code&) override {}
    Head& head_;
};

/// Whether the start line names a version, if none that is spoken here (RFC 9110 §15.6.6). HTTP/1.2 and
/// later, which nobody has defined, are among them: they could only be meant to be read differently
/// somewhere.
bool names_another_version(std::string_view bytes, bool at_end) {
    auto const line = bytes.substr(0, bytes.find("\r\n"));
    constexpr std::size_t size = std::string_view("HTTP/1.1").size();
    if (line.size() < size) return false;
    auto const version = at_end ? line.substr(line.size() - size) : line.substr(0, size);
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    bool const apart = !at_end || line.size() == size || line[line.size() - size - 1] == ' ';
    return apart && version.starts_with("HTTP/") && digit(version[5]) && version[6] == '.' &&
           digit(version[7]) && version != "HTTP/1.0" && version != "HTTP/1.1";
}

refusal refusal_for(boost::beast::error_code const& error, bool other_version) {
    using e = beast::error;
    if (error == e::bad_method)
        return {400, "bad_method", "the method is not a token (RFC 9110 section 9.1)"};
    if (error == e::bad_target)
        return {400, "bad_target", "the request target holds characters that a URI may not hold"};
    if (error == e::bad_version && other_version)
        return {505, "bad_version", "only HTTP/1.0 and HTTP/1.1 are spoken here (RFC 9110 section 15.6.6)"};
    if (error == e::bad_version)
        return {400, "bad_version", "the start line does not end in HTTP/1.0 or HTTP/1.1"};
    if (error == e::bad_content_length || error == e::multiple_content_length)
        return {400, "bad_content_length",
                "Content-Length is not one number, or stands beside Transfer-Encoding"};
    if (error == e::bad_transfer_encoding)
        return {400, "bad_transfer_encoding",
                "Transfer-Encoding is repeated or stands beside Content-Length"};
    if (error == e::bad_obs_fold)
        return {400, "obs_fold", "a field value is folded over lines (RFC 9112 section 5.2)"};
    if (error == e::bad_status)
        return {400, "bad_status", "the status code is not three digits and a space (RFC 9112 section 4)"};
    if (error == e::bad_reason)
        return {400, "bad_status", "the reason phrase holds a control character (RFC 9112 section 4)"};
    return {400, "bad_field", "a header field is not `name: value` (RFC 9112 section 5)"};
}

/// RFC 9112 §5.2: a line that begins with white space continues the last one; Beast would join them.
bool has_obs_fold(std::string_view bytes) {
    for (auto at = bytes.find("\r\n"); at != std::string_view::npos && at + 2 < bytes.size();
         at = bytes.find("\r\n", at + 2)) {
        if (bytes[at + 2] == ' ' || bytes[at + 2] == '\t') return true;
    }
    return false;
}

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

/// Lengths and codings, read once for all (RFC 9112 §6).
template<bool IsRequest>
std::optional<refusal> check_lengths(head& h) {
    for (auto const& f : h.fields) {
        if (f.id == known::content_length) {
            auto const length = read_length(f.value);
            if (!length) return refusal{400, "bad_content_length", "Content-Length is not one plain number"};
            // RFC 9112 §6.3 lets the same number pass twice. Servers that say so exist; clients are
            // attackers.
            if (h.content_length && (IsRequest || *h.content_length != *length))
                return refusal{400, "bad_content_length", "Content-Length is given twice"};
            h.content_length = length;
        } else if (f.id == known::transfer_encoding) {
            if (h.chunked || h.other_coding)
                return refusal{400, "bad_transfer_encoding", "Transfer-Encoding is repeated"};
            if (!ends_in_chunked_alone(f.value))
                return refusal{400, "bad_transfer_encoding",
                               "`chunked` is not the last transfer coding, or not there just once (RFC 9112 "
                               "section 6.3)"};
            h.chunked = iequals(f.value, "chunked");
            h.other_coding = !h.chunked;
        }
    }
    if (h.content_length && (h.chunked || h.other_coding))
        return refusal{400, "bad_transfer_encoding", "Transfer-Encoding stands beside Content-Length"};
    return std::nullopt;
}

template<bool IsRequest, class Head>
std::optional<refusal> parse(std::string_view bytes, Head& into) {
    if (has_obs_fold(bytes))
        return refusal{400, "obs_fold", "a field value is folded over lines (RFC 9112 section 5.2)"};
    sink<IsRequest, Head> parser(into);
    boost::beast::error_code error;
    parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error == too_many_fields())
        return refusal{431, "too_many_fields", "the head has more than 256 fields (RFC 6585 section 5)"};
    if (error) return refusal_for(error, names_another_version(bytes, IsRequest));
    if (!parser.is_header_done()) return refusal{400, "bad_field", "the head ends before its empty line"};
    return check_lengths<IsRequest>(into);
}

} // namespace

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool iequals(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

field const* head::find(std::string_view name) const {
    for (auto const& f : fields)
        if (iequals(f.name, name)) return &f;
    return nullptr;
}

field const* head::find(known id) const {
    for (auto const& f : fields)
        if (f.id == id) return &f;
    return nullptr;
}

std::size_t head::count(known id) const {
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(), [&](field const& f) { return f.id == id; }));
}

std::optional<refusal> parse_head(std::string_view bytes, request_head& into) {
    if (auto refused = parse<true>(bytes, into)) return refused;
    for (auto const& f : into.fields)
        if (f.id == known::expect) {
            if (!iequals(f.value, "100-continue"))
                return refusal{417, "bad_expect",
                               "the only expectation there is is 100-continue (RFC 9110 section 10.1.1)"};
            into.expect_continue = into.minor >= 1;
        }
    return std::nullopt;
}

std::optional<refusal> parse_head(std::string_view bytes, response_head& into) {
    if (auto refused = parse<false>(bytes, into)) return refused;
    // Beast takes any three digits; below 100 there is no class that would say how to read the answer.
    if (into.status < 100) return refusal{400, "bad_status", "the status code is below 100"};
    return std::nullopt;
}

} // namespace ficus::http
