#include "facade/tracing/exporter.hpp"

#include "facade/io/give_way.hpp"
#include "facade/obs/thread_name.hpp"
#include "facade/tracing/otlp_json.hpp"
#include "facade/upstream/endpoint.hpp"

#include <algorithm>
#include <iterator>

namespace ficus::tracing {

namespace {

using namespace std::chrono_literals;

// A batch that is not full waits so long for more.
constexpr std::chrono::milliseconds gathering{1'000};
constexpr std::chrono::milliseconds patience{5'000};
constexpr std::size_t most_answered = 64UL * 1024;

} // namespace

exporter::exporter(tracing_options options, trouble on_trouble)
    : options_(std::move(options)), on_trouble_(std::move(on_trouble)) {
    loop_.on_tick([this](io::clock::time_point now) { look(now); });
    thread_ = std::thread([this] {
        obs::name_this_thread("ficus-traces");
        io::give_way();
        loop_.run();
    });
}

exporter::~exporter() {
    stop(0ms);
}

void exporter::offer(std::vector<span> spans) {
    std::lock_guard lock(mutex_);
    if (stopping_ || waiting_.size() + spans.size() > most_waiting) {
        dropped_ += spans.size();
        return;
    }
    std::move(spans.begin(), spans.end(), std::back_inserter(waiting_));
}

void exporter::look(io::clock::time_point now) {
    if (pool_) pool_->sweep(now);
    std::vector<span> batch;
    {
        std::lock_guard lock(mutex_);
        bool const due = stopping_ || waiting_.size() >= most_at_once || now - last_ >= gathering;
        if (posting_ || waiting_.empty() || !due) return;
        auto const end =
            waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), most_at_once));
        std::move(waiting_.begin(), end, std::back_inserter(batch));
        waiting_.erase(waiting_.begin(), end);
        posting_ = true;
    }
    last_ = now;
    // Here, where nobody within the pool is on the stack.
    if (std::exchange(look_anew_, false)) pool_.reset();
    post_.emplace();
    post_->start(work(std::move(batch)));
}

io::task<std::optional<std::string>> exporter::post(std::vector<span> const& batch) {
    if (!pool_) {
        upstream::upstream_options to;
        to.name = "collector";
        to.endpoints = {options_.collector};
        to.max_connections = 1;
        to.retries = 0;
        // By the system's resolver, which may take its time: nobody but this thread waits for it.
        auto group = std::make_shared<upstream::group>(to, upstream::resolve(to));
        pool_ = upstream::pool::make(loop_, std::move(group), events_);
    }
    auto const body = otlp_json(options_.service, batch);
    auto const request = "POST " + options_.path + " HTTP/1.1\r\nHost: " + options_.collector.authority +
                         "\r\nUser-Agent: ficus\r\nContent-Type: application/json\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body;
    upstream::call_options const how{.method = "POST",
                                     .response_timeout = patience,
                                     .body_timeout = patience,
                                     .max_header_size = most_answered,
                                     .max_body = most_answered};
    auto result = co_await upstream::call(*pool_, request, how, control_);
    // Spans have ids: twice is once.
    if (auto const* why = std::get_if<upstream::failure>(&result);
        why != nullptr && why->code == upstream::failure_code::stale)
        result = co_await upstream::call(*pool_, request, how, control_);
    co_return what_failed(result);
}

std::optional<std::string> exporter::what_failed(upstream::call_result const& of) {
    if (auto const* why = std::get_if<upstream::failure>(&of)) {
        look_anew_ = true; // it may have moved
        return std::string(upstream::name_of(why->code)) + ": " + why->detail;
    }
    auto const* const answer = std::get_if<std::unique_ptr<upstream::whole_answer>>(&of);
    if (answer == nullptr) return "the collector's answer is too large";
    auto const status = (*answer)->head.status;
    if (status >= 200 && status <= 299) return std::nullopt;
    return "the collector answered with " + std::to_string(status);
}

io::task<void> exporter::work(std::vector<span> batch) {
    std::optional<std::string> failed;
    try {
        failed = co_await post(batch);
    } catch (std::exception const& e) {
        failed = e.what(); // the want of memory, mostly
    }
    posted(batch.size(), failed);
}

void exporter::posted(std::size_t spans, std::optional<std::string> const& failed) {
    (failed ? dropped_ : exported_) += spans;
    if (!stopping_ && std::exchange(failing_, failed.has_value()) != failed.has_value())
        on_trouble_(failed ? &*failed : nullptr);
    std::lock_guard lock(mutex_);
    posting_ = false;
}

bool exporter::is_idle() {
    std::lock_guard lock(mutex_);
    return waiting_.empty() && !posting_;
}

void exporter::stop(std::chrono::milliseconds most) {
    if (stopping_.exchange(true)) return;
    auto const wait_until = [this](io::clock::time_point until) {
        while (!is_idle() && io::clock::now() < until) std::this_thread::sleep_for(2ms);
    };
    wait_until(io::clock::now() + most);
    {
        std::lock_guard lock(mutex_);
        dropped_ += waiting_.size();
        waiting_.clear();
    }
    // What is under way ends soon, and must before its loop does.
    loop_.post([this] { control_.cancel(); });
    wait_until(io::clock::now() + patience);
    loop_.post([this] {
        if (pool_) pool_->close_idle();
    });
    loop_.stop();
    thread_.join();
}

} // namespace ficus::tracing
