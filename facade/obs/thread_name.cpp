#include "facade/obs/thread_name.hpp"

#include <pthread.h>
#include <string>

namespace ficus::obs {

namespace {

// pthread_setname_np(3) refuses what is longer.
constexpr std::size_t longest = 15;

} // namespace

void name_this_thread(std::string_view name) {
    ::pthread_setname_np(::pthread_self(), std::string(name.substr(0, longest)).c_str());
}

void name_this_worker(std::size_t index) {
    name_this_thread("ficus-w" + std::to_string(index));
}

} // namespace ficus::obs
