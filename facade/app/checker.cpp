#include "facade/app/checker.hpp"

#include "facade/io/pause.hpp"
#include "facade/obs/thread_name.hpp"
#include "facade/upstream/call.hpp"

#include <algorithm>
#include <new>

namespace ficus::app {

namespace {

constexpr std::size_t most_head = 64UL * 1024;
constexpr std::size_t most_body = 1024UL * 1024;

/// One endpoint by itself, as a check sees it.
std::shared_ptr<upstream::group> alone(upstream::group const& of, std::size_t endpoint) {
    auto options = of.options();
    options.endpoints = {options.endpoints[endpoint]};
    options.max_connections = 1;
    options.retries = 0;
    options.connect_timeout = options.check->timeout;
    return std::make_shared<upstream::group>(std::move(options), std::vector{of.endpoints()[endpoint]});
}

std::string request_of(upstream::group const& of, std::size_t endpoint) {
    auto const& check = *of.options().check;
    auto const host =
        check.host ? *check.host : of.options().host.value_or(of.endpoints()[endpoint].authority);
    // A new connection each time: it is part of what is asked whether one can be had.
    return "GET " + check.path + " HTTP/1.1\r\nHost: " + host +
           "\r\nUser-Agent: ficus-check\r\nConnection: close\r\n\r\n";
}

bool is_good(upstream::call_result const& result, upstream::check_options const& check) {
    // More than is held of it: it has answered.
    if (std::holds_alternative<upstream::body_too_large>(result)) return true;
    auto const* const answer = std::get_if<std::unique_ptr<upstream::whole_answer>>(&result);
    return answer != nullptr && check.statuses.contains((*answer)->head.status);
}

} // namespace

struct checker::watch {
    std::shared_ptr<upstream::group> of;
    std::size_t endpoint;
    std::shared_ptr<upstream::pool> pool;
    std::string request;
    io::pause* pausing = nullptr;
    upstream::call_control* asking = nullptr;
    bool over = false;
    io::side_task working;
};

checker::checker()
    : thread_([this] {
          obs::name_this_thread("ficus-checks");
          loop_.run();
      }) {}

checker::~checker() {
    stop();
}

void checker::follow(pipeline::site const& site) {
    std::vector<std::shared_ptr<upstream::group>> groups;
    for (auto const& group : site.upstreams)
        if (group->options().check) groups.push_back(group);
    loop_.post([this, groups = std::move(groups)] { follow(groups); });
}

void checker::follow(std::vector<std::shared_ptr<upstream::group>> const& groups) {
    // Each ends its own place in the list, a little later.
    for (auto const& w : watches_)
        if (std::find(groups.begin(), groups.end(), w->of) == groups.end()) end(*w);
    for (auto const& group : groups) {
        auto const known = [&](auto const& w) { return w->of == group && !w->over; };
        if (std::any_of(watches_.begin(), watches_.end(), known)) continue;
        for (std::size_t i = 0; i < group->endpoints().size(); ++i) begin(group, i);
    }
}

void checker::begin(std::shared_ptr<upstream::group> const& of, std::size_t endpoint) {
    auto& w = *watches_.emplace_back(std::make_unique<watch>());
    w.of = of;
    w.endpoint = endpoint;
    w.pool = upstream::pool::make(loop_, alone(*of, endpoint), events_);
    w.request = request_of(*of, endpoint);
    ++under_way_;
    w.working.start(ask_again_and_again(w));
}

io::task<void> checker::ask_again_and_again(watch& w) {
    auto const interval = io::clock::duration(w.of->options().check->interval);
    // Not all of them at the same time.
    auto length =
        io::clock::duration(std::uniform_int_distribution<io::clock::rep>(1, interval.count())(random_));
    for (; !w.over; length = interval) {
        io::pause pause(loop_, length);
        w.pausing = &pause;
        co_await pause;
        w.pausing = nullptr;
        if (w.over) break;
        auto const good = co_await ask(w);
        if (good && !w.over) w.of->health()->check(w.endpoint, io::clock::now(), *good);
    }
    w.pool->close_idle();
    loop_.later([this, &w] {
        std::erase_if(watches_, [&w](auto const& one) { return one.get() == &w; });
        --under_way_;
    });
}

// Nothing: there was no memory to find out.
io::task<std::optional<bool>> checker::ask(watch& w) {
    auto const& check = *w.of->options().check;
    upstream::call_options const options{.method = "GET",
                                         .response_timeout = check.timeout,
                                         .body_timeout = check.timeout,
                                         .max_header_size = most_head,
                                         .max_body = most_body};
    upstream::call_control control;
    io::deadline patience(
        loop_.deadlines(), [](void* of) { static_cast<upstream::call_control*>(of)->cancel(); }, &control);
    patience.set(check.timeout);
    w.asking = &control;
    std::optional<bool> good;
    try {
        auto const result = co_await upstream::call(*w.pool, w.request, options, control);
        good = is_good(result, check);
    } catch (std::bad_alloc const&) {}
    w.asking = nullptr;
    co_return good;
}

void checker::end(watch& w) {
    w.over = true;
    if (w.asking != nullptr)
        w.asking->cancel();
    else if (w.pausing != nullptr)
        w.pausing->end();
}

void checker::stop() {
    if (!thread_.joinable()) return;
    loop_.post([this] {
        follow(std::vector<std::shared_ptr<upstream::group>>{});
        stopping_ = true;
    });
    while (!stopping_ || under_way_.load() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    loop_.stop();
    thread_.join();
}

} // namespace ficus::app
