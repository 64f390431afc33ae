#include "tools/interruption.hpp"

#include <array>
#include <csignal>

namespace ficus::tools {

namespace {

volatile std::sig_atomic_t was_asked = 0;
constexpr std::array<int, 2> asking = {SIGINT, SIGTERM};
std::array<struct sigaction, 2> before;

void note(int) {
    was_asked = 1;
}

} // namespace

interruption::interruption() {
    was_asked = 0;
    struct sigaction now = {};
    now.sa_handler = note;
    sigemptyset(&now.sa_mask);
    now.sa_flags = SA_RESETHAND | SA_RESTART;
    for (std::size_t i = 0; i < asking.size(); ++i) sigaction(asking[i], &now, &before[i]);
}

interruption::~interruption() {
    for (std::size_t i = 0; i < asking.size(); ++i) sigaction(asking[i], &before[i], nullptr);
}

bool interruption::asked() {
    return was_asked != 0;
}

} // namespace ficus::tools
