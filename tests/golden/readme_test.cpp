#include "acl/format.hpp"
#include "acl/proof.hpp"
#include "configured.hpp"

using namespace ficus;
using namespace ficus::acl;

namespace {

/// A fenced block: ```info, lines, ```.
struct block {
    std::string info;
    std::string text;
};

std::vector<block> blocks_of(std::string const& page) {
    std::vector<block> blocks;
    for (std::size_t at = 0; (at = page.find("\n```", at)) != std::string::npos;) {
        auto const begin = page.find('\n', at + 1) + 1;
        auto const end = page.find("\n```", begin - 1);
        REQUIRE(end != std::string::npos);
        blocks.push_back({page.substr(at + 4, begin - at - 5), page.substr(begin, end + 1 - begin)});
        at = end + 4;
    }
    return blocks;
}

constexpr auto preamble =
    "[facade]\nlegacy = \"monolith\"\n[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9001\"]\n";

/// The text without its layout.
std::string as_written(format f, std::string text) {
    if (f == format::form && text.ends_with('\n')) text.pop_back();
    auto const read = read_body(f, text);
    REQUIRE(read.has_value());
    std::string out;
    REQUIRE(write_body(f, *read->root(), out).has_value());
    return out;
}

void check(translator const& t, direction way, std::string const& from, std::string const& to) {
    auto const translated = t.translate_body(way, part::response, from);
    if (!translated) FAIL(translated.error().where << ": " << translated.error().message);
    CHECK(*translated == to);
}

} // namespace

TEST_CASE("every example of acl/README.md is translated as it says, and proven but for the one that says "
          "otherwise") {
    auto const blocks = blocks_of(golden::read_file(FICUS_SOURCE_DIR "/acl/README.md"));
    REQUIRE(blocks.size() % 3 == 0);
    REQUIRE(blocks.size() >= 30);
    for (std::size_t i = 0; i < blocks.size(); i += 3) {
        REQUIRE(blocks[i].info == "toml");
        REQUIRE(blocks[i + 1].info.ends_with(" legacy"));
        REQUIRE(blocks[i + 2].info.ends_with(" modern"));
        auto const t = golden::only_translator(preamble + blocks[i].text, "acl/README.md");
        DYNAMIC_SECTION(t.name()) {
            auto const legacy = as_written(t.options().legacy.kind, blocks[i + 1].text);
            auto const modern = as_written(t.options().modern.kind, blocks[i + 2].text);
            check(t, direction::to_modern, legacy, modern);
            check(t, direction::to_legacy, modern, legacy);
            CHECK(prove(t).empty() == (t.name() != "product"));
        }
    }
}
