#include "facade/http/edit.hpp"

#include <charconv>

namespace ficus::http {

namespace {

void add(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

void add_number(std::string& out, std::string_view name, std::uint64_t value) {
    char digits[20];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    add(out, name, {digits, static_cast<std::size_t>(end - digits)});
}

void add_framing(std::string& out, framing const& body) {
    if (body.kind == framing::by::length)
        add_number(out, "Content-Length", body.length);
    else if (body.kind == framing::by::chunked)
        add(out, "Transfer-Encoding", "chunked");
}

/// RFC 9110 §7.6.1: what Connection names belongs to this hop alone. Not what says who asked: by naming that,
/// a client would hide itself.
bool nominated(head const& h, field const& by_name) {
    if (!h.connection_names_more) return false;
    switch (by_name.id) {
    case known::upgrade:
    case known::via:
    case known::x_forwarded_for:
    case known::x_forwarded_host:
    case known::x_forwarded_proto:
    case known::x_request_id:
    case known::traceparent: return false;
    default: break;
    }
    bool found = false;
    for (auto const& f : h.fields)
        if (f.id == known::connection)
            for_each_element(f.value,
                             [&](std::string_view token) { found = found || iequals(token, by_name.name); });
    return found;
}

bool is_hop_by_hop(known id) {
    switch (id) {
    case known::connection:
    case known::keep_alive:
    case known::proxy_connection:
    case known::te:
    case known::transfer_encoding:
    case known::upgrade: return true;
    default: return false;
    }
}

/// X-Forwarded-Port, -Prefix, -Ssl and what else there is, and Forwarded (RFC 7239).
bool speaks_for_a_proxy(std::string_view name) {
    constexpr std::string_view family = "X-Forwarded-";
    return iequals(name.substr(0, family.size()), family) || iequals(name, "Forwarded");
}

void add_renamed(std::string& out, field const& f, rename_field const* rename) {
    if (rename != nullptr) {
        if (auto const name = (*rename)(f.name); !name.empty()) return add(out, name, f.value);
    }
    add(out, f.name, f.value);
}

void add_via(std::string& out, std::string_view before, unsigned minor) {
    out += "Via: ";
    if (!before.empty()) out.append(before).append(", ");
    out += minor == 0 ? "1.0 ficus\r\n" : "1.1 ficus\r\n";
}

void append_value(std::string& list, std::string_view value) {
    if (!list.empty()) list += ", ";
    list += value;
}

} // namespace

void write_request_head(std::string& out, request_head const& head, request_edit const& edit) {
    out.append(edit.method).append(" ").append(edit.target).append(" HTTP/1.1\r\n");
    add(out, "Host", edit.host);
    std::string via;
    std::string forwarded_for;
    bool has_proto = false;
    bool has_host = false;
    for (auto const& f : head.fields) {
        switch (f.id) {
        case known::host:
        case known::content_length:
        // Only the facade itself marks a copy.
        case known::x_ficus_shadow: continue;
        case known::expect:
            if (edit.drop_expect) continue;
            break;
        case known::accept_encoding:
        case known::range:
            if (edit.identity) continue;
            break;
        case known::content_type:
            if (edit.drop_content_type) continue;
            break;
        case known::via: append_value(via, f.value); continue;
        case known::x_forwarded_for:
            if (edit.via.trusted) append_value(forwarded_for, f.value);
            continue;
        case known::x_forwarded_proto:
            if (!edit.via.trusted) continue;
            has_proto = true;
            break;
        case known::x_forwarded_host:
            if (!edit.via.trusted) continue;
            has_host = true;
            break;
        case known::x_request_id:
            if (!edit.via.request_id.empty()) continue;
            break;
        case known::traceparent:
            if (!edit.via.traceparent.empty()) continue;
            break;
        default:
            if (is_hop_by_hop(f.id)) continue;
            // Whoever sets these speaks for a proxy.
            if (!edit.via.trusted && speaks_for_a_proxy(f.name)) continue;
            // It belongs to a traceparent that was not fit to be passed on (W3C Trace Context §3.3).
            if (!edit.via.traceparent.empty() && iequals(f.name, "tracestate")) continue;
        }
        if (nominated(head, f)) continue;
        add_renamed(out, f, edit.rename);
    }
    append_value(forwarded_for, edit.via.peer);
    add(out, "X-Forwarded-For", forwarded_for);
    if (!has_proto) add(out, "X-Forwarded-Proto", "http");
    if (!has_host && !edit.via.host.empty()) add(out, "X-Forwarded-Host", edit.via.host);
    if (!edit.via.request_id.empty()) add(out, "X-Request-ID", edit.via.request_id);
    if (!edit.via.traceparent.empty()) add(out, "traceparent", edit.via.traceparent);
    add_via(out, via, head.minor);
    if (edit.upgrade) out += "Upgrade: websocket\r\nConnection: upgrade\r\n";
    for (auto const& f : edit.extra) add(out, f.name, f.value);
    // A request that was framed as empty but may hold content says so: some servers want a length of every
    // POST.
    if (edit.body.kind == framing::by::none && head.content_length)
        add(out, "Content-Length", "0");
    else
        add_framing(out, edit.body);
    out += "\r\n";
}

namespace {

/// What is true of the bytes of a body and of no other bytes that mean the same.
bool describes_bytes(std::string_view name) {
    for (std::string_view const known_name :
         {"Accept-Ranges", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest"})
        if (iequals(name, known_name)) return true;
    return false;
}

void add_status_line(std::string& out, response_head const& head) {
    char digits[3] = {static_cast<char>('0' + head.status / 100 % 10),
                      static_cast<char>('0' + head.status / 10 % 10),
                      static_cast<char>('0' + head.status % 10)};
    out.append("HTTP/1.1 ").append(digits, 3).append(" ").append(head.reason).append("\r\n");
}

} // namespace

void write_response_head(std::string& out, response_head const& head, response_edit const& edit) {
    add_status_line(out, head);
    std::string via;
    bool has_request_id = false;
    bool has_date = edit.date.empty();
    bool replaces_type = false;
    for (auto const& f : edit.extra) replaces_type = replaces_type || iequals(f.name, "Content-Type");
    for (auto const& f : head.fields) {
        switch (f.id) {
        case known::content_length: continue;
        case known::content_type:
            if (replaces_type) continue;
            break;
        case known::content_encoding:
            if (edit.translated) continue;
            break;
        case known::etag:
            // The bytes are others now: what was strong can only be weak (RFC 9110 §8.8.1).
            if (edit.translated && !f.value.starts_with("W/")) {
                out.append(f.name).append(": W/").append(f.value).append("\r\n");
                continue;
            }
            break;
        case known::via: append_value(via, f.value); continue;
        case known::x_request_id: has_request_id = true; break;
        case known::date: has_date = true; break;
        default:
            if (is_hop_by_hop(f.id) && !(edit.upgrade && f.id == known::upgrade)) continue;
            if (edit.translated && describes_bytes(f.name)) continue;
        }
        if (nominated(head, f)) continue;
        add_renamed(out, f, edit.rename);
    }
    add_via(out, via, head.minor);
    if (!has_request_id && !edit.request_id.empty()) add(out, "X-Request-ID", edit.request_id);
    if (!has_date) add(out, "Date", edit.date);
    for (auto const& f : edit.extra) add(out, f.name, f.value);
    if (edit.body.kind == framing::by::none) {
        // RFC 9110 §8.6: 1xx and 204 never have one. Of a translated body only the empty one's length is
        // known.
        bool const may_have_length = head.status >= 200 && head.status != 204;
        if (edit.keep_length) {
            if (may_have_length && head.content_length && (!edit.translated || *head.content_length == 0))
                add_number(out, "Content-Length", *head.content_length);
        } else if (may_have_length && head.status != 304) {
            add(out, "Content-Length", "0");
        }
    } else {
        add_framing(out, edit.body);
    }
    if (edit.upgrade)
        add(out, "Connection", "upgrade");
    else if (edit.close)
        add(out, "Connection", "close");
    else if (edit.say_keep_alive)
        add(out, "Connection", "keep-alive");
    out += "\r\n";
}

void write_interim_head(std::string& out, response_head const& head) {
    add_status_line(out, head);
    for (auto const& f : head.fields)
        if (!is_hop_by_hop(f.id) && f.id != known::content_length && !nominated(head, f))
            add(out, f.name, f.value);
    out += "\r\n";
}

} // namespace ficus::http
