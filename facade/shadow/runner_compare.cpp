#include "facade/http/content_coding.hpp"
#include "facade/shadow/copy_head.hpp"
#include "facade/shadow/held_answer.hpp"
#include "facade/shadow/record.hpp"
#include "facade/shadow/runner_flight.hpp"
#include "facade/translation/head_change.hpp"

#include <variant>

namespace ficus::shadow {

namespace {

acl::direction direction_to(rules::side side) {
    return side == rules::side::modern ? acl::direction::to_modern : acl::direction::to_legacy;
}

/// A request that was not told to the other side, for the want of room.
constexpr std::string_view no_room = "no room";

/// What nobody was asked: the request has no words on that side, or there is no room for them.
upstream::call_result untold(std::string_view why) {
    return upstream::failure{upstream::failure_code::bad_answer, {}, std::string(why), true};
}

} // namespace

io::task<upstream::call_result> runner::send_copy(flight& f, std::shared_ptr<upstream::group> const& to,
                                                  translation::own_origin const* names, bool translate,
                                                  copy_options const* changes) {
    auto const& j = *f.job;
    std::optional<acl::message> translated;
    if (translate) {
        bool const encoded = !http::codings_of(j.head).empty();
        auto plain = encoded ? j.body : std::string();
        auto const unpacking = unpack(j.head, plain, f.job->held, limits_.max_buffered_body);
        if (unpacking != unpacked::done) co_return untold(unpacking == unpacked::no_room ? no_room : "");
        auto const headers = translation::header_views(j.head);
        acl::message_view from;
        from.method = j.head.method;
        from.path = j.path;
        from.query = j.query;
        from.has_query = j.has_query;
        from.headers = headers;
        from.body = encoded ? plain : j.body;
        translation::link_view seen;
        acl::link_rewriter links;
        if (names != nullptr && names->rewrites_urls()) {
            seen.host = translation::host_of(j.head, j.peer_trusted, j.host);
            seen.translate =
                translation::target_by(j.plan->links, direction_to(rules::other(j.plan->contract)));
            links = [&](std::string_view url) { return names->url_to_upstream(url, seen); };
            from.links = &links;
        }
        auto made = j.plan->translator->translate(direction_to(rules::other(j.plan->contract)),
                                                  acl::part::request, from);
        if (!made) co_return untold("");
        if (!f.job->held.grow(made->body.capacity())) co_return untold(no_room);
        translated = std::move(*made);
        f.request = translated->request;
        plan_calls(f, from, *translated);
    }
    f.asked_path = translated ? std::string_view(translated->path) : j.path;
    auto const& body = translated ? translated->body : j.body;
    auto const method = std::string(translated ? std::string_view(translated->method) : j.head.method);
    auto const& options = to->options();
    auto const host = changes != nullptr && changes->host ? *changes->host : host_for(j, *to);
    auto request = write_copy_head(j, {host, translated ? &*translated : nullptr, body.size(), changes});
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

bool is_untold(upstream::failure const& failed) {
    return failed.code == upstream::failure_code::bad_answer && failed.nothing_sent;
}

obs::skip skip_for(upstream::failure const& failed) {
    if (is_untold(failed))
        return failed.detail == no_room ? obs::skip::budget : obs::skip::translation_failed;
    switch (failed.code) {
    case upstream::failure_code::connect_timeout:
    case upstream::failure_code::queue_timeout:
    case upstream::failure_code::response_timeout:
    case upstream::failure_code::body_timeout: return obs::skip::timed_out;
    default: return obs::skip::unavailable;
    }
}

} // namespace

io::task<void> runner::compare(flight& f) {
    auto& j = *f.job;
    auto const ask = [&](std::shared_ptr<upstream::group> const& to, translation::own_origin const* names,
                         rules::side side) -> io::task<std::optional<held_answer>> {
        // A replay asks whoever serves as well; that is counted with the copy.
        bool const first = side == j.plan->served;
        bool const translate = j.plan->translator != nullptr && side != j.plan->contract;
        auto const began = io::clock::now();
        auto result = co_await send_copy(f, to, names, translate, first ? nullptr : j.plan->copies.get());
        if (!first && j.traced != nullptr) end(*j.traced, began, result);
        if (auto const* failed = std::get_if<upstream::failure>(&result)) {
            if (!is_untold(*failed) && !first) count_both(j, true);
            skip(j, skip_for(*failed));
            co_return std::nullopt;
        }
        if (std::holds_alternative<upstream::body_too_large>(result)) {
            if (!first) count_both(j, false);
            skip(j, obs::skip::body_too_large);
            co_return std::nullopt;
        }
        auto& answer = *std::get<std::unique_ptr<upstream::whole_answer>>(result);
        auto const plain = unpack(answer.head, answer.body, j.held, limits_.max_buffered_body);
        if (plain != unpacked::done) {
            if (!first) count_both(j, answer.head.status >= 500);
            skip(j, skip_for(plain));
            co_return std::nullopt;
        }
        if (f.calls != nullptr && !co_await wait_for_calls(f, answer)) {
            if (!first) count_both(j, true);
            skip(j, obs::skip::call_failed);
            co_return std::nullopt;
        }
        bool const failed_status = answer.head.status >= 500;
        auto held = hold(answer, j, translate, {f.asked_path, names, f.calls.get(), f.request.get()});
        if (auto* turned = std::get_if<held_answer>(&held)) {
            if (!first) count_both(j, turned->status >= 500);
            co_return std::move(*turned);
        }
        if (!first) count_both(j, failed_status);
        auto const why = std::get<obs::skip>(held);
        if (why == obs::skip::translation_failed)
            j.plan->counters->of(index_).translation_response_failed.add();
        skip(j, why);
        co_return std::nullopt;
    };
    auto const record = [&](held_answer const& legacy, held_answer const& modern, asked_again what) {
        bool const baseline = what != asked_again::other_side;
        std::vector<acl::header_view> legacy_headers;
        std::vector<acl::header_view> modern_headers;
        auto const legacy_view = legacy.view(legacy_headers);
        auto const modern_view = modern.view(modern_headers);
        auto const at = std::chrono::time_point_cast<std::chrono::milliseconds>(j.at);
        auto found = j.plan->comparer->compare(legacy_view, modern_view, at.time_since_epoch().count());
        if (found.too_complex) {
            if (!baseline) skip(j, obs::skip::too_complex);
            return;
        }
        comparison_record r;
        r.window = j.plan->window;
        r.operation = j.operation->name();
        r.what = what;
        r.at = at;
        r.revision = j.revision;
        r.matched = found.equal();
        r.legacy_status = legacy.status;
        r.modern_status = modern.status;
        r.legacy_latency = legacy.latency;
        r.modern_latency = modern.latency;
        r.differences = one_of_each(std::move(found.differences));
        // Of noise no pairs are kept.
        if (!r.matched && !baseline && sieve_.wants(r)) {
            r.kept = std::make_unique<comparison_record::pair>();
            r.kept->method = j.head.method;
            r.kept->target = j.path;
            r.kept->legacy = store_answer(*j.plan->comparer, legacy_view, legacy.latency);
            r.kept->modern = store_answer(*j.plan->comparer, modern_view, modern.latency);
        }
        if (!baseline) {
            auto& cells = j.operation->of(index_);
            cells.compared.add();
            if (r.matched) cells.matched.add();
        }
        writer_.offer(std::move(r));
    };

    held_answer primary;
    if (j.asks_both) {
        auto answered = co_await ask(j.plan->serving, j.plan->serving_names.get(), j.plan->served);
        if (!answered) co_return;
        primary = std::move(*answered);
        j.status = primary.status;
    } else if (auto const plain = unpack_served(j, limits_.max_buffered_body); plain != unpacked::done) {
        skip(j, skip_for(plain));
        co_return;
    } else {
        if (j.tap != nullptr) give_to_tap(j);
        if (!j.copied) co_return;
        primary = served_answer(j);
    }
    auto const shadow_side = rules::other(j.plan->served);
    auto copy = co_await ask(j.plan->target, j.plan->target_names.get(), shadow_side);
    if (f.calls != nullptr) {
        f.calls->cancel();
        co_await f.calls->finished();
    }
    if (copy) {
        if (j.plan->served == rules::side::legacy)
            record(primary, *copy, asked_again::other_side);
        else
            record(*copy, primary, asked_again::other_side);
    }
    if (copy && j.baseline) {
        // Noise is only worth knowing beside a comparison; what fails here is no skipped comparison.
        bool const translate = j.plan->translator != nullptr && j.plan->served != j.plan->contract;
        auto result = co_await send_copy(f, j.plan->serving, j.plan->serving_names.get(), translate, nullptr);
        if (auto* answer = std::get_if<std::unique_ptr<upstream::whole_answer>>(&result)) {
            auto const plain = unpack((*answer)->head, (*answer)->body, j.held, limits_.max_buffered_body);
            if (plain != unpacked::done) co_return;
            auto const again = hold(**answer, j, translate,
                                    {f.asked_path, j.plan->serving_names.get(), nullptr, f.request.get()});
            if (auto const* turned = std::get_if<held_answer>(&again))
                record(primary, *turned,
                       j.plan->served == rules::side::legacy ? asked_again::legacy : asked_again::modern);
        }
    }
}

} // namespace ficus::shadow
