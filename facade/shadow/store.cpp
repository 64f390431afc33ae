#include "facade/shadow/store.hpp"

#include "facade/shadow/batch.hpp"
#include "facade/shadow/store_reading.hpp"
#include "facade/shadow/store_retention.hpp"
#include "facade/shadow/store_schema.hpp"
#include "facade/shadow/store_writing.hpp"
#include "rules/sqlite.hpp"
#include "rules/store_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <optional>
#include <utility>

namespace ficus::shadow {

namespace {

using rules::fault;
using rules::sqlite;
using rules::transaction;

constexpr std::chrono::milliseconds busy_timeout{1'000};

/// Which file the path names; none: no file, or none that may be looked at.
std::optional<rules::file_id> identify(std::filesystem::path const& file) {
    auto const found = rules::identify(file);
    return found ? std::optional(*found) : std::nullopt;
}

std::vector<std::pair<std::string, std::string>> headers_from(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> headers;
    boost::system::error_code error;
    auto const parsed = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
    if (error || !parsed.is_array()) return headers;
    auto const word = [](boost::json::value const& value) {
        return value.is_string() ? std::string(value.get_string().data(), value.get_string().size())
                                 : std::string();
    };
    for (auto const& entry : parsed.get_array())
        if (entry.is_array() && entry.get_array().size() == 2)
            headers.emplace_back(word(entry.get_array()[0]), word(entry.get_array()[1]));
    return headers;
}

stored_answer answer_from(sqlite::row const& row, int column) {
    stored_answer answer;
    answer.status = static_cast<int>(row.number(column));
    answer.latency = std::chrono::microseconds(row.number(column + 1));
    answer.content_type = row.text(column + 2);
    answer.headers = headers_from(row.text(column + 3));
    answer.body = row.text(column + 4);
    return answer;
}

// Columns: id, at_ms, feature, path, kind, legacy, modern, operation.
sample sample_from(sqlite::row const& row) {
    sample made;
    made.id = row.number(0);
    made.at = time_point(std::chrono::milliseconds(row.number(1)));
    made.feature = row.text(2);
    made.path = row.text(3);
    made.kind = acl::difference_kind_from(row.text(4)).value_or(acl::difference_kind::value);
    made.legacy = row.text(5);
    made.modern = row.text(6);
    made.operation = row.text(7);
    return made;
}

} // namespace

class store::implementation {
public:
    implementation(sqlite db, std::optional<rules::file_id> file) : db(std::move(db)), file(file) {}

    sqlite db;
    std::optional<rules::file_id> file;
    /// Of the transactions that were committed; unset where one was not, or rows were removed.
    std::optional<known_rows> known;
    std::int64_t rolled_until = 0;

    static store_result<store> open(std::filesystem::path const& file, sqlite::mode how) {
        bool const creates = how == sqlite::mode::create;
        auto const nothing =
            store_error{fault::missing, "`" + file.string() +
                                            "`: nothing has been compared yet; `ficus shadow FEATURE "
                                            "RATE` starts it"};
        if (!creates && !identify(file)) return nothing;
        auto db = sqlite::open(file, how, busy_timeout);
        if (!db) return db.error();
        // So that what is pruned gives its room back; only a file that is being made takes this.
        if (creates)
            if (auto set = db->script("PRAGMA auto_vacuum = INCREMENTAL"); !set) return set.error();
        auto migrated = rules::migrate(*db, shadow_migrations(), creates);
        if (!migrated) return migrated.error().code == fault::missing ? nothing : migrated.error();
        // A crash of the machine may cost the last comparisons, never the file: that is enough for figures. A
        // large batch must not leave a large log for good.
        if (auto set = db->script("PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304"); !set)
            return set.error();
        return store(std::make_unique<implementation>(std::move(*db), identify(file)));
    }
};

store::store(std::unique_ptr<implementation> made) : made_(std::move(made)) {}
store::store(store&&) noexcept = default;
store& store::operator=(store&&) noexcept = default;
store::~store() = default;

store_result<store> store::open_to_write(std::filesystem::path const& file) {
    return implementation::open(file, sqlite::mode::create);
}

store_result<store> store::open_to_read(std::filesystem::path const& file) {
    return implementation::open(file, sqlite::mode::existing);
}

store_result<void> store::write(batch const& from) {
    auto const& file = made_->db.path();
    if (!(identify(file) == made_->file))
        return store_error{fault::replaced,
                           "`" + file.string() + "` was moved or removed; a new one is begun", true};
    auto change = transaction::begin(made_->db, transaction::kind::write);
    if (!change) return change.error();
    auto known = std::exchange(made_->known, std::nullopt);
    if (!known) known.emplace(made_->db);
    if (auto written = batch_writing(made_->db, *known).write(from); !written) return written;
    if (auto done = change->commit(); !done) return done;
    made_->known = std::move(known);
    return {};
}

store_result<std::uint64_t> store::prune(retention const& keep, time_point now) {
    made_->known.reset();
    std::uint64_t removed = 0;
    {
        auto change = transaction::begin(made_->db, transaction::kind::write);
        if (!change) return change.error();
        auto const some = store_retention(made_->db).prune(keep, now);
        if (!some) return some;
        removed = *some;
        if (auto done = change->commit(); !done) return done.error();
    }
    // Outside the transaction, and only when something went: it moves pages.
    if (removed > 0)
        if (auto shrunk = made_->db.script("PRAGMA incremental_vacuum"); !shrunk) return shrunk.error();
    return removed;
}

store_result<std::uint64_t> store::roll_up(time_point now) {
    // Rows become wider by whole ones: until the next of them is old enough there is nothing to do.
    auto const until = batch::minute_of(now) / row_widths.front().minutes;
    if (until == made_->rolled_until) return 0;
    auto change = transaction::begin(made_->db, transaction::kind::write);
    if (!change) return change.error();
    auto const gone = store_retention(made_->db).roll_up(now);
    if (!gone) return gone;
    if (auto done = change->commit(); !done) return done.error();
    made_->rolled_until = until;
    return gone;
}

store_result<std::uint64_t> store::used_bytes() const {
    return store_retention(made_->db).used_bytes();
}

store_result<window_figures> store::figures(std::string_view feature, std::string_view fingerprint,
                                            time_point since, time_point until, bool over_time) const {
    // One state of the file for all the figures, so that they add up.
    auto const reading = transaction::begin(made_->db, transaction::kind::read);
    if (!reading) return reading.error();
    return figures_reading(made_->db, since, until).read(feature, fingerprint, over_time);
}

store_result<std::vector<sample>>
store::samples(std::string_view feature, std::optional<std::string_view> path, std::size_t most) const {
    std::vector<sample> found;
    auto const add = [&](sqlite::row const& row) -> store_result<void> {
        found.push_back(sample_from(row));
        return {};
    };
    auto const limit = static_cast<std::int64_t>(most);
    auto read =
        path ? made_->db.run(
                   "SELECT samples.id, at_ms, name, path, kind, samples.legacy, samples.modern,"
                   " operation FROM samples JOIN pairs ON pairs.id = pair JOIN fields ON fields.id = field"
                   " JOIN features ON features.id = fields.feature"
                   " WHERE name = ?1 AND path = ?3 ORDER BY at_ms DESC, samples.id DESC LIMIT ?2",
                   {feature, limit, *path}, add)
             : made_->db.run(
                   "SELECT samples.id, at_ms, name, path, kind, samples.legacy, samples.modern,"
                   " operation FROM samples JOIN pairs ON pairs.id = pair JOIN fields ON fields.id = field"
                   " JOIN features ON features.id = fields.feature"
                   " WHERE name = ?1 ORDER BY at_ms DESC, samples.id DESC LIMIT ?2",
                   {feature, limit}, add);
    if (!read) return read.error();
    return found;
}

store_result<std::vector<sample>> store::samples_of(std::string_view feature, std::string_view fingerprint,
                                                    std::string_view path, acl::difference_kind kind,
                                                    time_point since) const {
    std::vector<sample> found;
    auto read = made_->db.run(
        "SELECT samples.id, at_ms, name, path, kind, samples.legacy, samples.modern, operation"
        " FROM samples JOIN pairs ON pairs.id = pair JOIN fields ON fields.id = field"
        " JOIN features ON features.id = fields.feature JOIN windows ON windows.id = pairs.window"
        " WHERE name = ?1 AND fingerprint = ?2 AND path = ?3 AND kind = ?4 AND at_ms >= ?5"
        " ORDER BY at_ms DESC, samples.id DESC",
        {feature, fingerprint, path, to_string(kind), since.time_since_epoch().count()},
        [&](sqlite::row const& row) -> store_result<void> {
            found.push_back(sample_from(row));
            return {};
        });
    if (!read) return read.error();
    return found;
}

store_result<std::optional<sample_pair>> store::pair(std::int64_t sample_id) const {
    std::optional<sample_pair> found;
    auto read = made_->db.run("SELECT samples.id, at_ms, name, path, kind, samples.legacy, samples.modern, "
                              "operation, method, target, revision,"
                              " legacy_status, legacy_us, legacy_type, legacy_headers, legacy_body,"
                              " modern_status, modern_us, modern_type, modern_headers, modern_body"
                              " FROM samples JOIN pairs ON pairs.id = pair JOIN fields ON fields.id = field"
                              " JOIN features ON features.id = fields.feature WHERE samples.id = ?1",
                              {sample_id}, [&](sqlite::row const& row) -> store_result<void> {
                                  found = sample_pair{
                                      sample_from(row),         std::string(row.text(8)),
                                      std::string(row.text(9)), static_cast<std::uint64_t>(row.number(10)),
                                      answer_from(row, 11),     answer_from(row, 16)};
                                  return {};
                              });
    if (!read) return read.error();
    return found;
}

} // namespace ficus::shadow
