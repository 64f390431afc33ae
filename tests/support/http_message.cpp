#include "support/http_message.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace ficus::test {
namespace {

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
        return std::isalnum(c) != 0 || marks.find(static_cast<char>(c)) != std::string_view::npos;
    });
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<std::uint64_t> number(std::string_view digits, int base) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

ending ended_by(transfer how) {
    return how == transfer::timeout ? ending::timeout : ending::cut;
}

/// The field lines up to the empty one: those of a head or of a trailer section.
ending read_fields(wire_reader& from, fields& into, std::string& raw, std::string& why, bool& reset,
                   deadline until) {
    for (;;) {
        std::string line;
        if (auto const how = from.line(line, until); how != transfer::ok) {
            reset = how == transfer::reset;
            return ended_by(how);
        }
        raw += line + "\r\n";
        if (line.empty()) return ending::complete;
        auto const colon = line.find(':');
        if (colon == std::string::npos || !is_token(std::string_view(line).substr(0, colon)) ||
            has_control(line)) {
            why = "no field line: " + line;
            return ending::malformed;
        }
        into.emplace_back(line.substr(0, colon), trimmed(std::string_view(line).substr(colon + 1)));
    }
}

class body_reader {
public:
    body_reader(wire_reader& from, message_body& into, std::size_t keep, deadline until)
        : from_(from), into_(into), keep_(keep), until_(until) {}

    ending exactly(std::uint64_t size) {
        while (size > 0) {
            std::string piece;
            auto const how =
                from_.some(piece, static_cast<std::size_t>(std::min<std::uint64_t>(size, 65536)), until_);
            if (how != transfer::ok) return ended_by(how);
            take(piece);
            size -= piece.size();
        }
        return ending::complete;
    }

    ending to_the_end() {
        for (;;) {
            std::string piece;
            auto const how = from_.some(piece, 65536, until_);
            if (how == transfer::end) return ending::complete;
            if (how != transfer::ok) return ended_by(how);
            take(piece);
        }
    }

    ending chunks() {
        for (;;) {
            std::string line;
            if (auto const how = from_.line(line, until_); how != transfer::ok) return ended_by(how);
            auto const size = number(line, 16);
            if (!size) return malformed("no chunk size: " + line);
            if (*size == 0) break;
            into_.chunks.push_back(static_cast<std::size_t>(*size));
            if (auto const end = exactly(*size); end != ending::complete) return end;
            if (auto const how = from_.line(line = {}, until_); how != transfer::ok) return ended_by(how);
            if (!line.empty()) return malformed("chunk longer than its size");
        }
        std::string raw;
        bool reset = false;
        return read_fields(from_, into_.trailers, raw, into_.why, reset, until_);
    }

    std::uint64_t digest() const { return digest_.value(); }

private:
    void take(std::string const& piece) {
        into_.size += piece.size();
        digest_.add(piece);
        if (into_.bytes.size() < keep_) into_.bytes.append(piece, 0, keep_ - into_.bytes.size());
    }

    ending malformed(std::string why) {
        into_.why = std::move(why);
        return ending::malformed;
    }

    wire_reader& from_;
    message_body& into_;
    std::size_t keep_;
    deadline until_;
    digester digest_;
};

} // namespace

std::optional<std::string> message_head::field(std::string_view name) const {
    for (auto const& [key, value] : list)
        if (same_name(key, name)) return value;
    return std::nullopt;
}

std::vector<std::string> message_head::all(std::string_view name) const {
    std::vector<std::string> found;
    for (auto const& [key, value] : list)
        if (same_name(key, name)) found.push_back(value);
    return found;
}

void digester::add(std::string_view bytes) {
    for (unsigned char const c : bytes) value_ = (value_ ^ c) * 0x100000001b3;
}

std::uint64_t digest_of(std::string_view bytes) {
    digester digest;
    digest.add(bytes);
    return digest.value();
}

transfer wire_reader::line(std::string& into, deadline until) {
    auto searched = at_;
    for (;;) {
        if (auto const end = buffer_.find("\r\n", searched); end != std::string::npos) {
            into = buffer_.substr(at_, end - at_);
            at_ = end + 2;
            return transfer::ok;
        }
        searched = buffer_.size() > at_ ? buffer_.size() - 1 : at_;
        if (at_ > 0) {
            searched -= at_;
            buffer_.erase(0, std::exchange(at_, 0));
        }
        if (auto const how = from_->receive(buffer_, until); how != transfer::ok) return how;
    }
}

transfer wire_reader::some(std::string& into, std::size_t most, deadline until) {
    if (!has_buffered()) {
        buffer_.clear();
        at_ = 0;
        if (auto const how = from_->receive(buffer_, until); how != transfer::ok) return how;
    }
    auto const size = std::min(most, buffer_.size() - at_);
    into.append(buffer_, at_, size);
    at_ += size;
    return transfer::ok;
}

head_result read_head(wire_reader& from, deadline until) {
    head_result result;
    auto& head = result.head;
    auto const before = from.has_buffered();
    if (auto const how = from.line(head.start_line, until); how != transfer::ok) {
        result.end = ended_by(how);
        result.reset = how == transfer::reset;
        result.nothing = !before && !from.has_buffered();
        return result;
    }
    head.raw = head.start_line + "\r\n";
    if (has_control(head.start_line)) {
        result.end = ending::malformed;
        result.why = "no start line: " + head.start_line;
        return result;
    }
    result.end = read_fields(from, head.list, head.raw, result.why, result.reset, until);
    return result;
}

std::optional<framing> announced_framing(message_head const& head, framing otherwise) {
    auto const lengths = head.all("Content-Length");
    auto const encodings = head.all("Transfer-Encoding");
    if (encodings.empty() && lengths.empty()) return otherwise;
    if (!encodings.empty()) {
        if (!lengths.empty() || encodings.size() != 1 || !same_name(encodings[0], "chunked"))
            return std::nullopt;
        return framing::chunked;
    }
    if (lengths.size() != 1 || !number(lengths[0], 10)) return std::nullopt;
    return framing::length;
}

message_body read_body(wire_reader& from, message_head const& head, framing framed, std::size_t keep,
                       deadline until) {
    message_body body;
    body.framed = framed;
    body_reader reader(from, body, keep, until);
    switch (framed) {
    case framing::none: break;
    case framing::length: body.end = reader.exactly(number(*head.field("Content-Length"), 10).value()); break;
    case framing::chunked: body.end = reader.chunks(); break;
    case framing::close: body.end = reader.to_the_end(); break;
    }
    body.digest = reader.digest();
    return body;
}

std::string pattern(std::uint64_t offset, std::size_t size) {
    constexpr std::size_t period = 251;
    static std::string const block = [] {
        std::string made(300 * period, '\0');
        for (std::size_t at = 0; at < made.size(); ++at)
            made[at] = static_cast<char>('!' + (at % period) % 90);
        return made;
    }();
    std::string bytes;
    bytes.reserve(size);
    while (bytes.size() < size) {
        auto const from = static_cast<std::size_t>((offset + bytes.size()) % period);
        bytes.append(block, from, size - bytes.size());
    }
    return bytes;
}

std::uint64_t pattern_digest(std::uint64_t size) {
    digester digest;
    for (std::uint64_t at = 0; at < size;) {
        auto const step = static_cast<std::size_t>(std::min<std::uint64_t>(size - at, 1 << 16));
        digest.add(pattern(at, step));
        at += step;
    }
    return digest.value();
}

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string lines_of(fields const& list) {
    std::string lines;
    for (auto const& [name, value] : list) lines += name + ": " + value + "\r\n";
    return lines;
}

std::string as_chunk(std::string_view bytes) {
    if (bytes.empty()) return {};
    char size[16];
    auto const end = std::to_chars(size, size + sizeof size, bytes.size(), 16).ptr;
    return std::string(size, end) + "\r\n" + std::string(bytes) + "\r\n";
}

} // namespace ficus::test
