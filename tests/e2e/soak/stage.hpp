#pragma once

#include "e2e/soak/clients.hpp"
#include "e2e/soak/ledger.hpp"
#include "support/facade_process.hpp"
#include "support/fake_upstream.hpp"
#include "support/temp_dir.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <string>

namespace ficus::test::soak {

/// What the facades that have ended said of all their requests, together.
struct facade_sums {
    std::uint64_t requests = 0;
    std::uint64_t answered = 0;
    std::uint64_t aborted = 0;
    std::uint64_t cut = 0;
};

/// A legacy, three endpoints of modern, and a facade before them that is started anew now and then, always at
/// the same address. Everything that goes wrong here is written in the journal.
class stage {
public:
    stage(journal& troubles, unsigned seed);

    std::uint16_t port() const { return facade_->port(); }
    facade_process& facade() { return *facade_; }
    /// shadow.db and its log are open: the writer's thread does that when it gets to it.
    bool keeps_comparisons() const { return std::filesystem::exists(dir_ / "data" / "shadow.db-shm"); }

    // One of these at a time.
    void break_modern(); ///< one or all of its endpoints, in one of many ways, for a moment
    void restart_legacy();
    void flip();      ///< or roll back, or shadow
    void reload();    ///< with other times
    void hand_over(); ///< to another facade
    void restart_facade();

    /// Closes what upstreams keep open without need.
    void calm_upstreams();
    /// Stops the facade; what all of them said.
    facade_sums stop();

private:
    handler answering(std::string name);
    void write();
    void start(bool take_over);
    void bury(facade_process& ended);
    void wait(int least_ms, int most_ms);

    journal& troubles_;
    rng random_;
    temp_dir dir_;
    fake_upstream legacy_;
    std::array<fake_upstream, 3> modern_;
    std::string addresses_ = "listen = [\"127.0.0.1:0\"]\nadmin = \"127.0.0.1:0\"\n";
    unsigned variant_ = 0;
    std::unique_ptr<facade_process> facade_;
    facade_sums sums_;
};

} // namespace ficus::test::soak
