#include "facade/config/read_shadow_copies.hpp"

#include "facade/config/addresses.hpp"
#include "facade/config/own_fields.hpp"
#include "facade/config/parts.hpp"
#include "facade/config/values.hpp"
#include "rules/text.hpp"

#include <algorithm>

namespace ficus::config {

namespace {

/// The name in lower case; says what is wrong with it.
std::string checked_name(located_text const& name, diagnostics& out) {
    auto lower = name.text;
    std::transform(lower.begin(), lower.end(), lower.begin(), rules::lower);
    if (!rules::is_token(name.text))
        out.error(name.where,
                  in_quotes(name.text) + " is no name of a header field; write one such as \"X-Sandbox\"");
    else if (lower == "host")
        out.error(name.where, in_quotes(name.text) + " is what `shadow_host` says; write it there");
    else if (is_own_field(lower))
        out.error(name.where, in_quotes(name.text) +
                                  " is written by the facade itself, for each copy anew; leave it out");
    return lower;
}

bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

void read_upstreams(section& from, shadow::copy_options& out) {
    if (!from.has_table("shadow_upstream")) {
        if (auto const modern = from.text("shadow_upstream")) out.upstream_modern = modern->text;
        return;
    }
    auto sides = from.table("shadow_upstream");
    if (auto const legacy = sides->text("legacy")) out.upstream_legacy = legacy->text;
    if (auto const modern = sides->text("modern")) out.upstream_modern = modern->text;
    sides->finish();
}

void read_set(section& from, shadow::copy_options& out) {
    std::vector<std::string> names;
    for (auto const& [name, value] : from.text_table("shadow_set")) {
        auto const lower = checked_name(name, from.out());
        if (std::find(names.begin(), names.end(), lower) != names.end())
            from.out().error(name.where, in_quotes(name.text) + " is set twice; remove one of them");
        if (!is_field_value(value))
            from.out().error(name.where, in_quotes(value) +
                                             " has control characters in it, which no header field "
                                             "may have; write it without them");
        names.push_back(lower);
        out.set.emplace_back(name.text, value);
    }
}

void read_strip(section& from, shadow::copy_options& out) {
    auto names = from.texts("shadow_strip").value_or(std::vector<located_text>{});
    for (auto& name : names) {
        name.text = checked_name(name, from.out());
        out.strip.push_back(name.text);
    }
    refuse_repeated(names, from.out());
}

} // namespace

shadow::copy_options read_shadow_copies(section& from) {
    shadow::copy_options out;
    from.read_choice<bool>("sample", {{"uniform", false}, {"sticky", true}}, out.sticky);
    read_upstreams(from, out);
    if (auto const host = from.text("shadow_host")) {
        if (!is_host(host->text))
            from.out().error(host->where, in_quotes(host->text) +
                                              " is no host; write a name such as \"sandbox.internal\"");
        out.host = host->text;
    }
    read_set(from, out);
    read_strip(from, out);
    return out;
}

} // namespace ficus::config
