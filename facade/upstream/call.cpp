#include "facade/upstream/call.hpp"

#include "facade/http/body_source.hpp"
#include "facade/http/method.hpp"
#include "facade/http/scan.hpp"

#include <boost/asio/error.hpp>

namespace ficus::upstream {

namespace {

read_head_result bad(std::string_view reason, std::string_view detail) {
    return {bad_answer(reason, detail), 0};
}

} // namespace

io::task<read_head_result> read_head(connection& c, http::response_head& head, std::size_t max_header_size,
                                     std::string* copy) {
    auto const fail = [](failure_code code, std::string_view detail) {
        return read_head_result{failure{code, {}, std::string(detail), false}, 0};
    };
    http::head_scanner scanner;
    for (;;) {
        auto const state = c.in.empty() ? http::head_scanner::state::more : scanner.scan(c.in.data());
        if (state == http::head_scanner::state::bad) co_return bad("bad_head", scanner.why());
        bool const complete = state == http::head_scanner::state::complete;
        if (complete ? scanner.size() > max_header_size : c.in.size() >= max_header_size)
            co_return bad("header_too_large", "the answer's head is larger than max_header_size");
        if (complete) break;
        auto const got = co_await c.stream.receive(c.in);
        if (!got) {
            if (got.error == boost::asio::error::timed_out)
                co_return fail(failure_code::response_timeout, "no head");
            if (got.error == boost::asio::error::operation_aborted)
                co_return fail(failure_code::cancelled, {});
            co_return fail(c.reused && !c.answered ? failure_code::stale : failure_code::closed_before_head,
                           got.error.message());
        }
        c.answered = true;
    }
    auto bytes = c.in.data().substr(0, scanner.size());
    if (copy != nullptr) bytes = copy->assign(bytes);
    if (auto const refused = http::parse_head(bytes, head)) co_return bad(refused->reason, refused->message);
    co_return read_head_result{std::nullopt, scanner.size()};
}

void call_control::cancel() {
    cancelled_ = true;
    if (stream_ != nullptr) stream_->cancel();
    // Last, since it may run the call to its end.
    if (ticket_ != nullptr) ticket_->cancel();
}

struct call_access {
    static void at(call_control& control, pool::ticket* ticket, io::transport* stream) {
        control.ticket_ = ticket;
        control.stream_ = stream;
    }
    static bool cancelled(call_control const& control) { return control.cancelled_; }
};

namespace {

io::task<call_result> call_once(pool& to, std::string_view request, call_options const& options,
                                pool::wish wish, call_control& control) {
    if (call_access::cancelled(control))
        co_return call_result(failure{failure_code::cancelled, {}, {}, true});
    pool::ticket ticket;
    call_access::at(control, &ticket, nullptr);
    if (to.shared().health() != nullptr) wish.asked = io::clock::now();
    auto got = co_await to.acquire(wish, ticket);
    call_access::at(control, nullptr, nullptr);
    if (auto* failed = std::get_if<failure>(&got)) co_return call_result(std::move(*failed));
    auto c = std::move(std::get<std::unique_ptr<connection>>(got));
    call_access::at(control, nullptr, &c->stream);
    auto const asked = io::clock::now();
    bool nothing_sent = true;
    auto const give_up = [&](failure_code code, std::string detail) {
        call_access::at(control, nullptr, nullptr);
        failure failed{code, to.shared().endpoints()[c->endpoint].authority, std::move(detail), nothing_sent,
                       c->endpoint};
        to.discard(std::move(c));
        return call_result(std::move(failed));
    };
    c->stream.write_within(options.body_timeout);
    auto const sent = co_await c->stream.write(request);
    nothing_sent = sent.bytes == 0;
    if (!sent) {
        auto const code = c->reused ? failure_code::stale : failure_code::closed_before_head;
        co_return give_up(code, sent.error.message());
    }
    c->stream.read_within(options.response_timeout);
    auto answer = std::make_unique<whole_answer>();
    bool last = false; // an interim answer said that none comes behind this one (RFC 9112 §9.6)
    for (;;) {
        answer->head = {};
        // The inbox goes on to receive the body: the head has memory of its own.
        auto const read = co_await read_head(*c, answer->head, options.max_header_size, &answer->head_bytes);
        if (read.failed) {
            if (read.failed->code == failure_code::response_timeout)
                to.tell_limit(io::clock::now(), asked, false);
            co_return give_up(read.failed->code, read.failed->detail);
        }
        if (auto const interim = http::frame_response(answer->head, options.method);
            interim.refused && answer->head.status < 200)
            co_return give_up(failure_code::bad_answer, std::string(interim.refused->message));
        c->in.consume(read.size);
        if (answer->head.status >= 200) break;
        last = last || !http::persists(answer->head);
        if (answer->head.status == 101)
            co_return give_up(failure_code::bad_answer, "101 without a request for it");
        // A flood of them may be here already.
        co_await c->stream.on().next_turn();
        if (call_access::cancelled(control)) co_return give_up(failure_code::cancelled, {});
    }
    c->stream.clear_read_deadline();
    auto const now = io::clock::now();
    answer->head_took = now - asked;
    if (answer->head.status < 500) to.tell_limit(now, asked, true);
    auto const framed = http::frame_response(answer->head, options.method);
    if (framed.refused) co_return give_up(failure_code::bad_answer, std::string(framed.refused->message));
    http::body_source body(c->stream, c->in, framed.body);
    for (auto step = body.buffered();;) {
        if (!step.malformed.empty()) co_return give_up(failure_code::bad_answer, std::string(step.malformed));
        if (step.error == boost::asio::error::timed_out)
            co_return give_up(failure_code::body_timeout, "body");
        if (step.error) co_return give_up(failure_code::cut_short, step.error.message());
        bool const too_large = answer->body.size() + step.data.size() > options.max_body;
        if (too_large || (options.held != nullptr && !options.held->grow(step.data.size()))) {
            call_access::at(control, nullptr, nullptr);
            to.discard(std::move(c));
            co_return call_result(body_too_large{!too_large});
        }
        answer->body += step.data;
        if (body.done()) break;
        step = co_await body.read(options.body_timeout);
    }
    call_access::at(control, nullptr, nullptr);
    if (framed.reusable && !last && !body.has_surplus())
        to.release(std::move(c));
    else
        to.discard(std::move(c));
    co_return call_result(std::move(answer));
}

} // namespace

io::task<call_result> call(pool& to, std::string_view request, call_options options, call_control& control) {
    bool const idempotent = http::is_idempotent(options.method);
    pool::wish wish{.once = !idempotent};
    for (auto retries_left = to.shared().options().retries;;) {
        auto result = co_await call_once(to, request, options, wish, control);
        auto* const failed = std::get_if<failure>(&result);
        if (failed == nullptr) co_return result;
        if (call_access::cancelled(control)) {
            // Wherever it was interrupted, and whatever broke there: the reason is ours.
            failed->code = failure_code::cancelled;
            co_return result;
        }
        // A server may have acted on what it did not answer.
        wish.fresh = failed->code == failure_code::stale && (failed->nothing_sent || idempotent);
        if (wish.fresh) continue;
        if (!failed->nothing_sent || !failed->endpoint_index || retries_left == 0) co_return result;
        wish.tried.add(*failed->endpoint_index);
        bool const elsewhere = wish.tried.leave_one_of(to.shared().endpoints().size());
        if (!elsewhere || failed->code == failure_code::no_descriptors) co_return result;
        --retries_left;
    }
}

} // namespace ficus::upstream
