#pragma once

#include "facade/shadow/batch.hpp"
#include "facade/shadow/store.hpp"
#include "rules/sqlite.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::shadow {

/// The rows of shadow.db that counts refer to, by their ids, made where they are missing. Bounded, whatever
/// answers hold: what is past the bounds counts as `(others)`. Holds what it has read, so it is to be
/// forgotten when a transaction is rolled back, and when rows are removed.
class known_rows {
public:
    /// Of one feature.
    static constexpr std::size_t most_fields = 500;
    static constexpr std::size_t most_operations = 256;
    static constexpr std::size_t most_sets = 512; ///< as they are; past it without what is noisy
    static constexpr std::size_t most_stripped_sets = 4096;
    /// Baselines that a field has to differ in to be left out of sets.
    static constexpr std::uint64_t noisy = 3;

    struct window {
        std::int64_t id = 0;
        std::int64_t feature = 0;
    };

    explicit known_rows(rules::sqlite& db) : db_(&db) {}

    store_result<std::int64_t> feature_id(std::string const& name);
    store_result<window> window_of(window_key const& key);
    store_result<std::int64_t> operation_id(std::int64_t feature, std::string const& name);
    store_result<std::int64_t> field_id(std::int64_t feature, std::string_view path,
                                        acl::difference_kind kind);
    /// `fields`: ascending ids; none: what differed is not known.
    store_result<std::int64_t> set_id(window const& of, std::vector<std::int64_t> fields);
    /// Told of all noise that is counted, before the sets of the same batch are asked for.
    store_result<void> add_noise(window const& of, std::int64_t field, std::uint64_t baselines);

private:
    struct feature_rows {
        std::map<std::string, std::int64_t, std::less<>> operations;
        std::map<std::pair<std::string, acl::difference_kind>, std::int64_t> fields;
        std::map<std::string, std::int64_t, std::less<>> sets;
    };
    using noise_sums = std::map<std::int64_t, std::uint64_t>; ///< by field

    store_result<feature_rows*> rows_of(std::int64_t feature);
    store_result<noise_sums*> noise_of(std::int64_t window);
    store_result<std::int64_t> insert(char const* sql, std::initializer_list<rules::sqlite::argument> values);
    store_result<std::int64_t> known_set(std::int64_t feature, feature_rows& rows,
                                         std::vector<std::int64_t> const& fields, std::size_t most);

    rules::sqlite* db_;
    std::map<std::string, std::int64_t, std::less<>> features_;
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> windows_; ///< by feature and fingerprint
    std::map<std::int64_t, feature_rows> rows_;
    std::map<std::int64_t, noise_sums> noise_;
};

} // namespace ficus::shadow
