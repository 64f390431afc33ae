#include "facade/io/loop.hpp"

#include "facade/io/passed_memory.hpp"
#include "facade/io/spare_memory.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <sys/eventfd.h>
#include <system_error>
#include <utility>

namespace ficus::io {

namespace {

// How many reads in a row may find their data already there before others have a turn, or one that fills a
// relay buffer: enough that a body flows, few enough that a fast peer delays nobody by more than a few
// hundred microseconds.
constexpr int patience = 16;

descriptor checked(int fd, char const* what) {
    if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
    return descriptor(fd);
}

// For unhurried mail. Two milliseconds keep copies as evenly spread as the requests that they are of.
constexpr int look_every_ms = 2;
constexpr std::chrono::milliseconds look_for{100};

// Two seconds: a fresh buffer costs a call of the kernel, and a fault for each of its pages that is used.
constexpr unsigned ticks_of_a_trim = 100;

// What deadlines are set by, several times a request: the kernel's time of the last jiffy (at most 10 ms
// ago), which costs a load where the exact one costs a reading of the processor's counter.
clock::time_point coarse_now(void*) {
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return clock::time_point(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
}

} // namespace

struct loop::letter {
    explicit letter(std::function<void()> w) : work(std::move(w)) {}
    static void* operator new(std::size_t) { return passed_memory<sizeof(letter)>::take(); }
    static void operator delete(void* memory) noexcept { passed_memory<sizeof(letter)>::give_back(memory); }

    std::function<void()> work;
    letter* next = nullptr;
};

loop::loop()
    : epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")), wheel_({&coarse_now}),
      next_tick_(clock::now() + deadline_wheel::tick), bell_(*this) {
    bell_.fd = checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
    if (!watch(bell_.fd.get(), EPOLLIN, bell_))
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

loop::~loop() = default;

void loop::run() {
    while (!stopped_) turn(looking_ ? std::min(look_every_ms, until_tick_ms()) : until_tick_ms());
}

void loop::poll() {
    while (turn(0)) {}
}

// Whether there was anything to do.
bool loop::turn(int wait_ms) {
    bool const at_once = turns_.linked() || !later_.empty();
    int const n =
        ::epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), at_once ? 0 : wait_ms);
    // EINTR is no event either; nothing else can happen to a descriptor that is ours.
    came_ = static_cast<std::size_t>(std::max(n, 0));
    for (told_ = 0; told_ < came_;) {
        auto const& e = events_[told_++];
        if (e.data.ptr != nullptr) tell(*static_cast<watched*>(e.data.ptr), e.events);
    }
    told_ = came_ = 0;
    give_turns();
    do_later();
    tick();
    return (looking_ && look_for_mail()) || n > 0 || at_once;
}

void loop::tell(watched& who, std::uint32_t events) {
    patience_ = patience;
    who.on_events(events);
}

// Once each: who asks again meanwhile has the next turn, behind what has come by then.
void loop::give_turns() {
    detail::ring_node now;
    turns_.hand_to(now);
    while (now.linked()) {
        auto& next = static_cast<watched&>(*now.next);
        next.unlink();
        tell(next, 0);
    }
}

void loop::do_later() {
    if (later_.empty()) return;
    patience_ = patience;
    auto const work = std::exchange(later_, {});
    for (auto const& w : work) w();
}

void loop::tick() {
    if (coarse_now(nullptr) < next_tick_) return;
    auto const now = clock::now();
    next_tick_ = now + deadline_wheel::tick;
    patience_ = patience;
    wheel_.advance(now);
    if (++ticks_ % ticks_of_a_trim == 0) {
        buffers_.trim();
        give_back_heap_end();
    }
    if (on_tick_) on_tick_(now);
}

int loop::until_tick_ms() const {
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(next_tick_ - coarse_now(nullptr));
    return std::max(0, static_cast<int>(left.count()));
}

bool loop::watch(int fd, std::uint32_t events, watched& by) {
    epoll_event e{events, {.ptr = &by}};
    return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &e) == 0;
}

bool loop::change(int fd, std::uint32_t events, watched& by) {
    epoll_event e{events, {.ptr = &by}};
    return ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &e) == 0;
}

void loop::forget(watched& by) {
    for (auto i = told_; i < came_; ++i)
        if (events_[i].data.ptr == &by) events_[i].data.ptr = nullptr;
}

void loop::unwatch(int fd, watched& by) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
    forget(by);
}

void loop::give_turn(watched& to) {
    if (!to.linked()) to.link_before(turns_);
}

void loop::post(std::function<void()> work) {
    mail_.drop(std::make_unique<letter>(std::move(work)));
    ring();
}

void loop::post_unhurried(std::function<void()> work) {
    mail_.drop(std::make_unique<letter>(std::move(work)));
    // Most find that it is, and need not write to what the loop reads.
    if (!looked_for_ && !looked_for_.exchange(true)) ring();
}

void loop::ring() {
    std::uint64_t const one = 1;
    // EAGAIN means that the bell rings already.
    [[maybe_unused]] auto const n = ::write(bell_.fd.get(), &one, sizeof one);
}

void loop::stop() {
    post([this] { stopped_ = true; });
}

void loop::bell::on_events(std::uint32_t) {
    std::uint64_t rings = 0;
    [[maybe_unused]] auto const n = ::read(fd.get(), &rings, sizeof rings);
    of.deliver_mail();
}

bool loop::deliver_mail() {
    auto mail = mail_.take_all();
    bool const any = !mail.empty();
    bool const looked_for = looked_for_;
    if (looked_for && (!looking_ || any)) looks_until_ = clock::now() + look_for;
    looking_ = looked_for;
    while (!mail.empty()) mail.pop()->work();
    return any;
}

bool loop::look_for_mail() {
    if (deliver_mail()) return true;
    if (coarse_now(nullptr) < looks_until_) return false;
    looking_ = looked_for_ = false;
    // Who has left some in between may have relied on it.
    if (!mail_.empty()) looking_ = looked_for_ = true;
    return false;
}

} // namespace ficus::io
