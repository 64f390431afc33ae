#include "facade/shadow/store_reading.hpp"

#include "facade/shadow/batch.hpp"
#include "facade/shadow/store_counts.hpp"
#include "facade/shadow/store_retention.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

namespace ficus::shadow {

namespace {

using rules::sqlite;

std::uint64_t count(sqlite::row const& row, int column) {
    return static_cast<std::uint64_t>(row.number(column));
}

std::vector<std::int64_t> ids_from(std::string_view text) {
    std::vector<std::int64_t> ids;
    while (!text.empty()) {
        std::int64_t id = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (error != std::errc{}) break;
        ids.push_back(id);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (!text.empty()) text.remove_prefix(1);
    }
    return ids;
}

void add(tally& to, tally const& more) {
    to.eligible += more.eligible;
    to.chosen += more.chosen;
    to.compared += more.compared;
    to.matched += more.matched;
    to.legacy_again += more.legacy_again;
    to.modern_again += more.modern_again;
    for (auto const& [reason, times] : more.skipped) to.skipped[reason] += times;
    for (auto const side : {&tally::legacy, &tally::modern}) {
        (to.*side).asked += (more.*side).asked;
        (to.*side).failed += (more.*side).failed;
        (to.*side).latency.merge((more.*side).latency);
    }
}

void sort_by_count(std::vector<status_pair>& statuses) {
    std::sort(statuses.begin(), statuses.end(), [](auto const& a, auto const& b) {
        return std::tuple(b.count, a.legacy, a.modern) < std::tuple(a.count, b.legacy, b.modern);
    });
}

} // namespace

figures_reading::figures_reading(sqlite& db, time_point since, time_point until)
    : db_(db), to_(batch::minute_of(until)) {
    auto const minute = batch::minute_of(since);
    for (auto const& width : row_widths)
        if (minute < batch::minute_of(until - width.age) / width.minutes * width.minutes)
            width_ = width.minutes;
    from_ = minute / width_ * width_;
    made_.since = time_point(std::chrono::minutes(from_));
}

store_result<window_figures> figures_reading::read(std::string_view feature, std::string_view fingerprint,
                                                   bool over_time) {
    made_.fingerprint = fingerprint;
    if (over_time) make_slices();
    if (auto found = find_window(feature, fingerprint); !found) return found.error();
    if (feature_ == 0) return std::move(made_);
    for (auto const step : {&figures_reading::read_other_windows, &figures_reading::read_served})
        if (auto done = (this->*step)(); !done) return done.error();
    if (window_ == 0) return std::move(made_);
    for (auto const step :
         {&figures_reading::read_operations, &figures_reading::read_totals, &figures_reading::read_skipped,
          &figures_reading::read_statuses, &figures_reading::read_fields, &figures_reading::read_differing,
          &figures_reading::read_mismatches})
        if (auto done = (this->*step)(); !done) return done.error();
    put_together();
    if (auto done = read_shapes(); !done) return done.error();
    return std::move(made_);
}

store_result<void> figures_reading::find_window(std::string_view feature, std::string_view fingerprint) {
    auto const found = db_.number("SELECT id FROM features WHERE name = ?1", {feature});
    if (!found) return found.error();
    feature_ = found->value_or(0);
    return db_.run("SELECT id, rules FROM windows WHERE feature = ?1 AND fingerprint = ?2",
                   {feature_, fingerprint}, [&](sqlite::row const& row) -> store_result<void> {
                       window_ = row.number(0);
                       made_.rules = row.text(1);
                       return {};
                   });
}

void figures_reading::make_slices() {
    constexpr std::array<std::int64_t, 12> handy = {1, 2, 5, 10, 20, 30, 60, 120, 240, 360, 720, 1440};
    auto const fits = [&](std::int64_t width) {
        auto const slices = to_ / width - from_ / width + 1;
        return width % width_ == 0 && slices <= static_cast<std::int64_t>(window_figures::most_slices);
    };
    auto const found = std::find_if(handy.begin(), handy.end(), fits);
    slice_width_ = found == handy.end() ? handy.back() : *found;
    while (!fits(slice_width_)) slice_width_ += handy.back();
    for (auto start = from_ / slice_width_ * slice_width_; start <= to_; start += slice_width_)
        made_.slices.emplace_back().at = time_point(std::chrono::minutes(start));
}

counted_slice* figures_reading::slice_at(std::int64_t start) {
    if (made_.slices.empty()) return nullptr;
    auto const place = start / slice_width_ - from_ / slice_width_;
    return &made_.slices[static_cast<std::size_t>(place)];
}

store_result<void> figures_reading::read_other_windows() {
    auto const others = db_.number("SELECT sum(compared) FROM counts WHERE window IN (SELECT id FROM windows"
                                   " WHERE feature = ?1 AND id <> ?2) AND start BETWEEN ?3 AND ?4",
                                   {feature_, window_, from_, to_});
    if (!others) return others.error();
    made_.other_compared = static_cast<std::uint64_t>(others->value_or(0));
    return {};
}

store_result<void> figures_reading::read_served() {
    if (made_.slices.empty()) return {};
    return db_.run("SELECT start, legacy, modern, legacy_failed, modern_failed FROM served"
                   " WHERE feature = ?1 AND start BETWEEN ?2 AND ?3",
                   {feature_, from_, to_}, [&](sqlite::row const& row) -> store_result<void> {
                       auto& slice = *slice_at(row.number(0));
                       slice.served_legacy += count(row, 1);
                       slice.served_modern += count(row, 2);
                       slice.served_legacy_failed += count(row, 3);
                       slice.served_modern_failed += count(row, 4);
                       return {};
                   });
}

store_result<void> figures_reading::read_operations() {
    auto read = db_.run("SELECT id, name FROM operations WHERE id IN (SELECT operation FROM counts"
                        " WHERE window = ?1 AND start BETWEEN ?2 AND ?3) ORDER BY name",
                        {window_, from_, to_}, [&](sqlite::row const& row) -> store_result<void> {
                            places_.emplace(row.number(0), made_.operations.size());
                            made_.operations.emplace_back().name = row.text(1);
                            return {};
                        });
    differing_.resize(made_.operations.size());
    mismatches_.resize(made_.operations.size());
    return read;
}

store_result<void> figures_reading::read_totals() {
    static auto const select = std::string("SELECT operation, start, ") + counts_columns +
                               " FROM counts WHERE window = ?1 AND start BETWEEN ?2 AND ?3";
    std::vector<counts_sum> sums(made_.operations.size());
    auto read = db_.run(select.c_str(), {window_, from_, to_}, [&](sqlite::row const& row) {
        if (auto* slice = slice_at(row.number(1))) {
            slice->compared += count(row, 4);
            slice->matched += count(row, 5);
            slice->again += count(row, 6) + count(row, 7);
            slice->again_differed += count(row, 8) + count(row, 9);
        }
        return read_counts(db_, row, 2, sums[places_.at(row.number(0))]);
    });
    if (!read) return read;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        auto& into = made_.operations[i].figures;
        std::array<std::uint64_t, counts_row::size> n{};
        std::copy(sums[i].numbers.begin(), sums[i].numbers.end(), n.begin());
        into.eligible = n[0];
        into.chosen = n[1];
        into.compared = n[2];
        into.matched = n[3];
        into.legacy_again = n[4];
        into.modern_again = n[5];
        into.legacy = {n[8], n[9], sums[i].legacy_latency.total()};
        into.modern = {n[10], n[11], sums[i].modern_latency.total()};
    }
    return {};
}

store_result<void> figures_reading::read_skipped() {
    return db_.run("SELECT operation, reason, sum(count) FROM skipped"
                   " WHERE window = ?1 AND start BETWEEN ?2 AND ?3 GROUP BY operation, reason",
                   {window_, from_, to_}, [&](sqlite::row const& row) -> store_result<void> {
                       auto& into = made_.operations[places_.at(row.number(0))].figures;
                       into.skipped.emplace(row.text(1), count(row, 2));
                       return {};
                   });
}

store_result<void> figures_reading::read_statuses() {
    return db_.run("SELECT operation, legacy, modern, sum(count) FROM statuses"
                   " WHERE window = ?1 AND start BETWEEN ?2 AND ?3 GROUP BY operation, legacy, modern",
                   {window_, from_, to_}, [&](sqlite::row const& row) -> store_result<void> {
                       auto& into = made_.operations[places_.at(row.number(0))].figures;
                       into.statuses.push_back(
                           {static_cast<int>(row.number(1)), static_cast<int>(row.number(2)), count(row, 3)});
                       return {};
                   });
}

store_result<void> figures_reading::read_fields() {
    auto read =
        db_.run("SELECT id, path, kind FROM fields WHERE feature = ?1", {feature_},
                [&](sqlite::row const& row) -> store_result<void> {
                    auto const kind = acl::difference_kind_from(row.text(2));
                    fields_.emplace(row.number(0), std::pair(std::string(row.text(1)),
                                                             kind.value_or(acl::difference_kind::value)));
                    return {};
                });
    if (!read) return read;
    return db_.run("SELECT id, fields FROM sets WHERE feature = ?1", {feature_},
                   [&](sqlite::row const& row) -> store_result<void> {
                       set_places_.emplace(row.number(0), sets_.size());
                       sets_.push_back(ids_from(row.text(1)));
                       return {};
                   });
}

counted_field figures_reading::named(std::int64_t field) const {
    counted_field made;
    made.id = field;
    if (auto const known = fields_.find(field); known != fields_.end())
        std::tie(made.path, made.kind) = known->second;
    return made;
}

// Many rows: they are added up here, in the order that they are stored in, which is quicker than GROUP BY.
store_result<void> figures_reading::read_differing() {
    return db_.run("SELECT operation, field, count, legacy_noise, modern_noise FROM differing"
                   " WHERE window = ?1 AND start BETWEEN ?2 AND ?3",
                   {window_, from_, to_}, [&](sqlite::row const& row) -> store_result<void> {
                       auto const field = row.number(1);
                       auto& fields = differing_[places_.at(row.number(0))];
                       auto known = fields.find(field);
                       if (known == fields.end()) known = fields.emplace(field, named(field)).first;
                       known->second.count += count(row, 2);
                       known->second.legacy_noise += count(row, 3);
                       known->second.modern_noise += count(row, 4);
                       return {};
                   });
}

store_result<void> figures_reading::read_mismatches() {
    for (auto& sums : mismatches_) sums.resize(sets_.size());
    // What was counted last, of the slice and the operation that the rows are at.
    set_counts here(made_.slices.empty() ? 0 : sets_.size());
    std::vector<std::size_t> touched;
    counted_slice* slice = nullptr;
    std::size_t operation = 0;
    auto const put_slice = [&] {
        std::sort(touched.begin(), touched.end());
        for (auto const set : touched)
            slice->sets.emplace_back(operation, counted_set{sets_[set], std::exchange(here[set], 0)});
        touched.clear();
    };
    auto read = db_.run("SELECT operation, start, set_id, count FROM mismatches"
                        " WHERE window = ?1 AND start BETWEEN ?2 AND ?3 ORDER BY operation, start",
                        {window_, from_, to_}, [&](sqlite::row const& row) -> store_result<void> {
                            auto const set = set_places_.find(row.number(2));
                            if (set == set_places_.end()) return {};
                            auto const place = places_.at(row.number(0));
                            auto const times = count(row, 3);
                            mismatches_[place][set->second] += times;
                            auto* const at = slice_at(row.number(1));
                            if (at == nullptr) return {};
                            if (at != slice || place != operation) {
                                put_slice();
                                slice = at;
                                operation = place;
                            }
                            if (here[set->second] == 0) touched.push_back(set->second);
                            here[set->second] += times;
                            return {};
                        });
    put_slice();
    return read;
}

void figures_reading::put_fields(tally& into, field_counts&& fields, set_counts const& sets) const {
    // What sets hold in place of fields has no counts of its own.
    for (std::size_t set = 0; set < sets.size(); ++set)
        if (sets[set] > 0)
            for (auto const field : sets_[set])
                if (fields.find(field) == fields.end()) fields.emplace(field, named(field));
    for (auto& [id, field] : fields) into.fields.push_back(std::move(field));
    std::sort(into.fields.begin(), into.fields.end(), [](auto const& a, auto const& b) {
        return std::tie(a.path, a.kind) < std::tie(b.path, b.kind);
    });
}

void figures_reading::put_sets(tally& into, set_counts const& sets) const {
    for (std::size_t set = 0; set < sets.size(); ++set)
        if (sets[set] > 0) into.sets.push_back({sets_[set], sets[set]});
}

void figures_reading::put_together() {
    field_counts all_fields;
    set_counts all_sets(sets_.size());
    std::map<std::pair<int, int>, std::uint64_t> all_statuses;
    for (std::size_t i = 0; i < made_.operations.size(); ++i) {
        auto& into = made_.operations[i].figures;
        add(made_.all, into);
        for (auto const& [id, field] : differing_[i]) {
            auto& sum = all_fields.try_emplace(id, named(id)).first->second;
            sum.count += field.count;
            sum.legacy_noise += field.legacy_noise;
            sum.modern_noise += field.modern_noise;
        }
        for (std::size_t set = 0; set < all_sets.size(); ++set) all_sets[set] += mismatches_[i][set];
        for (auto const& pair : into.statuses) all_statuses[{pair.legacy, pair.modern}] += pair.count;
        put_fields(into, std::move(differing_[i]), mismatches_[i]);
        put_sets(into, mismatches_[i]);
        sort_by_count(into.statuses);
    }
    put_fields(made_.all, std::move(all_fields), all_sets);
    put_sets(made_.all, all_sets);
    for (auto const& [pair, times] : all_statuses)
        made_.all.statuses.push_back({pair.first, pair.second, times});
    sort_by_count(made_.all.statuses);
}

store_result<void> figures_reading::read_shapes() {
    return db_.run("SELECT field, shape, count FROM shapes WHERE window = ?1", {window_},
                   [&](sqlite::row const& row) -> store_result<void> {
                       auto& fields = made_.all.fields;
                       auto const field =
                           std::find_if(fields.begin(), fields.end(),
                                        [id = row.number(0)](auto const& one) { return one.id == id; });
                       if (field != fields.end()) field->shapes.emplace(row.text(1), count(row, 2));
                       return {};
                   });
}

} // namespace ficus::shadow
