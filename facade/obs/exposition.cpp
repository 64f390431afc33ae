#include "facade/obs/exposition.hpp"

#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

namespace ficus::obs {

namespace {

class page {
public:
    void family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
        text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    }
    struct label {
        std::string_view name;
        std::string_view value;
    };
    template<class T>
    void sample(std::initializer_list<label> labels, T value, std::string_view suffix = {}) {
        text_.append(name_).append(suffix);
        char separator = '{';
        for (auto const& l : labels) {
            text_ += separator;
            text_.append(l.name).append("=\"");
            escape(l.value);
            text_ += '"';
            separator = ',';
        }
        if (separator == ',') text_ += '}';
        text_ += ' ';
        char digits[40];
        auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        text_.append(digits, static_cast<std::size_t>(end - digits)).append("\n");
    }
    std::string take() { return std::move(text_); }

private:
    void escape(std::string_view value) {
        for (char c : value) {
            if (c == '\\' || c == '"')
                text_.append(1, '\\').append(1, c);
            else if (c == '\n')
                text_ += "\\n";
            else
                text_ += c;
        }
    }
    std::string_view name_;
    std::string text_;
};

template<class Get>
std::uint64_t sum(feature_counters const& f, Get&& get) {
    std::uint64_t total = 0;
    f.for_each([&](feature_cells const& cells) { total += get(cells).read(); });
    return total;
}

constexpr std::string_view side_names[] = {"legacy", "modern"};
constexpr std::string_view class_names[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

using features = std::map<std::string, std::shared_ptr<feature_counters>>;

void expose_requests(page& out, features const& all) {
    out.family("ficus_requests_total", "counter",
               "Requests of a feature by the side that was asked and the status class of its answer; none: "
               "the client got "
               "another side's answer, or the facade's. One that fell back counts for both sides.");
    for (auto const& [name, f] : all)
        for (std::size_t s = 0; s < 2; ++s)
            for (std::size_t c = 0; c < 6; ++c) {
                auto const n = sum(
                    *f, [&](feature_cells const& cells) -> auto& { return cells.sides[s].by_class[c]; });
                if (n > 0)
                    out.sample({{"feature", name}, {"side", side_names[s]}, {"class", class_names[c]}}, n);
            }
    out.family("ficus_request_errors_total", "counter",
               "Requests, of those that asked a side, that it failed: 5xx, or no answer.");
    for (auto const& [name, f] : all)
        for (std::size_t s = 0; s < 2; ++s)
            out.sample({{"feature", name}, {"side", side_names[s]}},
                       sum(
                           *f, [&](feature_cells const& cells) -> auto& { return cells.sides[s].errors; }));
    out.family("ficus_request_duration_seconds", "histogram",
               "Time from a request's head to its answer's end.");
    for (auto const& [name, f] : all)
        for (std::size_t s = 0; s < 2; ++s) {
            std::uint64_t total = 0;
            std::array<std::uint64_t, latency_bounds.size() + 1> counts{};
            for (std::size_t i = 0; i < counts.size(); ++i)
                counts[i] = sum(
                    *f, [&](feature_cells const& cells) -> auto& {
                        return cells.sides[s].latency.buckets[i];
                    });
            for (auto n : counts) total += n;
            if (total == 0) continue;
            std::uint64_t below = 0;
            for (std::size_t i = 0; i < latency_bounds.size(); ++i) {
                below += counts[i];
                char le[24];
                auto const end =
                    std::to_chars(le, le + sizeof le, latency_bounds[i] / 1e6, std::chars_format::fixed).ptr;
                out.sample({{"feature", name},
                            {"side", side_names[s]},
                            {"le", {le, static_cast<std::size_t>(end - le)}}},
                           below, "_bucket");
            }
            out.sample({{"feature", name}, {"side", side_names[s]}, {"le", "+Inf"}}, total, "_bucket");
            auto const us = sum(
                *f, [&](feature_cells const& cells) -> auto& { return cells.sides[s].latency.sum_us; });
            out.sample({{"feature", name}, {"side", side_names[s]}}, static_cast<double>(us) / 1e6, "_sum");
            out.sample({{"feature", name}, {"side", side_names[s]}}, total, "_count");
        }
    out.family("ficus_request_timeouts_total", "counter",
               "Requests that took longer than request_timeout, answered with an error or cut off.");
    for (auto const& [name, f] : all)
        out.sample({{"feature", name}}, sum(
                                            *f, [](feature_cells const& c) -> auto& { return c.late; }));
}

void expose_second_tries(page& out, counters const& all) {
    out.family("ficus_retries_total", "counter",
               "Attempts after the first one at an upstream, by why the one before failed.");
    for (auto const& [of, n] : all.retries()) out.sample({{"upstream", of[0]}, {"reason", of[1]}}, n);
    out.family("ficus_retry_budget_exhausted_total", "counter",
               "Retries that were not made because the upstream's retry_budget had none left.");
    for (auto const& [upstream, n] : all.retries_refused()) out.sample({{"upstream", upstream}}, n);
    out.family("ficus_fallbacks_total", "counter",
               "Requests for which legacy was asked because modern could not answer, by why.");
    for (auto const& [of, n] : all.fallbacks()) out.sample({{"feature", of[0]}, {"reason", of[1]}}, n);
}

void expose_translations(page& out, features const& all) {
    out.family("ficus_translations_total", "counter",
               "Answers translated, and requests and answers that could not be.");
    for (auto const& [name, f] : all) {
        out.sample({{"feature", name}, {"outcome", "translated"}},
                   sum(
                       *f, [](feature_cells const& c) -> auto& { return c.translated; }));
        out.sample({{"feature", name}, {"outcome", "request_failed"}},
                   sum(
                       *f, [](feature_cells const& c) -> auto& { return c.translation_request_failed; }));
        out.sample({{"feature", name}, {"outcome", "response_failed"}},
                   sum(
                       *f, [](feature_cells const& c) -> auto& { return c.translation_response_failed; }));
    }
}

/// What shadowing counted, summed over a feature's operations and all threads: by operation the report knows
/// it, here there would be too many series.
struct shadowed {
    std::uint64_t eligible = 0, chosen = 0, compared = 0, matched = 0;
    std::array<std::uint64_t, static_cast<std::size_t>(skip::count_)> skipped{};
};

void expose_shadowing(page& out, counters const& of,
                      std::map<std::string, std::shared_ptr<feature_counters>> const& named) {
    std::map<std::string_view, shadowed> all;
    for (auto const& [name, f] : named) all[name];
    of.for_each_operation([&](std::string const& feature, operation_counters const& operation) {
        auto const known = all.find(feature);
        if (known == all.end()) return;
        auto& into = known->second;
        operation.for_each([&](operation_cells const& cells) {
            into.eligible += cells.eligible.read();
            into.chosen += cells.chosen.read();
            into.compared += cells.compared.read();
            into.matched += cells.matched.read();
            for (std::size_t i = 0; i < into.skipped.size(); ++i) into.skipped[i] += cells.skipped[i].read();
        });
    });
    out.family("ficus_shadow_requests_total", "counter",
               "Requests that could be shadowed, were chosen, were compared, and matched.");
    for (auto const& [name, sums] : all) {
        out.sample({{"feature", name}, {"outcome", "eligible"}}, sums.eligible);
        out.sample({{"feature", name}, {"outcome", "chosen"}}, sums.chosen);
        out.sample({{"feature", name}, {"outcome", "compared"}}, sums.compared);
        out.sample({{"feature", name}, {"outcome", "matched"}}, sums.matched);
    }
    out.family("ficus_shadow_skipped_total", "counter",
               "Requests that were not compared, by reason: chosen ones, and under `method` also those that "
               "shadowing passes over.");
    for (auto const& [name, sums] : all)
        for (std::size_t i = 0; i < sums.skipped.size(); ++i)
            if (sums.skipped[i] > 0)
                out.sample({{"feature", name}, {"reason", name_of(static_cast<skip>(i))}}, sums.skipped[i]);
}

void expose_threads(page& out, counters const& all) {
    struct row {
        std::string_view name;
        std::string_view type;
        counter thread_cells::*cell;
        std::string_view help;
    };
    static constexpr row rows[] = {
        {"ficus_connections_accepted_total", "counter", &thread_cells::connections_accepted,
         "Clients' connections."},
        {"ficus_connections_open", "gauge", &thread_cells::connections_open, "Clients' connections now."},
        {"ficus_accept_failures_total", "counter", &thread_cells::accept_failed,
         "Connections that could not be accepted."},
        {"ficus_accept_pauses_total", "counter", &thread_cells::accept_paused,
         "Times that new connections had to wait because descriptors are kept for those that are open."},
        {"ficus_http_requests_total", "counter", &thread_cells::requests,
         "Requests of all kinds. Each that is over is one of ficus_client_answers_total, "
         "ficus_aborted_requests_total or ficus_cut_answers_total."},
        {"ficus_unmatched_requests_total", "counter", &thread_cells::unmatched,
         "Requests that no feature matches."},
        {"ficus_aborted_requests_total", "counter", &thread_cells::aborted,
         "Requests whose client went away before it had the whole of an answer."},
        {"ficus_cut_answers_total", "counter", &thread_cells::cut,
         "Requests whose client got no answer, or only a part of one, for other reasons."},
        {"ficus_refused_requests_total", "counter", &thread_cells::refused,
         "Requests that the facade answered with 4xx."},
        {"ficus_failed_requests_total", "counter", &thread_cells::failed,
         "Requests that the facade answered with 5xx."},
        {"ficus_upstream_connections_opened_total", "counter", &thread_cells::upstream_opened,
         "Connections opened to upstreams."},
        {"ficus_upstream_connections_reused_total", "counter", &thread_cells::upstream_reused,
         "Requests sent on a kept connection."},
        {"ficus_upstream_connections_open", "gauge", &thread_cells::upstream_open,
         "Connections to upstreams now."},
        {"ficus_upstream_failures_total", "counter", &thread_cells::upstream_failed,
         "Attempts that got no answer."},
        {"ficus_upstream_stale_total", "counter", &thread_cells::upstream_stale,
         "Kept connections found closed when used."},
    };
    for (auto const& r : rows) {
        out.family(r.name, r.type, r.help);
        std::uint64_t total = 0;
        for (auto const& cells : all.thread_cells_of_all()) total += (cells.*r.cell).read();
        out.sample({}, total);
    }
    out.family("ficus_client_answers_total", "counter",
               "Requests whose client got the whole of an answer, by the class of its status.");
    for (std::size_t c = 1; c <= 5; ++c) {
        std::uint64_t total = 0;
        for (auto const& cells : all.thread_cells_of_all()) total += cells.answered[c - 1].read();
        out.sample({{"class", class_names[c]}}, total);
    }
    out.family("ficus_facade_answers_total", "counter",
               "Errors that the facade itself answered with, by reason.");
    for (auto const& [reason, n] : all.refusals()) out.sample({{"reason", reason}}, n);
    out.family("ficus_bad_upstream_answers_total", "counter",
               "Answers of upstreams that broke the rules of HTTP, by reason.");
    for (auto const& [reason, n] : all.bad_answers()) out.sample({{"reason", reason}}, n);
    out.family(
        "ficus_match_body_unread_total", "counter",
        "Requests whose body had to be looked into to find their feature and could not be, by reason.");
    for (auto const& [reason, n] : all.unread_bodies()) out.sample({{"reason", reason}}, n);
    out.family("ficus_calls_total", "counter",
               "Calls that answers were put together from, besides the main ones, by what became of them.");
    for (auto const& [of, n] : all.calls())
        out.sample({{"feature", of[0]}, {"call", of[1]}, {"outcome", of[2]}}, n);
    out.family("ficus_body_undecoded_total", "counter",
               "Bodies that had to be read and could not be taken out of their content codings, by reason.");
    for (auto const& [reason, n] : all.undecoded_bodies()) out.sample({{"reason", reason}}, n);
}

void expose_shedding(page& out, counters const& all) {
    out.family("ficus_shed_requests_total", "counter",
               "Requests that were turned away because the facade had too much to do (503).");
    static constexpr std::array<std::string_view, 3> names{"low", "normal", "high"};
    for (std::size_t p = 0; p < names.size(); ++p) {
        std::uint64_t total = 0;
        for (auto const& cells : all.thread_cells_of_all()) total += cells.shed[p].read();
        out.sample({{"priority", names[p]}}, total);
    }
    std::uint64_t delay_us = 0;
    std::uint64_t part = 0;
    for (auto const& cells : all.thread_cells_of_all()) {
        delay_us = std::max(delay_us, cells.queue_delay_us.read());
        part = std::max(part, cells.shed_part.read());
    }
    out.family("ficus_queue_delay_seconds", "gauge",
               "What is ready waits at least so long for its turn, on the thread that has most to do.");
    out.sample({}, static_cast<double>(delay_us) / 1e6);
    out.family("ficus_shed_part", "gauge",
               "The part of requests that is turned away, on the thread that turns away most.");
    out.sample({}, static_cast<double>(part) / 1e3);
}

void expose_breakers(page& out, std::vector<breaker_figures> const& all) {
    out.family("ficus_breaker_state", "gauge", "Circuit breakers: 0 closed, 1 open, 2 half-open.");
    for (auto const& b : all) out.sample({{"scope", b.scope}, {"name", b.name}}, b.state);
    out.family("ficus_breaker_opened_total", "counter", "Times that a circuit breaker opened.");
    for (auto const& b : all) out.sample({{"scope", b.scope}, {"name", b.name}}, b.opened);
    out.family("ficus_breaker_refused_total", "counter",
               "Attempts that were not made because a circuit breaker was open.");
    for (auto const& b : all) out.sample({{"scope", b.scope}, {"name", b.name}}, b.refused);
}

void expose_throttles(page& out, counters const& all) {
    out.family("ficus_throttled_requests_total", "counter",
               "Requests that a rule of a feature's throttle turned away (429).");
    for (auto const& [of, n] : all.throttled())
        out.sample({{"feature", of.first}, {"rule", std::to_string(of.second + 1)}}, n);
    out.family("ficus_throttle_keys_forgotten_total", "counter",
               "Keys that a rule of a feature's throttle had to forget while they were in use.");
    for (auto const& [of, n] : all.throttle_forgotten())
        out.sample({{"feature", of.first}, {"rule", std::to_string(of.second + 1)}}, n);
}

void expose_endpoints(page& out, std::vector<endpoint_figures> const& all) {
    out.family(
        "ficus_endpoint_up", "gauge",
        "1 while an endpoint of an upstream is asked as it is configured to be, 0 while it is left out.");
    for (auto const& e : all)
        out.sample({{"upstream", e.upstream}, {"endpoint", e.endpoint}}, e.up ? 1U : 0U);
    out.family("ficus_endpoint_failures_total", "counter", "Attempts that an endpoint failed.");
    for (auto const& e : all) out.sample({{"upstream", e.upstream}, {"endpoint", e.endpoint}}, e.failures);
    out.family("ficus_endpoint_ejections_total", "counter", "Times that an endpoint was left out.");
    for (auto const& e : all) out.sample({{"upstream", e.upstream}, {"endpoint", e.endpoint}}, e.ejections);
}

void expose_bulkheads(page& out, std::vector<bulkhead_figures> const& all) {
    out.family("ficus_bulkhead_requests", "gauge",
               "Requests of a feature that are under way at a side that has max_requests or max_pending.");
    for (auto const& b : all) out.sample({{"feature", b.feature}, {"side", b.side}}, b.requests);
    out.family("ficus_bulkhead_pending", "gauge", "Of these, the ones that wait for a connection.");
    for (auto const& b : all) out.sample({{"feature", b.feature}, {"side", b.side}}, b.pending);
    out.family("ficus_bulkhead_refused_total", "counter",
               "Attempts that were not made because as many were under way, or waited, as the limit allows.");
    for (auto const& b : all) {
        out.sample({{"feature", b.feature}, {"side", b.side}, {"limit", "max_requests"}}, b.refused_requests);
        out.sample({{"feature", b.feature}, {"side", b.side}, {"limit", "max_pending"}}, b.refused_pending);
    }
}

void expose_limits(page& out, std::vector<limit_figures> const& all) {
    out.family("ficus_upstream_concurrency_limit", "gauge",
               "Connections that an upstream may have now, where its limit is adaptive.");
    for (auto const& l : all) out.sample({{"upstream", l.upstream}}, l.limit);
}

void expose_lookups(page& out, std::vector<lookup_figures> const& all) {
    out.family("ficus_dns_lookups_total", "counter",
               "Lookups of endpoints' names while the facade runs, by what came of them.");
    for (auto const& l : all) out.sample({{"result", l.result}}, l.count);
}

} // namespace

std::string expose(counters const& all, gauges const& now) {
    page out;
    auto const named = all.features();
    expose_requests(out, named);
    expose_second_tries(out, all);
    expose_translations(out, named);
    expose_shadowing(out, all, named);
    expose_threads(out, all);
    expose_breakers(out, now.breakers);
    expose_shedding(out, all);
    expose_throttles(out, all);
    expose_endpoints(out, now.endpoints);
    expose_bulkheads(out, now.bulkheads);
    expose_limits(out, now.limits);
    expose_lookups(out, now.lookups);
    auto const single = [&](std::string_view name, std::string_view type, auto value, std::string_view help) {
        out.family(name, type, help);
        out.sample({}, value);
    };
    single("ficus_rules_revision", "gauge", now.revision, "Revision of the rules that are served.");
    single("ficus_rules_store_degraded", "gauge", now.store_degraded ? 1U : 0U,
           "1 while rules.db cannot be read.");
    single("ficus_draining", "gauge", now.draining ? 1U : 0U, "1 while the facade stops.");
    single("ficus_log_lines_dropped_total", "counter", now.log_dropped, "Log lines that found no room.");
    single("ficus_shadow_records_written_total", "counter", now.shadow_written,
           "Comparisons written to shadow.db.");
    single("ficus_shadow_records_lost_total", "counter", now.shadow_lost,
           "Comparisons that could not be written.");
    single("ficus_trace_spans_exported_total", "counter", now.spans_exported,
           "Spans that the collector of traces has taken.");
    single("ficus_trace_spans_dropped_total", "counter", now.spans_dropped,
           "Spans that found no room, or that the collector did not take.");
    single("process_start_time_seconds", "gauge", now.started_at,
           "Start of the process, in seconds since 1970.");
    single("process_cpu_seconds_total", "counter", now.cpu_seconds,
           "User and system time that the process has spent, in seconds.");
    single("process_resident_memory_bytes", "gauge", now.resident_bytes, "Memory that is resident.");
    single("process_virtual_memory_bytes", "gauge", now.virtual_bytes, "Memory that is mapped.");
    single("process_open_fds", "gauge", now.open_descriptors, "Descriptors that are open.");
    single("process_max_fds", "gauge", now.most_descriptors, "Descriptors that may be open.");
    return out.take();
}

} // namespace ficus::obs
