// Routing and translation read one path alike: rules knows nothing of acl, so that only here both can be
// asked.
#include "acl/path_template.hpp"
#include "rules/path.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace ficus;

TEST_CASE("a translator maps the path that routing saw") {
    auto const same = acl::path_mapping::compile("/{rest...}", "/{rest...}");
    REQUIRE(same.has_value());
    std::mt19937 random(7);
    std::vector<std::string> const parts = {"a", "b",    ".",   "..", "%2e", "%2E.",
                                            "",  "x%41", "...", ".a", "%62"};
    for (int i = 0; i < 20'000; ++i) {
        std::string path;
        for (auto n = 1 + random() % 7; n > 0; --n) path += "/" + parts[random() % parts.size()];
        INFO(path);
        rules::normal_path seen;
        seen.read(path, rules::survey(path).reading(0));
        auto const mapped = same->map(0, path);
        REQUIRE(mapped);
        rules::normal_path sent;
        sent.read(*mapped, rules::path_reading{});
        REQUIRE(sent.text() == seen.text());
        REQUIRE(same->map(0, *mapped) == mapped);
    }
}
