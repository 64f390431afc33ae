#pragma once

#include "acl/xml.hpp"
#include "reader_suite.hpp"

namespace ficus::acl::testing {

struct xml_format {
    static auto read(std::string_view text) { return read_xml(text); }
    static std::string write(document const& read) {
        std::string out;
        REQUIRE(write_xml(*read.root(), out).has_value());
        return out;
    }
};

} // namespace ficus::acl::testing
