#include "facade/app/replaying.hpp"

#include "facade/app/resolver.hpp"
#include "facade/app/shadow_traffic.hpp"
#include "facade/app/site_builder.hpp"
#include "facade/http/method.hpp"
#include "facade/pipeline/decide.hpp"
#include "facade/pipeline/identity.hpp"
#include "facade/pipeline/operation_facts.hpp"
#include "facade/shadow/writer.hpp"

#include <algorithm>
#include <mutex>
#include <random>

namespace ficus::app {

namespace {

// Of the counters: who sends, and who compares.
constexpr std::size_t sender = 0, comparer = 1, threads = 2;

// A recording in memory may be larger; this is what is under way.
constexpr std::size_t most_held = 256UL * 1024 * 1024;

shadow::runner_options runner_options_for(shadow::replay_pace const& pace) {
    shadow::runner_options o;
    o.max_jobs = o.max_under_way = pace.concurrency;
    o.max_bytes = most_held;
    return o;
}

shadow::time_point now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

using fields = std::vector<std::pair<std::string, std::string>>;

bool has(fields const& all, std::string_view name) {
    return std::any_of(all.begin(), all.end(),
                       [&](auto const& field) { return http::iequals(field.first, name); });
}

std::string head_text(recording::recorded const& one, fields const& given) {
    auto text = one.method + " " + one.target + " HTTP/1.1\r\n";
    if (!one.host.empty()) text += "Host: " + one.host + "\r\n";
    for (auto const& [name, value] : one.headers)
        if (!recording::belongs_to_the_way(name) && !has(given, name)) text += name + ": " + value + "\r\n";
    for (auto const& [name, value] : given) text += name + ": " + value + "\r\n";
    return text += "\r\n";
}

std::size_t size_of(recording::recorded const& one) {
    auto sum = shadow::job_overhead + one.target.size() + one.body.size();
    for (auto const& [name, value] : one.headers) sum += sizeof(one.headers[0]) + name.size() + value.size();
    if (!one.answered) return sum;
    for (auto const& [name, value] : one.answered->headers)
        sum += sizeof(one.headers[0]) + name.size() + value.size();
    return sum + one.answered->body.size();
}

/// A request that can be sent, its head parsed. The head points into the text.
struct readable {
    std::string text;
    http::request_head head;
    http::target target;
    std::size_t matcher = 0; ///< of the feature's
};

} // namespace

std::string_view name_of(left_out why) {
    switch (why) {
    case left_out::method: return "method";
    case left_out::elsewhere: return "elsewhere";
    case left_out::unanswered: return "unanswered";
    case left_out::unreadable: return "unreadable";
    case left_out::no_room: return "no_room";
    case left_out::count_: break;
    }
    return "";
}

struct replaying::parts {
    explicit parts(replay_setting setting) : how(std::move(setting)) {}

    replay_setting how;
    obs::counters counters{threads};
    std::shared_ptr<pipeline::site const> site;
    pipeline::feature const* feature = nullptr;
    std::size_t feature_index = 0;
    pipeline::decision_scratch scratch;
    std::mt19937_64 random{std::random_device{}()};

    bool both() const { return how.legacy && how.modern; }
    /// Whose answer the other side's is compared with: recorded, or asked for.
    rules::side served() const {
        if (both()) return feature->options.contract;
        return how.modern ? rules::side::legacy : rules::side::modern;
    }

    bool is_feature_s(readable& one, std::string_view host, std::string_view body) {
        auto facts = pipeline::facts_of(one.head, one.target, host, {}, scratch);
        auto found = site->table.route(facts, scratch.table);
        pipeline::operation_facts const in_body(body);
        if (found.what == rules::table::outcome::kind::body) {
            facts.body = &in_body;
            found = site->table.route(facts, scratch.table);
        }
        one.matcher = found.matcher;
        return found.what == rules::table::outcome::kind::feature && found.feature == feature_index;
    }

    /// By consent alone, on each side that is asked.
    bool may_be_sent(std::string_view method) const {
        for (auto const side : {rules::side::legacy, rules::side::modern})
            if ((side == rules::side::legacy ? how.legacy : how.modern) &&
                !is_comparable(*feature, method_on(*feature, side, method)))
                return false;
        return is_comparable(*feature, method);
    }

    std::optional<left_out> read(recording::recorded const& from, readable& one) {
        one.text = head_text(from, how.headers);
        if (http::parse_head(one.text, one.head)) return left_out::unreadable;
        auto const target = http::read_target(one.head);
        if (target.refused) return left_out::unreadable;
        one.target = target.target;
        if (!both() && !from.answered) return left_out::unanswered;
        if (!may_be_sent(from.method)) return left_out::method;
        if (!is_feature_s(one, from.host, from.body)) return left_out::elsewhere;
        return std::nullopt;
    }

    std::unique_ptr<shadow::job> job_of(recording::recorded const& from, io::byte_budget& budget,
                                        replayed& done) {
        auto const leave = [&](left_out why) {
            ++done.not_sent[static_cast<std::size_t>(why)];
            return nullptr;
        };
        readable one;
        if (auto const why = read(from, one)) return leave(*why);
        auto job = std::make_unique<shadow::job>(budget);
        if (!job->held.grow(size_of(from) + one.text.size())) return leave(left_out::no_room);
        job->plan = feature->plans[served() == rules::side::legacy ? 0 : 1];
        job->asks_both = both();
        auto& text = job->text;
        shadow::keep_head(one.head, text, job->head);
        job->path = text.keep(one.target.path);
        job->query = text.keep(one.target.query);
        job->has_query = one.target.has_query;
        job->peer = "127.0.0.1";
        job->host = text.keep(from.host);
        auto const who = pipeline::identify(one.head, [this] { return random(); });
        job->request_id = text.keep(who.request_id);
        if (who.traceparent.made()) job->traceparent = text.keep(who.traceparent);
        job->body = from.body;
        job->has_body = !from.body.empty() || http::has_meaningful_content(from.method);
        if (!both()) {
            job->status = from.answered->status;
            for (auto const& [name, value] : from.answered->headers)
                job->answer_fields.push_back({text.keep(name), text.keep(value)});
            job->answer_body = from.answered->body;
            job->latency = from.answered->latency;
        }
        job->at = now();
        if (!http::is_safe(from.method)) ++done.writes;
        if (from.redacted) ++done.redacted;
        job->operation = &feature->operations->of(feature->options, one.matcher, from.method);
        auto& cells = job->operation->of(sender);
        cells.eligible.add();
        cells.chosen.add();
        return job;
    }

    void count_ends(replayed& done) const {
        auto const add = [&](obs::operation_cells const& cells) {
            done.compared += cells.compared.read();
            for (std::size_t i = 0; i < cells.skipped.size(); ++i)
                if (auto const n = cells.skipped[i].read(); n > 0)
                    done.skipped[std::string(obs::name_of(static_cast<obs::skip>(i)))] += n;
        };
        counters.for_each_operation(
            [&](std::string const&, obs::operation_counters const& one) { one.for_each(add); });
    }
};

replaying::replaying(std::unique_ptr<parts> made) : parts_(std::move(made)) {}
replaying::~replaying() = default;

boost::system::result<std::unique_ptr<replaying>, std::string> replaying::make(replay_setting how) {
    auto made = std::make_unique<parts>(std::move(how));
    auto& p = *made;
    // Copies may open a quarter of an upstream's connections: here they are all that it gets.
    for (auto& u : p.how.configuration.upstreams)
        u.max_connections = std::max(u.max_connections, 4 * p.how.pace.concurrency);
    auto built =
        build_site(p.how.configuration, p.counters, nullptr, resolver_by(p.how.configuration.facade.dns));
    if (!built) return built.error();
    p.site = std::move(built->site);
    for (std::size_t i = 0; i < p.site->features.size(); ++i)
        if (p.site->features[i].options.name == p.how.feature) p.feature_index = i;
    p.feature = &p.site->features[p.feature_index];
    return std::unique_ptr<replaying>(new replaying(std::move(made)));
}

replayed replaying::look_through(recording::recording const& what) const {
    replayed found;
    for (auto const& from : what.requests) {
        readable one;
        ++found.progress.of;
        if (auto const why = parts_->read(from, one)) {
            ++found.not_sent[static_cast<std::size_t>(*why)];
            continue;
        }
        ++found.progress.sent;
        if (!http::is_safe(from.method)) ++found.writes;
        if (from.redacted) ++found.redacted;
    }
    return found;
}

replayed replaying::run(recording::recording const& what, shadow::replay::tell_progress const& tell,
                        std::function<bool()> const& stop) {
    auto& p = *parts_;
    replayed done;
    std::mutex guard;
    std::string trouble;
    shadow::writer_options options;
    options.file = p.how.store;
    // The report is made of all of it.
    options.keep = {p.how.configuration.facade.shadow.keep_for, p.how.configuration.facade.shadow.keep_size};
    shadow::writer writer(options, &now, [&](shadow::store_error const* error) {
        std::lock_guard lock(guard);
        if (error != nullptr) trouble = error->message;
    });
    {
        shadow_traffic traffic(p.counters, writer);
        traffic.follow(*p.site);
        shadow::runner runner(runner_options_for(p.how.pace), p.how.configuration.facade.limits, writer,
                              comparer);
        shadow::replay sending(runner, p.how.pace, [&](recording::recorded const& one) {
            return p.job_of(one, runner.budget(), done);
        });
        done.progress = sending.run(what, tell, stop);
        runner.stop();
        traffic.stop();
    }
    writer.stop(std::chrono::seconds(10));
    p.count_ends(done);
    auto const written = writer.counters();
    std::lock_guard lock(guard);
    if (auto const lost = written.writer_busy + written.store_failed; lost > 0)
        done.trouble = std::to_string(lost) + " comparisons could not be stored" +
                       (trouble.empty() ? ": they came faster than the disk takes them" : ": " + trouble);
    else
        done.trouble = trouble;
    return done;
}

} // namespace ficus::app
