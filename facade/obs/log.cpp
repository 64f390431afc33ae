#include "facade/obs/log.hpp"

#include "facade/obs/thread_name.hpp"

#include <bit>
#include <cstring>
#include <ctime>

namespace ficus::obs {

namespace {

constexpr std::size_t ring_size = 1 << 20;
constexpr std::size_t most_waiting_events = 1 << 20; // bytes
constexpr std::chrono::milliseconds pause{20};

std::string_view name_of(level l) {
    switch (l) {
    case level::debug: return "debug";
    case level::info: return "info";
    case level::warn: return "warn";
    case level::error: return "error";
    }
    return "info";
}

} // namespace

line_ring::line_ring(std::size_t capacity)
    : mask_(std::bit_ceil(capacity) - 1), bytes_(std::make_unique<char[]>(mask_ + 1)) {}

bool line_ring::push(std::string_view line) {
    auto const tail = tail_.load(std::memory_order_relaxed);
    auto const head = head_.load(std::memory_order_acquire);
    if (line.size() > mask_ + 1 - (tail - head)) {
        dropped_.store(dropped_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        return false;
    }
    auto const at = tail & mask_;
    auto const first = std::min(line.size(), mask_ + 1 - at);
    std::memcpy(bytes_.get() + at, line.data(), first);
    std::memcpy(bytes_.get(), line.data() + first, line.size() - first);
    tail_.store(tail + line.size(), std::memory_order_release);
    return true;
}

void line_ring::drain(std::string& into) {
    auto const head = head_.load(std::memory_order_relaxed);
    auto const tail = tail_.load(std::memory_order_acquire);
    auto const size = tail - head;
    auto const at = head & mask_;
    auto const first = std::min(size, mask_ + 1 - at);
    into.append(bytes_.get() + at, first);
    into.append(bytes_.get(), size - first);
    head_.store(tail, std::memory_order_release);
}

log::log(sink into, wall_clock now)
    : sink_(std::move(into)), now_(std::move(now)), thread_([this] { run(); }) {}

log::~log() {
    stop();
}

void log::event(level l, std::string_view name, std::function<void(json_line&)> const& more) {
    if (!wants(l)) return;
    json_line line;
    line.add("time", std::string_view(iso_time(now_()))).add("level", name_of(l)).add("event", name);
    if (more) more(line);
    {
        std::lock_guard lock(mutex_);
        if (events_.size() > most_waiting_events)
            ++dropped_events_;
        else
            events_ += line.finish();
    }
    wake_.notify_one();
}

line_ring& log::make_ring() {
    std::lock_guard lock(mutex_);
    return *rings_.emplace_back(std::make_unique<line_ring>(ring_size));
}

std::uint64_t log::dropped() const {
    std::lock_guard lock(mutex_);
    auto total = dropped_events_;
    for (auto const& ring : rings_) total += ring->dropped();
    return total;
}

void log::collect(std::string& into) {
    into += events_;
    events_.clear();
    auto dropped = dropped_events_;
    for (auto const& ring : rings_) {
        ring->drain(into);
        dropped += ring->dropped();
    }
    if (dropped != reported_) {
        json_line line;
        line.add("time", std::string_view(iso_time(now_()))).add("level", "warn").add("event", "log_dropped");
        line.add("lines", dropped - reported_);
        into += line.finish();
        reported_ = dropped;
    }
}

void log::run() {
    name_this_thread("ficus-log");
    std::string lines;
    for (bool last = false; !last;) {
        {
            std::unique_lock lock(mutex_);
            // Requests' lines ring no bell: that would cost each of them a system call.
            wake_.wait_for(lock, pause, [this] { return stopping_ || !events_.empty(); });
            last = stopping_;
            collect(lines);
        }
        if (!lines.empty()) sink_(lines);
        lines.clear();
    }
}

void log::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

std::string iso_time(std::chrono::system_clock::time_point at) {
    auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    auto const seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    auto const n = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    char const tail[] = {'.', static_cast<char>('0' + ms / 100 % 10), static_cast<char>('0' + ms / 10 % 10),
                         static_cast<char>('0' + ms % 10), 'Z'};
    return std::string(text, n).append(tail, sizeof tail);
}

} // namespace ficus::obs
