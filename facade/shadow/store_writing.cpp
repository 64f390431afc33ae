#include "facade/shadow/store_writing.hpp"

#include "facade/shadow/store_counts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace ficus::shadow {

namespace {

std::int64_t number(std::uint64_t count) {
    return static_cast<std::int64_t>(count);
}

counts_row row_of(batch::minute const& counts) {
    return {{number(counts.eligible), number(counts.chosen), number(counts.compared), number(counts.matched),
             number(counts.legacy_again), number(counts.modern_again), number(counts.legacy_again_differed),
             number(counts.modern_again_differed), number(counts.legacy.asked), number(counts.legacy.failed),
             number(counts.modern.asked), number(counts.modern.failed)},
            counts.legacy_latency,
            counts.modern_latency};
}

std::string headers_text(stored_answer const& answer) {
    boost::json::array all;
    for (auto const& [name, value] : answer.headers)
        all.push_back(boost::json::array{boost::json::string(name), boost::json::string(value)});
    return boost::json::serialize(all);
}

} // namespace

store_result<void> batch_writing::write(batch const& from) {
    for (auto const& [key, counts] : from.minutes())
        if (auto written = write_minute(from, key, counts); !written) return written;
    for (auto const& field : from.fields())
        if (auto written = write_shapes(field); !written) return written;
    for (auto const& [key, delta] : from.served())
        if (auto written = write_served(delta, key.second); !written) return written;
    return write_samples(from);
}

store_result<void> batch_writing::write_minute(batch const& from, batch::key const& key,
                                               batch::minute const& counts) {
    auto const window = known_.window_of(*key.window);
    if (!window) return window.error();
    auto const operation = known_.operation_id(window->feature, *key.operation);
    if (!operation) return operation.error();
    place const at{*window, *operation, key.minute};
    auto seen = db_.run("UPDATE windows SET last_ms = max(last_ms, ?2),"
                        " first_ms = CASE first_ms WHEN 0 THEN ?3 ELSE min(first_ms, ?3) END WHERE id = ?1",
                        {window->id, counts.newest.time_since_epoch().count(), key.minute * 60'000});
    if (!seen) return seen;
    if (auto written = add_counts(db_, window->id, *operation, key.minute, row_of(counts)); !written)
        return written;
    for (auto const& [reason, count] : counts.skipped)
        if (auto written = db_.run("INSERT INTO skipped VALUES (?1, ?2, ?3, ?4, ?5)"
                                   " ON CONFLICT DO UPDATE SET count = count + ?5",
                                   {at.window.id, at.operation, at.start, reason, number(count)});
            !written)
            return written;
    for (auto const& [statuses, count] : counts.statuses)
        if (auto written = db_.run(
                "INSERT INTO statuses VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                " ON CONFLICT DO UPDATE SET count = count + ?6",
                {at.window.id, at.operation, at.start, statuses.first, statuses.second, number(count)});
            !written)
            return written;
    // Before the sets, which are shortened by what is known to be noise.
    if (auto written = write_fields(from, at, counts); !written) return written;
    return write_sets(from, at, counts);
}

store_result<std::int64_t> batch_writing::field_id(known_rows::window const& window,
                                                   batch::field const& field) {
    return known_.field_id(window.feature, field.path, field.kind);
}

store_result<void> batch_writing::write_fields(batch const& from, place const& at,
                                               batch::minute const& counts) {
    for (auto const& [field, differing] : counts.fields) {
        auto const id = field_id(at.window, from.fields()[field]);
        if (!id) return id.error();
        if (auto const noise = differing.legacy_noise + differing.modern_noise; noise > 0)
            if (auto added = known_.add_noise(at.window, *id, noise); !added) return added;
        if (auto written = db_.run("INSERT INTO differing VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                                   " ON CONFLICT DO UPDATE SET count = count + ?5,"
                                   " legacy_noise = legacy_noise + ?6, modern_noise = modern_noise + ?7",
                                   {at.window.id, at.operation, at.start, *id, number(differing.count),
                                    number(differing.legacy_noise), number(differing.modern_noise)});
            !written)
            return written;
    }
    return {};
}

store_result<void> batch_writing::write_sets(batch const& from, place const& at,
                                             batch::minute const& counts) {
    for (auto const& [numbers, count] : counts.sets) {
        std::vector<std::int64_t> fields;
        for (auto const one : numbers) {
            auto const id = field_id(at.window, from.fields()[one]);
            if (!id) return id.error();
            fields.push_back(*id);
        }
        // Several may be among the others.
        std::sort(fields.begin(), fields.end());
        fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
        auto const set = known_.set_id(at.window, std::move(fields));
        if (!set) return set.error();
        if (auto written = db_.run("INSERT INTO mismatches VALUES (?1, ?2, ?3, ?4, ?5)"
                                   " ON CONFLICT DO UPDATE SET count = count + ?5",
                                   {at.window.id, at.operation, at.start, *set, number(count)});
            !written)
            return written;
    }
    return {};
}

store_result<void> batch_writing::write_shapes(batch::field const& field) {
    if (field.shapes.empty()) return {};
    auto const window = known_.window_of(*field.window);
    if (!window) return window.error();
    auto const id = field_id(*window, field);
    if (!id) return id.error();
    for (auto const& [shape, count] : field.shapes)
        if (auto written = db_.run("INSERT INTO shapes VALUES (?1, ?2, ?3, ?4)"
                                   " ON CONFLICT DO UPDATE SET count = count + ?4",
                                   {window->id, *id, to_string(shape), number(count)});
            !written)
            return written;
    return {};
}

store_result<void> batch_writing::write_served(served_delta const& delta, std::int64_t start) {
    auto const feature = known_.feature_id(delta.feature);
    if (!feature) return feature.error();
    return db_.run("INSERT INTO served VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
                   " legacy = legacy + ?3, modern = modern + ?4, legacy_failed = legacy_failed + ?5,"
                   " modern_failed = modern_failed + ?6",
                   {*feature, start, number(delta.legacy.asked), number(delta.modern.asked),
                    number(delta.legacy.failed), number(delta.modern.failed)});
}

store_result<void> batch_writing::write_samples(batch const& from) {
    std::set<std::pair<std::int64_t, std::int64_t>> reservoirs;
    for (auto const& [number, samples] : from.samples()) {
        auto const& of = from.fields()[number];
        auto const window = known_.window_of(*of.window);
        if (!window) return window.error();
        auto const field = field_id(*window, of);
        if (!field) return field.error();
        for (auto const& one : samples)
            if (auto written = write_sample(*window, *field, one); !written) return written;
        reservoirs.emplace(window->id, *field);
    }
    for (auto const& [window, field] : reservoirs)
        if (auto trimmed = trim_samples(window, field); !trimmed) return trimmed;
    return {};
}

store_result<void> batch_writing::write_sample(known_rows::window const& window, std::int64_t field,
                                               batch::sample const& one) {
    auto const pair = pair_id(window, *one.record);
    if (!pair) return pair.error();
    auto const& difference = one.record->differences[one.difference];
    return db_.run("INSERT INTO samples (field, pair, legacy, modern) VALUES (?1, ?2, ?3, ?4)",
                   {field, *pair, difference.legacy, difference.modern});
}

store_result<std::int64_t> batch_writing::pair_id(known_rows::window const& window,
                                                  comparison_record const& record) {
    if (auto const known = pairs_.find(&record); known != pairs_.end()) return known->second;
    auto const& legacy = record.kept->legacy;
    auto const& modern = record.kept->modern;
    auto written = db_.run(
        "INSERT INTO pairs (feature, at_ms, revision, method, target, legacy_status, legacy_us,"
        " legacy_type, legacy_headers, legacy_body, modern_status, modern_us, modern_type,"
        " modern_headers, modern_body, window, operation)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        {window.feature, record.at.time_since_epoch().count(), number(record.revision), record.kept->method,
         record.kept->target, legacy.status, legacy.latency.count(), legacy.content_type,
         headers_text(legacy), legacy.body, modern.status, modern.latency.count(), modern.content_type,
         headers_text(modern), modern.body, window.id, *record.operation});
    if (!written) return written.error();
    return pairs_[&record] = db_.last_row_id();
}

store_result<void> batch_writing::trim_samples(std::int64_t window, std::int64_t field) {
    std::vector<std::pair<std::int64_t, std::int64_t>> kept; // samples and their pairs, oldest first
    auto read = db_.run("SELECT samples.id, pair FROM samples JOIN pairs ON pairs.id = pair"
                        " WHERE field = ?1 AND window = ?2 ORDER BY samples.id",
                        {field, window}, [&](rules::sqlite::row const& row) -> store_result<void> {
                            kept.emplace_back(row.number(0), row.number(1));
                            return {};
                        });
    if (!read) return read;
    if (kept.size() <= batch::oldest_kept + batch::newest_kept) return {};
    for (auto i = batch::oldest_kept; i < kept.size() - batch::newest_kept; ++i) {
        auto const [sample, pair] = kept[i];
        if (auto gone = db_.run("DELETE FROM samples WHERE id = ?1", {sample}); !gone) return gone;
        if (auto gone = db_.run("DELETE FROM pairs WHERE id = ?1 AND NOT EXISTS"
                                " (SELECT 1 FROM samples WHERE samples.pair = ?1)",
                                {pair});
            !gone)
            return gone;
    }
    return {};
}

} // namespace ficus::shadow
