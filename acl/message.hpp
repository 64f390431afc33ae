#pragma once

#include "acl/header_view.hpp"
#include "acl/remembered.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// What a link becomes on the other side; nothing where it stays as it is.
using link_rewriter = std::function<std::optional<std::string>(std::string_view url)>;

/// What a call has come to when an answer is put together (call.hpp).
struct call_answer {
    enum class state : std::uint8_t {
        nothing,  ///< there is no such thing, or there was nothing to ask for
        answered, ///< see `body`
        failed
    };
    state came = state::nothing;
    value const* document = nullptr; ///< what was answered, as call::read() reads it
    /// Of links in it; null: as those of the main answer.
    link_rewriter const* links = nullptr;
};

/// A request or an answer as a translator is given it. Nothing of it is owned.
struct message_view {
    std::string_view method; ///< of requests
    std::string_view path;   ///< of requests: as it was sent, without the query
    std::string_view query;  ///< of requests: as it was sent, without the `?`
    bool has_query = false;
    unsigned status = 0; ///< of answers
    std::span<header_view const> headers;
    std::string_view body; ///< without content codings
    /// Of modern answers: by the translator's calls. Of those that are not here nothing came.
    std::span<call_answer const> calls = {};
    /// Of answers: what was kept of the request as its client sent it (message::request); null: nothing.
    remembered const* request = nullptr;
    /// Of fields that hold links; null: paths that fit the request's template become the other side's.
    link_rewriter const* links = nullptr;
};

struct header_text {
    std::string name;
    std::string value;
};

/// What the other side gets: all that a translator says of it. Header fields that are neither renamed
/// (translator::map_header) nor named here stay as they are.
struct message {
    std::string method;
    std::string path;
    std::string query;
    bool has_query = false;
    unsigned status = 0;
    std::vector<std::string> removed; ///< names of header fields that do not go over, in lower case
    std::vector<header_text> added;   ///< in their place, or besides
    std::string content_type;         ///< of the body; empty where there is none
    std::string body;
    bool unchanged =
        false; ///< the answer is none that the translator speaks of; only field names are translated
    std::size_t dropped = 0; ///< members that no field names and that were not kept
    /// Of modern answers: what fields say of the calls' answers, by the translator's calls; empty where they
    /// say nothing. Nobody is sent these: they show what a mapping loses.
    std::vector<std::string> calls;
    /// Of requests: what is to be kept for the translation of the answer; null: nothing. Of answers: what
    /// fields say of the request, which nobody is sent.
    std::shared_ptr<remembered> request;
};

} // namespace ficus::acl
