#pragma once

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::http {

/// The fields that the facade itself has to know; everything else passes as `other`.
enum class known : std::uint8_t {
    other,
    accept_encoding,
    connection,
    content_encoding,
    content_length,
    content_type,
    cookie,
    date,
    etag,
    expect,
    host,
    keep_alive,
    proxy_connection,
    range,
    set_cookie,
    te,
    traceparent,
    trailer,
    transfer_encoding,
    upgrade,
    via,
    x_ficus_shadow,
    x_forwarded_for,
    x_forwarded_host,
    x_forwarded_proto,
    x_request_id,
};

struct field {
    std::string_view name;  ///< as it was sent
    std::string_view value; ///< without surrounding white space
    known id = known::other;
};

using field_list = boost::container::small_vector<field, 24>;

/// What is common to both kinds of head. All views point into the bytes that were parsed.
struct head {
    unsigned minor = 1; ///< HTTP/1.minor
    field_list fields;
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool other_coding = false;          ///< Transfer-Encoding names something before a final `chunked`
    bool close = false;                 ///< Connection: close
    bool keep_alive = false;            ///< Connection: keep-alive
    bool upgrade = false;               ///< Connection: upgrade
    bool connection_names_more = false; ///< Connection nominates fields besides the known ones

    /// The first of that name, or null. Names compare without case.
    field const* find(std::string_view name) const;
    field const* find(known id) const;
    std::size_t count(known id) const;
};

struct request_head : head {
    std::string_view method;
    std::string_view target;
    bool expect_continue = false;
};

struct response_head : head {
    unsigned status = 0;
    std::string_view reason;
};

/// Why a head was refused: a sentence for the problem document and a short name for the counter.
struct refusal {
    unsigned status = 400;
    std::string_view reason;  ///< such as `bad_field`; a static text
    std::string_view message; ///< a static text
};

/// Reads a complete head (from its first byte to the end of its empty line, as head_scanner found it).
std::optional<refusal> parse_head(std::string_view bytes, request_head& into);
std::optional<refusal> parse_head(std::string_view bytes, response_head& into);

bool iequals(std::string_view a, std::string_view b);
/// Without the white space around it (OWS, RFC 9110 §5.6.3).
std::string_view trimmed(std::string_view text);
/// Calls `each` with every element of a comma-separated list, trimmed, empty ones left out.
template<class F>
void for_each_element(std::string_view list, F&& each) {
    while (!list.empty()) {
        auto const comma = list.find(',');
        auto const element = trimmed(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        if (!element.empty()) each(element);
    }
}

} // namespace ficus::http
