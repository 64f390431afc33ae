#include "acl/scalar_text.hpp"

#include "acl/number_text.hpp"

namespace ficus::acl {

std::string_view name_of(scalar_type type) {
    switch (type) {
    case scalar_type::string: return "a string";
    case scalar_type::integer: return "an integer";
    case scalar_type::number: return "a number";
    case scalar_type::boolean: return "a boolean";
    }
    return "a value";
}

kind kind_of(scalar_type type) {
    switch (type) {
    case scalar_type::string: return kind::string;
    case scalar_type::boolean: return kind::boolean;
    default: return kind::number;
    }
}

bool is_of_type(scalar_type type, std::string_view text) {
    switch (type) {
    case scalar_type::string: return true;
    case scalar_type::integer: return is_json_integer(text);
    case scalar_type::number: return is_json_number(text);
    case scalar_type::boolean: return text == "true" || text == "false";
    }
    return false;
}

std::string how_to_write(scalar_type type, std::string_view text) {
    if (type == scalar_type::boolean)
        return "; it takes true or false: name other spellings in 'values', such as { 1 = \"true\", 0 = "
               "\"false\" }";
    if (is_json_number(text)) return "";
    return "; it takes JSON's digits: no plus sign, no leading zeros, nothing around them";
}

} // namespace ficus::acl
