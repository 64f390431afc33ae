#include "tools/grammar.hpp"
#include "tools/options.hpp"

#include <memory>

namespace ficus::tools {

void grammar::add_ignore() {
    auto const raw = std::make_shared<ignore_command>();
    auto& command =
        add("ignore", "prints what leaves a place out of a feature's comparison, to be put into ficus.toml",
            "  ficus ignore orders '$.lines[*].etag' --reason 'made anew with each answer'\n\n"
            "No file is changed: the configuration is reviewed like code.",
            [raw]() -> result<any_command> { return *raw; });
    add_word(command, "FEATURE", raw->feature, "whose comparison")->required();
    add_word(command, "PATH", raw->path, "a JSON path, header:NAME or cookie:NAME, as the report has it")
        ->required();
    command.add_option("--reason", raw->reason, "why a difference there is no fault")
        ->required()
        ->type_name("TEXT");
}

} // namespace ficus::tools
