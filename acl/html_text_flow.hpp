#pragma once

#include "acl/value.hpp"

#include <string>
#include <string_view>

namespace ficus::acl {

/// White space as it is seen where no style sheet says otherwise (CSS Text 3, 4.1.1): along a line a run of
/// it is one blank, which belongs to the text that has it first, and at the line's ends there is none. To be
/// told of a page's texts and borders in their order.
class html_text_flow {
public:
    explicit html_text_flow(document& owner) : owner_(&owner) {}

    /// The border of a block, or a line's end.
    void border();
    /// Something that stands in the line as a letter does.
    void atom();
    /// Appends what is left of a text to `parent`; all text up to its next child at once.
    void add(value& parent, std::string_view text);
    /// The same for text that is kept as it is.
    void add_kept(value& parent, std::string_view text);

private:
    void append(value& parent, std::string_view text);
    void show_blank();

    document* owner_;
    bool in_line_ = false; ///< there is something in the line already
    // The blank at the line's end: it is seen as soon as something follows.
    value* blank_in_ = nullptr;     ///< its parent; null: there is none
    value* blank_behind_ = nullptr; ///< the child that it follows; null: it is the first
    bool blank_extends_ = false;    ///< that child is a text, which it is the end of
    std::string collapsed_;
};

} // namespace ficus::acl
