#include "support/deadline.hpp"

#include <algorithm>
#include <cstdlib>

namespace ficus::test {

double patience() {
#if defined(__SANITIZE_THREAD__)
    constexpr double built_with = 8;
#elif defined(__SANITIZE_ADDRESS__)
    constexpr double built_with = 4;
#else
    constexpr double built_with = 1;
#endif
    auto const* asked = std::getenv("FICUS_TEST_PATIENCE");
    auto const machine = asked ? std::strtod(asked, nullptr) : 1.0;
    return built_with * (machine > 0 ? machine : 1.0);
}

deadline deadline::in(milliseconds plain) {
    return deadline(steady::now() + milliseconds(static_cast<milliseconds::rep>(
                                        static_cast<double>(plain.count()) * patience())));
}

int deadline::left() const {
    auto const left = std::chrono::ceil<milliseconds>(at_ - steady::now()).count();
    return static_cast<int>(std::clamp<milliseconds::rep>(left, 0, 1'000'000));
}

} // namespace ficus::test
