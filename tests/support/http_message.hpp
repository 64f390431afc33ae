#pragma once

#include "support/socket.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A reader of HTTP/1 messages for the tests: small, strict, and none of the facade's code, which it judges.
namespace ficus::test {

using fields = std::vector<std::pair<std::string, std::string>>;

/// How a message ended. `cut`: the connection went away in its middle. `malformed`: see `why`.
enum class ending { complete, cut, timeout, malformed };

enum class framing { none, length, chunked, close };

struct message_head {
    std::string start_line;
    fields list;
    std::string raw; ///< as it came, with the empty line

    std::optional<std::string>
    field(std::string_view name) const; ///< the first of that name, any letter case
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name) const { return field(name).has_value(); }
};

struct message_body {
    framing framed = framing::none;
    ending end = ending::complete;
    std::string why;   ///< of `malformed`
    std::string bytes; ///< the content, its first `keep` bytes
    std::uint64_t size = 0;
    std::uint64_t digest = 0; ///< of the whole content: see `digester`
    std::vector<std::size_t> chunks;
    fields trailers;
};

/// FNV-1a of what it is given: to compare bodies that nobody wants to keep.
class digester {
public:
    void add(std::string_view bytes);
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325;
};

std::uint64_t digest_of(std::string_view bytes);

/// The bytes of a socket, in order, with what was read too far kept for the next message.
class wire_reader {
public:
    explicit wire_reader(socket& from) : from_(&from) {}

    /// One line without its CRLF. A bare CR or LF in it is left for the caller to complain of.
    transfer line(std::string& into, deadline until);
    /// At least one byte, at most `most`.
    transfer some(std::string& into, std::size_t most, deadline until);
    bool has_buffered() const { return at_ < buffer_.size(); }
    void attach(socket& from) { from_ = &from; }

private:
    socket* from_;
    std::string buffer_;
    std::size_t at_ = 0;
};

struct head_result {
    ending end = ending::complete;
    bool nothing = false; ///< the connection ended before the first byte
    bool reset = false;   ///< it ended in RST
    std::string why;
    message_head head;
};

head_result read_head(wire_reader& from, deadline until);

/// Which framing the head announces. `otherwise`: what holds when it announces none (RFC 9112 §6.3).
/// Nothing when the head is contradictory: both lengths, an encoding besides chunked.
std::optional<framing> announced_framing(message_head const& head, framing otherwise);

/// Reads a body framed so; keeps its first `keep` bytes.
message_body read_body(wire_reader& from, message_head const& head, framing framed, std::size_t keep,
                       deadline until);

/// `size` bytes from `offset` of an endless pattern that repeats at no power of two: both ends can make it
/// up.
std::string pattern(std::uint64_t offset, std::size_t size);
std::uint64_t pattern_digest(std::uint64_t size);

bool same_name(std::string_view a, std::string_view b);
std::string lines_of(fields const& list);
/// One chunk of chunked coding. An empty one would be the last: then it is nothing.
std::string as_chunk(std::string_view bytes);

} // namespace ficus::test
