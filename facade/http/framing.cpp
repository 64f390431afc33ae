#include "facade/http/framing.hpp"

#include "facade/http/target.hpp"

namespace ficus::http {

request_framing frame_request(request_head const& head) {
    auto const refuse = [](unsigned status, std::string_view reason, std::string_view message) {
        return request_framing{{}, refusal{status, reason, message}};
    };
    // RFC 9112 §3.2: none or several Hosts in a 1.1 request is an error of the client.
    auto const* const host = head.find(known::host);
    if (head.fields.repeats(known::host)) return refuse(400, "bad_host", "there is more than one Host");
    if (host == nullptr && head.minor >= 1)
        return refuse(400, "bad_host", "an HTTP/1.1 request needs a Host");
    if (host != nullptr && !is_host_and_port(host->value))
        return refuse(400, "bad_host", "Host is not a host name with an optional port");
    // RFC 9112 §6.1: it ends in chunked, so its end is known, but not what it means.
    if (head.other_coding)
        return refuse(501, "bad_transfer_encoding", "the only transfer coding that is understood is chunked");
    if (head.chunked) {
        // RFC 9112 §6.1: a 1.0 client cannot have meant it; someone on the way did not understand it.
        if (head.minor == 0) return refuse(400, "bad_transfer_encoding", "HTTP/1.0 has no Transfer-Encoding");
        return {{framing::by::chunked, 0}, std::nullopt};
    }
    if (head.content_length.value_or(0) > 0)
        return {{framing::by::length, *head.content_length}, std::nullopt};
    return {};
}

response_framing frame_response(response_head const& head, std::string_view request_method) {
    auto const refuse = [](std::string_view reason, std::string_view message) {
        return response_framing{{}, false, refusal{502, reason, message}};
    };
    auto const framed = [&](framing::by kind, std::uint64_t length = 0) {
        return response_framing{{kind, length}, persists(head), std::nullopt};
    };
    if (head.other_coding)
        return refuse("bad_transfer_encoding", "the answer uses a transfer coding other than chunked");
    // RFC 9112 §6.1: whoever speaks 1.0 cannot have meant it; someone on the way did not understand it.
    if (head.chunked && head.minor == 0)
        return refuse("bad_transfer_encoding", "an HTTP/1.0 answer has no Transfer-Encoding");
    bool const announced = head.chunked || head.content_length.value_or(0) > 0;
    if (head.status < 200) {
        // RFC 9110 §8.6, RFC 9112 §6.1: it must not announce a body. One that comes nevertheless would be
        // read as the final answer.
        if (announced) return refuse("bad_interim_answer", "a 1xx answer announces a body");
        return framed(framing::by::none);
    }
    if (head.status == 204) {
        // As with 1xx; but this answer is whole, and servers that err so exist. What may still follow must
        // not be taken for the next answer.
        auto result = framed(framing::by::none);
        result.reusable = result.reusable && !announced;
        return result;
    }
    if (head.status == 304 || request_method == "HEAD") return framed(framing::by::none);
    if (head.chunked) return framed(framing::by::chunked);
    if (head.content_length)
        return *head.content_length == 0 ? framed(framing::by::none)
                                         : framed(framing::by::length, *head.content_length);
    return {{framing::by::until_close, 0}, false, std::nullopt};
}

bool asks_for_websocket(request_head const& head) {
    if (!head.upgrade || head.minor == 0 || head.method != "GET") return false;
    bool found = false;
    for (auto const& f : head.fields)
        if (f.id == known::upgrade)
            for_each_element(f.value, [&](std::string_view p) { found = found || iequals(p, "websocket"); });
    return found;
}

bool persists(head const& h) {
    if (h.close) return false;
    return h.minor >= 1 || h.keep_alive;
}

} // namespace ficus::http
