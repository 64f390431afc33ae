#include "facade/shadow/store_writing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <set>

namespace ficus::shadow {

namespace {

std::int64_t number(std::uint64_t count) {
    return static_cast<std::int64_t>(count);
}

std::string headers_text(stored_answer const& answer) {
    boost::json::array all;
    for (auto const& [name, value] : answer.headers)
        all.push_back(boost::json::array{boost::json::string(name), boost::json::string(value)});
    return boost::json::serialize(all);
}

} // namespace

store_result<void> batch_writing::write(batch const& from) {
    for (auto const& [key, counts] : from.minutes()) {
        auto const feature = feature_id(key.window->feature);
        if (!feature) return feature.error();
        if (auto written = write_minute(from, *feature, key.minute, counts); !written) return written;
    }
    std::set<std::int64_t> sampled_features, sampled_fields;
    for (auto const& [number, samples] : from.samples()) {
        auto const& of = from.fields()[number];
        auto const feature = feature_id(of.window->feature);
        if (!feature) return feature.error();
        auto const field = field_id(*feature, of);
        if (!field) return field.error();
        for (auto const& one : samples)
            if (auto written = write_sample(*feature, *field, one); !written) return written;
        sampled_features.insert(*feature);
        sampled_fields.insert(*field);
    }
    for (auto const field : sampled_fields)
        if (auto trimmed = trim_samples(field); !trimmed) return trimmed;
    for (auto const feature : sampled_features)
        if (auto dropped = db_.run("DELETE FROM pairs WHERE feature = ?1 AND NOT EXISTS"
                                   " (SELECT 1 FROM samples WHERE samples.pair = pairs.id)",
                                   {feature});
            !dropped)
            return dropped;
    return {};
}

store_result<std::int64_t> batch_writing::feature_id(std::string const& name) {
    if (auto const known = features_.find(name); known != features_.end()) return known->second;
    if (auto made = db_.run("INSERT INTO features (name) VALUES (?1) ON CONFLICT DO NOTHING", {name}); !made)
        return made.error();
    auto const id = db_.number("SELECT id FROM features WHERE name = ?1", {name});
    if (!id) return id.error();
    return features_[name] = id->value_or(0);
}

store_result<std::int64_t> batch_writing::field_id(std::int64_t feature, batch::field const& field) {
    auto key = std::tuple(feature, field.path, field.kind);
    auto const known = fields_.find(key);
    if (known != fields_.end()) return known->second;
    auto const kind = to_string(field.kind);
    auto found = db_.number("SELECT id FROM fields WHERE feature = ?1 AND path = ?2 AND kind = ?3",
                            {feature, field.path, kind});
    if (!found) return found.error();
    if (!*found) {
        auto const count = db_.number("SELECT count(*) FROM fields WHERE feature = ?1", {feature});
        if (!count) return count.error();
        std::string_view const path =
            count->value_or(0) < most_fields ? std::string_view(field.path) : "(others)";
        if (auto made =
                db_.run("INSERT INTO fields (feature, path, kind) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                        {feature, path, kind});
            !made)
            return made.error();
        found = db_.number("SELECT id FROM fields WHERE feature = ?1 AND path = ?2 AND kind = ?3",
                           {feature, path, kind});
        if (!found) return found.error();
    }
    return fields_[std::move(key)] = (*found).value_or(0);
}

store_result<void> batch_writing::write_minute(batch const& from, std::int64_t feature, std::int64_t minute,
                                               batch::minute const& counts) {
    // Histograms merge here and not in SQL; this process is the store's only writer.
    histogram legacy = counts.legacy_latency;
    histogram modern = counts.modern_latency;
    auto read =
        db_.run("SELECT legacy_latency, modern_latency FROM minutes WHERE feature = ?1 AND minute = ?2",
                {feature, minute}, [&](rules::sqlite::row const& row) -> store_result<void> {
                    if (auto const before = histogram::decode(row.text(0))) legacy.merge(*before);
                    if (auto const before = histogram::decode(row.text(1))) modern.merge(*before);
                    return {};
                });
    if (!read) return read;
    if (auto written = db_.run(
            "INSERT INTO minutes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET"
            " eligible = eligible + ?3, chosen = chosen + ?4, compared = compared + ?5, matched = matched + "
            "?6,"
            " baselines = baselines + ?7, legacy_latency = ?8, modern_latency = ?9",
            {feature, minute, number(counts.eligible), number(counts.chosen), number(counts.compared),
             number(counts.matched), number(counts.legacy_again + counts.modern_again), legacy.encode(),
             modern.encode()});
        !written)
        return written;
    for (auto const& [reason, count] : counts.skipped)
        if (auto written = db_.run("INSERT INTO skipped VALUES (?1, ?2, ?3, ?4)"
                                   " ON CONFLICT DO UPDATE SET count = count + ?4",
                                   {feature, minute, reason, number(count)});
            !written)
            return written;
    for (auto const& [statuses, count] : counts.statuses)
        if (auto written = db_.run("INSERT INTO statuses VALUES (?1, ?2, ?3, ?4, ?5)"
                                   " ON CONFLICT DO UPDATE SET count = count + ?5",
                                   {feature, minute, statuses.first, statuses.second, number(count)});
            !written)
            return written;
    for (auto const& [field, differing] : counts.fields) {
        auto const id = field_id(feature, from.fields()[field]);
        if (!id) return id.error();
        if (auto written = db_.run("INSERT INTO differing VALUES (?1, ?2, ?3, ?4, ?5)"
                                   " ON CONFLICT DO UPDATE SET count = count + ?4, noise = noise + ?5",
                                   {feature, minute, *id, number(differing.count),
                                    number(differing.legacy_noise + differing.modern_noise)});
            !written)
            return written;
    }
    return {};
}

store_result<void> batch_writing::write_sample(std::int64_t feature, std::int64_t field,
                                               batch::sample const& one) {
    auto const pair = pair_id(feature, *one.record);
    if (!pair) return pair.error();
    auto const& difference = one.record->differences[one.difference];
    return db_.run("INSERT INTO samples (field, pair, legacy, modern) VALUES (?1, ?2, ?3, ?4)",
                   {field, *pair, difference.legacy, difference.modern});
}

store_result<std::int64_t> batch_writing::pair_id(std::int64_t feature, comparison_record const& record) {
    if (auto const known = pairs_.find(&record); known != pairs_.end()) return known->second;
    auto const& legacy = record.kept->legacy;
    auto const& modern = record.kept->modern;
    auto written =
        db_.run("INSERT INTO pairs (feature, at_ms, revision, method, target, legacy_status, legacy_us,"
                " legacy_type, legacy_headers, legacy_body, modern_status, modern_us, modern_type,"
                " modern_headers, modern_body)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                {feature, record.at.time_since_epoch().count(), number(record.revision), record.kept->method,
                 record.kept->target, legacy.status, legacy.latency.count(), legacy.content_type,
                 headers_text(legacy), legacy.body, modern.status, modern.latency.count(),
                 modern.content_type, headers_text(modern), modern.body});
    if (!written) return written.error();
    return pairs_[&record] = db_.last_row_id();
}

store_result<void> batch_writing::trim_samples(std::int64_t field) {
    return db_.run("DELETE FROM samples WHERE field = ?1"
                   " AND id NOT IN (SELECT id FROM samples WHERE field = ?1 ORDER BY id LIMIT ?2)"
                   " AND id NOT IN (SELECT id FROM samples WHERE field = ?1 ORDER BY id DESC LIMIT ?3)",
                   {field, number(batch::oldest_kept), number(batch::newest_kept)});
}

} // namespace ficus::shadow
