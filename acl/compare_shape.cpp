#include "acl/compare_shape.hpp"

namespace ficus::acl {

std::string_view to_string(volatile_shape shape) {
    switch (shape) {
    case volatile_shape::none: return "";
    case volatile_shape::uuid: return "uuid";
    case volatile_shape::time: return "time";
    case volatile_shape::token: return "token";
    }
    return "";
}

std::optional<volatile_shape> volatile_shape_from(std::string_view text) {
    for (auto const shape :
         {volatile_shape::none, volatile_shape::uuid, volatile_shape::time, volatile_shape::token})
        if (to_string(shape) == text) return shape;
    return std::nullopt;
}

} // namespace ficus::acl
