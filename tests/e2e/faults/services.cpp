#include "e2e/faults/services.hpp"

#include <algorithm>

namespace ficus::test::faults {

namespace {

constexpr auto part_of_a_hundred =
    "HTTP/1.1 200 OK\r\nX-Upstream: modern\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\npart";

/// Up so long, then down so long.
constexpr milliseconds flap{150};

} // namespace

services::services()
    : resetting_([](exchange& on) {
          on.read_body();
          on.abort();
      }),
      breaking_off_([](exchange& on) {
          on.read_body();
          on.send(part_of_a_hundred);
          on.abort();
      }),
      silent_([](exchange& on) {
          on.read_body();
          on.peer_leaves(milliseconds(30'000));
      }),
      slow_([](exchange& on) {
          on.read_body();
          on.send("HTTP/1.1 200 OK\r\nX-Upstream: modern\r\nContent-Length: 5\r\n\r\n");
          for (int i = 0; i < 5; ++i) {
              // The pace is what this is about.
              std::this_thread::sleep_for(milliseconds(200));
              on.send("x");
          }
      }),
      halting_([](exchange& on) {
          on.read_body();
          on.send(part_of_a_hundred);
          on.peer_leaves(milliseconds(30'000));
      }),
      contradicting_([](exchange& on) {
          on.read_body();
          on.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd");
          on.close();
      }),
      failing_([](exchange& on) {
          on.read_body();
          on.answer(500, "own error", {{"X-Upstream", "modern"}});
      }),
      busy_([this](exchange& on) {
          if (bursts_++ / 3 % 2 == 0) return says("modern")(on);
          on.read_body();
          on.answer(503, "busy", {{"X-Upstream", "modern"}});
      }) {}

std::string services::endpoints(std::string_view fault) const {
    auto const one = [](std::string const& url) { return "[\"" + url + "\"]"; };
    auto const with_two = [&](std::string const& url) {
        return "[\"" + well_.url() + "\", \"" + url + "\", \"" + well_too_.url() + "\"]";
    };
    auto const hole = "http://127.0.0.1:" + std::to_string(hole_.port);
    if (fault == "refused") return one(closed_.url());
    if (fault == "black-holed") return one(hole);
    if (fault == "reset-before-head") return one(resetting_.url());
    if (fault == "reset-in-body") return one(breaking_off_.url());
    if (fault == "slow-head") return one(silent_.url());
    if (fault == "slow-body") return one(slow_.url());
    if (fault == "halting-body") return one(halting_.url());
    if (fault == "wrong-framing") return one(contradicting_.url());
    if (fault == "500s") return one(failing_.url());
    if (fault == "bursts-of-503") return one(busy_.url());
    if (fault == "flapping") return one(flapping_door_.url());
    if (fault == "name-gone") return one("http://nobody.invalid");
    if (fault == "one-of-three-refused") return with_two(closed_.url());
    if (fault == "one-of-three-black-holed") return with_two(hole);
    if (fault == "one-of-three-returns") return with_two(returning_door_.url());
    FAIL("no service has the fault " << fault);
    return {};
}

void services::begin(std::string_view fault) {
    if (fault == "one-of-three-returns") returning_door_.shut();
    if (fault != "flapping") return;
    flaps_ = true;
    flapper_ = std::thread([this] {
        while (flaps_) {
            flapping_door_.shut();
            std::this_thread::sleep_for(flap);
            flapping_door_.open();
            std::this_thread::sleep_for(flap);
        }
    });
}

void services::between(std::string_view fault) {
    if (fault == "one-of-three-returns") returning_door_.open();
}

void services::end(std::string_view) {
    flaps_ = false;
    if (flapper_.joinable()) flapper_.join();
}

std::vector<fake_upstream const*> services::all() const {
    return {&well_,    &well_too_,      &resetting_, &breaking_off_, &silent_,   &slow_,
            &halting_, &contradicting_, &failing_,   &busy_,         &flapping_, &returning_};
}

std::size_t services::received(std::string_view field, std::string_view value) const {
    std::size_t times = 0;
    for (auto const* one : all())
        for (auto const& request : one->requests()) times += request.field(field) == value ? 1U : 0U;
    return times;
}

bool services::has_returned(std::string_view target) const {
    auto const all = returning_.requests();
    return std::any_of(all.begin(), all.end(), [&](auto const& one) { return one.target == target; });
}

std::vector<std::string> services::complaints() const {
    std::vector<std::string> out;
    for (auto const* one : all())
        for (auto& complaint : one->complaints()) out.push_back(std::move(complaint));
    return out;
}

} // namespace ficus::test::faults
