// Commands whose boxes are being written: each leaves this file when its own arrives.
#include "tools/commands.hpp"
#include "tools/match_rates.hpp"

namespace ficus::tools {
namespace {

failure pending(std::string const& what) {
    return {exit_status::failed, "this build has no `ficus " + what + "` yet: use a newer one"};
}

} // namespace

/// shadow.db has no reader yet.
match_rates read_match_rates(config::configuration const&, surroundings&) {
    return {};
}

outcome run(report_command const&, common_options const&, surroundings&) {
    return pending("report");
}
outcome run(diffs_command const&, common_options const&, surroundings&) {
    return pending("diffs");
}

} // namespace ficus::tools
