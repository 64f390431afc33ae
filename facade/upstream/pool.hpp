#pragma once

#include "facade/io/task.hpp"
#include "facade/upstream/connection.hpp"
#include "facade/upstream/failure.hpp"
#include "facade/upstream/group.hpp"
#include "facade/upstream/waiter.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <variant>
#include <vector>

namespace ficus::upstream {

/// What a pool counts; the owner reads it.
struct pool_events {
    virtual ~pool_events() = default;
    virtual void opened() = 0;
    virtual void closed() = 0;
    virtual void reused() = 0;
};

/// One thread's connections to one upstream. Everything happens on the loop's thread but news from other
/// threads' pools. Held by shared_ptr: a request keeps the pool that it began with, whatever a reload does.
class pool : public std::enable_shared_from_this<pool> {
public:
    /// One that hears of connections that other threads close.
    static std::shared_ptr<pool> make(io::loop& on, std::shared_ptr<upstream::group> group,
                                      pool_events& events);
    ~pool();
    pool(pool const&) = delete;
    pool& operator=(pool const&) = delete;

    using wish = upstream::wish;
    using acquired = std::variant<std::unique_ptr<connection>, failure>;

    /// A waiting request's handle, through which it can be called off.
    class ticket {
    public:
        /// Ends the wait, or the connecting, with failure_code::cancelled.
        void cancel();

    private:
        friend class pool;
        waiter* waiting_ = nullptr;
        io::transport* connecting_ = nullptr;
        bool cancelled_ = false;
    };

    /// Chooses the endpoint: the less loaded of two, for its weight. A kept connection to it, where there is
    /// one: at once. Otherwise null, and acquire() goes on from there.
    std::unique_ptr<connection> take(wish& w);
    /// A kept connection, a new one, or one that becomes free within the queue timeout. Of an endpoint
    /// that has many addresses each is tried, all of them within the connect timeout: each may take an even
    /// part of what is left of it.
    io::task<acquired> acquire(wish w, ticket& t);
    /// Of the upstream's limits this thread has no more than so many connections, and requests that wait.
    void limit_own(std::size_t connections, std::size_t pending);
    /// Where the upstream's limit is adaptive: the head of an answer has come, or has not come in time, to
    /// what was sent at that time.
    void tell_limit(io::clock::time_point now, io::clock::time_point sent, bool came) noexcept;
    /// The connection can carry another request.
    void release(std::unique_ptr<connection> c);
    /// The connection is spent.
    void discard(std::unique_ptr<connection> c);

    /// One request more has come to the upstream; what it may be burdened with by retries is a share of them.
    void count_request() { ++requests_; }
    /// Whether the upstream may be burdened with one retry more; then it is counted. Each thread has its own
    /// part of the budget, by the requests that it sends.
    bool take_retry();
    /// Whether there is an endpoint besides those tried that this thread, as far as it knows, can connect to.
    bool reaches_another(tried_endpoints const& tried) const;

    /// Closes kept connections that have been idle for too long, that the upstream closed, or that lead to
    /// where the endpoint is no more.
    void sweep(io::clock::time_point now);
    /// Closes what is kept; what is in use goes when it is released.
    void close_idle();

    upstream::group const& shared() const { return *group_; }

private:
    friend class permit;
    struct turn {
        waiter::outcome how;
        std::unique_ptr<connection> handed;
        permit allowed;
    };

    pool(io::loop& on, std::shared_ptr<upstream::group> group, pool_events& events);
    bool can_use(wish const& w, connection const& kept) const;
    bool leads_there_still(connection& kept) const;
    std::unique_ptr<connection> take_kept(wish const& w, std::optional<std::size_t> only);
    io::task<turn> wait(wish const& w, ticket& t);
    io::task<acquired> open(std::size_t endpoint, permit allowed, wish const& w, ticket& t);
    bool is_out(std::size_t endpoint) const;
    std::size_t choose(wish const& w);
    void begin_use(connection& kept);
    void close_what_is_over();
    std::size_t draw(std::span<resilience::candidate const> from);
    permit take_permit();
    void give_back(permit const& p) noexcept;
    void tell_of_room(pool const* but_for) noexcept;
    void grant();
    void hear(upstream::group::news what);

    io::loop& loop_;
    std::shared_ptr<upstream::group> group_;
    pool_events& events_;
    std::vector<std::unique_ptr<connection>> kept_; // the last one is the one used last
    waiter::list waiting_;
    std::size_t own_ = 0; // permits
    std::size_t most_own_ = std::numeric_limits<std::size_t>::max();
    std::size_t most_waiting_ = std::numeric_limits<std::size_t>::max();
    std::size_t next_endpoint_ = 0; // where they take turns
    std::vector<resilience::candidate> endpoints_;
    std::vector<resilience::candidate> weighed_; // of them, for one request
    std::minstd_rand random_{std::random_device{}()};
    std::vector<bool> unreachable_; // by endpoint: no connection could be opened the last time
    std::uint64_t requests_ = 0;
    resilience::retry_budget budget_;
    bool closing_ = false;
};

} // namespace ficus::upstream
