#pragma once

#include "acl/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// What became of one field, or of what no field names.
struct trace_step {
    enum class did : std::uint8_t {
        carried,   ///< from the source to the target
        filled_in, ///< the mapping itself says it: a constant, or a default
        checked,   ///< a constant of the source's, which was there
        nothing,   ///< the source says that there is no value, and the target is told so
        absent,    ///< the source has no value for the field
        kept,      ///< no field names it, and rest = "keep" took it over
        dropped,   ///< no field names it
        not_met    ///< an outcome, as `source`, that the answer is not of: `rules` say why
    };

    did what = did::carried;
    std::string source; ///< path with list positions (from 0), in the dialect of its side; may be empty
    std::string value;  ///< as it stood, in JSON's notation: `"007"`, 7, true, null, `3 elements`
    std::string rules;  ///< the field's options, as a configuration says them
    std::string target;
    std::string result;
};

/// Field by field what a translation did, in its order: for people who write a mapping. Translators are given
/// one only where somebody asks.
struct mapping_trace {
    /// A body of many elements would make a trace that nobody reads.
    static constexpr std::size_t most_steps = 10'000;

    std::vector<trace_step> steps;
    std::size_t left_out = 0; ///< steps past the limit

    void add(trace_step step) {
        if (steps.size() < most_steps)
            steps.push_back(std::move(step));
        else
            ++left_out;
    }
};

std::string_view to_string(trace_step::did what);

/// A value as a trace has it; long texts are cut, of containers only their size is said.
std::string words_of(value const& v);

} // namespace ficus::acl
