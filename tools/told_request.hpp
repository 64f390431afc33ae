#pragma once

#include "facade/http/content_coding.hpp"
#include "rules/facts.hpp"
#include "rules/ip.hpp"
#include "tools/command_line.hpp"
#include "tools/failure.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::tools {

/// What explain ends with when the facade would not pass the request on.
failure facade_answers(unsigned status, std::string_view why);

/// `Name: value`, as -H has it; failures have exit_status::usage.
result<std::pair<std::string, std::string>> header_field_of(std::string const& text);

/// A request as `ficus explain` is told of it. The URL is taken byte for byte, since what is odd about a path
/// is what is asked.
struct told_request {
    std::string method;
    std::string host; ///< of the URL, else of the Host field
    std::string path = "/";
    std::string query;
    bool has_query = false;
    std::vector<std::pair<std::string, std::string>> fields;
    std::optional<std::string> body;
    rules::ip_address client; ///< as the facade finds it from the peer, --client-ip

    /// Failures (a header without a colon, no address) have exit_status::usage; what the facade itself would
    /// refuse has exit_status::failed.
    static result<told_request> from(explain_command const& command,
                                     std::vector<rules::network> const& trusted_proxies = {},
                                     std::size_t most_held = 4 * 1024 * 1024);

    /// Its body, out of the content codings that its fields name.
    boost::system::result<std::string, http::decoding_error> decoded_body(std::size_t max_bytes) const;

    /// Points into this and into `views`.
    rules::facts facts(std::vector<rules::field_view>& views) const;
};

} // namespace ficus::tools
