#include "unit/tools/sample_reports.hpp"

#include "facade/shadow/figures.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace ficus::test {
namespace {

using namespace std::chrono_literals;
using shadow::feature_report;
using shadow::ranked_field;
using shadow::sample_pair;
using shadow::standing;
using shadow::time_point;
using shadow::verdict;

constexpr time_point until{std::chrono::milliseconds(1'795'788'000'000)}; // 2026-11-27 14:00
constexpr auto since = until - 24h;
constexpr auto slice = 15min;

/// Between 0 and 1, the same everywhere: distributions of the standard library are not.
class dice {
public:
    explicit dice(unsigned seed) : numbers_(seed) {}
    double operator()() { return static_cast<double>(numbers_() >> 8) / double(1U << 24); }

private:
    std::mt19937 numbers_;
};

double share(std::uint64_t part, std::uint64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

double configured_at(feature_report const& one, time_point at) {
    double share = 0;
    for (auto const& change : one.changes)
        if (change.at <= at) share = change.share;
    return share / 100;
}

struct day {
    double mismatches = 0; ///< of a comparison
    double noise = 0;
    std::uint64_t busiest = 0; ///< comparisons in a slice
    unsigned seed = 1;
};

void live_through(day const& of, feature_report& one) {
    dice throw_(of.seed);
    for (auto at = since; at < until; at += slice) {
        auto const hour =
            std::chrono::duration<double, std::ratio<3600>>(at - std::chrono::floor<std::chrono::days>(at))
                .count();
        auto const busy = 0.15 + 0.85 * std::pow(std::sin(hour / 24 * 3.14159265), 2);
        shadow::report_slice now;
        now.at = at;
        now.compared =
            static_cast<std::uint64_t>(busy * static_cast<double>(of.busiest) * (0.8 + 0.4 * throw_()));
        for (std::uint64_t i = 0; i < now.compared; ++i) now.mismatched += throw_() < of.mismatches;
        if (now.compared > 0) {
            now.match_rate = 1 - share(now.mismatched, now.compared);
            now.interval = shadow::wilson(now.compared - now.mismatched, now.compared, one.bar.confidence);
            now.noise = of.noise * (0.7 + 0.6 * throw_());
        }
        auto const requests = 10 * now.compared;
        now.served_modern = static_cast<std::uint64_t>(
            configured_at(one, at) * static_cast<double>(requests) * (0.95 + 0.1 * throw_()));
        now.served_modern = std::min(now.served_modern, requests);
        now.served_legacy = requests - now.served_modern;
        one.totals.compared += now.compared;
        one.mismatched += now.mismatched;
        one.over_time.push_back(now);
    }
    auto& totals = one.totals;
    one.matched = totals.compared - one.mismatched;
    totals.chosen = totals.compared + totals.compared / 150;
    totals.eligible = totals.chosen * 10;
    totals.matched = static_cast<std::uint64_t>(static_cast<double>(one.matched) * (1 - of.noise));
    totals.legacy_again = totals.compared / 20;
    totals.modern_again = totals.compared / 60;
    totals.skipped = {{"queue_full", totals.compared / 400}, {"body_too_large", totals.compared / 900}};
    totals.legacy = {totals.compared, totals.compared / 5000, {}};
    totals.modern = {totals.compared, totals.compared / 4000, {}};
    one.coverage = share(totals.compared, totals.chosen);
    one.match_rate = share(one.matched, totals.compared);
    one.raw_match_rate = share(totals.matched, totals.compared);
    one.judged.interval = shadow::wilson(one.matched, totals.compared, one.bar.confidence);
}

shadow::latency_figures latency(double median, double spread) {
    shadow::latency_figures made;
    constexpr int steps = 120;
    for (int i = 1; i < steps; ++i) {
        auto const at = static_cast<double>(i) / steps;
        made.curve.emplace_back(median * std::pow(at / (1 - at), spread), at);
    }
    auto const estimate = [&](double q) {
        auto const value = median * std::pow(q / (1 - q), spread);
        return shadow::quantile_estimate{value, value * 0.97, value * 1.04};
    };
    made.p50 = estimate(0.5);
    made.p90 = estimate(0.9);
    made.p99 = estimate(0.99);
    return made;
}

ranked_field field(std::string path, acl::difference_kind kind, std::uint64_t count, std::uint64_t compared,
                   double noise, standing as) {
    ranked_field made;
    made.path = std::move(path);
    made.kind = kind;
    made.count = count;
    made.share = share(count, compared);
    made.noise_share = noise;
    made.beyond = shadow::rate_interval{made.share - noise - 0.0009, made.share - noise + 0.0011};
    made.p = as == standing::counts ? 1e-9 : 0.4;
    made.standing = as;
    return made;
}

sample_pair pair(std::int64_t id, ranked_field const& of, std::string legacy_value,
                 std::string modern_value) {
    sample_pair made;
    made.head.id = id;
    made.head.at = until - id * 1min;
    made.head.feature = "checkout";
    made.head.path = of.path;
    made.head.kind = of.kind;
    made.head.legacy = std::move(legacy_value);
    made.head.modern = std::move(modern_value);
    made.method = "POST";
    made.target = "/api/checkout/81723";
    made.revision = 12;
    made.legacy = {200,
                   48'310us,
                   {{"Content-Type", "application/json"}, {"Set-Cookie", "***"}, {"X-Powered-By", "PHP/8.2"}},
                   "application/json",
                   {}};
    made.modern = {
        200, 21'870us, {{"Content-Type", "application/json"}, {"Set-Cookie", "***"}}, "application/json", {}};
    return made;
}

std::string basket(std::string_view total, std::string_view tax, bool coupon) {
    return R"({"basket":81723,"customer":{"name":"***","email":"***"},"lines":[{"sku":"A-100","qty":2,"price":12.50},{"sku":"B-7","qty":1,"price":99.00}],)" +
           std::string(coupon ? R"("coupon":{"code":"AUTUMN","off":5},)" : "") + R"("tax":)" +
           std::string(tax) + R"(,"total":)" + std::string(total) + R"(,"currency":"EUR","state":"open"})";
}

shadow::share_change change(std::chrono::milliseconds before_until, std::uint64_t revision, double share,
                            double shadow, std::string by, std::string reason) {
    shadow::share_change made;
    made.at = until - before_until;
    made.revision = revision;
    made.share = share;
    made.shadow = shadow;
    made.by = std::move(by);
    made.reason = std::move(reason);
    return made;
}

feature_report orders() {
    feature_report one;
    one.name = "orders";
    one.bar = {0.998, 0.95, 1000, 0.9, 1, 0.001, 1.5};
    one.changes = {change(31h, 7, 1, 10, "mira@ops1", "first customers"),
                   change(19h, 9, 10, 10, "mira@ops1", "the report says ready"),
                   change(9h, 10, 5, 10, "jon@ops2 (sudo)", "pager: latency alarm, going half back"),
                   change(7h, 11, 10, 10, "jon@ops2", "it was the database's backup"),
                   change(3h, 14, 50, 10, "mira@ops1", "half of them")};
    one.changes[0].command = "ficus flip orders 1% --reason 'first customers'";
    one.changes[1].command = "ficus flip orders 10% --reason 'the report says ready'";
    one.changes[2].command = "ficus flip orders 5% --reason 'pager: latency alarm, going half back'";
    one.changes[3].command = "ficus flip orders 10% --reason 'it was the database'\\''s backup'";
    one.changes[4].command = "ficus flip orders 50% --reason 'half of them'";
    one.changes[4].conditional = 1;
    live_through({0.0006, 0.012, 900, 3}, one);
    one.judged.says = verdict::ready;
    one.judged.why =
        shadow::counted(one.mismatched) + " of " + shadow::counted(one.totals.compared) +
        " comparisons differed; at 95 % confidence at least " + shadow::percent(one.judged.interval.low) +
        " of all answers match, and the bar is 99.8 %; differences in 2 noisy fields are not counted";
    one.judged.more_needed = 0;
    auto const compared = one.totals.compared;
    one.fields = {field("$.items[*].discount", acl::difference_kind::value, one.mismatched, compared, 0.0,
                        standing::counts),
                  field("$.generated_at", acl::difference_kind::value, compared / 90, compared, 0.0118,
                        standing::noise),
                  field("header:x-request-id", acl::difference_kind::extra, compared / 200, compared, 0.0052,
                        standing::noise)};
    one.fields[0].alone = one.mismatched;
    one.fields[0].counts_in = {"GET /api/orders/{id}"};
    one.fields[1].shape = "a time near now";
    one.legacy_latency = latency(31, 0.42);
    one.modern_latency = latency(19, 0.48);
    one.p50_ratio = shadow::rate_interval{0.59, 0.64};
    one.p99_ratio = shadow::rate_interval{0.74, 0.88};
    one.errors_p = 0.31;
    one.totals.statuses = {{200, 200, compared - 120}, {404, 404, 118}, {200, 500, 2}};
    one.operations = {{"GET /api/orders", compared * 6, compared * 3 / 5, compared * 3 / 5, 0, {}, false},
                      {"GET /api/orders/{id}", compared * 4, compared * 2 / 5, compared * 2 / 5,
                       one.mismatched, one.totals.skipped, false}};
    one.never_seen = {"GET /api/orders/{id}/history"};
    return one;
}

feature_report checkout() {
    feature_report one;
    one.name = "checkout";
    one.changes = {change(40h, 4, 0, 100, "mira@ops1", "look at all of it")};
    one.changes[0].command = "ficus shadow checkout 100% --reason 'look at all of it'";
    live_through({0.011, 0.04, 160, 5}, one);
    one.judged.says = verdict::not_ready;
    one.judged.why = shadow::counted(one.mismatched) + " of " + shadow::counted(one.totals.compared) +
                     " comparisons differed; at 95 % confidence no more than " +
                     shadow::percent(one.judged.interval.high) +
                     " of all answers match, and the bar is 99.9 %";
    one.totals.modern.failed = one.totals.compared / 120;
    one.errors_p = 0.0000004;
    auto const compared = one.totals.compared;
    one.fields = {
        field("$.total", acl::difference_kind::value, compared / 110, compared, 0.0, standing::counts),
        field("$.coupon", acl::difference_kind::missing, compared / 400, compared, 0.0, standing::counts),
        field("status", acl::difference_kind::value, 41, compared, 0.0001, standing::counts),
        field("$.session", acl::difference_kind::value, compared, compared, 1.0, standing::noise),
        field("$.lines[*]", acl::difference_kind::extra, compared / 28, compared, 0.034, standing::noise)};
    one.fields[0].alone = compared / 130;
    one.fields[0].counts_in = {"POST /api/checkout/{basket}", "GET /api/checkout/{basket}"};
    one.fields[1].counts_in = {"POST /api/checkout/{basket}"};
    one.fields[2].counts_in = {"POST /api/checkout/{basket}"};
    one.fields[3].shape = "a UUID";
    auto rounded = pair(481, one.fields[0], "124.00", "123.99");
    rounded.legacy.body = basket("124.00", "19.80", false);
    rounded.modern.body = basket("123.99", "19.79", false);
    auto lost = pair(455, one.fields[1], R"({"code":"AUTUMN","off":5})", "");
    lost.legacy.body = basket("119.00", "19.00", true);
    lost.modern.body = basket("119.00", "19.00", false);
    auto refused = pair(377, one.fields[2], "200", "502");
    refused.legacy.body = basket("124.00", "19.80", false);
    refused.modern.status = 502;
    refused.modern.content_type = "text/html";
    refused.modern.headers = {{"Content-Type", "text/html"}};
    refused.modern.body = "<html><body><h1>Bad Gateway</h1></body></html>";
    auto const again = [&] {
        auto made = pair(112, one.fields[0], "7.10", "7.11");
        made.method = "GET";
        made.legacy.body = basket("7.10", "1.13", false);
        made.modern.body = basket("7.11", "1.13", false);
        return made;
    }();
    one.fields[0].samples = {again, rounded};
    one.fields[1].samples = {lost};
    one.fields[2].samples = {refused};
    one.legacy_latency = latency(46, 0.5);
    one.modern_latency = latency(41, 0.95);
    one.p50_ratio = shadow::rate_interval{0.86, 0.93};
    one.p99_ratio = shadow::rate_interval{5.9, 8.8};
    one.totals.statuses = {{200, 200, compared - 300}, {200, 502, 41}, {409, 409, 212}, {409, 200, 47}};
    one.operations = {{"GET /api/checkout/{basket}", compared / 2, compared / 2, compared / 2, 12, {}, false},
                      {"POST /api/checkout/{basket}", compared / 2, compared / 2, compared / 2,
                       one.mismatched - 12, one.totals.skipped, false}};
    return one;
}

feature_report search() {
    feature_report one;
    one.name = "search";
    live_through({0.0, 0.0, 9, 7}, one);
    one.over_time.resize(3);
    one.other_compared = 4'512;
    one.judged.says = verdict::insufficient;
    one.judged.why = "all " + shadow::counted(one.totals.compared) +
                     " comparisons matched; at 95 % confidence that shows no more than " +
                     shadow::percent(one.judged.interval.low) +
                     ", and 3,425 more without a difference would show 99.9 %";
    one.judged.more_needed = 3'425;
    one.legacy_latency = latency(120, 0.3);
    one.modern_latency = latency(90, 0.3);
    one.totals.statuses = {{200, 200, one.totals.compared}};
    one.operations = {
        {"GET /search", one.totals.compared, one.totals.compared, one.totals.compared, 0, {}, false},
        {"GET /search/{kind}", 12, 0, 0, 0, {{"timed_out", 12}}, true}};
    return one;
}

} // namespace

shadow::report sample_report() {
    return {since, until, {orders(), checkout(), search()}};
}

shadow::report hostile_report() {
    std::string const script = R"(</script><script>document.title='driven'</script>)";
    std::string const image = R"("><img src=x onerror="document.title='driven'">)";
    std::string const controls = "\x1B[31mred\x01\x7F \xFF\xFE \xEF\xBF\xBF end\r\nline &amp; 'quoted'";
    auto one = checkout();
    one.name = script + image;
    one.judged.why = image + controls;
    one.changes[0].by = image;
    one.changes[0].reason = script + controls;
    one.changes[0].command = controls + script;
    one.operations[0].name = script + controls;
    one.operations[0].skipped = {{image, 3}};
    one.never_seen = {script};
    one.totals.skipped = {{script, 1}};
    one.fields[0].path = "$['" + script + "']" + controls;
    one.fields[0].shape = image;
    one.fields[0].counts_in = {image};
    for (auto& pair : one.fields[0].samples) {
        pair.method = image;
        pair.target = script;
        pair.head.legacy = script + controls;
        pair.head.modern = image;
        pair.legacy.headers = {{image, script}};
        pair.legacy.body = R"({"a":")" + script + controls + R"("})";
        pair.modern.content_type = "text/html";
        pair.modern.body = "<html>" + script + image + controls;
    }
    return {since, until, {one}};
}

} // namespace ficus::test
