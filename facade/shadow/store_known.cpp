#include "facade/shadow/store_known.hpp"

#include "facade/shadow/store_figures.hpp"

#include <algorithm>

namespace ficus::shadow {

namespace {

using rules::sqlite;

std::string text_of(std::vector<std::int64_t> const& ids) {
    std::string text;
    for (auto const id : ids) {
        if (!text.empty()) text += ',';
        text += std::to_string(id);
    }
    return text;
}

} // namespace

store_result<std::int64_t> known_rows::insert(char const* sql,
                                              std::initializer_list<sqlite::argument> values) {
    auto made = db_->run(sql, values);
    if (!made) return made.error();
    return db_->last_row_id();
}

store_result<std::int64_t> known_rows::feature_id(std::string const& name) {
    if (auto const known = features_.find(name); known != features_.end()) return known->second;
    auto const found = db_->number("SELECT id FROM features WHERE name = ?1", {name});
    if (!found) return found.error();
    auto id = *found ? store_result<std::int64_t>(**found)
                     : insert("INSERT INTO features (name) VALUES (?1)", {name});
    if (id) features_.emplace(name, *id);
    return id;
}

store_result<known_rows::window> known_rows::window_of(window_key const& key) {
    auto const feature = feature_id(key.feature);
    if (!feature) return feature.error();
    auto const known = windows_.find({*feature, key.fingerprint});
    if (known != windows_.end()) return window{known->second, *feature};
    auto const found = db_->number("SELECT id FROM windows WHERE feature = ?1 AND fingerprint = ?2",
                                   {*feature, key.fingerprint});
    if (!found) return found.error();
    auto const id = *found ? store_result<std::int64_t>(**found)
                           : insert("INSERT INTO windows (feature, fingerprint, rules, first_ms, last_ms)"
                                    " VALUES (?1, ?2, ?3, 0, 0)",
                                    {*feature, key.fingerprint, key.rules});
    if (!id) return id.error();
    windows_.emplace(std::pair(*feature, key.fingerprint), *id);
    return window{*id, *feature};
}

store_result<known_rows::feature_rows*> known_rows::rows_of(std::int64_t feature) {
    if (auto const known = rows_.find(feature); known != rows_.end()) return &known->second;
    feature_rows rows;
    auto read = db_->run("SELECT name, id FROM operations WHERE feature = ?1", {feature},
                         [&](sqlite::row const& row) -> store_result<void> {
                             rows.operations.emplace(row.text(0), row.number(1));
                             return {};
                         });
    if (!read) return read.error();
    read = db_->run("SELECT path, kind, id FROM fields WHERE feature = ?1", {feature},
                    [&](sqlite::row const& row) -> store_result<void> {
                        auto const kind =
                            acl::difference_kind_from(row.text(1)).value_or(acl::difference_kind::value);
                        rows.fields.emplace(std::pair(std::string(row.text(0)), kind), row.number(2));
                        return {};
                    });
    if (!read) return read.error();
    read = db_->run("SELECT fields, id FROM sets WHERE feature = ?1", {feature},
                    [&](sqlite::row const& row) -> store_result<void> {
                        rows.sets.emplace(row.text(0), row.number(1));
                        return {};
                    });
    if (!read) return read.error();
    return &rows_.emplace(feature, std::move(rows)).first->second;
}

store_result<std::int64_t> known_rows::operation_id(std::int64_t feature, std::string const& name) {
    auto const rows = rows_of(feature);
    if (!rows) return rows.error();
    auto& operations = (*rows)->operations;
    if (auto const known = operations.find(name); known != operations.end()) return known->second;
    if (operations.size() >= most_operations && name != others_name)
        return operation_id(feature, std::string(others_name));
    auto const id = insert("INSERT INTO operations (feature, name) VALUES (?1, ?2)", {feature, name});
    if (id) operations.emplace(name, *id);
    return id;
}

store_result<std::int64_t> known_rows::field_id(std::int64_t feature, std::string_view path,
                                                acl::difference_kind kind) {
    auto const rows = rows_of(feature);
    if (!rows) return rows.error();
    auto& fields = (*rows)->fields;
    auto key = std::pair(std::string(path), kind);
    if (auto const known = fields.find(key); known != fields.end()) return known->second;
    if (fields.size() >= most_fields && path != others_name && path != noise_field)
        return field_id(feature, others_name, kind);
    auto const id = insert("INSERT INTO fields (feature, path, kind) VALUES (?1, ?2, ?3)",
                           {feature, path, to_string(kind)});
    if (id) fields.emplace(std::move(key), *id);
    return id;
}

store_result<std::int64_t> known_rows::known_set(std::int64_t feature, feature_rows& rows,
                                                 std::vector<std::int64_t> const& fields, std::size_t most) {
    auto const text = text_of(fields);
    if (auto const known = rows.sets.find(text); known != rows.sets.end()) return known->second;
    if (rows.sets.size() >= most) return 0;
    auto const id = insert("INSERT INTO sets (feature, fields) VALUES (?1, ?2)", {feature, text});
    if (id) rows.sets.emplace(text, *id);
    return id;
}

store_result<std::int64_t> known_rows::set_id(window const& of, std::vector<std::int64_t> fields) {
    auto const rows = rows_of(of.feature);
    if (!rows) return rows.error();
    if (!fields.empty()) {
        auto const whole = known_set(of.feature, **rows, fields, most_sets);
        if (!whole || *whole != 0) return whole;

        auto const sums = noise_of(of.id);
        if (!sums) return sums.error();
        // Of the many fields that others are no one knows which has the noise.
        auto const& known = (*rows)->fields;
        auto const is_others = [&](std::int64_t field) {
            for (auto at = known.lower_bound({std::string(others_name), {}});
                 at != known.end() && at->first.first == others_name; ++at)
                if (at->second == field) return true;
            return false;
        };
        auto const stripped = std::erase_if(fields, [&](std::int64_t field) {
            auto const sum = (*sums)->find(field);
            return sum != (*sums)->end() && sum->second >= noisy && !is_others(field);
        });
        if (stripped > 0) {
            auto const pseudo = field_id(of.feature, noise_field, acl::difference_kind::value);
            if (!pseudo) return pseudo;
            fields.insert(std::upper_bound(fields.begin(), fields.end(), *pseudo), *pseudo);
        }
        auto const rest = known_set(of.feature, **rows, fields, most_stripped_sets);
        if (!rest || *rest != 0) return rest;
    }
    auto const other = field_id(of.feature, others_name, acl::difference_kind::value);
    if (!other) return other;
    return known_set(of.feature, **rows, {*other}, most_stripped_sets + 1);
}

store_result<known_rows::noise_sums*> known_rows::noise_of(std::int64_t window) {
    if (auto const known = noise_.find(window); known != noise_.end()) return &known->second;
    noise_sums sums;
    auto read = db_->run("SELECT field, sum(legacy_noise + modern_noise) FROM differing WHERE window = ?1"
                         " GROUP BY field",
                         {window}, [&](sqlite::row const& row) -> store_result<void> {
                             sums.emplace(row.number(0), static_cast<std::uint64_t>(row.number(1)));
                             return {};
                         });
    if (!read) return read.error();
    return &noise_.emplace(window, std::move(sums)).first->second;
}

store_result<void> known_rows::add_noise(window const& of, std::int64_t field, std::uint64_t baselines) {
    auto const sums = noise_of(of.id);
    if (!sums) return sums.error();
    (**sums)[field] += baselines;
    return {};
}

} // namespace ficus::shadow
