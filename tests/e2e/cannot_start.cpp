// Where the facade cannot start it ends with 1 and says why; nobody is served by half of one.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

TEST_CASE("with too few descriptors a facade does not start, and says what it lacks") {
    scene stage;
    // With fewer the loader itself finds no room to open the libraries.
    for (std::uint64_t const most : {6, 7, 8, 10, 12, 14, 16}) {
        CAPTURE(most);
        cli_options options;
        options.folder = stage.dir.path();
        options.most_descriptors = most;
        auto const result = run_cli({"serve", "--config", stage.config().string()}, options);
        CHECK(result.status == 1);
        INFO(result.errors);
        CHECK((result.errors.find("RLIMIT_NOFILE") != std::string::npos ||
               result.errors.find("Too many open files") != std::string::npos));
    }
}
