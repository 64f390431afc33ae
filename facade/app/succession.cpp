#include "facade/app/succession.hpp"

#include <thread>

namespace ficus::app {

namespace {

// Out of descriptors, most likely: who has come stays at the door, and is there again at once.
constexpr std::chrono::milliseconds pause_after_failure{100};

} // namespace

succession::succession(std::filesystem::path const& data_dir, obs::log& log)
    : path_(hand_over_path(data_dir)), log_(log) {}

boost::system::result<std::vector<passed_socket>, std::string> succession::take_over() {
    auto const fail = [this](std::string const& why) {
        return "cannot take over from the facade at `" + path_.native() + "`: " + why;
    };
    auto found = predecessor::find(path_);
    if (!found) return fail(found.error());
    if (!*found) {
        log_.event(obs::level::info, "nothing_to_take_over",
                   [&](obs::json_line& line) { line.add("path", std::string_view(path_.native())); });
        return std::vector<passed_socket>{};
    }
    auto taken = (*found)->take();
    if (!taken) return fail(taken.error());
    before_ = std::move(*found);
    log_.event(obs::level::info, "taking_over", [&](obs::json_line& line) {
        line.add("from", static_cast<std::uint64_t>(before_->pid())).add("sockets", taken->size());
    });
    return taken;
}

void succession::serves(std::vector<offered_socket> own) {
    own_ = std::move(own);
    if (before_) {
        // Where it cannot be told, it has gone, or takes this one for failed and serves on beside it.
        if (auto const said = before_->say_serving(); !said)
            log_.event(obs::level::warn, "take_over_unfinished", [&](obs::json_line& line) {
                line.add("from", static_cast<std::uint64_t>(before_->pid()));
                line.add("detail", std::string_view(said.error()));
            });
        before_.reset();
    }
    auto door = message_door::open(path_);
    if (door)
        door_.emplace(std::move(*door));
    else
        log_.event(obs::level::warn, "hand_over_unavailable",
                   [&](obs::json_line& line) { line.add("detail", std::string_view(door.error())); });
}

std::optional<pid_t> succession::hand_over() {
    auto const to = app::hand_over(*door_, own_);
    if (!to) {
        log_.event(obs::level::warn, "hand_over_failed",
                   [&](obs::json_line& line) { line.add("detail", std::string_view(to.error())); });
        std::this_thread::sleep_for(pause_after_failure);
        return std::nullopt;
    }
    door_->leave_path(); // it is the other one's now
    door_.reset();
    log_.event(obs::level::info, "handed_over",
               [&](obs::json_line& line) { line.add("to", static_cast<std::uint64_t>(*to)); });
    return *to;
}

} // namespace ficus::app
