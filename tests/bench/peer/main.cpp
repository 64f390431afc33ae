// Both ends of what tests/bench measures: the clients and the origin, in one loop, so that one core can keep
// a proxy on another one busy. Driven by lines of JSON on stdin (tests/bench/lib/peer.py):
//
//   {"port": 8080, "connections": 64, "seconds": 1, "rate": 0, "close": false, "once": false,
//    "gives_way": false, "requests": ["GET ..."], "answer_size": 13}
//                                                    runs a load; its clients stay until the next line. Of
//                                                    one that gives way, what a stall of the machine has
//                                                    touched is counted, and not in p50 and p99
//   {}                                               lets the clients of the last load go
//
// Prints {"origin": PORT} first and then one line for each line read.
#include "bench/peer/clients.hpp"
#include "bench/peer/origin.hpp"
#include "bench/peer/stalls.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <iostream>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using namespace ficus::bench;
namespace json = boost::json;

load_options options_from(json::object const& line) {
    load_options o;
    o.port = line.at("port").to_number<std::uint16_t>();
    o.connections = line.at("connections").to_number<std::size_t>();
    o.seconds = line.at("seconds").to_number<double>();
    o.rate = line.at("rate").to_number<double>();
    o.close = line.at("close").as_bool();
    o.once = line.at("once").as_bool();
    o.gives_way = line.at("gives_way").as_bool();
    o.requests = json::value_to<std::vector<std::string>>(line.at("requests"));
    o.answer_size = line.at("answer_size").to_number<std::size_t>();
    return o;
}

double microseconds_at(std::vector<std::uint32_t>& all, double part) {
    if (all.empty()) return 0.0;
    auto const at = all.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(all.size() - 1));
    std::nth_element(all.begin(), at, all.end());
    return *at / 1000.0;
}

json::object summary_of(load_result const& r, std::optional<stalls> const& noticed) {
    std::vector<std::uint32_t> all;
    for (auto const& one : r.each)
        if (!noticed || !noticed->touched(one.due, one.due + std::chrono::nanoseconds(one.nanoseconds)))
            all.push_back(one.nanoseconds);
    return {{"answers", r.answers},
            {"disturbed", r.each.size() - all.size()},
            {"failure", r.failure},
            {"seconds", r.seconds},
            {"p50_us", microseconds_at(all, 0.5)},
            {"p99_us", microseconds_at(all, 0.99)}};
}

/// stdin, line by line, without ever waiting for it.
class commands final : public pollable {
public:
    explicit commands(poller& in) {
        ::fcntl(STDIN_FILENO, F_SETFL, ::fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
        in.add(STDIN_FILENO, *this);
    }
    void ready() override {
        std::array<char, 65536> bytes;
        for (;;) {
            auto const n = ::read(STDIN_FILENO, bytes.data(), bytes.size());
            if (n == 0) ended_ = true;
            if (n <= 0) return;
            text_.append(bytes.data(), static_cast<std::size_t>(n));
        }
    }
    bool ended() const { return ended_; }
    std::optional<std::string> next() {
        auto const end = text_.find('\n');
        if (end == std::string::npos) return std::nullopt;
        auto line = text_.substr(0, end);
        text_.erase(0, end + 1);
        return line;
    }

private:
    std::string text_;
    bool ended_ = false;
};

void say(json::object const& line) {
    std::cout << json::serialize(line) << std::endl;
}

} // namespace

int main() {
    // Or a request is sent up to 50 us after it was due.
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    poller in;
    origin serving(in);
    commands told(in);
    say({{"origin", serving.port()}});
    std::optional<clients> asking;
    std::optional<stalls> noticed;
    bool running = false;
    while (!told.ended()) {
        // While a load runs the core is never given up, where the load does not say so: waking it would be
        // part of every latency.
        in.poll(running ? std::optional(asking->pause()) : std::nullopt);
        if (running) {
            running = asking->go_on();
            if (!running) say(summary_of(asking->result(), noticed));
        } else if (auto const line = told.next()) {
            auto const command = json::parse(*line).as_object();
            asking.reset();
            noticed.reset();
            if (command.empty()) {
                say({});
            } else {
                auto const options = options_from(command);
                if (options.gives_way) noticed.emplace();
                asking.emplace(in, options);
                running = true;
            }
        }
    }
}
