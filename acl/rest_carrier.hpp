#pragma once

#include "acl/dialect.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

namespace ficus::acl {

/// Carries members that no mapping names (`rest = "keep"`) from one dialect to another as well as that can
/// hold them, and counts what it cannot.
///
/// xml to json: attributes are members `@name`, text beside elements is `#text`, a repeated element is a
/// list, an element with nothing but text a string. json to xml: the same backwards; numbers and booleans
/// become text, each element of a list an element. A form holds scalars and lists of scalars. A part of a
/// multipart that is kept as it came goes over to a multipart alone.
class rest_carrier {
public:
    rest_carrier(dialect from, dialect to, document& into) : from_(from), to_(to), document_(into) {}

    /// What a member is called in the target format; null data where it has no such name.
    std::string_view name_in_target(value const& member) const;
    /// Appends the member under its name in the target.
    void carry(value const& member, value& target);

    /// Members that the target format could not hold.
    std::size_t dropped() const { return dropped_; }
    /// An `xsi:nil` was written.
    bool wrote_nil() const { return wrote_nil_; }

private:
    /// What one side has the other one can hold as it is.
    bool is_alike() const { return from_ == to_ || (from_.shape == shape::xml && to_.shape == shape::xml); }
    void append(value& target, std::string_view name, value* made);
    void append_to_json(value& target, std::string_view name, value& made);
    value* to_json(value const& member); ///< null when the other side cannot hold it
    value* to_other_json(value const& member);
    void to_xml(value const& member, std::string_view name, value& target);
    value* to_form(value const& member);

    dialect from_;
    dialect to_;
    document& document_;
    std::size_t dropped_ = 0;
    bool wrote_nil_ = false;
    /// What was carried into a json object already, for names that repeat where they come from.
    std::map<std::pair<value const*, std::string_view>, value*> carried_;
};

/// The text of an XML element without elements in it; null data when there are some.
std::string_view element_text(value const& element, document& into);
/// `xsi:nil` is true.
bool is_nil(value const& element);
void set_nil(value& element, document& into);

} // namespace ficus::acl
