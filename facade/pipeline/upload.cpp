#include "facade/pipeline/exchange.hpp"

#include <boost/asio/error.hpp>

#include <utility>

namespace ficus::pipeline {

namespace {

// What a client that is still sending gets when its answer is complete already: time to finish, so that it
// reads the answer instead of a reset.
constexpr std::chrono::seconds grace{1};

} // namespace

io::task<void> exchange::upload(upstream::connection& up) {
    bool discarding = false;
    auto const stop = [&](std::optional<http::refusal> refused) {
        body_refused_ = refused;
        keep_client_ = false;
        up.stream.cancel();
    };
    // What routing held of it goes first; what came with the head is a part of that.
    auto step = http::body_source::step{held_.text(), {}, {}};
    if (step.data.empty())
        step = behind_held_.empty() ? source_->buffered()
                                    : http::body_source::step{std::exchange(behind_held_, {}), {}, {}};
    for (;;) {
        bool const last = source_->done() && behind_held_.empty();
        if (!step.malformed.empty()) co_return stop(http::refusal{400, "bad_chunk", step.malformed});
        if (step.error == boost::asio::error::timed_out) {
            keep_client_ = false;
            if (upload_ends_soon_) co_return;
            co_return stop(http::refusal{408, "body_timeout", "the request's body stopped arriving"});
        }
        if (step.error) {
            if (!upload_ends_soon_) client_gone_ = true;
            co_return stop(std::nullopt);
        }
        if (awaiting_continue_ && !step.data.empty()) {
            // It did not wait.
            awaiting_continue_ = false;
            expect_no_head(up);
        }
        received_ += step.data.size();
        if (received_ > limits().max_body_size)
            co_return stop(
                http::refusal{413, "body_too_large", "the request's body is larger than max_body_size"});
        if (capturing_) capture(job_->body, step.data, framing_.length);
        if (!discarding) {
            bool const chunked = send_framing_.kind == http::framing::by::chunked;
            http::chunk_head const size(step.data.size());
            std::string tail;
            std::array<std::string_view, 4> pieces;
            std::size_t n = 0;
            if (!step.data.empty()) {
                if (chunked) pieces[n++] = size.view();
                pieces[n++] = step.data;
                if (chunked) pieces[n++] = "\r\n";
            }
            if (chunked && last) {
                tail = "0\r\n" + source_->trailers() + "\r\n";
                pieces[n++] = tail;
            }
            if (n > 0) {
                up.stream.write_within(side_limits().body);
                auto const sent = co_await up.stream.write(std::span(pieces.data(), n));
                // It may have answered before it stopped listening: what is left is swallowed, so that the
                // client gets to read that answer.
                if (!sent) discarding = upload_cut_ = true;
            }
        }
        if (!held_.text().empty()) held_.clear();
        if (last) break;
        if (!behind_held_.empty()) {
            step = {std::exchange(behind_held_, {}), {}, {}};
            continue;
        }
        // A client that waits for 100 is not slow.
        std::optional<io::clock::duration> limit = limits().body_timeout;
        if (awaiting_continue_) limit.reset();
        if (upload_ends_soon_) {
            limit = grace_until_ - io::clock::now();
            if (*limit <= io::clock::duration::zero()) co_return stop(std::nullopt);
        }
        step = co_await source_->read(limit);
    }
    awaiting_continue_ = false;
    // From here on it is the upstream's turn. A client that closed while its body was read, and an end behind
    // the body, were nothing to the read.
    client_.stream.when_peer_closes(&exchange::client_closes, this);
    if (!head_arrived_) expect_head(up);
}

io::task<void> exchange::finish_upload() {
    if (!upload_.done()) {
        upload_ends_soon_ = true;
        grace_until_ = io::clock::now() + grace;
        if (client_gone_ || cancelled_)
            client_.stream.cancel();
        else
            client_.stream.read_within(grace);
    }
    co_await upload_.join();
    if (!source_->done()) keep_client_ = false;
}

} // namespace ficus::pipeline
