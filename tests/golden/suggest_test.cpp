#include "acl/suggest.hpp"
#include "acl/suggest_check.hpp"
#include "configured.hpp"

#include <filesystem>
#include <map>
#include <set>

using namespace ficus;
using namespace ficus::acl;
namespace fs = std::filesystem;

// From the golden pairs alone, without their configuration, most of it is proposed.

namespace {

/// The documents of a folder that are each other's translation.
std::vector<suggest_pair> pairs_of(fs::path const& folder, bool requests,
                                   std::array<std::string, 2>& extensions) {
    std::vector<suggest_pair> pairs;
    std::map<std::string, std::array<fs::path, 2>> by_name;
    for (auto const& entry : fs::directory_iterator(folder)) {
        auto const file = entry.path().filename().string();
        if (file.ends_with(".error") || file.find(".only.") != file.npos) continue;
        for (std::size_t side = 0; side < 2; ++side)
            if (auto const at = file.find(side == 0 ? ".legacy." : ".modern."); at != file.npos)
                by_name[file.substr(0, at)][side] = entry.path();
    }
    for (auto const& [name, files] : by_name) {
        if (name.starts_with("request-") != requests || files[0].empty() || files[1].empty()) continue;
        extensions = {files[0].extension().string().substr(1), files[1].extension().string().substr(1)};
        pairs.push_back({name, golden::read_file(files[0]), golden::read_file(files[1])});
    }
    return pairs;
}

/// `legacy = modern` of each field, those of lists with the list's before them.
void list_fields(std::vector<field_options> const& fields, std::string const& outer,
                 std::set<std::string>& into) {
    for (auto const& field : fields) {
        auto const name = outer + field.legacy + " = " + field.modern;
        into.insert(name);
        list_fields(field.fields, name + ": ", into);
    }
}

std::set<std::string> fields_of(translator_options const& options, bool requests) {
    std::set<std::string> found;
    auto const& part = requests ? options.request : options.response;
    list_fields(part.fields ? *part.fields : options.fields, "", found);
    return found;
}

struct looked_at {
    std::set<std::string> configured, proposed;
    suggestion found;
    std::string toml;
};

constexpr auto preamble =
    "[facade]\nlegacy = \"monolith\"\n[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9001\"]\n";

looked_at look_at(std::string const& name, bool requests, bool take_sides = false) {
    fs::path const folder = fs::path(FICUS_SOURCE_DIR "/tests/golden") / name;
    auto const file = (folder / "ficus.toml").string();
    auto const configured = golden::only_translator(golden::read_file(file), file);
    std::array<std::string, 2> extensions;
    auto const pairs = pairs_of(folder, requests, extensions);
    REQUIRE_FALSE(pairs.empty());
    translator_options blank;
    blank.name = name;
    auto const of = requests ? part::request : part::response;
    if (take_sides) {
        blank.legacy = configured.side(of, 0);
        blank.modern = configured.side(of, 1);
    } else {
        auto const legacy = guess_side(pairs.front().legacy, extensions[0]);
        auto const modern = guess_side(pairs.front().modern, extensions[1]);
        REQUIRE(legacy);
        REQUIRE(modern);
        blank.legacy = *legacy;
        blank.modern = *modern;
    }
    looked_at result;
    auto found = suggest_mapping(blank, std::nullopt, pairs);
    if (!found) FAIL(found.error().where << ": " << found.error().message);
    result.found = std::move(*found);
    result.toml = to_toml(result.found, blank, std::nullopt, false);
    if (take_sides) {
        for (auto const& field : result.found.fields)
            list_fields({whole_options(field)}, "", result.proposed);
    } else {
        // What is printed is a configuration.
        auto const read = golden::only_translator(preamble + result.toml, "proposal");
        result.proposed = fields_of(read.options(), requests);
    }
    result.configured = fields_of(configured.options(), requests);
    return result;
}

} // namespace

TEST_CASE("from golden pairs alone most of their mapping is proposed, and it translates them") {
    struct expected {
        char const* folder;
        bool requests;
        std::size_t fields, of;
        std::array<std::size_t, 2> whole; ///< pairs, to modern and to legacy
    };
    auto const one =
        GENERATE(expected{"orders", false, 7, 7, {6, 6}}, expected{"customers", false, 8, 8, {0, 0}},
                 expected{"feed", false, 8, 8, {2, 2}}, expected{"forms_nested", true, 6, 6, {1, 1}},
                 expected{"search", true, 4, 5, {2, 2}}, expected{"search", false, 1, 1, {1, 1}},
                 expected{"soap_orders", true, 3, 3, {1, 1}}, expected{"soap_orders", false, 5, 6, {0, 0}},
                 expected{"stock_csv", false, 4, 4, {1, 1}}, expected{"xmlrpc_wiki", true, 3, 3, {2, 2}},
                 expected{"xmlrpc_wiki", false, 8, 8, {2, 2}});
    // What search lacks is found by another name, since its form is taken for one whose names have brackets;
    // the note of soap_orders is null in its one pair, which says nothing.
    // Its prefixes are the mapping's own, which documents do not tell.
    bool const take_sides = std::string_view(one.folder) == "soap_orders" && !one.requests;
    auto const seen = look_at(one.folder, one.requests, take_sides);
    INFO(seen.toml);
    CAPTURE(one.folder, one.requests);
    std::size_t found = 0;
    for (auto const& field : seen.configured) {
        found += seen.proposed.contains(field) ? 1 : 0;
        if (!seen.proposed.contains(field)) UNSCOPED_INFO("not found: " << field);
    }
    CHECK(found == one.fields);
    CHECK(seen.configured.size() == one.of);
    CHECK(seen.found.whole == one.whole);
}

TEST_CASE("the rules of golden pairs are found, too, and what they do not tell is said") {
    auto const orders = look_at("orders", false).toml;
    auto const says = [&](std::string const& toml, std::string_view part) {
        return toml.find(part) != toml.npos;
    };
    INFO(orders);
    CHECK(says(orders,
               R"(time = { legacy = "%d.%m.%Y %H:%M:%S", modern = "rfc3339", zone = "Europe/Berlin" })"));
    CHECK(says(orders, "# the pairs do not tell its zone from Europe/Paris"));
    CHECK(says(orders, R"(values = { X = "cancelled", P = "paid" })"));
    auto const stock = look_at("stock_csv", false).toml;
    INFO(stock);
    CHECK(says(stock, R"(decimal = { legacy = { point = "," } })"));
    CHECK(says(stock, "# Some texts are not UTF-8: their charset is a guess."));
    auto const wiki = look_at("xmlrpc_wiki", false).toml;
    INFO(wiki);
    CHECK(says(wiki, R"(xmlrpc = "dateTime.iso8601")"));
    CHECK(says(wiki, R"(xmlrpc = "double")"));
    auto const customers = look_at("customers", false).toml;
    INFO(customers);
    CHECK(says(customers, R"(values = { D = "DE" })"));
    CHECK(says(customers, R"(boolean = { true = "Y", false = "N" })"));
    CHECK(says(customers, "#   orders[].HINT"));
}
