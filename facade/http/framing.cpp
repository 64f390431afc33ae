#include "facade/http/framing.hpp"

#include "facade/http/target.hpp"

namespace ficus::http {

request_framing frame_request(request_head const& head) {
    auto const refuse = [](unsigned status, std::string_view reason, std::string_view message) {
        return request_framing{{}, refusal{status, reason, message}};
    };
    // RFC 9112 §3.2: none or several Hosts in a 1.1 request is an error of the client.
    auto const hosts = head.count(known::host);
    if (hosts > 1) return refuse(400, "bad_host", "there is more than one Host");
    if (hosts == 0 && head.minor >= 1) return refuse(400, "bad_host", "an HTTP/1.1 request needs a Host");
    if (auto const* host = head.find(known::host); host != nullptr && !is_host_and_port(host->value))
        return refuse(400, "bad_host", "Host is not a host name with an optional port");
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
    if (head.other_coding)
        return {
            {},
            refusal{502, "bad_transfer_encoding", "the answer uses a transfer coding other than chunked"}};
    if (head.status < 200 && head.status != 101) return {};
    if (head.status == 101 || head.status == 204 || head.status == 304 || request_method == "HEAD") return {};
    if (head.chunked) {
        if (head.minor == 0)
            return {{}, refusal{502, "bad_transfer_encoding", "an HTTP/1.0 answer has no Transfer-Encoding"}};
        return {{framing::by::chunked, 0}, std::nullopt};
    }
    if (head.content_length) {
        if (*head.content_length == 0) return {};
        return {{framing::by::length, *head.content_length}, std::nullopt};
    }
    return {{framing::by::until_close, 0}, std::nullopt};
}

bool persists(head const& h) {
    if (h.close) return false;
    return h.minor >= 1 || h.keep_alive;
}

} // namespace ficus::http
