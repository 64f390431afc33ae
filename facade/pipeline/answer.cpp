#include "acl/outcome.hpp"
#include "facade/pipeline/exchange.hpp"
#include "facade/translation/head_change.hpp"

#include <boost/asio/error.hpp>

namespace ficus::pipeline {

namespace {

upstream::failure failure_of(http::body_source::step const& step, std::string_view endpoint) {
    using upstream::failure_code;
    if (!step.malformed.empty()) return upstream::bad_answer("bad_chunk", step.malformed);
    auto const late = step.error == boost::asio::error::timed_out;
    return {late ? failure_code::body_timeout : failure_code::cut_short, std::string(endpoint),
            step.error.message()};
}

} // namespace

http::framing exchange::framing_for_client(http::framing from) const {
    using by = http::framing::by;
    if (from.kind == by::none || from.kind == by::length) return from;
    return {head_.minor >= 1 ? by::chunked : by::until_close, 0};
}

acl::direction exchange::to_contract() const {
    return route_.feature->options.contract == rules::side::legacy ? acl::direction::to_legacy
                                                                   : acl::direction::to_modern;
}

std::string_view exchange::set_cookie() {
    if (!route_.decided.issue || side_ != route_.side) return {};
    set_cookie_ = "ficus=" + fresh_id_ + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax";
    auto const* proto = head_.find(http::known::x_forwarded_proto);
    if (from_.peer_trusted && proto != nullptr && http::iequals(proto->value, "https"))
        set_cookie_ += "; Secure";
    return set_cookie_;
}

http::response_edit exchange::edit_for_client() {
    http::response_edit edit;
    edit.close = !keep_client_;
    edit.say_keep_alive = keep_client_ && head_.minor == 0;
    edit.request_id = who_.request_id;
    edit.date = worker_.date.at(worker_.wall_clock());
    return edit;
}

translation::own_origin const* exchange::names() const {
    auto const& all = snapshot().site->names;
    return all.empty() ? nullptr : all[upstream_of(snapshot(), route_, side_)].get();
}

translation::link_view exchange::link_view() const {
    translation::link_view seen;
    seen.scheme = translation::scheme_of(head_, from_.peer_trusted);
    seen.host = translation::host_of(head_, from_.peer_trusted, host_);
    seen.client_path = target_.path;
    seen.asked_path = send_target_.substr(0, send_target_.find('?'));
    if (must_translate(route_, side_))
        seen.translate = translation::target_by(route_.feature->links[side_ == rules::side::legacy ? 0 : 1],
                                                to_contract());
    return seen;
}

void exchange::mend_links(http::response_head& head) {
    auto const* own = names();
    unmended_.clear();
    if (own == nullptr || !translation::own_origin::concerns(head)) return;
    mended_.clear();
    unmended_ = own->mend(head, link_view(), mended_);
}

bool exchange::must_translate_answer(unsigned status) const {
    return must_translate(route_, side_) && route_.feature->translator->reads_answer(to_contract(), status);
}

// Makes the head for the client; says how the body is framed behind it.
http::framing exchange::begin_answer(http::response_head const& head, http::framing framing) {
    bool const translating = must_translate_answer(head.status);
    auto const to = framing_for_client(framing);
    until_close_ = to.kind == http::framing::by::until_close;
    keep_client_ = persistent() && !until_close_;
    auto const type = translating
                          ? route_.feature->translator->content_type(to_contract(), acl::part::response)
                          : std::string_view{};
    // First: a head that is captured for nothing is work too.
    if (capturing_ && to.kind == http::framing::by::length) make_room(job_->answer_body, 0, to.length);
    capture_head(head, type, nullptr);
    // Whoever compares decodes it first.
    if (capturing_ && !http::can_decode(http::codings_of(head))) skip_shadow(obs::skip::encoding);
    auto edit = edit_for_client();
    edit.body = to;
    edit.keep_length = framing.kind == http::framing::by::none;
    // 304 says what 200 would have said (RFC 9110 §15.4.5).
    edit.translated = translating || (must_translate(route_, side_) && head.status == 304);
    own_fields extra;
    if (auto const cookie = set_cookie(); !cookie.empty()) extra.push_back({"Set-Cookie", cookie});
    add_own_fields(extra);
    // To HEAD: what a GET would say.
    if (translating && head.find(http::known::content_type) != nullptr)
        extra.push_back({"Content-Type", type});
    edit.extra = extra;
    std::optional<translation::head_change> change;
    if (must_translate(route_, side_)) {
        change.emplace(*route_.feature->translator, to_contract(), acl::part::response, head, nullptr);
        edit.rename = &change->rename();
    }
    http::rename_field hiding;
    if (snapshot().site->answer_headers.ficus) {
        hiding = hiding_own_names(edit.rename);
        edit.rename = &hiding;
    }
    out_.clear();
    http::write_response_head(out_, head, edit);
    return to;
}

io::task<exchange::attempt_end> exchange::stream_answer(http::body_source& body, http::framing to) {
    attempt_end end;
    bool const chunked = to.kind == http::framing::by::chunked;
    for (auto step = body.buffered();;) {
        if (step.failed()) {
            auto failed = failure_of(step, endpoint_);
            if (!answer_begun_) {
                end.failed = std::move(failed);
                co_return end;
            }
            end.over = true;
            keep_client_ = false;
            // The upload ended it: that is the client's doing, not the upstream's.
            if (client_gone_ || cancelled_ || body_refused_) co_return end;
            if (late_) failed.code = upstream::failure_code::request_timeout;
            reason_ = upstream::name_of(failed.code);
            note_failure(failed);
            co_return end;
        }
        if (capturing_) capture(job_->answer_body, step.data, to.length);
        http::chunk_head const size(step.data.size());
        std::string tail;
        std::array<std::string_view, 5> pieces;
        std::size_t n = 0;
        if (!out_.empty()) pieces[n++] = out_;
        if (!step.data.empty()) {
            if (chunked) pieces[n++] = size.view();
            pieces[n++] = step.data;
            if (chunked) pieces[n++] = "\r\n";
        }
        if (chunked && body.done()) {
            tail = "0\r\n" + body.trailers() + "\r\n";
            pieces[n++] = tail;
        }
        if (n > 0) {
            answer_begun_ = true;
            client_.stream.write_within(limits().body_timeout);
            auto const sent = co_await client_.stream.write(std::span(pieces.data(), n));
            sent_ += sent.bytes;
            out_.clear();
            if (!sent) {
                client_gone_ = true;
                end.over = true;
                co_return end;
            }
        }
        if (body.done()) break;
        step = co_await body.read(side_limits().body);
    }
    answer_complete_ = true;
    end.over = true;
    co_return end;
}

io::task<exchange::attempt_end> exchange::translate_answer(http::body_source& body,
                                                           http::response_head const& head) {
    attempt_end end;
    auto const& translator = *route_.feature->translator;
    auto const direction = to_contract();
    auto& cells = route_.feature->counters->of(worker_.index);
    held_body held(worker_.held_bytes);
    for (auto step = body.buffered();;) {
        if (step.failed()) {
            end.failed = failure_of(step, endpoint_);
            co_return end;
        }
        if (held.text().size() + step.data.size() > limits().max_buffered_body) {
            cells.translation_response_failed.add();
            co_await fail(502, "answer_too_large",
                          "an answer that must be translated is larger than max_buffered_body",
                          "http_response_body_size");
            end.over = true;
            co_return end;
        }
        if (!held.append(step.data)) {
            held.clear();
            co_return co_await no_room_for_answer();
        }
        if (body.done()) break;
        step = co_await body.read(side_limits().body);
    }

    // Only the connection's end says that this is all, and no document of a format that is named is empty:
    // the upstream broke off before it began.
    if (body.kind() == http::framing::by::until_close && held.text().empty() &&
        head.find(http::known::content_type) != nullptr) {
        end.failed = upstream::failure{upstream::failure_code::cut_short, std::string(endpoint_),
                                       "an answer without a length ended before its first byte"};
        co_return end;
    }

    held_body translated(worker_.held_bytes);
    acl::message made;
    bool const came_encoded = !http::codings_of(head).empty();
    held_body plain(worker_.held_bytes);
    auto const whole = decode_held(head, held.text(), plain);
    if (no_room_) {
        held.clear();
        co_return co_await no_room_for_answer();
    }
    if (whole.failed && !acl::is_success(head.status)) {
        // An error page of whoever stands before the upstream: of no kind, as what cannot be read is.
        made.unchanged = true;
        made.status = head.status;
        if (composed_ != nullptr) composed_->calls.cancel();
    } else if (whole.failed) {
        detail_ = whole.failed->reason;
    } else {
        auto headers = translation::header_views(head);
        translation::restore_named(headers, unmended_, translator, direction);
        acl::message_view from;
        from.status = head.status;
        from.headers = headers;
        from.body = whole.bytes;
        if (translated_request_ != nullptr) from.request = translated_request_->request.get();
        if (composed_ != nullptr) {
            bool const reusable = composed_->reusable && body.done() && !body.has_surplus() &&
                                  (!source_ || source_->done()) && !body_refused_;
            end.failed = co_await wait_for_calls(from, reusable);
            end.over = client_gone_ || cancelled_;
            if (end.failed || end.over) co_return end;
        }
        acl::link_rewriter links;
        if (auto const* own = names(); own != nullptr && own->rewrites_urls()) {
            links = [own, seen = link_view()](std::string_view url) { return own->url(url, seen); };
            from.links = &links;
        }
        auto result = translator.translate(direction, acl::part::response, from);
        held.clear();
        plain.clear();
        if (composed_ != nullptr) composed_->calls.let_go();
        if (result) {
            made = std::move(*result);
            if (!translated.replace(std::move(made.body))) co_return co_await no_room_for_answer();
            detail_.clear();
        } else {
            detail_ = translation::sentence_of(result.error());
        }
    }
    if (!detail_.empty()) {
        cells.translation_response_failed.add();
        reason_ = "translation_failed";
        status_ = 0;
        if (!route_.feature->translator_rejects) {
            end.serve_by_contract = true;
            co_return end;
        }
        co_await fail(502, "translation_failed", detail_, "proxy_internal_response");
        end.over = true;
        co_return end;
    }
    // An answer of a kind that nothing is said of has its own shape, and passes as it is.
    translated_ = !made.unchanged;
    if (translated_) cells.translated.add();
    keep_client_ = persistent();
    status_ = made.status;
    capture_head(head, made.content_type, &made);
    if (whole.failed) skip_shadow(obs::skip::encoding);
    if (capturing_) capture(job_->answer_body, translated.text(), translated.text().size());
    translation::head_change const change(translator, direction, acl::part::response, head, &made);
    auto extra = change.added();
    if (auto const cookie = set_cookie(); !cookie.empty()) extra.push_back({"Set-Cookie", cookie});
    own_fields own;
    add_own_fields(own);
    extra.insert(extra.end(), own.begin(), own.end());
    auto edit = edit_for_client();
    held_body packed(worker_.held_bytes);
    auto send_this = whole.failed ? held.text() : translated.text();
    if (came_encoded && !whole.failed) {
        auto const coding = coding_for_client(made.content_type, translated.text());
        // The field had a say in it, whatever it said (RFC 9110 §12.5.5).
        edit.vary_encoding = true;
        // Without room for both it goes plain.
        if (coding && packed.replace(http::encode(*coding, translated.text()))) {
            extra.push_back({"Content-Encoding", http::name_of(*coding)});
            send_this = packed.text();
        }
    }
    if (!send_this.empty()) edit.body = {http::framing::by::length, send_this.size()};
    edit.status = made.status;
    edit.translated = translated_ || (came_encoded && !whole.failed) || head.status == 304;
    edit.drop_content_type = translated_ && translated.text().empty();
    http::rename_field hiding;
    edit.rename = &change.rename();
    if (snapshot().site->answer_headers.ficus) {
        hiding = hiding_own_names(edit.rename);
        edit.rename = &hiding;
    }
    edit.extra = extra;
    out_.clear();
    http::write_response_head(out_, head, edit);
    answer_begun_ = true;
    answer_complete_ = co_await send(out_, send_this);
    end.over = true;
    co_return end;
}

// 502, which asks nobody to try again: the upstream may have done already what was asked.
io::task<exchange::attempt_end> exchange::no_room_for_answer() {
    own_fault_ = true;
    co_await fail(502, "held_bodies_full", "the facade holds as many answers as it may",
                  "proxy_internal_error");
    attempt_end end;
    end.over = true;
    co_return end;
}

// 503, as where anything else is full: nothing has been done yet, and a moment later there may be room.
io::task<void> exchange::no_room_for_request() {
    own_fault_ = true;
    whole_ = behind_held_ = {};
    held_.clear();
    // What is still to come of a body is no request.
    keep_client_ = keep_client_ && has_whole_request();
    co_await fail(503, "held_bodies_full", held_bodies_full, "proxy_internal_response");
}

io::task<bool> exchange::send(std::string_view bytes, std::string_view more) {
    client_.stream.write_within(limits().body_timeout);
    std::array<std::string_view, 2> const pieces = {bytes, more};
    auto const sent = co_await client_.stream.write(std::span(pieces).first(more.empty() ? 1 : 2));
    sent_ += sent.bytes;
    if (!sent) client_gone_ = true;
    co_return static_cast<bool>(sent);
}

io::task<void> exchange::refuse(http::refusal const& why) {
    // What follows on this connection cannot be trusted to be a request.
    keep_client_ = false;
    reason_ = why.reason;
    http::problem p;
    p.status = why.status;
    p.detail = why.message;
    p.proxy_error = why.status == 405 ? "http_request_denied" : "http_request_error";
    co_await send_problem(p);
}

io::task<void> exchange::fail(unsigned status, std::string_view reason, std::string_view detail,
                              std::string_view proxy_error) {
    reason_ = reason;
    if (body_kind_ == body_kind::stream && !(source_ && source_->done())) keep_client_ = false;
    http::problem p;
    p.status = status;
    p.detail = detail;
    p.proxy_error = proxy_error;
    co_await send_problem(p);
}

io::task<void> exchange::send_problem(http::problem p) {
    if (client_gone_ || cancelled_ || answer_begun_) co_return;
    if (client_.stream.timed_out()) client_.stream.revive();
    status_ = p.status;
    answer_by_facade_ = true;
    p.request_id = who_.request_id;
    p.date = worker_.date.at(worker_.wall_clock());
    if (p.status == 415) p.accept_encoding = http::decodable_codings;
    if (admission_ != nullptr) p.retry_after = admission_->retry_after;
    own_fields own;
    add_own_fields(own);
    p.more = own;
    // HTTP/1.0 would have to be told that it goes on; an error is no moment to insist.
    keep_client_ = persistent() && head_.minor >= 1;
    auto const bytes = http::render(p, !keep_client_, head_.method == "HEAD");
    answer_begun_ = true;
    answer_complete_ = co_await send(bytes);
}

} // namespace ficus::pipeline
