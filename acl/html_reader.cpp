#include "acl/html_reader.hpp"

#include "acl/html_builder.hpp"
#include "acl/html_encoding.hpp"
#include "acl/html_tokens.hpp"

#include <algorithm>
#include <string>

namespace ficus::acl {
namespace {

constexpr std::size_t most_bytes = 8 * 1024 * 1024;

/// Line ends as LF (Infra 4.6).
void normalize_line_ends(std::string& page) {
    if (page.find('\r') == std::string::npos) return;
    std::size_t to = 0;
    for (std::size_t from = 0; from < page.size(); ++from) {
        bool const is_return = page[from] == '\r';
        page[to++] = is_return ? '\n' : page[from];
        if (is_return && from + 1 < page.size() && page[from + 1] == '\n') ++from;
    }
    page.resize(to);
}

bool may_begin_with_line_end(std::string_view name) {
    return name == "pre" || name == "listing" || name == "textarea";
}

bool build(std::string_view page, html_builder& tree) {
    html_tokens tokens(page);
    html_token token;
    for (;;) {
        tokens.next(token, tree.in_foreign());
        switch (token.kind) {
        case html_token::what::finish: tree.finish(); return true;
        case html_token::what::text: tree.text(token.text, token.is_literal); break;
        case html_token::what::end: tree.end(token); break;
        case html_token::what::start: {
            bool const takes_text = tree.takes_text(token);
            bool const in_foreign = tree.in_foreign();
            if (!tree.start(token)) return false;
            if (!in_foreign && may_begin_with_line_end(token.name)) tokens.skip_line_end();
            if (takes_text)
                tree.content(tokens.raw_text(token.name), token.name != "title" && token.name != "textarea");
            break;
        }
        }
    }
}

} // namespace

boost::system::result<document, error> read_html(std::string_view body, std::string_view content_type,
                                                 selector_list const& ignore, std::size_t* looked_at) {
    if (body.size() > most_bytes)
        return error{error_code::limit, "the page",
                     std::to_string(body.size()) + " bytes are more than the " + std::to_string(most_bytes) +
                         " that are read as HTML"};
    auto page = decode_html(body, content_type);
    if (!page) return page.error();
    normalize_line_ends(*page);
    document result(1024 + 6 * page->size());
    html_builder tree(result, ignore);
    bool const is_whole = build(*page, tree);
    if (looked_at != nullptr) *looked_at = tree.looked_at();
    if (!is_whole)
        return error{error_code::limit, "the page",
                     "more than " + std::to_string(html_builder::most_open) + " elements within each other"};
    return result;
}

} // namespace ficus::acl
