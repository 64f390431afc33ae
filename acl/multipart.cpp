#include "acl/multipart.hpp"

#include "acl/multipart_head.hpp"
#include "acl/utf8.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::size_t max_head = 16 * 1024;

bool is_boundary(std::string_view text) {
    return !text.empty() && text.size() <= 70 && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
           });
}

error malformed_at(std::size_t at, std::string message) {
    return {error_code::malformed, "byte " + std::to_string(at + 1), std::move(message)};
}

/// Goes from one delimiter line (RFC 2046 section 5.1.1) to the next.
class delimiters {
public:
    delimiters(std::string_view text, std::string_view boundary)
        : text_(text), line_("\r\n--" + std::string(boundary)) {}

    /// To behind the next delimiter line; returns what was before it, with its CRLF left off.
    boost::system::result<std::string_view, error> next() {
        auto const from = at_;
        // The very first line has no line end before it that would be the delimiter's.
        auto found =
            from == 0 && text_.starts_with(std::string_view(line_).substr(2)) ? 0 : text_.find(line_, from);
        if (found == std::string_view::npos)
            return malformed_at(text_.size(), from == 0 ? "the boundary that Content-Type names is not there"
                                                        : "cut off: the closing boundary is missing");
        auto const begins_text = found == 0 && !text_.starts_with(line_);
        at_ = found + line_.size() - (begins_text ? 2 : 0);
        if (text_.substr(at_).starts_with("--")) {
            closed_ = true;
            at_ += 2;
        }
        at_ = std::min(text_.find_first_not_of(" \t", at_), text_.size());
        auto const line_ends = text_.substr(at_).starts_with("\r\n");
        if (!line_ends && !(closed_ && at_ == text_.size()))
            return malformed_at(
                at_, "a line that begins with the boundary goes on; a boundary's line ends in CRLF, and "
                     "nothing in a part may begin like it");
        return text_.substr(from, found - from);
    }

    bool closed() const { return closed_; }
    std::size_t at() const { return at_; }
    void move_to(std::size_t at) { at_ = at; }

private:
    std::string_view text_;
    std::string line_;
    std::size_t at_ = 0;
    bool closed_ = false;
};

/// The member of one part, which is called `where` unless it has a name.
boost::system::result<value*, error> make_member(multipart_head const& head, std::string_view lines,
                                                 std::string_view content, std::string const& where,
                                                 document& into) {
    if (!head.filename && head.plain_text) {
        if (find_invalid_utf8(content) != std::string_view::npos)
            return error{error_code::malformed, head.name.empty() ? where : head.name,
                         "a field that is not UTF-8"};
        return into.make_string(into.keep(content));
    }
    auto* const kept = into.make(kind::element);
    auto const add = [&](std::string_view name, std::string_view text) {
        document::append(*kept, *into.make_string(into.keep(text)), name);
    };
    add("head", lines);
    if (head.filename) add("filename", *head.filename);
    if (head.type) add("type", *head.type);
    add("content", content);
    return kept;
}

} // namespace

boost::system::result<std::string, error> multipart_boundary(std::string_view content_type) {
    auto const fail = [](std::string message) {
        return error{error_code::malformed, "Content-Type", std::move(message)};
    };
    auto const end = std::min(content_type.find(';'), content_type.size());
    auto type = content_type.substr(0, end);
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    if (!same_word(type, "multipart/form-data")) return fail("not multipart/form-data");
    auto rest = content_type.substr(end);
    std::string boundary;
    while (auto parameter = next_parameter(rest)) {
        if (!same_word(parameter->name, "boundary")) continue;
        if (!boundary.empty()) return fail("boundary is there twice");
        if (!is_boundary(parameter->value))
            return fail("boundary is not 1 to 70 of the characters that RFC 2046 has for it");
        boundary = std::move(parameter->value);
    }
    if (rest.find_first_not_of(" \t;") != std::string_view::npos)
        return fail("something that is no parameter (; name=\"value\")");
    if (boundary.empty()) return fail("without a boundary");
    return boundary;
}

std::string_view first_boundary(std::string_view text) {
    if (!text.starts_with("--")) return {};
    auto const end = std::min(text.find("\r\n"), text.size());
    auto line = text.substr(2, end - 2);
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    // A form without a part is the closing delimiter alone.
    if (end + 2 >= text.size() && line.ends_with("--")) line.remove_suffix(2);
    return is_boundary(line) ? line : std::string_view{};
}

boost::system::result<document, error> read_multipart(std::string_view text, multipart_options const& options,
                                                      reading_limits const& limits) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the form",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    if (!is_boundary(options.boundary))
        return error{error_code::malformed, "Content-Type",
                     "boundary is not 1 to 70 of the characters that RFC 2046 has for it"};
    document result(1024 + text.size());
    auto* const root = result.make(kind::object);
    result.set_root(root);
    delimiters lines(text, options.boundary);
    if (auto const preamble = lines.next(); !preamble) return preamble.error();
    std::size_t members = 1;
    while (!lines.closed()) {
        auto const begin = lines.at() + 2;
        auto const head_end = text.find("\r\n\r\n", lines.at());
        auto const where = "part " + std::to_string(root->count + 1);
        if (head_end == std::string_view::npos)
            return error{error_code::malformed, where, "its head has no end; an empty line ends it"};
        if (text.substr(lines.at(), head_end - lines.at()).find("\r\n--" + options.boundary) !=
            std::string_view::npos)
            return error{error_code::malformed, where,
                         "a boundary within its head; an empty line ends a head"};
        if (head_end - lines.at() > max_head)
            return error{error_code::limit, where,
                         "its head is longer than the 16384 bytes that are accepted"};
        auto const head_lines =
            head_end + 2 > begin ? text.substr(begin, head_end + 2 - begin) : std::string_view{};
        auto const head = read_multipart_head(head_lines, where);
        if (!head) return head.error();
        lines.move_to(head_end + 4);
        // Some readers take the empty line for the delimiter's line end, some do not.
        if (text.substr(lines.at()).starts_with("--" + options.boundary))
            return malformed_at(lines.at(), "a part without the line end before its boundary");
        auto const content = lines.next();
        if (!content) return content.error();
        auto const member = make_member(*head, head_lines, *content, where, result);
        if (!member) return member.error();
        members += 1 + (*member)->count;
        if (members > limits.max_members)
            return error{error_code::limit, where, "more parts than are accepted in one form"};
        document::append(*root, **member, result.keep(head->name));
    }
    return result;
}

} // namespace ficus::acl
