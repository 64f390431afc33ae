#pragma once

#include "acl/compare.hpp"
#include "acl/compare_fingerprint.hpp"
#include "acl/compare_rules.hpp"
#include "acl/value.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace ficus::acl {

/// Walks two value trees side by side along the rules and lists where they differ. One use, one thread.
class compare_walk {
public:
    /// `now_ms`: as in comparer::compare().
    compare_walk(rule_tree const& rules, comparison& found, std::int64_t now_ms)
        : rules_(rules), found_(found), now_ms_(now_ms) {}

    void run(value const& legacy, value const& modern);

private:
    using cursor = rule_tree::cursor;
    using list = std::vector<value const*>;
    using positions = std::vector<std::size_t>;

    /// What is done with a difference. Probing stops at the first one; counting goes on and only counts.
    enum class purpose : std::uint8_t { report, probe, count };
    /// Pairs of elements that are weighed against each other.
    static constexpr std::size_t most_guesses = 32 * 32;
    /// One step of the path to where the walk is.
    struct segment {
        std::string_view name;
        bool is_element = false;
        bool is_hidden = false; ///< the name is data that is redacted
    };
    /// Two lists, and what is needed to tell which rules hold for their elements.
    struct list_pair {
        list const& legacy;
        list const& modern;
        cursor const& at;      ///< of a JSON array, or of the XML element that holds the elements
        std::string_view name; ///< of the XML elements; empty for a JSON array
    };

    /// An element of an unordered list by its print.
    struct printed {
        fingerprint print;
        std::size_t index;
        bool operator<(printed const& other) const {
            return std::tie(print.hash, print.tolerant, index) <
                   std::tie(other.print.hash, other.print.tolerant, other.index);
        }
    };

    static list children(value const& parent);

    // compare_walk.cpp: single places
    void compare(value const& legacy, value const& modern, cursor const& at);
    void compare_redacted(value const& legacy, value const& modern, cursor const& at);
    bool is_same_scalar(value const& legacy, value const& modern, place_rules const& rules) const;
    void compare_scalars(value const& legacy, value const& modern, cursor const& at,
                         place_rules const& rules);
    void compare_members(value const& legacy, value const& modern, cursor const& at);
    void compare_shuffled_members(list const& legacy, list const& modern, cursor const& at);
    void compare_member(value const& legacy, value const& modern, cursor const& at);
    void report_lone_member(difference_kind kind, value const& lone, cursor const& at);
    void compare_xml(value const& legacy, value const& modern, cursor const& at);
    void compare_xml_text(value const& legacy, value const& modern, cursor const& at);
    void compare_html_text(value const& legacy, value const& modern, cursor const& at); // compare_html.cpp
    void compare_xml_children(list const& legacy, list const& modern, cursor const& at);
    void report(difference_kind kind, value const* legacy, value const* modern, cursor const& at);
    bool may_show_texts(value const* legacy, value const* modern, cursor const& at) const;
    bool is_over() const { return purpose_ == purpose::probe && probe_found_ > 0; }
    void spend(std::size_t work) { work_left_ -= std::min(work, work_left_); }
    std::string path() const;

    // compare_lists.cpp: lists
    void compare_arrays(value const& legacy, value const& modern, cursor const& at, place_rules const& rules);
    void compare_lists(list_pair const& lists);
    void compare_unordered(list_pair const& lists);
    std::vector<bool> kept_places(list_pair const& lists);
    void pair_run(list_pair const& lists, std::span<printed const> legacy, std::span<printed const> modern,
                  positions& legacy_left, positions& modern_left);
    void compare_keyed(list_pair const& lists, std::string const& key);
    void pair_leftovers(list_pair const& lists, positions const& legacy, positions const& modern);
    void compare_pair(list_pair const& lists, std::size_t legacy, std::size_t modern);
    void compare_elements(value const& legacy, value const& modern, cursor const& at);
    void report_lone(list_pair const& lists, difference_kind kind, std::size_t index);
    void report_lone(difference_kind kind, value const& lone, cursor const& at);
    cursor element_cursor(list_pair const& lists, std::size_t index) const;
    cursor pair_cursor(list_pair const& lists, std::size_t legacy, std::size_t modern) const;
    /// Whether two elements are equal by the rules; false as well once the work allowed for guessing is used
    /// up.
    bool is_same(value const& legacy, value const& modern, cursor const& at);
    bool is_same(list_pair const& lists, std::size_t legacy, std::size_t modern);
    /// Nor can any hold below, and what is there is no element, where white space and order have rules of
    /// their own.
    bool has_no_rules(value const& tree, cursor const& at) const;
    /// How much two elements differ: 0 to 100, in hundredths of what they hold.
    std::size_t distance(list_pair const& lists, std::size_t legacy, std::size_t modern);

    // compare_ordered.cpp: lists whose order counts
    void compare_ordered(list_pair const& lists);
    /// The same for lists whose first `head` elements are known to be equal, and whose next are not.
    void compare_past_head(list_pair const& lists, std::size_t head);
    class element_twins;
    void align(list_pair const& lists, positions const& legacy, positions const& modern);
    void pair_gap(list_pair const& lists, std::span<std::size_t const> legacy,
                  std::span<std::size_t const> modern);

    rule_tree const& rules_;
    comparison& found_;
    std::int64_t now_ms_;
    boost::container::small_vector<segment, 16> path_;
    purpose purpose_ = purpose::report;
    std::size_t probe_found_ = 0; ///< differences found while not reporting
    /// Nodes that may still be looked at in order to align lists: bounds what hostile nesting can cost.
    std::size_t work_left_ = 4'000'000;
    /// Nodes that may still be looked at in search of what is equal to the letter, which only saves time: of
    /// a difference in great depth all that stands before it is looked at once for each level.
    std::size_t letters_left_ = 1'000'000;
    std::size_t unordered_ = 0; ///< unordered lists around where the walk is
    bool is_doubtful_ = false; ///< something was not reported because the work that would prove it is used up
};

} // namespace ficus::acl
