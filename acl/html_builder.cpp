#include "acl/html_builder.hpp"

#include "acl/html_references.hpp"
#include "acl/media_type.hpp"

#include <algorithm>
#include <utility>

namespace ficus::acl {
namespace {

using names = std::initializer_list<std::string_view>;

constexpr std::string_view white_space = " \t\r\n\f";
names const headings{"h1", "h2", "h3", "h4", "h5", "h6"};
names const cells{"td", "th", "caption"};
names const bodies{"tbody", "thead", "tfoot"};

bool contains(names all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

html_token plain_tag(std::string_view name) {
    html_token tag;
    tag.name = name;
    tag.known = find_html_kind(name);
    return tag;
}

bool is_font_of_html(html_token const& tag) {
    return std::any_of(tag.attributes.begin(), tag.attributes.end(), [](html_attribute const& one) {
        return contains({"color", "face", "size"}, lower_case(one.name));
    });
}

} // namespace

html_builder::html_builder(document& into, selector_list const& ignore)
    : document_(into), selected_(ignore), flow_(into) {}

bool html_builder::is_open(html_open_element const& one, names wanted) const {
    return !one.is_closed && !one.is_foreign && contains(wanted, one.name);
}

std::size_t html_builder::find_in_scope(names wanted, names more_stops) const {
    auto const stop = html_open_elements::higher(open_.nearest_scope(), open_.nearest(more_stops));
    return html_open_elements::unless_stopped(open_.nearest(wanted), stop);
}

std::size_t html_builder::find_table_part() const {
    auto const part = html_open_elements::higher(open_.nearest_table_part(), open_.nearest({"table"}));
    return html_open_elements::unless_stopped(part, open_.nearest({"template"}));
}

bool html_builder::is_in_template() const {
    return open_.nearest({"template"}) != nowhere;
}

bool html_builder::in_foreign() const {
    return !open_.empty() && current().is_foreign && (current().traits & html_integration) == 0;
}

bool html_builder::takes_text(html_token const& tag) const {
    return !in_foreign() && (tag.traits() & (html_raw | html_text)) != 0;
}

bool html_builder::start(html_token const& tag) {
    if (open_.empty()) {
        if (tag.name == "html") return push(tag, tag.traits());
        push_plain("html");
    }
    auto const traits = tag.traits();
    if (in_foreign()) {
        if (stays_foreign(tag, traits)) return start_foreign(tag);
        while (in_foreign()) pop();
    }
    if (tag.name == "html") return true;
    if (tag.name == "head") {
        if (place_ != place::before_head) return true;
        place_ = place::head;
        return push(tag, traits);
    }
    if (tag.name == "body") {
        if (place_ != place::body) start_body(&tag);
        return true;
    }
    if (is_before_body()) {
        if ((traits & html_in_head) == 0) {
            start_body(nullptr);
        } else if (place_ == place::before_head) {
            place_ = place::head;
            push_plain("head");
        }
    }
    if ((traits & html_table_part) != 0) return start_table_part(tag, traits);
    if (tag.name == "form") return start_form(tag, traits);
    close_before(tag.name, traits);
    if (tag.name == "svg" || tag.name == "math") return start_foreign(tag);
    if (!push(tag, traits)) return false;
    if ((traits & html_void) != 0) pop();
    return true;
}

bool html_builder::stays_foreign(html_token const& tag, std::uint32_t traits) {
    return tag.name == "font" ? !is_font_of_html(tag) : (traits & html_breakout) == 0;
}

bool html_builder::start_foreign(html_token const& tag) {
    std::uint32_t traits = tag.traits() & (html_integration | html_scope | html_special);
    if ((traits & html_integration) == 0) traits = 0;
    if (tag.name == "title") traits = html_integration | html_scope | html_special;
    if (tag.name == "svg" || tag.name == "math") traits = html_atomic;
    if (!push(tag, traits, true)) return false;
    if (tag.is_self_closing) pop();
    return true;
}

void html_builder::start_body(html_token const* tag) {
    close(1);
    if (place_ == place::before_head) {
        push_plain("head");
        pop();
    }
    place_ = place::body;
    tag == nullptr ? push_plain("body") : push(*tag, tag->traits());
}

void html_builder::close_before(std::string_view name, std::uint32_t traits) {
    auto const list_item = [&](names wanted) {
        close(html_open_elements::unless_stopped(open_.nearest(wanted), open_.nearest_list_stop()));
    };
    if (name == "li") list_item({"li"});
    if (contains({"dd", "dt"}, name)) list_item({"dd", "dt"});
    if ((traits & html_closes_p) != 0 || name == "table") close(find_in_scope({"p"}, {"button"}));
    if (contains(headings, name)) close_current(headings);
    if (contains({"option", "optgroup"}, name)) close_current({"option"});
    if (name == "optgroup") close_current({"optgroup"});
    if (contains({"rb", "rp", "rt", "rtc"}, name)) close_current({"rb", "rp", "rt"});
    if (contains({"rb", "rtc"}, name)) close_current({"rtc"});
    if (name == "button") close(find_in_scope({"button"}));
    if (contains({"a", "nobr"}, name)) end_format(name);
    if (name != "table") return;
    // Directly in a table another one takes its place.
    auto const part = find_table_part();
    if (part != nowhere && !is_open(open_.at(part), cells)) close(find_in_scope({"table"}));
}

bool html_builder::start_form(html_token const& tag, std::uint32_t traits) {
    bool const in_template = is_in_template();
    if (has_form_ && !in_template) return true;
    has_form_ = has_form_ || !in_template;
    auto const part = find_table_part();
    bool const is_in_table = part + 1 == open_.size() && part != nowhere && !is_open(open_.at(part), cells);
    if (!is_in_table) close(find_in_scope({"p"}, {"button"}));
    if (!push(tag, traits)) return false;
    // It cannot hold a part of the table that it is in.
    if (is_in_table) pop();
    return true;
}

bool html_builder::start_table_part(html_token const& tag, std::uint32_t traits) {
    bool const is_cell = contains({"td", "th"}, tag.name);
    bool const is_row = tag.name == "tr";
    for (;;) {
        auto const part = find_table_part();
        if (part == nowhere) break;
        auto const within = open_.at(part).name;
        bool const has_place =
            within == "table" || (is_cell && (within == "tr" || contains(bodies, within))) ||
            (is_row && contains(bodies, within)) || (tag.name == "col" && within == "colgroup");
        if (!has_place) {
            close(part);
            continue;
        }
        close(part + 1);
        if (within == "table" && tag.name == "col") push_plain("colgroup");
        if (within == "table" && (is_cell || is_row)) push_plain("tbody");
        if (is_cell && within != "tr") push_plain("tr");
        break;
    }
    if (!push(tag, traits)) return false;
    if ((traits & html_void) != 0) pop();
    return true;
}

void html_builder::end(html_token const& tag) {
    std::string_view const name = tag.name;
    if (open_.empty() || contains({"html", "head", "body"}, name) || end_foreign(name)) return;
    auto const traits = tag.traits();
    if (name == "br" || name == "p") {
        auto const open = name == "p" ? find_in_scope({"p"}, {"button"}) : nowhere;
        if (open != nowhere) return close(open);
        if (is_before_body() && name == "p") return;
        // One that is too deep is not there either.
        if (start(plain_tag(name)) && name == "p") pop();
        return;
    }
    if (name == "form") return end_form();
    if (name == "table" || (traits & html_table_part) != 0) return end_table_part(name);
    if (name == "template") return close(open_.nearest({"template"}));
    if ((traits & html_format) != 0) return end_format(name);
    if (name == "li") return close(find_in_scope({name}, {"ol", "ul"}));
    if (contains(headings, name)) return close(find_in_scope(headings));
    if ((traits & html_through) != 0) return close(find_in_scope({name}));
    close(html_open_elements::unless_stopped(open_.nearest({name}), open_.nearest_special()));
}

bool html_builder::end_foreign(std::string_view name) {
    auto const at = html_open_elements::unless_stopped(open_.nearest_foreign(name), open_.nearest_of_html());
    close(at);
    return at != nowhere;
}

void html_builder::end_form() {
    auto const form = find_in_scope({"form"});
    if (!is_in_template()) has_form_ = false;
    if (form == nowhere) return;
    bool const holds_others = html_open_elements::higher(form, open_.nearest_that_must_end()) != form;
    holds_others ? open_.close_alone(form) : close(form);
}

void html_builder::end_table_part(std::string_view name) {
    close(html_open_elements::unless_stopped(open_.nearest({name}), open_.nearest({"table", "template"})));
}

void html_builder::end_format(std::string_view name) {
    auto const at = find_in_scope({name});
    if (at == nowhere) return;
    bool const holds_block = html_open_elements::higher(at, open_.nearest_special()) != at;
    holds_block ? open_.close_alone(at) : close(at);
}

void html_builder::close_current(names wanted) {
    if (is_open(current(), wanted)) close(open_.size() - 1);
}

void html_builder::close(std::size_t at) {
    if (at == nowhere) return;
    while (open_.size() > at) pop();
    while (!open_.empty() && current().is_closed) pop();
}

void html_builder::text(std::string_view text, bool is_literal) {
    bool const is_blank = text.find_first_not_of(white_space) == std::string_view::npos;
    if (open_.empty()) {
        if (is_blank) return;
        push_plain("html");
    }
    if (is_before_body()) {
        if (is_blank) return;
        start_body(nullptr);
    }
    content(text, is_literal);
}

void html_builder::content(std::string_view text, bool is_literal) {
    if (current().node == nullptr) return;
    if (is_literal)
        text_ += text;
    else
        append_html_text(text_, text, false);
}

void html_builder::finish() {
    if (open_.empty()) push_plain("html");
    if (place_ != place::body) start_body(nullptr);
    while (!open_.empty()) pop();
}

bool html_builder::push_plain(std::string_view name) {
    auto const tag = plain_tag(name);
    return push(tag, tag.traits());
}

bool html_builder::push(html_token const& tag, std::uint32_t traits, bool is_foreign) {
    if (open_.size() >= most_open) return false;
    auto const name = tag.known == nullptr ? document_.keep(tag.name) : tag.known->name;
    html_open_element one;
    one.name = name == "image" && !is_foreign ? "img" : name;
    one.traits = traits;
    one.is_foreign = is_foreign;
    read_html_attributes(tag, document_, attributes_);
    bool const is_selected =
        selected_.enter({one.name, attributes_}) && one.name != "html" && one.name != "body";
    if (open_.empty()) {
        one.node = document_.make(kind::element);
        one.node->name = one.name;
        document_.set_root(one.node);
    } else if (!is_selected && current().node != nullptr) {
        end_text();
        one.node = document_.make(kind::element);
        document::append(*current().node, *one.node, one.name);
    }
    one.keeps = (traits & html_keeps) != 0 || (!open_.empty() && current().keeps);
    open_.push(one);
    if (one.node == nullptr) return true;
    add_html_attributes(*one.node, document_, attributes_);
    if ((traits & html_hidden) != 0) {
        // What is not seen parts no line.
        outside_.push_back(std::move(flow_));
        flow_ = html_text_flow(document_);
    }
    if ((traits & html_atomic) != 0) flow_.atom();
    if ((traits & (html_atomic | html_block)) != 0) flow_.border();
    return true;
}

void html_builder::pop() {
    auto const one = current();
    if (one.node != nullptr) {
        end_text();
        if ((one.traits & (html_atomic | html_block)) != 0) flow_.border();
        if ((one.traits & html_atomic) != 0) flow_.atom();
        if ((one.traits & html_hidden) != 0) {
            flow_ = std::move(outside_.back());
            outside_.pop_back();
        }
    }
    selected_.leave();
    open_.pop();
}

void html_builder::end_text() {
    auto const& into = current();
    if (into.keeps)
        flow_.add_kept(*into.node, text_);
    else
        flow_.add(*into.node, text_);
    text_.clear();
}

} // namespace ficus::acl
