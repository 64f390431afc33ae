#include "facade/http/edit.hpp"

#include <charconv>

namespace ficus::http {

namespace {

using writer = scratch_writer;

constexpr known_set hop_by_hop{known::connection, known::keep_alive,        known::proxy_connection,
                               known::te,         known::transfer_encoding, known::upgrade};

void add_length(writer& out, std::uint64_t length) {
    char digits[20];
    auto const end = std::to_chars(digits, digits + sizeof digits, length).ptr;
    out.put("Content-Length: ", std::string_view(digits, static_cast<std::size_t>(end - digits)), "\r\n");
}

void add_framing(writer& out, framing const& body) {
    if (body.kind == framing::by::length)
        add_length(out, body.length);
    else if (body.kind == framing::by::chunked)
        out.put("Transfer-Encoding: chunked\r\n");
}

void add_extra(writer& out, std::span<extra_field const> extra) {
    for (auto const& f : extra) out.put(f.name, ": ", f.value, "\r\n");
}

/// RFC 9110 §7.6.1: what Connection names belongs to this hop alone. Not what says who asked: by naming that,
/// a client would hide itself.
bool nominated(head const& h, field const& by_name) {
    constexpr known_set never{
        known::upgrade,           known::via,          known::x_forwarded_for, known::x_forwarded_host,
        known::x_forwarded_proto, known::x_request_id, known::traceparent};
    if (never.has(by_name.id)) return false;
    bool found = false;
    for (auto const& f : h.fields)
        if (f.id == known::connection)
            for_each_element(f.value,
                             [&](std::string_view token) { found = found || iequals(token, by_name.name); });
    return found;
}

/// The fields of a head that are passed on. Neighbours that pass as they came are one run of bytes, and are
/// copied as one.
class passing {
public:
    passing(writer& out, head const& from, rename_field const* rename)
        : out_(out), head_(from), rename_(rename) {}

    /// All of them but those; `otherwise` says of each in `special` whether it has dealt with it itself.
    template<class F>
    void all_but(known_set dropped, known_set special, F&& otherwise) {
        bool const one_by_one = rename_ != nullptr || head_.connection_names > 0;
        for (auto const& f : head_.fields) {
            if (dropped.has(f.id)) continue;
            if (f.plain && !one_by_one && !special.has(f.id)) {
                extend(f);
                continue;
            }
            flush();
            if (head_.connection_names > 0 && nominated(head_, f)) continue;
            if (special.has(f.id) && otherwise(f)) continue;
            pass(f);
        }
        flush();
    }
    void all_but(known_set dropped) {
        all_but(dropped, {}, [](field const&) { return false; });
    }

private:
    void extend(field const& f) {
        if (f.name.data() != end_) {
            flush();
            begin_ = f.name.data();
        }
        end_ = f.value.data() + f.value.size() + 2;
    }
    void flush() {
        if (begin_ != end_) out_.put(std::string_view(begin_, static_cast<std::size_t>(end_ - begin_)));
        begin_ = end_ = nullptr;
    }
    void pass(field const& f) {
        auto name = f.name;
        if (rename_ != nullptr) {
            auto const other = (*rename_)(name);
            if (!other) return;
            if (!other->empty()) name = *other;
        }
        out_.put(name, ": ", f.value, "\r\n");
    }

    writer& out_;
    head const& head_;
    rename_field const* rename_;
    char const* begin_ = nullptr; // of the run
    char const* end_ = nullptr;
};

/// All values of that field, each with what parts it from the next.
void add_values(writer& out, head const& h, known id) {
    if (!h.fields.has(id)) return;
    for (auto const& f : h.fields)
        if (f.id == id && !f.value.empty()) out.put(f.value, ", ");
}

void add_via(writer& out, head const& h) {
    out.put("Via: ");
    add_values(out, h, known::via);
    if (h.minor == 0)
        out.put("1.0 ficus\r\n");
    else
        out.put("1.1 ficus\r\n");
}

/// What is said anew, or belongs to the connection that it came by.
known_set left_out(request_edit const& edit) {
    // Only the facade itself marks a copy.
    known_set out{known::host, known::content_length, known::x_ficus_shadow, known::via,
                  known::x_forwarded_for};
    out.add(hop_by_hop);
    if (edit.drop_expect) out.add(known::expect);
    if (edit.identity) out.add({known::accept_encoding, known::range});
    if (edit.other_body) out.add({known::content_type, known::content_encoding});
    // Whoever sets these speaks for a proxy.
    if (!edit.via.trusted)
        out.add(
            {known::forwarded, known::x_forwarded_host, known::x_forwarded_proto, known::x_forwarded_more});
    if (!edit.via.request_id.empty()) out.add(known::x_request_id);
    // tracestate belongs to a traceparent that was not fit to be passed on (W3C Trace Context §3.3).
    if (!edit.via.traceparent.empty()) out.add(known::traceparent);
    if (!edit.via.traceparent.empty() && !edit.via.same_trace) out.add(known::tracestate);
    return out;
}

/// What is true of the bytes of a body and of no other bytes that mean the same.
bool describes_bytes(std::string_view name) {
    for (std::string_view const known_name :
         {"Accept-Ranges", "Content-Range", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest"})
        if (iequals(name, known_name)) return true;
    return false;
}

/// RFC 9110 §13.1.1: If-Match compares strongly, so that a weak tag would never match and a client that is
/// careful could never write. What it means to guard is the state that the upstream called by the strong tag.
/// A tag that was weak at the upstream too still matches nothing. If-None-Match compares weakly (§13.1.2),
/// and passes as it is.
void add_strong_tags(writer& out, field const& f) {
    out.put(f.name, ": ");
    auto rest = f.value;
    bool quoted = false;
    while (!rest.empty()) {
        if (!quoted && rest.starts_with("W/\"")) rest.remove_prefix(2);
        quoted = quoted != (rest.front() == '"');
        out.put(rest.front());
        rest.remove_prefix(1);
    }
    out.put("\r\n");
}

/// What is left out of a request or changed, besides what left_out() names. Whether it has been dealt with.
bool pass_changed(writer& out, field const& f, request_edit const& edit) {
    if (edit.identity && iequals(f.name, "If-Range")) return true;
    if (edit.other_body && describes_bytes(f.name)) return true;
    if (!edit.translated || !iequals(f.name, "If-Match")) return false;
    add_strong_tags(out, f);
    return true;
}

} // namespace

void write_request_head(scratch& to, request_head const& head, request_edit const& edit) {
    writer out(to);
    auto const& via = edit.via;
    out.put(edit.method, ' ', edit.target, " HTTP/1.1\r\nHost: ", edit.host, "\r\n");
    known_set special;
    if (edit.identity || edit.other_body || edit.translated) special.add(known::other);
    passing(out, head, edit.rename).all_but(left_out(edit), special, [&](field const& f) {
        return pass_changed(out, f, edit);
    });
    out.put("X-Forwarded-For: ");
    if (via.trusted) add_values(out, head, known::x_forwarded_for);
    out.put(via.peer, "\r\n");
    if (!via.trusted || !head.fields.has(known::x_forwarded_proto)) out.put("X-Forwarded-Proto: http\r\n");
    if (!via.host.empty() && !(via.trusted && head.fields.has(known::x_forwarded_host)))
        out.put("X-Forwarded-Host: ", via.host, "\r\n");
    if (!via.request_id.empty()) out.put("X-Request-ID: ", via.request_id, "\r\n");
    if (!via.traceparent.empty()) out.put("traceparent: ", via.traceparent, "\r\n");
    add_via(out, head);
    if (edit.upgrade) out.put("Upgrade: websocket\r\nConnection: upgrade\r\n");
    add_extra(out, edit.extra);
    // A request that was framed as empty but may hold content says so: some servers want a length of every
    // POST.
    if (edit.body.kind == framing::by::none && head.content_length)
        out.put("Content-Length: 0\r\n");
    else
        add_framing(out, edit.body);
    out.put("\r\n");
}

namespace {

/// Whether Vary says it already; then it is not said twice.
bool varies_by_encoding(head const& h) {
    bool found = false;
    for (auto const& f : h.fields)
        if (f.id == known::other && iequals(f.name, "Vary"))
            for_each_element(f.value, [&](std::string_view name) {
                found = found || name == "*" || iequals(name, "Accept-Encoding");
            });
    return found;
}

void add_status_line(writer& out, response_head const& head, unsigned other = 0) {
    auto const digit = [](unsigned n) { return static_cast<char>('0' + n % 10); };
    auto const status = other != 0 ? other : head.status;
    out.put("HTTP/1.1 ", digit(status / 100), digit(status / 10), digit(status), ' ',
            status == head.status ? head.reason : std::string_view{}, "\r\n");
}

} // namespace

void write_response_head(scratch& to, response_head const& head, response_edit const& edit) {
    writer out(to);
    add_status_line(out, head, edit.status);
    known_set dropped{known::content_length, known::via};
    dropped.add(hop_by_hop);
    if (edit.upgrade) dropped.remove(known::upgrade);
    if (edit.drop_content_type) dropped.add(known::content_type);
    for (auto const& f : edit.extra)
        if (iequals(f.name, "Content-Type")) dropped.add(known::content_type);
    passing fields(out, head, edit.rename);
    if (!edit.translated) {
        fields.all_but(dropped);
    } else {
        dropped.add(known::content_encoding);
        fields.all_but(dropped, {known::etag, known::other}, [&](field const& f) {
            if (f.id == known::other) return describes_bytes(f.name);
            if (edit.rename != nullptr && !(*edit.rename)(f.name)) return true;
            // The bytes are others now: what was strong can only be weak (RFC 9110 §8.8.1).
            bool const strong = !f.value.starts_with("W/");
            if (strong) out.put(f.name, ": W/", f.value, "\r\n");
            return strong;
        });
    }
    add_via(out, head);
    if (!edit.request_id.empty() && !head.fields.has(known::x_request_id))
        out.put("X-Request-ID: ", edit.request_id, "\r\n");
    if (!edit.date.empty() && !head.fields.has(known::date)) out.put("Date: ", edit.date, "\r\n");
    add_extra(out, edit.extra);
    if (edit.vary_encoding && !varies_by_encoding(head)) out.put("Vary: Accept-Encoding\r\n");
    auto const status = edit.status != 0 ? edit.status : head.status;
    if (edit.body.kind == framing::by::none) {
        // RFC 9110 §8.6: 1xx and 204 never have one. Of a translated body only the empty one's length is
        // known.
        bool const may_have_length = status >= 200 && status != 204;
        if (edit.keep_length) {
            if (may_have_length && head.content_length && (!edit.translated || *head.content_length == 0))
                add_length(out, *head.content_length);
        } else if (may_have_length && status != 304) {
            out.put("Content-Length: 0\r\n");
        }
    } else {
        add_framing(out, edit.body);
    }
    if (edit.upgrade)
        out.put("Connection: upgrade\r\n");
    else if (edit.close)
        out.put("Connection: close\r\n");
    else if (edit.say_keep_alive)
        out.put("Connection: keep-alive\r\n");
    out.put("\r\n");
}

void write_interim_head(scratch& to, response_head const& head) {
    writer out(to);
    add_status_line(out, head);
    auto dropped = hop_by_hop;
    dropped.add(known::content_length);
    passing(out, head, nullptr).all_but(dropped);
    out.put("\r\n");
}

} // namespace ficus::http
