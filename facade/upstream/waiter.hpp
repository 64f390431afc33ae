#pragma once

#include "facade/io/deadlines.hpp"
#include "facade/io/loop.hpp"
#include "facade/upstream/connection.hpp"

#include <boost/intrusive/list.hpp>

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

namespace ficus::upstream {

/// What a request asks of its connection.
struct wish {
    std::optional<std::size_t> not_endpoint; ///< an endpoint that has just failed, where there are others
    bool fresh = false;                      ///< no kept connection: one was stale already
};

/// One request that waits for a connection. It lives in the coroutine that waits.
struct waiter : boost::intrusive::list_base_hook<> {
    waiter(io::loop& on, wish const& wished)
        : wished(wished), deadline(on.deadlines(), &waiter::expired, this) {}

    enum class outcome { none, handed, permitted, expired, cancelled };
    wish wished;
    outcome result = outcome::none;
    std::unique_ptr<connection> handed;
    std::coroutine_handle<> waiting;
    io::deadline deadline;
    boost::intrusive::list<waiter, boost::intrusive::constant_time_size<true>>* in = nullptr;

    static void expired(void* self) { static_cast<waiter*>(self)->finish(outcome::expired); }
    void finish(outcome how) {
        if (result != outcome::none) return;
        result = how;
        in->erase(in->iterator_to(*this));
        deadline.clear();
        if (waiting) std::exchange(waiting, {}).resume();
    }

    bool await_ready() const noexcept { return result != outcome::none; }
    void await_suspend(std::coroutine_handle<> h) noexcept { waiting = h; }
    outcome await_resume() const noexcept { return result; }
};

} // namespace ficus::upstream
