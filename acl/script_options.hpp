#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace ficus::acl {

/// A Lua script, as text: whoever reads files has read it.
struct script_text {
    std::string text;
    std::string name; ///< what messages call it, before the line; empty: the key that says it
};

/// What a declaration cannot say, a function for each direction.
struct lua_options {
    std::optional<script_text> to_modern = {};
    std::optional<script_text> to_legacy = {};

    bool any() const { return to_modern || to_legacy; }
    std::optional<script_text> const& of(std::size_t way) const { return way == 0 ? to_modern : to_legacy; }
};

/// What all scripts of one message may take together.
struct script_limits {
    std::uint64_t steps = 1'000'000;        ///< instructions, and what functions of the library count as
    std::size_t memory = 8UL * 1024 * 1024; ///< bytes, with what a script puts into the document
};

} // namespace ficus::acl
