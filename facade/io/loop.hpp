#pragma once

#include "facade/io/buffer_pool.hpp"
#include "facade/io/deadlines.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <mutex>
#include <vector>

namespace ficus::io {

using executor = boost::asio::io_context::executor_type;

/// One thread's event loop: an io_context that never locks, its deadlines and its buffers. All but post() and
/// stop() belong to the thread that calls run().
class loop {
public:
    loop();
    loop(loop const&) = delete;
    loop& operator=(loop const&) = delete;
    ~loop();

    /// Runs until stop().
    void run();
    /// From any thread: `work` runs on the loop's thread, in the order of the posts.
    void post(std::function<void()> work);
    void stop();

    boost::asio::io_context& context() { return context_; }
    executor get_executor() { return context_.get_executor(); }
    deadline_wheel& deadlines() { return wheel_; }
    buffer_pool& buffers() { return buffers_; }
    /// Runs at every tick of the wheel (20 ms), on the loop's thread.
    void on_tick(std::function<void(clock::time_point)> work) { on_tick_ = std::move(work); }

private:
    void wait_for_tick();
    void wait_for_mail();
    void deliver_mail();

    boost::asio::io_context context_;
    deadline_wheel wheel_;
    buffer_pool buffers_;
    boost::asio::basic_waitable_timer<clock, boost::asio::wait_traits<clock>, executor> timer_;
    std::function<void(clock::time_point)> on_tick_;
    // The io_context is told that it is alone (BOOST_ASIO_CONCURRENCY_HINT_UNSAFE), so other threads must not
    // post to it; they leave mail here and ring an eventfd.
    std::mutex mail_mutex_;
    std::vector<std::function<void()>> mail_;
    boost::asio::posix::basic_stream_descriptor<executor> bell_;
};

} // namespace ficus::io
