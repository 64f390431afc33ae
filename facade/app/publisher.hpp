#pragma once

#include "facade/app/worker_thread.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "rules/store.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace ficus::app {

/// Makes one snapshot of the newest configuration and the newest rules and gives it to every worker. Any
/// thread.
class publisher {
public:
    publisher(std::shared_ptr<pipeline::site const> site, rules::rule_set rules);

    std::shared_ptr<pipeline::snapshot const> current() const;
    std::shared_ptr<pipeline::site const> site() const { return current()->site; }
    void set_workers(std::vector<std::unique_ptr<worker_thread>>* workers);
    /// Both return once every worker serves by it.
    void set_site(std::shared_ptr<pipeline::site const> site);
    void set_rules(rules::rule_set rules);

private:
    void publish();
    mutable std::mutex current_mutex_;
    std::shared_ptr<pipeline::snapshot const> current_;
    std::mutex publishing_; // one publication at a time, in one order for all workers
    std::shared_ptr<pipeline::site const> site_;
    rules::rule_set rules_;
    std::vector<std::unique_ptr<worker_thread>>* workers_ = nullptr;
};

} // namespace ficus::app
