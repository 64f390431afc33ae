#include "acl/error.hpp"

namespace ficus::acl {

std::string_view to_string(error_code code) {
    switch (code) {
    case error_code::malformed: return "malformed";
    case error_code::limit: return "limit";
    case error_code::repeated: return "repeated";
    case error_code::wrong_type: return "wrong_type";
    case error_code::unknown_value: return "unknown_value";
    case error_code::bad_time: return "bad_time";
    case error_code::unrepresentable: return "unrepresentable";
    case error_code::missing: return "missing";
    case error_code::unmapped: return "unmapped";
    case error_code::script: return "script";
    }
    return "unknown";
}

} // namespace ficus::acl
