#pragma once

#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// One element as a selector sees it. Names are in lower case; of a repeated attribute the first counts.
struct html_element {
    std::string_view name;
    std::span<std::pair<std::string_view, std::string_view> const> attributes;
};

struct selector_rules;

/// A part of Selectors Level 4: type, `*`, `#id`, `.class`, `[a]`, `[a=v]`, `[a~=v]`, `[a^=v]`, `[a$=v]`,
/// `[a*=v]`, compounds of these, descendant and child (`>`) combinators, lists by commas. Names of elements
/// and attributes have no case, values, ids and classes have. Immutable and cheap to copy; any number of
/// threads at once.
class selector_list {
public:
    /// Selects nothing.
    selector_list() = default;
    /// Keys `html_ignore[2]`. Whatever else CSS knows is refused by name, with what is understood; so is what
    /// selects the whole page.
    static boost::system::result<selector_list, std::vector<option_error>>
    compile(std::vector<std::string> const& texts);
    bool empty() const { return rules_ == nullptr; }

private:
    friend class selector_walk;
    std::shared_ptr<selector_rules const> rules_;
};

/// Tells on a way through a page, from the root down, which elements are selected. The work for one element
/// is proportional to the selectors' and its own size, however deep it lies. One thread; the list must live
/// as long.
class selector_walk {
public:
    explicit selector_walk(selector_list const& list) : rules_(list.rules_.get()) {}
    /// Goes from where the walk is to a child of it. Whether the child is selected.
    bool enter(html_element const& element);
    /// Back to its parent.
    void leave();

private:
    selector_rules const* rules_;
    /// Of each element from the root down: for each compound whether the selector up to it has matched here
    /// (1), and here or further up (2).
    std::vector<std::uint8_t> matched_;
};

} // namespace ficus::acl
