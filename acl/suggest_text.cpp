#include "acl/field_words.hpp"
#include "acl/format.hpp"
#include "acl/suggest.hpp"
#include "acl/suggest_check.hpp"

namespace ficus::acl {
namespace {

/// One comment, whatever the text holds: names are the documents'.
void comment(std::string& out, std::string_view text, std::string_view indent = "") {
    out.append(indent).append("# ");
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        out += byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    out += '\n';
}

std::string namespaces_of(xml_namespaces const& table) {
    std::string out;
    for (auto const& [prefix, uri] : table)
        out += (out.empty() ? "" : ", ") + toml_key(prefix) + " = " + toml_string(uri);
    return "{ " + out + " }";
}

std::string side_of(side_options const& side) {
    auto out = "{ format = " + toml_string(to_string(side.kind));
    if (!side.root.empty()) out += ", root = " + toml_string(side.root);
    auto const& namespaces = side.kind == format::soap ? side.soap.namespaces : side.xml.namespaces;
    if (!namespaces.empty()) out += ", namespaces = " + namespaces_of(namespaces);
    if (side.kind == format::soap && side.soap.version == soap_version::v1_2) out += ", version = \"1.2\"";
    if (side.nested) out += ", nested = true";
    if (side.kind == format::csv && side.csv.separator != ',')
        out += ", separator = " + toml_string(std::string_view(&side.csv.separator, 1));
    if (side.charset) out += ", charset = " + toml_string(side.charset->name());
    return out + " }";
}

/// A field in one line: in a list's `fields`.
std::string inline_of(suggested_field const& field) {
    std::string out = "{ ";
    auto const add = [&out](std::string const& key, std::string const& value) {
        out += (out.size() == 2 ? "" : ", ") + key + " = " + value;
    };
    if (!field.options.legacy.empty()) add("legacy", toml_string(field.options.legacy));
    if (!field.options.modern.empty()) add("modern", toml_string(field.options.modern));
    for (auto const& [key, value] : words_of(field.options)) add(key, value);
    if (!field.inner.empty()) {
        std::string inner;
        for (auto const& each : field.inner) inner += (inner.empty() ? "" : ", ") + inline_of(each);
        add("fields", "[ " + inner + " ]");
    }
    return out + " }";
}

/// Above the line that they are about; what is deeper has no place of its own for them.
void put_evidence(std::string& out, suggested_field const& field, std::string_view indent, bool deep) {
    for (auto const& line : field.evidence) comment(out, line, indent);
    if (!deep) return;
    for (auto const& inner : field.inner)
        for (auto const& line : inner.evidence) comment(out, inner.options.modern + ": " + line, indent);
}

void put_inner(std::string& out, std::vector<suggested_field> const& fields) {
    for (auto const& field : fields) {
        put_evidence(out, field, "  ", true);
        out += "  " + inline_of(field) + ",\n";
    }
}

void put_field(std::string& out, std::string const& table, suggested_field const& field) {
    out += '\n';
    put_evidence(out, field, "", false);
    out += "[[" + table + "]]\n";
    if (!field.options.legacy.empty()) out += "legacy = " + toml_string(field.options.legacy) + '\n';
    if (!field.options.modern.empty()) out += "modern = " + toml_string(field.options.modern) + '\n';
    for (auto const& [key, value] : words_of(field.options)) out += key + " = " + value + '\n';
    if (field.inner.empty()) return;
    out += "fields = [\n";
    put_inner(out, field.inner);
    out += "]\n";
}

void put_section(std::string& out, std::string_view title, std::vector<std::string> const& lines) {
    if (lines.empty()) return;
    out += '\n';
    comment(out, title);
    for (auto const& line : lines) comment(out, "  " + line);
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
    return std::to_string(n) + ' ' + std::string(n == 1 ? one : many);
}

std::size_t count_fields(std::vector<suggested_field> const& fields) {
    std::size_t n = 0;
    for (auto const& field : fields) n += 1 + count_fields(field.inner);
    return n;
}

} // namespace

std::string to_toml(suggestion const& proposed, translator_options const& known, std::optional<part> of,
                    bool configured) {
    auto const name = "translators." + toml_key(known.name);
    std::string table = name + ".fields";
    auto const where = place_of_fields(known, of);
    if (where == suggest_place::request) table = name + ".request.fields";
    if (where == suggest_place::response) table = name + ".response.fields";
    auto const fields = count_fields(proposed.fields);
    std::string out;
    comment(out, (configured ? "To be added to " : "Proposed for ") + known.name + ": " +
                     counted(fields, "field", "fields") + ", from " +
                     counted(proposed.pairs, "pair", "pairs") + " of documents.");
    comment(out, "All of it was run both ways: of the pairs " + std::to_string(proposed.whole[0]) +
                     " become the whole modern document, " + std::to_string(proposed.whole[1]) +
                     " the whole legacy one. Read it before you use it.");
    if (!configured) {
        if (known.legacy.charset || known.modern.charset)
            comment(out, "Some texts are not UTF-8: their charset is a guess.");
        out += "\n[" + name + "]\nlegacy = " + side_of(known.legacy) + "\nmodern = " + side_of(known.modern) +
               '\n';
    }
    for (auto const& field : proposed.fields) put_field(out, table, field);
    for (auto const& extension : proposed.extensions) {
        std::vector<std::string> lines;
        for (auto const& inner : extension.inner) {
            for (auto const& line : inner.evidence) lines.push_back("# " + line);
            lines.push_back(inline_of(inner) + ',');
        }
        put_section(out,
                    "To be added to the `fields` of " + extension.options.legacy + " and " +
                        extension.options.modern + ", which is there:",
                    lines);
    }
    put_section(out, "Ambiguous, so that it is yours to choose:", proposed.ambiguous);
    put_section(out, "Agrees, but not everywhere:", proposed.withheld);
    put_section(out, "Unexplained in legacy:", proposed.unexplained[0]);
    put_section(out, "Unexplained in modern:", proposed.unexplained[1]);
    put_section(out, "Remarks:", proposed.remarks);
    return out;
}

} // namespace ficus::acl
