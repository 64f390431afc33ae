#include "acl/html_text_flow.hpp"

#include <algorithm>
#include <utility>

namespace ficus::acl {
namespace {

constexpr std::string_view white_space = " \t\r\n\f";

} // namespace

void html_text_flow::border() {
    in_line_ = false;
    blank_in_ = nullptr;
}

void html_text_flow::atom() {
    show_blank();
    in_line_ = true;
}

void html_text_flow::show_blank() {
    if (blank_in_ == nullptr) return;
    auto& parent = *std::exchange(blank_in_, nullptr);
    if (blank_extends_) {
        // Its bytes are one longer than it.
        blank_behind_->text = {blank_behind_->text.data(), blank_behind_->text.size() + 1};
        return;
    }
    auto* const blank = owner_->make_string(" ");
    auto*& link = blank_behind_ == nullptr ? parent.first : blank_behind_->next;
    blank->next = link;
    link = blank;
    if (blank->next == nullptr) parent.last = blank;
    ++parent.count;
}

void html_text_flow::append(value& parent, std::string_view text) {
    auto* const bytes = owner_->allocate(text.size() + 1);
    *std::copy(text.begin(), text.end(), bytes) = ' ';
    auto* const node = owner_->make(kind::string);
    node->text = {bytes, text.size()};
    document::append(parent, *node);
}

void html_text_flow::add_kept(value& parent, std::string_view text) {
    if (text.empty()) return;
    atom();
    append(parent, text);
}

void html_text_flow::add(value& parent, std::string_view text) {
    if (text.empty()) return;
    auto const begin = text.find_first_not_of(white_space);
    if (begin == std::string_view::npos) {
        if (!in_line_ || blank_in_ != nullptr) return;
        blank_in_ = &parent;
        blank_behind_ = parent.last;
        blank_extends_ = false;
        return;
    }
    collapsed_.clear();
    if (begin > 0 && in_line_ && blank_in_ == nullptr) collapsed_ += ' ';
    show_blank();
    std::size_t end = begin;
    for (auto at = begin; at != std::string_view::npos; at = text.find_first_not_of(white_space, end)) {
        if (at > begin) collapsed_ += ' ';
        end = std::min(text.find_first_of(white_space, at), text.size());
        collapsed_ += text.substr(at, end - at);
    }
    append(parent, collapsed_);
    in_line_ = true;
    if (end == text.size()) return;
    blank_in_ = &parent;
    blank_behind_ = parent.last;
    blank_extends_ = true;
}

} // namespace ficus::acl
