#pragma once

#include "acl/message.hpp"
#include "facade/composition/calls_under_way.hpp"
#include "facade/shadow/runner.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::shadow {

/// One job under way.
struct runner::flight {
    std::unique_ptr<shadow::job> job;
    io::side_task working;
    upstream::call_control control;
    std::string asked_path;                   ///< of the copy that was sent last
    std::shared_ptr<acl::remembered> request; ///< what its answer's translation repeats; mostly null
    bool over = false;                        ///< and nobody could be told
    std::optional<acl::message> main;         ///< what the request became, where there are calls
    std::unique_ptr<composition::calls_under_way>
        calls; ///< that the answer is put together from; mostly null
};

/// The Host that a copy, or a call for one, is sent to that upstream.
inline std::string_view host_for(job const& j, upstream::group const& to) {
    auto const& options = to.options();
    return options.host      ? std::string_view(*options.host)
           : !j.host.empty() ? j.host
                             : std::string_view(to.endpoints().front().authority);
}

} // namespace ficus::shadow
