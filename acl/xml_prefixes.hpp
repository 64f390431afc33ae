#pragma once

#include "acl/error.hpp"
#include "acl/mapping.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>

namespace ficus::acl {

/// The prefixes of names which are not the mapping's: those of members that become elements. Where a side has
/// no table of namespaces, nothing else would notice that nobody declares them (Namespaces in XML 1.0,
/// section 5).
class xml_prefixes {
public:
    /// Nothing where the side is no xml, or has a table; where it comes from xml, with its declarations; and
    /// where all names are the mapping's. `keep_rest`: what no field names is written under its own name,
    /// too.
    static std::optional<xml_prefixes> needed(mapping const& m, std::size_t side, side_options const& spoken,
                                              bool keep_rest);
    /// The first name, of elements and attributes, that is reserved, or whose prefix neither the document
    /// declares nor the mapping has; nothing where all is well.
    std::optional<error> find_undeclared(value const& root) const;

private:
    explicit xml_prefixes(bool keep_rest) : open_(keep_rest), known_{"xml", "xsi"} {}
    using scope = std::set<std::string, std::less<>>;
    std::optional<error> check(value const& element, scope const& around) const;
    void add(mapping const& m, std::size_t side);

    bool open_; ///< names can be written that the mapping does not have
    scope known_;
};

} // namespace ficus::acl
