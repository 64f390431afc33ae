#include "facade/shadow/store.hpp"

#include "facade/shadow/batch.hpp"
#include "facade/shadow/store_schema.hpp"
#include "facade/shadow/store_writing.hpp"
#include "rules/sqlite.hpp"
#include "rules/store_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <optional>

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

// Columns: id, at_ms, feature, path, kind, legacy, modern.
sample sample_from(sqlite::row const& row) {
    sample made;
    made.id = row.number(0);
    made.at = time_point(std::chrono::milliseconds(row.number(1)));
    made.feature = row.text(2);
    made.path = row.text(3);
    made.kind = acl::difference_kind_from(row.text(4)).value_or(acl::difference_kind::value);
    made.legacy = row.text(5);
    made.modern = row.text(6);
    return made;
}

} // namespace

class store::implementation {
public:
    implementation(sqlite db, std::optional<rules::file_id> file) : db(std::move(db)), file(file) {}

    sqlite db;
    std::optional<rules::file_id> file;

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
        // A crash of the machine may cost the last comparisons, never the file: that is enough for figures.
        if (auto set = db->script("PRAGMA synchronous = NORMAL"); !set) return set.error();
        return store(std::make_unique<implementation>(std::move(*db), identify(file)));
    }

    store_result<std::int64_t> used_bytes() {
        auto const pages = db.number("PRAGMA page_count");
        if (!pages) return pages.error();
        auto const unused = db.number("PRAGMA freelist_count");
        if (!unused) return unused.error();
        auto const size = db.number("PRAGMA page_size");
        if (!size) return size.error();
        return (pages->value_or(0) - unused->value_or(0)) * size->value_or(0);
    }

    store_result<std::uint64_t> remove(char const* sql, std::int64_t argument) {
        auto ran = db.run(sql, {argument});
        if (!ran) return ran.error();
        return static_cast<std::uint64_t>(db.changed_rows());
    }

    store_result<std::uint64_t> remove_before_minute(std::int64_t minute) {
        std::uint64_t removed = 0;
        for (auto const* sql :
             {"DELETE FROM minutes WHERE minute < ?1", "DELETE FROM skipped WHERE minute < ?1",
              "DELETE FROM statuses WHERE minute < ?1", "DELETE FROM differing WHERE minute < ?1"}) {
            auto const some = remove(sql, minute);
            if (!some) return some;
            removed += *some;
        }
        return removed;
    }

    store_result<std::uint64_t> remove_pairs_before(std::int64_t at_ms) {
        auto const samples =
            remove("DELETE FROM samples WHERE pair IN (SELECT id FROM pairs WHERE at_ms < ?1)", at_ms);
        if (!samples) return samples;
        auto const pairs = remove("DELETE FROM pairs WHERE at_ms < ?1", at_ms);
        if (!pairs) return pairs;
        return *samples + *pairs;
    }

    store_result<void> forget_unused_fields() {
        return db.run("DELETE FROM fields WHERE id NOT IN (SELECT field FROM differing)"
                      " AND id NOT IN (SELECT field FROM samples)");
    }

    /// The oldest tenth of what takes the most room: pairs while there are many, else counts.
    store_result<std::uint64_t> remove_oldest() {
        auto const pairs = db.number("SELECT count(*) FROM pairs");
        if (!pairs) return pairs.error();
        if (pairs->value_or(0) >= 100) {
            auto const until =
                db.number("SELECT at_ms FROM pairs ORDER BY at_ms LIMIT 1 OFFSET ?1", {**pairs / 10});
            if (!until) return until.error();
            return remove_pairs_before(until->value_or(0) + 1);
        }
        auto const first = db.number("SELECT min(minute) FROM minutes");
        if (!first) return first.error();
        auto const last = db.number("SELECT max(minute) FROM minutes");
        if (!last) return last.error();
        auto const span = last->value_or(0) - first->value_or(0);
        auto const until = first->value_or(0) + span / 10 + 1;
        auto const counts = remove_before_minute(until);
        if (!counts) return counts;
        auto const samples = remove_pairs_before(until * 60'000);
        if (!samples) return samples;
        return *counts + *samples;
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
    if (auto written = batch_writing(made_->db).write(from); !written) return written;
    return change->commit();
}

store_result<std::uint64_t> store::prune(retention const& keep, time_point now) {
    std::uint64_t removed = 0;
    {
        auto change = transaction::begin(made_->db, transaction::kind::write);
        if (!change) return change.error();
        auto const oldest = now - keep.age;
        auto const counts = made_->remove_before_minute(batch::minute_of(oldest));
        if (!counts) return counts;
        auto const pairs = made_->remove_pairs_before(oldest.time_since_epoch().count());
        if (!pairs) return pairs;
        removed = *counts + *pairs;
        for (;;) {
            auto const used = made_->used_bytes();
            if (!used) return used.error();
            if (static_cast<std::uint64_t>(*used) <= keep.bytes) break;
            auto const some = made_->remove_oldest();
            if (!some) return some;
            if (*some == 0) break;
            removed += *some;
        }
        if (removed > 0)
            if (auto forgotten = made_->forget_unused_fields(); !forgotten) return forgotten.error();
        if (auto done = change->commit(); !done) return done.error();
    }
    // Outside the transaction, and only when something went: it moves pages.
    if (removed > 0)
        if (auto shrunk = made_->db.script("PRAGMA incremental_vacuum"); !shrunk) return shrunk.error();
    return removed;
}

store_result<feature_totals> store::totals(std::string_view feature, time_point since,
                                           time_point until) const {
    auto& db = made_->db;
    feature_totals sum;
    auto const from = batch::minute_of(since);
    auto const to = batch::minute_of(until);
    // One state of the file for all the figures, so that they add up.
    auto reading = transaction::begin(db, transaction::kind::read);
    if (!reading) return reading.error();
    auto const id = db.number("SELECT id FROM features WHERE name = ?1", {feature});
    if (!id) return id.error();
    if (!*id) return sum;

    auto const count = [](sqlite::row const& row, int column) {
        return static_cast<std::uint64_t>(row.number(column));
    };
    auto read = db.run("SELECT eligible, chosen, compared, matched, baselines, legacy_latency, modern_latency"
                       " FROM minutes WHERE feature = ?1 AND minute BETWEEN ?2 AND ?3",
                       {**id, from, to}, [&](sqlite::row const& row) -> store_result<void> {
                           sum.eligible += count(row, 0);
                           sum.chosen += count(row, 1);
                           sum.compared += count(row, 2);
                           sum.matched += count(row, 3);
                           sum.baselines += count(row, 4);
                           auto const legacy = histogram::decode(row.text(5));
                           auto const modern = histogram::decode(row.text(6));
                           if (!legacy || !modern)
                               return store_error{fault::corrupt,
                                                  "`" + db.path().string() +
                                                      "` holds a latency that cannot be read; move the "
                                                      "file away to begin anew"};
                           sum.legacy_latency.merge(*legacy);
                           sum.modern_latency.merge(*modern);
                           return {};
                       });
    if (!read) return read.error();
    read = db.run("SELECT reason, sum(count) FROM skipped WHERE feature = ?1 AND minute BETWEEN ?2 AND ?3"
                  " GROUP BY reason",
                  {**id, from, to}, [&](sqlite::row const& row) -> store_result<void> {
                      sum.skipped.emplace(row.text(0), count(row, 1));
                      return {};
                  });
    if (!read) return read.error();
    read = db.run(
        "SELECT legacy, modern, sum(count) FROM statuses WHERE feature = ?1 AND minute BETWEEN ?2 AND ?3"
        " GROUP BY legacy, modern ORDER BY sum(count) DESC, legacy, modern",
        {**id, from, to}, [&](sqlite::row const& row) -> store_result<void> {
            sum.statuses.push_back(
                {static_cast<int>(row.number(0)), static_cast<int>(row.number(1)), count(row, 2)});
            return {};
        });
    if (!read) return read.error();
    read = db.run(
        "SELECT path, kind, sum(count), sum(noise) FROM differing JOIN fields ON fields.id = field"
        " WHERE differing.feature = ?1 AND minute BETWEEN ?2 AND ?3 GROUP BY field ORDER BY path, kind",
        {**id, from, to}, [&](sqlite::row const& row) -> store_result<void> {
            auto const kind = acl::difference_kind_from(row.text(1)).value_or(acl::difference_kind::value);
            sum.fields.push_back({std::string(row.text(0)), kind, count(row, 2), count(row, 3)});
            return {};
        });
    if (!read) return read.error();
    return sum;
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
        path ? made_->db.run("SELECT samples.id, at_ms, name, path, kind, samples.legacy, samples.modern"
                             " FROM samples JOIN pairs ON pairs.id = pair JOIN fields ON fields.id = field"
                             " JOIN features ON features.id = fields.feature"
                             " WHERE name = ?1 AND path = ?3 ORDER BY at_ms DESC, samples.id DESC LIMIT ?2",
                             {feature, limit, *path}, add)
             : made_->db.run("SELECT samples.id, at_ms, name, path, kind, samples.legacy, samples.modern"
                             " FROM samples JOIN pairs ON pairs.id = pair JOIN fields ON fields.id = field"
                             " JOIN features ON features.id = fields.feature"
                             " WHERE name = ?1 ORDER BY at_ms DESC, samples.id DESC LIMIT ?2",
                             {feature, limit}, add);
    if (!read) return read.error();
    return found;
}

store_result<std::optional<sample_pair>> store::pair(std::int64_t sample_id) const {
    std::optional<sample_pair> found;
    auto read = made_->db.run("SELECT samples.id, at_ms, name, path, kind, samples.legacy, samples.modern, "
                              "method, target, revision,"
                              " legacy_status, legacy_us, legacy_type, legacy_headers, legacy_body,"
                              " modern_status, modern_us, modern_type, modern_headers, modern_body"
                              " FROM samples JOIN pairs ON pairs.id = pair JOIN fields ON fields.id = field"
                              " JOIN features ON features.id = fields.feature WHERE samples.id = ?1",
                              {sample_id}, [&](sqlite::row const& row) -> store_result<void> {
                                  found = sample_pair{
                                      sample_from(row),         std::string(row.text(7)),
                                      std::string(row.text(8)), static_cast<std::uint64_t>(row.number(9)),
                                      answer_from(row, 10),     answer_from(row, 15)};
                                  return {};
                              });
    if (!read) return read.error();
    return found;
}

} // namespace ficus::shadow
