#pragma once

#include "facade/http/body_source.hpp"
#include "facade/http/content_coding.hpp"
#include "facade/http/edit.hpp"
#include "facade/http/head.hpp"
#include "facade/http/problem.hpp"
#include "facade/http/target.hpp"
#include "facade/io/pause.hpp"
#include "facade/io/task.hpp"
#include "facade/io/transport.hpp"
#include "facade/pipeline/attempts.hpp"
#include "facade/pipeline/decide.hpp"
#include "facade/pipeline/exchange_parts.hpp"
#include "facade/pipeline/failed_attempt.hpp"
#include "facade/pipeline/held_body.hpp"
#include "facade/pipeline/identity.hpp"
#include "facade/pipeline/safeguards.hpp"
#include "facade/pipeline/trace.hpp"
#include "facade/pipeline/worker.hpp"
#include "facade/upstream/call.hpp"

#include <boost/container/static_vector.hpp>

#include <list>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::pipeline {

/// The client's end of a request.
struct client_end {
    io::transport& stream;
    io::inbox& in; ///< what came behind the request's head; the head itself stays untouched until the
                   ///< exchange is over
    rules::ip_address address;
    std::string_view address_text;
};

/// One request and its answer: the stages below, in this order, each where it is for a reason.
///
///  1. frame      Where the body ends comes first: whoever disagrees about that disagrees about every request
///                after it.
///  2. target     A target that is no path cannot be routed, and CONNECT's is none.
///  3. pin        From here on one snapshot of configuration and rules; a flip that comes later is for later
///                requests.
///  4. identify   Who asks, under which request id: everything below, a refusal too, may have to say so.
///  5. limit      Before anything is kept or sent: a body that is too large costs nothing more than its head.
///  6. route      Feature, rule, side. Needs the client's address; decides whether a body has to be held.
///                Where the body itself says which feature it is for, it is held first (look.cpp), and routed
///                then: only here, since a body that waits costs memory and the upstream's time.
///  6a. admit     Whether the facade has time for it, and the feature's throttle room. The feature is known,
///                and nothing has been spent: what is turned away is not sampled, held or sent.
///  7. sample     Whether the other side gets a copy: before the body passes, since the copy needs it.
///  8. hold       Only what a translator must see whole is held; everything else streams.
///  9. attempt    translate, connect, send, read the answer's head; again or to legacy where after_failure()
///                allows it, which it does only while nothing has gone to the client. Beside it go the calls
///                that a translator puts the answer together from.
/// 10. compose    Where there are such calls, and only once the main answer is held: those that ask about it
///                go out, and all are waited for. What one must not fail is decided here, while legacy can
///                still answer instead.
/// 11. answer     Translated and sent, or streamed as it comes.
/// 12. hand over  The copy goes to the shadow's queue once the client has everything.
/// 13. account    Last, because only now is it known what happened: counters, and one line in the log.
///
/// Lives on its worker's thread, as long as run() takes.
class exchange {
public:
    exchange(worker& on, client_end client, http::request_head const& head);
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;
    ~exchange();

    /// Serves the request. Whether the client's connection can carry another one.
    io::task<bool> run();
    /// Whether the client has been told everything there was to tell, so that it is worth letting it read it.
    bool answered() const { return answer_complete_ && !client_gone_; }
    /// Whether the request's body, if any, was read to its end.
    bool has_whole_request() const { return !source_ || source_->done(); }
    /// The facade stops and will not wait: everything under way fails.
    void cancel();

private:
    enum class body_kind : std::uint8_t { none, whole, stream };

    /// What becomes of one attempt at one side.
    struct attempt_end {
        bool over = false; ///< the client has its answer, or never will
        std::optional<upstream::failure> failed;
        bool serve_by_contract = false; ///< the answer could not be translated: the contract's side is asked
    };

    // exchange.cpp: stages 1 to 8
    /// Stages 1 to 7, which wait for nothing; 6 and 7 are still due where route_.needs_body.
    std::optional<http::refusal> decide();
    /// Stages 6 and 7; `body` is null where nobody has looked into it.
    std::optional<http::refusal> decide_route(rules::body_facts const* body);
    void sample(rules::facts const& facts);
    void choose_copy(rules::facts const& facts);
    void choose_recording();
    /// Whether the body has to be waited for; where it has not, how it will be sent.
    bool must_hold();
    std::size_t most_held() const;
    /// What became of a body that was waited for.
    enum class gathered : std::uint8_t {
        whole,     ///< see whole_
        too_large, ///< what has come of it is in held_, the rest is not read
        no_room,   ///< the same, but for the last piece, which is in behind_held_
        over,      ///< the client has been told why not, or is gone
    };
    /// Whether all of the body came with the head; then it is in whole_.
    bool find_whole_body();
    /// Waits for the body, and keeps it.
    io::task<gathered> gather();
    io::task<bool> hold();
    void call_off();
    void call_off_attempt();

    // attempt_all.cpp: stage 9, all sides
    io::task<void> attempt_all();
    /// What becomes of the request now. The pause before a retry, where there is one, is over then.
    io::task<next_step> what_next(upstream::failure& failed, upstream::tried_endpoints const& tried,
                                  unsigned retries_left);
    bool may_retry(upstream::failure const& failed, upstream::tried_endpoints const& tried);
    io::task<void> wait(io::clock::duration length);
    void note_failure(upstream::failure const& failed);
    /// The attempt that is under way is not the client's answer.
    void note_attempt(std::string_view why);
    bool may_fall_back() const;
    void fall_back(upstream::failure_code why);
    bool turn_to_contract();
    bool may_be_repeated() const;
    bool may_be_done_by_both() const;
    /// Whether legacy may be asked too, though modern has got the request.
    bool may_ask_legacy_instead() const;
    /// Gives the side that is asked its part of the request's time.
    void limit_side();

    bool time_has_passed() const;
    static void time_is_up(void* self);
    void note_lateness(attempt_end& end);

    // breakers.cpp: whether the side may be asked, and what became of it, for breakers and endpoints' health
    bool may_ask(std::optional<upstream::failure>& refused);
    bool breakers_permit();
    /// An answer's head has come.
    void tell_guards(io::clock::time_point now, std::size_t endpoint, unsigned status);
    void tell_guards(upstream::failure const& failed);
    /// The request has been sent: the rest is the upstream's turn.
    void expect_head(upstream::connection& up) {
        if (permitted_)
            watch_head(up);
        else
            up.stream.read_within(side_limits().response);
    }
    /// It is the client's again.
    void expect_no_head(upstream::connection& up) {
        up.stream.clear_read_deadline();
        if (permitted_) permitted_->slow.reset();
    }
    void watch_head(upstream::connection& up);
    static void head_is_slow(void* self);

    // look.cpp: stages 6 and 7 of a request whose body says where it belongs. False: it has been refused
    io::task<bool> look_into_body();
    io::task<bool> route_with(rules::body_facts const& body);
    io::task<bool> route_unread(std::string_view why);
    std::optional<http::refusal> refusal_for_unread(std::string_view why) const;
    void note_unread(std::string_view why);

    // admit.cpp: stage 6a
    void admit(rules::facts const& facts);
    /// It was not admitted: decline() is due.
    bool is_declined() const { return admission_ != nullptr && admission_->retry_after > 0; }
    bool find_time(); ///< the facade has some for it
    io::task<void> decline();

    // attempt.cpp: stages 10 and 11, one side
    /// The request as that side wants it; false where it cannot be told to anyone.
    bool ready_request(upstream::pool::wish& wish);
    bool translate_request(rules::side side);
    /// A kept connection, at once; otherwise false, and wait_for_connection() gets one.
    bool take_connection(upstream::pool::wish& wish);
    void choose_pool();
    io::task<std::optional<upstream::failure>> wait_for_connection(upstream::pool::wish wish);
    http::forwarded said_of_client() const;
    void build_request(rules::side side, upstream::group const& group, std::size_t endpoint);
    /// The head with a field of that name, which says how long the answer is waited for.
    void write_with_time_left(http::request_edit& edit, std::string_view name);
    io::task<attempt_end> converse();
    /// Reads what is left of an answer that nobody gets, if that is little and comes soon: whether the
    /// connection is of use then.
    io::task<bool> read_off(http::body_source& body);
    /// What becomes of the connection.
    void settle(bool reusable);

    // compose.cpp: stage 12, and the calls that go out beside stage 10
    /// The calls that the answer to `made` needs, if any.
    void plan_calls(acl::message_view const& from, acl::message const& made);
    /// Those that are due and have not gone out; composed_ is there.
    void start_calls();
    /// Gives `answer` what came of them, or says why there is none. `reusable`: what the main connection is.
    io::task<std::optional<upstream::failure>> wait_for_calls(acl::message_view& answer, bool reusable);
    /// Says how links in their answers go over.
    void link_calls();
    void count_calls();

    // coding.cpp: bodies that have to be read come out of their content codings first
    struct decoded {
        std::string_view bytes; ///< the body's own where it was in no coding, else `into`'s
        std::optional<http::decoding_error> failed;
    };
    /// `into` has the decoded bytes, where there are others; no_room_ says that they found no room.
    decoded decode_held(http::head const& of, std::string_view bytes, held_body& into);
    /// The request's body: decoded once, for routing and for whichever attempt translates it.
    decoded decode_request();
    void drop_decoded_request();
    /// What a translated answer goes to the client in, where the upstream's was in a coding: where that did
    /// not bother, or may not for what is secret in it (RFC 7457 §2.6), it is not done here either.
    std::optional<http::content_coding> coding_for_client(std::string_view type, std::string_view body) const;

    // upload.cpp: the request's body, beside the answer
    io::task<void> upload(upstream::connection& up);
    io::task<void> finish_upload();

    // answer.cpp: stages 11 and 13
    bool must_translate_answer(unsigned status) const;
    /// Whether an answer without a body says something to the translator all the same.
    bool must_translate_without_body(unsigned status) const;
    /// What this side calls itself; null: nothing of it is looked for.
    translation::own_origin const* names() const;
    translation::link_view link_view() const;
    /// Makes what would lead the client past the facade lead to it.
    void mend_links(http::response_head& head);
    http::framing begin_answer(http::response_head const& head, http::framing framing);
    io::task<attempt_end> stream_answer(http::body_source& body, http::framing to);
    io::task<attempt_end> translate_answer(http::body_source& body, http::response_head const& head);
    io::task<attempt_end> no_room_for_answer();
    io::task<void> no_room_for_request();
    io::task<void> tunnel(upstream::connection& up, http::response_head const& head);
    http::framing framing_for_client(http::framing from) const;
    http::response_edit edit_for_client();
    io::task<void> refuse(http::refusal const& why);
    io::task<void> fail(unsigned status, std::string_view reason, std::string_view detail,
                        std::string_view proxy_error);
    io::task<void> send_problem(http::problem p);
    io::task<bool> send(std::string_view bytes, std::string_view more = {});
    std::string_view set_cookie();
    acl::direction to_contract() const;

    // own_fields.cpp: what answers say of the facade and of how they came to be
    using own_fields = boost::container::static_vector<http::extra_field, 12>;
    void add_own_fields(own_fields& to);
    void add_figures(own_fields& to, obs::answer_headers const& wanted);
    /// An upstream says nothing in the facade's name.
    http::rename_field hiding_own_names(http::rename_field const* other) const;

    // account.cpp: what stages 14 and 15 need, and they
    /// With `type` as its Content-Type, unless empty. `made`: what a translator made of it, if one did.
    void capture_head(http::response_head const& head, std::string_view type, acl::message const* made);
    void capture(std::string& into, std::string_view data, std::uint64_t announced);
    void make_room(std::string& in, std::size_t size, std::uint64_t announced);
    void hand_over();
    /// Neither a copy nor a recording is made.
    void skip_shadow(obs::skip why);
    void skip_copy(obs::skip why);
    /// Another side is asked now; of this one's answer the client gets nothing.
    void leave_side(bool failed);
    /// What the client got of it. First of all: whatever comes behind it may break.
    void count_end();
    bool is_aborted() const { return client_gone_ && !cancelled_ && !answer_complete_; }
    void account();

    // trace.cpp: what a collector is told, where the request is one of those
    void begin_trace();
    void begin_attempt();
    void end_attempt(std::string_view why);
    void end_trace();
    /// The copy is a part of the trace too.
    void trace_copy(shadow::job& copy);
    tracing::span span_of_attempt(std::string_view why) const;

    static void client_closes(void* self);
    static void client_is_gone(void* self);
    http::limits const& limits() const { return snapshot().site->limits; }
    /// Of the feature, or of no feature: once the request has been routed.
    safeguards const& guards() const { return *guards_; }
    safeguards::side const& guard() const { return guards_->sides[side_ == rules::side::legacy ? 0 : 1]; }
    upstream::side_limits const& side_limits() const { return guard().limits; }
    pipeline::snapshot const& snapshot() const { return *view_->snapshot; }
    bool persistent() const;

    worker& worker_;
    client_end client_;
    http::request_head const& head_;
    std::shared_ptr<view const> view_;
    io::clock::time_point const started_;

    http::target target_;
    http::framing framing_;
    std::string_view host_;
    identity who_;
    client_address from_;
    std::string fresh_id_;
    pipeline::route route_;
    safeguards const* guards_ = nullptr;
    rules::side side_ = rules::side::legacy; ///< the one that is asked now
    bool upgrade_ = false;

    // the request's body
    body_kind body_kind_ = body_kind::none;
    std::optional<http::body_source> source_;
    held_body held_;
    std::string_view behind_held_; ///< came when there was no room for more; to be sent behind it
    bool gathering_begun_ = false;
    std::string_view whole_;
    held_body plain_;                        ///< where it came in a coding
    std::optional<decoded> decoded_request_; ///< what became of that, once it has been asked for
    std::uint64_t received_ = 0;
    io::side_task upload_;
    bool upload_ends_soon_ = false;
    io::clock::time_point grace_until_{};
    bool head_arrived_ = false;                    ///< of the final answer
    bool upload_cut_ = false;                      ///< the upstream did not take all of the body
    std::unique_ptr<upstream::connection> parked_; ///< spent, but the upload still has to hear of it
    upstream::pool* parked_in_ = nullptr;          ///< the view has it; so it has pool_
    bool awaiting_continue_ = false;
    std::string_view body_unread_; ///< why routing could not look into it; static text
    std::optional<http::refusal> body_refused_;

    // what goes to the side that is asked
    http::scratch out_;
    std::string out_target_;
    std::string_view send_target_;
    std::string_view send_method_;
    std::optional<rules::side> told_;                  ///< the side for which the request stands ready below
    bool untranslatable_ = false;                      ///< the contract's side alone can have it
    std::unique_ptr<acl::message> translated_request_; ///< null: it goes as it came
    held_body out_body_;
    bool no_room_ = false;        ///< the budget had none for the decoded or the translated body
    bool coding_unknown_ = false; ///< why the request could not be translated
    std::string_view send_body_;
    http::framing send_framing_;
    upstream::pool::ticket* ticket_ = nullptr;
    upstream::pool* pool_ = nullptr;
    std::unique_ptr<upstream::connection> up_; ///< in use
    unsigned attempts_ = 0;
    unsigned pauses_ = 0;         ///< before retries
    io::pause* pause_ = nullptr;  ///< that one, while it lasts
    bool asked_contract_ = false; ///< another side's answer could not be translated
    bool side_asked_ = false;     ///< side_: what becomes of the request counts as its answer
    bool own_fault_ = false;      ///< the facade had no room: no error of the side that was asked

    std::unique_ptr<composed_answer> composed_; ///< mostly null
    std::unique_ptr<admission> admission_;      ///< mostly null
    std::unique_ptr<answer_figures> figures_;   ///< null where it is not asked for
    std::unique_ptr<trace> trace_;              ///< mostly null

    // what went to the client
    unsigned status_ = 0; ///< 0: nothing
    bool answer_begun_ = false;
    bool answer_complete_ = false;
    bool until_close_ = false; ///< only the connection's end will tell the client that it has everything
    bool keep_client_ = true;
    bool answer_by_facade_ = false;
    bool client_gone_ = false;
    bool cancelled_ = false;
    bool translated_ = false;
    bool fell_back_ = false;
    std::uint64_t sent_ = 0;
    std::string_view reason_; ///< of what went wrong, for counter and log; static text
    std::string_view fallback_reason_;
    std::vector<failed_attempt> failed_attempts_;
    std::string detail_;
    std::string_view upstream_name_; ///< as the pinned snapshot has it; so has the endpoint
    std::string_view endpoint_;
    std::string set_cookie_;
    std::list<std::string> mended_;                     ///< values in the answer's head that are the facade's
    std::vector<translation::replaced_field> unmended_; ///< and what stood there
    io::clock::time_point asked_at_{};
    io::clock::duration upstream_took_{};

    // the copy for the other side, and the recording
    bool chosen_ = false;
    obs::operation_counters* operation_ = nullptr; ///< of a request that shadowing may choose
    bool capturing_ = false;
    std::shared_ptr<recording::tap> tap_; ///< that wants a recording of it; else null
    std::unique_ptr<shadow::job> job_;

    io::deadline patience_; ///< with a client that has closed its half

    resilience::bulkhead::place place_;           ///< at the side, where that has a bulkhead
    std::optional<breaker_permission> permitted_; ///< where there are any, and they let it go

    std::optional<request_timing> timing_; ///< where it has one
    bool late_ = false;                    ///< its time is up, and nobody else has been asked
};

} // namespace ficus::pipeline
