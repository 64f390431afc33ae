#include "facade/http/body.hpp"

#include "facade/http/grammar.hpp"

#include <algorithm>
#include <cstring>

namespace ficus::http {

namespace {

constexpr std::uint32_t most_overhead = 16 * 1024;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// RFC 9110 §6.5.1: a trailer must not hold what framing, routing, authentication, content or the answer's
/// handling depend on, since who sees it has decided all of that already.
bool may_trail(std::string_view name) {
    static constexpr std::string_view forbidden[] = {
        "age", "authorization", "cache-control", "connection", "cookie", "date", "expect", "expires",
        "forwarded", "host", "keep-alive", "location", "max-forwards", "pragma", "proxy-authenticate",
        "proxy-authorization", "proxy-connection", "range", "retry-after", "set-cookie", "te", "trailer",
        "transfer-encoding", "upgrade", "vary", "warning", "www-authenticate",
        // What the facade itself says of a request.
        "via", "traceparent", "x-ficus-shadow", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
        "x-request-id"};
    auto const begins = [&](std::string_view with) {
        return name.size() > with.size() && iequals(name.substr(0, with.size()), with);
    };
    return !begins("content-") && !begins("if-") &&
           std::none_of(std::begin(forbidden), std::end(forbidden),
                        [&](std::string_view f) { return iequals(f, name); });
}

} // namespace

body_decoder::piece body_decoder::decode(std::span<char> input) {
    if (done_ || !why_.empty()) return {};
    switch (kind_) {
    case framing::by::none: return {};
    case framing::by::until_close: return {input.size(), input.size()};
    case framing::by::length: {
        auto const n = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
        left_ -= n;
        done_ = left_ == 0;
        return {n, n};
    }
    case framing::by::chunked: return decode_chunked(input);
    }
    return {};
}

body_decoder::piece body_decoder::decode_chunked(std::span<char> input) {
    std::size_t in = 0;
    std::size_t out = 0;
    auto const fail = [&](std::string_view why) {
        why_ = why;
        return piece{in, out};
    };
    while (in < input.size() && !done_) {
        char const c = input[in];
        switch (state_) {
        case state::size:
            if (auto const v = hex_value(c); v >= 0) {
                if (++digits_ > 15) return fail("a chunk size has more than 15 digits");
                left_ = left_ * 16 + static_cast<unsigned>(v);
                ++in;
            } else if (digits_ == 0) {
                return fail("a chunk does not begin with its size");
            } else if (c == ';') {
                // White space before it would be BWS, and is refused below: some take it for a part of the
                // number, and nobody sends it.
                state_ = state::extension;
                extension_ = {};
                ++in;
            } else if (c == '\r') {
                state_ = state::size_lf;
                ++in;
            } else {
                return fail("a chunk size is followed by something else than an extension or CRLF");
            }
            break;
        case state::extension:
            if (++overhead_ > most_overhead) return fail("chunk extensions are too long");
            if (c == '\r' && extension_.may_end())
                state_ = state::size_lf;
            else if (!extension_.take(c))
                return fail("a chunk extension is not `;name=value` (RFC 9112 section 7.1.1)");
            ++in;
            break;
        case state::size_lf:
            if (c != '\n') return fail("CR without LF after a chunk size");
            ++in;
            digits_ = 0;
            state_ = left_ == 0 ? state::trailer : state::data;
            break;
        case state::data: {
            auto const n = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size() - in));
            if (out != in) std::memmove(input.data() + out, input.data() + in, n);
            in += n;
            out += n;
            left_ -= n;
            if (left_ == 0) state_ = state::data_cr;
            break;
        }
        case state::data_cr:
            if (c != '\r') return fail("a chunk is longer than its size");
            ++in;
            state_ = state::data_lf;
            break;
        case state::data_lf:
            if (c != '\n') return fail("CR without LF after a chunk");
            ++in;
            state_ = state::size;
            break;
        case state::trailer:
            if (++overhead_ > most_overhead) return fail("the trailers are too long");
            ++in;
            if (c == '\n') {
                if (!line_.ends_with('\r')) return fail("LF without CR in the trailers");
                line_.pop_back();
                if (line_.empty())
                    done_ = true;
                else if (!take_trailer_line())
                    return fail("a trailer is not `name: value`");
                line_.clear();
            } else if (line_.ends_with('\r')) {
                return fail("CR without LF in the trailers");
            } else {
                line_.push_back(c);
            }
            break;
        }
    }
    return {in, out};
}

bool body_decoder::take_trailer_line() {
    auto const colon = line_.find(':');
    if (colon == std::string::npos) return false;
    auto const name = std::string_view(line_).substr(0, colon);
    if (!is_token(name)) return false;
    auto const value = std::string_view(line_).substr(colon + 1);
    if (std::any_of(value.begin(), value.end(), is_control)) return false;
    if (may_trail(name)) trailers_.append(line_).append("\r\n");
    return true;
}

chunk_head::chunk_head(std::size_t size) : begin_(text_.size()) {
    text_[--begin_] = '\n';
    text_[--begin_] = '\r';
    do {
        text_[--begin_] = "0123456789abcdef"[size % 16];
        size /= 16;
    } while (size != 0);
}

} // namespace ficus::http
