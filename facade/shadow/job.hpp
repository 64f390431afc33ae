#pragma once

#include "acl/compare.hpp"
#include "acl/header_view.hpp"
#include "acl/translator.hpp"
#include "facade/io/byte_budget.hpp"
#include "facade/obs/counters.hpp"
#include "facade/recording/tap.hpp"
#include "facade/shadow/kept_text.hpp"
#include "facade/shadow/record.hpp"
#include "facade/shadow/shadow_options.hpp"
#include "facade/shadow/traced_copy.hpp"
#include "facade/translation/own_origin.hpp"
#include "facade/upstream/group.hpp"
#include "rules/side.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::shadow {

/// A request that was answered and is to be sent to the other side too, with what the client was answered.
/// Self-contained: nothing in it belongs to the request's own connection or thread.
struct job {
    explicit job(io::byte_budget& budget) : held(budget) {}

    io::byte_budget::share held;                  ///< reserved for what the job holds: grows before it does
    std::shared_ptr<window_key const> window;     ///< of the feature's comparison rules
    obs::operation_counters* operation = nullptr; ///< that the request is one of; it outlives the runner
    std::shared_ptr<copy_options const> copies;   ///< null: the copy goes as the request came
    std::shared_ptr<acl::comparer const> comparer;
    std::shared_ptr<acl::translator const> translator; ///< null: both sides speak alike
    rules::side contract = rules::side::legacy;        ///< whose dialect request and answer are in
    rules::side served = rules::side::legacy;          ///< who answered the client
    std::shared_ptr<recording::tap> tap;               ///< that is to have it; mostly null
    std::shared_ptr<upstream::group> target;           ///< where the copy goes; null: it is recorded alone
    /// The serving side, where it has not answered yet: it is asked first. Null: its answer is here.
    std::shared_ptr<upstream::group> first;
    std::vector<std::shared_ptr<upstream::group>> call_targets; ///< by the translator's calls
    std::shared_ptr<upstream::group> baseline; ///< the serving side, asked once more; null: not this time
    /// What those two call themselves in their answers' heads; null: nothing of it is looked for.
    std::shared_ptr<translation::own_origin const> target_names, baseline_names;
    std::shared_ptr<translation::link_translators const> links; ///< of the side that is translated
    /// The same by call.
    std::vector<std::shared_ptr<translation::own_origin const>> call_names;
    std::vector<std::shared_ptr<translation::link_translators const>> call_links;
    std::shared_ptr<obs::feature_counters> counters;
    std::uint64_t revision = 0;

    kept_text text;          ///< what all views below look at
    http::request_head head; ///< as the client sent it; a copy's is made of it as the serving side's was
    std::string_view path;   ///< raw, without the query
    std::string_view query;  ///< without its `?`
    bool has_query = false;
    std::string_view peer; ///< the address of the client connection's other end
    bool peer_trusted = false;
    std::string_view host;               ///< that the client asked for
    std::string_view request_id;         ///< as the serving side was told it
    std::string_view traceparent;        ///< empty: the client's own
    bool same_trace = false;             ///< it goes on in the client's trace
    std::unique_ptr<traced_copy> traced; ///< mostly null
    std::string body;
    bool has_body = false;

    int status = 0;
    std::vector<acl::header_view> answer_fields;
    std::string answer_body; ///< in the contract's dialect
    std::chrono::microseconds latency{0};
    std::chrono::system_clock::time_point at; ///< when it was answered
    std::chrono::microseconds took{0};        ///< from the request's head to then
};

/// What it asked for: path and query.
inline std::string target_of(job const& j) {
    std::string target(j.path);
    if (j.has_query) target.append("?").append(j.query);
    return target;
}

/// What a job takes besides the fields and bodies of its messages.
inline constexpr std::size_t job_overhead = sizeof(job);

/// Takes jobs. From any thread; never waits. False: there is no room, and the job is gone.
using offer_job = std::function<bool(std::unique_ptr<job>)>;

} // namespace ficus::shadow
