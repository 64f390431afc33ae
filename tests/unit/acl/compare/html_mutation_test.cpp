#include "comparing.hpp"
#include "html_gardener.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

TEST_CASE("every seeded difference of a page is found at its path with its kind, and nothing else") {
    compare_options options;
    options.html_ignore = {".volatile", "meta[name=token]"};
    for (unsigned seed = 1; seed <= 4'000; ++seed) {
        auto const pair = html_gardener(seed).grow();
        INFO("seed " << seed << "\n" << pair.legacy << "\n" << pair.modern);
        auto const made = comparing::compare(pair.legacy, pair.modern, options, "text/html");
        REQUIRE(made.way == body_way::html);
        REQUIRE(comparing::lines(made) == comparing::found{pair.expected});
        REQUIRE(comparing::differences(pair.legacy, pair.respelled, options, "text/html").empty());
    }
}
