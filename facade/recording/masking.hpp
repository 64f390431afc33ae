#pragma once

#include "facade/recording/recorded.hpp"

#include <string>
#include <string_view>

namespace ficus::recording {

/// Whether what is called so is likely to be a credential: `access_token`, `X-Api-Key`, `PHPSESSID`,
/// `password`. Letter case and what stands between words do not matter.
bool is_secret_name(std::string_view name);

/// A query, or a form, with the values of such names masked. `changed` is set where there were any.
std::string masked_pairs(std::string_view pairs, bool& changed);
/// The same for the query of a target.
std::string masked_target(std::string_view target, bool& changed);

/// Header fields without those that carry credentials, and with the queries of URLs masked; without those of
/// the connection, too.
fields masked_fields(fields const& from, bool& changed);

} // namespace ficus::recording
