#pragma once

#include "acl/composed_field.hpp"
#include "acl/error.hpp"
#include "acl/mapping_cases.hpp"
#include "acl/nothing_policy.hpp"
#include "acl/option_error.hpp"
#include "acl/path_tree.hpp"
#include "acl/plain_rule.hpp"
#include "acl/scalar_rule.hpp"
#include "acl/script_rule.hpp"
#include "acl/spread_path.hpp"
#include "acl/text_list.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ficus::acl {

class mapping;

/// What fields of a side may name besides its own message, as `NAME:path`: a call of the modern side, and
/// what its answers can hold; or the request that an answer is of, as the other side speaks.
struct named_call {
    std::string name;
    acl::dialect spoken;
    std::size_t side = 1;
    bool is_request = false;
};

/// One compiled correspondence: a scalar, a list of scalars, or a list whose elements are mapped themselves.
struct mapped_field {
    std::string key;                            ///< where its options stand
    std::size_t of_case = placed_field::always; ///< which it is of
    std::array<field_path, 2> paths;            ///< legacy, modern
    std::array<path_tree::index, 2> nodes{};    ///< where the paths end in the mapping's trees
    bool is_list = false;
    std::optional<scalar_rule> scalar; ///< unless `elements` or `composed`
    std::optional<script_rule> script; ///< in the scalar's place
    std::unique_ptr<mapping> elements;
    std::optional<std::size_t> constant_on; ///< the one side that it lives on
    std::string constant;
    /// It is an object, or an array, with nothing in it: `constant` shows it.
    std::optional<kind> empty_constant;
    /// Else: what is that constant, on its side; the first is what is written. None: whatever is there.
    std::vector<std::pair<kind, std::string>> spellings;
    bool denies = false; ///< a condition that this is not said
    bool required = false;
    bool is_link = false;                              ///< its texts are URLs
    std::array<std::optional<std::string>, 2> missing; ///< what a side is told where the other has none
    std::optional<nothing_policy> nothing;
    std::optional<text_list> split; ///< one side has the list as one text; `is_list` is false then
    std::size_t split_on = 0;       ///< that side
    /// One side's text is made of values of the other, whose `paths` and `nodes` are those of the first part.
    std::optional<composed_field> composed;
    /// Other places of a side that say the same value as `paths` of that side.
    struct copy {
        field_path path;
        path_tree::index node = 0;
    };
    std::size_t copies_on = 0;
    std::vector<copy> copies;
    /// And such in every element of lists, on the same side.
    std::vector<spread_path> spreads;
    /// The first of those is the path itself; its node is no member of anything.
    bool spreads_alone = false;
    /// Where it is no field of its own: the option of the field around whose value is said here.
    std::string around;
    std::optional<paging_options> paging;
    std::array<path_tree::index, 2> page_sizes{}; ///< where the field lives that says it
    std::string rules;                            ///< its options in words, for a trace
    /// A list of objects or elements, each with a place of its own, and without a name of its own or cases.
    bool maps_objects = false;

    /// The mapping itself has something to say, whatever the source has.
    bool is_special() const {
        return constant_on || required || missing[0] || missing[1] || (nothing && nothing->fills_in());
    }
    /// All that it names on a side.
    std::vector<field_path const*> paths_on(std::size_t side) const;

    bool is_outside(std::size_t side) const { return paths[side].where != place::body; }
    std::array<bool, 2> is_single{}; ///< a list of one element is that alone on that side
    std::array<bool, 2> is_flat{};   ///< its elements have no place of their own on that side: `{1}`
    /// Whether `said`, found where a constant lives, is that constant; of XML without white space around it.
    bool is_constant(value const& said) const;
    value* make_constant(document& into) const;
    /// What is due where it lives, for an error.
    std::string due() const;
};

/// How a scalar that its rule says all about goes over, in one direction: most do. What mapping_emit.cpp
/// needs to know of one, side by side.
struct plain_route {
    plain_rule rule;
    bool has_nothing_below = false; ///< a field lives there, and nothing below it; all else only if so
    bool is_xml = false;            ///< it goes into XML
    bool is_element = false;        ///< as an element, not as a member or an attribute
    bool plain_name = false;        ///< value::plain_name
    path_tree::index container = 0; ///< that it is put into; as an element, its own
    std::string_view name;          ///< as a member
};

/// What of a message a mapping looks at: its body, an object of what else is named, and one of what calls
/// answered with. Null: there is none.
struct message_values {
    value const* body = nullptr;
    value const* head = nullptr;
    value const* calls = nullptr;
};

/// What corresponds to what between two documents, or between the elements of two lists. Immutable.
class mapping {
public:
    /// All that is wrong, with keys such as `fields[2].time.zone` below `key`, the list's own key. `said`:
    /// constants besides; they stand before the fields where they are of XML, whose sequences begin with what
    /// tells a kind, and behind them elsewhere.
    static boost::system::result<mapping, std::vector<option_error>>
    compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
            std::string const& key = "fields", std::vector<named_call> const& calls = {},
            std::vector<placed_field> const& said = {});

    std::vector<mapped_field> const& fields() const { return fields_; }
    /// It names nothing at all.
    bool is_empty() const { return fields_.empty() && cases_.empty(); }
    bool has_special() const { return has_special_; }
    /// A field, or one of a list's elements, has a script.
    bool has_scripts() const { return has_scripts_; }
    bool has_links() const { return has_links_; }
    /// Values of this level are said in elements of its lists.
    bool has_spreads() const { return has_spreads_; }
    /// Texts of a side, here or in elements of lists, are documents.
    bool has_documents() const { return has_documents_; }
    /// A text that is a document.
    struct placed_document {
        std::size_t side = 0;
        path_tree::index node = 0; ///< of the text
        field_path path;           ///< of the text
        side_options spoken;
        std::size_t depth = 0; ///< of the containers around it
    };
    /// Those of this level, outer ones first.
    std::vector<placed_document> const& documents() const { return documents_; }
    path_tree const& tree(std::size_t side) const { return trees_[side]; }
    /// By the node where something lives on that side.
    plain_route const& route_from(std::size_t side, path_tree::index node) const {
        return routes_[side].data()[node];
    }
    acl::dialect dialect(std::size_t side) const { return trees_[side].dialect(); }
    acl::shape shape(std::size_t side) const { return trees_[side].shape(); }
    /// What of a message besides its body fields of this side name.
    std::vector<field_path> const& outside(std::size_t side) const { return outside_[side]; }
    /// Fields of the modern side name calls.
    bool reaches_calls() const { return reaches_calls_; }
    bool reaches_outside() const { return !outside_[0].empty() || !outside_[1].empty(); }
    /// The document or element is itself a JSON array: the one path of this side is `[]`.
    bool is_list(std::size_t side) const {
        auto const& root = trees_[side][path_tree::root];
        return root.repeated && !root.keyed;
    }
    /// The document or element is itself a JSON scalar: `value()`.
    bool is_value(std::size_t side) const {
        auto const& root = trees_[side][path_tree::root];
        return shape(side) == shape::json && root.field != path_tree::none && !root.repeated;
    }
    /// Of elements that have no place of their own: what is of them is called by names with numbers.
    bool is_flat(std::size_t side) const { return at_.depth[side] > 0; }

    /// Some fields are mapped only where a document says something (`when`).
    bool has_cases() const { return !cases_.empty(); }
    /// The mapping of a document of that side, by what it says; an error where it says two things of which
    /// the other side can say one, or what no case is for.
    boost::system::result<mapping const*, error> choose(std::size_t side, message_values const& said) const;
    /// This one, without any case, and one for each set of cases that can hold together.
    std::vector<mapping const*> variants() const;
    /// What a document of that side says where the cases of this variant hold, and a field maps: field and
    /// text.
    std::vector<std::pair<std::size_t, std::string>> const& tags(std::size_t side) const {
        return tags_[side];
    }
    /// What a document of that side does not say where the cases of this variant hold, though a field maps
    /// it.
    std::vector<std::pair<std::size_t, std::string>> const& denied(std::size_t side) const {
        return denied_[side];
    }
    /// Where a document of that side has nothing, as the cases of this variant ask.
    std::vector<field_path> const& absent(std::size_t side) const { return absent_[side]; }
    /// What values the cases name for the field: on that side.
    std::vector<std::string> texts_of_cases(std::size_t side, std::size_t field) const;
    /// Whether a case is for all of the field's values but some, and this is none of those.
    bool is_of_others(std::size_t side, std::size_t field, std::string const& text) const;

private:
    /// Where a list of fields lies.
    struct surroundings {
        std::vector<named_call> calls = {};         ///< that fields may name
        bool inner = false;                         ///< in a list's element
        bool of_call = false;                       ///< which is in a call's answer
        bool in_document = false;                   ///< which is in a document within a text
        std::array<std::size_t, 2> levels = {};     ///< containers around
        std::vector<inner_document> documents = {}; ///< that paths lead into
        std::array<bool, 2> keyed = {};             ///< which is a member of an object
        std::array<bool, 2> side_by_side = {};      ///< which has a value in each of several lists
        std::array<std::size_t, 2> depth = {};      ///< how many lists around have their numbers in our names
    };
    struct compiled_case {
        std::unique_ptr<mapping> said;   ///< of constants
        std::vector<std::size_t> fields; ///< of the variant of this case alone
        mapping const* alone = nullptr;
        std::array<std::vector<field_path>, 2> absent; ///< where there is nothing
        /// By condition: the field in whose table other texts may be what it asks for, or none.
        std::vector<std::size_t> tables;
    };
    /// A place in the elements of a list that a field beside the list has.
    struct asked_of_list {
        std::size_t side = 0;
        field_path list;
        std::string list_text, inner;
        std::string key; ///< of the option that says so
        bool is_met = false;
    };
    mapping(std::array<acl::dialect, 2> dialects, surroundings const& at)
        : at_(at), trees_{path_tree(dialects[0], at.in_document),
                          path_tree(dialects[1], at.of_call || at.in_document)} {}
    static boost::system::result<mapping, std::vector<option_error>>
    compile(std::vector<field_options> const& fields, std::array<acl::dialect, 2> dialects,
            std::string const& key, surroundings const& at, std::vector<placed_field> const& said = {});
    static mapping compile(std::vector<placed_field> const& fields, std::array<acl::dialect, 2> dialects,
                           surroundings const& at, std::vector<option_error>& problems);
    void add_cases(field_cases const& found, std::vector<option_error>& problems);
    void note_tags(mapping const& said);
    void add_absent(field_case const& found, compiled_case& made, std::vector<option_error>& problems);
    void note_absent(field_case const& found, compiled_case const& of, std::vector<option_error>& problems);
    bool names(std::size_t side, field_path const& path) const;
    std::size_t table_at(std::size_t side, field_path const& path) const;
    bool is_meant(compiled_case const& of, std::size_t condition, std::size_t side, value const& found) const;
    bool is_there(mapped_field const& field, std::size_t side, message_values const& said) const;
    void add(placed_field const& placed, std::vector<option_error>& problems);
    boost::system::result<field_path, std::string> read_path(std::string const& text, std::size_t side) const;
    boost::system::result<field_path, std::string> read_inner_path(std::string const& text,
                                                                   std::size_t side) const;
    boost::system::result<field_path, std::string> read_list_beside(std::string const& text,
                                                                    std::size_t side) const;
    bool check_beside(mapped_field const& field, std::vector<option_error>& problems) const;
    // mapping_spread.cpp
    std::optional<boost::system::result<spread_path, std::string>> read_spread(std::string const& text,
                                                                               std::size_t side) const;
    bool note_spread(field_options const& options, mapped_field& field, std::size_t side,
                     std::vector<option_error>& problems) const;
    void note_asked_of_lists(placed_field const& placed);
    std::vector<field_options> with_asked(field_options const& options, mapped_field const& field);
    void check_asked(std::vector<option_error>& problems) const;
    void add_place_of_around(placed_field const& placed, std::vector<option_error>& problems);
    void check_documents(std::vector<option_error>& problems) const;
    void check_whole_query(std::vector<option_error>& problems) const;
    void note_documents(field_path const& path, std::size_t side);
    bool note_numbers(field_options const& options, mapped_field& field, std::string const& key,
                      std::vector<option_error>& problems);
    bool check_number_of_part(field_path const& path, std::size_t side, std::string const& text,
                              std::string const& key, std::vector<option_error>& problems) const;
    void check_numbers(std::size_t side, std::vector<option_error>& problems) const;
    surroundings elements_of(mapped_field const& field) const;
    std::vector<std::string> names_with_numbers(std::size_t side) const;
    bool note_constant(field_options const& options, mapped_field& field, std::string const& key,
                       std::vector<option_error>& problems);
    void check_empty_constant(mapped_field const& field, std::string const& key,
                              std::vector<option_error>& problems) const;
    void note_spellings(field_options const& options, mapped_field& field) const;
    void note_link(field_options const& options, mapped_field& field, std::string const& key,
                   std::vector<option_error>& problems);
    void note_specials(field_options const& options, mapped_field& field, std::string const& key,
                       std::vector<option_error>& problems);
    void note_script(field_options const& options, mapped_field& field, std::string const& key,
                     std::vector<option_error>& problems);
    void note_nothing(field_options const& options, mapped_field& field, std::string const& key,
                      std::vector<option_error>& problems);
    bool note_split(field_options const& options, mapped_field& field, std::string const& key,
                    std::vector<option_error>& problems);
    void note_copies(field_options const& options, mapped_field& field, std::string const& key,
                     std::vector<option_error>& problems) const;
    void note_paging(field_options const& options, mapped_field& field, std::string const& key,
                     std::vector<option_error>& problems) const;
    void find_page_sizes(std::vector<option_error>& problems);
    void note_single(field_options const& options, mapped_field& field, std::string const& key,
                     std::vector<option_error>& problems) const;
    void add_composed(placed_field const& placed, std::vector<option_error>& problems);
    void check_empty_lists(std::vector<option_error>& problems) const;
    void place(mapped_field& field, std::string const& key, std::vector<option_error>& problems);
    std::optional<path_tree::index> place(mapped_field const& field, std::size_t side, field_path const& path,
                                          std::string const& key, std::vector<option_error>& problems);
    void find_wrappers(std::size_t side);
    void find_counterparts();
    void find_routes(std::size_t side);

    bool has_special_ = false;
    bool reaches_calls_ = false;
    bool has_scripts_ = false;
    bool has_links_ = false; ///< here, or in elements of lists
    bool has_documents_ = false;
    bool has_spreads_ = false;
    std::vector<asked_of_list> asked_;
    std::vector<placed_document> documents_;
    surroundings at_;
    std::vector<mapped_field> fields_;
    std::array<path_tree, 2> trees_;
    std::array<std::vector<std::pair<std::size_t, std::string>>, 2> denied_;
    std::array<std::vector<plain_route>, 2> routes_; ///< by the source's side, by node
    std::array<std::vector<field_path>, 2> outside_;
    std::vector<compiled_case> cases_;
    std::vector<field_cases::set> sets_; ///< of the variants
    std::vector<std::unique_ptr<mapping>> variants_;
    std::array<std::vector<std::pair<std::size_t, std::string>>, 2> tags_;
    std::array<std::vector<field_path>, 2> absent_;
};

/// Whether a list of that element alone may be the element alone (`single`), as that is spoken.
bool can_stand_alone(value const& element, dialect spoken);

/// Whether a document says the constants of a side.
bool says_constants(mapping const& constants, std::size_t side, message_values const& said);

} // namespace ficus::acl
