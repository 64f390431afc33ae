#include "rules/store.hpp"

#include "rules/facade_rows.hpp"
#include "rules/rules_json.hpp"
#include "rules/schema.hpp"
#include "rules/sqlite.hpp"
#include "rules/store_file.hpp"
#include "rules/text.hpp"

#include <algorithm>
#include <limits>

namespace ficus::rules {

template<class T>
using result = boost::system::result<T, error>;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view sqlite_magic{"SQLite format 3\0", 16};

result<std::uint64_t> newest_revision(sqlite& db) {
    auto newest = db.number("SELECT max(revision) FROM revisions");
    if (!newest) return newest.error();
    return static_cast<std::uint64_t>(newest->value_or(0));
}

result<std::string> store_id(sqlite& db) {
    std::string id;
    auto read = db.run("SELECT id FROM store", {}, [&](sqlite::row const& r) -> result<void> {
        id = r.text(0);
        return {};
    });
    if (!read) return read.error();
    return id;
}

result<rule_set> read_rules(sqlite& db) {
    auto whole = transaction::begin(db, transaction::kind::read);
    if (!whole) return whole.error();
    rule_set set;
    auto newest = newest_revision(db);
    if (!newest) return newest.error();
    set.revision = *newest;
    auto id = store_id(db);
    if (!id) return id.error();
    set.store_id = std::move(*id);
    auto read = db.run("SELECT name, rules, revision FROM features ORDER BY name", {},
                       [&](sqlite::row const& r) -> result<void> {
                           auto rules = rules_from_json(r.text(1));
                           if (!rules) return rules.error();
                           rules->feature = r.text(0);
                           rules->revision = static_cast<std::uint64_t>(r.number(2));
                           set.features.push_back(std::move(*rules));
                           return {};
                       });
    if (!read) return read.error();
    if (auto done = whole->commit(); !done) return done.error();
    return set;
}

result<void> check_text(audit const& a) {
    for (auto [name, text] :
         {std::pair{"name of the user", &a.who}, {"reason", &a.why}, {"command", &a.command}})
        if (!is_utf8(*text)) return error{fault::invalid, std::string("the ") + name + " is not UTF-8"};
    return {};
}

/// A column of the one revision that a statement finds, as the feature's rules.
result<std::optional<feature_rules>> rules_in(sqlite& db, char const* sql,
                                              std::initializer_list<sqlite::argument> arguments) {
    std::optional<feature_rules> found;
    auto read = db.run(sql, arguments, [&](sqlite::row const& r) -> result<void> {
        auto rules = rules_from_json(r.text(0));
        if (!rules) return rules.error();
        found = std::move(*rules);
        return {};
    });
    if (!read) return read.error();
    return found;
}

} // namespace

feature_rules rule_set::of(std::string_view feature) const {
    auto const found =
        std::find_if(features.begin(), features.end(), [&](auto const& f) { return f.feature == feature; });
    if (found != features.end()) return *found;
    feature_rules untouched;
    untouched.feature = feature;
    return untouched;
}

class store::impl {
public:
    impl(sqlite db, std::optional<file_id> file, std::string id, settings with, bool writable = true)
        : db(std::move(db)), file(file), id(std::move(id)), with(std::move(with)), writable(writable) {}

    result<feature_rules> current(std::string const& feature) {
        feature_rules now;
        now.feature = feature;
        auto read = db.run("SELECT rules, revision FROM features WHERE name = ?1", {feature},
                           [&](sqlite::row const& r) -> result<void> {
                               auto rules = rules_from_json(r.text(0));
                               if (!rules) return rules.error();
                               now.rules = std::move(rules->rules);
                               now.shadow = rules->shadow;
                               now.revision = static_cast<std::uint64_t>(r.number(1));
                               return {};
                           });
        if (!read) return read.error();
        return now;
    }

    result<void> check_unchanged(feature_rules const& now, std::uint64_t newest,
                                 std::optional<std::uint64_t> since) const {
        if (!since) return {};
        if (*since > newest)
            return error{fault::conflict, "there is no revision " + std::to_string(*since) +
                                              " yet: the newest is " + std::to_string(newest)};
        if (now.revision > *since)
            return error{fault::conflict, "feature `" + now.feature + "` has changed since revision " +
                                              std::to_string(*since) + ", in revision " +
                                              std::to_string(now.revision) +
                                              "; look at it again (ficus history " + now.feature + ")"};
        return {};
    }

    result<std::uint64_t> write(change_result const& change, audit const& by) {
        auto const before = to_json(change.before);
        auto const after = to_json(change.after);
        auto added =
            db.run("INSERT INTO revisions (feature, at_ns, who, why, command, previous, before, after) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                   {change.before.feature, with.clocks.realtime_ns(), by.who, by.why, by.command,
                    static_cast<std::int64_t>(change.before.revision), before, after});
        if (!added) return added.error();
        auto const revision = db.last_row_id();
        auto stored =
            db.run("REPLACE INTO features VALUES (?1, ?2, ?3)", {change.before.feature, after, revision});
        if (!stored) return stored.error();
        return static_cast<std::uint64_t>(revision);
    }

    error may_not_be_written() const {
        return {fault::unreadable, "`" + db.path().string() +
                                       "` can be read, but not written; mend its owner or mode, and its "
                                       "folder's, or make room"};
    }

    result<void> same_file() const {
        if (!file) return {};
        auto now = identify(db.path());
        if (!now) return now.error();
        if (*now != *file)
            return error{fault::replaced,
                         "`" + db.path().string() + "` is not the file any more that was opened"};
        return {};
    }

    sqlite db;
    std::optional<file_id> file; ///< none: it is in memory
    std::string id;
    settings with;
    bool writable;
};

store::store(std::unique_ptr<impl> opened) : impl_(std::move(opened)) {}
store::store(store&&) noexcept = default;
store& store::operator=(store&&) noexcept = default;
store::~store() = default;

result<store> store::open(fs::path const& path, mode how) {
    return open(path, how, settings{});
}

result<store> store::open(fs::path const& path, mode how, settings with) {
    auto db = how == mode::read_only ? open_copy(path, with.busy_timeout)
                                     : open_database(path, how == mode::create, with.busy_timeout);
    if (!db) return db.error();
    auto file = identify(path);
    if (!file) return file.error();
    auto id = store_id(*db);
    if (!id) return id.error();
    return store(std::make_unique<impl>(std::move(*db), *file, std::move(*id), std::move(with),
                                        how != mode::read_only));
}

result<store> store::in_memory(settings with) {
    auto db = sqlite::open(":memory:", sqlite::mode::create, with.busy_timeout);
    if (!db) return db.error();
    if (auto ready = migrate(*db, rules_migrations(), true); !ready) return ready.error();
    auto id = store_id(*db);
    if (!id) return id.error();
    return store(std::make_unique<impl>(std::move(*db), std::nullopt, std::move(*id), std::move(with)));
}

result<std::uint64_t> store::revision() {
    return newest_revision(impl_->db);
}

result<rule_set> store::read_all() {
    return read_rules(impl_->db);
}

result<std::int64_t> store::data_version() {
    auto version = impl_->db.number("PRAGMA data_version");
    if (!version) return version.error();
    return version->value_or(0);
}

result<change_result> store::change(change_request const& request) {
    if (!writable()) return impl_->may_not_be_written();
    if (auto fine = check_text(request.audit); !fine) return fine.error();
    if (auto same = impl_->same_file(); !same) return same.error();
    auto whole = transaction::begin(impl_->db, transaction::kind::write);
    if (!whole) return whole.error();
    auto newest = newest_revision(impl_->db);
    if (!newest) return newest.error();
    auto before = impl_->current(request.feature);
    if (!before) return before.error();
    if (auto fine = impl_->check_unchanged(*before, *newest, request.if_revision); !fine) return fine.error();
    auto after = request.edit(*before);
    if (!after) return after.error();
    after->feature = request.feature;
    after->revision = before->revision;
    if (after->rules.empty() || !after->rules.back().when.empty())
        return error{fault::invalid, "the last rule of a feature has no condition"};

    change_result change;
    change.revision = *newest;
    change.before = std::move(*before);
    change.after = std::move(*after);
    if (request.dry_run || same_rules(change.before, change.after)) return change;
    auto written = impl_->write(change, request.audit);
    if (!written) return written.error();
    if (auto done = whole->commit(); !done) return done.error();
    change.committed_at_monotonic_ns = impl_->with.clocks.monotonic_ns();
    change.committed_at_realtime_ns = impl_->with.clocks.realtime_ns();
    change.changed = true;
    change.revision = *written;
    change.after.revision = *written;
    return change;
}

result<change_result> store::rollback(rollback_request const& request) {
    auto& db = impl_->db;
    auto const undo = [&](feature_rules before) -> result<feature_rules> {
        auto found =
            rules_in(db, "SELECT before FROM revisions WHERE feature = ?1 ORDER BY revision DESC LIMIT 1",
                     {request.feature});
        if (!found) return found.error();
        if (!*found)
            return error{fault::nothing_to_undo,
                         "feature `" + before.feature + "` has never been changed: nothing to roll back"};
        return std::move(**found);
    };
    auto const restore = [&](feature_rules before) -> result<feature_rules> {
        auto newest = newest_revision(db);
        if (!newest) return newest.error();
        if (*request.to > *newest)
            return error{fault::unknown_revision, "there is no revision " + std::to_string(*request.to) +
                                                      ": the newest is " + std::to_string(*newest)};
        auto const to = static_cast<std::int64_t>(*request.to);
        auto found = rules_in(db,
                              "SELECT after FROM revisions WHERE feature = ?1 AND revision <= ?2 "
                              "ORDER BY revision DESC LIMIT 1",
                              {request.feature, to});
        if (found && !*found) // it was first changed later
            found = rules_in(db, "SELECT before FROM revisions WHERE feature = ?1 ORDER BY revision LIMIT 1",
                             {request.feature});
        if (!found) return found.error();
        return *found ? std::move(**found) : std::move(before);
    };
    change_request change{request.feature, undo, request.audit, request.if_revision, request.dry_run};
    if (request.to) change.edit = restore;
    return this->change(change);
}

result<std::vector<revision_entry>> store::history(std::optional<std::string> const& feature,
                                                   std::size_t limit) {
    std::vector<revision_entry> entries;
    auto const add = [&](sqlite::row const& r) -> result<void> {
        auto before = rules_from_json(r.text(7));
        auto after = rules_from_json(r.text(8));
        if (!before || !after) return before ? after.error() : before.error();
        revision_entry entry;
        entry.revision = static_cast<std::uint64_t>(r.number(0));
        entry.feature = r.text(1);
        entry.at_ns = r.number(2);
        entry.audit = {std::string(r.text(3)), std::string(r.text(4)), std::string(r.text(5))};
        entry.before = std::move(*before);
        entry.after = std::move(*after);
        entry.before.feature = entry.after.feature = entry.feature;
        entry.before.revision = static_cast<std::uint64_t>(r.number(6));
        entry.after.revision = entry.revision;
        entries.push_back(std::move(entry));
        return {};
    };
    auto const most =
        static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
    auto read =
        feature ? impl_->db.run("SELECT revision, feature, at_ns, who, why, command, previous, before, after "
                                "FROM revisions WHERE feature = ?2 ORDER BY revision DESC LIMIT ?1",
                                {most, *feature}, add)
                : impl_->db.run("SELECT revision, feature, at_ns, who, why, command, previous, before, after "
                                "FROM revisions ORDER BY revision DESC LIMIT ?1",
                                {most}, add);
    if (!read) return read.error();
    return entries;
}

result<void> store::announce(facade_entry const& facade) {
    if (!writable()) return impl_->may_not_be_written();
    return rules::announce(impl_->db, facade);
}

result<void> store::record_live(pid_t pid, std::uint64_t revision) {
    if (!writable()) return impl_->may_not_be_written();
    return rules::record_live(impl_->db, pid, revision, impl_->with.clocks);
}

result<void> store::withdraw(pid_t pid) {
    if (!writable()) return impl_->may_not_be_written();
    return rules::withdraw(impl_->db, pid);
}

result<std::vector<facade_entry>> store::facades() {
    return running_facades(impl_->db);
}

result<void> store::same_file() const {
    return impl_->same_file();
}

result<void> store::verify() const {
    if (auto same = same_file(); !same) return same;
    if (!writable()) return impl_->may_not_be_written();
    // The log may still hold every page, so that all seems well until the file itself is needed.
    auto const head = impl_->db.first_bytes(static_cast<int>(sqlite_magic.size()));
    if (!head) return head.error();
    if (*head != sqlite_magic)
        return error{fault::corrupt, "`" + path().string() + "` has been overwritten; put a copy of it back"};
    auto fresh = sqlite::open(path(), sqlite::mode::existing, impl_->with.busy_timeout);
    if (!fresh) return fresh.error();
    // Every row is read, but not understood: many rules have patterns that take long to compile.
    if (auto read = fresh->number("SELECT sum(length(rules)) FROM features"); !read) return read.error();
    if (auto newest = newest_revision(*fresh); !newest) return newest.error();
    auto id = store_id(*fresh);
    if (!id) return id.error();
    if (*id != impl_->id)
        return error{fault::replaced,
                     "`" + path().string() + "` holds another store than the one that was opened"};
    return {};
}

fs::path const& store::path() const {
    return impl_->db.path();
}

bool store::writable() const {
    return impl_->writable;
}

} // namespace ficus::rules
