#pragma once

#include "acl/translator_options.hpp"

#include <string>
#include <utility>
#include <vector>

/// Fields that are mapped only where a document says something.
namespace ficus::acl::testing {

inline constant_options said(std::string text, scalar_type type = scalar_type::string) {
    return {std::move(text), type};
}

inline field_options group(when_options when, std::vector<field_options> fields) {
    field_options f;
    f.when = std::move(when);
    f.fields = std::move(fields);
    return f;
}

inline field_options only(when_options when, field_options f) {
    f.when = std::move(when);
    return f;
}

} // namespace ficus::acl::testing
