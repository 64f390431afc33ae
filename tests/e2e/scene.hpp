#pragma once

#include "support/facade_process.hpp"
#include "support/fake_upstream.hpp"
#include "support/load.hpp"
#include "support/raw_client.hpp"
#include "support/temp_dir.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ficus::test {

/// The parts of a `ficus.toml` that a scenario changes; the rest is the stage below.
struct script {
    std::string facade;   ///< more keys of `[facade]`
    std::string limits;   ///< `[facade.limits]`
    std::string monolith; ///< more keys of `[upstreams.monolith]`
    std::string fresh;    ///< more keys of `[upstreams.fresh]`
    std::string orders;   ///< more keys of `[features.orders]`
    std::string rest;     ///< more tables, at the end
    std::string orders_match = R"([ { path_prefix = "/orders" } ])";
    std::string legacy_endpoint; ///< else the scene's legacy upstream
    std::string modern_endpoint; ///< else the scene's modern upstream
};

/// The stage of most scenarios: two scripted upstreams that say `legacy` and `modern`, a data folder of its
/// own, and the real facade before them. The feature `orders` owns `/orders`, sticky by X-User-Id; everything
/// else is legacy's.
class scene {
public:
    explicit scene(script const& with = {});
    /// A facade that still runs is stopped, and must end with 0, have spoken JSON alone, account for every
    /// request, and have sent no upstream anything malformed.
    ~scene();

    temp_dir dir;
    fake_upstream legacy{says("legacy")};
    fake_upstream modern{says("modern")};

    /// `ficus.toml` as it would be with this script; `write` puts it in place.
    std::string toml(script const& with) const;
    void write(script const& with);

    facade_process& start(cli_options options = {});
    facade_process& facade() { return *facade_; }
    void forget_facade() { facade_.reset(); }
    std::uint16_t port() const { return facade_->port(); }

    /// `ficus ARGUMENTS... --config ficus.toml`
    cli_result cli(std::vector<std::string> arguments) const;
    /// The same with `--json`, which must succeed.
    boost::json::object cli_json(std::vector<std::string> arguments) const;
    void flip(std::string const& share) const { cli_json({"flip", "orders", share}); }
    /// The feature's entry of `status --json`.
    boost::json::object status_of(std::string_view feature) const;

    std::filesystem::path config() const { return dir / "ficus.toml"; }
    std::filesystem::path store() const { return dir / "data" / "rules.db"; }

private:
    std::unique_ptr<facade_process> facade_;
};

/// Checks that of a facade that has stopped every request was answered, or counted as one that was not.
void check_accounts(facade_process const& of);

/// Asks again and again until `holds`, for what has no line or event to wait for; false at the deadline.
bool eventually(std::function<bool()> const& holds, milliseconds most = soon);

} // namespace ficus::test
