#pragma once

#include "acl/translator_options.hpp"

#include <set>
#include <string>
#include <vector>

namespace ficus::acl::testing {

/// Which fields bring back what was sent, to the letter. The others may read what they would write otherwise:
/// then what is meant comes back, spelled as it is written.
class strict_fields {
public:
    explicit strict_fields(translator_options const& options)
        : has_layout_(speaks_xml(options.legacy) || speaks_xml(options.modern)) {
        add(options.fields, "fields");
        if (options.response.fields) add(*options.response.fields, "response.fields");
    }

    bool contain(std::string const& key) const { return keys_.contains(key); }

private:
    static bool speaks_xml(side_options const& side) {
        return side.kind == format::xml || side.kind == format::soap || side.kind == format::xmlrpc;
    }

    bool reads_more(field_options const& f) const {
        bool const several_nothings =
            f.nothing && (f.nothing->legacy.size() > 1 || f.nothing->modern.size() > 1);
        bool const rewrites = f.text || f.decimal || f.scale || f.time || f.boolean || f.otherwise.legacy ||
                              f.otherwise.modern || !f.also.is_empty();
        // White space around a number in XML is layout.
        bool const trims = has_layout_ && (f.type || f.legacy_type);
        return several_nothings || rewrites || trims || f.missing.legacy || f.missing.modern || f.split ||
               f.constant;
    }

    void add(std::vector<field_options> const& fields, std::string const& key) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            auto const here = key + '[' + std::to_string(i) + ']';
            bool more = reads_more(fields[i]);
            for (auto const& part : fields[i].parts) more = more || reads_more(part);
            if (!more) keys_.insert({here, here + ".nothing"});
            add(fields[i].fields, here + ".fields");
        }
    }

    bool has_layout_;
    std::set<std::string> keys_;
};

} // namespace ficus::acl::testing
