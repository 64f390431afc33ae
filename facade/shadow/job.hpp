#pragma once

#include "acl/header_view.hpp"
#include "facade/io/byte_budget.hpp"
#include "facade/io/passed_memory.hpp"
#include "facade/recording/tap.hpp"
#include "facade/shadow/copy_plan.hpp"
#include "facade/shadow/job_places.hpp"
#include "facade/shadow/kept_text.hpp"
#include "facade/shadow/traced_copy.hpp"

#include <boost/container/small_vector.hpp>

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
    /// What most jobs hold is reserved at once.
    static constexpr std::size_t step = 8192;
    explicit job(io::byte_budget& budget) : held(budget, step) {}
    // A request's thread makes it, and the runner's ends it.
    static void* operator new(std::size_t);
    static void operator delete(void* memory) noexcept;

    io::byte_budget::share held; ///< reserved for what the job holds: grows before it does
    std::shared_ptr<copy_plan const> plan;
    bool copied = true;     ///< the target gets a copy; else it is recorded alone
    bool asks_both = false; ///< the serving side has not answered yet, and is asked first
    bool baseline = false;  ///< the serving side is asked once more
    obs::operation_counters* operation = nullptr; ///< that the request is one of; it outlives the runner
    std::shared_ptr<recording::tap> tap;          ///< that is to have it; mostly null
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
    /// Room for those of most answers is here: no memory that one thread takes and another gives back.
    boost::container::small_vector<acl::header_view, 12> answer_fields;
    std::string answer_body; ///< in the contract's dialect
    std::chrono::microseconds latency{0};
    std::chrono::system_clock::time_point at; ///< when it was answered
    std::chrono::microseconds took{0};        ///< from the request's head to then

    job* next = nullptr; ///< in io::drop_box
};

/// What it asked for: path and query.
inline std::string target_of(job const& j) {
    std::string target(j.path);
    if (j.has_query) target.append("?").append(j.query);
    return target;
}

inline void* job::operator new(std::size_t) {
    return io::passed_memory<sizeof(job)>::take();
}
inline void job::operator delete(void* memory) noexcept {
    io::passed_memory<sizeof(job)>::give_back(memory);
}

/// What a job takes besides the fields and bodies of its messages.
inline constexpr std::size_t job_overhead = sizeof(job);

/// Where jobs go. Any thread.
struct job_intake {
    std::function<bool(std::unique_ptr<job>)> offer; ///< never waits; false: no place for it, and it is gone
    io::byte_budget& bytes;                          ///< for what they hold, from the first byte on
    job_places const& places;                        ///< looked at before anything is captured
};

} // namespace ficus::shadow
