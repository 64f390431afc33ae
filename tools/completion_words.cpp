#include "tools/grammar.hpp"

#include <algorithm>
#include <utility>

namespace ficus::tools {
namespace {

CLI::Option const* option_called(CLI::App& app, std::string const& word) {
    for (auto const* option : app.get_options())
        if (word.starts_with('-') && option->check_name(word)) return option;
    return nullptr;
}

bool takes_value(CLI::Option const* option) {
    return option != nullptr && option->get_items_expected_max() > 0;
}

completions these(std::vector<std::string> words) {
    return {completions::kind::words, std::move(words), {}};
}

completions files() {
    return {completions::kind::files, {}, {}};
}

/// What an option's value, or a positional, may be: by the name that the help gives it.
completions values_of(std::string const& name) {
    if (name == "--call" || name == "--config" || name == "--data-dir" || name == "--output" ||
        name == "--request" || name == "-o" || name == "PAIRS" || name == "FILE" || name == "--store")
        return files();
    if (name == "--format") return these({"text", "json", "html", "junit"});
    if (name == "--every") return these({"2s", "10s", "1m"});
    if (name == "--part") return these({"request", "response"});
    if (name == "--since") return these({"1h", "24h", "168h"});
    if (name == "--to") return these({"legacy=http://", "modern=http://"});
    if (name == "--rate") return these({"1x", "2x", "10/s", "100/s"});
    if (name == "--for") return these({"60s", "10m", "1h"});
    if (name == "PATH") return these({"header:", "cookie:"});
    if (name == "--when") return these({"header:", "cookie:", "query:", "method=", "ip="});
    if (name == "FEATURE" || name == "--feature") return {completions::kind::features, {}, {}};
    if (name == "TRANSLATOR") return {completions::kind::translators, {}, {}};
    if (name == "DIRECTION") return these({"to-modern", "to-legacy"});
    if (name == "SHARE") return these({"legacy", "1%", "10%", "25%", "50%", "modern"});
    if (name == "RATE") return these({"0%", "1%", "10%", "100%"});
    if (name == "METHOD" || name == "-X" || name == "--method")
        return these({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"});
    if (name == "SHELL") return these({"bash"});
    return {};
}

/// The name of the n-th positional.
std::string positional(CLI::App& app, std::size_t n) {
    for (auto const* option : app.get_options())
        if (option->get_positional() && n-- == 0) return option->get_name();
    return {};
}

} // namespace

completions completions_of(std::vector<std::string> const& words, std::size_t index) {
    grammar g;
    auto* command = &g.app();
    common_options common;
    std::size_t positionals = 0;
    CLI::Option const* pending = nullptr; // an option whose value comes next
    std::string pending_name;
    for (std::size_t i = 1; i < index && i < words.size(); ++i) {
        auto const& word = words[i];
        // Bash makes a word of its own of the `=` in `--config=FILE`.
        if (pending != nullptr && word == "=") continue;
        if (pending != nullptr) {
            if (pending_name == "--config") common.config = word;
            if (pending_name == "--data-dir") common.data_dir = word;
            pending = nullptr;
        } else if (word.starts_with('-')) {
            auto const* option = option_called(*command, word);
            if (takes_value(option)) pending = option;
            pending_name = word;
        } else if (command == &g.app()) {
            auto const named =
                g.app().get_subcommands([&](CLI::App const* each) { return each->get_name() == word; });
            if (named.empty()) return {};
            command = named.front();
        } else {
            ++positionals;
        }
    }
    auto const current = index < words.size() ? words[index] : std::string();
    completions found;
    if (pending != nullptr) {
        found = values_of(pending_name);
    } else if (current.starts_with('-')) {
        found.what = completions::kind::words;
        for (auto const* option : command->get_options())
            for (auto const& name : option->get_lnames()) found.words.push_back("--" + name);
    } else if (command == &g.app()) {
        found.what = completions::kind::words;
        for (auto const* each :
             command->get_subcommands([](CLI::App const* c) { return !c->get_group().empty(); }))
            found.words.push_back(each->get_name());
    } else {
        found = values_of(positional(*command, positionals));
    }
    found.common = std::move(common);
    return found;
}

} // namespace ficus::tools
