#pragma once

#include "facade/upstream/call.hpp"
#include "unit/io/driven.hpp"
#include "unit/upstream/origins.hpp"

#include <thread>

namespace ficus::test::calls {

using namespace std::chrono_literals;
using upstream::call_control;
using upstream::call_options;
using upstream::failure_code;
using upstream::group;
using upstream::pool;
using upstream::whole_answer;

inline std::string const request = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

inline call_options with_limits() {
    return {.method = "GET",
            .response_timeout = 10s,
            .body_timeout = 10s,
            .max_header_size = 8192,
            .max_body = 1000};
}

/// One pool, its server, and calls that are answered by a script of bytes.
struct stage {
    stage() : shared(group_of(options_for({server.port()}))), p(pool::make(loop, shared, events)) {}
    explicit stage(upstream::upstream_options const& options)
        : shared(group_of(options)), p(pool::make(loop, shared, events)) {}

    /// A call whose answer are these bytes, after which the server closes or not.
    io::task<upstream::call_result> answered_with(std::string bytes, bool close,
                                                  call_options options = with_limits()) {
        std::thread answering([&, bytes = std::move(bytes)] {
            far = server.accept();
            std::string heard;
            while (heard.size() < request.size() && far.receive(heard, patient()) == transfer::ok) {}
            far.send(bytes, patient());
            if (close) far.close();
        });
        call_control control;
        auto result = co_await upstream::call(*p, request, options, control);
        answering.join();
        co_return result;
    }

    origin server;
    test::socket far;
    io::loop loop;
    counted events;
    std::shared_ptr<group> shared;
    std::shared_ptr<pool> p;
};

inline whole_answer const& answer_of(upstream::call_result const& result) {
    if (auto const* failed = std::get_if<upstream::failure>(&result))
        FAIL("failed: " << upstream::name_of(failed->code) << ", " << failed->detail);
    REQUIRE(std::holds_alternative<std::unique_ptr<whole_answer>>(result));
    return *std::get<std::unique_ptr<whole_answer>>(result);
}
inline upstream::failure const& failure_of(upstream::call_result const& result) {
    REQUIRE(std::holds_alternative<upstream::failure>(result));
    return std::get<upstream::failure>(result);
}

} // namespace ficus::test::calls
