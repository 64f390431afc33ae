#pragma once

#include "facade/shadow/record.hpp"
#include "facade/shadow/store_figures.hpp"
#include "rules/error.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::shadow {

class batch;

/// Why the store could not be used: what was wrong, with which file, and how to mend it.
using store_error = rules::error;

template<class T>
using store_result = boost::system::result<T, store_error>;

/// How much is kept. What is older, and the oldest of what is too much, is removed.
struct retention {
    std::chrono::milliseconds age{std::chrono::hours(14 * 24)};
    std::uint64_t bytes = 48ULL * 1024 * 1024; ///< the database file without its write-ahead log
};

/// One stored difference.
struct sample {
    std::int64_t id = 0;
    time_point at;
    std::string feature;
    std::string operation; ///< empty: version 1 of the store did not know
    std::string path;
    acl::difference_kind kind = acl::difference_kind::value;
    std::string legacy; ///< the value, as in acl::difference
    std::string modern;
};

/// One stored difference with the request and both answers that it came from.
struct sample_pair {
    sample head;
    std::string method;
    std::string target;
    std::uint64_t revision = 0;
    stored_answer legacy;
    stored_answer modern;
};

/// `shadow.db`: counts by rules, operation and minute, and a bounded number of sample pairs per distinct
/// difference (the oldest and the newest). SQLite in WAL mode: one writer and any number of readers, in any
/// processes. One thread at a time each.
class store {
public:
    /// Creates the file (its folder must exist), or brings its schema up to date.
    static store_result<store> open_to_write(std::filesystem::path const& file);
    /// rules::fault::missing when there is no such file: nothing has been recorded yet.
    static store_result<store> open_to_read(std::filesystem::path const& file);
    store(store&&) noexcept;
    store& operator=(store&&) noexcept;
    ~store();

    /// All of the batch in one transaction, or nothing. rules::fault::replaced when the file was moved or
    /// removed: what is written now would be lost, so open it again.
    store_result<void> write(batch const& batch);
    /// Removes what `keep` does not allow; the number of rows removed.
    store_result<std::uint64_t> prune(retention const& keep, time_point now);

    /// Makes old rows wider: of ten minutes past 3 h, of an hour past 3 days. The number of rows that went.
    store_result<std::uint64_t> roll_up(time_point now);
    /// What the file takes without what is free in it: cheap, for looking after every few batches.
    store_result<std::uint64_t> used_bytes() const;

    /// What was counted of a feature by the rules with that fingerprint, from the row that `since` falls into
    /// to that of `until`, which is now. One state of the file.
    store_result<window_figures> figures(std::string_view feature, std::string_view fingerprint,
                                         time_point since, time_point until, bool over_time) const;
    /// Newest first. `path`: of that path alone.
    store_result<std::vector<sample>> samples(std::string_view feature, std::optional<std::string_view> path,
                                              std::size_t most) const;
    /// Of one field, as the rules with that fingerprint found it at `since` and after it.
    store_result<std::vector<sample>> samples_of(std::string_view feature, std::string_view fingerprint,
                                                 std::string_view path, acl::difference_kind kind,
                                                 time_point since) const;
    store_result<std::optional<sample_pair>> pair(std::int64_t sample_id) const;

private:
    class implementation;
    explicit store(std::unique_ptr<implementation> made);
    std::unique_ptr<implementation> made_;
};

} // namespace ficus::shadow
