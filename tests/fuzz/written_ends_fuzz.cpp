// What the facade writes on of a message that it accepts is one message of the same content, to llhttp as to
// us, and the next one begins right behind it. The first line steers (message.hpp).
#include "facade/http/body.hpp"
#include "facade/http/edit.hpp"
#include "facade/http/scan.hpp"
#include "facade/http/target.hpp"
#include "fuzz/llhttp_reading.hpp"
#include "fuzz/our_reading.hpp"
#include "fuzz/same_ends.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>

using namespace ficus;
using namespace ficus::test;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::optional<std::string_view> head_of(std::string_view bytes) {
    http::head_scanner scanner;
    if (bytes.empty() || scanner.scan(bytes) != http::head_scanner::state::complete) return std::nullopt;
    return bytes.substr(0, scanner.size());
}

struct content {
    std::string data;
    std::string trailers;
};

/// Nothing where it is not complete, or no content.
std::optional<content> content_of(std::string_view bytes, http::framing f) {
    http::body_decoder decoder(f);
    std::string copy(bytes);
    auto const piece = decoder.decode(copy);
    if (!decoder.failed().empty() || (!decoder.done() && !decoder.end_of_input())) return std::nullopt;
    return content{copy.substr(0, piece.data), decoder.trailers()};
}

/// Behind its head, piece by piece, as upload.cpp and answer.cpp write it.
void append(std::string& out, content const& what, http::framing f, std::size_t piece_size) {
    if (f.kind != http::framing::by::chunked) {
        out += what.data;
        return;
    }
    for (std::string_view rest = what.data; !rest.empty();) {
        auto const piece = rest.substr(0, piece_size);
        out.append(http::chunk_head(piece.size()).view()).append(piece).append("\r\n");
        rest.remove_prefix(piece.size());
    }
    out.append("0\r\n").append(what.trailers).append("\r\n");
}

/// That a message of `size` bytes and this content is followed by one more.
void require_one(messages const& read, std::size_t size, std::string const& data) {
    require(read.size() == 2);
    require(read[0].what == message::state::complete && read[0].end == size && read[0].body == data);
    require(read[1].what == message::state::complete);
}

/// What the facade adds may be more than it takes itself.
bool is_near_limit(http::head const& head) {
    return head.fields.size() > 240;
}

void try_request(std::string_view bytes, std::size_t piece_size) {
    auto const head_bytes = head_of(bytes);
    http::request_head head;
    if (!head_bytes || http::parse_head(*head_bytes, head) || is_near_limit(head)) return;
    auto const framed = http::frame_request(head);
    auto const read = http::read_target(head);
    if (framed.refused || read.refused) return;
    auto const body = content_of(bytes.substr(head_bytes->size()), framed.body);
    if (!body) return;
    std::string target;
    read.target.append_origin_form(target);
    auto const* host = head.find(http::known::host);
    http::request_edit edit;
    edit.method = head.method;
    edit.target = target;
    edit.host = !read.target.authority.empty() ? read.target.authority : host != nullptr ? host->value : "a";
    edit.via.peer = "192.0.2.1";
    edit.via.host = edit.host;
    edit.via.trusted = piece_size % 2 == 0;
    edit.body = framed.body;
    edit.upgrade = http::asks_for_websocket(head) && framed.body.kind == http::framing::by::none;
    http::scratch written;
    http::write_request_head(written, head, edit);
    std::string out{std::string_view(written)};
    append(out, *body, framed.body, piece_size);
    auto const size = out.size();
    out += "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
    auto const ours = read_requests({out});
    require_one(ours, size, body->data);
    require_same_ends(out, ours, llhttp_requests(out));
}

void try_answer(std::string_view bytes, std::size_t piece_size, asked const& question) {
    auto const head_bytes = head_of(bytes);
    http::response_head head;
    if (!head_bytes || http::parse_head(*head_bytes, head) || is_near_limit(head)) return;
    auto const framed = http::frame_response(head, question.method);
    if (framed.refused || head.status == 101) return;
    auto const body = content_of(bytes.substr(head_bytes->size()), framed.body);
    if (!body) return;
    bool const interim = head.status < 200;
    http::response_edit edit;
    edit.body = framed.body;
    if (edit.body.kind == http::framing::by::until_close) edit.body = {http::framing::by::chunked, 0};
    edit.keep_length = framed.body.kind == http::framing::by::none;
    edit.request_id = "1";
    edit.date = "Thu, 01 Jan 1970 00:00:00 GMT";
    http::scratch written;
    if (interim)
        http::write_interim_head(written, head);
    else
        http::write_response_head(written, head, edit);
    std::string out{std::string_view(written)};
    append(out, *body, edit.body, piece_size);
    auto const size = out.size();
    out += "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    std::vector<asked> const questions{question, {"GET"}};
    auto const ours = read_answers({out}, interim ? std::vector<asked>{{"GET"}} : questions);
    require_one(ours, size, body->data);
    require_same_ends(out, ours, llhttp_answers(out, interim ? std::vector<asked>{{"GET"}} : questions));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = taken_apart({reinterpret_cast<char const*>(data), size});
    auto const piece_size =
        std::size_t{1} + (input.steer.empty() ? 255 : static_cast<unsigned char>(input.steer[0]));
    try_request(input.bytes, piece_size);
    try_answer(input.bytes, piece_size, asked_by(input.steer).front());
    return 0;
}
