#include "facade/obs/exposition.hpp"
#include "unit/obs/prometheus.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace ficus::obs;
using ficus::test::read_metrics;
using namespace std::chrono_literals;

TEST_CASE("the checker itself refuses what is not the text format") {
    auto const wrong = GENERATE(
        as<std::string>{}, "a 1\n", "# HELP a_total x\n# TYPE a_total counter\na_total 1",
        "# TYPE a gauge\na 1\n", "# HELP a x\n# TYPE a gauge\nb 1\n", "# HELP a x\n# TYPE a gauge\na one\n",
        "# HELP a x\n# TYPE a gauge\na{b=c} 1\n", "# HELP a x\n# TYPE a gauge\na{b=\"c} 1\n",
        "# HELP a x\n# TYPE a gauge\na{b=\"\\t\"} 1\n", "# HELP a x\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a x\n# TYPE a counter\na 1\n", "# HELP a x\n# TYPE a gauge\na{9=\"c\"} 1\n",
        "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",
        "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
        "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} "
        "1\nh_sum 1\nh_count 1\n",
        "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n",
        "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_count 1\n", "\n");
    CAPTURE(wrong);
    CHECK_FALSE(read_metrics(wrong).errors.empty());
}

TEST_CASE("figures of nothing are a valid page") {
    counters all(2);
    auto const page = read_metrics(expose(all, {}));
    CHECK(page.errors == std::vector<std::string>{});
    CHECK(page["ficus_http_requests_total"] == 0);
    CHECK(page["ficus_rules_revision"] == 0);
}

TEST_CASE("operations past the most that are told apart are counted together") {
    counters all(1);
    for (std::size_t i = 0; i < most_operations + 10; ++i)
        all.operation("orders", "GET /" + std::to_string(i)).of(0).eligible.add();
    std::size_t count = 0;
    std::uint64_t others = 0;
    all.for_each_operation([&](std::string const&, operation_counters const& one) {
        ++count;
        if (*one.name() == other_operations)
            one.for_each([&](operation_cells const& cells) { others += cells.eligible.read(); });
    });
    CHECK(count == most_operations + 1);
    CHECK(others == 10);
    CHECK(&all.operation("orders", "GET /300") == &all.operation("orders", "GET /301"));
    CHECK(all.operation("orders", "GET /7").of(0).eligible.read() == 1);
}

TEST_CASE("all that is counted is told, threads added up") {
    counters all(3);
    auto const orders = all.feature("orders");
    for (std::size_t thread : {0, 2}) {
        auto& cells = orders->of(thread);
        cells.sides[0].by_class[2].add(10);
        cells.sides[1].by_class[5].add();
        cells.sides[1].by_class[0].add();
        cells.sides[1].errors.add(2);
        cells.late.add();
        cells.translated.add(2);
        cells.translation_request_failed.add(3);
        cells.translation_response_failed.add(4);
        // Of two operations: the page has their sum.
        auto& read = all.operation("orders", "GET /orders/{id}").of(thread);
        read.eligible.add(5);
        read.chosen.add(8);
        read.compared.add(7);
        read.matched.add(6);
        read.skipped[static_cast<std::size_t>(skip::queue_full)].add(5);
        all.operation("orders", "HEAD /orders/{id}").of(thread).eligible.add(4);
        all.thread(thread).requests.add(20);
        for (std::size_t c = 0; c < 5; ++c) all.thread(thread).answered[c].add(c + 1);
        all.thread(thread).aborted.add(3);
        all.thread(thread).cut.add(2);
        all.thread(thread).connections_open.add(2);
        all.thread(thread).connections_open.subtract();
    }
    all.count_refusal("bad_host");
    all.count_call("orders", "customer", "timed_out");
    all.count_call("orders", "customer", "timed_out");
    for (int i = 0; i < 3; ++i) all.count_throttled("orders", 1);
    all.thread(0).shed[0].add(5);
    all.thread(1).shed[0].add(2);
    all.thread(0).queue_delay_us.set(1'000);
    all.thread(1).queue_delay_us.set(2'500);
    all.thread(0).shed_part.set(125);
    for (int i = 0; i < 4; ++i) all.count_throttle_forgotten("orders", 0);
    all.count_refusal("bad_host");
    all.count_retry("fresh", "refused");
    all.count_retry("fresh", "refused");
    all.count_retry_refused("fresh");
    all.count_fallback("orders", "connect_timeout");
    all.count_undecoded_body("too_dense");
    gauges now;
    now.revision = 7;
    now.store_degraded = true;
    now.draining = true;
    now.log_dropped = 1;
    now.shadow_written = 2;
    now.shadow_lost = 3;
    now.breakers = {{"feature", "orders", 1, 2, 3}};
    now.endpoints = {{"fresh", "a:1", true, 0, 0}, {"fresh", "b:2", false, 7, 2}};
    now.lookups = {{"ok", 5}, {"timeout", 1}};
    now.started_at = 1767225600.25;
    now.cpu_seconds = 1.5;
    now.resident_bytes = 11;
    now.virtual_bytes = 12;
    now.open_descriptors = 13;
    now.most_descriptors = 14;
    auto const page = read_metrics(expose(all, now));
    CHECK(page.errors == std::vector<std::string>{});
    CHECK(page["ficus_dns_lookups_total{result=\"ok\"}"] == 5);
    CHECK(page["ficus_dns_lookups_total{result=\"timeout\"}"] == 1);
    CHECK(page["ficus_requests_total{class=\"2xx\",feature=\"orders\",side=\"legacy\"}"] == 20);
    CHECK(page["ficus_requests_total{class=\"5xx\",feature=\"orders\",side=\"modern\"}"] == 2);
    CHECK(page["ficus_requests_total{class=\"none\",feature=\"orders\",side=\"modern\"}"] == 2);
    CHECK_FALSE(page.has("ficus_requests_total{class=\"3xx\",feature=\"orders\",side=\"modern\"}"));
    CHECK(page["ficus_request_errors_total{feature=\"orders\",side=\"modern\"}"] == 4);
    CHECK(page["ficus_request_errors_total{feature=\"orders\",side=\"legacy\"}"] == 0);
    CHECK(page["ficus_request_timeouts_total{feature=\"orders\"}"] == 2);
    CHECK(page["ficus_retries_total{reason=\"refused\",upstream=\"fresh\"}"] == 2);
    CHECK(page["ficus_retry_budget_exhausted_total{upstream=\"fresh\"}"] == 1);
    CHECK(page["ficus_fallbacks_total{feature=\"orders\",reason=\"connect_timeout\"}"] == 1);
    CHECK(page["ficus_translations_total{feature=\"orders\",outcome=\"translated\"}"] == 4);
    CHECK(page["ficus_translations_total{feature=\"orders\",outcome=\"request_failed\"}"] == 6);
    CHECK(page["ficus_translations_total{feature=\"orders\",outcome=\"response_failed\"}"] == 8);
    CHECK(page["ficus_shadow_requests_total{feature=\"orders\",outcome=\"eligible\"}"] == 18);
    CHECK(page["ficus_shadow_requests_total{feature=\"orders\",outcome=\"chosen\"}"] == 16);
    CHECK(page["ficus_shadow_requests_total{feature=\"orders\",outcome=\"compared\"}"] == 14);
    CHECK(page["ficus_shadow_requests_total{feature=\"orders\",outcome=\"matched\"}"] == 12);
    CHECK(page["ficus_shadow_skipped_total{feature=\"orders\",reason=\"queue_full\"}"] == 10);
    CHECK(page["ficus_http_requests_total"] == 40);
    CHECK(page["ficus_client_answers_total{class=\"1xx\"}"] == 2);
    CHECK(page["ficus_client_answers_total{class=\"5xx\"}"] == 10);
    CHECK(page["ficus_aborted_requests_total"] == 6);
    CHECK(page["ficus_cut_answers_total"] == 4);
    auto const requests = all.requests();
    CHECK(requests.begun == 40);
    CHECK(requests.answered == 30);
    CHECK(requests.aborted == 6);
    CHECK(requests.cut == 4);
    CHECK(page["ficus_connections_open"] == 2);
    CHECK(page["ficus_throttled_requests_total{feature=\"orders\",rule=\"2\"}"] == 3);
    CHECK(page["ficus_shed_requests_total{priority=\"low\"}"] == 7);
    CHECK(page["ficus_shed_requests_total{priority=\"high\"}"] == 0);
    CHECK(page["ficus_queue_delay_seconds"] == 0.0025);
    CHECK(page["ficus_shed_part"] == 0.125);
    CHECK(page["ficus_throttle_keys_forgotten_total{feature=\"orders\",rule=\"1\"}"] == 4);
    CHECK(page["ficus_calls_total{call=\"customer\",feature=\"orders\",outcome=\"timed_out\"}"] == 2);
    CHECK(page["ficus_facade_answers_total{reason=\"bad_host\"}"] == 2);
    CHECK(page["ficus_body_undecoded_total{reason=\"too_dense\"}"] == 1);
    CHECK(page["ficus_breaker_state{name=\"orders\",scope=\"feature\"}"] == 1);
    CHECK(page["ficus_breaker_opened_total{name=\"orders\",scope=\"feature\"}"] == 2);
    CHECK(page["ficus_breaker_refused_total{name=\"orders\",scope=\"feature\"}"] == 3);
    CHECK(page["ficus_endpoint_up{endpoint=\"a:1\",upstream=\"fresh\"}"] == 1);
    CHECK(page["ficus_endpoint_up{endpoint=\"b:2\",upstream=\"fresh\"}"] == 0);
    CHECK(page["ficus_endpoint_failures_total{endpoint=\"b:2\",upstream=\"fresh\"}"] == 7);
    CHECK(page["ficus_endpoint_ejections_total{endpoint=\"b:2\",upstream=\"fresh\"}"] == 2);
    CHECK(page["ficus_rules_revision"] == 7);
    CHECK(page["ficus_rules_store_degraded"] == 1);
    CHECK(page["ficus_draining"] == 1);
    CHECK(page["ficus_log_lines_dropped_total"] == 1);
    CHECK(page["ficus_shadow_records_written_total"] == 2);
    CHECK(page["ficus_shadow_records_lost_total"] == 3);
    CHECK(page["process_start_time_seconds"] == 1767225600.25);
    CHECK(page["process_cpu_seconds_total"] == 1.5);
    CHECK(page["process_resident_memory_bytes"] == 11);
    CHECK(page["process_virtual_memory_bytes"] == 12);
    CHECK(page["process_open_fds"] == 13);
    CHECK(page["process_max_fds"] == 14);
    CHECK(page.types.at("ficus_connections_open") == "gauge");
    CHECK(page.types.at("ficus_request_duration_seconds") == "histogram");
}

TEST_CASE("latencies are a cumulative histogram in seconds") {
    counters all(2);
    auto& one = all.feature("orders")->of(0).sides[1].latency;
    auto& two = all.feature("orders")->of(1).sides[1].latency;
    one.add(400us);
    one.add(500us);
    one.add(501us);
    two.add(150ms);
    two.add(60s);
    auto const page = read_metrics(expose(all, {}));
    CHECK(page.errors == std::vector<std::string>{});
    std::string const of = "{feature=\"orders\",side=\"modern\"}";
    CHECK(page["ficus_request_duration_seconds_count" + of] == 5);
    CHECK(page["ficus_request_duration_seconds_sum" + of] == Approx(60.151401));
    CHECK_FALSE(page.has("ficus_request_duration_seconds_count{feature=\"orders\",side=\"legacy\"}"));
    std::vector<double> counts;
    for (auto const& [series, value] : page.samples)
        if (series.starts_with("ficus_request_duration_seconds_bucket")) counts.push_back(value);
    CHECK(counts.size() == latency_bounds.size() + 1);
    CHECK(page["ficus_request_duration_seconds_bucket{feature=\"orders\",le=\"0.001\",side=\"modern\"}"] ==
          3);
    CHECK(page["ficus_request_duration_seconds_bucket{feature=\"orders\",le=\"0.1\",side=\"modern\"}"] == 3);
    CHECK(page["ficus_request_duration_seconds_bucket{feature=\"orders\",le=\"0.2\",side=\"modern\"}"] == 4);
    CHECK(page["ficus_request_duration_seconds_bucket{feature=\"orders\",le=\"30\",side=\"modern\"}"] == 4);
    CHECK(page["ficus_request_duration_seconds_bucket{feature=\"orders\",le=\"+Inf\",side=\"modern\"}"] == 5);
}

TEST_CASE("a feature's name is escaped as a label") {
    counters all(1);
    all.feature("a\"b\\c\nd")->of(0).late.add(3);
    auto const page = read_metrics(expose(all, {}));
    CHECK(page.errors == std::vector<std::string>{});
    CHECK(page["ficus_request_timeouts_total{feature=\"a\"b\\c\nd\"}"] == 3);
}
