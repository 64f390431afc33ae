// The completion script, as bash itself runs it.
#include "e2e/cli/stage.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus::test;
using words = std::vector<std::string>;

namespace {

/// What bash offers when `typed` (a shell's words; the last is being typed) stands on its line.
words offered(cli_stage const& stage, std::string const& typed) {
    stage.dir.write("complete.sh", "source <(" + ficus_binary() +
                                       " completion bash) || exit 9\n"
                                       "compopt() { :; }\n" // outside a real completion there is none to set
                                       "COMP_WORDS=(" +
                                       ficus_binary() + " " + typed +
                                       ")\n"
                                       "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                                       "_ficus || exit 8\n"
                                       "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
    child_options options;
    options.command = {"/bin/bash", (stage.dir / "complete.sh").string()};
    options.folder = stage.dir.path();
    child_process bash(options);
    REQUIRE(bash.wait() == 0);
    words found;
    std::istringstream lines(bash.output());
    for (std::string line; std::getline(lines, line);)
        if (!line.empty()) found.push_back(line);
    return found;
}

bool has(words const& found, std::string const& word) {
    return std::find(found.begin(), found.end(), word) != found.end();
}

} // namespace

TEST_CASE("bash completes commands, flags, features and shares") {
    cli_stage const stage;
    CHECK(offered(stage, "fl") == words{"flip"});
    CHECK(has(offered(stage, "''"), "rollback"));
    CHECK(offered(stage, "flip ''") == words{"orders", "invoices"});
    CHECK(offered(stage, "flip o") == words{"orders"});
    CHECK(offered(stage, "flip orders m") == words{"modern"});
    CHECK(offered(stage, "flip orders 10% --wh") == words{"--when"});
    CHECK(has(offered(stage, "flip orders 10% --when ''"), "header:"));
    CHECK(offered(stage, "flip --config nowhere.toml ''").empty());
}

TEST_CASE("the script is registered for ficus") {
    cli_stage const stage;
    child_options options;
    options.command = {"/bin/bash", "-c",
                       "source <(" + ficus_binary() + " completion bash) && complete -p ficus"};
    options.folder = stage.dir.path();
    child_process bash(options);
    REQUIRE(bash.wait() == 0);
    CHECK(says(bash.output(), "complete -F _ficus ficus"));
}
