#include "unit/upstream/calls.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace ficus;
using namespace ficus::test;
using namespace ficus::test::calls;

TEST_CASE("an answer is held whole, whatever frames it, and its connection kept where that is possible") {
    struct row {
        std::string bytes;
        std::string body;
        bool close;
        std::size_t kept;
    };
    auto const [bytes, body, close, kept] = GENERATE(values<row>({
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello", "hello", false, 1},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "hello",
         false, 1},
        {"HTTP/1.1 200 OK\r\n\r\nhello", "hello", true, 0},
        {"HTTP/1.1 204 No Content\r\n\r\n", "", false, 1},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
         "2\r\n\r\nok",
         "ok", false, 1},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "ok", false, 0},
        {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", false, 0},
        {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n", "ok", false, 0},
    }));
    stage s;
    auto const script = [&, &bytes = bytes, &body = body, close = close, kept = kept]() -> io::task<void> {
        auto const result = co_await s.answered_with(bytes, close);
        auto const& a = answer_of(result);
        CHECK(a.body == body);
        CHECK(a.head.status / 100 == 2);
        CHECK(s.shared->open() == kept);
        s.p->close_idle();
    };
    drive(s.loop, script());
}

TEST_CASE("the head of a held answer stays with it") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        auto const result =
            co_await s.answered_with("HTTP/1.1 201 Created\r\nContent-Length: 3\r\nX-A: b\r\n\r\nabc", false);
        auto const& a = answer_of(result);
        CHECK(a.head.status == 201);
        CHECK(a.head_took > 0s);
        REQUIRE(a.head.find("x-a") != nullptr);
        CHECK(a.head.find("x-a")->value == "b");
        CHECK(a.head.find("x-a")->value.data() > a.head_bytes.data());
        CHECK(a.head.find("x-a")->value.data() < a.head_bytes.data() + a.head_bytes.size());
        s.p->close_idle();
    };
    drive(s.loop, script());
}

TEST_CASE("to HEAD no body is waited for") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        auto options = with_limits();
        options.method = "HEAD";
        auto const result =
            co_await s.answered_with("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", false, options);
        CHECK(answer_of(result).body == "");
        CHECK(s.shared->open() == 1);
        s.p->close_idle();
    };
    drive(s.loop, script());
}

TEST_CASE("answers that are none are failures of their kind") {
    struct row {
        std::string bytes;
        bool close;
        failure_code code;
    };
    auto const [bytes, close, code] = GENERATE(values<row>({
        {"", true, failure_code::closed_before_head},
        {"HTTP/1.1 200", true, failure_code::closed_before_head},
        {"SSH-2.0-OpenSSH_9.2\r\n\r\n", false, failure_code::bad_answer},
        {"HTTP/1.1 200 OK\r\nA: \x01\r\n\r\n", false, failure_code::bad_answer},
        {"HTTP/1.1 200 OK\nA: b\n\n", false, failure_code::bad_answer},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", false,
         failure_code::bad_answer},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", false, failure_code::bad_answer},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", false, failure_code::bad_answer},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", true, failure_code::cut_short},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", true, failure_code::cut_short},
        {"HTTP/1.1 101 Switching Protocols\r\n\r\n", false, failure_code::bad_answer},
        {"HTTP/1.1 099 Odd\r\n\r\n", false, failure_code::bad_answer},
    }));
    stage s;
    auto const script = [&, &bytes = bytes, close = close, code = code]() -> io::task<void> {
        auto const result = co_await s.answered_with(bytes, close);
        CAPTURE(bytes);
        CHECK(upstream::name_of(failure_of(result).code) == upstream::name_of(code));
        CHECK_FALSE(failure_of(result).nothing_sent);
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("a head that never ends is refused at its limit") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        auto const result =
            co_await s.answered_with("HTTP/1.1 200 OK\r\nA: " + std::string(9000, 'x'), false);
        CHECK(failure_of(result).code == failure_code::bad_answer);
        CHECK(failure_of(result).detail == "the answer's head is larger than max_header_size");
    };
    drive(s.loop, script());
}

TEST_CASE("a large head within its limit is read") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        auto const result =
            co_await s.answered_with("HTTP/1.1 200 OK\r\nA: " + std::string(7000, 'x') +
                                         "\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'y'),
                                     false);
        CHECK(answer_of(result).body == std::string(1000, 'y'));
        CHECK(answer_of(result).head.find("a")->value.size() == 7000);
        s.p->close_idle();
    };
    drive(s.loop, script());
}

TEST_CASE("a body that is too large to hold is given up") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        auto const result = co_await s.answered_with(
            "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'), false);
        CHECK(std::holds_alternative<upstream::body_too_large>(result));
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}

TEST_CASE("a body takes of the share that it is given, and is given up where nothing is left") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        io::byte_budget budget(7);
        io::byte_budget::share share(budget);
        auto options = with_limits();
        options.held = &share;
        std::string const bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        auto const first = co_await s.answered_with(bytes, false, options);
        CHECK(answer_of(first).body == "hello");
        CHECK(budget.reserved() == 5);
        s.p->close_idle();
        auto const second = co_await s.answered_with(bytes, false, options);
        auto const* const refused = std::get_if<upstream::body_too_large>(&second);
        REQUIRE(refused != nullptr);
        CHECK(refused->no_room);
        CHECK(budget.reserved() == 5);
    };
    drive(s.loop, script());
}

TEST_CASE("an answer that does not come, and a body that halts, are waited for only so long") {
    for (bool const with_head : {false, true}) {
        stage s;
        auto const script = [&]() -> io::task<void> {
            auto options = with_limits();
            options.response_timeout = 60ms;
            options.body_timeout = 60ms;
            auto const result = co_await s.answered_with(
                with_head ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel" : "", false, options);
            auto const expected = with_head ? failure_code::body_timeout : failure_code::response_timeout;
            CHECK(upstream::name_of(failure_of(result).code) == upstream::name_of(expected));
            CHECK(s.shared->open() == 0);
        };
        drive(s.loop, script());
    }
}

TEST_CASE("a call is called off wherever it is") {
    struct beside {
        static io::task<void> run(stage& s, call_control& control,
                                  std::optional<upstream::call_result>& result) {
            result.emplace(co_await upstream::call(*s.p, request, with_limits(), control));
        }
    };
    // before it begins, while it connects, while it waits for the head, while it reads the body
    for (int const phase : {0, 1, 2, 3}) {
        CAPTURE(phase);
        stage s;
        auto const script = [&]() -> io::task<void> {
            call_control control;
            std::optional<upstream::call_result> result;
            io::side_task side;
            if (phase == 0) control.cancel();
            side.start(beside::run(s, control, result));
            if (phase >= 2) {
                s.far = s.server.accept();
                std::string heard;
                io::transport look(s.loop); // lets the loop go on while the request is on its way
                co_await look.connect(s.shared->endpoints()[0].at->look()->addresses[0]);
                while (heard.size() < request.size())
                    REQUIRE(s.far.receive(heard, patient()) == transfer::ok);
                if (phase == 3) {
                    REQUIRE(s.far.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", patient()) ==
                            transfer::ok);
                    io::transport again(s.loop);
                    co_await again.connect(s.shared->endpoints()[0].at->look()->addresses[0]);
                }
            }
            control.cancel();
            co_await side.join();
            REQUIRE(result.has_value());
            CHECK(upstream::name_of(failure_of(*result).code) == upstream::name_of(failure_code::cancelled));
            CHECK(s.shared->open() == 0);
        };
        drive(s.loop, script());
    }
}

TEST_CASE("a limit that moves is told of a call's answer, and where there is none in time, but of no error") {
    struct row {
        std::string bytes;
        std::size_t limit;
    };
    auto const [bytes, limit] = GENERATE(values<row>({
        {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 4},
        {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 4},
        {"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", 2},
        {"", 1},
    }));
    stage s;
    auto options = options_for({s.server.port()});
    options.adaptive = resilience::gradient_options{.least = 1};
    s.shared = group_of(options);
    s.p = pool::make(s.loop, s.shared, s.events);
    auto const before = [&](int answers, io::clock::time_point at, bool came) {
        for (int i = 0; i < answers; ++i) s.shared->adaptive()->tell(at, 1s, 2, came);
    };
    auto const now = io::clock::now();
    before(30, now - 2s, true);
    before(1, now - 1s, true);
    REQUIRE(s.shared->limit() == 2);
    // One more is enough.
    before(30, now - 500ms, !bytes.empty());
    auto const script = [&, &bytes = bytes, limit = limit]() -> io::task<void> {
        auto options = with_limits();
        options.response_timeout = bytes.empty() ? 60ms : 10s;
        auto const result = co_await s.answered_with(bytes, false, options);
        CHECK(s.shared->limit() == limit);
        s.p->close_idle();
    };
    drive(s.loop, script());
}
