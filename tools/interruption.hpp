#pragma once

namespace ficus::tools {

/// While one lives, SIGINT and SIGTERM ask for an early end instead of making one: what was done so far is
/// kept and told. A second signal ends the program as ever. One at a time.
class interruption {
public:
    interruption();
    ~interruption();
    interruption(interruption const&) = delete;
    interruption& operator=(interruption const&) = delete;

    static bool asked();
};

} // namespace ficus::tools
