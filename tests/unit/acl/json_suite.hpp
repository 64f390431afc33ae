#pragma once

#include "acl/json.hpp"
#include "reader_suite.hpp"

namespace ficus::acl::testing {

struct json_format {
    static auto read(std::string_view text) { return read_json(text); }
    static std::string write(document const& read) {
        std::string out;
        write_json(*read.root(), out);
        return out;
    }
};

inline std::string nested(std::size_t depth) {
    return times(depth, "[") + times(depth, "]");
}

} // namespace ficus::acl::testing
