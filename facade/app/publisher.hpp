#pragma once

#include "facade/app/worker_thread.hpp"
#include "facade/pipeline/snapshot.hpp"
#include "rules/store.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ficus::app {

/// Makes one snapshot of the newest configuration and the newest rules and gives it to every worker. Any
/// thread.
class publisher {
public:
    /// `first` was made of `rules`.
    publisher(std::shared_ptr<pipeline::snapshot const> first, rules::rule_set rules);

    std::shared_ptr<pipeline::snapshot const> current() const;
    std::shared_ptr<pipeline::site const> site() const { return current()->site; }
    void set_workers(std::vector<std::unique_ptr<worker_thread>>* workers);
    /// Both return once every worker serves by it, or why no snapshot can be made of it: what is served stays
    /// as it is.
    boost::system::result<void, std::string> set_site(std::shared_ptr<pipeline::site const> site);
    boost::system::result<void, std::string> set_rules(rules::rule_set rules);

private:
    void publish(std::shared_ptr<pipeline::snapshot const> next);
    mutable std::mutex current_mutex_;
    std::shared_ptr<pipeline::snapshot const> current_;
    std::mutex publishing_; // one publication at a time, in one order for all workers
    rules::rule_set rules_;
    std::vector<std::unique_ptr<worker_thread>>* workers_ = nullptr;
};

} // namespace ficus::app
