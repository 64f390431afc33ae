// Bodies: the same content, end and trailers however the bytes arrive, and content that is chunked again is
// read as it was. The first byte says how the body is framed, the second one its length or the size of the
// pieces.
#include "facade/http/body.hpp"
#include "facade/http/head.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace ficus::http;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

struct reading {
    std::string data;
    std::string trailers;
    std::size_t consumed = 0;
    bool done = false;
    bool failed = false;
    friend bool operator==(reading const&, reading const&) = default;
};

reading read_in_pieces(framing f, std::string_view bytes, std::size_t piece_size) {
    body_decoder decoder(f);
    reading r;
    while (!bytes.empty() && !decoder.done() && decoder.failed().empty()) {
        std::string piece(bytes.substr(0, piece_size));
        bytes.remove_prefix(piece.size());
        auto const got = decoder.decode(piece);
        require(got.data <= got.consumed && got.consumed <= piece.size());
        require(got.consumed == piece.size() || decoder.done() || !decoder.failed().empty());
        r.data.append(piece, 0, got.data);
        r.consumed += got.consumed;
    }
    r.done = decoder.done();
    r.failed = !decoder.failed().empty();
    r.trailers = decoder.trailers();
    return r;
}

/// Chunked again as the facade does it, piece by piece.
std::string chunk(std::string_view content, std::string const& trailers, std::size_t piece_size) {
    std::string out;
    for (; !content.empty(); content.remove_prefix(std::min(piece_size, content.size()))) {
        auto const piece = content.substr(0, piece_size);
        out.append(chunk_head(piece.size()).view()).append(piece).append("\r\n");
    }
    return out.append("0\r\n").append(trailers).append("\r\n");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 3) return 0;
    constexpr framing::by kinds[] = {framing::by::chunked, framing::by::chunked, framing::by::length,
                                     framing::by::until_close};
    framing const f{kinds[data[0] % 4], data[1]};
    auto const piece_size = std::size_t{1} + data[1];
    std::string_view const bytes(reinterpret_cast<char const*>(data) + 2, size - 2);
    auto const whole = read_in_pieces(f, bytes, bytes.size());
    require(!(whole.done && whole.failed));
    require(whole.data.size() <= whole.consumed);
    require(read_in_pieces(f, bytes, 1) == whole);
    require(read_in_pieces(f, bytes, piece_size) == whole);
    if (f.kind == framing::by::length) {
        require(!whole.failed && whole.data == bytes.substr(0, f.length));
        require(whole.done == (bytes.size() >= f.length));
    }
    if (f.kind == framing::by::until_close) require(!whole.failed && whole.data == bytes);
    if (f.kind != framing::by::chunked || !whole.done) return 0;
    request_head head;
    require(!parse_head("GET / HTTP/1.1\r\n" + whole.trailers + "\r\n", head));
    auto const again = chunk(whole.data, whole.trailers, piece_size);
    auto const read = read_in_pieces(f, again + "GET", piece_size);
    require(read.done && read.data == whole.data && read.trailers == whole.trailers);
    require(read.consumed == again.size());
    return 0;
}
