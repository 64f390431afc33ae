#include "facade/config/parts.hpp"

namespace ficus::config {

namespace {

std::string read_needed(section& from, std::string_view member) {
    auto const text = from.text(member, need::required);
    return text ? text->text : std::string{};
}

acl::side_options read_side(section from) {
    acl::side_options out;
    from.read_choice<acl::format>("format",
                                  {{"json", acl::format::json},
                                   {"xml", acl::format::xml},
                                   {"form", acl::format::form},
                                   {"none", acl::format::none}},
                                  out.kind, need::required);
    if (from.has_table("root")) {
        auto root = from.table("root");
        root->read("request", out.root);
        out.response_root.emplace(out.root);
        root->read("response", *out.response_root);
        root->finish();
    } else {
        from.read("root", out.root);
    }
    from.finish();
    return out;
}

acl::time_options read_time(section from) {
    acl::time_options out;
    from.read("legacy", out.legacy);
    from.read("modern", out.modern);
    from.read("zone", out.zone);
    from.finish();
    return out;
}

acl::field_options read_field(section from) {
    acl::field_options out;
    out.legacy = read_needed(from, "legacy");
    out.modern = read_needed(from, "modern");
    from.read_choice<std::optional<acl::scalar_type>>("type",
                                                      {{"string", acl::scalar_type::string},
                                                       {"integer", acl::scalar_type::integer},
                                                       {"number", acl::scalar_type::number},
                                                       {"boolean", acl::scalar_type::boolean}},
                                                      out.type);
    for (auto& [legacy, modern] : from.text_table("values", true))
        out.values.emplace_back(legacy.text, modern);
    if (auto time = from.table("time")) out.time = read_time(std::move(*time));
    if (auto fields = from.each("fields", read_field)) out.fields = std::move(*fields);
    from.finish();
    return out;
}

acl::header_options read_header(section from) {
    acl::header_options out;
    out.legacy = read_needed(from, "legacy");
    out.modern = read_needed(from, "modern");
    from.finish();
    return out;
}

/// `[translators.NAME.request]` and `.response`; only requests have a path and a method.
acl::part_options read_part(section from, bool has_path) {
    acl::part_options out;
    if (has_path) {
        if (auto path = from.table("path")) {
            auto legacy = read_needed(*path, "legacy");
            auto modern = read_needed(*path, "modern");
            path->finish();
            out.path.emplace(std::move(legacy), std::move(modern));
        }
        if (auto method = from.table("method")) {
            auto legacy = read_needed(*method, "legacy");
            auto modern = read_needed(*method, "modern");
            method->finish();
            out.method.emplace(std::move(legacy), std::move(modern));
        }
    }
    if (auto side = from.table("legacy")) out.legacy = read_side(std::move(*side));
    if (auto side = from.table("modern")) out.modern = read_side(std::move(*side));
    out.headers = from.each("headers", read_header).value_or(std::vector<acl::header_options>{});
    out.fields = from.each("fields", read_field);
    from.finish();
    return out;
}

} // namespace

acl::translator_options read_translator(std::string const& name, section from) {
    acl::translator_options out;
    out.name = name;
    for (auto const& [member, target] :
         {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}}) {
        auto side = from.table(member);
        if (!from.has(member))
            from.missing(member,
                         "say what the side speaks: " + std::string{member} + " = { format = \"json\" }");
        if (side) *target = read_side(std::move(*side));
    }
    if (auto fields = from.each("fields", read_field)) out.fields = std::move(*fields);
    if (auto request = from.table("request")) out.request = read_part(std::move(*request), true);
    if (auto response = from.table("response")) out.response = read_part(std::move(*response), false);
    from.read_choice<bool>("rest", {{"keep", true}, {"drop", false}}, out.keep_rest);
    from.read_choice<bool>("on_error", {{"reject", true}, {"contract", false}}, out.reject);
    from.finish();
    return out;
}

} // namespace ficus::config
