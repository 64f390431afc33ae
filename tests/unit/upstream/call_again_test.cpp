// What a call does where its connection or its endpoint fails it, and how it gives way to others.
#include "unit/upstream/calls.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <thread>

using namespace ficus;
using namespace ficus::test;
using namespace ficus::test::calls;

TEST_CASE("a kept connection that the server has closed is replaced by a new one, once") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        // A kept connection is looked at first, so the server closes only when the request is on its way.
        answer_of(co_await s.answered_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false));
        std::thread closing([&] {
            std::string heard;
            s.far.receive(heard, patient());
            s.far.close();
            s.far = s.server.accept();
            heard.clear();
            while (heard.size() < request.size() && s.far.receive(heard, patient()) == transfer::ok) {}
            s.far.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain", patient());
        });
        call_control control;
        auto const result = co_await upstream::call(*s.p, request, with_limits(), control);
        closing.join();
        CHECK(answer_of(result).body == "again");
        CHECK(s.events.reuses == 1);
        CHECK(s.events.opens == 2);
        s.p->close_idle();
    };
    drive(s.loop, script());
}

TEST_CASE("a kept connection that breaks after a 1xx is not stale: something was answered") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        answer_of(co_await s.answered_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false));
        std::thread answering([&] {
            std::string heard;
            s.far.receive(heard, patient());
            s.far.send("HTTP/1.1 103 Early Hints\r\n\r\n", patient());
            s.far.close();
        });
        call_control control;
        auto const result = co_await upstream::call(*s.p, request, with_limits(), control);
        answering.join();
        CHECK(failure_of(result).code == failure_code::closed_before_head);
        // It was not sent a second time.
        CHECK(s.events.opens == 1);
    };
    drive(s.loop, script());
}

TEST_CASE("others have a turn between two of a flood of 1xx") {
    constexpr std::size_t flood = 1'000;
    std::string bytes;
    for (std::size_t i = 0; i < flood; ++i) bytes += "HTTP/1.1 103 Early Hints\r\n\r\n";
    bytes += "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    stage s;
    std::size_t turns = 0;
    std::function<void()> const count = [&] {
        if (++turns < 100 * flood) s.loop.later(count);
    };
    auto const script = [&]() -> io::task<void> {
        count();
        auto const result = co_await s.answered_with(bytes, false);
        CHECK(answer_of(result).body == "ok");
        CHECK(turns > flood);
        turns = 100 * flood;
        s.p->close_idle();
    };
    drive(s.loop, script());
}

TEST_CASE("a call of which nothing was sent goes to another endpoint, whatever its method") {
    struct row {
        std::size_t dead; // endpoints that refuse, before the one that answers
        unsigned retries;
        bool answered;
    };
    auto const [dead, retries, answered] =
        GENERATE(values<row>({{1, 1, true}, {2, 2, true}, {2, 1, false}, {1, 0, false}}));
    CAPTURE(dead, retries);
    std::vector<closed_port> nobody(dead);
    origin alive;
    std::vector<std::uint16_t> ports;
    for (auto const& one : nobody) ports.push_back(one.port());
    ports.push_back(alive.port());
    auto options = options_for(ports);
    options.retries = retries;
    stage s(options);
    auto const script = [&, answered = answered]() -> io::task<void> {
        std::thread answering([&] {
            if (!answered) return;
            auto far = alive.accept();
            std::string heard;
            while (heard.size() < request.size() && far.receive(heard, patient()) == transfer::ok) {}
            far.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", patient());
        });
        call_control control;
        auto limits = with_limits();
        limits.method = "POST";
        auto const result = co_await upstream::call(*s.p, request, limits, control);
        answering.join();
        if (answered)
            CHECK(answer_of(result).body == "ok");
        else
            CHECK(failure_of(result).code == failure_code::refused);
        s.p->close_idle();
    };
    drive(s.loop, script());
}

TEST_CASE("a call that an endpoint may have read does not go to another one") {
    origin silent;
    origin other;
    auto options = options_for({silent.port(), other.port()});
    stage s(options);
    auto const script = [&]() -> io::task<void> {
        std::thread closing([&] {
            auto far = silent.accept();
            std::string heard;
            far.receive(heard, patient());
        });
        call_control control;
        auto const result = co_await upstream::call(*s.p, request, with_limits(), control);
        closing.join();
        CHECK(failure_of(result).code == failure_code::closed_before_head);
        CHECK(s.events.opens == 1);
    };
    drive(s.loop, script());
}

TEST_CASE("what may not be done twice is not sent again, though the kept connection was stale") {
    stage s;
    auto const script = [&]() -> io::task<void> {
        answer_of(co_await s.answered_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false));
        std::thread closing([&] {
            std::string heard;
            s.far.receive(heard, patient());
            s.far.close();
        });
        call_control control;
        auto options = with_limits();
        options.method = "POST";
        auto const result = co_await upstream::call(*s.p, request, options, control);
        closing.join();
        CHECK(failure_of(result).code == failure_code::stale);
        CHECK_FALSE(failure_of(result).nothing_sent);
        CHECK(s.events.opens == 1);
        CHECK(s.shared->open() == 0);
    };
    drive(s.loop, script());
}
