#include "facade/shadow/runner.hpp"

#include "facade/http/content_coding.hpp"
#include "facade/io/give_way.hpp"
#include "facade/obs/thread_name.hpp"
#include "facade/shadow/copy_head.hpp"
#include "facade/shadow/record.hpp"
#include "facade/shadow/runner_flight.hpp"
#include "facade/translation/head_change.hpp"

#include <algorithm>

namespace ficus::shadow {

namespace {

acl::direction direction_to(rules::side side) {
    return side == rules::side::modern ? acl::direction::to_modern : acl::direction::to_legacy;
}

std::string_view header_of(std::vector<std::pair<std::string, std::string>> const& fields,
                           std::string_view name) {
    for (auto const& [n, value] : fields)
        if (http::iequals(n, name)) return value;
    return {};
}

/// What the decoded body of a copy or of an answer takes is of the job's share.
enum class unpacked : std::uint8_t { done, unreadable, no_room };

/// Takes a body out of the content codings that `of` names, if any.
unpacked unpack(http::head const& of, std::string& body, io::byte_budget::share& held,
                std::size_t max_bytes) {
    auto const codings = http::codings_of(of);
    if (codings.empty() || body.empty()) return unpacked::done;
    auto plain = http::decode(codings, body, {.max_bytes = max_bytes});
    if (!plain) return unpacked::unreadable;
    if (!held.grow(plain->capacity())) return unpacked::no_room;
    body = std::move(*plain);
    return unpacked::done;
}

/// One side's answer, in the contract's dialect, owning what the comparison looks at.
struct held_answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    std::chrono::microseconds latency{0};

    acl::answer view(std::vector<acl::header_view>& memory) const {
        memory.clear();
        for (auto const& [name, value] : fields) memory.push_back({name, value});
        return {status, memory, header_of(fields, "Content-Type"), body};
    }
};

} // namespace

upstream::upstream_options options_for_copies(upstream::upstream_options live, runner_options const& runner) {
    live.max_connections = std::max<std::size_t>(1, live.max_connections / 4);
    live.max_pending = runner.max_under_way;
    return live;
}

runner::runner(runner_options options, http::limits limits, writer& into, std::size_t index)
    : options_(options), budget_(options.max_bytes), limits_(limits), writer_(into), index_(index) {
    loop_.on_tick([this, last = io::clock::time_point{}](io::clock::time_point now) mutable {
        if (now - last < std::chrono::seconds(1)) return;
        last = now;
        for (auto it = pools_.begin(); it != pools_.end();) {
            it->second->sweep(now);
            // Ours is the last hold on a group that a reload has dropped.
            it = it->first.use_count() == 1 && it->second.use_count() == 1 ? pools_.erase(it) : std::next(it);
        }
    });
    thread_ = std::thread([this] {
        obs::name_this_thread("ficus-shadow");
        io::give_way();
        loop_.run();
    });
}

runner::~runner() {
    stop();
}

bool runner::offer(std::unique_ptr<job> j) {
    if (stopping_ || jobs_.load() >= options_.max_jobs) return false;
    jobs_.fetch_add(1);
    // std::function wants what it holds to be copied.
    loop_.post([this, shared = std::make_shared<std::unique_ptr<job>>(std::move(j))] {
        waiting_.push_back(std::move(*shared));
        next();
    });
    return true;
}

void runner::set_limits(http::limits limits) {
    loop_.post([this, limits] { limits_ = limits; });
}

void runner::next() {
    while (!waiting_.empty() && flights_.size() < options_.max_under_way && !stopping_) {
        auto made = std::make_unique<flight>();
        auto& f = *made;
        f.job = std::move(waiting_.front());
        waiting_.pop_front();
        flights_.emplace(&f, std::move(made));
        f.working.start(run(f));
    }
}

void runner::finished(flight& f) {
    jobs_.fetch_sub(1);
    flights_.erase(&f);
    next();
}

void runner::skip(job const& j, obs::skip why) {
    j.counters->of(index_).shadow_skipped[static_cast<std::size_t>(why)].add();
}

std::shared_ptr<upstream::pool> runner::pool_of(std::shared_ptr<upstream::group> const& live) {
    auto& slot = pools_[live];
    if (!slot) {
        auto own = std::make_shared<upstream::group>(options_for_copies(live->options(), options_),
                                                     live->endpoints());
        slot = upstream::pool::make(loop_, std::move(own), events_);
    }
    return slot;
}

io::task<upstream::call_result> runner::send_copy(flight& f, std::shared_ptr<upstream::group> const& to,
                                                  bool translate) {
    auto const& j = *f.job;
    std::optional<acl::message> translated;
    if (translate) {
        bool const encoded = !http::codings_of(j.head.get()).empty();
        auto plain = encoded ? j.body : std::string();
        if (unpack(j.head.get(), plain, f.job->held, limits_.max_buffered_body) != unpacked::done)
            co_return upstream::call_result(
                upstream::failure{upstream::failure_code::bad_answer, {}, {}, true});
        auto const headers = translation::header_views(j.head.get());
        acl::message_view from;
        from.method = j.head.get().method;
        from.path = j.path;
        from.query = std::string_view(j.query).substr(j.query.empty() ? 0 : 1);
        from.has_query = !j.query.empty();
        from.headers = headers;
        from.body = encoded ? plain : j.body;
        auto made = j.translator->translate(direction_to(rules::other(j.contract)), acl::part::request, from);
        if (!made)
            co_return upstream::call_result(
                upstream::failure{upstream::failure_code::bad_answer, {}, {}, true});
        translated = std::move(*made);
        plan_calls(f, from, *translated);
    }
    auto const& body = translated ? translated->body : j.body;
    auto const method = std::string(translated ? std::string_view(translated->method) : j.head.get().method);
    auto const& options = to->options();
    auto request = write_copy_head(j, {host_for(j, *to), translated ? &*translated : nullptr, body.size()});
    request += body;
    if (f.calls != nullptr) {
        f.main = std::move(translated);
        start_calls(f);
    }
    co_return co_await upstream::call(*pool_of(to), request,
                                      {.method = method,
                                       .response_timeout = options.response_timeout,
                                       .body_timeout = limits_.body_timeout,
                                       .max_header_size = limits_.max_header_size,
                                       .max_body = limits_.max_buffered_body},
                                      f.control);
}

namespace {

obs::skip skip_for(upstream::failure const& failed) {
    switch (failed.code) {
    case upstream::failure_code::connect_timeout:
    case upstream::failure_code::queue_timeout:
    case upstream::failure_code::response_timeout:
    case upstream::failure_code::body_timeout: return obs::skip::timed_out;
    default: return obs::skip::unavailable;
    }
}

obs::skip skip_for(unpacked failed) {
    return failed == unpacked::no_room ? obs::skip::queue_full : obs::skip::encoding;
}

/// The answer to a copy, turned into the contract's dialect; none when that cannot be done. `calls`: what it
/// is put together with.
std::optional<held_answer> hold(upstream::whole_answer& a, job const& j, bool translate,
                                std::vector<acl::call_answer> const& calls = {}) {
    held_answer held;
    held.status = static_cast<int>(a.head.status);
    // How long a copy waited for its connection says nothing about the side that it went to.
    held.latency = std::chrono::duration_cast<std::chrono::microseconds>(a.head_took);
    // As exchange::converse() does it.
    auto const way = direction_to(j.contract);
    bool const translating = translate && j.head.get().method != "HEAD" &&
                             j.translator->reads_answer(way, a.head.status) &&
                             (!a.body.empty() || j.translator->has_outcome_for(way, a.head.status));
    std::optional<acl::message> made;
    if (translating) {
        auto const headers = translation::header_views(a.head);
        acl::message_view from;
        from.status = a.head.status;
        from.headers = headers;
        from.body = a.body;
        from.calls = calls;
        auto result = j.translator->translate(direction_to(j.contract), acl::part::response, from);
        if (!result) return std::nullopt;
        made = std::move(*result);
        held.status = static_cast<int>(made->status);
    }
    std::optional<translation::head_change> change;
    if (translate)
        change.emplace(*j.translator, direction_to(j.contract), acl::part::response, made ? &*made : nullptr);
    // To HEAD: what a GET would say.
    bool const as_get =
        translate && j.head.get().method == "HEAD" && j.translator->reads_answer(way, a.head.status);
    auto const type = as_get ? j.translator->content_type(way, acl::part::response)
                      : made ? std::string_view(made->content_type)
                             : std::string_view{};
    for (auto const& f : a.head.fields) {
        // It is in none any more.
        if (f.id == http::known::content_encoding) continue;
        std::string_view name = f.name;
        if (change) {
            auto const other = change->rename()(name);
            if (!other) continue;
            if (!other->empty()) name = *other;
        }
        bool const retyped = !type.empty() && f.id == http::known::content_type;
        held.fields.emplace_back(name, retyped ? type : f.value);
    }
    if (made)
        for (auto const& f : made->added) held.fields.emplace_back(f.name, f.value);
    held.body = made ? std::move(made->body) : std::move(a.body);
    return held;
}

/// The same for what the client was answered, whose fields say so.
unpacked unpack_served(job& j, std::size_t max_bytes) {
    auto const names_coding = [](auto const& field) {
        return http::iequals(field.first, "Content-Encoding");
    };
    http::head of;
    for (auto const& field : j.answer_fields)
        if (names_coding(field))
            of.fields.push_back({field.first, field.second, http::known::content_encoding});
    auto const found = unpack(of, j.answer_body, j.held, max_bytes);
    std::erase_if(j.answer_fields, names_coding);
    return found;
}

} // namespace

io::task<void> runner::run(flight& f) {
    auto& j = *f.job;
    auto const done = [&] { loop_.later([this, &f] { finished(f); }); };
    auto const ask = [&](std::shared_ptr<upstream::group> const& to,
                         rules::side side) -> io::task<std::optional<held_answer>> {
        bool const translate = j.translator != nullptr && side != j.contract;
        auto result = co_await send_copy(f, to, translate);
        if (auto const* failed = std::get_if<upstream::failure>(&result)) {
            skip(j, failed->code == upstream::failure_code::bad_answer && failed->nothing_sent
                        ? obs::skip::translation_failed
                        : skip_for(*failed));
            co_return std::nullopt;
        }
        if (std::holds_alternative<upstream::body_too_large>(result)) {
            skip(j, obs::skip::body_too_large);
            co_return std::nullopt;
        }
        auto& answer = *std::get<std::unique_ptr<upstream::whole_answer>>(result);
        auto const plain = unpack(answer.head, answer.body, j.held, limits_.max_buffered_body);
        if (plain != unpacked::done) {
            skip(j, skip_for(plain));
            co_return std::nullopt;
        }
        std::vector<acl::call_answer> calls;
        if (f.calls != nullptr) {
            if (!co_await wait_for_calls(f, answer)) {
                skip(j, obs::skip::call_failed);
                co_return std::nullopt;
            }
            calls = f.calls->answers();
        }
        auto held = hold(answer, j, translate, calls);
        if (!held) {
            j.counters->of(index_).translation_response_failed.add();
            skip(j, obs::skip::translation_failed);
        }
        co_return held;
    };
    auto const record = [&](held_answer const& legacy, held_answer const& modern, bool baseline) {
        std::vector<acl::header_view> legacy_headers;
        std::vector<acl::header_view> modern_headers;
        auto const legacy_view = legacy.view(legacy_headers);
        auto const modern_view = modern.view(modern_headers);
        comparison_record r;
        r.feature = j.feature;
        r.at = std::chrono::time_point_cast<std::chrono::milliseconds>(j.at);
        r.revision = j.revision;
        r.method = j.head.get().method;
        r.target = j.path;
        r.is_baseline = baseline;
        r.found = j.comparer->compare(legacy_view, modern_view);
        if (r.found.too_complex) {
            if (!baseline) skip(j, obs::skip::too_complex);
            return;
        }
        bool const equal = r.found.equal();
        if (equal) {
            r.legacy.status = legacy.status;
            r.legacy.latency = legacy.latency;
            r.modern.status = modern.status;
            r.modern.latency = modern.latency;
        } else {
            r.legacy = store_answer(*j.comparer, legacy_view, legacy.latency);
            r.modern = store_answer(*j.comparer, modern_view, modern.latency);
        }
        if (!baseline) {
            auto& cells = j.counters->of(index_);
            cells.shadow_compared.add();
            if (equal) cells.shadow_matched.add();
        }
        writer_.offer(std::move(r));
    };

    if (auto const plain = unpack_served(j, limits_.max_buffered_body); plain != unpacked::done) {
        skip(j, skip_for(plain));
        done();
        co_return;
    }
    held_answer primary{j.status, j.answer_fields, j.answer_body, j.latency};
    auto const shadow_side = rules::other(j.served);
    auto copy = co_await ask(j.target, shadow_side);
    if (f.calls != nullptr) {
        f.calls->cancel();
        co_await f.calls->finished();
    }
    if (copy) {
        if (j.served == rules::side::legacy)
            record(primary, *copy, false);
        else
            record(*copy, primary, false);
    }
    if (copy && j.baseline) {
        // Noise is only worth knowing beside a comparison; what fails here is no skipped comparison.
        bool const translate = j.translator != nullptr && j.served != j.contract;
        auto result = co_await send_copy(f, j.baseline, translate);
        if (auto* answer = std::get_if<std::unique_ptr<upstream::whole_answer>>(&result)) {
            auto const plain = unpack((*answer)->head, (*answer)->body, j.held, limits_.max_buffered_body);
            auto again = plain == unpacked::done ? hold(**answer, j, translate) : std::nullopt;
            if (again) record(primary, *again, true);
        }
    }
    done();
}

void runner::stop() {
    if (stopping_.exchange(true)) return;
    loop_.post([this] {
        for (auto& j : waiting_) {
            skip(*j, obs::skip::queue_full);
            jobs_.fetch_sub(1);
        }
        waiting_.clear();
    });
    auto const wait_until = [this](io::clock::time_point until) {
        while (jobs_.load() > 0 && io::clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
    };
    wait_until(io::clock::now() + options_.drain);
    loop_.post([this] {
        for (auto& [f, owned] : flights_) {
            f->control.cancel();
            if (f->calls != nullptr) f->calls->cancel();
        }
    });
    wait_until(io::clock::now() + options_.drain);
    loop_.post([this] {
        for (auto& [group, pool] : pools_) pool->close_idle();
    });
    loop_.stop();
    thread_.join();
}

} // namespace ficus::shadow
