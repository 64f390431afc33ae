#include "bench/peer/timeline.hpp"

#include <algorithm>
#include <charconv>

namespace ficus::bench {

namespace {

steady::duration seconds(double s) {
    return std::chrono::duration_cast<steady::duration>(std::chrono::duration<double>(s));
}

unsigned status_of(std::string_view head) {
    constexpr std::size_t at = std::string_view("HTTP/1.1 ").size();
    unsigned status = 0;
    if (head.size() >= at + 3) std::from_chars(head.data() + at, head.data() + at + 3, status);
    return status;
}

} // namespace

struct timeline::client final : pollable {
    explicit client(timeline& of) : owner(of) {}

    bool connect() {
        auto const fd = try_connect(owner.options_.port);
        if (fd) peer.emplace(owner.poller_, *fd, *this);
        return fd.has_value();
    }

    void ready() override {
        if (!peer) return;
        peer->flush();
        // To the end: one that came with the answer would not be told of again.
        bool whole = false;
        auto const state = peer->receive(true, [&](std::string_view bytes) {
            whole = answer.take(bytes) || whole;
            return false;
        });
        if (state == stream::state::ended) peer.reset();
        if (waiting && whole)
            owner.answered(*this);
        else if (waiting && !peer)
            owner.end(*this, outcome::cut);
    }

    timeline& owner;
    std::optional<stream> peer;
    message answer;
    bool waiting = false;
    std::uint64_t number = 0; ///< of its request, which tells it from a later one of the same client
    steady::time_point due;
};

timeline::timeline(poller& in, timeline_options options) : poller_(in), options_(std::move(options)) {
    tenths_.resize(static_cast<std::size_t>(options_.seconds * 10.0) + 1);
    for (std::size_t i = 0; i < options_.connections; ++i) {
        all_.push_back(std::make_unique<client>(*this));
        all_.back()->connect();
        idle_.push_back(all_.back().get());
    }
}

timeline::~timeline() = default;

bool timeline::go_on() {
    auto const now = steady::now();
    bool over = false;
    for (;;) {
        auto const due = begun_ + seconds(static_cast<double>(due_count_) / options_.rate);
        over = due - begun_ >= seconds(options_.seconds);
        if (over || due > now) break;
        ++due_count_;
        waiting_.push_back(due);
    }
    auto const too_late = now - seconds(options_.patience);
    for (; !under_way_.empty(); under_way_.pop_front()) {
        auto const [c, number] = under_way_.front();
        if (!c->waiting || c->number != number) continue;
        if (c->due > too_late) break;
        c->peer.reset();
        end(*c, outcome::late);
    }
    for (; !waiting_.empty(); waiting_.pop_front()) {
        if (waiting_.front() <= too_late) {
            ++of(waiting_.front()).outcomes[static_cast<std::size_t>(outcome::late)];
            continue;
        }
        if (idle_.empty() && all_.size() >= options_.most) break;
        ask(waiting_.front());
    }
    return !over || open_requests_ > 0 || !waiting_.empty();
}

timeline::client* timeline::idle_client() {
    if (idle_.empty()) {
        all_.push_back(std::make_unique<client>(*this));
        return all_.back().get();
    }
    auto* const c = idle_.back();
    idle_.pop_back();
    return c;
}

void timeline::ask(steady::time_point due) {
    auto& c = *idle_client();
    c.waiting = true;
    c.number = asked_++;
    c.due = due;
    c.answer.clear();
    ++open_requests_;
    if (!c.peer && !c.connect()) return end(c, outcome::refused);
    under_way_.emplace_back(&c, c.number);
    c.peer->send(options_.requests[c.number % options_.requests.size()]);
}

void timeline::answered(client& c) {
    auto const head = c.answer.head();
    auto const status = status_of(head);
    ++statuses_[status];
    bool const ok = status == 200 && c.answer.error().empty();
    if (ok) ++of(c.due).by_origin[std::string(field_of(head, "x-origin").value_or("none"))];
    if (field_of(head, "connection") == "close") c.peer.reset();
    end(c, ok ? outcome::ok : status == 200 ? outcome::cut : outcome::status);
}

void timeline::end(client& c, outcome what) {
    auto& into = of(c.due);
    ++into.outcomes[static_cast<std::size_t>(what)];
    into.microseconds.push_back(static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(steady::now() - c.due).count()));
    c.waiting = false;
    --open_requests_;
    idle_.push_back(&c);
}

tenth& timeline::of(steady::time_point due) {
    auto const n = std::chrono::duration_cast<std::chrono::milliseconds>(due - begun_).count() / 100;
    return tenths_[std::min(static_cast<std::size_t>(n), tenths_.size() - 1)];
}

} // namespace ficus::bench
