#pragma once

#include "acl/dialect.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// What one path holds in each of several documents; null: nothing.
struct suggest_column {
    std::string path;
    std::vector<value const*> cells; ///< scalars, as a mapping reads them: of XML texts, or null
};

/// A list, and its elements in each of several documents.
struct suggest_list {
    std::string path;     ///< with `[]`
    bool certain = false; ///< it is one; otherwise an element or a name that was never seen twice
    std::vector<std::optional<std::vector<value const*>>> items;
    bool holds_scalars = false;
};

/// The paths of one side, of documents or of the elements of a list, in the order in which they were met.
struct suggest_level {
    std::vector<suggest_column> columns;
    std::vector<suggest_list> lists;
    bool flat = false; ///< names are no paths: a form

    /// Takes out what lies at a list's path, or below: it was no list's element, and now is one.
    void adopt(std::string const& list_path);
};

/// More paths than this are not looked at, so that a hostile document costs little.
constexpr std::size_t most_suggest_paths = 400;

/// `rows`: containers of the same kind; texts that are made live in `memory`. `names_params`: the member
/// `params` of the root is a list of values that differ (XML-RPC). True in `cut` when paths were left out.
suggest_level read_suggest_level(std::vector<value const*> const& rows, dialect side, bool names_params,
                                 document& memory, bool& cut);

/// Whether `path` is `outer` or below it.
bool is_below(std::string_view path, std::string_view outer);

/// A scalar as a column has it: an XML element's text.
value const* suggest_scalar(value const& item, document& memory);

/// All scalars of a document by their paths, list positions as `[]`, in order: what of it a mapping must
/// bring over.
std::vector<std::pair<std::string, value const*>> flatten(value const& root, dialect side, bool names_params,
                                                          document& memory);

} // namespace ficus::acl
