#pragma once

#include "acl/composed_field.hpp"
#include "acl/nothing_policy.hpp"
#include "acl/option_error.hpp"
#include "acl/path_tree.hpp"
#include "acl/scalar_rule.hpp"
#include "acl/script_rule.hpp"
#include "acl/text_list.hpp"
#include "acl/translator_options.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ficus::acl {

class mapping;

/// A call that fields of the modern side may name, and what its answers can hold.
struct named_call {
    std::string name;
    acl::dialect spoken;
};

/// One compiled correspondence: a scalar, a list of scalars, or a list whose elements are mapped themselves.
struct mapped_field {
    std::array<field_path, 2> paths;         ///< legacy, modern
    std::array<path_tree::index, 2> nodes{}; ///< where the paths end in the mapping's trees
    bool is_list = false;
    std::optional<scalar_rule> scalar; ///< unless `elements` or `composed`
    std::optional<script_rule> script; ///< in the scalar's place
    std::unique_ptr<mapping> elements;
    std::optional<std::size_t> constant_on; ///< the one side that it lives on
    std::string constant;
    bool required = false;
    std::array<std::optional<std::string>, 2> missing; ///< what a side is told where the other has none
    std::optional<nothing_policy> nothing;
    std::optional<text_list> split; ///< one side has the list as one text; `is_list` is false then
    std::size_t split_on = 0;       ///< that side
    /// One side's text is made of values of the other, whose `paths` and `nodes` are those of the first part.
    std::optional<composed_field> composed;
    std::string rules; ///< its options in words, for a trace
    /// A scalar that its rule alone says all about, where the source has one: mapping_quick.cpp.
    bool is_plain = false;

    /// The mapping itself has something to say, whatever the source has.
    bool is_special() const {
        return constant_on || required || missing[0] || missing[1] || (nothing && nothing->fills_in());
    }
    /// All that it names on a side.
    std::vector<field_path const*> paths_on(std::size_t side) const;

    bool is_outside(std::size_t side) const { return paths[side].where != place::body; }
    /// Whether `said`, found where a constant lives, is that constant; of XML without white space around it.
    bool is_constant(value const& said) const;
};

/// What corresponds to what between two documents, or between the elements of two lists. Immutable.
class mapping {
public:
    /// All that is wrong, with keys such as `fields[2].time.zone` below `key`, the list's own key.
    static boost::system::result<mapping, std::vector<option_error>>
    compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
            std::string const& key = "fields", std::vector<named_call> const& calls = {});

    std::vector<mapped_field> const& fields() const { return fields_; }
    bool has_special() const { return has_special_; }
    /// A field, or one of a list's elements, has a script.
    bool has_scripts() const { return has_scripts_; }
    path_tree const& tree(std::size_t side) const { return trees_[side]; }
    acl::dialect dialect(std::size_t side) const { return trees_[side].dialect(); }
    acl::shape shape(std::size_t side) const { return trees_[side].shape(); }
    /// What of a message besides its body fields of this side name.
    std::vector<field_path> const& outside(std::size_t side) const { return outside_[side]; }
    /// Fields of the modern side name calls.
    bool reaches_calls() const { return reaches_calls_; }
    bool reaches_outside() const { return !outside_[0].empty() || !outside_[1].empty(); }
    /// The document or element is itself a JSON array: the one path of this side is `[]`.
    bool is_list(std::size_t side) const { return trees_[side][path_tree::root].repeated; }

private:
    /// Where a level of fields stands.
    struct surroundings {
        std::vector<named_call> const& calls;
        bool inner = false;   ///< they are of a list's elements
        bool of_call = false; ///< which is in a call's answer
    };
    mapping(std::array<acl::dialect, 2> dialects, bool of_call)
        : trees_{path_tree(dialects[0]), path_tree(dialects[1], of_call)} {}
    static boost::system::result<mapping, std::vector<option_error>>
    compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
            std::string const& key, surroundings const& within);
    void add(field_options const& options, std::string const& key, surroundings const& within,
             std::vector<option_error>& problems);
    bool note_constant(field_options const& options, mapped_field& field, std::string const& key,
                       std::vector<option_error>& problems);
    void note_specials(field_options const& options, mapped_field& field, std::string const& key,
                       std::vector<option_error>& problems);
    void note_script(field_options const& options, mapped_field& field, std::string const& key,
                     std::vector<option_error>& problems);
    void note_nothing(field_options const& options, mapped_field& field, std::string const& key,
                      std::vector<option_error>& problems);
    bool note_split(field_options const& options, mapped_field& field, std::string const& key,
                    std::vector<option_error>& problems);
    void add_composed(field_options const& options, std::string const& key, surroundings const& within,
                      std::vector<option_error>& problems);
    void check_empty_lists(std::string const& key, std::vector<option_error>& problems) const;
    void place(mapped_field& field, std::string const& key, std::vector<option_error>& problems);
    std::optional<path_tree::index> place(std::size_t side, field_path const& path, std::string const& key,
                                          std::vector<option_error>& problems);
    void find_wrappers(std::size_t side);
    void find_counterparts();

    bool has_special_ = false;
    bool reaches_calls_ = false;
    bool has_scripts_ = false;
    std::vector<mapped_field> fields_;
    std::array<path_tree, 2> trees_;
    std::array<std::vector<field_path>, 2> outside_;
};

} // namespace ficus::acl
