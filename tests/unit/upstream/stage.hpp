#pragma once

#include "unit/io/driven.hpp"
#include "unit/upstream/origins.hpp"

namespace ficus::test {

/// One pool of one upstream, and the script's own acquire().
struct stage {
    explicit stage(upstream::upstream_options options)
        : shared(group_of(options)), p(upstream::pool::make(loop, shared, events)) {}
    stage(upstream::upstream_options options, std::vector<upstream::endpoint> endpoints)
        : shared(std::make_shared<upstream::group>(std::move(options), std::move(endpoints))),
          p(upstream::pool::make(loop, shared, events)) {}
    explicit stage(std::shared_ptr<upstream::group> group)
        : shared(std::move(group)), p(upstream::pool::make(loop, shared, events)) {}
    io::task<upstream::pool::acquired> acquire(upstream::pool::wish w = {}) {
        upstream::pool::ticket ticket;
        co_return co_await p->acquire(w, ticket);
    }
    io::loop loop;
    counted events;
    std::shared_ptr<upstream::group> shared;
    std::shared_ptr<upstream::pool> p;
};

inline upstream::pool::wish const unused{{}, true};
template<class... Endpoints>
upstream::pool::wish not_at(Endpoints... endpoints) {
    upstream::pool::wish w;
    (w.tried.add(endpoints), ...);
    return w;
}

} // namespace ficus::test
