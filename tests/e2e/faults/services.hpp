#pragma once

#include "support/black_hole.hpp"
#include "support/door.hpp"
#include "support/fake_upstream.hpp"

#include <atomic>
#include <string>
#include <string_view>
#include <thread>

namespace ficus::test::faults {

/// Modern services, each with a fault of its own, named as in the table of what is expected.
class services {
public:
    services();

    /// The endpoints of the one that has this fault, as `ficus.toml` lists them.
    std::string endpoints(std::string_view fault) const;
    /// Before and after the requests of one cell: what has to be done for the fault to be there. `between`:
    /// half of the requests have been answered.
    void begin(std::string_view fault);
    void between(std::string_view fault);
    void end(std::string_view fault);
    /// How often a request with this field was received, by all of them.
    std::size_t received(std::string_view field, std::string_view value) const;
    /// Whether the endpoint that comes back has been asked for this target.
    bool has_returned(std::string_view target) const;
    std::vector<std::string> complaints() const;

private:
    std::vector<fake_upstream const*> all() const;

    closed_port closed_;
    black_hole hole_;
    fake_upstream well_{says("modern")};
    fake_upstream well_too_{says("modern")};
    fake_upstream resetting_;
    fake_upstream breaking_off_;
    fake_upstream silent_;
    fake_upstream slow_;
    fake_upstream halting_;
    fake_upstream contradicting_;
    fake_upstream failing_;
    fake_upstream busy_;
    fake_upstream flapping_{says("modern")};
    fake_upstream returning_{says("modern")};
    door flapping_door_{flapping_.port()};
    door returning_door_{returning_.port()};
    std::atomic<unsigned> bursts_{0};
    std::atomic<bool> flaps_{false};
    std::thread flapper_;
};

} // namespace ficus::test::faults
