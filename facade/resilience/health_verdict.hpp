#pragma once

#include <cstdint>
#include <optional>

namespace ficus::resilience {

/// Whether a service is well by what checks of it say, of which so many in a row change it. Before the first
/// it is well.
class health_verdict {
public:
    health_verdict(std::uint32_t rise, std::uint32_t fall) : rise_(rise), fall_(fall) {}

    /// What is thought of it from now on; nothing: what was thought before.
    std::optional<bool> tell(bool good) {
        if (good == well_) {
            against_ = 0;
            return std::nullopt;
        }
        if (++against_ < (well_ ? fall_ : rise_)) return std::nullopt;
        against_ = 0;
        return well_ = good;
    }
    bool well() const { return well_; }
    /// What was said until now was said of another one.
    void forget() {
        against_ = 0;
        well_ = true;
    }

private:
    std::uint32_t rise_;
    std::uint32_t fall_;
    std::uint32_t against_ = 0; // in a row, that say otherwise
    bool well_ = true;
};

} // namespace ficus::resilience
