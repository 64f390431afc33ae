// Both ends of tests/bench/outage and tests/bench/hang, a process each, driven by lines of JSON on stdin
// (tests/bench/lib/outage.py):
//
//   bench_outage origin NAME PORT    prints {"port": PORT}; for each {"mood": "ok"|"503"|"reset"|"hang"}, or
//   {} for the
//                                    mood that it is in, {"seen": REQUESTS, "open": CONNECTIONS}
//   bench_outage clients             for {"port": 8080, "seconds": 50, "rate": 1000, "patience": 5,
//   "connections": 200,
//                                    "most": 4000, "requests": ["GET ..."]} prints {} at once and what came
//                                    of it at the end: {"tenths": [{"ok": 100, ..., "by": {"modern": 100},
//                                    "us": [...]}], "statuses": {}}
#include "bench/peer/moody_origin.hpp"
#include "bench/peer/timeline.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <poll.h>
#include <unistd.h>

namespace {

using namespace ficus::bench;
namespace json = boost::json;

void say(json::object const& line) {
    std::cout << json::serialize(line) << std::endl;
}

timeline_options options_from(json::object const& line) {
    timeline_options o;
    o.port = line.at("port").to_number<std::uint16_t>();
    o.seconds = line.at("seconds").to_number<double>();
    o.rate = line.at("rate").to_number<double>();
    o.patience = line.at("patience").to_number<double>();
    o.connections = line.at("connections").to_number<std::size_t>();
    o.most = line.at("most").to_number<std::size_t>();
    o.requests = json::value_to<std::vector<std::string>>(line.at("requests"));
    return o;
}

json::object told(tenth const& t) {
    json::object line;
    for (std::size_t i = 0; i < outcome_names.size(); ++i) line[outcome_names[i]] = t.outcomes[i];
    line["by"] = json::value_from(t.by_origin);
    line["us"] = json::value_from(t.microseconds);
    return line;
}

int run_clients() {
    std::string text;
    while (std::getline(std::cin, text)) {
        poller in;
        timeline asking(in, options_from(json::parse(text).as_object()));
        say({});
        // The origins share this core: a millisecond between two looks leaves it to them.
        while (asking.go_on()) in.poll(std::chrono::milliseconds(1));
        json::array tenths;
        for (auto const& t : asking.tenths()) tenths.push_back(told(t));
        json::object statuses;
        for (auto const& [status, count] : asking.statuses()) statuses[std::to_string(status)] = count;
        say({{"tenths", std::move(tenths)}, {"statuses", std::move(statuses)}});
    }
    return 0;
}

int run_origin(std::string_view name, std::uint16_t port) {
    poller in;
    moody_origin serving(in, name, port);
    say({{"port", serving.port()}});
    std::string text;
    for (;;) {
        // stdin is read line by line where it has something; the driver writes whole lines.
        pollfd said{STDIN_FILENO, POLLIN, 0};
        in.poll(std::chrono::milliseconds(1));
        if (::poll(&said, 1, 0) <= 0) continue;
        if (!std::getline(std::cin, text)) return 0;
        auto const line = json::parse(text).as_object();
        if (auto const* wanted = line.if_contains("mood"))
            if (auto const mood = moody_origin::mood_of(wanted->as_string())) serving.be(*mood);
        say({{"seen", serving.seen()}, {"open", serving.open()}});
    }
}

} // namespace

int main(int argc, char** argv) {
    std::string_view const what = argc > 1 ? argv[1] : "";
    if (what == "clients") return run_clients();
    if (what == "origin" && argc == 4)
        return run_origin(argv[2], static_cast<std::uint16_t>(std::stoul(argv[3])));
    std::cerr << "bench_outage clients | origin NAME PORT\n";
    return 2;
}
