// What tests/bench/instructions runs under callgrind: a fixed number of requests of each kind, counted from
// the moment at which the worker is called to the moment at which it has nothing more to do. Neither start-up
// nor the first requests of a kind count, and neither do the client and the origin.
//
//   bench_instructions [KIND [FEATURES]]     one kind only, for a profile of it
//
// With FEATURES, 64 of that many are asked in turn, as tests/bench/features does it: for callgrind
// --cache-sim=yes, which says how many cache lines a request of a feature that was not asked just now
// touches.
#include "bench/instructions/bed.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <valgrind/callgrind.h>

namespace {

using ficus::bench::bed;

struct kind {
    char const* name;
    std::string method = "GET";
    std::string fields = "User-Agent: bench\r\nAccept: */*\r\n";
    std::size_t body_size = 0;
    std::size_t answer_size = 13;
    bool close = false;
    bool copied = false;   ///< every request, else one of a hundred
    bool no_place = false; ///< would be copied, but as many copies wait as may
    bool no_room = false;  ///< would be copied, but there is room for a job and none for its answer
};

// As in lib/rows.py.
char const* const browser_fields =
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: en-US,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Referer: https://shop.example.com/catalogue/garden\r\n"
    "Cookie: sid=8f14e45fceea167a5a36dedd4bea2543; theme=dark; seen=1042,1043\r\n"
    "Upgrade-Insecure-Requests: 1\r\n"
    "Sec-Fetch-Dest: document\r\n"
    "Sec-Fetch-Mode: navigate\r\n"
    "Sec-Fetch-Site: same-origin\r\n"
    "Priority: u=0, i\r\n";

constexpr std::size_t features = 1000;
constexpr std::size_t in_turn = 64;
// Every feature once: the first request of a feature makes its counters.
constexpr std::size_t warming = features;
constexpr std::size_t counted = 1000;

std::string request_of(kind const& k, std::string const& path) {
    auto text = k.method + " " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n" + k.fields;
    if (k.close) text += "Connection: close\r\n";
    if (k.body_size > 0)
        text += "Content-Type: application/octet-stream\r\nContent-Length: " + std::to_string(k.body_size) +
                "\r\n";
    return text + "\r\n" + std::string(k.body_size, 'y');
}

void run(bed& on, kind const& k, std::size_t step, bool& counting) {
    auto const answer =
        "HTTP/1.1 200 OK\r\nServer: origin\r\nContent-Type: application/json\r\nContent-Length: " +
        std::to_string(k.answer_size) + "\r\n\r\n" + std::string(k.answer_size, 'x');
    for (std::size_t i = 0; i < warming + counted; ++i) {
        counting = i >= warming;
        // Features far apart, as they are asked for in life.
        on.exchange(request_of(k, on.path(step == 0 ? i * 37 : i % in_turn * step)), answer, k.close);
    }
    counting = false;
    // The script reads the kind and the number of requests from the dump's name.
    auto const name = std::string(k.name) + " " + std::to_string(counted);
    CALLGRIND_DUMP_STATS_AT(name.c_str());
    CALLGRIND_ZERO_STATS;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<kind> const kinds = {
        {.name = "get"},
        {.name = "browser", .fields = browser_fields},
        {.name = "16k", .answer_size = 16 * 1024},
        {.name = "post", .method = "POST", .body_size = 16 * 1024},
        {.name = "close", .close = true},
        {.name = "copied", .copied = true},
        {.name = "copied16k", .answer_size = 16 * 1024, .copied = true},
        {.name = "no_place16k", .answer_size = 16 * 1024, .copied = true, .no_place = true},
        // The last one: the room is not given back.
        {.name = "no_room16k", .answer_size = 16 * 1024, .copied = true, .no_room = true},
    };
    bool counting = false;
    auto const given = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 0;
    auto const through = [&counting](std::function<void()> const& work) {
        if (counting) CALLGRIND_TOGGLE_COLLECT;
        work();
        if (counting) CALLGRIND_TOGGLE_COLLECT;
    };
    bool known = argc < 2;
    for (bool const copied : {false, true}) {
        bed on(given > 0 ? given : features,
               copied ? ficus::rules::share::all() : ficus::rules::share::of_hundredths(100), through);
        CALLGRIND_START_INSTRUMENTATION;
        for (auto const& k : kinds) {
            if (k.copied != copied || (argc > 1 && std::string_view(argv[1]) != k.name)) continue;
            known = true;
            if (k.no_place) on.take_last_place();
            if (k.no_room) on.take_most_room();
            run(on, k, given == 0 ? 0 : std::max<std::size_t>(1, given / in_turn), counting);
            if (k.no_place) on.give_place_back();
        }
    }
    if (!known) std::fprintf(stderr, "bench_instructions: there is no kind `%s`\n", argv[1]);
    return known ? 0 : 2;
}
