#include "facade/http/method.hpp"
#include "facade/pipeline/exchange.hpp"
#include "facade/translation/head_change.hpp"

namespace ficus::pipeline {

namespace {

std::size_t index_of(rules::side side) {
    return side == rules::side::legacy ? 0 : 1;
}

/// What a copy must not carry on: it belongs to the first request's way, or is said anew.
bool belongs_to_the_way(http::field const& f) {
    switch (f.id) {
    case http::known::connection:
    case http::known::content_length:
    case http::known::expect:
    case http::known::host:
    case http::known::keep_alive:
    case http::known::proxy_connection:
    case http::known::te:
    case http::known::trailer:
    case http::known::transfer_encoding:
    case http::known::upgrade:
    case http::known::via:
    case http::known::x_ficus_shadow: return true;
    default: return false;
    }
}

/// Answers that go on for as long as the client stays: there is no whole one to compare.
bool is_endless(http::response_head const& head) {
    auto const* const type = head.find(http::known::content_type);
    if (type == nullptr) return false;
    auto const& value = type->value;
    auto const ends = [](char c) { return c == ';' || c == ' ' || c == '\t'; };
    auto const media = std::string_view(value.begin(), std::find_if(value.begin(), value.end(), ends));
    return http::iequals(media, "text/event-stream") || http::iequals(media, "multipart/x-mixed-replace") ||
           (media.size() >= 16 && http::iequals(media.substr(0, 16), "application/grpc"));
}

/// About what a copy of a head's fields takes.
std::size_t size_of(std::span<http::field const> fields) {
    std::size_t bytes = 0;
    for (auto const& f : fields)
        bytes += sizeof(std::pair<std::string, std::string>) + f.name.size() + f.value.size();
    return bytes;
}

} // namespace

void exchange::capture_head(http::response_head const& head, std::string_view type,
                            acl::message const* made) {
    if (!capturing_) return;
    if (is_endless(head)) return skip_shadow(obs::skip::streaming);
    if (!job_->held.grow(size_of(head.fields))) return skip_shadow(obs::skip::budget);
    job_->status = static_cast<int>(made != nullptr ? made->status : head.status);
    auto& fields = job_->answer_fields;
    auto const keep = [&text = job_->text, &fields](std::string_view name, std::string_view value) {
        fields.push_back({text.keep(name), text.keep(value)});
    };
    fields.clear();
    fields.reserve(head.fields.size());
    // As the client gets them: what is compared with them is in its dialect too.
    std::optional<translation::head_change> change;
    if (must_translate(route_, side_))
        change.emplace(*route_.feature->translator, to_contract(), acl::part::response, head, made);
    bool const other_body = made != nullptr && !made->unchanged;
    for (auto const& f : head.fields) {
        if (belongs_to_the_way(f)) continue;
        if (other_body && f.id == http::known::content_type) continue;
        // A translated body is captured before it is encoded again.
        if (made != nullptr && f.id == http::known::content_encoding) continue;
        std::string_view name = f.name;
        if (change) {
            auto const other = change->rename()(name);
            if (!other) continue;
            if (!other->empty()) name = *other;
        }
        bool const retyped = !type.empty() && f.id == http::known::content_type;
        keep(name, retyped ? type : f.value);
    }
    if (made == nullptr) return;
    if (!made->content_type.empty()) keep("Content-Type", made->content_type);
    for (auto const& f : made->added) keep(f.name, f.value);
}

// `announced`: how long it will be, where its head says so. Most bodies get all their room at once; of a long
// one that may be slow to come others have the room meanwhile.
void exchange::make_room(std::string& in, std::size_t size, std::uint64_t announced) {
    constexpr std::uint64_t at_once = 64 * 1024;
    auto const most = limits().max_buffered_body;
    if (size > most || announced > most) return skip_shadow(obs::skip::body_too_large);
    bool const all = announced > 0 && announced <= at_once;
    auto const had = in.capacity();
    auto const needed = all ? std::max<std::size_t>(size, announced) : size;
    if (needed <= had) return;
    auto const room = all ? needed : std::min(std::max(size, 2 * had), most);
    if (!job_->held.grow(room - had)) return skip_shadow(obs::skip::budget);
    in.reserve(room);
}

void exchange::capture(std::string& into, std::string_view data, std::uint64_t announced) {
    make_room(into, into.size() + data.size(), announced);
    if (capturing_) into += data;
}

void exchange::skip_shadow(obs::skip why) {
    capturing_ = false;
    job_.reset();
    if (tap_ != nullptr) std::exchange(tap_, nullptr)->lose();
    skip_copy(why);
}

void exchange::skip_copy(obs::skip why) {
    if (!chosen_) return;
    chosen_ = false;
    operation_->of(worker_.index).skipped[static_cast<std::size_t>(why)].add();
}

void exchange::hand_over() {
    if (!chosen_ && tap_ == nullptr) return;
    // Of a body that did not arrive whole there is no copy either.
    bool const body_cut = body_refused_ || (source_ && !source_->done());
    if (client_gone_ || cancelled_ || !answer_complete_ || body_cut) return skip_shadow(obs::skip::aborted);
    if (answer_by_facade_) return skip_shadow(obs::skip::unavailable);
    if (job_->status == 206) return skip_shadow(obs::skip::partial);
    auto const copied = size_of(head_.fields) + target_.path.size() + target_.query.size() +
                        (body_kind_ == body_kind::whole ? whole_.size() : 0);
    if (!job_->held.grow(copied)) return skip_shadow(obs::skip::budget);
    // A fallback or a translation that failed: the answer is the contract side's, and is compared with the
    // other one.
    auto const& feature = *route_.feature;
    auto const other = rules::other(side_);
    // What reads here may write there: only by consent.
    if (!is_comparable(feature, method_on(feature, other, head_.method))) {
        skip_copy(obs::skip::method);
        if (tap_ == nullptr) return job_.reset();
    }
    auto& job = *job_;
    job.plan = feature.plans[index_of(side_)];
    job.operation = operation_;
    job.tap = tap_;
    job.copied = chosen_;
    // What is put together from several answers would take as many again.
    bool const composed = must_translate(route_, side_) && !feature.calls.empty();
    job.baseline = chosen_ && feature.baseline > 0 && !composed && http::is_safe(send_method_) &&
                   static_cast<double>(worker_.random() >> 11) * 0x1p-53 < feature.baseline;
    job.revision = snapshot().revision;
    auto& text = job.text;
    shadow::keep_head(head_, text, job.head);
    job.path = text.keep(target_.path);
    job.query = text.keep(target_.query);
    job.has_query = target_.has_query;
    job.peer = text.keep(client_.address_text);
    job.peer_trusted = from_.peer_trusted;
    job.host = text.keep(host_);
    job.request_id = text.keep(who_.request_id);
    if (who_.traceparent.made()) job.traceparent = text.keep(who_.traceparent);
    if (trace_ != nullptr) trace_copy(job);
    job.has_body = framing_.kind != http::framing::by::none;
    if (body_kind_ == body_kind::whole) job.body = whole_;
    job.latency = std::chrono::duration_cast<std::chrono::microseconds>(upstream_took_);
    job.at = worker_.wall_clock();
    job.took = std::chrono::duration_cast<std::chrono::microseconds>(io::clock::now() - started_);
    if (!worker_.shadow.offer(std::move(job_))) skip_shadow(obs::skip::queue_full);
}

void exchange::leave_side(bool failed) {
    auto& cells = route_.feature->counters->of(worker_.index).sides[index_of(side_)];
    cells.by_class[0].add();
    if (failed) cells.errors.add();
    place_.give_back();
    side_asked_ = false;
}

void exchange::count_end() {
    auto& mine = worker_.counters.thread(worker_.index);
    if (answer_complete_)
        mine.answered[obs::class_of(status_) - 1].add();
    else
        (is_aborted() ? mine.aborted : mine.cut).add();
}

void exchange::account() {
    auto const took = io::clock::now() - started_;
    auto& mine = worker_.counters.thread(worker_.index);
    if (!answer_begun_) status_ = 0;
    if (answer_by_facade_) {
        (status_ >= 500 ? mine.failed : mine.refused).add();
        worker_.counters.count_refusal(reason_);
    } else if (body_refused_) {
        // The upstream's answer had begun before the body turned out to be none: the client was told nothing
        // else.
        worker_.counters.count_refusal(body_refused_->reason);
        reason_ = body_refused_->reason;
    }
    if (late_ && route_.feature != nullptr) route_.feature->counters->of(worker_.index).late.add();
    // Of those that were turned away there may be any number: they are logged as answers are.
    bool const failed =
        status_ == 0 || status_ >= 500 || !answer_complete_ || (answer_by_facade_ && !is_declined());
    // What is refused before a side is asked is not its own.
    if (side_asked_ && route_.feature != nullptr) {
        auto& cells = route_.feature->counters->of(worker_.index).sides[index_of(side_)];
        bool const answered = !answer_by_facade_ && status_ != 0;
        cells.by_class[answered ? obs::class_of(status_) : 0].add();
        // A client that went away is no fault of the side that it asked.
        bool const cut = !answer_complete_ && !cancelled_ && !body_refused_;
        if (!client_gone_ && !own_fault_ && (status_ >= 500 || cut)) cells.errors.add();
        // A WebSocket takes as long as it is wanted.
        if (status_ != 101) cells.latency.add(took);
    } else if (side_asked_) {
        mine.unmatched.add();
    }
    if (composed_ != nullptr) count_calls();
    auto const share = view_->snapshot->site->access_share;
    if (!failed && (share <= 0.0 || static_cast<double>(worker_.random() >> 11) * 0x1p-53 >= share)) return;

    auto& line = worker_.line;
    line.clear();
    line.add("time", std::string_view(obs::iso_time(worker_.wall_clock())));
    line.add("level", failed && !is_aborted() ? "warn" : "info").add("event", "request");
    line.add("request_id", std::string_view(who_.request_id)).add("trace_id", who_.trace_id());
    std::array<char, 46> address;
    line.add("client", from_.address.to_chars(address));
    line.add("method", head_.method).add("host", host_);
    // A target that could not be read has none.
    target_.path.empty() ? line.add_null("path") : line.add("path", target_.path);
    line.add("status", status_);
    if (route_.feature != nullptr) {
        line.add("feature", std::string_view(route_.feature->options.name));
        line.add("side", rules::name_of(side_)).add("rule", route_.decided.rule);
        line.add("share", std::string_view(route_.decided.share.to_string()));
        if (route_.decided.bucket) line.add("bucket", static_cast<unsigned>(*route_.decided.bucket));
        if (!route_.decided.key_source.empty()) line.add("key", route_.decided.key_source);
    } else {
        line.add_null("feature");
    }
    line.add("revision", snapshot().revision);
    if (!upstream_name_.empty()) line.add("upstream", std::string_view(upstream_name_));
    if (!endpoint_.empty()) line.add("endpoint", std::string_view(endpoint_));
    line.add("attempts", attempts_);
    if (!failed_attempts_.empty()) line.raw("failed_attempts", json_of(failed_attempts_));
    if (!body_unread_.empty()) line.add("body_unread", body_unread_);
    if (translated_) line.add("translated", true);
    if (composed_ != nullptr) line.add("calls", std::string_view(composed_->calls.summary()));
    if (fell_back_) line.add("fallback", true).add("fallback_reason", fallback_reason_);
    if (chosen_) line.add("shadow", true);
    line.add("bytes_in", received_).add("bytes_out", sent_);
    line.add_ms("ms", took);
    if (upstream_took_.count() > 0) line.add_ms("upstream_ms", upstream_took_);
    if (is_aborted())
        line.add("why", "client_aborted");
    else if (!reason_.empty())
        line.add("why", reason_);
    if (!detail_.empty() && (failed || fell_back_ || reason_ == "translation_failed"))
        line.add("detail", std::string_view(detail_));
    worker_.access_log.push(line.finish());
}

} // namespace ficus::pipeline
