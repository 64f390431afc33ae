#pragma once

#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

constexpr std::string_view xml_uri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view xmlns_uri = "http://www.w3.org/2000/xmlns/";
constexpr std::string_view xsi_uri = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view xsd_uri = "http://www.w3.org/2001/XMLSchema";

struct xml_namespace {
    std::string prefix; ///< "" for elements that the mapping names without one
    std::string uri;
};

/// The prefixes by which a side's mapping names its namespaces, whatever prefixes its documents use. `xml`,
/// `xsi` and `xsd` stand for their own without being named.
using xml_namespaces = std::vector<xml_namespace>;

struct xml_options {
    xml_namespaces namespaces = {}; ///< none: names are compared with their prefixes, as they stand
};

/// Which element's text is a qualified name: of a child by the name of its parent and its own, both as in the
/// table. For formats that know; `xsi:type` and SOAP's `arrayType` are known to all.
using holds_qualified_name = bool (*)(std::string_view parent, std::string_view element);

/// The words of a table: prefixes are NCNames, none and no URI is there twice, none of the reserved ones
/// means something else. `where` of an error is the prefix.
boost::system::result<void, error> check_namespaces(xml_namespaces const& table);

/// Names what `read_xml` read by the table's prefixes (Namespaces in XML 1.0): `prefix:local`, or `local`
/// where there is no namespace. A namespace that the table does not have makes `{URI}local`, which no path
/// can name; with a default in the table, an element in no namespace is `{}local`. Declarations are no
/// attributes any more. Prefixes that are not declared, and declarations that the standard forbids, are
/// errors that name the element's path. Names that had to be made take at most `limits.max_bytes` together.
boost::system::result<void, error> use_table_names(document& tree, xml_namespaces const& table,
                                                   reading_limits const& limits = {},
                                                   holds_qualified_name is_name = nullptr);

/// The way back, before `write_xml`: every `{URI}local` gets a prefix again, and `root` the declarations of
/// all prefixes that are used below it. `root` is a node of `tree`, or of one that outlives it. A prefix that
/// neither the table nor the tree declares is an error; with an empty table it stays as it is.
boost::system::result<void, error> declare_names(value& root, document& tree, xml_namespaces const& table,
                                                 holds_qualified_name is_name = nullptr);

/// Whether it is a name without a colon (Namespaces in XML 1.0, NCName).
bool is_xml_local_name(std::string_view name);

} // namespace ficus::acl
