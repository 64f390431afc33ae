#include "rules/facade_rows.hpp"

#include "rules/process.hpp"
#include "rules/rules_json.hpp"

namespace ficus::rules {

template<class T>
using result = boost::system::result<T, error>;

namespace {

/// Until it goes, commits are not synced: a power cut may forget which facades ran, since none runs after it.
class unsynced {
public:
    // Not as kept statements: this pragma acts when it is prepared, not when it runs.
    static result<unsynced> begin(sqlite& db) {
        if (auto set = db.script("PRAGMA synchronous = NORMAL"); !set) return set.error();
        return unsynced(db);
    }
    unsynced(unsynced&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
    ~unsynced() {
        if (db_ != nullptr) (void)db_->script("PRAGMA synchronous = FULL");
    }

private:
    explicit unsynced(sqlite& db) : db_(&db) {}
    sqlite* db_;
};

result<void> run_unsynced(sqlite& db, char const* sql, std::initializer_list<sqlite::argument> arguments) {
    auto const relaxed = unsynced::begin(db);
    if (!relaxed) return relaxed.error();
    return db.run(sql, arguments);
}

struct found_facade {
    facade_entry facade;
    std::int64_t pid_started = 0;
};

result<std::vector<found_facade>> all_facades(sqlite& db) {
    std::vector<found_facade> all;
    auto read = db.run(
        "SELECT pid, pid_started, listen, admin, started_at_ns, revision, live_at_ns, live_at_monotonic_ns "
        "FROM facades ORDER BY started_at_ns, pid",
        {}, [&](sqlite::row const& r) -> result<void> {
            auto listen = texts_from_json(r.text(2));
            if (!listen) return listen.error();
            found_facade found;
            found.pid_started = r.number(1);
            found.facade = {static_cast<pid_t>(r.number(0)),
                            std::move(*listen),
                            std::string(r.text(3)),
                            r.number(4),
                            static_cast<std::uint64_t>(r.number(5)),
                            r.number(6),
                            r.number(7)};
            all.push_back(std::move(found));
            return {};
        });
    if (!read) return read.error();
    return all;
}

} // namespace

result<void> announce(sqlite& db, facade_entry const& facade) {
    auto const known = all_facades(db);
    if (!known) return known.error();
    for (auto const& k : *known)
        if (!process_runs(k.facade.pid, k.pid_started))
            if (auto removed = withdraw(db, k.facade.pid); !removed) return removed;
    auto const listen = to_json(facade.listen);
    return run_unsynced(db, "REPLACE INTO facades VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        {std::int64_t{facade.pid}, process_started(facade.pid), listen, facade.admin,
                         facade.started_at_ns, static_cast<std::int64_t>(facade.revision),
                         facade.live_at_realtime_ns, facade.live_at_monotonic_ns});
}

result<void> record_live(sqlite& db, pid_t pid, std::uint64_t revision, clocks const& now) {
    auto recorded = run_unsynced(
        db, "UPDATE facades SET revision = ?2, live_at_ns = ?3, live_at_monotonic_ns = ?4 WHERE pid = ?1",
        {std::int64_t{pid}, static_cast<std::int64_t>(revision), now.realtime_ns(), now.monotonic_ns()});
    if (!recorded) return recorded;
    if (db.changed_rows() == 0)
        return error{fault::not_announced, "`" + db.path().string() + "` knows no facade with pid " +
                                               std::to_string(pid) + "; announce it first"};
    return {};
}

result<void> withdraw(sqlite& db, pid_t pid) {
    return run_unsynced(db, "DELETE FROM facades WHERE pid = ?1", {std::int64_t{pid}});
}

result<std::vector<facade_entry>> running_facades(sqlite& db) {
    auto all = all_facades(db);
    if (!all) return all.error();
    std::vector<facade_entry> running;
    for (auto& found : *all)
        if (process_runs(found.facade.pid, found.pid_started)) running.push_back(std::move(found.facade));
    return running;
}

} // namespace ficus::rules
