#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Two documents that mean the same, as they were sent.
struct suggest_pair {
    std::string name; ///< for messages: a file's, or a number
    std::string legacy;
    std::string modern;
};

/// One field, and why it is proposed.
struct suggested_field {
    field_options options;             ///< of a list its `fields` are those of `inner`
    std::vector<std::string> evidence; ///< lines for a comment
    std::vector<suggested_field> inner;
    bool exact = true; ///< what comes out is what is there, both ways, to the letter
};

/// What a translator might say, and what nobody found out.
struct suggestion {
    std::vector<suggested_field> fields;
    /// Lists that the translator has already, with what their `fields` lack.
    std::vector<suggested_field> extensions;
    std::vector<std::string> ambiguous;                  ///< several sources agree equally
    std::vector<std::string> withheld;                   ///< agrees, but not everywhere
    std::array<std::vector<std::string>, 2> unexplained; ///< paths of a side
    std::vector<std::string> remarks;   ///< pairs that could not be read or translated, and what was cut
    std::size_t pairs = 0;              ///< that were looked at
    std::array<std::size_t, 2> whole{}; ///< pairs that become all of the other document, by direction
};

/// Guesses from pairs of documents what corresponds in them. `known`: the sides, and the fields that are not
/// to be proposed again; those of `of` where it is set, else those of both parts. Everything proposed was
/// tried both ways on all pairs, alone and in a translator with all others. An error: no pair could be read;
/// `where` is the pair. Pure; bounded by the sizes of the documents, not by what hides in them.
boost::system::result<suggestion, error> suggest_mapping(translator_options const& known,
                                                         std::optional<part> of,
                                                         std::vector<suggest_pair> const& pairs,
                                                         reading_limits const& limits = {});

/// How documents are spoken that look like this: `format`, and `root` where there is one. Nothing: none that
/// is known here. `extension`: of its file, or empty.
std::optional<side_options> guess_side(std::string_view text, std::string_view extension = {});

/// What `known` says of its sides and the proposal, as a configuration file has it; of a translator that is
/// `configured` only what is to be added. It parses as TOML.
std::string to_toml(suggestion const& proposed, translator_options const& known, std::optional<part> of,
                    bool configured);

} // namespace ficus::acl
