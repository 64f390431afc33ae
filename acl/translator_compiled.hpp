#pragma once

#include "acl/call.hpp"
#include "acl/header_mapping.hpp"
#include "acl/mapping.hpp"
#include "acl/outcome.hpp"
#include "acl/path_template.hpp"
#include "acl/script_rule.hpp"
#include "acl/translator.hpp"
#include "acl/xml_prefixes.hpp"

namespace ficus::acl {

/// What an answer repeats of its request: `request:id`, and where that is.
struct repeated_value {
    std::string step;
    field_path path;
};

/// What translator.hpp does not show: what one is made of.
struct translator::compiled {
    void note_remembered(mapping const& answers, std::vector<option_error>& problems);

    translator_options options;
    std::shared_ptr<mapping const> mappings[2]; ///< of requests and responses; null: no fields are named
    header_mapping headers[2];
    std::optional<path_mapping> path;
    side_options sides[2][2]; ///< by part and side
    std::string content_types[2][2];
    std::vector<outcome> outcomes;
    std::vector<call> calls;
    std::array<std::vector<repeated_value>, 2> repeated; ///< by the request's side
    script_pair scripts[2];                              ///< of whole bodies, by part
    std::optional<xml_prefixes> prefixes[2][2]; ///< by part and side, where names are written that need them
};

} // namespace ficus::acl
