#pragma once

#include "facade/composition/calls_under_way.hpp"
#include "facade/http/head.hpp"
#include "facade/io/byte_budget.hpp"
#include "facade/obs/counters.hpp"
#include "facade/shadow/job.hpp"
#include "facade/upstream/call.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ficus::shadow {

/// What the decoded body of a copy or of an answer takes is of the job's share.
enum class unpacked : std::uint8_t { done, unreadable, no_room };

/// Takes a body out of the content codings that `of` names, if any.
unpacked unpack(http::head const& of, std::string& body, io::byte_budget::share& held, std::size_t max_bytes);
/// The same for what the client was answered, whose fields say so.
unpacked unpack_served(job& j, std::size_t max_bytes);
obs::skip skip_for(unpacked failed);

/// One side's answer, in the contract's dialect, owning what the comparison looks at.
struct held_answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    std::chrono::microseconds latency{0};

    acl::answer view(std::vector<acl::header_view>& memory) const;
};

/// What the client was answered. Its body is not the job's any more.
held_answer served_answer(job& j);

/// How an answer to a copy came about.
struct copy_asked {
    std::string_view path;                          ///< that it asked for
    translation::own_origin const* names = nullptr; ///< of the upstream that it went to; may be null
    /// That the answer is put together from, read; null: there are none.
    composition::calls_under_way const* calls = nullptr;
    acl::remembered const* request = nullptr; ///< what its translation repeats of the request; may be null
};

/// The answer to a copy, out of its codings, turned into the contract's dialect as the exchange does it; or
/// why it cannot be compared. What it becomes is of the job's share.
std::variant<held_answer, obs::skip> hold(upstream::whole_answer& a, job& j, bool translate,
                                          copy_asked const& asked);

} // namespace ficus::shadow
