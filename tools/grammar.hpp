#pragma once

#include "tools/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace ficus::tools {

/// The commands and their options as CLI11 knows them. Include this in as few files as possible: it is slow
/// to compile.
class grammar {
public:
    grammar();
    grammar(grammar const&) = delete;
    grammar& operator=(grammar const&) = delete;

    CLI::App& app() { return app_; }
    /// As given so far; whole after app().parse().
    common_options common() const;
    /// The command that was parsed, its values understood.
    result<any_command> command() const;

private:
    using finish = std::function<result<any_command>()>;
    CLI::App& add(std::string const& name, std::string const& does, std::string const& examples, finish then);
    void add_common(CLI::App& to);

    void add_serve();
    void add_check();
    void add_status();
    void add_flip();
    void add_unflip();
    void add_shadow();
    void add_rollback();
    void add_history();
    void add_explain();
    void add_report();
    void add_ignore();
    void add_diffs();
    void add_record();
    void add_replay();
    void add_translate();
    void add_demo();
    void add_completion();
    void add_suggest();
    void add_complete();

    CLI::App app_;
    std::map<CLI::App const*, finish> finishes_;
    std::string config_;
    std::string data_dir_;
    bool json_ = false;
};

} // namespace ficus::tools
