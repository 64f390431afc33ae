#include "support/raw_client.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace ficus::test {
namespace {

constexpr milliseconds connect_within{8000};

/// 0 when `line` is no status line.
int status_of(std::string const& line) {
    if (line.size() < 12 || line.compare(0, 7, "HTTP/1.") != 0 || line[8] != ' ') return 0;
    int status = 0;
    auto const [end, error] = std::from_chars(line.data() + 9, line.data() + 12, status);
    if (error != std::errc() || end != line.data() + 12 || (line.size() > 12 && line[12] != ' ')) return 0;
    return status;
}

} // namespace

boost::json::value answer::json() const {
    return boost::json::parse(body.bytes);
}

std::string request(std::string_view method, std::string_view target, fields const& more,
                    std::string_view body) {
    std::string made(method);
    made += " ";
    made += target;
    made += " HTTP/1.1\r\n";
    bool named = false;
    for (auto const& [name, value] : more) named = named || same_name(name, "Host");
    if (!named) made += "Host: app.example\r\n";
    made += lines_of(more);
    if (!body.empty() || method == "POST" || method == "PUT")
        made += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return made + "\r\n" + std::string(body);
}

std::string get(std::string_view target, fields const& more) {
    return request("GET", target, more);
}

std::string chunked_request(std::string_view method, std::string_view target, fields const& more) {
    return std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: app.example\r\n" +
           lines_of(more) + "Transfer-Encoding: chunked\r\n\r\n";
}

std::string last_chunk(fields const& trailers) {
    return "0\r\n" + lines_of(trailers) + "\r\n";
}

raw_client::raw_client(std::uint16_t port)
    : socket_(socket::connect(port, deadline::in(connect_within))), reader_(socket_) {}

bool raw_client::send(std::string_view bytes) {
    return socket_.send(bytes, deadline::in(milliseconds(30'000))) == transfer::ok;
}

bool raw_client::send_in_pieces(std::string_view bytes, std::size_t size) {
    for (std::size_t at = 0; at < bytes.size(); at += size)
        if (!send(bytes.substr(at, size))) return false;
    return true;
}

answer raw_client::read_head_only(std::string_view method, milliseconds most) {
    answer got;
    auto const until = deadline::in(most);
    for (;;) {
        auto read = read_head(reader_, until);
        got.end = read.end;
        got.reset = read.reset;
        got.why = read.why;
        if (read.end != ending::complete) return got;
        auto const status = status_of(read.head.start_line);
        if (status == 0) {
            got.end = ending::malformed;
            got.why = "no status line: " + read.head.start_line;
            return got;
        }
        if (status >= 100 && status < 200 && status != 101) {
            got.interim.push_back(std::move(read.head));
            continue;
        }
        got.status = status;
        got.version = read.head.start_line.substr(0, 8);
        got.head = std::move(read.head);
        break;
    }
    auto const bodiless = method == "HEAD" || got.status == 101 || got.status == 204 || got.status == 304;
    auto const framed = announced_framing(got.head, framing::close);
    if (!framed) {
        got.end = ending::malformed;
        got.why = "contradictory framing";
    }
    next_ = bodiless || !framed ? framing::none : *framed;
    return got;
}

void raw_client::read_rest(answer& of, milliseconds most) {
    if (of.end != ending::complete) return;
    of.body = read_body(reader_, of.head, next_, keep_, deadline::in(most));
    of.end = of.body.end;
    if (of.why.empty()) of.why = of.body.why;
}

answer raw_client::read_answer(std::string_view method, milliseconds most) {
    auto got = read_head_only(method, most);
    read_rest(got, most);
    return got;
}

answer raw_client::ask(std::string_view request, milliseconds most) {
    send(request);
    return read_answer(request.substr(0, request.find(' ')), most);
}

std::string raw_client::read_some(milliseconds most) {
    std::string bytes;
    reader_.some(bytes, 65536, deadline::in(most));
    return bytes;
}

std::string raw_client::read_exactly(std::size_t size, milliseconds most) {
    std::string bytes;
    auto const until = deadline::in(most);
    while (bytes.size() < size)
        if (reader_.some(bytes, size - bytes.size(), until) != transfer::ok) break;
    return bytes;
}

bool raw_client::is_closed(milliseconds most) {
    std::string bytes;
    auto const how = reader_.some(bytes, 1, deadline::in(most));
    return how == transfer::end || how == transfer::reset;
}

answer ask(std::uint16_t port, std::string_view request) {
    raw_client client(port);
    return client.ask(request);
}

} // namespace ficus::test
