#include "bench/peer/clients.hpp"

#include <algorithm>

namespace ficus::bench {

namespace {

// A request that was due when the run ended still gets its answer, or shows that it does not.
constexpr std::chrono::seconds patience{5};
constexpr std::size_t most_at_once = 64;

} // namespace

struct clients::client final : pollable {
    client(clients& of, std::string_view what) : owner(of), request(what) { connect(); }

    void connect() { peer.emplace(owner.poller_, connect_to(owner.options_.port), *this); }

    void ready() override {
        if (!peer) return;
        peer->flush();
        auto const state = peer->receive(owner.options_.close, [this](std::string_view bytes) {
            if (!waiting) {
                owner.fail("bytes came that nobody had asked for");
                return true;
            }
            whole = answer.take(bytes);
            return whole && !owner.options_.close;
        });
        bool const ended = state == stream::state::ended;
        if (owner.options_.close) {
            // The end is waited for, so that it is the proxy that closes first, as it announces.
            if (!ended) return;
            peer.reset();
        }
        if (waiting && whole) return owner.answered(*this);
        if (ended) owner.fail(waiting ? "a connection ended before its answer" : "an idle connection ended");
    }

    clients& owner;
    std::string_view request;
    std::optional<stream> peer;
    message answer;
    bool waiting = false;
    bool whole = false;
    steady::time_point due;
};

clients::clients(poller& in, load_options options) : poller_(in), options_(std::move(options)) {
    for (std::size_t i = 0; i < options_.connections; ++i) {
        all_.push_back(std::make_unique<client>(*this, options_.requests[i % options_.requests.size()]));
        idle_.push_back(all_.back().get());
    }
    begun_ = next_due_ = steady::now();
    ends_ = begun_ + std::chrono::duration_cast<steady::duration>(
                         std::chrono::duration<double>(options_.once ? 600.0 : options_.seconds));
}

clients::~clients() = default;

bool clients::go_on() {
    if (!result_.failure.empty()) return false;
    auto const now = steady::now();
    bool const over = now >= ends_ || (options_.once && idle_.empty());
    if (over) {
        if (result_.seconds == 0.0) result_.seconds = std::chrono::duration<double>(now - begun_).count();
        if (under_way_ > 0 && now >= ends_ + patience) fail("an answer did not come within 5 s");
        return under_way_ > 0 && result_.failure.empty();
    }
    auto const take = [this] {
        auto& c = *idle_.front();
        idle_.pop_front();
        return &c;
    };
    if (options_.rate > 0) {
        std::exponential_distribution<double> gap(options_.rate);
        for (; next_due_ <= now && !idle_.empty(); next_due_ += std::chrono::duration_cast<steady::duration>(
                                                       std::chrono::duration<double>(gap(random_))))
            ask(*take(), next_due_);
    } else {
        auto const most = options_.once ? most_at_once : options_.connections;
        while (!idle_.empty() && under_way_ < most) ask(*take(), now);
    }
    return true;
}

std::chrono::nanoseconds clients::pause() const {
    using namespace std::chrono_literals;
    if (!options_.gives_way || options_.rate <= 0) return 0ns;
    auto const now = steady::now();
    auto const next = idle_.empty() || now >= ends_ ? now + 10ms : std::min(next_due_, ends_);
    return std::clamp<std::chrono::nanoseconds>(next - now, 0ns, 10ms);
}

void clients::ask(client& c, steady::time_point due) {
    if (!c.peer) c.connect();
    c.answer.clear();
    c.waiting = true;
    c.whole = false;
    c.due = due;
    ++under_way_;
    c.peer->send(c.request);
}

void clients::answered(client& c) {
    c.waiting = false;
    --under_way_;
    if (!c.answer.error().empty()) return fail(std::string(c.answer.error()));
    auto const head = c.answer.head();
    if (!head.starts_with("HTTP/1.1 200 ")) return fail("answered: " + std::string(head));
    if (c.answer.body_size() != options_.answer_size)
        return fail("an answer of " + std::to_string(c.answer.body_size()) + " bytes");
    ++result_.answers;
    auto const took = std::chrono::duration_cast<std::chrono::nanoseconds>(steady::now() - c.due).count();
    result_.each.push_back({c.due, static_cast<std::uint32_t>(std::min<std::int64_t>(took, UINT32_MAX))});
    if (!options_.once) idle_.push_back(&c);
}

void clients::fail(std::string why) {
    if (result_.failure.empty()) result_.failure = std::move(why);
}

} // namespace ficus::bench
