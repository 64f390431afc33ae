#pragma once

#include "facade/pipeline/snapshot.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace ficus::app {

/// Told of each change of a breaker, by the thread that made it.
using breaker_listener =
    std::function<void(pipeline::named_breaker const& of, resilience::breaker_change const& change)>;

/// Makes the breakers of a site, each once. One that the site before had, under the same name and with the
/// same options, goes on as it is: a reload does not send requests to a service that is known to fail.
class breaker_maker {
public:
    breaker_maker(std::size_t threads, pipeline::site const* before, breaker_listener changed)
        : threads_(threads), before_(before), changed_(std::move(changed)) {}

    /// It is added to `to`.
    std::shared_ptr<resilience::shared_breaker> make(pipeline::site& to, pipeline::breaker_scope scope,
                                                     std::string const& name,
                                                     resilience::breaker_options const& options);

private:
    std::size_t const threads_;
    pipeline::site const* const before_;
    breaker_listener const changed_;
};

} // namespace ficus::app
