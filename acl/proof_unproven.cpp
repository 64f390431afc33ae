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

/// Takes scripts out of fields, and notes where each field that is left stood before.
class removal {
public:
    explicit removal(std::map<std::string, std::string>& keys) : keys_(keys) {}

    void run(std::vector<field_options>& fields, std::string const& key) { run(fields, key, key, false); }

private:
    void run(std::vector<field_options>& fields, std::string const& before, std::string const& after,
             bool inner) {
        // Where a case has no field left, it is one all the same.
        for (auto& field : fields)
            if (field.lua.any() && !field.when.is_empty() && !is_needed(field)) {
                auto const when = field.when;
                field = {};
                field.when = when;
            }
        bool const all_have = std::all_of(fields.begin(), fields.end(),
                                          [](field_options const& field) { return field.lua.any(); });
        std::vector<field_options> left;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            auto& field = fields[i];
            // A list whose elements had no fields left would be another list.
            if (!(inner && all_have) && field.lua.any() && !is_needed(field)) continue;
            field.lua = {};
            auto const here = after + '[' + std::to_string(left.size()) + ']';
            auto const there = before + '[' + std::to_string(i) + ']';
            keys_.emplace(here, there);
            run(field.fields, there + ".fields", here + ".fields", !field.lies_around());
            left.push_back(std::move(field));
        }
        fields = std::move(left);
    }

    std::map<std::string, std::string>& keys_;
};

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

proven_part without_scripts(translator_options options) {
    proven_part made;
    removal without(made.keys);
    without.run(options.fields, "fields");
    options.lua = {};
    for (auto* part : {&options.request, &options.response}) {
        if (part->fields)
            without.run(*part->fields, part == &options.request ? "request.fields" : "response.fields");
        part->lua.reset();
    }
    for (std::size_t i = 0; i < options.outcomes.size(); ++i)
        without.run(options.outcomes[i].fields, "outcomes[" + std::to_string(i) + "].fields");
    made.options = std::move(options);
    return made;
}

std::string proven_part::key_before(std::string const& key) const {
    for (auto end = key.size(); end != std::string::npos && end > 0; end = key.find_last_of("].", end - 1))
        if (auto const found = keys.find(key.substr(0, end)); found != keys.end())
            return found->second + key.substr(end);
    return key;
}

} // namespace ficus::acl
