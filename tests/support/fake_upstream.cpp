#include "support/fake_upstream.hpp"

#include <algorithm>
#include <sstream>

namespace ficus::test {
namespace {

/// Longer than any test waits for anything: a peer that neither reads nor leaves.
constexpr milliseconds patience_with_peer{60'000};

std::string head_of(int status, fields const& more) {
    return "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n" + lines_of(more);
}

bool split_request_line(std::string const& line, recorded_request& into) {
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    if (first == std::string::npos || first == last) return false;
    into.method = line.substr(0, first);
    into.target = line.substr(first + 1, last - first - 1);
    into.version = line.substr(last + 1);
    return into.version == "HTTP/1.1" || into.version == "HTTP/1.0";
}

} // namespace

message_body const& exchange::read_body() {
    if (body_read_) return request_.body;
    body_read_ = true;
    auto const framed = announced_framing(request_.head, framing::none);
    if (!framed) {
        request_.body.end = ending::malformed;
        request_.body.why = "contradictory framing";
    } else {
        request_.body =
            ficus::test::read_body(reader_, request_.head, *framed, keep_, deadline::in(patience_with_peer));
    }
    of_.update(index_, request_.body);
    if (request_.body.end == ending::malformed) of_.complain(request_.body.why + " in\n" + request_.head.raw);
    if (request_.body.end != ending::complete) ended_ = true;
    return request_.body;
}

bool exchange::send(std::string_view bytes) {
    if (peer_.send(bytes, deadline::in(patience_with_peer)) == transfer::ok) return true;
    ended_ = true;
    return false;
}

void exchange::answer(int status, std::string_view body, fields const& more) {
    auto head = head_of(status, more);
    if (status != 204 && status != 304) head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    auto const bare = request_.method == "HEAD" || status == 204 || status == 304;
    send(head + "\r\n" + (bare ? std::string() : std::string(body)));
}

void exchange::answer_chunked(int status, std::vector<std::string> const& chunks, fields const& more,
                              fields const& trailers) {
    auto whole = head_of(status, more) + "Transfer-Encoding: chunked\r\n\r\n";
    for (auto const& chunk : chunks) whole += as_chunk(chunk);
    send(whole + "0\r\n" + lines_of(trailers) + "\r\n");
}

void exchange::answer_until_close(int status, std::string_view body, fields const& more) {
    send(head_of(status, more) + "Connection: close\r\n\r\n" + std::string(body));
    close();
}

bool exchange::answer_pattern(std::uint64_t size, bool chunked) {
    auto const length =
        chunked ? std::string("Transfer-Encoding: chunked") : "Content-Length: " + std::to_string(size);
    if (!send(head_of(200, {}) + length + "\r\n\r\n")) return false;
    for (std::uint64_t at = 0; at < size;) {
        auto const step = static_cast<std::size_t>(std::min<std::uint64_t>(size - at, 50'000));
        auto const bytes = pattern(at, step);
        if (!send(chunked ? as_chunk(bytes) : bytes)) return false;
        at += step;
    }
    return !chunked || send("0\r\n\r\n");
}

std::string exchange::read_some(milliseconds most) {
    std::string bytes;
    if (reader_.some(bytes, 65536, deadline::in(most)) != transfer::ok) return {};
    return bytes;
}

bool exchange::peer_leaves(milliseconds most) {
    auto const until = deadline::in(most);
    for (;;) {
        std::string ignored;
        auto const how = reader_.some(ignored, 65536, until);
        if (how == transfer::timeout) return false;
        if (how != transfer::ok) return ended_ = true;
    }
}

void exchange::close() {
    peer_.finish_sending();
    ended_ = true;
}

void exchange::abort() {
    std::lock_guard lock(of_.mutex_); // the destructor looks at the same descriptor
    peer_.abort();
    ended_ = true;
}

bool exchange::stopping() const {
    return of_.stopping_;
}

handler says(std::string name) {
    return [name = std::move(name)](exchange& on) {
        on.read_body();
        on.answer(200, name, {{"X-Upstream", name}, {"Content-Type", "text/plain"}});
    };
}

handler echoes_digest() {
    return [](exchange& on) {
        on.limit_kept_body(0);
        auto const& body = on.read_body();
        std::ostringstream said;
        said << R"({"method":")" << on.request().method << R"(","target":")" << on.request().target
             << R"(","size":)" << body.size << R"(,"digest":)" << body.digest << "}";
        on.answer(200, said.str(), {{"Content-Type", "application/json"}});
    };
}

handler echoes_body() {
    return [](exchange& on) {
        auto const body = on.read_body();
        on.answer(200, body.bytes,
                  {{"Content-Type", on.request().field("Content-Type").value_or("text/plain")}});
    };
}

fake_upstream::fake_upstream(handler answering, std::string const& host, std::uint16_t port)
    : listener_(host, port), handler_(std::move(answering)), acceptor_([this] { accept_connections(); }) {}

fake_upstream::~fake_upstream() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    acceptor_.join();
    {
        std::lock_guard lock(mutex_);
        for (auto& peer : peers_)
            if (!peer.done) peer.connection.shut_down();
    }
    for (auto& peer : peers_) peer.thread.join();
}

void fake_upstream::on_request(handler answering) {
    std::lock_guard lock(mutex_);
    handler_ = std::move(answering);
}

void fake_upstream::on_connection(std::function<bool(std::uint64_t)> accepting) {
    std::lock_guard lock(mutex_);
    accepting_ = std::move(accepting);
}

std::vector<recorded_request> fake_upstream::requests() const {
    std::lock_guard lock(mutex_);
    return {requests_.begin(), requests_.end()};
}

std::size_t fake_upstream::count() const {
    std::lock_guard lock(mutex_);
    return requests_.size();
}

recorded_request fake_upstream::last() const {
    std::lock_guard lock(mutex_);
    return requests_.empty() ? recorded_request{} : requests_.back();
}

std::optional<recorded_request>
fake_upstream::wait_for(std::function<bool(recorded_request const&)> const& wanted, milliseconds most) const {
    std::unique_lock lock(mutex_);
    std::optional<recorded_request> found;
    changed_.wait_until(lock, deadline::in(most).at(), [&] {
        auto const at = std::find_if(requests_.begin(), requests_.end(), wanted);
        if (at != requests_.end()) found = *at;
        return found.has_value();
    });
    return found;
}

bool fake_upstream::wait_for_count(std::size_t count, milliseconds most) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline::in(most).at(), [&] { return requests_.size() >= count; });
}

bool fake_upstream::wait_for_open_connections(std::uint64_t count, milliseconds most) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline::in(most).at(), [&] { return open_ == count; });
}

void fake_upstream::forget() {
    std::lock_guard lock(mutex_);
    forgotten_ += requests_.size();
    requests_.clear();
}

void fake_upstream::close_idle_connections() {
    std::lock_guard lock(mutex_);
    for (auto& peer : peers_)
        if (!peer.busy && !peer.done) peer.connection.shut_down();
}

std::vector<std::string> fake_upstream::complaints() const {
    std::lock_guard lock(mutex_);
    return complaints_;
}

void fake_upstream::go_down() {
    std::unique_lock lock(mutex_);
    wanted_down_ = true;
    changed_.wait(lock, [this] { return is_down_; });
    for (auto& peer : peers_)
        if (!peer.done) peer.connection.shut_down();
}

void fake_upstream::come_back() {
    std::lock_guard lock(mutex_);
    listener_.listen_again();
    wanted_down_ = is_down_ = false;
    changed_.notify_all();
}

/// With the lock held: a peer that is done has let go of it for the last time.
void fake_upstream::bury_dead_peers() {
    for (auto it = peers_.begin(); it != peers_.end();) {
        if (it->done) it->thread.join();
        it = it->done ? peers_.erase(it) : std::next(it);
    }
}

void fake_upstream::complain(std::string what) {
    std::lock_guard lock(mutex_);
    complaints_.push_back(std::move(what));
}

void fake_upstream::update(std::size_t index, message_body const& body) {
    std::lock_guard lock(mutex_);
    if (index >= forgotten_) requests_[index - forgotten_].body = body;
    changed_.notify_all();
}

void fake_upstream::accept_connections() {
    while (!stopping_) {
        auto connection = listener_.accept();
        std::unique_lock lock(mutex_);
        if (wanted_down_) {
            listener_.close();
            is_down_ = true;
            changed_.notify_all();
            changed_.wait(lock, [this] { return stopping_ || !is_down_; });
            continue;
        }
        if (!connection) continue;
        bury_dead_peers();
        auto const number = ++accepted_;
        if (accepting_ && !accepting_(number)) {
            connection->abort();
            continue;
        }
        ++open_;
        auto& made = peers_.emplace_back();
        made.connection = std::move(*connection);
        made.thread = std::thread([this, &made, number] { serve(made, number); });
        changed_.notify_all();
    }
}

void fake_upstream::serve(peer& of, std::uint64_t number) {
    wire_reader reader(of.connection);
    while (!stopping_ && serve_request(of, reader, number)) {
        std::lock_guard lock(mutex_);
        of.busy = false;
    }
    std::lock_guard lock(mutex_);
    of.done = true;
    of.connection.close();
    --open_;
    changed_.notify_all();
}

bool fake_upstream::serve_request(peer& of, wire_reader& reader, std::uint64_t number) {
    auto const read = read_head(reader, deadline::in(patience_with_peer));
    exchange on(*this, of.connection, reader);
    auto& request = on.request_;
    request.head = read.head;
    if (read.end == ending::malformed ||
        (read.end == ending::complete && !split_request_line(read.head.start_line, request))) {
        complain(read.why + " in\n" + read.head.raw);
        return false;
    }
    if (read.end != ending::complete) {
        if (!read.nothing && !stopping_ && !wanted_down_)
            complain("a head that ends in its middle:\n" + read.head.raw);
        return false;
    }
    request.connection = number;
    request.at = steady::now();
    // Until its end has been read, a body is not complete: a test may look before that.
    if (request.field("Content-Length") || request.field("Transfer-Encoding")) request.body.end = ending::cut;
    handler answering;
    {
        std::lock_guard lock(mutex_);
        of.busy = true;
        on.index_ = forgotten_ + requests_.size();
        requests_.push_back(request);
        answering = handler_;
        changed_.notify_all();
    }
    answering(on);
    if (!on.ended_) on.read_body();
    auto const wish = request.field("Connection").value_or("");
    return !on.ended_ && !same_name(wish, "close");
}

} // namespace ficus::test
