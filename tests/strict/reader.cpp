#include "strict/reader.hpp"

#include "facade/http/edit.hpp"
#include "facade/http/limits.hpp"
#include "facade/http/target.hpp"
#include "strict/seen.hpp"

#include <stdexcept>

namespace ficus::test {

namespace {

/// Of the rows about paths: all below `/orders`, and `/page` alone.
rules::table routes() {
    std::vector<rules::feature_options> features(2);
    features[0].name = "orders";
    features[0].match.resize(1);
    features[0].match[0].path_prefix = "/orders";
    features[1].name = "page";
    features[1].match.resize(1);
    features[1].match[0].path = "/page";
    auto made = rules::table::compile(features);
    if (!made) throw std::logic_error("the features of the rows do not compile");
    return std::move(*made);
}

} // namespace

request_reader::request_reader() : routes_(routes()) {}

void request_reader::feed(std::string_view piece) {
    in_ += piece;
    while (!closed_ && step()) {}
}

bool request_reader::step() {
    return body_ ? read_body() : read_head();
}

bool request_reader::refuse(http::refusal const& why) {
    outcomes_.push_back(refused(why.status, why.reason));
    closed_ = true;
    return false;
}

bool request_reader::read_head() {
    http::limits const limits;
    while (!begun_ && in_.starts_with("\r\n") && skipped_ < http::most_empty_lines) {
        in_.erase(0, 2);
        ++skipped_;
    }
    if (in_.empty() || (!begun_ && in_ == "\r")) return false;
    begun_ = true;
    auto const state = scanner_.scan(in_);
    if (state == http::head_scanner::state::bad) return refuse({400, "bad_head", scanner_.why()});
    bool const complete = state == http::head_scanner::state::complete;
    if (complete ? scanner_.size() > limits.max_header_size : in_.size() >= limits.max_header_size)
        return refuse({431, "header_too_large", ""});
    if (!complete) return false;

    auto const bytes = in_.substr(0, scanner_.size());
    in_.erase(0, bytes.size());
    http::request_head head;
    if (auto const wrong = http::parse_head(bytes, head)) return refuse(*wrong);
    auto const framed = http::frame_request(head);
    if (framed.refused) return refuse(*framed.refused);
    auto const target = http::read_target(head);
    if (target.refused) return refuse(*target.refused);
    if (framed.body.length > limits.max_body_size) return refuse({413, "body_too_large", ""});
    auto const* host = head.find(http::known::host);
    std::string_view const named = !target.target.authority.empty() ? target.target.authority
                                   : host != nullptr                ? host->value
                                                                    : std::string_view{};
    rules::facts facts;
    facts.method = head.method;
    facts.host = named;
    facts.path = target.target.path;
    auto const route = routes_.route(facts, scratch_);
    if (route.what == rules::table::outcome::kind::invalid) return refuse({400, "bad_path", route.why});
    if (route.what == rules::table::outcome::kind::ambiguous)
        return refuse({400, "ambiguous_path", route.why});

    std::string origin;
    target.target.append_origin_form(origin);
    http::request_edit edit;
    edit.method = head.method;
    edit.target = origin;
    edit.host = named.empty() ? "<endpoint>" : named;
    edit.body = framed.body;
    edit.upgrade = http::asks_for_websocket(head) && framed.body.kind == http::framing::by::none;
    http::scratch out;
    http::write_request_head(out, head, edit);
    seen_ = without_own_fields(out);
    persists_ = http::persists(head);
    body_.emplace(framed.body);
    return true;
}

bool request_reader::read_body() {
    auto const piece = body_->decode(in_);
    seen_.append(in_, 0, piece.data);
    in_.erase(0, piece.consumed);
    if (!body_->failed().empty()) return refuse({400, "bad_chunk", body_->failed()});
    if (!body_->done()) return false;
    seen_ += body_->trailers();
    outcomes_.push_back(persists_ ? passes(seen_) : passes_alone(seen_));
    closed_ = !persists_;
    body_.reset();
    scanner_ = {};
    begun_ = false;
    skipped_ = 0;
    return !closed_;
}

void answer_reader::feed(std::string_view piece) {
    in_ += piece;
    while (!result_ && step()) {}
    // Whatever comes behind the answer's end was not asked for.
    if (result_ && result_->what == outcome::kind::passes && !in_.empty())
        result_->what = outcome::kind::passes_alone;
}

void answer_reader::end() {
    if (result_) {
        if (result_->what == outcome::kind::passes) result_->what = outcome::kind::passes_alone;
    } else if (!body_) {
        refuse("closed_before_head");
    } else if (body_->end_of_input()) {
        finish();
    } else {
        refuse("cut_short");
    }
}

void answer_reader::refuse(std::string_view reason) {
    result_ = refused(502, reason);
}

void answer_reader::finish() {
    seen_ += body_->trailers();
    result_ = framed_.reusable && !last_ ? passes(seen_) : passes_alone(seen_);
}

bool answer_reader::step() {
    if (body_) {
        auto const piece = body_->decode(in_);
        seen_.append(in_, 0, piece.data);
        in_.erase(0, piece.consumed);
        if (!body_->failed().empty())
            refuse("bad_chunk");
        else if (body_->done())
            finish();
        return false;
    }
    if (in_.empty()) return false;
    auto const state = scanner_.scan(in_);
    if (state == http::head_scanner::state::bad) {
        refuse("bad_head");
        return false;
    }
    if (state == http::head_scanner::state::more) {
        if (in_.size() >= http::limits{}.max_header_size) refuse("header_too_large");
        return false;
    }
    auto const bytes = in_.substr(0, scanner_.size());
    if (bytes.size() > http::limits{}.max_header_size) {
        refuse("header_too_large");
        return false;
    }
    in_.erase(0, bytes.size());
    scanner_ = {};
    http::response_head head;
    if (auto const wrong = http::parse_head(bytes, head)) {
        refuse(wrong->reason);
        return false;
    }
    framed_ = http::frame_response(head, method_);
    if (framed_.refused || head.status == 101) {
        refuse(framed_.refused ? framed_.refused->reason : "unexpected_upgrade");
        return false;
    }
    http::scratch out;
    if (head.status < 200) {
        last_ = last_ || !framed_.reusable;
        if (head.status != 100) http::write_interim_head(out, head);
        seen_ += without_own_fields(out);
        return true;
    }
    http::response_edit edit;
    edit.body = framed_.body;
    if (edit.body.kind == http::framing::by::until_close) edit.body.kind = http::framing::by::chunked;
    edit.keep_length = framed_.body.kind == http::framing::by::none;
    http::write_response_head(out, head, edit);
    seen_ += without_own_fields(out);
    body_.emplace(framed_.body);
    if (body_->done()) {
        finish();
        return false;
    }
    return true;
}

} // namespace ficus::test
