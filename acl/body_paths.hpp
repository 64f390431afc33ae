#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

// The paths of body_facts, taken apart where they are walked. Each takes one step off the front of a path in
// which nothing is wrong.

struct xml_step {
    std::string_view name;
    std::optional<std::string_view> space; ///< the namespace, where one was written
    bool attribute = false;
};
xml_step take_xml_step(std::string_view& path);

struct json_step {
    std::string name;
    bool any_element = false; ///< `[]`
};
json_step take_json_step(std::string_view& path);

} // namespace ficus::acl
