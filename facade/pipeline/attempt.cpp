#include "facade/http/method.hpp"
#include "facade/pipeline/exchange.hpp"

#include <boost/asio/error.hpp>

namespace ficus::pipeline {

namespace {

acl::direction direction_to(rules::side side) {
    return side == rules::side::modern ? acl::direction::to_modern : acl::direction::to_legacy;
}

} // namespace

bool exchange::translate_request(rules::side side) {
    out_target_.clear();
    send_body_ = whole_;
    send_framing_ = framing_;
    if (body_kind_ == body_kind::whole) send_framing_ = {http::framing::by::length, whole_.size()};
    if (!must_translate(route_, side)) {
        target_.append_origin_form(out_target_);
        return true;
    }
    auto const& translator = *route_.feature->translator;
    auto const direction = direction_to(side);
    if (auto path = translator.map_path(direction, target_.path))
        out_target_ = std::move(*path);
    else
        out_target_ = target_.path;
    if (target_.has_query) out_target_.append("?").append(target_.query);
    if (whole_.empty()) return true;
    auto const* type = head_.find(http::known::content_type);
    if (type != nullptr && !translator.accepts(direction, type->value)) {
        detail_ = "Content-Type: " + std::string(type->value) + " is not what the translator reads";
        return false;
    }
    auto translated = translator.translate_body(direction, acl::part::request, whole_);
    if (!translated) {
        detail_ = translated.error().where.empty()
                      ? translated.error().message
                      : translated.error().where + ": " + translated.error().message;
        return false;
    }
    out_body_ = std::move(*translated);
    send_body_ = out_body_;
    send_framing_ = {http::framing::by::length, out_body_.size()};
    return true;
}

void exchange::build_request(rules::side side, upstream::group const& group, std::size_t endpoint) {
    bool const translating = must_translate(route_, side);
    http::rename_field rename;
    if (translating)
        rename = [this, direction = direction_to(side)](std::string_view name) {
            return route_.feature->translator->map_header(direction, acl::part::request, name).value_or("");
        };
    http::extra_field const type{"Content-Type",
                                 translating ? route_.feature->translator->content_type(direction_to(side))
                                             : std::string_view{}};
    bool const retype = translating && !send_body_.empty();
    http::request_edit edit;
    edit.method = head_.method;
    edit.target = out_target_;
    edit.host = group.options().host ? std::string_view(*group.options().host)
                : !host_.empty()     ? host_
                                     : std::string_view(group.endpoints()[endpoint].authority);
    edit.via.peer = client_.address_text;
    edit.via.host = host_;
    edit.via.trusted = from_.peer_trusted;
    edit.via.request_id = who_.request_id;
    if (who_.traceparent_made) edit.via.traceparent = who_.traceparent;
    edit.body = send_framing_;
    edit.upgrade = upgrade_ && !translating;
    edit.identity = translating;
    edit.drop_expect = body_kind_ != body_kind::stream;
    edit.drop_content_type = retype;
    edit.rename = translating ? &rename : nullptr;
    if (retype) edit.extra = {&type, 1};
    out_.clear();
    http::write_request_head(out_, head_, edit);
}

io::task<exchange::attempt_end> exchange::attempt(bool fresh, std::optional<std::size_t> not_endpoint) {
    attempt_end end;
    ++attempts_;
    if (!translate_request(side_)) {
        auto& cells = route_.feature->counters->of(worker_.index);
        cells.translation_request_failed.add();
        reason_ = "translation_failed";
        if (route_.feature->translator_rejects) {
            co_await fail(422, "translation_failed", detail_, "http_request_error");
            end.over = true;
            co_return end;
        }
        // Nothing has been sent yet: the side that speaks the client's dialect can have any request.
        side_ = route_.feature->options.contract;
        translate_request(side_);
    }
    auto const index = upstream_of(snapshot(), route_, side_);
    auto const pool = view_->pools[index];
    auto const& group = *snapshot().site->upstreams[index];
    upstream_name_ = group.options().name;
    asked_at_ = io::clock::now();

    upstream::pool::wish wish;
    wish.not_endpoint = not_endpoint;
    wish.fresh = fresh;
    wish.certain = body_kind_ == body_kind::stream || !http::is_idempotent(head_.method);
    upstream::pool::ticket ticket;
    ticket_ = &ticket;
    auto got = co_await pool->acquire(wish, ticket);
    ticket_ = nullptr;
    if (auto* failed = std::get_if<upstream::failure>(&got)) {
        endpoint_ = failed->endpoint;
        end.failed = std::move(*failed);
        co_return end;
    }
    auto up = std::move(std::get<std::unique_ptr<upstream::connection>>(got));
    endpoint_ = group.endpoints()[up->endpoint].authority;
    up_ = up.get();
    if (client_gone_ || cancelled_) {
        settle(*pool, std::move(up), false);
        end.over = true;
        co_return end;
    }
    build_request(side_, group, up->endpoint);
    co_return co_await converse(*pool, up);
}

io::task<exchange::attempt_end> exchange::converse(upstream::pool& pool,
                                                   std::unique_ptr<upstream::connection>& up) {
    attempt_end end;
    auto const& options = pool.shared().options();
    auto const give_up = [&](upstream::failure failed) {
        failed.endpoint = endpoint_;
        failed.endpoint_index = up->endpoint;
        end.failed = std::move(failed);
    };
    std::array<std::string_view, 2> const pieces = {
        out_, body_kind_ == body_kind::whole ? send_body_ : std::string_view{}};
    up->stream.write_within(limits().body_timeout);
    auto const sent = co_await up->stream.write(pieces);
    up->stream.clear_write_deadline();
    if (!sent) {
        auto const code =
            up->reused ? upstream::failure_code::stale : upstream::failure_code::closed_before_head;
        give_up({code, {}, sent.error.message(), sent.bytes == 0});
        settle(pool, std::move(up), false);
        co_return end;
    }
    if (body_kind_ == body_kind::stream)
        upload_.start(upload(*up));
    else
        up->stream.read_within(options.response_timeout);

    http::response_head head;
    http::framing framing;
    for (;;) {
        head = {};
        auto const read = co_await upstream::read_head(*up, head, limits().max_header_size);
        if (read.failed) {
            give_up(*read.failed);
            break;
        }
        if (head.status >= 200 || head.status == 101) {
            up->stream.clear_read_deadline();
            auto const framed = http::frame_response(head, head_.method);
            framing = framed.body;
            if (framed.refused)
                give_up(
                    {upstream::failure_code::bad_answer, {}, std::string(framed.refused->message), false});
            if (head.status == 101 && !upgrade_)
                give_up({upstream::failure_code::bad_answer, {}, "101 without a request for it", false});
            up->in.consume(read.size);
            break;
        }
        // 1xx (RFC 9110 §15.2): passed on to whoever understands them; 100 only to a client that waits for
        // it.
        bool const pass = head_.minor >= 1 && (head.status != 100 || awaiting_continue_);
        if (head.status == 100) awaiting_continue_ = false;
        if (pass) {
            std::string interim;
            http::write_interim_head(interim, head);
            if (!co_await send(interim)) break;
        }
        up->in.consume(read.size);
    }
    if (end.failed || client_gone_) {
        end.over = client_gone_;
        settle(pool, std::move(up), false);
        co_return end;
    }
    head_arrived_ = true;
    upstream_took_ = io::clock::now() - asked_at_;
    if (head.status == 101) {
        co_await tunnel(*up, head);
        settle(pool, std::move(up), false);
        end.over = true;
        co_return end;
    }
    end = co_await answer(*up, head, framing);
    co_await finish_upload();
    bool const reusable = end.over && answer_complete_ && http::persists(head) && !surplus_ &&
                          framing.kind != http::framing::by::until_close && (!source_ || source_->done()) &&
                          !body_refused_;
    settle(pool, std::move(up), reusable);
    co_return end;
}

void exchange::settle(upstream::pool& pool, std::unique_ptr<upstream::connection> up, bool reusable) {
    up_ = nullptr;
    if (upload_.started() && !upload_.done()) {
        // It may be in the middle of a write to this connection, which must stay until that write has failed.
        up->stream.cancel();
        parked_ = std::move(up);
        parked_in_ = pool.shared_from_this();
    } else if (reusable) {
        pool.release(std::move(up));
    } else {
        pool.discard(std::move(up));
    }
}

} // namespace ficus::pipeline
