#pragma once

#include "acl/value.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ficus::acl {

struct html_open_element {
    std::string_view name; ///< lives as long as the document
    std::uint32_t traits = 0;
    value* node = nullptr;   ///< null: it is ignored
    bool is_foreign = false; ///< of svg or math
    bool keeps = false;      ///< white space
    bool is_closed = false;  ///< what is open within is not
    std::size_t namesake =
        static_cast<std::size_t>(-1); ///< the next further up in the tree; kept by the stack
};

/// The stack of open elements (Living Standard 13.2.4.2), the root at 0. Whatever is searched for in it is
/// found, or not, without a walk through it, so that a page of nothing but tags is read in time by its size
/// and not by its depth. Names are those of HTML's elements, foreign ones have their own; what is closed is
/// found by nothing.
class html_open_elements {
public:
    using names = std::initializer_list<std::string_view>;
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    bool empty() const { return all_.empty(); }
    std::size_t size() const { return all_.size(); }
    html_open_element const& top() const { return all_.back(); }
    html_open_element const& at(std::size_t place) const;

    void push(html_open_element one);
    void pop();
    /// Closes the nearest of its name, and nothing within it.
    void close_alone(std::size_t place);

    std::size_t nearest(names wanted) const;
    std::size_t nearest_foreign(std::string_view name) const;
    std::size_t nearest_of_html() const { return last(html_); }
    std::size_t nearest_scope() const { return last(scopes_); }
    std::size_t nearest_special() const { return last(specials_); }
    /// What ends the search for an item of a list.
    std::size_t nearest_list_stop() const { return last(list_stops_); }
    /// One whose end tag must be written.
    std::size_t nearest_that_must_end() const { return last(must_end_); }
    std::size_t nearest_table_part() const { return last(table_parts_); }

    /// Both may be nowhere.
    static std::size_t higher(std::size_t a, std::size_t b) { return a + 1 > b + 1 ? a : b; }
    /// The place, unless the stop stands above it.
    static std::size_t unless_stopped(std::size_t place, std::size_t stop) {
        return place + 1 >= stop + 1 ? place : nowhere;
    }

    /// Open elements that were looked at so far: what a page costs beside its bytes, but for what
    /// close_alone() moves, some KiB once for each that it closes.
    std::size_t looked_at() const { return looked_at_; }

private:
    using places = std::vector<std::size_t>;
    using by_name = std::unordered_map<std::string_view, std::size_t>;

    std::size_t last(places const& from) const;
    std::array<places*, 6> kinds();
    by_name& names_of(html_open_element const& one) { return one.is_foreign ? foreign_names_ : html_names_; }

    std::vector<html_open_element> all_;
    by_name html_names_; ///< to the nearest
    by_name foreign_names_;
    places html_, scopes_, specials_, list_stops_, must_end_, table_parts_;
    mutable std::size_t looked_at_ = 0;
};

} // namespace ficus::acl
