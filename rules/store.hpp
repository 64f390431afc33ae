#pragma once

#include "rules/clocks.hpp"
#include "rules/error.hpp"
#include "rules/rule.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace ficus::rules {

/// All rules as of one revision.
struct rule_set {
    std::uint64_t revision = 0; ///< the newest one in the store; 0: nothing has ever been changed
    std::string store_id;       ///< made with the store: another id is another store, whatever its revision
    std::vector<feature_rules> features; ///< those that were ever changed, by name

    /// The feature's rules, or those of a feature that nobody has touched yet.
    feature_rules of(std::string_view feature) const;
};

/// Who asks for a change and why, as the audit trail keeps it. UTF-8.
struct audit {
    std::string who;
    std::string why;     ///< empty: no reason was given
    std::string command; ///< as typed
};

/// Makes a feature's new rules from those that stand. Called inside the transaction, at most once.
using rules_edit = std::function<boost::system::result<feature_rules, error>(feature_rules before)>;

struct change_request {
    std::string feature;
    rules_edit edit;
    rules::audit audit;
    std::optional<std::uint64_t> if_revision; ///< fault::conflict when the feature has changed since
    bool dry_run = false;                     ///< works everything out and commits nothing
};

struct rollback_request {
    std::string feature;
    std::optional<std::uint64_t>
        to; ///< as the rules stood at this revision; none: before the feature's newest one
    rules::audit audit;
    std::optional<std::uint64_t> if_revision;
    bool dry_run = false;
};

struct change_result {
    bool changed = false;       ///< false: nothing was to be changed, or a dry run; nothing was committed
    std::uint64_t revision = 0; ///< of this change; the store's newest one when there was none
    feature_rules before;
    feature_rules after;
    std::int64_t committed_at_realtime_ns = 0; ///< right after the commit; 0 when there was none
    std::int64_t committed_at_monotonic_ns = 0;
};

/// One entry of the audit trail.
struct revision_entry {
    std::uint64_t revision = 0;
    std::string feature;
    std::int64_t at_ns = 0; ///< CLOCK_REALTIME
    rules::audit audit;
    feature_rules before; ///< rules and shadow rate
    feature_rules after;
};

/// A running facade, as it has announced itself.
struct facade_entry {
    pid_t pid = 0;
    std::vector<std::string> listen; ///< `127.0.0.1:8080`
    std::string admin;
    std::int64_t started_at_ns = 0;       ///< CLOCK_REALTIME
    std::uint64_t revision = 0;           ///< that it serves
    std::int64_t live_at_realtime_ns = 0; ///< since when
    std::int64_t live_at_monotonic_ns = 0;
};

/// `rules.db`: rules, audit trail and running facades. Any number of processes may have it open at once. One
/// object is one connection, for one thread at a time; it must not be carried over a fork. Nothing here
/// throws for what the disk or another process does.
///
/// A change is on the disk (synchronous=FULL) when change() returns: neither kill -9 nor a power cut takes it
/// back.
class store {
public:
    template<class T>
    using result = boost::system::result<T, error>;

    enum class mode : std::uint8_t {
        create,   ///< folders and file are made when missing
        existing, ///< fault::missing when there is none
        /// A copy, where the file may not be written: read_all() shows it as it was at this moment; changes
        /// and bookkeeping fail, and so does verify().
        read_only,
    };
    struct settings {
        std::chrono::milliseconds busy_timeout{5000}; ///< the longest wait for another process's transaction
        rules::clocks clocks = rules::clocks::system();
    };

    /// Opens and, where an older ficus wrote it, migrates.
    static result<store> open(std::filesystem::path const& path, mode how);
    static result<store> open(std::filesystem::path const& path, mode how, settings with);

    /// A store of no file, in which nothing has been changed yet: for working out what a first change would
    /// do.
    static result<store> in_memory(settings with);

    /// The store's newest revision: cheap, for finding out whether anything is to be read.
    result<std::uint64_t> revision();
    result<rule_set> read_all();
    /// Another number than before: another connection has committed something since (not this one).
    result<std::int64_t> data_version();

    result<change_result> change(change_request const& request);
    result<change_result> rollback(rollback_request const& request);
    /// Newest first, at most `limit` of them.
    result<std::vector<revision_entry>> history(std::optional<std::string> const& feature, std::size_t limit);

    /// Adds this facade's row, or replaces it, and removes those of dead ones. Bookkeeping only: no revision.
    result<void> announce(facade_entry const& facade);
    /// fault::not_announced when there is no row of that pid, as in a store that is new.
    result<void> record_live(pid_t pid, std::uint64_t revision);
    result<void> withdraw(pid_t pid);
    /// Those that still run.
    result<std::vector<facade_entry>> facades();

    /// Whether the path still names the file that is open (fault::missing, fault::replaced). One stat().
    result<void> same_file() const;
    /// Whether a process that came now could read the rules: same_file(), and every row through a connection
    /// of its own, past this one's cache (fault::corrupt, fault::unreadable, ...). Does not parse them.
    result<void> verify() const;

    std::filesystem::path const& path() const;
    bool writable() const; ///< false: it was opened to read alone

    store(store&&) noexcept;
    store& operator=(store&&) noexcept;
    ~store();

private:
    class impl;
    explicit store(std::unique_ptr<impl> opened);
    std::unique_ptr<impl> impl_;
};

} // namespace ficus::rules
