#include "facade/config/read_scalar.hpp"

#include "facade/config/suggestion.hpp"
#include "facade/config/values.hpp"

#include <algorithm>

namespace ficus::config {
namespace {

std::vector<std::pair<std::string, std::optional<acl::scalar_type>>> const& types() {
    static std::vector<std::pair<std::string, std::optional<acl::scalar_type>>> const known{
        {"string", acl::scalar_type::string},
        {"integer", acl::scalar_type::integer},
        {"number", acl::scalar_type::number},
        {"boolean", acl::scalar_type::boolean}};
    return known;
}

std::vector<acl::nothing_way> read_ways(section& from, std::string_view member) {
    std::vector<acl::nothing_way> ways;
    std::vector<std::string> const words{"null", "empty", "absent"};
    for (auto& said : from.items(member, true)) {
        if (said.table) {
            auto kind = node_kind::string;
            if (auto value = said.table->scalar("value", kind))
                ways.emplace_back(acl::typed_text{std::move(value->text), type_of(kind)});
            else if (!said.table->has("value"))
                said.table->missing("value", "say which one stands for none: { value = \"0000-00-00\" }");
            said.table->finish();
        } else if (said.kind != node_kind::string) {
            ways.emplace_back(acl::typed_text{std::move(said.text), type_of(said.kind)});
        } else if (auto const word = std::find(words.begin(), words.end(), said.text); word != words.end()) {
            ways.emplace_back(word == words.begin()       ? acl::nothing::null
                              : word == words.begin() + 1 ? acl::nothing::empty
                                                          : acl::nothing::absent);
        } else {
            from.out().error(said.where,
                             in_quotes(said.text) + " is none of \"null\", \"empty\" and \"absent\"" +
                                 suggestion(said.text, words) +
                                 "; a text that stands for none is { value = " + in_quotes(said.text) + " }");
        }
    }
    return ways;
}

std::optional<acl::text_list_options> read_list(section& from, std::string_view member) {
    if (!from.has(member)) return std::nullopt;
    acl::text_list_options out;
    if (!from.has_table(member)) {
        from.read(member, out.separator);
        return out;
    }
    auto list = from.table(member);
    list->read("separator", out.separator);
    list->read_choice<acl::text_list_options::nothing>(
        "empty",
        {{"list", acl::text_list_options::nothing::no_element},
         {"element", acl::text_list_options::nothing::one_element}},
        out.empty);
    list->finish();
    return out;
}

} // namespace

acl::scalar_type type_of(node_kind kind) {
    return kind == node_kind::integer   ? acl::scalar_type::integer
           : kind == node_kind::boolean ? acl::scalar_type::boolean
                                        : acl::scalar_type::string;
}

void read_type(section& from, acl::field_options& out) {
    if (!from.has_table("type")) return from.read_choice("type", types(), out.type);
    auto sides = from.table("type");
    sides->read_choice("legacy", types(), out.legacy_type);
    sides->read_choice("modern", types(), out.type);
    sides->finish();
}

void read_values(section& from, acl::field_options& out) {
    bool all_integers = true, all_booleans = true;
    for (auto& [legacy, modern] : from.scalar_table("values")) {
        all_integers &= modern.second == node_kind::integer;
        all_booleans &= modern.second == node_kind::boolean;
        out.values.emplace_back(legacy.text, std::move(modern.first));
    }
    if (out.values.empty() || out.type) return;
    if (all_integers) out.type = acl::scalar_type::integer;
    if (all_booleans) out.type = acl::scalar_type::boolean;
}

void read_base64(section& from, acl::text_options& out) {
    auto sides = from.table("base64");
    if (!sides) return;
    for (auto const& [member, side] : {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}}) {
        auto kind = node_kind::string;
        auto const said = sides->scalar(member, kind);
        if (!said) continue;
        if (kind == node_kind::boolean && said->text == "true")
            side->base64 = acl::base64::standard;
        else if (kind == node_kind::string && said->text == "url")
            side->base64 = acl::base64::url;
        else if (kind != node_kind::boolean)
            from.out().error(said->where, "is neither true nor \"url\", whose letters are those for URLs "
                                          "(- and _ instead of + and /)");
    }
    sides->finish();
}

void read_ignored_case(section& from, acl::field_options& out) {
    auto kind = node_kind::string;
    auto const said = from.scalar("ignore_case", kind);
    if (!said) return;
    std::vector<std::pair<std::string, acl::ignored_case>> const known{
        {"true", {true, true}}, {"false", {}}, {"legacy", {true, false}}, {"modern", {false, true}}};
    for (auto const& [word, sides] : known)
        if (said->text == word && (kind == node_kind::boolean) == (word == "true" || word == "false")) {
            out.ignore_case = sides;
            return;
        }
    from.out().error(said->where, "is none of true, false, \"legacy\" and \"modern\"; write `ignore_case = "
                                  "true`, or the one side whose texts may be in any case");
}

acl::boolean_options read_boolean(section from) {
    acl::boolean_options out;
    for (auto const& [member, spellings] : {std::pair{"true", &out.truths}, std::pair{"false", &out.falses}})
        for (auto& said : from.items(member, false))
            spellings->emplace_back(std::move(said.text), type_of(said.kind));
    from.finish();
    return out;
}

std::optional<acl::nothing_options> read_nothing(section& from) {
    auto sides = from.table("nothing");
    if (!sides) return std::nullopt;
    acl::nothing_options out;
    if (sides->has("legacy")) out.legacy = read_ways(*sides, "legacy");
    if (sides->has("modern")) out.modern = read_ways(*sides, "modern");
    sides->finish();
    return out;
}

std::optional<acl::split_options> read_split(section& from) {
    auto sides = from.table("split");
    if (!sides) return std::nullopt;
    acl::split_options out;
    out.legacy = read_list(*sides, "legacy");
    out.modern = read_list(*sides, "modern");
    sides->finish();
    return out;
}

void read_parts(section& from, acl::field_options& out, void (*read)(section&, acl::field_options&)) {
    if (from.has_table("legacy") && from.has_table("modern"))
        from.out().error(from.place_of("modern"),
                         "has parts, and so has legacy; one of the sides holds the text "
                         "that they stand in, at one path");
    for (auto const& [member, path] : {std::pair{"legacy", &acl::field_options::legacy},
                                       std::pair{"modern", &acl::field_options::modern}}) {
        if (!from.has_table(member)) continue;
        if (!out.parts.empty()) return;
        auto table = from.table(member);
        for (auto& [name, said] : table->members()) {
            acl::field_options part;
            if (said.table) {
                if (auto text = said.table->text("path", need::required)) part.*path = std::move(text->text);
                read(*said.table, part);
                said.table->finish();
            } else {
                part.*path = std::move(said.text);
            }
            out.part_names.push_back(name);
            out.parts.push_back(std::move(part));
        }
        if (out.parts.empty()) from.out().error(from.place_of(member), "names no part; write a path of each");
    }
}

void read_templates(section& from, acl::field_options& out) {
    for (auto& said : from.items("template", false)) {
        if (said.kind == node_kind::string)
            out.templates.push_back(std::move(said.text));
        else
            from.out().error(said.where, "is no text; write one such as \"{last}, {first}\"");
    }
}

} // namespace ficus::config
