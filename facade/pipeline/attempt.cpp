#include "facade/http/method.hpp"
#include "facade/pipeline/exchange.hpp"
#include "facade/translation/head_change.hpp"

#include <boost/asio/error.hpp>

namespace ficus::pipeline {

namespace {

// What an answer that nobody gets may cost, for its connection to be kept: about what a new one would.
constexpr std::size_t most_read_off = 16UL * 1024;
constexpr std::chrono::milliseconds longest_read_off{50};

acl::direction direction_to(rules::side side) {
    return side == rules::side::modern ? acl::direction::to_modern : acl::direction::to_legacy;
}

/// RFC 9110 §7.8: to what was asked for, and to nothing else besides.
bool switches_to_websocket(http::response_head const& head) {
    unsigned named = 0;
    unsigned websocket = 0;
    for (auto const& f : head.fields)
        if (f.id == http::known::upgrade)
            http::for_each_element(f.value, [&](std::string_view p) {
                ++named;
                if (http::iequals(p, "websocket")) ++websocket;
            });
    return named == 1 && websocket == 1;
}

} // namespace

bool exchange::translate_request(rules::side side) {
    if (told_ == side) return true;
    told_.reset();
    out_target_.clear();
    no_room_ = coding_unknown_ = false;
    translated_request_.reset();
    send_method_ = head_.method;
    send_body_ = whole_;
    send_framing_ = framing_;
    if (body_kind_ == body_kind::whole) send_framing_ = {http::framing::by::length, whole_.size()};
    if (!must_translate(route_, side)) {
        told_ = side;
        send_target_ = target_.origin_form();
        if (!send_target_.empty()) return true;
        target_.append_origin_form(out_target_);
        send_target_ = out_target_;
        return true;
    }
    // What goes to the side that speaks the client's dialect, if this fails, is still the body as it came.
    auto const body = decode_request();
    if (body.failed) {
        coding_unknown_ = body.failed->code == http::decoding_failure::unknown;
        detail_ = body.failed->reason;
    }
    if (no_room_) detail_ = held_bodies_full;
    if (body.failed || no_room_) return false;
    auto const headers = translation::header_views(head_);
    acl::message_view from;
    from.method = head_.method;
    from.path = target_.path;
    from.query = target_.query;
    from.has_query = target_.has_query;
    from.headers = headers;
    from.body = body.bytes;
    acl::link_rewriter links;
    if (auto const* own = names(); own != nullptr && own->rewrites_urls()) {
        auto seen = link_view();
        auto const index = side == rules::side::legacy ? 0 : 1;
        seen.translate = translation::target_by(route_.feature->links[index], direction_to(side));
        links = [own, seen](std::string_view url) { return own->url_to_upstream(url, seen); };
        from.links = &links;
    }
    auto made = route_.feature->translator->translate(direction_to(side), acl::part::request, from);
    drop_decoded_request();
    if (!made) {
        detail_ = translation::sentence_of(made.error());
        return false;
    }
    plan_calls(from, *made);
    translated_request_ = std::make_unique<acl::message>(std::move(*made));
    send_method_ = translated_request_->method;
    out_target_ = translated_request_->path;
    if (translated_request_->has_query) out_target_.append("?").append(translated_request_->query);
    send_target_ = out_target_;
    if (translated_request_->body.empty()) {
        send_body_ = {};
        if (!whole_.empty()) send_framing_ = {};
        told_ = side;
        return true;
    }
    if (!out_body_.replace(std::move(translated_request_->body))) {
        no_room_ = true;
        detail_ = held_bodies_full;
        return false;
    }
    send_body_ = out_body_.text();
    send_framing_ = {http::framing::by::length, send_body_.size()};
    told_ = side;
    return true;
}

http::forwarded exchange::said_of_client() const {
    http::forwarded said{client_.address_text, host_, from_.peer_trusted, who_.request_id, {}};
    if (who_.traceparent.made()) said.traceparent = who_.traceparent;
    if (trace_ != nullptr) {
        said.traceparent = trace_->traceparent;
        said.same_trace = trace_->of_client;
    }
    return said;
}

void exchange::build_request(rules::side side, upstream::group const& group, std::size_t endpoint) {
    bool const translating = translated_request_ != nullptr;
    std::optional<translation::head_change> change;
    if (translating)
        change.emplace(*route_.feature->translator, direction_to(side), acl::part::request, head_,
                       translated_request_.get());
    http::request_edit edit;
    edit.method = send_method_;
    edit.target = send_target_;
    edit.host = group.options().host ? std::string_view(*group.options().host)
                : !host_.empty()     ? host_
                                     : std::string_view(group.endpoints()[endpoint].authority);
    edit.via = said_of_client();
    edit.body = send_framing_;
    edit.upgrade = upgrade_ && !translating;
    edit.identity = translating;
    edit.drop_expect = body_kind_ != body_kind::stream || gathering_begun_;
    // RFC 9110 §8.6: where a body could be and none is, it is said so; some servers ask for a length of every
    // POST.
    if (translating && send_framing_.kind == http::framing::by::none &&
        http::has_meaningful_content(send_method_))
        edit.body = {http::framing::by::length, 0};
    edit.translated = translating;
    edit.other_body =
        translating && (body_kind_ == body_kind::whole || !translated_request_->content_type.empty());
    if (change) {
        edit.rename = &change->rename();
        edit.extra = change->added();
    }
    out_.clear();
    if (auto const& name = group.options().timeout_header; !name.empty())
        write_with_time_left(edit, name);
    else
        http::write_request_head(out_, head_, edit);
}

void exchange::write_with_time_left(http::request_edit& edit, std::string_view name) {
    io::clock::duration left = side_limits().response;
    if (timing_) left = timing_->side_until.cap(left, io::clock::now());
    auto const text = std::to_string(std::chrono::floor<std::chrono::milliseconds>(left).count());
    std::vector<http::extra_field> extra(edit.extra.begin(), edit.extra.end());
    extra.push_back({name, text});
    // What the client says of its own patience is about another wait.
    http::rename_field const but_for_it = [name, other = edit.rename](std::string_view field) {
        if (http::iequals(field, name)) return std::optional<std::string_view>();
        return other != nullptr ? (*other)(field) : std::optional<std::string_view>(std::in_place);
    };
    edit.extra = extra;
    edit.rename = &but_for_it;
    http::write_request_head(out_, head_, edit);
}

bool exchange::ready_request(upstream::pool::wish& wish) {
    if (translate_request(side_)) return true;
    route_.feature->counters->of(worker_.index).translation_request_failed.add();
    reason_ = "translation_failed";
    // After a fallback the side that speaks the client's dialect has failed already.
    if (route_.feature->translator_rejects || fell_back_) return false;
    // Nothing has been sent yet: the side that speaks the client's dialect can have any request.
    side_ = route_.feature->options.contract;
    permitted_.reset();
    place_.give_back();
    untranslatable_ = true;
    wish.tried.clear();
    translate_request(side_);
    return true;
}

void exchange::choose_pool() {
    auto const index = upstream_of(snapshot(), route_, side_);
    pool_ = view_->pools[index].get();
    upstream_name_ = pool_->shared().options().name;
}

bool exchange::take_connection(upstream::pool::wish& wish) {
    choose_pool();
    asked_at_ = wish.asked = io::clock::now();
    if (trace_ != nullptr) begin_attempt();
    up_ = pool_->take(wish);
    return up_ != nullptr;
}

io::task<std::optional<upstream::failure>> exchange::wait_for_connection(upstream::pool::wish wish) {
    wish.connect_within = side_limits().connect;
    wish.queue_within = side_limits().queue;
    wish.within = guard().bulkhead.get();
    upstream::pool::ticket ticket;
    ticket_ = &ticket;
    auto got = co_await pool_->acquire(wish, ticket);
    ticket_ = nullptr;
    auto* failed = std::get_if<upstream::failure>(&got);
    if (failed == nullptr) {
        up_ = std::move(std::get<std::unique_ptr<upstream::connection>>(got));
        co_return std::nullopt;
    }
    endpoint_ = failed->endpoint_index
                    ? std::string_view(pool_->shared().endpoints()[*failed->endpoint_index].authority)
                    : std::string_view{};
    co_return std::move(*failed);
}

io::task<exchange::attempt_end> exchange::converse() {
    attempt_end end;
    auto& up = *up_;
    auto const& group = pool_->shared();
    auto const& within = side_limits();
    auto const endpoint = up.endpoint;
    endpoint_ = group.endpoints()[endpoint].authority;
    build_request(side_, group, endpoint);
    auto const give_up = [&](upstream::failure failed) {
        failed.endpoint = std::string(endpoint_);
        failed.endpoint_index = endpoint;
        end.failed = std::move(failed);
    };
    std::array<std::string_view, 2> const pieces = {
        out_, body_kind_ != body_kind::stream ? send_body_ : std::string_view{}};
    up.stream.write_within(within.body);
    // A body that streams is sent as fast as the client is.
    bool const is_timed = group.adaptive() != nullptr && body_kind_ != body_kind::stream;
    auto const sent_at = is_timed ? io::clock::now() : io::clock::time_point{};
    auto const sent = co_await up.stream.write(pieces);
    std::optional<upstream::failure> unsent; // what not all was sent for, unless there is an answer
    if (!sent) {
        auto const code = up.stream.timed_out() ? upstream::failure_code::response_timeout
                          : up.reused           ? upstream::failure_code::stale
                                                : upstream::failure_code::closed_before_head;
        upstream::failure failed{code, {}, sent.error.message(), sent.bytes == 0};
        // It may have answered before it stopped listening, as upload() has it too.
        bool const may_have_answered =
            sent.bytes > 0 && body_kind_ == body_kind::whole && !up.stream.timed_out();
        if (!may_have_answered) {
            give_up(std::move(failed));
            settle(false);
            co_return end;
        }
        unsent = std::move(failed);
    }
    if (body_kind_ == body_kind::stream) upload_.start(upload(up));
    // While the body is on its way it is the client's turn, but for one that waits to be told to go on.
    if (body_kind_ != body_kind::stream || awaiting_continue_) expect_head(up);
    bool const upgrading = upgrade_ && !must_translate(route_, side_);

    http::response_head head;
    http::response_framing framed;
    bool last = false; // an interim answer said that none comes behind this one (RFC 9112 §9.6)
    for (;;) {
        auto const read = co_await upstream::read_head(
            up, head, limits().max_header_size, composed_ != nullptr ? &composed_->head_bytes : nullptr);
        if (read.failed) {
            give_up(unsent ? *unsent : *read.failed);
            break;
        }
        // What a server says as it ends a connection that was idle is no answer to what came too late.
        if (unsent && up.reused && head.status == 408) {
            give_up(*unsent);
            break;
        }
        framed = http::frame_response(head, send_method_);
        if (head.status == 101 && !(upgrading && switches_to_websocket(head)) && !framed.refused)
            framed.refused = {502, "unexpected_upgrade", "101 without a request for it"};
        if (framed.refused) {
            give_up(upstream::bad_answer(framed.refused->reason, framed.refused->message));
            break;
        }
        if (head.status >= 200 || head.status == 101) {
            up.stream.clear_read_deadline();
            up.in.consume(read.size);
            break;
        }
        last = last || !framed.reusable;
        // 1xx (RFC 9110 §15.2): passed on to whoever understands them; 100 only to a client that waits for
        // it. Any number: each is forgotten before the next is read, response_timeout is for all of them, and
        // uploads that tell of their progress (104) have many.
        bool const pass = head_.minor >= 1 && (head.status != 100 || awaiting_continue_);
        bool const go_on = head.status == 100 && awaiting_continue_;
        if (pass) {
            // The request that stood there has been sent.
            out_.clear();
            http::write_interim_head(out_, head);
            if (!co_await send(out_)) break;
        }
        if (go_on && awaiting_continue_) {
            // From here on it is the client's turn, which its read, already under way, does not know yet.
            awaiting_continue_ = false;
            expect_no_head(up);
            client_.stream.read_within(limits().body_timeout);
        }
        up.in.consume(read.size);
        // A flood of them may be here already.
        co_await worker_.loop.next_turn();
        if (client_gone_ || cancelled_) break;
    }
    if (end.failed || client_gone_ || cancelled_) {
        end.over = client_gone_ || cancelled_;
        if (is_timed && !end.over && (late_ || end.failed->code == upstream::failure_code::response_timeout))
            pool_->tell_limit(io::clock::now(), sent_at, false);
        settle(false);
        co_return end;
    }
    framed.reusable = framed.reusable && !last;
    // A server that answers instead of asking for the body may take what still comes for a request.
    bool const body_unasked = awaiting_continue_;
    head_arrived_ = true;
    auto const now = io::clock::now();
    upstream_took_ = now - asked_at_;
    if (permitted_ || group.health() != nullptr) tell_guards(now, endpoint, head.status);
    if (is_timed && head.status < 500) pool_->tell_limit(now, sent_at, true);
    if (head.status == 101) {
        // A WebSocket takes as long as it is wanted.
        timing_.reset();
        co_await tunnel(up, head);
        settle(false);
        end.over = true;
        co_return end;
    }
    http::body_source body(up.stream, up.in, framed.body);
    if (guards().fallback.takes_status(head.status) && may_ask_legacy_instead()) {
        give_up({upstream::failure_code::bad_status, {}, std::to_string(head.status)});
        bool spent = false;
        if (framed.reusable && !unsent) spent = co_await read_off(body);
        settle(spent);
        co_return end;
    }
    status_ = head.status;
    mend_links(head);
    bool const has_body = framed.body.kind != http::framing::by::none;
    if (must_translate_answer(head.status) && (has_body || must_translate_without_body(head.status))) {
        if (composed_ != nullptr) composed_->reusable = framed.reusable && !unsent && !body_unasked;
        end = co_await translate_answer(body, head);
    } else {
        if (composed_ != nullptr) composed_->calls.cancel();
        end = co_await stream_answer(body, begin_answer(head, framed.body));
    }
    if (end.failed) end.failed->endpoint_index = endpoint;
    // Somebody else's by now.
    if (up_ == nullptr) co_return end;
    if (upload_.started()) co_await finish_upload();
    // What is left of an answer, or came behind it, would be taken for the next one's.
    bool const reusable = end.over && answer_complete_ && framed.reusable && body.done() &&
                          !body.has_surplus() && (!source_ || source_->done()) && !body_refused_ &&
                          !upload_cut_ && !unsent && !body_unasked;
    settle(reusable);
    co_return end;
}

// A 204 that is a 200 on the other side, a 201 whose Location is mapped. What a HEAD is answered is what a
// GET would be, which nobody has seen.
bool exchange::must_translate_without_body(unsigned status) const {
    return head_.method != "HEAD" &&
           route_.feature->translator->reads_answer_without_body(to_contract(), status);
}

io::task<bool> exchange::read_off(http::body_source& body) {
    auto left = most_read_off;
    auto const until = io::clock::now() + longest_read_off;
    for (auto step = body.buffered();;) {
        if (step.failed() || step.data.size() > left) co_return false;
        if (body.done()) co_return !body.has_surplus();
        left -= step.data.size();
        auto const time = until - io::clock::now();
        if (time <= io::clock::duration::zero()) co_return false;
        step = co_await body.read(time);
    }
}

void exchange::settle(bool reusable) {
    if (upload_.started() && !upload_.done()) {
        // It may be in the middle of a write to this connection, which must stay until that write has failed.
        up_->stream.cancel();
        parked_ = std::move(up_);
        parked_in_ = pool_;
    } else if (reusable) {
        pool_->release(std::move(up_));
    } else {
        pool_->discard(std::move(up_));
    }
}

} // namespace ficus::pipeline
