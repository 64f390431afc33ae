#pragma once

#include "acl/html_attributes.hpp"
#include "acl/html_elements.hpp"
#include "acl/html_open_elements.hpp"
#include "acl/html_text_flow.hpp"
#include "acl/html_tokens.hpp"
#include "acl/selector.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Builds the tree of read_html() from a page's tokens. What conforms to HTML becomes the tree that the
/// Living Standard has for it (13.2.6), whatever tags it leaves out. What does not is taken as it comes, each
/// by one plain rule that costs no more than what is open: an end tag closes what is open within; that of a
/// formatting element, where a block is open within, closes it alone, and neither is opened again (as the
/// adoption agency would); what has no place in a table stays where it is written.
class html_builder {
public:
    static constexpr std::size_t most_open = 512; ///< elements, html and body included

    html_builder(document& into, selector_list const& ignore);

    /// False: it is nested deeper than is read.
    bool start(html_token const& tag);
    void end(html_token const& tag);
    void text(std::string_view text, bool is_literal);
    /// The content of the element that was started last, which holds nothing else.
    void content(std::string_view text, bool is_literal);
    void finish();

    bool in_foreign() const;
    /// Of the element that a tag starts: whether its content is text alone.
    bool takes_text(html_token const& tag) const;
    /// Open elements that were looked at so far, for tests: no more than a few for each tag.
    std::size_t looked_at() const { return open_.looked_at(); }

private:
    using names = std::initializer_list<std::string_view>;
    static constexpr auto nowhere = html_open_elements::nowhere;

    html_open_element const& current() const { return open_.top(); }
    bool is_open(html_open_element const& one, names wanted) const;
    std::size_t find_in_scope(names wanted, names more_stops = {}) const;
    std::size_t find_table_part() const;

    // What a start tag closes, and where it belongs.
    bool stays_foreign(html_token const& tag, std::uint32_t traits);
    bool start_foreign(html_token const& tag);
    bool start_table_part(html_token const& tag, std::uint32_t traits);
    bool start_form(html_token const& tag, std::uint32_t traits);
    void start_body(html_token const* tag);
    void close_before(std::string_view name, std::uint32_t traits);
    void close_current(names wanted);
    void close(std::size_t at);

    bool end_foreign(std::string_view name);
    void end_table_part(std::string_view name);
    void end_format(std::string_view name);
    void end_form();

    bool push(html_token const& tag, std::uint32_t traits, bool is_foreign = false);
    bool push_plain(std::string_view name);
    void pop();
    void end_text();
    bool is_in_template() const;
    bool is_before_body() const { return place_ != place::body && !is_in_template(); }

    document& document_;
    selector_walk selected_;
    html_text_flow flow_;
    std::vector<html_text_flow> outside_; ///< of what is hidden
    html_open_elements open_;
    std::string text_; ///< up to the next child of the current element
    html_attributes attributes_;
    enum class place : std::uint8_t { before_head, head, body };
    place place_ = place::before_head;
    bool has_form_ = false;
};

} // namespace ficus::acl
