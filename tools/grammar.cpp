#include "tools/grammar.hpp"

#include "tools/options.hpp"

#include <memory>
#include <utility>

namespace ficus::tools {
grammar::grammar()
    : app_("Ficus stands in front of a legacy application and moves it to new services, one feature at a "
           "time,\na few percent at a time, and back within milliseconds.",
           "ficus") {
    app_.require_subcommand(1);
    app_.get_formatter()->column_width(28);
    app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app_.get_formatter()->label("REQUIRED", "");
    app_.set_version_flag("--version", "ficus " FICUS_VERSION, "print the version and leave");
    app_.set_help_flag("-h,--help", "print this and leave");
    app_.footer("Each command explains itself: `ficus flip --help`. Exit status: 0 done, 1 failed, 2 wrong "
                "usage or\nconfiguration, 3 a gate said no, 4 a gate could not tell.\n\n"
                "Example:\n  ficus demo");
    add_common(app_);
    add_serve();
    add_check();
    add_status();
    add_flip();
    add_unflip();
    add_shadow();
    add_rollback();
    add_history();
    add_explain();
    add_report();
    add_ignore();
    add_diffs();
    add_record();
    add_replay();
    add_translate();
    add_suggest();
    add_demo();
    add_completion();
    add_complete();
}

common_options grammar::common() const {
    return {unless_empty(config_), unless_empty(data_dir_), json_};
}

result<any_command> grammar::command() const {
    return finishes_.at(app_.get_subcommands().front())();
}

void grammar::add_common(CLI::App& to) {
    to.add_option("--config", config_,
                  "the configuration, else $FICUS_CONFIG, ./ficus.toml, /etc/ficus/ficus.toml")
        ->type_name("FILE")
        ->group("Everywhere");
    to.add_option("--data-dir", data_dir_, "where rules.db and shadow.db are, instead of the configuration's")
        ->type_name("DIR")
        ->group("Everywhere");
    to.add_flag("--json", json_, "print one JSON document and nothing else")->group("Everywhere");
}

CLI::App& grammar::add(std::string const& name, std::string const& does, std::string const& examples,
                       finish then) {
    auto& command = *app_.add_subcommand(name, does);
    command.group("Commands");
    command.footer("Example:\n" + examples);
    add_common(command);
    finishes_.emplace(&command, std::move(then));
    return command;
}

void grammar::add_serve() {
    auto const raw = std::make_shared<serve_command>();
    auto const legacy = std::make_shared<std::string>();
    auto const admin = std::make_shared<std::string>();
    auto& command = add("serve", "runs the facade",
                        "  ficus serve --legacy http://127.0.0.1:9001 --listen 127.0.0.1:8080",
                        [=]() -> result<any_command> {
                            raw->legacy = unless_empty(*legacy);
                            raw->admin = unless_empty(*admin);
                            return *raw;
                        });
    command.add_option("--legacy", *legacy, "pass everything through to URL; needs no configuration")
        ->type_name("URL");
    add_repeatable(command, "--listen", raw->listen, "where to listen, instead of the configuration's")
        ->type_name("ADDR");
    command.add_option("--admin", *admin, "where health, metrics and the API are")->type_name("ADDR");
    command.add_flag("--take-over", raw->take_over,
                     "take over from the facade that runs by the same data folder: no client is refused");
}

void grammar::add_check() {
    add("check", "validates the configuration and shows the routing table that it yields",
        "  ficus check --config /etc/ficus/ficus.toml\n\nWhat is wrong goes to stderr, one line each, with "
        "status 2; "
        "--json then prints no document.",
        []() -> result<any_command> { return check_command{}; });
}

void grammar::add_status() {
    auto const feature = std::make_shared<std::string>();
    auto& command = add("status", "phase, share, shadow rate, traffic, errors, match rate and latency",
                        "  ficus status\n  ficus status orders --json",
                        [=]() -> result<any_command> { return status_command{unless_empty(*feature)}; });
    add_word(command, "FEATURE", *feature, "this one alone");
}

void grammar::add_demo() {
    auto const raw = std::make_shared<demo_command>();
    auto& command =
        add("demo", "a real legacy application, a new service, a facade and traffic, all on loopback",
            "  ficus demo --once", [raw]() -> result<any_command> { return *raw; });
    command.add_flag("--once", raw->once, "end after the walk instead of staying up for you to try things");
}

void grammar::add_completion() {
    auto const raw = std::make_shared<completion_command>();
    auto& command = add("completion", "prints the completion script of a shell",
                        "  source <(ficus completion bash)", [raw]() -> result<any_command> { return *raw; });
    add_word(command, "SHELL", raw->shell, "bash")->required()->check(one_of({"bash"}, "shell"));
}

void grammar::add_complete() {
    auto const raw = std::make_shared<complete_command>();
    auto& command = *app_.add_subcommand("complete", "what the completion script asks");
    command.group("");
    command.add_option("INDEX", raw->index)->required();
    command.add_option("WORDS", raw->words);
    finishes_.emplace(&command, [raw]() -> result<any_command> { return *raw; });
}

} // namespace ficus::tools
