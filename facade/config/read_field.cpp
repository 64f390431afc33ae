#include "facade/config/read_field.hpp"

#include "facade/config/parts.hpp"
#include "facade/config/read_condition.hpp"
#include "facade/config/read_scalar.hpp"
#include "facade/config/read_script.hpp"

#include <array>
#include <utility>

namespace ficus::config {
namespace {

acl::time_options read_time(section from) {
    acl::time_options out;
    for (std::size_t side = 0; side < 2; ++side) {
        auto const* const member = side == 0 ? "legacy" : "modern";
        bool first = true;
        from.refuse_empty(member, "name a pattern, such as \"%d.%m.%Y\"");
        for (auto& said : from.items(member, false)) {
            if (said.kind != node_kind::string)
                from.out().error(said.where, "is no pattern; write one such as \"%d.%m.%Y\"");
            else if (std::exchange(first, false))
                (side == 0 ? out.legacy : out.modern) = std::move(said.text);
            else
                out.also[side].push_back(std::move(said.text));
        }
    }
    from.read("zone", out.zone);
    from.finish();
    return out;
}

/// One text of each side, either of which may be left out.
acl::otherwise_options read_pair(section& from, std::string_view member) {
    acl::otherwise_options out;
    auto pair = from.table(member);
    if (!pair) return out;
    if (auto text = pair->text("legacy", need::optional, empties::taken)) out.legacy = std::move(text->text);
    if (auto text = pair->text("modern", need::optional, empties::taken)) out.modern = std::move(text->text);
    pair->finish();
    return out;
}

acl::decimal_options read_decimal(section from) {
    acl::decimal_options out;
    for (auto const& [member, style] : {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}}) {
        auto side = from.table(member);
        if (!side) continue;
        side->read("point", style->point);
        side->read("grouping", style->grouping);
        if (side->has("decimals"))
            side->read_integer("decimals", 0, acl::decimal_style::most_decimals, style->decimals.emplace());
        side->finish();
    }
    from.finish();
    return out;
}

acl::scale_options read_scale(section from) {
    constexpr std::uint64_t most = 1'000'000'000'000'000'000;
    acl::scale_options out;
    from.read_integer("legacy", 1, most, out.legacy);
    from.read_integer("modern", 1, most, out.modern);
    from.read("decimals", out.decimals);
    from.finish();
    return out;
}

acl::padding_options read_padding(section from) {
    acl::padding_options out;
    std::uint64_t width = 0;
    from.read_integer("width", 1, acl::padding::widest, width);
    out.width = width;
    from.read("with", out.with);
    from.read_choice<acl::padding_options::where>(
        "side", {{"left", acl::padding_options::where::left}, {"right", acl::padding_options::where::right}},
        out.side);
    from.finish();
    return out;
}

/// `trim`, `prefix`, `suffix`, `origin`, `pad`, `base64` and `case`; nothing where none of them is there.
std::optional<acl::text_options> read_text(section& from) {
    acl::text_options out;
    std::array<bool, 2> trimmed{};
    from.read_choice<std::array<bool, 2>>(
        "trim", {{"legacy", {true, false}}, {"modern", {false, true}}, {"both", {true, true}}}, trimmed);
    out.legacy.trim = trimmed[0], out.modern.trim = trimmed[1];
    std::array<bool, 2> origins{};
    from.read_choice<std::array<bool, 2>>(
        "origin", {{"legacy", {true, false}}, {"modern", {false, true}}, {"both", {true, true}}}, origins);
    out.legacy.origin = origins[0], out.modern.origin = origins[1];
    auto prefix = read_pair(from, "prefix");
    auto suffix = read_pair(from, "suffix");
    out.legacy.prefix = prefix.legacy.value_or(""), out.modern.prefix = prefix.modern.value_or("");
    out.legacy.suffix = suffix.legacy.value_or(""), out.modern.suffix = suffix.modern.value_or("");
    auto pad = from.table("pad");
    auto letters = from.table("case");
    read_base64(from, out);
    for (auto const& [member, side] : {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}}) {
        if (pad)
            if (auto padding = pad->table(member)) side->pad = read_padding(std::move(*padding));
        if (letters)
            letters->read_choice<std::optional<acl::letter_case>>(
                member, {{"upper", acl::letter_case::upper}, {"lower", acl::letter_case::lower}},
                side->letters);
    }
    if (pad) pad->finish();
    if (letters) letters->finish();
    for (auto const* member : {"trim", "prefix", "suffix", "origin", "pad", "base64", "case"})
        if (from.has(member)) return out;
    return std::nullopt;
}

std::optional<acl::constant_options> read_constant(section& from) {
    auto kind = node_kind::string;
    auto said = from.scalar("constant", kind);
    if (!said) return std::nullopt;
    return acl::constant_options{std::move(said->text), type_of(kind)};
}

/// `default = "de"` for both sides, or one for each.
acl::default_options read_default(section& from) {
    acl::default_options out;
    auto kind = node_kind::string;
    if (!from.has_table("default")) {
        if (auto said = from.scalar("default", kind)) out.legacy = out.modern = std::move(said->text);
        return out;
    }
    auto sides = from.table("default");
    if (auto said = sides->scalar("legacy", kind)) out.legacy = std::move(said->text);
    if (auto said = sides->scalar("modern", kind)) out.modern = std::move(said->text);
    sides->finish();
    return out;
}

/// What is said of one value, wherever it lives.
void read_scalar_options(section& from, acl::field_options& out) {
    read_type(from, out);
    read_values(from, out);
    read_ignored_case(from, out);
    if (auto sides = from.table("otherwise")) {
        auto kind = node_kind::string;
        if (auto said = sides->scalar("legacy", kind)) out.otherwise.legacy = std::move(said->text);
        if (auto said = sides->scalar("modern", kind)) out.otherwise.modern = std::move(said->text);
        sides->finish();
    }
    if (auto sides = from.table("also")) {
        for (auto const& [member, target] :
             {std::pair{"legacy", &out.also.legacy}, std::pair{"modern", &out.also.modern}})
            for (auto& [text, value] : sides->scalar_table(member))
                target->emplace_back(text.text, std::move(value.first));
        sides->finish();
    }
    out.text = read_text(from);
    if (auto boolean = from.table("boolean")) out.boolean = read_boolean(std::move(*boolean));
    if (auto decimal = from.table("decimal")) out.decimal = read_decimal(std::move(*decimal));
    if (auto scale = from.table("scale")) out.scale = read_scale(std::move(*scale));
    if (auto time = from.table("time")) out.time = read_time(std::move(*time));
    from.read_choice<std::optional<acl::note>>("xmlrpc",
                                               {{"dateTime.iso8601", acl::note::date_time},
                                                {"base64", acl::note::base64},
                                                {"double", acl::note::real}},
                                               out.xmlrpc);
}

/// `paging = { pages = "modern", size = { legacy = "limit", modern = "per_page" } }`
std::optional<acl::paging_options> read_paging(section& from) {
    auto said = from.table("paging");
    if (!said) return std::nullopt;
    constexpr std::uint64_t most = 1'000'000;
    acl::paging_options out;
    said->read_choice<std::size_t>("pages", {{"legacy", 0}, {"modern", 1}}, out.pages_on, need::required);
    said->read_integer("first", 0, 1, out.first);
    if (auto size = said->table("size", need::required)) {
        out.size = {read_needed(*size, "legacy"), read_needed(*size, "modern")};
        size->finish();
    }
    if (said->has("default")) said->read_integer("default", 1, most, out.standard.emplace());
    said->finish();
    return out;
}

/// `document = { legacy = "json" }`, or as a side says it: `{ legacy = { format = "xml", root = "Order" } }`.
std::optional<acl::document_options> read_document(section& from) {
    auto sides = from.table("document");
    if (!sides) return std::nullopt;
    acl::document_options out;
    for (auto const& [member, target] :
         {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}}) {
        if (!sides->has(member)) continue;
        target->emplace();
        if (sides->has_table(member)) {
            auto side = sides->table(member);
            *target = read_side(std::move(*side));
        } else {
            sides->read_choice<acl::format>(member,
                                            {{"json", acl::format::json},
                                             {"xml", acl::format::xml},
                                             {"form", acl::format::form},
                                             {"csv", acl::format::csv}},
                                            (*target)->kind);
        }
    }
    sides->finish();
    return out;
}

/// `copies = { modern = ["breakdown.currency"] }`
acl::copies_options read_copies(section& from) {
    acl::copies_options out;
    auto sides = from.table("copies");
    if (!sides) return out;
    for (auto const& [member, target] : {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}})
        for (auto& path : sides->items(member, false)) target->push_back(std::move(path.text));
    if (out.is_empty())
        from.out().error(from.place_of("copies"), "names no place; say which side has the value where else: "
                                                  "copies = { modern = [\"a.currency\"] }");
    sides->finish();
    return out;
}

} // namespace

acl::field_options read_field(section from) {
    acl::field_options out;
    if (auto when = from.table("when")) out.when = read_when(std::move(*when));
    if (from.has("when") && !from.has("legacy") && !from.has("modern")) {
        if (auto fields = from.each("fields", read_field)) out.fields = std::move(*fields);
        from.finish();
        return out;
    }
    out.constant = read_constant(from);
    out.document = read_document(from);
    read_parts(from, out, read_scalar_options);
    // One that could not be read has one path all the same; what is wrong with it is said.
    if (!out.constant && from.has("constant")) out.constant.emplace();
    if (out.constant || out.document) {
        from.read("legacy", out.legacy);
        from.read("modern", out.modern);
    } else {
        if (!from.has_table("legacy")) out.legacy = read_needed(from, "legacy");
        if (!from.has_table("modern")) out.modern = read_needed(from, "modern");
    }
    out.copies = read_copies(from);
    out.paging = read_paging(from);
    from.read("required", out.required);
    from.read("link", out.link);
    out.missing = read_default(from);
    out.nothing = read_nothing(from);
    read_scalar_options(from, out);
    out.split = read_split(from);
    from.read_choice<std::array<bool, 2>>(
        "single", {{"legacy", {true, false}}, {"modern", {false, true}}, {"both", {true, true}}}, out.single);
    read_templates(from, out);
    if (auto lua = from.table("lua")) out.lua = read_lua(std::move(*lua));
    if (auto fields = from.each("fields", read_field)) out.fields = std::move(*fields);
    from.finish();
    return out;
}

} // namespace ficus::config
