#include "facade/config/reader.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::config;

namespace {

std::optional<std::string> nothing(std::string const&) {
    return std::nullopt;
}

} // namespace

TEST_CASE("the file is the one named by --config, else by FICUS_CONFIG, else the first that is there") {
    test::temp_dir const folder;
    auto const second = folder.write("second.toml", "");
    std::vector<std::filesystem::path> const places = {folder / "first.toml", second};
    auto const env = [](std::string const& name) {
        return name == "FICUS_CONFIG" ? std::optional<std::string>{"env.toml"} : std::nullopt;
    };
    CHECK(find_file("option.toml", env, places).value() == "option.toml");
    CHECK(find_file(std::nullopt, env, places).value() == "env.toml");
    CHECK(find_file(std::nullopt, nothing, places).value() == second);
    auto const first = folder.write("first.toml", "");
    CHECK(find_file(std::nullopt, nothing, places).value() == first);
}

TEST_CASE("an empty FICUS_CONFIG names nothing") {
    auto const env = [](std::string const&) { return std::optional<std::string>{""}; };
    CHECK(find_file(std::nullopt, env, {}).has_error());
}

TEST_CASE("where there is no file, the message says where it was looked for and what to do") {
    auto const found = find_file(std::nullopt, nothing, {"/nonexistent/a.toml", "/nonexistent/b.toml"});
    REQUIRE(found.has_error());
    CHECK(found.error().to_string() == "there is no configuration (looked for /nonexistent/a.toml and "
                                       "/nonexistent/b.toml); name one with --config FILE "
                                       "or $FICUS_CONFIG, or run `ficus serve --legacy URL` without any");
}

TEST_CASE("a file that cannot be read says why") {
    test::temp_dir const folder;
    auto const missing = read_file(folder / "none.toml", nothing);
    REQUIRE(missing.has_error());
    CHECK_THAT(missing.error().at(0).to_string(),
               Catch::StartsWith((folder / "none.toml").string() +
                                 ": cannot be opened (No such file or directory);"));
    auto const directory = read_file(folder.path(), nothing);
    REQUIRE(directory.has_error());
    CHECK_THAT(directory.error().at(0).message, Catch::Contains("Is a directory"));
}

TEST_CASE("a file is read, and its problems name it") {
    test::temp_dir const folder;
    auto const good = folder.write(
        "good.toml", "[facade]\nlegacy = \"m\"\n[upstreams.m]\nendpoints = [\"http://127.0.0.1:1\"]\n");
    auto const read = read_file(good, nothing);
    REQUIRE(read.has_value());
    CHECK(read->file == good);

    auto const bad = folder.write("bad.toml", "[facade]\nlegacy = 1\n");
    auto const errors = read_file(bad, nothing);
    REQUIRE(errors.has_error());
    CHECK(errors.error().at(0).to_string() ==
          bad.string() + ":2:10: facade.legacy: is an integer, must be a string");
}

TEST_CASE("a file that no configuration fills is refused") {
    test::temp_dir const folder;
    auto const huge = folder.write("huge.toml", std::string(5 * 1024 * 1024, '#'));
    auto const read = read_file(huge, nothing);
    REQUIRE(read.has_error());
    CHECK_THAT(read.error().at(0).message, Catch::Contains("larger than 4 MiB"));
}
