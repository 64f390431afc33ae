#include "facade/recording/tap.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ficus::recording {

std::optional<std::uint16_t> bit_of(std::string_view method) {
    static constexpr std::array<std::string_view, 7> known = {"GET",   "HEAD",   "POST",   "PUT",
                                                              "PATCH", "DELETE", "OPTIONS"};
    auto const at = std::find(known.begin(), known.end(), method);
    if (at == known.end()) return std::nullopt;
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(at - known.begin()));
}

boost::system::result<tap_request, std::string> read_tap_request(std::string_view query) {
    using read = boost::system::result<tap_request, std::string>;
    auto const wrong = [](char const* why) { return read(boost::system::in_place_error, why); };
    tap_request wanted;
    bool has_share = false;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const one = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        auto const equals = std::min(one.find('='), one.size());
        auto const name = one.substr(0, equals);
        auto value = one.substr(std::min(equals + 1, one.size()));
        if (name == "session") {
            wanted.session = value;
        } else if (name == "share") {
            std::uint16_t hundredths = 0;
            auto const [at, error] = std::from_chars(value.data(), value.data() + value.size(), hundredths);
            if (error != std::errc{} || at != value.data() + value.size() || hundredths > 10000)
                return wrong("share is no whole number from 0 to 10000, in hundredths of a percent");
            wanted.share = rules::share::of_hundredths(hundredths);
            has_share = true;
        } else if (name == "methods") {
            while (!value.empty()) {
                auto const comma = std::min(value.find(','), value.size());
                auto const bit = bit_of(value.substr(0, comma));
                if (!bit)
                    return wrong(
                        "methods has one that is none of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS");
                wanted.methods = static_cast<std::uint16_t>(wanted.methods | *bit);
                value.remove_prefix(std::min(comma + 1, value.size()));
            }
        } else {
            return wrong("there are session, share and methods here, and nothing else");
        }
    }
    if (wanted.session.empty() || wanted.session.size() > 64)
        return wrong("session is missing, or longer than 64 characters: give a name of your own choice");
    if (!has_share) return wrong("share is missing: give 1 to 10000, or 0 to end");
    return wanted;
}

bool tap::takes(std::uint16_t bucket, std::string_view method, bool may_be_shadowed, clock::time_point now) {
    if (now.time_since_epoch().count() > armed_until_.load(std::memory_order_relaxed)) {
        std::lock_guard lock(mutex_);
        if (now.time_since_epoch().count() > armed_until_.load(std::memory_order_relaxed)) disarm();
        return false;
    }
    if (share_.load(std::memory_order_relaxed) <= bucket) return false;
    auto const methods = methods_.load(std::memory_order_relaxed);
    return methods == 0 ? may_be_shadowed : (methods & bit_of(method).value_or(0)) != 0;
}

void tap::offer(recorded&& one, std::chrono::system_clock::time_point asked_at) {
    {
        std::lock_guard lock(mutex_);
        // The wall clock may have been set back.
        one.after = std::max(std::chrono::microseconds(0),
                             std::chrono::duration_cast<std::chrono::microseconds>(asked_at - armed_at_));
    }
    auto line = line_of(one);
    std::lock_guard lock(mutex_);
    if (!is_armed()) return;
    if (line.size() > most_held - bytes_) {
        ++lost_;
        return;
    }
    bytes_ += line.size();
    lines_.push_back(std::move(line));
}

void tap::lose() {
    std::lock_guard lock(mutex_);
    if (is_armed()) ++lost_;
}

std::optional<tap::drained> tap::drain(tap_request const& wanted, clock::time_point now,
                                       std::chrono::system_clock::time_point wall) {
    std::lock_guard lock(mutex_);
    if (is_armed() && now.time_since_epoch().count() > armed_until_.load(std::memory_order_relaxed)) disarm();
    if (is_armed() && session_ != wanted.session) return std::nullopt;
    if (!is_armed()) armed_at_ = wall;
    drained taken;
    taken.head.at_ms = std::chrono::floor<std::chrono::milliseconds>(armed_at_.time_since_epoch()).count();
    std::size_t bytes = 0;
    while (!lines_.empty() && (bytes == 0 || bytes + lines_.front().size() <= most_drained)) {
        bytes += lines_.front().size();
        taken.lines.push_back(std::move(lines_.front()));
        lines_.pop_front();
    }
    bytes_ -= bytes;
    taken.lost = std::exchange(lost_, 0);
    if (wanted.share == rules::share::none()) {
        disarm();
        return taken;
    }
    session_ = wanted.session;
    methods_.store(wanted.methods, std::memory_order_relaxed);
    armed_until_.store((now + patience).time_since_epoch().count(), std::memory_order_relaxed);
    share_.store(wanted.share.hundredths(), std::memory_order_relaxed);
    return taken;
}

void tap::disarm() {
    share_.store(0, std::memory_order_relaxed);
    lines_.clear();
    bytes_ = 0;
    lost_ = 0;
    session_.clear();
}

} // namespace ficus::recording
