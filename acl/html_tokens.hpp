#pragma once

#include "acl/html_elements.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// An attribute as it is written, references unresolved.
struct html_attribute {
    std::string_view name; ///< in the case that it came in
    std::string_view value;
};

/// What a page consists of. Views are into the page, but for the name.
struct html_token {
    std::uint32_t traits() const { return known == nullptr ? 0 : known->traits; }

    enum class what : std::uint8_t { text, start, end, finish };
    what kind = what::finish;
    std::string name;                 ///< of a tag, ASCII's letters in lower case
    html_kind const* known = nullptr; ///< what HTML says of such an element; null: nothing
    std::string_view text;            ///< with its references, but for a CDATA section's
    bool is_literal = false;          ///< a text without references
    bool is_self_closing = false;
    std::vector<html_attribute> attributes; ///< repeated ones included
};

/// Reads a page as a browser's tokenizer does (HTML Living Standard 13.2.5), in one pass; comments and the
/// doctype are passed over. A tag that the page's end cuts off is none.
class html_tokens {
public:
    /// Lines of the page end in LF.
    explicit html_tokens(std::string_view page) : page_(page) {}

    /// `in_foreign`: within svg or math, where CDATA sections are text.
    void next(html_token& token, bool in_foreign);
    /// Behind the start tag of an element whose content is text: that text. Its end tag comes next.
    std::string_view raw_text(std::string_view name);
    /// Passes over a line's end, if there is one.
    void skip_line_end();

private:
    char here() const { return at_ < page_.size() ? page_[at_] : '\0'; }
    bool is_at_end() const { return at_ >= page_.size(); }
    bool is_at_markup();
    void skip_white_space();
    void skip_bogus_comment();
    void skip_comment();
    bool read_markup(html_token& token, bool in_foreign);
    bool read_tag(html_token& token);
    bool read_value(std::string_view& value);
    bool is_tag_here(std::string_view begin, std::string_view name) const;

    std::string_view page_;
    std::size_t at_ = 0;
};

} // namespace ficus::acl
