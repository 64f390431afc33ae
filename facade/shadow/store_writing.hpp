#pragma once

#include "facade/shadow/batch.hpp"
#include "facade/shadow/store.hpp"
#include "facade/shadow/store_known.hpp"
#include "rules/sqlite.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// Puts one batch into shadow.db's tables, within a transaction that the caller holds. `known` outlives it,
/// and is to be forgotten where that transaction is.
class batch_writing {
public:
    batch_writing(rules::sqlite& db, known_rows& known) : db_(db), known_(known) {}
    store_result<void> write(batch const& from);

private:
    /// What a row of counts is found by.
    struct place {
        known_rows::window window;
        std::int64_t operation = 0;
        std::int64_t start = 0;
    };

    store_result<void> write_minute(batch const& from, batch::key const& key, batch::minute const& counts);
    store_result<void> write_fields(batch const& from, place const& at, batch::minute const& counts);
    store_result<void> write_sets(batch const& from, place const& at, batch::minute const& counts);
    store_result<void> write_shapes(batch::field const& field);
    store_result<void> write_served(served_delta const& delta, std::int64_t start);
    store_result<void> write_samples(batch const& from);
    store_result<void> write_sample(known_rows::window const& window, std::int64_t field,
                                    batch::sample const& one);
    store_result<std::int64_t> pair_id(known_rows::window const& window, comparison_record const& record);
    store_result<void> trim_samples(std::int64_t window, std::int64_t field);
    store_result<std::int64_t> field_id(known_rows::window const& window, batch::field const& field);

    rules::sqlite& db_;
    known_rows& known_;
    std::map<comparison_record const*, std::int64_t> pairs_;
};

} // namespace ficus::shadow
