#pragma once

#include "facade/http/field_list.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ficus::http {

/// What is common to both kinds of head. All views point into the bytes that were parsed.
struct head {
    unsigned minor = 1; ///< HTTP/1.minor
    field_list fields;
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool other_coding = false;     ///< Transfer-Encoding names something before a final `chunked`
    bool close = false;            ///< Connection: close
    bool keep_alive = false;       ///< Connection: keep-alive
    bool upgrade = false;          ///< Connection: upgrade
    unsigned connection_names = 0; ///< how many fields Connection nominates, besides the known options

    /// The first of that name, or null. Names compare without case.
    field const* find(std::string_view name) const;
    field const* find(known id) const { return fields.find(id); }
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

/// Reads a complete head (from its first byte to the end of its empty line, as head_scanner found it). What
/// `into` held before is gone, but for the memory of its fields. Where the head is refused, `into` holds what
/// came before the reason.
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
