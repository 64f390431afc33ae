// Heads of requests and answers: found at the same place wherever their bytes are split, read into views of
// those bytes as Beast's parser reads them, and written on as one message that is read the same way again.
#include "facade/http/edit.hpp"
#include "facade/http/framing.hpp"
#include "facade/http/scan.hpp"
#include "facade/http/target.hpp"
#include "fuzz/beast_reading.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace ficus::http;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

using state = head_scanner::state;
constexpr std::size_t most_added = 8; // fields, by the edits below

/// The state at the end, when the bytes arrive in pieces of that size.
state scan_in_pieces(std::string_view bytes, std::size_t piece, std::size_t& size) {
    head_scanner scanner;
    auto said = state::more;
    for (std::size_t n = 0; n < bytes.size() && said == state::more;) {
        n = std::min(bytes.size(), n + piece);
        said = scanner.scan(bytes.substr(0, n));
    }
    size = scanner.size();
    return said;
}

void require_fields_of(std::string_view bytes, head const& h) {
    for (auto const& f : h.fields) {
        require(!f.name.empty() &&
                f.name.find_first_of(std::string_view(" \t\r\n:\0", 6)) == std::string_view::npos);
        require(f.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
        require(f.name.data() >= bytes.data() &&
                f.name.data() + f.name.size() <= bytes.data() + bytes.size());
        if (!f.value.empty())
            require(f.value.data() >= bytes.data() &&
                    f.value.data() + f.value.size() <= bytes.data() + bytes.size());
    }
    require(!(h.content_length && (h.chunked || h.other_coding)));
}

/// Beast is more lenient than we are: what we read, it reads too, and in the same way. There is no exception.
void require_beasts_reading(head const& ours, std::optional<ficus::test::beast_head> const& beasts) {
    require(beasts.has_value());
    require(beasts->version == static_cast<int>(10 + ours.minor));
    require(beasts->fields.size() == ours.fields.size());
    for (std::size_t i = 0; i < ours.fields.size(); ++i)
        require(beasts->fields[i] == std::pair(ours.fields[i].name, ours.fields[i].value));
    require(beasts->content_length == ours.content_length);
    require(beasts->chunked == (ours.chunked || ours.other_coding));
}

/// That what is kept of known fields while reading is what the fields themselves say.
void require_index_of(head const& h) {
    for (unsigned n = 1; n < known_count; ++n) {
        auto const id = static_cast<known>(n);
        field const* first = nullptr;
        std::size_t count = 0;
        for (auto const& f : h.fields)
            if (f.id == id && ++count == 1) first = &f;
        require(h.find(id) == first && h.count(id) == count && h.fields.repeats(id) == (count > 1));
    }
    for (auto const& f : h.fields)
        if (f.plain)
            require(f.value.data() == f.name.data() + f.name.size() + 2 &&
                    std::string_view(f.name.data() + f.name.size(), 2) == ": " &&
                    std::string_view(f.value.data() + f.value.size(), 2) == "\r\n");
}

/// The head that the facade writes must be exactly one, whoever reads it.
void require_one_head(std::string_view bytes) {
    head_scanner scanner;
    require(scanner.scan(bytes) == state::complete && scanner.size() == bytes.size());
}

void try_request(std::string_view bytes) {
    request_head head;
    if (parse_head(bytes, head)) return;
    require_fields_of(bytes, head);
    require_index_of(head);
    auto const beasts = ficus::test::beast_reader<true>().read(bytes);
    require_beasts_reading(head, beasts);
    require(beasts->method == head.method && beasts->target == head.target);
    auto const framed = frame_request(head);
    auto const read = read_target(head);
    if (framed.refused || read.refused) return;
    require(read.target.path == "*" || read.target.path.front() == '/');
    std::string target;
    read.target.append_origin_form(target);
    auto const* host = head.find(known::host);
    request_edit edit;
    edit.method = head.method;
    edit.target = target;
    edit.host = !read.target.authority.empty() ? read.target.authority : host != nullptr ? host->value : "a";
    edit.via.peer = "192.0.2.1";
    edit.body = framed.body;
    scratch out;
    write_request_head(out, head, edit);
    require_one_head(out);
    // What the facade adds may be more than it would read itself.
    if (head.fields.size() > most_fields - most_added) return;
    request_head again;
    require(!parse_head(out, again));
    auto const framed_again = frame_request(again);
    require(!framed_again.refused);
    require(framed_again.body.kind == framed.body.kind && framed_again.body.length == framed.body.length);
    require(again.method == head.method && again.target == target && again.minor == 1);
    require(again.count(known::host) == 1 && again.count(known::via) == 1);
    require(again.count(known::x_forwarded_for) == 1 && again.count(known::content_length) <= 1);
    require(!again.close && !again.upgrade && persists(again));
}

void try_answer(std::string_view bytes, std::string_view method) {
    response_head head;
    if (parse_head(bytes, head)) return;
    require_fields_of(bytes, head);
    require_index_of(head);
    auto const beasts = ficus::test::beast_reader<false>().read(bytes);
    require_beasts_reading(head, beasts);
    require(beasts->status == head.status && beasts->reason == head.reason);
    auto const framed = frame_response(head, method);
    if (framed.refused) return;
    response_edit edit;
    edit.body = framed.body;
    edit.keep_length = framed.body.kind == framing::by::none;
    scratch out;
    write_response_head(out, head, edit);
    require_one_head(out);
    if (head.fields.size() > most_fields - most_added) return;
    response_head again;
    require(!parse_head(out, again));
    require(again.status == head.status && again.count(known::content_length) <= 1);
    auto const framed_again = frame_response(again, method);
    require(!framed_again.refused);
    require(framed_again.body.kind == framed.body.kind && framed_again.body.length == framed.body.length);
    scratch interim;
    write_interim_head(interim, head);
    require_one_head(interim);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (bytes.empty()) return 0;
    std::size_t whole_size = 0;
    auto const whole = scan_in_pieces(bytes, bytes.size(), whole_size);
    for (std::size_t const piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, bytes.size() / 2 + 1}) {
        std::size_t found = 0;
        require(scan_in_pieces(bytes, piece, found) == whole);
        if (whole == state::complete) require(found == whole_size);
    }
    if (whole != state::complete) return 0;
    try_request(bytes.substr(0, whole_size));
    try_answer(bytes.substr(0, whole_size), "GET");
    try_answer(bytes.substr(0, whole_size), "HEAD");
    return 0;
}
