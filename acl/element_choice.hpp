#pragma once

#include "acl/dialect.hpp"
#include "acl/scalar_type.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// A step of a path that chooses one of a list's elements by what it says: `links[rel='approve']`,
/// `link[@rel='self']`, `telecom[system='phone'][use='home']`. A text in quotes, with a quote inside doubled,
/// is a string on a typed side; so is one without quotes, unless it is an integer, `true` or `false`.
struct element_choice {
    struct condition {
        std::string member; ///< of the element; an attribute is `@name`
        std::string text;
        scalar_type type = scalar_type::string;
    };
    std::vector<condition> conditions;

    condition const* find(std::string_view member) const;
    /// The element says all of it. Around an XML element's text white space is layout.
    bool holds(value const& element, dialect of) const;
    /// Says it in a new element.
    void write(value& element, dialect of, document& memory) const;
    /// No element could be both.
    bool excludes(element_choice const& other) const;
    /// As it is a step: each text that is a string in single quotes.
    std::string step() const;
};

/// Takes a choice off the front of `rest`, which begins with `[`; an error says what is wrong and how to mend
/// it.
boost::system::result<element_choice, std::string> take_choice(std::string_view& rest);

/// The choice that a step of a field_path is, or none.
std::optional<element_choice> choice_of(std::string_view step);
inline bool is_choice(std::string_view step) {
    return step.size() > 3 && step.front() == '[' && step.back() == ']' &&
           step.find('=') != std::string_view::npos;
}

} // namespace ficus::acl
