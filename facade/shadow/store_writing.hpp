#pragma once

#include "facade/shadow/batch.hpp"
#include "facade/shadow/store.hpp"
#include "rules/sqlite.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace ficus::shadow {

/// Puts one batch into shadow.db's tables, within a transaction that the caller holds.
class batch_writing {
public:
    /// Distinct differences of a feature that are told apart; all further ones count as the path `(others)`.
    static constexpr std::int64_t most_fields = 500;

    explicit batch_writing(rules::sqlite& db) : db_(db) {}
    store_result<void> write(batch const& from);

private:
    store_result<std::int64_t> feature_id(std::string const& name);
    store_result<std::int64_t> field_id(std::int64_t feature, batch::field const& field);
    store_result<void> write_minute(batch const& from, std::int64_t feature, std::int64_t minute,
                                    batch::minute const& counts);
    store_result<void> write_sample(std::int64_t feature, std::int64_t field, batch::sample const& one);
    store_result<std::int64_t> pair_id(std::int64_t feature, comparison_record const& record);
    store_result<void> trim_samples(std::int64_t field);

    rules::sqlite& db_;
    std::map<std::string, std::int64_t, std::less<>> features_;
    std::map<std::tuple<std::int64_t, std::string, acl::difference_kind>, std::int64_t> fields_;
    std::map<comparison_record const*, std::int64_t> pairs_;
};

} // namespace ficus::shadow
