#include "facade/pipeline/exchange.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <exception>

namespace ficus::pipeline {

namespace {

// A script that closes its half behind its request still gets an answer that comes at once. Beyond that it
// cannot be told from a client that went away, whose request only keeps the upstream busy.
constexpr std::chrono::milliseconds half_closed_for{250};

// What is held costs memory that others wait for: a byte now and then is not enough to keep it.
constexpr int turns_of_held_body = 4;

// The time went while the client was to send it.
constexpr http::refusal request_too_late{408, "request_timeout", "the request took longer than it may"};

} // namespace

exchange::exchange(worker& on, client_end client, http::request_head const& head)
    : worker_(on), client_(client), head_(head), started_(io::clock::now()), held_(on.held_bytes),
      plain_(on.held_bytes), out_body_(on.held_bytes),
      patience_(on.loop.deadlines(), &exchange::client_is_gone, this) {}

exchange::~exchange() = default;

io::task<bool> exchange::run() {
    auto& cells = worker_.counters.thread(worker_.index);
    cells.requests.add();
    std::exception_ptr broken;
    try {
        if (auto const refused = decide()) {
            co_await refuse(*refused);
        } else {
            client_.stream.when_peer_closes(&exchange::client_closes, this);
            bool const routed = !route_.needs_body || co_await look_into_body();
            if (routed && is_declined())
                co_await decline();
            else if (routed && (!must_hold() || co_await hold()))
                co_await attempt_all();
        }
    } catch (...) {
        broken = std::current_exception();
        cancelled_ = true;
    }
    // Whatever broke: the upload may still write to it, and its permit must come back.
    if (up_ != nullptr) settle(false);
    // The upload refers to this exchange. What broke it may still be untold.
    try {
        if (upload_.started()) co_await finish_upload();
    } catch (...) {
        broken = std::current_exception();
    }
    try {
        if (composed_ != nullptr) {
            composed_->calls.cancel();
            co_await composed_->calls.finished();
        }
    } catch (...) {
        broken = std::current_exception();
    }
    if (parked_) parked_in_->discard(std::move(parked_));
    client_.stream.when_peer_closes(nullptr, nullptr);
    patience_.clear();
    if (broken) {
        // Whatever has been sent is spoilt with the connection.
        cells.cut.add();
        std::rethrow_exception(broken);
    }
    // Where only the connection's end marks the answer's end, a plain close would make it look complete.
    // Of one that the client does not read the kernel has taken megabytes, and would keep them for it.
    if (!answer_complete_ && (until_close_ || client_.stream.timed_out())) client_.stream.reset();
    count_end();
    hand_over();
    account();
    if (trace_ != nullptr) end_trace();
    if (source_) source_->return_surplus();
    bool const carries_another = keep_client_ && answer_complete_ && !client_gone_;
    co_return carries_another;
}

std::optional<http::refusal> exchange::decide() {
    auto const framed = http::frame_request(head_);
    auto const read = framed.refused ? http::target_result{} : http::read_target(head_);
    framing_ = framed.body;
    target_ = read.target;
    view_ = worker_.current;
    who_ = identify(head_, worker_.random);
    from_ = find_client(client_.address, head_, snapshot().site->trusted_proxies);
    if (worker_.traces != nullptr) begin_trace();
    auto const* host = head_.find(http::known::host);
    // RFC 9112 §3.2.2: an absolute-form target's host replaces the field.
    host_ = !target_.authority.empty() ? target_.authority
            : host != nullptr          ? host->value
                                       : std::string_view{};
    if (framed.refused) return framed.refused;
    if (read.refused) return read.refused;
    if (framing_.kind == http::framing::by::length && framing_.length > limits().max_body_size)
        return http::refusal{413, "body_too_large", "the request's body is larger than max_body_size"};

    upgrade_ = http::asks_for_websocket(head_) && framing_.kind == http::framing::by::none;

    return decide_route(nullptr);
}

std::optional<http::refusal> exchange::decide_route(rules::body_facts const* body) {
    auto facts = facts_of(head_, target_, host_, from_.address, worker_.scratch);
    facts.body = body;
    auto const bucket = static_cast<std::uint16_t>(worker_.random() % 10000);
    if (snapshot().may_issue) fresh_id_ = std::string_view(make_id(worker_.random));
    route_ = find_route(snapshot(), facts, bucket, fresh_id_, worker_.scratch);
    if (route_.refused) return route_.refused;
    if (route_.needs_body) return std::nullopt;
    side_ = route_.side;
    guards_ = route_.feature != nullptr ? route_.feature->guards.get() : &snapshot().site->guards;
    admit(facts);
    if (is_declined()) return std::nullopt;
    if (auto const limit = guards_->request[side_ == rules::side::legacy ? 0 : 1]; limit.count() > 0)
        timing_.emplace(worker_.loop, &exchange::time_is_up, this,
                        resilience::request_deadline::after(started_, limit));
    sample(facts);
    return std::nullopt;
}

void exchange::sample(rules::facts const& facts) {
    if (route_.feature == nullptr || route_.feature->operations == nullptr) return;
    choose_copy(facts);
    if (auto const& tap = route_.feature->tap; tap != nullptr && tap->is_armed()) choose_recording();
    if (!chosen_ && tap_ == nullptr) return;
    if (upgrade_) return skip_shadow(obs::skip::upgrade);
    if (snapshot().site->shed && worker_.shedder.sheds()) return skip_shadow(obs::skip::shedding);
    if (!worker_.shadow.places.are_free()) return skip_shadow(obs::skip::queue_full);
    capturing_ = true;
    job_ = std::make_unique<shadow::job>(worker_.shadow.bytes);
    if (!job_->held.grow(shadow::job_overhead)) skip_shadow(obs::skip::budget);
}

void exchange::choose_recording() {
    auto const& feature = *route_.feature;
    bool const taken = feature.tap->takes(static_cast<std::uint16_t>(worker_.random() % 10000), head_.method,
                                          is_comparable(feature, head_.method), io::clock::now());
    if (taken) tap_ = feature.tap;
}

void exchange::choose_copy(rules::facts const& facts) {
    auto const& feature = *route_.feature;
    auto const& policy = snapshot().policies[route_.feature_index];
    auto const rate = policy.shadow();
    bool const comparable = is_comparable(feature, head_.method);
    // What nobody wants to be shadowed is not passed over.
    if (!comparable && rate == rules::share::none()) return;
    operation_ = &feature.operations->of(feature.options, route_.matcher, head_.method);
    auto& cells = operation_->of(worker_.index);
    if (!comparable) return cells.skipped[static_cast<std::size_t>(obs::skip::method)].add();
    cells.eligible.add();
    auto const random = static_cast<std::uint16_t>(worker_.random() % 10000);
    auto const bucket = feature.copies->sticky
                            ? policy.sample_bucket(facts, random, route_.decided.issue ? fresh_id_ : "")
                            : random;
    if (!rate.takes(bucket)) return;
    cells.chosen.add();
    chosen_ = true;
}

std::size_t exchange::most_held() const {
    return std::min(limits().max_buffered_body, limits().max_body_size);
}

bool exchange::find_whole_body() {
    if (!source_) source_.emplace(client_.stream, client_.in, framing_);
    if (framing_.kind != http::framing::by::length || client_.in.size() < framing_.length) return false;
    // All of it came with the head: it can be sent as often as need be, and nothing is copied.
    whole_ = source_->buffered().data;
    received_ = whole_.size();
    body_kind_ = body_kind::whole;
    return true;
}

bool exchange::must_hold() {
    if (framing_.kind == http::framing::by::none || body_kind_ == body_kind::whole) return false;
    bool const translating = must_translate(route_, side_);
    if (!source_) source_.emplace(client_.stream, client_.in, framing_);
    // That much is not translated, even where it is here already; hold() says so.
    if (translating && framing_.length > most_held()) return true;
    if (!gathering_begun_ && find_whole_body()) return false;
    if (translating) return true;
    body_kind_ = body_kind::stream;
    received_ = 0; // upload() counts what is held too
    awaiting_continue_ = head_.expect_continue && !gathering_begun_;
    return false;
}

io::task<bool> exchange::hold() {
    auto const most = most_held();
    bool const known_too_large = framing_.length > most || held_.text().size() > most;
    auto end = gathered::too_large;
    if (!known_too_large) end = behind_held_.empty() ? co_await gather() : gathered::no_room;
    if (end == gathered::no_room) co_await no_room_for_request();
    if (end == gathered::too_large)
        co_await refuse(
            {413, "body_too_large", "a body that must be translated is larger than max_buffered_body"});
    co_return end == gathered::whole;
}

io::task<exchange::gathered> exchange::gather() {
    auto const most = most_held();
    auto const until = io::clock::now() + turns_of_held_body * limits().body_timeout;
    gathering_begun_ = true;
    if (head_.expect_continue && client_.in.empty() && !co_await send("HTTP/1.1 100 Continue\r\n\r\n"))
        co_return gathered::over;
    for (auto step = source_->buffered();;) {
        if (!step.malformed.empty()) {
            co_await refuse({400, "bad_chunk", step.malformed});
            co_return gathered::over;
        }
        if (step.error == boost::asio::error::timed_out) {
            late_ = time_has_passed();
            co_await refuse(late_
                                ? request_too_late
                                : http::refusal{408, "body_timeout", "the request's body stopped arriving"});
            co_return gathered::over;
        }
        if (step.error) {
            client_gone_ = true;
            co_return gathered::over;
        }
        received_ += step.data.size();
        if (!held_.append(step.data)) {
            behind_held_ = step.data;
            co_return gathered::no_room;
        }
        if (held_.text().size() > most) co_return gathered::too_large;
        if (source_->done()) break;
        auto const now = io::clock::now();
        if (time_has_passed()) {
            late_ = true;
            co_await refuse(request_too_late);
            co_return gathered::over;
        }
        auto const left = timing_ ? timing_->until.cap(until - now, now) : until - now;
        if (left <= io::clock::duration::zero()) {
            co_await refuse(
                {408, "body_timeout", "the request's body takes longer than one that is held may"});
            co_return gathered::over;
        }
        step = co_await source_->read(std::min<io::clock::duration>(limits().body_timeout, left));
    }
    whole_ = held_.text();
    body_kind_ = body_kind::whole;
    co_return gathered::whole;
}

bool exchange::persistent() const {
    return http::persists(head_) && !worker_.draining && keep_client_;
}

void exchange::cancel() {
    cancelled_ = true;
    keep_client_ = false;
    if (reason_.empty()) reason_ = "stopping";
    call_off();
}

void exchange::call_off() {
    client_.stream.cancel();
    call_off_attempt();
}

void exchange::call_off_attempt() {
    // First, since it may let this exchange go on, but not to its end: that waits for the calls.
    if (composed_ != nullptr) composed_->calls.cancel();
    auto* const ticket = ticket_;
    auto* const pause = pause_;
    if (up_ != nullptr) up_->stream.cancel();
    // Last, since they may run this exchange to its end.
    if (ticket != nullptr) return ticket->cancel();
    if (pause != nullptr) pause->end();
}

void exchange::client_closes(void* self) {
    auto& e = *static_cast<exchange*>(self);
    if (!e.patience_.armed()) e.patience_.set(half_closed_for);
}

void exchange::client_is_gone(void* self) {
    auto& e = *static_cast<exchange*>(self);
    // While the body is read or the answer is sent, that notices. Behind other requests that wait there is an
    // end too, but whoever sends those may well read.
    if (e.answer_begun_ || (e.upload_.started() && !e.upload_.done())) return;
    if (e.client_.stream.peek() != io::transport::peer_state::gone) return;
    e.client_gone_ = true;
    e.call_off();
}

} // namespace ficus::pipeline
