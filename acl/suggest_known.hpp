#pragma once

#include "acl/dialect.hpp"
#include "acl/translator_options.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Where known fields take what no single path names: in groups, as parts of a text, as the members of an
/// object, under names with numbers, and what a `when` asks for.
class taken_places {
public:
    taken_places(std::vector<field_options> const& known, std::size_t side, shape of);

    /// Whether what is at that path, which has no [] at its end, is taken.
    bool holds(std::string_view path) const;

private:
    void add_all(std::vector<field_options> const& known, std::size_t side, bool in_group);
    void add(std::string const& text, bool plain_too);

    shape shape_;
    std::vector<std::string> places_; ///< and all below them; may have numbers
};

} // namespace ficus::acl
