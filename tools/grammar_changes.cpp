#include "tools/grammar.hpp"
#include "tools/options.hpp"

#include <memory>
#include <utility>

// The commands that change rules.

namespace ficus::tools {
namespace {

/// The values of options that several commands share, before they are understood.
struct raw_change {
    change_options options;
    std::uint64_t if_revision = 0;
    CLI::Option* if_revision_given = nullptr;

    change_options finished() const {
        auto done = options;
        if (if_revision_given->count() > 0) done.if_revision = if_revision;
        return done;
    }
};

void add_change(CLI::App& to, raw_change& raw) {
    to.add_option("--reason", raw.options.reason, "why, for the audit trail")->type_name("TEXT");
    raw.if_revision_given = add_number(to, "--if-revision", raw.if_revision, "revision",
                                       "fail with 1 when the feature has changed since")
                                ->type_name("N");
    to.add_flag("--dry-run", raw.options.dry_run, "say what would change, and change nothing");
}

CLI::Option* add_when(CLI::App& to, std::vector<std::string>& when, std::string const& does) {
    return add_repeatable(to, "--when", when, does)->type_name("COND");
}

result<rules::share> share_of(std::string const& text) {
    if (auto const parsed = rules::share::parse(text)) return *parsed;
    return wrong_usage(
        "'" + text +
        "' is no share: give 'legacy', 'modern', or a percentage from 0 to 100 with at most two "
        "decimals, such as '12.5%'");
}

result<std::vector<rules::condition>> conditions_of(std::vector<std::string> const& texts) {
    std::vector<rules::condition> all;
    std::vector<std::string> errors;
    for (auto const& text : texts) {
        auto parsed = rules::condition::parse(text);
        if (parsed)
            all.push_back(std::move(*parsed));
        else
            errors.push_back("--when: " + parsed.error().message);
    }
    if (!errors.empty()) return failure(exit_status::usage, std::move(errors));
    return all;
}

} // namespace

void grammar::add_flip() {
    struct raw_flip {
        flip_command command;
        std::string share;
        std::vector<std::string> when;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_flip>();
    auto& command = add("flip", "sets where a feature's traffic goes",
                        "  ficus flip orders 12.5% --reason 'first customers'\n"
                        "  ficus flip orders modern --when header:X-Beta=1\n"
                        "  ficus flip orders legacy",
                        [raw]() -> result<any_command> {
                            auto const to = share_of(raw->share);
                            if (!to) return to.error();
                            auto when = conditions_of(raw->when);
                            if (!when) return when.error();
                            auto done = raw->command;
                            done.to = *to;
                            done.when = std::move(*when);
                            done.change = raw->change.finished();
                            return done;
                        });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    add_word(command, "SHARE", raw->share, "what goes to modern: legacy, modern, or a percentage")
        ->required();
    auto* when = add_when(command, raw->when,
                          "only requests for which this holds; repeatable: all must hold.\n"
                          "header:NAME=VALUE, cookie:NAME=VALUE, query:NAME=VALUE,\n"
                          "method=GET, ip=10.0.0.0/8; with =, != or ~ (a pattern),\n"
                          "or by presence: header:NAME");
    command.add_flag("--first", raw->command.first, "put a new conditional rule before the others")
        ->needs(when);
    add_change(command, raw->change);
}

void grammar::add_unflip() {
    struct raw_unflip {
        unflip_command command;
        std::vector<std::string> when;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_unflip>();
    auto& command = add("unflip", "removes a conditional rule",
                        "  ficus unflip orders --when header:X-Beta=1", [raw]() -> result<any_command> {
                            auto when = conditions_of(raw->when);
                            if (!when) return when.error();
                            auto done = raw->command;
                            done.when = std::move(*when);
                            done.change = raw->change.finished();
                            return done;
                        });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    add_when(command, raw->when, "the conditions of the rule, all of them")->required();
    add_change(command, raw->change);
}

void grammar::add_shadow() {
    struct raw_shadow {
        shadow_command command;
        std::string rate;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_shadow>();
    auto& command =
        add("shadow", "sets the share of comparable requests that is shadowed", "  ficus shadow orders 10%",
            [raw]() -> result<any_command> {
                auto done = raw->command;
                // `legacy` and `modern` are shares of traffic, not rates of copying.
                auto const rate = rules::share::parse(raw->rate);
                if (!rate || raw->rate == "legacy" || raw->rate == "modern")
                    return wrong_usage("'" + raw->rate +
                                       "' is no rate: give a percentage from 0 to 100 with at most two "
                                       "decimals, such as '10%'");
                done.rate = *rate;
                done.change = raw->change.finished();
                return done;
            });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    add_word(command, "RATE", raw->rate, "a percentage; 0% stops shadowing")->required();
    add_change(command, raw->change);
}

void grammar::add_rollback() {
    struct raw_rollback {
        rollback_command command;
        std::uint64_t to = 0;
        CLI::Option* to_given = nullptr;
        raw_change change;
    };
    auto const raw = std::make_shared<raw_rollback>();
    auto& command =
        add("rollback", "brings back the rules before the last change, or those at a revision",
            "  ficus rollback orders --reason 'errors in the log'\n  ficus rollback orders --to 7",
            [raw]() -> result<any_command> {
                auto done = raw->command;
                if (raw->to_given->count() > 0) done.to = raw->to;
                done.change = raw->change.finished();
                return done;
            });
    add_word(command, "FEATURE", raw->command.feature, "the feature")->required();
    raw->to_given = add_number(command, "--to", raw->to, "revision", "as the rules stood at this revision")
                        ->type_name("REVISION");
    add_change(command, raw->change);
}

} // namespace ficus::tools
