#include "facade/io/loop.hpp"

#include <cerrno>
#include <ctime>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace ficus::io {

namespace {

int make_eventfd() {
    int const fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    return fd;
}

// What deadlines are set by, several times a request: the kernel's time of the last jiffy (at most 10 ms
// ago), which costs a load where the exact one costs a reading of the processor's counter.
clock::time_point coarse_now(void*) {
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return clock::time_point(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
}

} // namespace

loop::loop()
    : context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE), wheel_({&coarse_now}), timer_(context_.get_executor()),
      bell_(context_.get_executor(), make_eventfd()) {}

loop::~loop() = default;

void loop::run() {
    wait_for_tick();
    wait_for_mail();
    context_.run();
}

void loop::post(std::function<void()> work) {
    {
        std::lock_guard lock(mail_mutex_);
        mail_.push_back(std::move(work));
    }
    std::uint64_t const one = 1;
    // EAGAIN means that the bell rings already.
    [[maybe_unused]] auto const n = ::write(bell_.native_handle(), &one, sizeof one);
}

void loop::stop() {
    post([this] { context_.stop(); });
}

void loop::wait_for_tick() {
    timer_.expires_after(deadline_wheel::tick);
    timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        auto const now = clock::now();
        wheel_.advance(now);
        if (on_tick_) on_tick_(now);
        wait_for_tick();
    });
}

void loop::wait_for_mail() {
    bell_.async_wait(boost::asio::posix::descriptor_base::wait_read, [this](boost::system::error_code error) {
        if (error) return;
        std::uint64_t rings = 0;
        [[maybe_unused]] auto const n = ::read(bell_.native_handle(), &rings, sizeof rings);
        deliver_mail();
        wait_for_mail();
    });
}

void loop::deliver_mail() {
    std::vector<std::function<void()>> mail;
    {
        std::lock_guard lock(mail_mutex_);
        mail.swap(mail_);
    }
    for (auto& work : mail) work();
}

} // namespace ficus::io
