#include "acl/html_tokens.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_white_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

void html_tokens::next(html_token& token, bool in_foreign) {
    for (;;) {
        token.kind = html_token::what::text;
        token.is_literal = false;
        auto const from = at_;
        while (!is_at_markup()) ++at_;
        token.text = page_.substr(from, at_ - from);
        if (!token.text.empty()) return;
        if (is_at_end()) {
            token.kind = html_token::what::finish;
            return;
        }
        if (read_markup(token, in_foreign)) return;
    }
}

/// Behind the next '<', or where it stands: whether it begins a tag or a comment, or the page ends.
bool html_tokens::is_at_markup() {
    at_ = std::min(page_.find('<', at_), page_.size());
    auto const behind = page_.substr(std::min(at_ + 1, page_.size()));
    if (is_at_end() || behind.empty()) return is_at_end();
    return is_letter(behind[0]) || behind[0] == '!' || behind[0] == '?' ||
           (behind[0] == '/' && behind.size() > 1);
}

/// False: it is nothing that the tree has.
bool html_tokens::read_markup(html_token& token, bool in_foreign) {
    ++at_;
    if (is_letter(here()) || here() == '/') {
        token.kind = here() == '/' ? html_token::what::end : html_token::what::start;
        if (token.kind == html_token::what::end) ++at_;
        if (is_letter(here())) {
            if (!read_tag(token)) token.kind = html_token::what::finish;
            return true;
        }
        token.kind = html_token::what::text;
        skip_bogus_comment();
        return false;
    }
    auto const rest = page_.substr(at_);
    constexpr std::string_view section = "![CDATA[";
    if (rest.starts_with("!--")) {
        skip_comment();
    } else if (in_foreign && rest.starts_with(section)) {
        auto const from = at_ + section.size();
        auto const to = page_.find("]]>", from);
        token.text = page_.substr(from, std::min(to, page_.size()) - from);
        token.is_literal = true;
        at_ = to == std::string_view::npos ? page_.size() : to + 3;
        return !token.text.empty();
    } else {
        skip_bogus_comment();
    }
    return false;
}

void html_tokens::skip_white_space() {
    while (!is_at_end() && is_white_space(page_[at_])) ++at_;
}

void html_tokens::skip_line_end() {
    if (here() == '\n') ++at_;
}

void html_tokens::skip_bogus_comment() {
    auto const end = page_.find('>', at_);
    at_ = end == std::string_view::npos ? page_.size() : end + 1;
}

void html_tokens::skip_comment() {
    at_ += 3;
    auto const rest = page_.substr(at_);
    if (rest.starts_with('>') || rest.starts_with("->")) return skip_bogus_comment();
    for (auto end = page_.find("--", at_); end != std::string_view::npos; end = page_.find("--", end + 1)) {
        auto const closing = page_.substr(end + 2);
        if (!closing.starts_with('>') && !closing.starts_with("!>")) continue;
        at_ = end;
        return skip_bogus_comment();
    }
    at_ = page_.size();
}

bool html_tokens::read_tag(html_token& token) {
    token.name.clear();
    token.attributes.clear();
    token.is_self_closing = false;
    auto const ends_name = [this] {
        return is_at_end() || is_white_space(here()) || here() == '/' || here() == '>';
    };
    for (; !ends_name(); ++at_) token.name += lower(here());
    token.known = find_html_kind(token.name);
    for (;;) {
        skip_white_space();
        if (is_at_end()) return false;
        if (here() == '>') break;
        if (here() == '/') {
            ++at_;
            token.is_self_closing = here() == '>';
            continue;
        }
        // A '=' at its beginning is part of a name.
        auto const from = at_++;
        while (!ends_name() && here() != '=') ++at_;
        token.attributes.push_back({page_.substr(from, at_ - from), {}});
        skip_white_space();
        if (here() != '=') continue;
        ++at_;
        if (!read_value(token.attributes.back().value)) return false;
    }
    ++at_;
    return true;
}

bool html_tokens::read_value(std::string_view& value) {
    skip_white_space();
    auto const from = at_;
    if (here() == '"' || here() == '\'') {
        auto const end = page_.find(here(), at_ + 1);
        if (end == std::string_view::npos) return false;
        value = page_.substr(from + 1, end - from - 1);
        at_ = end + 1;
        return true;
    }
    while (!is_at_end() && !is_white_space(here()) && here() != '>') ++at_;
    value = page_.substr(from, at_ - from);
    return !is_at_end();
}

/// Whether the page goes on with, say, `</` and the name, and the name ends there.
bool html_tokens::is_tag_here(std::string_view begin, std::string_view name) const {
    auto const rest = page_.substr(at_);
    auto const size = begin.size() + name.size();
    if (rest.size() <= size || !rest.starts_with(begin)) return false;
    if (!is_white_space(rest[size]) && rest[size] != '/' && rest[size] != '>') return false;
    return std::equal(name.begin(), name.end(), rest.begin() + static_cast<std::ptrdiff_t>(begin.size()),
                      [](char a, char b) { return a == lower(b); });
}

std::string_view html_tokens::raw_text(std::string_view name) {
    auto const from = at_;
    // Within `<!-- <script>` an end tag does not end a script (13.2.5.18 to 30).
    bool is_commented = false;
    bool is_nested = false;
    for (; !is_at_end(); ++at_) {
        at_ = std::min(page_.find_first_of(is_commented ? "<-" : "<", at_), page_.size());
        if (is_tag_here("</", name)) {
            if (!is_nested) break;
            is_nested = false;
        } else if (name == "script" && is_commented && is_tag_here("<", name)) {
            is_nested = true;
        } else if (name == "script" && page_.substr(at_).starts_with("<!--")) {
            is_commented = true;
            at_ += 1; // its hyphens may be those of its end
        } else if (is_commented && page_.substr(at_).starts_with("-->")) {
            is_commented = is_nested = false;
        }
    }
    at_ = std::min(at_, page_.size());
    return page_.substr(from, at_ - from);
}

} // namespace ficus::acl
