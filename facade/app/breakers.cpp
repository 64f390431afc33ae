#include "facade/app/breakers.hpp"

namespace ficus::app {

std::shared_ptr<resilience::shared_breaker> breaker_maker::make(pipeline::site& to,
                                                                pipeline::breaker_scope scope,
                                                                std::string const& name,
                                                                resilience::breaker_options const& options) {
    if (before_ != nullptr)
        for (auto const& was : before_->breakers)
            if (was.scope == scope && was.name == name && was.breaker->options() == options) {
                to.breakers.push_back(was);
                return was.breaker;
            }
    std::function<void(resilience::breaker_change const&)> tell;
    if (changed_)
        tell = [scope, name, changed = changed_](resilience::breaker_change const& change) {
            changed({scope, name, nullptr}, change);
        };
    auto made = std::make_shared<resilience::shared_breaker>(
        options, threads_, std::chrono::steady_clock::now(), std::move(tell));
    to.breakers.push_back({scope, name, made});
    return made;
}

} // namespace ficus::app
