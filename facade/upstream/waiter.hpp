#pragma once

#include "facade/io/deadlines.hpp"
#include "facade/io/loop.hpp"
#include "facade/resilience/bulkhead.hpp"
#include "facade/upstream/connection.hpp"
#include "facade/upstream/group.hpp"
#include "facade/upstream/tried_endpoints.hpp"

#include <boost/intrusive/list.hpp>

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

namespace ficus::upstream {

/// What a request asks of its connection.
struct wish {
    tried_endpoints tried = {};                 ///< left out where there are others
    bool fresh = false;                         ///< no kept connection: one was stale already
    bool once = false;                          ///< it may not be sent twice: better looked at once more
    std::chrono::milliseconds connect_within{}; ///< zero: as the upstream's options have it; so below
    std::chrono::milliseconds queue_within{};
    io::clock::time_point asked{};       ///< the time
    resilience::bulkhead* within{};      ///< by whose limit too it waits; null: by the upstream's alone
    std::optional<std::size_t> chosen{}; ///< by take(): the endpoint
};

/// One request that waits for a connection: a place in its group's queue, which has been taken and is given
/// back with it, and one in its pool's list. It lives in the coroutine that waits.
struct waiter : boost::intrusive::list_base_hook<> {
    using list = boost::intrusive::list<waiter, boost::intrusive::constant_time_size<true>>;

    waiter(io::loop& on, upstream::group& at, list& in, upstream::wish const& wished)
        : wished(wished), deadline(on.deadlines(), &waiter::expired, this), at(at), in(in) {
        in.push_back(*this);
    }
    waiter(waiter const&) = delete;
    waiter& operator=(waiter const&) = delete;
    ~waiter() {
        if (is_linked()) in.erase(in.iterator_to(*this));
        at.stop_waiting();
    }

    enum class outcome { none, handed, permitted, expired, cancelled };
    upstream::wish wished;
    outcome result = outcome::none;
    std::unique_ptr<connection> handed; ///< by outcome::handed
    permit allowed;                     ///< by outcome::permitted
    std::coroutine_handle<> waiting;
    io::deadline deadline;
    upstream::group& at;
    list& in;

    static void expired(void* self) { static_cast<waiter*>(self)->finish(outcome::expired); }
    void finish(outcome how) {
        if (result != outcome::none) return;
        result = how;
        in.erase(in.iterator_to(*this));
        deadline.clear();
        if (waiting) std::exchange(waiting, {}).resume();
    }

    bool await_ready() const noexcept { return result != outcome::none; }
    void await_suspend(std::coroutine_handle<> h) noexcept { waiting = h; }
    outcome await_resume() const noexcept { return result; }
};

} // namespace ficus::upstream
