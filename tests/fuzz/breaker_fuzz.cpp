#include "facade/resilience/circuit_breaker.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>

using namespace ficus::resilience;
using namespace std::chrono_literals;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

/// A breaker, and what was asked of it.
class driven {
public:
    explicit driven(breaker_options const& options) : breaker_(options) {}

    void pass(duration time) { now_ += time; }
    void ask() {
        auto const before = breaker_.state();
        auto const may = breaker_.ask(now_);
        must((may == permission::go) == (before == breaker_state::closed));
        if (may == permission::probe) {
            if (before == breaker_state::open) {
                must(now_ >= opened_ + breaker_.options().open_for);
                good_ = 0;
                out_ = 0;
            }
            ++out_;
            probes_.push_back(breaker_.phase());
        }
        must(out_ + good_ <= breaker_.options().probes);
        follow(before);
    }
    void tell(outcome_counts const& counts, bool late, duration since) {
        auto const before = breaker_.state();
        if (late)
            breaker_.tell_successes(now_ - since, now_, counts.ok);
        else
            breaker_.tell(now_, counts);
        bool const cause = !late && before == breaker_state::closed && counts.failed + counts.slow > 0;
        must(breaker_.state() == before || cause);
        follow(before);
    }
    void tell_probe(probe_result result) {
        if (probes_.empty()) return;
        auto const before = breaker_.state();
        bool const counts = probes_.front() == breaker_.phase() && before == breaker_state::half_open;
        breaker_.tell_probe(now_, probes_.front(), result);
        probes_.pop_front();
        if (!counts) return must(breaker_.state() == before);
        --out_;
        if (result == probe_result::good) ++good_;
        auto const due = result == probe_result::bad          ? breaker_state::open
                         : good_ == breaker_.options().probes ? breaker_state::closed
                                                              : breaker_state::half_open;
        must(breaker_.state() == due);
        follow(before);
    }
    /// However it stands, a service that is well again is asked again.
    void recover() {
        while (!probes_.empty()) tell_probe(probe_result::none);
        pass(breaker_.options().open_for);
        for (std::uint32_t i = 0; i < breaker_.options().probes; ++i) {
            ask();
            tell_probe(probe_result::good);
        }
        must(breaker_.state() == breaker_state::closed);
    }

private:
    void follow(breaker_state before) {
        if (before != breaker_.state() && breaker_.state() == breaker_state::open) opened_ = now_;
        auto const change = breaker_.take_change();
        must(change.has_value() == (before != breaker_.state()));
        if (!change) return;
        must(change->to == breaker_.state() && change->at == now_ && breaker_.since() == now_);
        must(change->failure_rate >= 0 && change->failure_rate <= 1);
        must(change->slow_rate >= 0 && change->slow_rate <= 1);
    }

    circuit_breaker breaker_;
    time_point now_{1h};
    time_point opened_{};
    std::uint32_t out_ = 0;
    std::uint32_t good_ = 0;
    std::deque<std::uint64_t> probes_;
};

} // namespace

// Eight octets of options, then three for each step.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 8) return 0;
    breaker_options options;
    options.window = std::chrono::milliseconds(1 + data[0] * 40);
    options.min_requests = data[1];
    options.failure_rate = (1 + data[2]) / 256.0;
    options.slow_after = std::chrono::milliseconds(data[3]);
    options.slow_rate = (1 + data[4]) / 256.0;
    options.consecutive = data[5];
    options.open_for = std::chrono::milliseconds(data[6] * 10);
    options.probes = 1 + data[7] % 8;
    driven breaker(options);
    for (std::size_t i = 8; i + 3 <= size; i += 3) {
        auto const a = data[i + 1];
        auto const b = data[i + 2];
        switch (data[i] % 6) {
        case 0: breaker.pass(std::chrono::milliseconds(a * b)); break;
        case 1: breaker.ask(); break;
        case 2: breaker.tell({a, b, 0, 0}, false, {}); break;
        case 3: breaker.tell({0, a % 4U, b, b % 3U}, false, {}); break;
        case 4: breaker.tell({a * 1000U, 0, 0, 0}, true, std::chrono::milliseconds(b * b)); break;
        case 5: breaker.tell_probe(static_cast<probe_result>(a % 3)); break;
        }
    }
    breaker.recover();
    return 0;
}
