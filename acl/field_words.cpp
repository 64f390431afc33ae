#include "acl/field_words.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string_view name_of_type(scalar_type type) {
    switch (type) {
    case scalar_type::string: return "string";
    case scalar_type::integer: return "integer";
    case scalar_type::number: return "number";
    case scalar_type::boolean: return "boolean";
    }
    return "string";
}

/// `{ legacy = X, modern = Y }`, of which either may be missing.
std::string pair_of(std::string const& legacy, std::string const& modern) {
    std::string out = "{ ";
    if (!legacy.empty()) out += "legacy = " + legacy;
    if (!legacy.empty() && !modern.empty()) out += ", ";
    if (!modern.empty()) out += "modern = " + modern;
    return out + " }";
}

std::string text_unless_empty(std::string const& text) {
    return text.empty() ? std::string() : toml_string(text);
}

std::string optional_text(std::optional<std::string> const& text) {
    return text ? toml_string(*text) : std::string();
}

std::string text_of(typed_text const& said) {
    return said.type == scalar_type::string ? toml_string(said.text) : said.text;
}

std::string type_in_words(scalar_type type) {
    return '"' + std::string(name_of_type(type)) + '"';
}

/// One alone, or a list.
template<class T, class Words>
std::string one_or_list(std::vector<T> const& all, Words const& words) {
    if (all.size() == 1) return words(all.front());
    std::string out = "[";
    for (auto const& one : all) out += (out.size() == 1 ? "" : ", ") + words(one);
    return out + "]";
}

std::string patterns_of(std::string const& first, std::vector<std::string> const& also) {
    auto all = also;
    all.insert(all.begin(), first);
    return one_or_list(all, [](std::string const& pattern) { return toml_string(pattern); });
}

std::string way_of(nothing_way const& way) {
    switch (way.as) {
    case nothing::null: return "\"null\"";
    case nothing::empty: return "\"empty\"";
    case nothing::absent: return "\"absent\"";
    case nothing::value: break;
    }
    return way.value.type == scalar_type::string ? "{ value = " + toml_string(way.value.text) + " }"
                                                 : way.value.text;
}

std::string split_of(std::optional<text_list_options> const& list) {
    if (!list) return {};
    if (list->empty == text_list_options::nothing::no_element) return toml_string(list->separator);
    return "{ separator = " + toml_string(list->separator) + ", empty = \"element\" }";
}

std::string script_of(std::optional<script_text> const& script) {
    return script ? toml_string(script->text) : std::string();
}

std::string padding_of(std::optional<padding_options> const& pad) {
    if (!pad) return {};
    auto out = "{ width = " + std::to_string(pad->width);
    if (pad->with != " ") out += ", with = " + toml_string(pad->with);
    if (pad->side == padding_options::where::left) out += ", side = \"left\"";
    return out + " }";
}

std::string base64_of(std::optional<base64> const& as) {
    if (!as) return {};
    return *as == base64::url ? "\"url\"" : "true";
}

std::string letters_of(std::optional<letter_case> const& letters) {
    if (!letters) return {};
    return *letters == letter_case::upper ? "\"upper\"" : "\"lower\"";
}

std::string style_of(decimal_style_options const& style) {
    std::string out;
    if (style.point != ".") out += "point = " + toml_string(style.point);
    if (!style.grouping.empty())
        out += (out.empty() ? "" : ", ") + ("grouping = " + toml_string(style.grouping));
    if (style.decimals) out += (out.empty() ? "" : ", ") + ("decimals = " + std::to_string(*style.decimals));
    return out.empty() ? out : "{ " + out + " }";
}

std::string parts_of(std::uint64_t scale) {
    return scale == 1 ? std::string() : std::to_string(scale);
}

std::string scale_of(scale_options const& scale) {
    auto out = pair_of(parts_of(scale.legacy), parts_of(scale.modern));
    return scale.decimals ? out.substr(0, out.size() - 2) + ", decimals = true }" : out;
}

void add_text(text_options const& text, field_words& out) {
    auto const& [legacy, modern] = text;
    if (legacy.trim || modern.trim)
        out.emplace_back("trim", legacy.trim && modern.trim ? "\"both\""
                                 : legacy.trim              ? "\"legacy\""
                                                            : "\"modern\"");
    if (legacy.origin || modern.origin)
        out.emplace_back("origin", legacy.origin && modern.origin ? "\"both\""
                                   : legacy.origin                ? "\"legacy\""
                                                                  : "\"modern\"");
    auto const add = [&out](char const* key, std::string const& on_legacy, std::string const& on_modern) {
        if (!on_legacy.empty() || !on_modern.empty()) out.emplace_back(key, pair_of(on_legacy, on_modern));
    };
    add("prefix", text_unless_empty(legacy.prefix), text_unless_empty(modern.prefix));
    add("suffix", text_unless_empty(legacy.suffix), text_unless_empty(modern.suffix));
    add("pad", padding_of(legacy.pad), padding_of(modern.pad));
    add("base64", base64_of(legacy.base64), base64_of(modern.base64));
    add("case", letters_of(legacy.letters), letters_of(modern.letters));
}

std::string said_of(constant_options const& said) {
    if (said.absent) return "{ absent = true }";
    if (said.empty) return *said.empty == kind::array ? "{ empty = \"list\" }" : "{ empty = \"object\" }";
    std::vector<typed_text> all{{said.text, said.type}};
    all.insert(all.end(), said.others.begin(), said.others.end());
    auto const texts = one_or_list(all, text_of);
    return said.denies ? "{ not = " + texts + " }" : texts;
}

std::string conditions_of(std::vector<std::pair<std::string, constant_options>> const& said) {
    std::string out;
    for (auto const& [path, constant] : said)
        out += (out.empty() ? "{ " : ", ") + toml_key(path) + " = " + said_of(constant);
    return out.empty() ? out : out + " }";
}

std::string table_of(std::vector<std::pair<std::string, std::string>> const& values) {
    std::string out = "{ ";
    for (auto const& [legacy, modern] : values)
        out += (out.size() == 2 ? "" : ", ") + toml_key(legacy) + " = " + toml_string(modern);
    return out + " }";
}

} // namespace

std::string toml_string(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (byte < 0x20 || byte == 0x7F)
            out += {'\\', 'u', '0', '0', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
        else
            out += c;
    }
    return out + '"';
}

std::string toml_key(std::string_view name) {
    bool const bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
    return bare ? std::string(name) : toml_string(name);
}

field_words words_of(field_options const& field, std::size_t most_values) {
    field_words out;
    if (!field.when.is_empty())
        out.emplace_back("when", pair_of(conditions_of(field.when.legacy), conditions_of(field.when.modern)));
    if (field.constant) out.emplace_back("constant", said_of(*field.constant));
    auto const listed = [](std::vector<std::string> const& copies) {
        return copies.empty() ? std::string()
                              : one_or_list(copies, [](auto const& path) { return toml_string(path); });
    };
    if (!field.copies.is_empty())
        out.emplace_back("copies", pair_of(listed(field.copies.legacy), listed(field.copies.modern)));
    if (field.required) out.emplace_back("required", "true");
    if (field.link) out.emplace_back("link", "true");
    if (field.missing.legacy || field.missing.modern)
        out.emplace_back("default",
                         pair_of(optional_text(field.missing.legacy), optional_text(field.missing.modern)));
    if (field.legacy_type)
        out.emplace_back("type", pair_of(type_in_words(*field.legacy_type),
                                         field.type ? type_in_words(*field.type) : std::string()));
    else if (field.type)
        out.emplace_back("type", type_in_words(*field.type));
    if (field.nothing)
        out.emplace_back("nothing", pair_of(one_or_list(field.nothing->legacy, way_of),
                                            one_or_list(field.nothing->modern, way_of)));
    if (field.split)
        out.emplace_back("split", pair_of(split_of(field.split->legacy), split_of(field.split->modern)));
    if (field.single[0] || field.single[1])
        out.emplace_back("single", field.single[0] && field.single[1] ? "\"both\""
                                   : field.single[0]                  ? "\"legacy\""
                                                                      : "\"modern\"");
    if (!field.templates.empty())
        out.emplace_back("template",
                         one_or_list(field.templates, [](auto const& t) { return toml_string(t); }));
    if (field.text) add_text(*field.text, out);
    if (!field.values.empty())
        out.emplace_back("values", field.values.size() > most_values
                                       ? "{ " + std::to_string(field.values.size()) + " of them }"
                                       : table_of(field.values));
    if (field.otherwise.legacy || field.otherwise.modern)
        out.emplace_back("otherwise", pair_of(optional_text(field.otherwise.legacy),
                                              optional_text(field.otherwise.modern)));
    if (!field.also.is_empty())
        out.emplace_back("also",
                         pair_of(field.also.legacy.empty() ? std::string() : table_of(field.also.legacy),
                                 field.also.modern.empty() ? std::string() : table_of(field.also.modern)));
    if (field.ignores_case())
        out.emplace_back("ignore_case", field.ignore_case[0] && field.ignore_case[1] ? "true"
                                        : field.ignore_case[0]                       ? "\"legacy\""
                                                                                     : "\"modern\"");
    if (field.boolean)
        out.emplace_back("boolean", "{ true = " + one_or_list(field.boolean->truths, text_of) +
                                        ", false = " + one_or_list(field.boolean->falses, text_of) + " }");
    if (field.decimal)
        out.emplace_back("decimal",
                         pair_of(style_of(field.decimal->legacy), style_of(field.decimal->modern)));
    if (field.scale) out.emplace_back("scale", scale_of(*field.scale));
    if (field.paging)
        out.emplace_back(
            "paging",
            "{ pages = \"" + std::string(field.paging->pages_on == 0 ? "legacy" : "modern") + "\", size = " +
                pair_of(toml_string(field.paging->size[0]), toml_string(field.paging->size[1])) + " }");
    if (field.time)
        out.emplace_back("time",
                         "{ legacy = " + patterns_of(field.time->legacy, field.time->also[0]) +
                             ", modern = " + patterns_of(field.time->modern, field.time->also[1]) +
                             (field.time->zone == "UTC" ? "" : ", zone = " + toml_string(field.time->zone)) +
                             " }");
    if (field.xmlrpc)
        out.emplace_back("xmlrpc", *field.xmlrpc == note::date_time ? "\"dateTime.iso8601\""
                                   : *field.xmlrpc == note::base64  ? "\"base64\""
                                                                    : "\"double\"");
    if (field.lua.any()) {
        auto const both = field.lua.to_modern && field.lua.to_legacy;
        out.emplace_back(
            "lua",
            "{ " + (field.lua.to_modern ? "to_modern = " + script_of(field.lua.to_modern) : std::string()) +
                (both ? ", " : "") +
                (field.lua.to_legacy ? "to_legacy = " + script_of(field.lua.to_legacy) : std::string()) +
                " }");
    }
    return out;
}

std::string line_of(field_words const& words) {
    std::string out;
    for (auto const& [key, value] : words) out += (out.empty() ? "" : ", ") + key + " = " + value;
    return out;
}

} // namespace ficus::acl
