#include "acl/suggest.hpp"
#include "facade/config/reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace ficus::acl;

namespace {

constexpr std::string_view preamble =
    "[facade]\nlegacy = \"monolith\"\n[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9001\"]\n";

side_options spoken(std::uint8_t by, std::string_view example) {
    side_options side;
    constexpr format kinds[] = {format::json, format::xml,    format::form,
                                format::csv,  format::xmlrpc, format::soap};
    if (by % 8 < std::size(kinds)) {
        side.kind = kinds[by % 8];
        if (side.kind == format::xml || side.kind == format::soap) side.root = "R";
        if (side.kind == format::form && by >= 128) side.nested = nested_form_options{};
        return side;
    }
    return guess_side(example, by >= 128 ? "" : "json").value_or(side);
}

} // namespace

/// Documents with 0xFF between them, each two a pair; the first two bytes say how they are spoken. What is
/// proposed is a configuration, whatever the documents were.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2) return 0;
    std::string_view rest(reinterpret_cast<char const*>(data) + 2, size - 2);
    std::vector<std::string> documents;
    while (documents.size() < 8) {
        auto const cut = rest.find('\xFF');
        documents.emplace_back(rest.substr(0, cut));
        if (cut == std::string_view::npos) break;
        rest.remove_prefix(cut + 1);
    }
    if (documents.size() % 2 == 1) documents.emplace_back();
    std::vector<suggest_pair> pairs;
    for (std::size_t i = 0; i < documents.size(); i += 2)
        pairs.push_back({std::to_string(i / 2), documents[i], documents[i + 1]});
    translator_options known;
    known.name = "guessed";
    known.legacy = spoken(data[0], documents[0]);
    known.modern = spoken(data[1], documents[1]);
    auto const found = suggest_mapping(known, std::nullopt, pairs);
    if (!found) {
        if (found.error().where.empty() || found.error().message.empty()) std::abort();
        return 0;
    }
    // Without a field between two formats there is nothing to configure.
    if (found->fields.empty()) return 0;
    auto const text = std::string(preamble) + to_toml(*found, known, std::nullopt, false);
    auto const read = ficus::config::read_text(
        text, "proposal", [](std::string const&) { return std::optional<std::string>(); });
    if (!read) std::abort();
    return 0;
}
