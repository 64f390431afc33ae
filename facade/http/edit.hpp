#pragma once

#include "facade/http/framing.hpp"
#include "facade/http/scratch.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ficus::http {

struct extra_field {
    std::string_view name;
    std::string_view value;
};

/// What a field is called on the other side, as a translator says it; an empty name leaves it as it is, none
/// leaves it out.
using rename_field = std::function<std::optional<std::string_view>(std::string_view name)>;

/// What the facade knows of the client and says to the upstream.
struct forwarded {
    std::string_view peer;        ///< the address of the connection's other end
    std::string_view host;        ///< the Host that the client asked for
    bool trusted = false;         ///< the peer's own X-Forwarded-* and Forwarded are believed and appended to
    std::string_view request_id;  ///< empty: the client's is kept
    std::string_view traceparent; ///< empty: the client's is kept
    bool same_trace = false;      ///< which goes on in that one: its tracestate stays
};

struct request_edit {
    std::string_view method;
    std::string_view target; ///< in origin form
    std::string_view host;
    forwarded via;
    framing body;         ///< as it is sent on
    bool upgrade = false; ///< a WebSocket is asked for, and nothing else that Upgrade names
    /// Accept-Encoding, Range and If-Range are left out: the answer is to be read, and of parts nothing can
    /// be made.
    bool identity = false;
    bool drop_expect = false; ///< the body is held here, and the 100 was sent from here
    /// The body is another one than the client sent: what described that is left out, its type (there may be
    /// another in `extra`), its coding and its digests.
    bool other_body = false;
    /// The client knows translated answers, whose tags are weak (see response_edit::translated): the tags in
    /// If-Match are made strong again.
    bool translated = false;
    rename_field const* rename = nullptr;
    std::span<extra_field const> extra;
};

/// Appends the head that goes upstream: hop-by-hop fields dropped (RFC 9110 §7.6.1), Via, X-Forwarded-*,
/// request id and trace context kept or made, one framing.
void write_request_head(scratch& out, request_head const& head, request_edit const& edit);

struct response_edit {
    framing body;
    bool keep_length = false;    ///< no body follows, but Content-Length is information (HEAD, 304)
    bool close = false;          ///< Connection: close is said
    bool say_keep_alive = false; ///< Connection: keep-alive is said (to HTTP/1.0)
    bool upgrade = false;        ///< 101: Upgrade and Connection: upgrade are passed on
    unsigned status = 0;         ///< in place of the head's own; 0: that
    /// What described the body that the answer came with is left out, its coding too (another may stand in
    /// `extra`). A strong ETag becomes weak: the bytes are others, and change with the translator too, but
    /// the state is the one that the upstream speaks of (RFC 9110 §8.8.1).
    bool translated = false;
    bool drop_content_type = false; ///< there was a body, and is none any more
    bool vary_encoding = false;     ///< Vary names Accept-Encoding, which chose this answer's coding
    std::string_view request_id;    ///< said where the upstream says none
    std::string_view date;          ///< the same (RFC 9110 §6.6.1)
    rename_field const* rename = nullptr;
    std::span<extra_field const> extra;
};

/// Appends the head that goes to the client.
void write_response_head(scratch& out, response_head const& head, response_edit const& edit);

/// Appends a 1xx head.
void write_interim_head(scratch& out, response_head const& head);

} // namespace ficus::http
