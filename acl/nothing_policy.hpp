#pragma once

#include "acl/option_error.hpp"
#include "acl/scalar_type.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// The ways of a field to say nothing, which are different things: `null`, a text of no characters (or a list
/// of no elements), not to be there at all, and a value that stands for none (`0000-00-00`).
enum class nothing : std::uint8_t { null, empty, absent, value };

struct nothing_way {
    nothing as = nothing::absent;
    typed_text value = {}; ///< of `value`

    nothing_way(nothing said) : as(said) {}
    nothing_way(typed_text said) : as(nothing::value), value(std::move(said)) {}
    bool operator==(nothing_way const&) const = default;
};

/// How each side says that there is no value. The first way is written, all are read.
struct nothing_options {
    std::vector<nothing_way> legacy{nothing::absent}, modern{nothing::absent};
    bool inherited = false; ///< said for all fields: those that cannot have it go without
};

/// `{ legacy = "empty", modern = "null" }`: what says nothing here says nothing there. What says nothing in
/// another way stays as it is.
class nothing_policy {
public:
    /// `holds_null`: of legacy and modern. Keys of the errors are `legacy` and `modern`.
    static boost::system::result<nothing_policy, std::vector<option_error>>
    compile(nothing_options options, std::array<bool, 2> holds_null);

    /// The side says nothing in that way, which is not `value`.
    bool says(std::size_t side, nothing is) const;
    /// The side has such a value for none. `typed`: the value's type counts.
    bool says(std::size_t side, std::string_view text, scalar_type type, bool typed) const;
    /// How the side is told that there is none.
    nothing_way const& written(std::size_t side) const { return ways_[side].front(); }
    std::vector<nothing_way> const& ways(std::size_t side) const { return ways_[side]; }
    /// A side has to be told something where the other has nothing at all.
    bool fills_in() const;
    /// It is the translator's own, said for all fields.
    bool is_inherited() const { return inherited_; }

private:
    std::array<std::vector<nothing_way>, 2> ways_;
    bool inherited_ = false;
};

} // namespace ficus::acl
