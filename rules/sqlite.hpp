#pragma once

#include "rules/error.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace ficus::rules {

/// One SQLite connection, for one thread at a time. What goes wrong is an error value that names the file.
class sqlite {
public:
    using argument = std::variant<std::int64_t, std::string_view>;

    /// The row that a statement stands on; views last until the next one.
    class row {
    public:
        explicit row(sqlite3_stmt* statement) : statement_(statement) {}
        std::int64_t number(int column) const;
        std::string_view text(int column) const;

    private:
        sqlite3_stmt* statement_;
    };
    using on_row = std::function<boost::system::result<void, error>(row const&)>;

    enum class mode : std::uint8_t { create, existing };
    static boost::system::result<sqlite, error> open(std::filesystem::path const& path, mode how,
                                                     std::chrono::milliseconds busy_timeout);

    /// Runs one statement to its end. It is prepared at its first use and kept, so `sql` must be static text.
    /// An error from `each` ends it and is returned.
    boost::system::result<void, error> run(char const* sql, std::initializer_list<argument> arguments = {},
                                           on_row const& each = {});
    /// The first column of the first row.
    boost::system::result<std::optional<std::int64_t>, error>
    number(char const* sql, std::initializer_list<argument> arguments = {});
    /// Runs any number of statements that are needed once, such as a schema.
    boost::system::result<void, error> script(std::string const& sql);

    std::int64_t last_row_id() const;
    std::int64_t changed_rows() const; ///< by the last statement
    bool writable() const;
    /// The file's first bytes as they are on the disk, past any cache; what is missing reads as zero. Never
    /// opens or closes the file, which would drop this process's locks.
    boost::system::result<std::string, error> first_bytes(int count) const;
    std::filesystem::path const& path() const { return path_; }
    /// It is a copy: path() and errors name what it is a copy of.
    void stand_for(std::filesystem::path original) { path_ = std::move(original); }

private:
    friend class transaction;
    struct closer {
        void operator()(sqlite3* db) const;
        void operator()(sqlite3_stmt* statement) const;
    };
    /// How long a statement may wait for other processes, and until when the one that runs does.
    struct patience {
        std::chrono::milliseconds most{};
        std::chrono::steady_clock::time_point until;
    };
    static int wait(void* patience_of_connection, int times);
    struct prepared {
        char const* sql;
        std::unique_ptr<sqlite3_stmt, closer> statement;
    };

    boost::system::result<sqlite3_stmt*, error> prepare(char const* sql);
    error failure(int code) const;

    std::filesystem::path path_;
    std::unique_ptr<patience> patience_; ///< SQLite holds its address
    std::unique_ptr<sqlite3, closer> db_;
    std::vector<prepared> statements_;
};

/// A transaction that is rolled back unless it is committed.
class transaction {
public:
    enum class kind : std::uint8_t {
        read, ///< sees one state of the file throughout
        write ///< holds the write lock from the start, so that it cannot fail half-way for another writer
    };
    static boost::system::result<transaction, error> begin(sqlite& db, kind what);
    boost::system::result<void, error> commit();

    transaction(transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
    transaction& operator=(transaction&&) = delete;
    ~transaction();

private:
    explicit transaction(sqlite& db) : db_(&db) {}
    sqlite* db_;
};

} // namespace ficus::rules
