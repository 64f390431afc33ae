#include "acl/format.hpp"
#include "configured.hpp"
#include "golden/shown_message.hpp"

#include <filesystem>

using namespace ficus;
using namespace ficus::acl;
namespace fs = std::filesystem;

// tests/golden/TRANSLATOR/ficus.toml and, beside it, its cases:
//   CASE.legacy.EXT, CASE.modern.EXT        each is the translation of the other
//   CASE.modern.only.EXT                    CASE.legacy.EXT becomes this, and nobody asks for the way back
//   CASE.modern.error                       CASE.legacy.EXT is refused with these words
// and the same with the sides exchanged. A case is an answer unless its name begins with `request-`. Layout
// does not count: the expected file is read, and written as a translator writes. With the extension `http` it
// is a whole message: its first line, its fields, an empty line, its body. A folder whose ficus.toml has
// several translators has a folder of cases for each, by its name.

namespace {

struct golden_case {
    fs::path source;
    fs::path expected;
    direction way;
};

/// The file of `side` that says what comes out there.
std::optional<fs::path> expectation(fs::path const& folder, std::string const& name,
                                    std::string const& side) {
    std::optional<fs::path> found;
    for (auto const& entry : fs::directory_iterator(folder)) {
        auto const file = entry.path().filename().string();
        if (file.starts_with(name + '.' + side + '.')) found = entry.path();
    }
    return found;
}

std::vector<golden_case> cases_in(fs::path const& folder) {
    std::vector<golden_case> cases;
    for (auto const& entry : fs::directory_iterator(folder)) {
        auto const file = entry.path().filename().string();
        for (auto const& [side, other, way] : {std::tuple{"legacy", "modern", direction::to_modern},
                                               std::tuple{"modern", "legacy", direction::to_legacy}}) {
            auto const at = file.find('.' + std::string(side) + '.');
            if (at == std::string::npos || file.ends_with(".error") ||
                file.find(".only.") != std::string::npos)
                continue;
            auto const expected = expectation(folder, file.substr(0, at), other);
            INFO(entry.path());
            REQUIRE(expected);
            cases.push_back({entry.path(), *expected, way});
        }
    }
    return cases;
}

/// The text without its layout.
std::string as_written(side_options const& side, std::string const& text) {
    auto const read = read_body(side, text);
    REQUIRE(read.has_value());
    std::string out;
    REQUIRE(write_body(side, *read->root(), out).has_value());
    return out;
}

/// Whole messages; what is expected has a body without layout.
void check_whole(translator const& t, golden_case const& one) {
    auto const from = golden::message_of(golden::read_file(one.source));
    if (one.expected.extension() == ".error") {
        CHECK(golden::refusal(t, one.way, from) + "\n" == golden::read_file(one.expected));
        return;
    }
    auto to = golden::message_of(golden::read_file(one.expected));
    if (!to.body.empty()) to.body = as_written(golden::side_of(t, target_index(one.way), to), to.body);
    golden::check_message(t, one.way, from, to);
}

void check(translator const& t, golden_case const& one) {
    if (one.source.extension() == ".http") return check_whole(t, one);
    auto const name = one.source.filename().string();
    auto const of = name.starts_with("request-") ? part::request : part::response;
    auto const translated = t.translate_body(one.way, of, golden::read_file(one.source));
    auto expected = golden::read_file(one.expected);
    if (one.expected.extension() == ".error") {
        REQUIRE(translated.has_error());
        CHECK(translated.error().where + ": " + translated.error().message + "\n" == expected);
        return;
    }
    if (!translated) FAIL(translated.error().where << ": " << translated.error().message);
    CHECK(*translated == as_written(t.side(of, target_index(one.way)), expected));
}

} // namespace

TEST_CASE("every golden pair is translated as it says") {
    std::size_t translators = 0;
    for (auto const& folder : fs::directory_iterator(FICUS_SOURCE_DIR "/tests/golden")) {
        if (!folder.is_directory()) continue;
        auto const file = (folder.path() / "ficus.toml").string();
        auto const all = golden::translators_of(golden::read_file(file), file);
        for (auto const& t : all) {
            ++translators;
            auto const cases = cases_in(all.size() == 1 ? folder.path() : folder.path() / t.name());
            CAPTURE(file, t.name());
            CHECK_FALSE(cases.empty());
            for (auto const& one : cases) {
                DYNAMIC_SECTION(fs::relative(one.source, FICUS_SOURCE_DIR "/tests/golden").string()) {
                    check(t, one);
                }
            }
        }
    }
    CHECK(translators >= 24);
}
