#pragma once

#include "acl/translator.hpp"
#include "facade/http/content_coding.hpp"
#include "tools/command_line.hpp"
#include "tools/failure.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::tools {

/// A request or an answer as a person writes it down, and as a translator makes it of one. What the facade
/// itself does to a message that passes (Via, X-Forwarded-For...) is no part of it.
struct whole_message {
    acl::part part = acl::part::request;
    std::string method; ///< of requests
    std::string target = "/";
    unsigned status = 0; ///< of answers
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;

    /// Of the options of `ficus translate`; failures have exit_status::usage.
    static result<whole_message> from(translate_command const& command, std::string body);
    /// RFC 9112, as far as people write it: lines may end in LF alone, and the body is all that comes behind
    /// the empty line, whatever Content-Length says. Failures have exit_status::failed and name the line.
    static result<whole_message> read(std::string_view text);

    /// Takes the body out of its content codings, which it is in no more afterwards.
    result<void> decode(std::size_t most);
    /// As it would be sent, with a Content-Length.
    std::string text() const;
};

/// What an answer that goes `way` is told besides itself.
struct around_answer {
    std::span<acl::call_answer const> calls = {}; ///< what the translator's calls answered
    acl::remembered const* request = nullptr;     ///< what was kept of the client's request
};

/// What the translator makes of it; an error's `where` is never empty. `dropped`: as acl::message has it.
boost::system::result<whole_message, acl::error> translate(whole_message const& from,
                                                           acl::translator const& by, acl::direction way,
                                                           around_answer const& around,
                                                           acl::mapping_trace* trace, std::size_t& dropped);

/// What an answer that goes `way` repeats of that request, a whole message with its head or a body alone;
/// null: nothing. Failures have exit_status::failed.
result<std::shared_ptr<acl::remembered>> remember_request(std::string const& text, acl::translator const& by,
                                                          acl::direction way, std::size_t most);

} // namespace ficus::tools
