// Preloaded into a program (ld.so(8)): its wall clock is off by as many nanoseconds as the first eight bytes
// of the file $FICUS_TEST_CLOCK say at that moment. The monotonic clocks are left alone, as the kernel leaves
// them when somebody sets the time.
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

constexpr long second = 1'000'000'000;

std::int64_t const volatile* offset() {
    static std::int64_t const volatile* const mapped = [] {
        static std::int64_t const none = 0;
        char const* const path = std::getenv("FICUS_TEST_CLOCK");
        int const fd = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) return &none;
        void* const at = ::mmap(nullptr, sizeof none, PROT_READ, MAP_SHARED, fd, 0);
        ::close(fd);
        return at == MAP_FAILED ? &none : static_cast<std::int64_t const*>(at);
    }();
    return mapped;
}

} // namespace

// Past the libc's own, which this one stands before.
extern "C" int clock_gettime(clockid_t which, timespec* now) noexcept {
    if (::syscall(SYS_clock_gettime, which, now) != 0) return -1;
    if (which != CLOCK_REALTIME && which != CLOCK_REALTIME_COARSE) return 0;
    auto const shifted = now->tv_sec * second + now->tv_nsec + *offset();
    now->tv_sec = shifted / second;
    now->tv_nsec = shifted % second;
    return 0;
}

extern "C" int gettimeofday(timeval* now, void*) noexcept {
    timespec exact{};
    if (::clock_gettime(CLOCK_REALTIME, &exact) != 0) return -1;
    *now = {exact.tv_sec, exact.tv_nsec / 1000};
    return 0;
}

extern "C" time_t time(time_t* into) noexcept {
    timespec exact{};
    ::clock_gettime(CLOCK_REALTIME, &exact);
    if (into != nullptr) *into = exact.tv_sec;
    return exact.tv_sec;
}
