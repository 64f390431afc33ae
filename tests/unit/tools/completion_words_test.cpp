#include "tools/command_line.hpp"

#include <catch2/catch.hpp>

using namespace ficus::tools;
using words = std::vector<std::string>;
using kind = completions::kind;

namespace {

/// What may follow these words, the last of which is being typed.
completions after(words typed) {
    typed.insert(typed.begin(), "ficus");
    return completions_of(typed, typed.size() - 1);
}

bool has(completions const& found, std::string const& word) {
    return std::find(found.words.begin(), found.words.end(), word) != found.words.end();
}

} // namespace

TEST_CASE("the first word is a command") {
    auto const found = after({""});
    CHECK(found.what == kind::words);
    CHECK(has(found, "flip"));
    CHECK(has(found, "rollback"));
    CHECK_FALSE(has(found, "complete"));
}

TEST_CASE("options of the command, and those of every command") {
    auto const found = after({"flip", "--"});
    CHECK(has(found, "--when"));
    CHECK(has(found, "--if-revision"));
    CHECK(has(found, "--config"));
    CHECK_FALSE(has(found, "--gate"));
    CHECK(has(after({"--j"}), "--json"));
}

TEST_CASE("features, shares, translators and directions where they stand") {
    CHECK(after({"flip", ""}).what == kind::features);
    CHECK(after({"flip", "--reason", "x", ""}).what == kind::features);
    CHECK(after({"flip", "--dry-run", ""}).what == kind::features);
    CHECK(has(after({"flip", "orders", ""}), "modern"));
    CHECK(after({"translate", ""}).what == kind::translators);
    CHECK(has(after({"translate", "orders", ""}), "to-legacy"));
    CHECK(has(after({"completion", ""}), "bash"));
    CHECK(has(after({"ignore", "orders", ""}), "cookie:"));
    CHECK(after({"flip", "orders", "10%", ""}).what == kind::nothing);
    CHECK(after({"flop", ""}).what == kind::nothing);
}

TEST_CASE("the values of options") {
    CHECK(after({"status", "--config", ""}).what == kind::files);
    CHECK(after({"status", "--config", "="}).what == kind::files);
    CHECK(has(after({"translate", "--part", ""}), "response"));
    CHECK(after({"translate", "--call", ""}).what == kind::files);
    CHECK(after({"translate", "--request", ""}).what == kind::files);
    CHECK(has(after({"flip", "orders", "10%", "--when", ""}), "header:"));
    CHECK(after({"flip", "orders", "10%", "--reason", ""}).what == kind::nothing);
}

TEST_CASE("the configuration that is being typed is where features are looked up") {
    CHECK(after({"--config", "a.toml", "flip", ""}).common.config == "a.toml");
    CHECK(after({"flip", "--config", "=", "b.toml", ""}).common.config == "b.toml");
}
