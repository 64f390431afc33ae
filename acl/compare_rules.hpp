#pragma once

#include "acl/compare_decimal.hpp"
#include "acl/compare_normalize.hpp"
#include "acl/compare_options.hpp"
#include "acl/json_path.hpp"
#include "acl/option_error.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// What the rules say about one place in a document.
struct place_rules {
    bool ignore = false;
    bool unordered = false;
    bool redact = false;
    std::string const* key = nullptr;                ///< of a keyed list
    std::string const* tolerance = nullptr;          ///< in decimal digits that decimal::parse() reads
    std::string const* tolerance_relative = nullptr; ///< likewise
    normalizer const* normal = nullptr;

    bool has_tolerance() const { return tolerance != nullptr || tolerance_relative != nullptr; }
};

/// All the paths of a feature's comparison rules, merged into one tree that two documents are walked along
/// with. A cursor is the set of the tree's nodes that a place in a document corresponds to; an empty one
/// means that no rule can apply below. Of several keys, tolerances of a kind or normalizers that hold for one
/// place that of the path with the fewest wildcards counts.
class rule_tree {
public:
    using cursor = boost::container::small_vector<std::uint32_t, 4>;

    /// Adds what is wrong to `errors`; such rules have no effect.
    rule_tree(compare_options const& options, std::vector<option_error>& errors);

    cursor root() const;
    cursor member(cursor const& at, std::string_view name) const;
    cursor element(cursor const& at, std::size_t index) const;
    /// Of an XML child element, whose rules may be written with `[*]` or without.
    cursor child_element(cursor const& at, std::string_view name, std::size_t index) const;
    /// Of an XML element's text, whose rules may be written with `text()` or without.
    cursor text_of(cursor const& at) const;
    place_rules at(cursor const& at) const;
    /// Whether all members of the place are redacted by `.*`: then their names are data, and are not told.
    bool hides_names(cursor const& at) const;

    bool has_redaction() const { return has_redaction_; }
    bool has_tolerance() const { return !tolerances_.empty(); }
    number_policy numbers() const { return numbers_; }

private:
    static constexpr std::uint32_t none = 0; ///< the root is nobody's child
    struct node {
        std::vector<std::pair<std::string, std::uint32_t>> members;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> elements;
        std::uint32_t any_member = none;
        std::uint32_t any_element = none;
        std::uint32_t descend = none;
        bool floats = false; ///< stands for `..`: stays in the cursor at every step down
        bool ignore = false;
        bool unordered = false;
        bool redact = false;
        std::uint32_t key = 0;       ///< 1 + its place in keys_; 0: none
        std::uint32_t tolerance = 0; ///< likewise
        std::uint32_t tolerance_relative = 0;
        std::uint32_t normal = 0;
        bool has_rule() const {
            return ignore || unordered || redact || (key | tolerance | tolerance_relative | normal) != 0;
        }
    };

    using error_list = std::vector<option_error>;
    using amounts = std::vector<std::pair<std::string, std::string>>;
    void add_keys(compare_options const& options, error_list& out);
    void add_tolerances(char const* name, amounts const& from, std::uint32_t node::*rule, error_list& out);
    void add_normalizers(compare_options const& options, error_list& out);

    /// The path's node, made when missing.
    std::uint32_t make(json_path const& path);
    void add(cursor& to, std::uint32_t node) const;

    std::vector<node> nodes_;
    std::vector<std::string> keys_;
    std::vector<std::string> tolerances_; ///< of both kinds
    std::vector<normalizer> normalizers_;
    number_policy numbers_;
    bool has_redaction_ = false;
};

} // namespace ficus::acl
