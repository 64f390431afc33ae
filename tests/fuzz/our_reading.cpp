#include "fuzz/our_reading.hpp"

#include "facade/http/body.hpp"
#include "facade/http/scan.hpp"
#include "facade/http/target.hpp"

#include <algorithm>
#include <optional>

namespace ficus::test {

namespace {

using state = message::state;

/// How a message goes on behind its head.
struct behind_head {
    http::framing body;
    bool another = false; ///< whether its connection carries another message
};

template<class ReadHead>
class reader {
public:
    /// `read_head` fills the message; nothing: the head is refused.
    reader(std::size_t most_empty_lines, ReadHead read_head)
        : most_empty_lines_(most_empty_lines), read_head_(std::move(read_head)) {}

    void feed(std::string_view piece) {
        in_ += piece;
        while (!over_ && (body_ ? read_body() : find_head())) {}
    }
    messages end() {
        if (over_) return std::move(read_);
        if (body_ && body_->end_of_input())
            finish(state::complete);
        else if (body_)
            finish(state::in_body);
        else if (begun_)
            finish(state::in_head);
        return std::move(read_);
    }

private:
    void consume(std::size_t bytes) {
        in_.erase(0, bytes);
        consumed_ += bytes;
    }
    void finish(state what) {
        now_.what = what;
        now_.end = consumed_;
        read_.push_back(std::move(now_));
        now_ = {};
        over_ = what != state::complete || !another_;
        body_.reset();
        scanner_ = {};
        begun_ = false;
        skipped_ = 0;
    }
    bool refuse(std::string_view why) {
        now_.why = why;
        finish(state::refused);
        return false;
    }
    bool find_head() {
        while (!begun_ && skipped_ < most_empty_lines_ && in_.starts_with("\r\n")) {
            consume(2);
            ++skipped_;
        }
        if (in_.empty() || (most_empty_lines_ > 0 && in_ == "\r")) return false;
        begun_ = true;
        auto const found = scanner_.scan(in_);
        if (found == http::head_scanner::state::bad) return refuse(scanner_.why());
        if (found == http::head_scanner::state::more) return false;
        auto const bytes = in_.substr(0, scanner_.size());
        consume(bytes.size());
        auto const next = read_head_(bytes, now_);
        if (!next) return refuse(now_.why);
        another_ = next->another;
        body_.emplace(next->body);
        return true;
    }
    bool read_body() {
        auto const piece = body_->decode(in_);
        now_.body.append(in_, 0, piece.data);
        consume(piece.consumed);
        if (!body_->failed().empty()) return refuse(body_->failed());
        if (!body_->done()) return false;
        finish(state::complete);
        return true;
    }

    std::size_t const most_empty_lines_;
    ReadHead read_head_;
    std::string in_;
    std::size_t consumed_ = 0;
    http::head_scanner scanner_;
    bool begun_ = false;
    std::size_t skipped_ = 0;
    std::optional<http::body_decoder> body_;
    bool another_ = false;
    bool over_ = false;
    message now_;
    messages read_;
};

void note_fields(http::head const& head, message& into) {
    for (auto const& f : head.fields) into.fields.emplace_back(f.name, f.value);
}

std::optional<behind_head> refuse(message& into, std::string_view why) {
    into.why = why;
    return std::nullopt;
}

std::optional<behind_head> read_request_head(std::string_view bytes, message& into) {
    http::request_head head;
    if (auto const wrong = http::parse_head(bytes, head)) return refuse(into, wrong->message);
    auto const framed = http::frame_request(head);
    if (framed.refused) return refuse(into, framed.refused->message);
    auto const target = http::read_target(head);
    if (target.refused) return refuse(into, target.refused->message);
    into.method = head.method;
    into.target = head.target;
    note_fields(head, into);
    return behind_head{framed.body, http::persists(head)};
}

} // namespace

messages read_requests(std::vector<std::string_view> const& pieces) {
    reader read(http::most_empty_lines, read_request_head);
    for (auto const piece : pieces) read.feed(piece);
    return read.end();
}

messages read_answers(std::vector<std::string_view> const& pieces, std::vector<asked> const& asked) {
    std::size_t answered = 0;
    reader read(0, [&](std::string_view bytes, message& into) -> std::optional<behind_head> {
        auto const& question = asked[answered % asked.size()];
        http::response_head head;
        if (auto const wrong = http::parse_head(bytes, head)) return refuse(into, wrong->message);
        auto const framed = http::frame_response(head, question.method);
        if (framed.refused) return refuse(into, framed.refused->message);
        bool const switches = head.status == 101;
        if (switches && !question.websocket) return refuse(into, "101 without a request for it");
        into.status = head.status;
        note_fields(head, into);
        bool const interim = head.status < 200 && !switches;
        if (!interim) ++answered;
        return behind_head{framed.body, interim || (framed.reusable && !switches)};
    });
    for (auto const piece : pieces) read.feed(piece);
    return read.end();
}

std::vector<std::string_view> in_pieces(std::string_view bytes, std::string_view sizes) {
    if (sizes.empty()) return {bytes};
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; !bytes.empty(); ++i) {
        auto const size = std::max<std::size_t>(1, static_cast<unsigned char>(sizes[i % sizes.size()]));
        pieces.push_back(bytes.substr(0, size));
        bytes.remove_prefix(pieces.back().size());
    }
    return pieces;
}

std::vector<asked> asked_by(std::string_view steer) {
    std::vector<asked> all;
    for (char const c : steer) {
        if (c == 'G') all.push_back({"GET"});
        if (c == 'H') all.push_back({"HEAD"});
        if (c == 'P') all.push_back({"POST"});
        if (c == 'U') all.push_back({"GET", true});
    }
    if (all.empty()) all.push_back({"GET"});
    return all;
}

} // namespace ficus::test
