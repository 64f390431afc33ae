#include "rules/sqlite.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <thread>

namespace ficus::rules {

template<class T>
using result = boost::system::result<T, error>;

void sqlite::closer::operator()(sqlite3* db) const {
    sqlite3_close_v2(db);
}

void sqlite::closer::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

std::int64_t sqlite::row::number(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view sqlite::row::text(int column) const {
    auto const* bytes = sqlite3_column_text(statement_, column);
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes == nullptr ? std::string_view{}
                            : std::string_view(reinterpret_cast<char const*>(bytes), size);
}

result<sqlite> sqlite::open(std::filesystem::path const& path, mode how,
                            std::chrono::milliseconds busy_timeout) {
    sqlite made;
    made.path_ = path;
    made.patience_ = std::make_unique<patience>(patience{busy_timeout, {}});
    sqlite3* db = nullptr;
    int const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (how == mode::create ? SQLITE_OPEN_CREATE : 0);
    auto const code = sqlite3_open_v2(path.c_str(), &db, flags, nullptr);
    made.db_.reset(db);
    if (code != SQLITE_OK) return made.failure(code);
    sqlite3_busy_handler(db, &sqlite::wait, made.patience_.get());
    return made;
}

int sqlite::wait(void* patience_of_connection, int times) {
    // SQLite's own handler soon sleeps for 100 ms at a time, in which a busier writer takes the lock again
    // and again.
    auto& p = *static_cast<patience*>(patience_of_connection);
    auto const now = std::chrono::steady_clock::now();
    if (times == 0) p.until = now + p.most;
    if (now >= p.until) return 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(times < 20 ? 1 : 4));
    return 1;
}

error sqlite::failure(int code) const {
    auto const file = "`" + path_.string() + "`";
    auto const said = std::string(db_ ? sqlite3_errmsg(db_.get()) : sqlite3_errstr(code));
    int const system = db_ ? sqlite3_system_errno(db_.get()) : 0;
    auto const full = error{fault::full, file + ": no room on its disk (" + said +
                                             "); nothing was changed; make room and try again"};
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {fault::busy,
                file + ": another process has held it for " + std::to_string(patience_->most.count()) +
                    " ms; try again",
                true};
    case SQLITE_FULL: return full;
    case SQLITE_CORRUPT:
        return {fault::corrupt,
                file + " is damaged (" + said + "); put a copy of it back, or move it away to begin anew"};
    case SQLITE_NOTADB:
        return {fault::not_a_store,
                file + " is no SQLite database; name another data_dir, or move the file away"};
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
        return {fault::unreadable,
                file + ": this user may not write it (" + said + "); mend its owner or mode"};
    default: break;
    }
    if (system == ENOSPC || system == EDQUOT || system == EFBIG) return full;
    if (system == EMFILE || system == ENFILE)
        return {fault::failed, file + ": no descriptor is left to open it with; raise RLIMIT_NOFILE"};
    if ((code & 0xff) == SQLITE_CANTOPEN)
        return {fault::unreadable, file + ": this user may not open it (" + said +
                                       "); mend its owner or mode, and its folder's"};
    if (code == SQLITE_IOERR_WRITE)
        return {fault::failed, file + ": its disk does not take what is written (" + said +
                                   "); nothing was changed; see whether it is full or broken"};
    return {fault::failed, file + ": " + said};
}

result<sqlite3_stmt*> sqlite::prepare(char const* sql) {
    for (auto const& known : statements_)
        if (known.sql == sql) return known.statement.get();
    sqlite3_stmt* statement = nullptr;
    if (auto const code =
            sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        code != SQLITE_OK)
        return failure(code);
    statements_.push_back({sql, std::unique_ptr<sqlite3_stmt, closer>(statement)});
    return statement;
}

result<void> sqlite::run(char const* sql, std::initializer_list<argument> arguments, on_row const& each) {
    auto prepared = prepare(sql);
    if (!prepared) return prepared.error();
    auto* const statement = *prepared;
    struct resetter {
        sqlite3_stmt* statement;
        ~resetter() { sqlite3_reset(statement); }
    } const at_end{statement};
    int index = 0;
    for (auto const& a : arguments) {
        ++index;
        int code = SQLITE_OK;
        if (auto const* number = std::get_if<std::int64_t>(&a)) {
            code = sqlite3_bind_int64(statement, index, *number);
        } else {
            auto const text = std::get<std::string_view>(a);
            code = sqlite3_bind_text64(statement, index, text.data() == nullptr ? "" : text.data(),
                                       text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        }
        if (code != SQLITE_OK) return failure(code);
    }
    for (;;) {
        auto const code = sqlite3_step(statement);
        if (code == SQLITE_DONE) return {};
        if (code != SQLITE_ROW) return failure(code);
        if (!each) continue;
        if (auto told = each(row(statement)); !told) return told.error();
    }
}

result<std::optional<std::int64_t>> sqlite::number(char const* sql,
                                                   std::initializer_list<argument> arguments) {
    std::optional<std::int64_t> found;
    auto ran = run(sql, arguments, [&](row const& r) -> result<void> {
        if (!found) found = r.number(0);
        return {};
    });
    if (!ran) return ran.error();
    return found;
}

result<void> sqlite::script(std::string const& sql) {
    if (auto const code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
        return failure(code);
    return {};
}

std::int64_t sqlite::last_row_id() const {
    return sqlite3_last_insert_rowid(db_.get());
}

std::int64_t sqlite::changed_rows() const {
    return sqlite3_changes64(db_.get());
}

bool sqlite::writable() const {
    return sqlite3_db_readonly(db_.get(), "main") == 0;
}

result<std::string> sqlite::first_bytes(int count) const {
    sqlite3_file* file = nullptr;
    if (auto const code = sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
        code != SQLITE_OK || file == nullptr || file->pMethods == nullptr)
        return failure(code);
    std::string bytes(static_cast<std::size_t>(count), '\0');
    if (auto const code = file->pMethods->xRead(file, bytes.data(), count, 0);
        code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
        return failure(code);
    return bytes;
}

result<transaction> transaction::begin(sqlite& db, kind what) {
    auto begun = db.run(what == kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
    if (!begun) return begun.error();
    return transaction(db);
}

result<void> transaction::commit() {
    auto done = db_->run("COMMIT");
    if (done) db_ = nullptr;
    return done;
}

transaction::~transaction() {
    // SQLite has already rolled back after some errors; a second time would be one more.
    if (db_ != nullptr && sqlite3_get_autocommit(db_->db_.get()) == 0) (void)db_->run("ROLLBACK");
}

} // namespace ficus::rules
