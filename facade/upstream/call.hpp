#pragma once

#include "facade/http/head.hpp"
#include "facade/http/limits.hpp"
#include "facade/io/byte_budget.hpp"
#include "facade/io/task.hpp"
#include "facade/upstream/pool.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ficus::upstream {

/// Reads one answer's head from a connection, 1xx heads included. What is consumed of the inbox is the
/// caller's to say: `size` bytes from its front belong to the head.
struct read_head_result {
    std::optional<upstream::failure> failed;
    std::size_t size = 0;
};
/// The stream's read deadline is the caller's business. `head` is filled; its views point into the
/// connection's inbox or, where there is a `copy`, into that.
io::task<read_head_result> read_head(connection& c, http::response_head& head, std::size_t max_header_size,
                                     std::string* copy = nullptr);

/// An answer held whole.
struct whole_answer {
    std::string head_bytes; ///< what `head` points into
    http::response_head head;
    std::string body;                ///< content, framing taken out
    io::clock::duration head_took{}; ///< from when there was a connection for the request to the head's end
};
struct call_options {
    std::string_view method;
    std::chrono::milliseconds response_timeout;
    std::chrono::milliseconds body_timeout;
    std::size_t max_header_size;
    std::size_t max_body;
    io::byte_budget::share* held = nullptr; ///< what the body takes is of that, where it is said
};
struct body_too_large {
    bool no_room = false; ///< not the limit of one body: of what may be held in all nothing was left
};
using call_result = std::variant<std::unique_ptr<whole_answer>, failure, body_too_large>;

/// How a call is called off from outside; lives as long as the call.
class call_control {
public:
    /// The call fails with failure_code::cancelled, soon.
    void cancel();

private:
    friend struct call_access;
    pool::ticket* ticket_ = nullptr;
    io::transport* stream_ = nullptr;
    bool cancelled_ = false;
};

/// One request sent and its answer held: for copies, and for calls that an answer is put together from. Where
/// a kept connection was stale, it is sent once more on a new one, provided that nothing was sent or the
/// method is idempotent. Where nothing was sent because its endpoint cannot be had, it goes to another one,
/// as often as the upstream's `retries` say.
io::task<call_result> call(pool& to, std::string_view request, call_options options, call_control& control);

} // namespace ficus::upstream
