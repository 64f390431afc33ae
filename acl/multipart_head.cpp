#include "acl/multipart_head.hpp"

#include "acl/hex.hpp"
#include "acl/utf8.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool is_token(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

std::string_view trim(std::string_view text) {
    skip_blanks(text);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

std::string_view take_token(std::string_view& text) {
    auto const end = std::find_if_not(text.begin(), text.end(), is_token);
    auto const token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(token.size());
    return token;
}

/// Browsers write no other escapes (HTML, multipart/form-data encoding algorithm), so that any other `%` is
/// one.
std::string undo_percent(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const escape = text.substr(i, 3);
        auto const c = escape == "%22"                      ? '"'
                       : escape == "%0D" || escape == "%0d" ? '\r'
                       : escape == "%0A" || escape == "%0a" ? '\n'
                                                            : '\0';
        if (c != '\0') i += 2;
        out += c != '\0' ? c : text[i];
    }
    return out;
}

/// RFC 5987 `UTF-8'en'%e2%82%ac`; nothing for what is not one.
std::optional<std::string> read_extended(std::string_view text) {
    auto const charset = text.substr(0, text.find('\''));
    auto const language = text.find('\'', charset.size() + 1);
    if (charset.size() == text.size() || language == std::string_view::npos) return std::nullopt;
    auto const latin1 = same_word(charset, "iso-8859-1");
    if (!latin1 && !same_word(charset, "utf-8")) return std::nullopt;
    std::string out;
    for (auto i = language + 1; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        if (text[i] == '%') {
            auto const high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
            auto const low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<unsigned char>(high << 4 | low);
            i += 2;
        } else if (!is_token(text[i])) {
            return std::nullopt;
        }
        char encoded[4];
        if (latin1)
            out.append(encoded, put_utf8(c, encoded));
        else
            out += static_cast<char>(c);
    }
    return out;
}

struct disposition {
    std::optional<std::string> name, filename;
};

std::optional<std::string> read_disposition(std::string_view rest, disposition& into) {
    if (!same_word(take_token(rest), "form-data")) return "Content-Disposition is not form-data";
    std::optional<std::string> plain_name, plain_filename, extended_name, extended_filename;
    while (auto parameter = next_parameter(rest)) {
        auto const is = [&](std::string_view word) { return same_word(parameter->name, word); };
        auto* const place = is("name")        ? &plain_name
                            : is("filename")  ? &plain_filename
                            : is("name*")     ? &extended_name
                            : is("filename*") ? &extended_filename
                                              : nullptr;
        // Others say nothing of the field; a kept part's head has them still.
        if (place == nullptr) continue;
        if (place->has_value()) return std::string(parameter->name) + " is there twice";
        auto const extended = parameter->name.back() == '*';
        auto decoded = extended ? read_extended(parameter->value) : undo_percent(parameter->value);
        if (!decoded)
            return std::string(parameter->name) + " is not as RFC 5987 has it (UTF-8''with%20escapes)";
        if (find_invalid_utf8(*decoded) != std::string_view::npos)
            return std::string(parameter->name) + " is not UTF-8";
        *place = std::move(decoded);
    }
    if (!trim(rest).empty())
        return "Content-Disposition has something that is no parameter (; name=\"value\")";
    into.name = extended_name ? extended_name : plain_name;
    into.filename = extended_filename ? extended_filename : plain_filename;
    if (!into.name) return "Content-Disposition has no name";
    return std::nullopt;
}

/// Whether a Content-Type is that of a field that was typed in.
bool is_plain_text(std::string_view type) {
    auto const end = std::min(type.find(';'), type.size());
    if (!same_word(trim(type.substr(0, end)), "text/plain")) return false;
    auto rest = type.substr(end);
    while (auto const parameter = next_parameter(rest))
        if (same_word(parameter->name, "charset") && !same_word(parameter->value, "utf-8") &&
            !same_word(parameter->value, "us-ascii"))
            return false;
    return trim(rest).empty();
}

bool write_quoted(std::string_view text, std::string& out) {
    if (undo_percent(text) != text) return false;
    out += '"';
    for (auto const c : text) {
        if (c == '"') {
            out += "%22";
        } else if (c == '\r') {
            out += "%0D";
        } else if (c == '\n') {
            out += "%0A";
        } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        } else {
            if (c == '\\') out += '\\';
            out += c;
        }
    }
    out += '"';
    return true;
}

} // namespace

bool same_word(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<header_parameter> next_parameter(std::string_view& rest) {
    auto at = rest;
    skip_blanks(at);
    if (!at.starts_with(';')) return std::nullopt;
    at.remove_prefix(1);
    skip_blanks(at);
    header_parameter parameter;
    parameter.name = take_token(at);
    if (parameter.name.empty() || !at.starts_with('=')) return std::nullopt;
    at.remove_prefix(1);
    if (!at.starts_with('"')) {
        parameter.value = take_token(at);
        if (parameter.value.empty()) return std::nullopt;
        rest = at;
        return parameter;
    }
    for (std::size_t i = 1; i < at.size(); ++i) {
        if (at[i] == '"') {
            rest = at.substr(i + 1);
            return parameter;
        }
        // Browsers write a backslash as it is, so that it only escapes what would need it.
        if (at[i] == '\\' && i + 1 < at.size() && (at[i + 1] == '"' || at[i + 1] == '\\')) ++i;
        parameter.value += at[i];
    }
    return std::nullopt;
}

boost::system::result<multipart_head, error> read_multipart_head(std::string_view lines,
                                                                 std::string const& where) {
    auto const fail = [&where](std::string message) {
        return error{error_code::malformed, where, std::move(message)};
    };
    multipart_head head;
    std::optional<disposition> field;
    bool encoding_seen = false;
    while (!lines.empty()) {
        auto const end = lines.find("\r\n");
        if (end == std::string_view::npos) return fail("a line of the head that does not end in CRLF");
        auto const line = lines.substr(0, end);
        auto rest = line;
        lines.remove_prefix(end + 2);
        if (std::any_of(line.begin(), line.end(), [](char c) {
                return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
            }))
            return fail("a control character in the head; its lines end in CRLF");
        auto const name = take_token(rest);
        if (name.empty() || !rest.starts_with(':'))
            return fail("a line of the head that is not `Name: value` (folded lines are not accepted)");
        rest = trim(rest.substr(1));
        if (same_word(name, "content-disposition")) {
            if (field) return fail("Content-Disposition is there twice");
            field.emplace();
            if (auto message = read_disposition(rest, *field)) return fail(std::move(*message));
            continue;
        }
        head.other_lines.append(line).append("\r\n");
        if (same_word(name, "content-type")) {
            if (head.type) return fail("Content-Type is there twice");
            head.type = std::string(rest);
            head.plain_text = head.plain_text && is_plain_text(rest);
        } else if (same_word(name, "content-transfer-encoding")) {
            if (encoding_seen) return fail("Content-Transfer-Encoding is there twice");
            encoding_seen = true;
            // The others (RFC 2045) change the bytes, and RFC 7578 has done away with them: not decoded here.
            head.plain_text = head.plain_text && (same_word(rest, "7bit") || same_word(rest, "8bit") ||
                                                  same_word(rest, "binary"));
        }
    }
    if (!field) return fail("a part without Content-Disposition");
    head.name = std::move(*field->name);
    head.filename = std::move(field->filename);
    return head;
}

boost::system::result<void, error>
write_disposition(std::string_view name, std::optional<std::string_view> filename, std::string& out) {
    std::string line = "Content-Disposition: form-data; name=";
    auto written = write_quoted(name, line);
    if (written && filename) {
        line += "; filename=";
        written = write_quoted(*filename, line);
    }
    if (!written)
        return error{
            error_code::unrepresentable, std::string(name),
            "a name with control characters, or with %22, %0D or %0A in it, would be read as another"};
    out += line;
    out += "\r\n";
    return {};
}

} // namespace ficus::acl
