#pragma once

#include "acl/call.hpp"
#include "acl/message.hpp"
#include "acl/translator.hpp"
#include "facade/http/limits.hpp"
#include "facade/io/byte_budget.hpp"
#include "facade/io/loop.hpp"
#include "facade/upstream/pool.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::composition {

/// What became of a call.
enum class call_outcome : std::uint8_t {
    none,       ///< it was not needed
    answered,   ///<
    absent,     ///< there is no such thing, or there was nothing to ask for
    failed,     ///< no answer, one with another status, or a value that cannot be asked for
    timed_out,  ///< past its timeout, or one of its upstream's
    too_large,  ///< past max_buffered_body, as it came or decoded
    no_room,    ///< past what all requests together may hold
    unreadable, ///< not what its format, or its content coding, says
    given_up,   ///< from this side, before it was over
};
std::string_view name_of(call_outcome o);

/// The calls of one request, besides the main one (acl/call.hpp says which they are and what they mean). They
/// are carried at the same time, each with its own timeout, and held. On the loop's thread. Whoever has one
/// waits for finished() before it goes, whatever happened.
class calls_under_way final : private io::watched {
public:
    struct setting {
        io::loop& loop;
        acl::translator const& translator; ///< outlives this, as do the others
        http::limits const& limits;
        io::byte_budget& held; ///< of what all requests hold
    };
    calls_under_way(setting within, std::vector<acl::due_call> due);
    ~calls_under_way();

    /// One call as it is sent; the pool outlives it.
    struct request {
        upstream::pool* to = nullptr;
        std::string bytes;
    };
    using make_request = std::function<request(std::size_t call, std::string_view target)>;
    /// Sets those going that are due and have not been.
    void start(make_request const& make);
    /// The main answer is there: what waited for it is due.
    void complete(acl::message_view const& answer);
    /// Fails what is under way, soon, and starts no more. The owner does not go on within this.
    void cancel();

    class all_done;
    /// Until none is under way. What broke one that no failure is (no memory) is rethrown.
    all_done finished();

    /// Reads what was answered, now that it is needed.
    void read_answers();
    /// Of calls without which there is no answer, why the first one that failed did; nothing where none did.
    std::optional<std::string> broken() const;
    /// By the translator's calls; views of what is held here until let_go().
    std::vector<acl::call_answer> answers() const;
    /// Nobody needs the answers any more.
    void let_go();
    call_outcome outcome(std::size_t call) const;
    /// From when it was started until it was over; for those that were.
    struct period {
        io::clock::time_point from, to;
    };
    period when(std::size_t call) const;
    /// What it asked for; empty: nothing.
    std::string_view target(std::size_t call) const { return due_[call].target; }
    /// `customer=answered stock=timed_out`
    std::string summary() const;

private:
    struct flight;
    io::task<void> run(flight& f);
    io::task<void> carry(flight& f);
    void on_events(std::uint32_t events) override;

    setting within_;
    std::vector<acl::due_call> due_;
    std::vector<std::unique_ptr<flight>> flights_; ///< by the translator's calls
    std::size_t under_way_ = 0;
    bool cancelled_ = false;
    std::coroutine_handle<> waiting_;
};

/// Resumes in a turn of its own: never within cancel(), nor within a pool that one of the calls uses.
class calls_under_way::all_done {
public:
    explicit all_done(calls_under_way& of) : of_(of) {}
    bool await_ready() const noexcept { return of_.under_way_ == 0; }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { of_.waiting_ = waiting; }
    void await_resume() const;

private:
    calls_under_way& of_;
};

inline calls_under_way::all_done calls_under_way::finished() {
    return all_done(*this);
}

} // namespace ficus::composition
