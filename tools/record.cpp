#include "facade/app/json_text.hpp"
#include "facade/config/addresses.hpp"
#include "facade/recording/recorded_file.hpp"
#include "rules/store.hpp"
#include "tools/commands.hpp"
#include "tools/http_get.hpp"
#include "tools/interruption.hpp"
#include "tools/opening.hpp"
#include "tools/progress.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>
#include <random>
#include <sstream>
#include <thread>

namespace ficus::tools {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// Well within the time after which a facade thinks that nobody records any more.
constexpr auto between_polls = 200ms;
constexpr std::size_t most_bytes = 256UL * 1024 * 1024; // held here until it is written

std::string new_session() {
    std::random_device random;
    std::ostringstream name;
    name << std::hex << random() << random();
    return name.str();
}

/// One facade, and what it has captured so far.
struct source {
    rules::facade_entry facade;
    std::string trouble; ///< of the last poll; empty: it answered
};

struct gathered {
    recording::recording_head head;
    std::vector<recording::recorded> requests; ///< `after` is since the first poll
    std::uint64_t lost = 0;
    std::size_t bytes = 0;
};

class recorder {
public:
    recorder(record_command const& command, std::vector<rules::facade_entry> const& facades)
        : command_(command) {
        for (auto const& one : facades) sources_.push_back({one, {}});
        for (auto const& method : command.methods)
            methods_ += (methods_.empty() ? "&methods=" : ",") + method;
    }

    /// Takes what every facade has captured; `share` is of the requests to come.
    void poll(rules::share share) {
        for (auto& from : sources_) {
            auto const admin = config::parse_address(from.facade.admin);
            auto const answer = admin
                                    ? http_get(*admin,
                                               "/api/record/" + command_.feature + "?session=" + session_ +
                                                   "&share=" + std::to_string(share.hundredths()) + methods_,
                                               2s)
                                    : failure(exit_status::failed, admin.error().message);
            from.trouble = answer ? take(*answer) : answer.error().messages.front();
        }
    }

    /// A sentence for each that did not answer last.
    std::vector<std::string> troubles() const {
        std::vector<std::string> all;
        for (auto const& one : sources_)
            if (!one.trouble.empty())
                all.push_back("facade " + std::to_string(one.facade.pid) + " records nothing at http://" +
                              one.facade.admin + ": " + one.trouble);
        return all;
    }
    bool any() const {
        return std::any_of(sources_.begin(), sources_.end(),
                           [](source const& s) { return s.trouble.empty(); });
    }
    bool enough() const { return enough_; }
    gathered& found() { return found_; }

private:
    /// `{"lost":N}`, and a recording. Says what is wrong with it.
    std::string take(std::string const& answer) {
        auto const end = std::min(answer.find('\n'), answer.size());
        boost::system::error_code error;
        auto const counts = boost::json::parse(answer.substr(0, end), error);
        auto const* lost = !error && counts.is_object() ? counts.get_object().if_contains("lost") : nullptr;
        if (lost == nullptr) return "its answer is not understood";
        std::istringstream lines(answer.substr(std::min(end + 1, answer.size())));
        auto read = recording::read_recording(lines);
        if (!read) return "its answer is not understood (" + read.error().message + ")";
        found_.lost += lost->to_number<std::uint64_t>(error);
        if (found_.head.at_ms == 0) found_.head = read->head;
        auto const later = std::chrono::milliseconds(read->head.at_ms - found_.head.at_ms);
        for (auto& one : read->requests) {
            one.after += later;
            found_.bytes += recording::line_of(one).size();
            if (found_.requests.size() < command_.most && found_.bytes <= most_bytes)
                found_.requests.push_back(std::move(one));
            else
                enough_ = true;
        }
        if (found_.requests.size() == command_.most) enough_ = true;
        return {};
    }

    record_command const& command_;
    std::string const session_ = new_session();
    std::string methods_;
    std::vector<source> sources_;
    gathered found_;
    bool enough_ = false;
};

failure cannot_write(std::filesystem::path const& file) {
    return {exit_status::failed, "`" + file.string() + "` could not be written: " + std::strerror(errno) +
                                     "; give -o a file that can"};
}

void put_in_order(gathered& found) {
    std::stable_sort(found.requests.begin(), found.requests.end(),
                     [](auto const& a, auto const& b) { return a.after < b.after; });
    auto const first = found.requests.empty() ? std::chrono::microseconds(0) : found.requests.front().after;
    for (auto& one : found.requests) one.after -= first;
    found.head.at_ms += std::chrono::floor<std::chrono::milliseconds>(first).count();
}

result<std::vector<rules::facade_entry>> running_facades(config::configuration const& configuration,
                                                         surroundings& around) {
    auto store = open_rules_to_read(configuration, around);
    if (!store) return store.error();
    std::vector<rules::facade_entry> all;
    if (*store) {
        auto facades = (*store)->facades();
        if (!facades) return failure_of(facades.error());
        all = std::move(*facades);
    }
    if (all.empty())
        return failure(exit_status::failed, "no facade runs on " + configuration.facade.data_dir.string() +
                                                ", so that there is nothing to record: start `ficus serve`");
    return all;
}

} // namespace

outcome run(record_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    if (auto const feature = find_feature(*configuration, command.feature); !feature) return feature.error();
    auto const facades = running_facades(*configuration, around);
    if (!facades) return facades.error();
    // Found out now, and not after the hour that was to be recorded. What stands there is left until then.
    auto part = command.output;
    part += ".part";
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    if (!out) return cannot_write(part);

    recorder recording(command, *facades);
    recording.poll(command.share);
    if (!recording.any()) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return failure(exit_status::failed, recording.troubles());
    }
    for (auto const& trouble : recording.troubles())
        warn(around, trouble + "; the file is without its traffic");
    auto const start = steady_clock::now();
    {
        interruption const early;
        progress bar(around.err, around.terminal_err);
        auto const left = [&] { return command.for_ - (steady_clock::now() - start); };
        for (auto next = start; left() > 0ms && !recording.enough() && !interruption::asked();) {
            auto const& found = recording.found();
            auto const passed = steady_clock::now() - start;
            auto const seconds = std::chrono::floor<std::chrono::seconds>(passed);
            // Whichever of its two ends is nearer.
            auto const done =
                std::max(static_cast<double>(found.requests.size()) / static_cast<double>(command.most),
                         std::chrono::duration<double>(passed) / command.for_);
            bar.show(static_cast<std::uint64_t>(done * 1000), 1000,
                     std::to_string(found.requests.size()) + " of at most " + std::to_string(command.most) +
                         " requests, " + std::to_string(seconds.count()) + " s");
            std::this_thread::sleep_for(std::min<steady_clock::duration>(50ms, left()));
            if (steady_clock::now() < next) continue;
            next = steady_clock::now() + between_polls;
            recording.poll(command.share);
        }
        recording.poll(rules::share::none());
    }
    for (auto const& trouble : recording.troubles())
        warn(around, trouble + "; what it captured last is not in the file");
    auto& found = recording.found();
    put_in_order(found);
    found.head.feature = command.feature;
    std::uint64_t redacted = 0;
    out << recording::head_line(found.head);
    for (auto const& one : found.requests) {
        out << recording::line_of(one);
        if (one.redacted) ++redacted;
    }
    out.close();
    if (!out) return cannot_write(part);
    std::error_code error;
    std::filesystem::rename(part, command.output, error);
    if (error)
        return failure(exit_status::failed, "`" + part.string() + "` could not be renamed to `" +
                                                command.output.string() + "`: " + error.message());
    if (common.json) {
        boost::json::object text{{"feature", command.feature},
                                 {"file", command.output.string()},
                                 {"requests", found.requests.size()},
                                 {"lost", found.lost},
                                 {"redacted", redacted}};
        around.out << app::json_text(text) << '\n';
    } else {
        around.out << command.feature << ": " << found.requests.size() << " requests recorded in "
                   << command.output.string() << ", " << redacted << " of them with something masked\n";
    }
    if (found.lost > 0)
        warn(around, std::to_string(found.lost) +
                         " requests that were chosen are not in the file: they were broken off, too large, "
                         "in parts, or "
                         "came faster than they were fetched; a smaller --share loses fewer");
    if (found.requests.empty())
        warn(around, "no request came: is there traffic for " + command.feature +
                         ", and does `methods` of its comparison name the methods?");
    return exit_status::done;
}

} // namespace ficus::tools
