#include "facade/composition/calls_under_way.hpp"

#include "facade/http/content_coding.hpp"
#include "facade/translation/head_change.hpp"
#include "facade/upstream/call.hpp"

#include <exception>
#include <utility>

namespace ficus::composition {

namespace {

bool is_timeout(upstream::failure_code code) {
    using upstream::failure_code;
    return code == failure_code::connect_timeout || code == failure_code::queue_timeout ||
           code == failure_code::response_timeout || code == failure_code::body_timeout;
}

} // namespace

std::string_view name_of(call_outcome o) {
    switch (o) {
    case call_outcome::none: return "none";
    case call_outcome::answered: return "answered";
    case call_outcome::absent: return "absent";
    case call_outcome::failed: return "failed";
    case call_outcome::timed_out: return "timed_out";
    case call_outcome::too_large: return "too_large";
    case call_outcome::no_room: return "no_room";
    case call_outcome::unreadable: return "unreadable";
    case call_outcome::given_up: return "given_up";
    }
    return "unknown";
}

struct calls_under_way::flight {
    flight(calls_under_way& of, acl::call const& subject)
        : call(subject), deadline(of.within_.loop.deadlines(), &flight::expired, this),
          held(of.within_.held) {}

    static void expired(void* self) {
        auto& f = *static_cast<flight*>(self);
        f.late = true;
        f.control.cancel();
    }
    void end(call_outcome how, std::string why = {}) {
        outcome = how;
        detail = std::move(why);
    }

    acl::call const& call;
    request sent;
    upstream::call_control control;
    io::side_task working;
    io::deadline deadline;
    io::byte_budget::share held;
    std::unique_ptr<upstream::whole_answer> answer; ///< kept where it counts as one
    std::optional<acl::document> document;
    call_outcome outcome = call_outcome::none;
    std::string detail; ///< of a failure
    period when;
    bool settled = false; ///< it has been started, or will never be
    bool late = false;
    std::exception_ptr broken;
};

calls_under_way::calls_under_way(setting within, std::vector<acl::due_call> due)
    : within_(within), due_(std::move(due)) {
    for (auto const& one : within_.translator.calls())
        flights_.push_back(std::make_unique<flight>(*this, one));
}

calls_under_way::~calls_under_way() = default;

void calls_under_way::start(make_request const& make) {
    for (std::size_t i = 0; i < flights_.size() && !cancelled_; ++i) {
        auto& f = *flights_[i];
        auto const& due = due_[i];
        if (f.settled || due.waits) continue;
        f.settled = true;
        if (due.target.empty()) {
            due.why.empty() ? f.end(call_outcome::absent) : f.end(call_outcome::failed, due.why);
            continue;
        }
        f.sent = make(i, due.target);
        f.deadline.set(f.call.timeout().value_or(f.sent.to->shared().options().response_timeout));
        f.when.from = f.when.to = io::clock::now();
        ++under_way_;
        try {
            f.working.start(run(f));
        } catch (...) {
            --under_way_;
            f.deadline.clear();
            throw;
        }
    }
}

void calls_under_way::complete(acl::message_view const& answer) {
    within_.translator.complete_calls(due_, answer);
}

// A call that is cancelled may free a connection, and let somebody else go on; so may this end, and others
// begin to end, while it goes through them. None of them goes away before its owner has waited.
void calls_under_way::cancel() {
    cancelled_ = true;
    for (auto const& f : flights_)
        if (f->working.started() && !f->working.done()) f->control.cancel();
}

io::task<void> calls_under_way::run(flight& f) {
    try {
        co_await carry(f);
    } catch (...) {
        f.broken = std::current_exception();
    }
    f.deadline.clear();
    f.when.to = io::clock::now();
    if (--under_way_ == 0 && waiting_) within_.loop.give_turn(*this);
}

io::task<void> calls_under_way::carry(flight& f) {
    auto const& limits = within_.limits;
    auto result = co_await upstream::call(*f.sent.to, f.sent.bytes,
                                          {.method = "GET",
                                           .response_timeout = f.sent.to->shared().options().response_timeout,
                                           .body_timeout = limits.body_timeout,
                                           .max_header_size = limits.max_header_size,
                                           .max_body = limits.max_buffered_body,
                                           .held = &f.held},
                                          f.control);
    if (auto const* failed = std::get_if<upstream::failure>(&result)) {
        if (f.late || is_timeout(failed->code)) co_return f.end(call_outcome::timed_out, "not in time");
        if (failed->code == upstream::failure_code::cancelled) co_return f.end(call_outcome::given_up);
        auto why = std::string(upstream::name_of(failed->code));
        if (!failed->detail.empty()) why += ": " + failed->detail;
        co_return f.end(call_outcome::failed, std::move(why));
    }
    if (auto const* large = std::get_if<upstream::body_too_large>(&result))
        co_return large->no_room
            ? f.end(call_outcome::no_room, "no room for its answer")
            : f.end(call_outcome::too_large, "its answer is larger than max_buffered_body");
    auto answer = std::move(std::get<std::unique_ptr<upstream::whole_answer>>(result));
    auto const verdict = f.call.judge(answer->head.status);
    if (verdict == acl::call::verdict::failure)
        co_return f.end(call_outcome::failed, "status " + std::to_string(answer->head.status));
    if (verdict == acl::call::verdict::nothing || answer->body.empty()) co_return f.end(call_outcome::absent);
    if (auto const codings = http::codings_of(answer->head); !codings.empty()) {
        auto plain = http::decode(codings, answer->body, {.max_bytes = limits.max_buffered_body});
        if (!plain) co_return f.end(call_outcome::unreadable, std::string(plain.error().reason));
        if (!f.held.grow(plain->capacity())) co_return f.end(call_outcome::no_room, "no room for its answer");
        answer->body = std::move(*plain);
    }
    f.answer = std::move(answer);
    f.end(call_outcome::answered);
}

void calls_under_way::on_events(std::uint32_t) {
    if (waiting_) std::exchange(waiting_, {}).resume();
}

void calls_under_way::all_done::await_resume() const {
    for (auto const& f : of_.flights_)
        if (f->broken) std::rethrow_exception(std::exchange(f->broken, nullptr));
}

std::optional<std::string> calls_under_way::broken() const {
    for (auto const& f : flights_) {
        if (f->call.on_failure() != acl::call_failure::fail) continue;
        if (f->outcome == call_outcome::answered || f->outcome == call_outcome::absent) continue;
        return f->call.name() + ": " + (f->detail.empty() ? std::string(name_of(f->outcome)) : f->detail);
    }
    return std::nullopt;
}

void calls_under_way::read_answers() {
    for (auto const& f : flights_) {
        if (f->answer == nullptr) continue;
        auto const* type = f->answer->head.find(http::known::content_type);
        auto read = f->call.read(f->answer->body, type != nullptr ? type->value : std::string_view{});
        if (read)
            f->document = std::move(*read);
        else
            f->end(call_outcome::unreadable, translation::sentence_of(read.error()));
    }
}

std::vector<acl::call_answer> calls_under_way::answers() const {
    using state = acl::call_answer::state;
    std::vector<acl::call_answer> all;
    for (auto const& f : flights_) {
        auto& one = all.emplace_back();
        if (f->outcome == call_outcome::absent) continue;
        one.came = f->document ? state::answered : state::failed;
        if (f->document) one.document = f->document->root();
    }
    return all;
}

void calls_under_way::let_go() {
    for (auto const& f : flights_) {
        f->document.reset();
        f->answer.reset();
        f->held.give_back();
    }
}

call_outcome calls_under_way::outcome(std::size_t call) const {
    return flights_[call]->outcome;
}

calls_under_way::period calls_under_way::when(std::size_t call) const {
    return flights_[call]->when;
}

std::string calls_under_way::summary() const {
    std::string text;
    for (auto const& f : flights_) {
        if (!text.empty()) text += ' ';
        text.append(f->call.name()).append("=").append(name_of(f->outcome));
    }
    return text;
}

} // namespace ficus::composition
