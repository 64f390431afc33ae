#include "acl/proof_unproven.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr auto whole_document = "the whole document";

void find_in(std::vector<field_options> const& fields, std::string const& key, std::string const& around,
             std::vector<unproven>& all) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const here = key + '[' + std::to_string(i) + ']';
        if (fields[i].lies_around()) {
            find_in(fields[i].fields, here + ".fields", around, all);
            continue;
        }
        auto const what = around + fields[i].legacy + " <-> " + fields[i].modern;
        if (fields[i].lua.any()) all.push_back({here + ".lua", what});
        find_in(fields[i].fields, here + ".fields", what + ": ", all);
    }
}

bool is_needed(field_options const& field) {
    return field.required || field.legacy.starts_with("path:") || field.modern.starts_with("path:") ||
           field.legacy == "key()" || field.modern == "key()";
}

void remove_from(std::vector<field_options>& fields, bool inner) {
    for (auto& field : fields) remove_from(field.fields, !field.lies_around());
    // Where a case has no field left, it is one all the same.
    for (auto& field : fields)
        if (field.lua.any() && !field.when.is_empty() && !is_needed(field)) {
            auto const when = field.when;
            field = {};
            field.when = when;
        }
    bool const all_have =
        std::all_of(fields.begin(), fields.end(), [](field_options const& field) { return field.lua.any(); });
    // A list whose elements had no fields left would be another list.
    if (!(inner && all_have))
        std::erase_if(fields,
                      [](field_options const& field) { return field.lua.any() && !is_needed(field); });
    for (auto& field : fields) field.lua = {};
}

} // namespace

std::vector<unproven> find_unproven(translator_options const& options) {
    std::vector<unproven> all;
    find_in(options.fields, "fields", "", all);
    if (options.lua.any()) all.push_back({"lua", whole_document});
    for (auto const* part : {&options.request, &options.response}) {
        std::string const name = part == &options.request ? "request" : "response";
        if (part->fields) find_in(*part->fields, name + ".fields", "", all);
        if (part->lua && part->lua->any()) all.push_back({name + ".lua", whole_document});
    }
    for (std::size_t i = 0; i < options.outcomes.size(); ++i)
        find_in(options.outcomes[i].fields, "outcomes[" + std::to_string(i) + "].fields", "", all);
    return all;
}

translator_options without_scripts(translator_options options) {
    remove_from(options.fields, false);
    options.lua = {};
    for (auto* part : {&options.request, &options.response}) {
        if (part->fields) remove_from(*part->fields, false);
        part->lua.reset();
    }
    for (auto& outcome : options.outcomes) remove_from(outcome.fields, false);
    return options;
}

} // namespace ficus::acl
