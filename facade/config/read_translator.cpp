#include "facade/config/descriptors.hpp"
#include "facade/config/parts.hpp"
#include "facade/config/read_condition.hpp"
#include "facade/config/read_field.hpp"
#include "facade/config/read_fixed.hpp"
#include "facade/config/read_scalar.hpp"
#include "facade/config/read_script.hpp"

namespace ficus::config {

namespace {

/// `namespaces = { o = "urn:orders" }`
acl::xml_namespaces read_namespaces(section& from) {
    acl::xml_namespaces out;
    for (auto& [prefix, uri] : from.text_table("namespaces")) out.push_back({prefix.text, uri});
    return out;
}

/// One character.
void read_character(section& from, std::string_view member, char& target) {
    auto const said = from.text(member);
    if (!said) return;
    if (said->text.size() != 1)
        from.out().error(said->where, "is not one character of ASCII, as in \"" + std::string{target} + '"');
    else
        target = said->text[0];
}

void read_soap(section& from, acl::soap_options& out) {
    from.read_choice<acl::soap_version>(
        "version", {{"1.1", acl::soap_version::v1_1}, {"1.2", acl::soap_version::v1_2}}, out.version);
    from.read("soap_action", out.action);
    if (auto const blocks = from.texts("understands"))
        for (auto const& block : *blocks) out.understands.push_back(block.text);
    out.namespaces = read_namespaces(from);
}

void read_csv(section& from, acl::csv_options& out) {
    from.read("header", out.header);
    read_character(from, "separator", out.separator);
    read_character(from, "quote", out.quote);
    // What values are made of, and what rows end in, would cut them.
    auto const fits = [](char c) {
        bool const alnum = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        return c == '\t' || (c >= ' ' && c <= '~' && !alnum);
    };
    for (auto const& [member, c] : {std::pair{"separator", out.separator}, std::pair{"quote", out.quote}})
        if (!fits(c))
            from.out().error(from.place_of(member),
                             "is a letter, a digit or a control character; write a mark "
                             "such as \";\", \"|\" or \"\\t\"");
    if (out.separator == out.quote)
        from.out().error(
            from.place_of(from.has("separator") ? "separator" : "quote"),
            "is what values are quoted with and what stands between them; write another mark for "
            "one of the two");
}

void read_form(section& from, acl::side_options& out) {
    bool nested = false;
    from.read("nested", nested);
    acl::nested_form_options options;
    from.read_choice<acl::form_lists>("lists",
                                      {{"empty", acl::form_lists::empty},
                                       {"indexed", acl::form_lists::indexed},
                                       {"rails", acl::form_lists::rails}},
                                      options.lists);
    if (nested)
        out.nested = options;
    else if (from.has("lists"))
        from.out().error(from.place_of("lists"),
                         "is of forms whose names have brackets; add `nested = true`, or leave it out");
}

/// `descriptors = "shop.desc", message = "shop.v1.Order"`
void read_protobuf(section& from, std::optional<acl::protobuf_message>& target) {
    auto const file = from.text("descriptors", need::required);
    auto const message = from.text("message", need::required);
    acl::protobuf_options options;
    from.read("json_names", options.json_names);
    from.read_choice<bool>("int64", {{"number", false}, {"string", true}}, options.int64_text);
    from.read("defaults", options.defaults);
    if (!file || !message) return;
    options.message = message->text;
    auto const descriptors = read_descriptors(file->text);
    if (!descriptors) return from.out().error(file->where, descriptors.error());
    if (auto made = acl::protobuf_message::compile(*descriptors, options))
        target = std::move(*made);
    else
        from.out().error(from.place_of(made.error().key), made.error().message);
}

/// `type = "text/plain"`, or a list of them.
std::vector<std::string> read_types(section& from) {
    std::vector<std::string> types;
    for (auto& said : from.items("type", false)) types.push_back(std::move(said.text));
    return types;
}

void read_charset(section& from, std::optional<acl::charset>& target) {
    auto const said = from.text("charset");
    if (!said) return;
    if (auto found = acl::charset::find(said->text))
        target = std::move(*found);
    else
        from.out().error(said->where, found.error().message);
}

} // namespace

/// Each format has keys of its own; those of another one are unknown to it.
acl::side_options read_side(section from) {
    acl::side_options out;
    from.read_choice<acl::format>("format",
                                  {{"json", acl::format::json},
                                   {"xml", acl::format::xml},
                                   {"soap", acl::format::soap},
                                   {"xmlrpc", acl::format::xmlrpc},
                                   {"form", acl::format::form},
                                   {"multipart", acl::format::multipart},
                                   {"csv", acl::format::csv},
                                   {"fixed", acl::format::fixed},
                                   {"text", acl::format::text},
                                   {"protobuf", acl::format::protobuf},
                                   {"none", acl::format::none}},
                                  out.kind, need::required);
    read_charset(from, out.charset);
    out.types = read_types(from);
    if (out.kind == acl::format::xml) out.xml.namespaces = read_namespaces(from);
    if (out.kind == acl::format::soap) read_soap(from, out.soap);
    if (out.kind == acl::format::json)
        from.read_choice<bool>("empty_object", {{"object", false}, {"list", true}}, out.empty_object_is_list);
    if (out.kind == acl::format::csv) read_csv(from, out.csv);
    if (out.kind == acl::format::fixed) out.fixed = read_fixed(from);
    if (out.kind == acl::format::form) read_form(from, out);
    if (out.kind == acl::format::protobuf) read_protobuf(from, out.protobuf);
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

namespace {

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
    if (auto lua = from.table("lua")) out.lua = read_lua(std::move(*lua));
    from.finish();
    return out;
}

acl::outcome_side_options read_outcome_side(section from) {
    acl::outcome_side_options out;
    out.statuses = from.numbers("status");
    from.read("root", out.root);
    from.read("type", out.type);
    if (auto body = from.table("body")) out.spoken = read_side(std::move(*body));
    out.when = read_outcome_when(from);
    if (auto const paths = from.texts("without"))
        for (auto const& path : *paths) out.without.push_back(path.text);
    from.finish();
    return out;
}

acl::outcome_options read_outcome(section from) {
    acl::outcome_options out;
    if (auto side = from.table("legacy", need::required)) out.legacy = read_outcome_side(std::move(*side));
    if (auto side = from.table("modern", need::required)) out.modern = read_outcome_side(std::move(*side));
    if (auto fields = from.each("fields", read_field)) out.fields = std::move(*fields);
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
    out.nothing = read_nothing(from);
    if (auto outcomes = from.each("outcomes", read_outcome)) out.outcomes = std::move(*outcomes);
    out.calls = read_calls(from);
    if (auto lua = from.table("lua")) out.lua = read_lua(std::move(*lua), &out.scripts);
    from.read_choice<bool>("rest", {{"keep", true}, {"drop", false}}, out.keep_rest);
    from.read_choice<bool>("on_error", {{"reject", true}, {"contract", false}}, out.reject);
    from.finish();
    return out;
}

} // namespace ficus::config
