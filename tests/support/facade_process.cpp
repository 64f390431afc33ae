#include "support/facade_process.hpp"

#include "support/temp_dir.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace ficus::test {
namespace {

child_options options_for(std::vector<std::string> const& arguments, cli_options const& options) {
    child_options made;
    made.command = arguments;
    made.command.insert(made.command.begin(), ficus_binary());
    made.folder = options.folder;
    made.environment = options.environment;
    made.environment.emplace("NO_COLOR", "1");
    made.input = options.input;
    made.largest_file = options.largest_file;
    made.most_descriptors = options.most_descriptors;
    made.user = options.user;
    made.sockets = options.sockets;
    return made;
}

std::uint16_t port_of(boost::json::value const& address) {
    std::string const text(address.as_string());
    return static_cast<std::uint16_t>(std::stoul(text.substr(text.rfind(':') + 1)));
}

/// In KiB, as proc(5) has it.
std::uint64_t memory_figure(pid_t of, std::string_view name) {
    std::istringstream status(content_of("/proc/" + std::to_string(of) + "/status"));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stoull(line.substr(name.size()));
    return 0;
}

} // namespace

std::string ficus_binary() {
    if (auto const* named = std::getenv("FICUS_BINARY")) return named;
    return FICUS_BINARY;
}

boost::json::value cli_result::json() const {
    try {
        return boost::json::parse(output);
    } catch (std::exception const& error) {
        throw std::runtime_error(std::string("not one JSON document: ") + error.what() +
                                 "\nstdout: " + output + "\nstderr: " + errors);
    }
}

cli_result run_cli(std::vector<std::string> const& arguments, cli_options const& options) {
    cli_result result;
    result.started = steady::now();
    child_process process(options_for(arguments, options));
    auto const status = process.wait(options.within);
    result.returned = steady::now();
    result.status = status.value_or(-1000);
    result.output = process.output();
    result.errors = process.errors();
    return result;
}

facade_process::facade_process(std::vector<std::string> const& serve_arguments, cli_options const& options) {
    auto arguments = serve_arguments;
    arguments.insert(arguments.begin(), "serve");
    auto child = options_for(arguments, options);
    child.on_output_line = [this](std::string const& line) { take_line(line); };
    process_ = std::make_unique<child_process>(std::move(child));
}

facade_process::~facade_process() {
    if (std::uncaught_exceptions() > 0) {
        std::cerr << "--- the facade's stderr:\n" << process_->errors() << "--- its last log lines:\n";
        auto const said = lines();
        for (auto at = said.size() - std::min<std::size_t>(said.size(), 20); at < said.size(); ++at)
            std::cerr << boost::json::serialize(said[at]) << "\n";
    }
    process_.reset(); // before what its reader writes to
}

void facade_process::take_line(std::string const& line) {
    boost::system::error_code error;
    auto const value = boost::json::parse(line, error);
    std::lock_guard lock(mutex_);
    if (error || !value.is_object()) {
        unreadable_.push_back(line);
    } else {
        lines_.push_back(value.get_object());
    }
    changed_.notify_all();
}

void facade_process::wait_until_listening() {
    auto const until = deadline::in(soon);
    std::optional<boost::json::object> said;
    while (!said && !until.passed() && is_running())
        said = wait_for_line(
            [](auto const& line) { return line.contains("listen") && line.at("event") == "listening"; }, 0,
            milliseconds(100));
    if (!said) {
        auto const status = wait_for_exit(milliseconds(0));
        throw std::runtime_error("the facade does not listen; exit status " +
                                 (status ? std::to_string(*status) : std::string("none")) + "\n" + errors());
    }
    for (auto const& address : said->at("listen").as_array()) ports_.push_back(port_of(address));
    admin_port_ = port_of(said->at("admin"));
}

std::optional<boost::json::object> facade_process::wait_for_line(line_test const& wanted, std::size_t from,
                                                                 milliseconds most) const {
    std::unique_lock lock(mutex_);
    std::optional<boost::json::object> found;
    auto seen = from;
    changed_.wait_until(lock, deadline::in(most).at(), [&] {
        for (; seen < lines_.size() && !found; ++seen)
            if (wanted(lines_[seen])) found = lines_[seen];
        return found.has_value();
    });
    return found;
}

std::vector<boost::json::object> facade_process::lines() const {
    std::lock_guard lock(mutex_);
    return lines_;
}

std::size_t facade_process::line_count() const {
    std::lock_guard lock(mutex_);
    return lines_.size();
}

std::vector<std::string> facade_process::unreadable_lines() const {
    std::lock_guard lock(mutex_);
    return unreadable_;
}

std::optional<exit_status> facade_process::stop(milliseconds most) {
    signal(SIGTERM);
    return wait_for_exit(most);
}

std::uint64_t facade_process::resident_kib() const {
    return memory_figure(pid(), "VmRSS:") - memory_figure(pid(), "RssFile:");
}

std::uint64_t facade_process::peak_resident_kib() const {
    // What was read of the program since its peak makes this too small by so much; it hardly ever grows then.
    return memory_figure(pid(), "VmHWM:") - memory_figure(pid(), "RssFile:");
}

void facade_process::forget_peak() {
    std::ofstream("/proc/" + std::to_string(pid()) + "/clear_refs") << "5"; // proc(5)
}

milliseconds facade_process::processor_time() const {
    auto const stat = content_of("/proc/" + std::to_string(pid()) + "/stat");
    // proc(5): the name in brackets may hold anything; the fields from the third one on follow it.
    std::istringstream fields(stat.substr(stat.rfind(')') + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field) fields >> skipped;
    long user = 0;
    long system = 0;
    fields >> user >> system;
    return milliseconds((user + system) * 1000 / ::sysconf(_SC_CLK_TCK));
}

std::size_t facade_process::open_descriptors() const {
    std::filesystem::directory_iterator const all("/proc/" + std::to_string(pid()) + "/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::uint64_t facade_process::size_of_open(std::string_view file) const {
    std::error_code gone; // a descriptor may be closed before it is looked at
    for (auto const& one : std::filesystem::directory_iterator("/proc/" + std::to_string(pid()) + "/fd")) {
        if (std::filesystem::read_symlink(one.path(), gone).filename() != file) continue;
        auto const size = std::filesystem::file_size(one.path(), gone);
        if (!gone) return size;
    }
    return 0;
}

answer facade_process::admin(std::string_view target) const {
    return ask(admin_port_, get(target, {{"Connection", "close"}}));
}

std::optional<double> facade_process::metric(std::string_view series) const {
    std::istringstream text(admin("/metrics").text());
    for (std::string line; std::getline(text, line);)
        if (line.starts_with(series) && line.size() > series.size() && line[series.size()] == ' ')
            return std::stod(line.substr(series.size() + 1));
    return std::nullopt;
}

} // namespace ficus::test
