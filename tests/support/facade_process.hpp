#pragma once

#include "support/child_process.hpp"
#include "support/raw_client.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::test {

/// The program under test: `$FICUS_BINARY`, else the one that the build made.
std::string ficus_binary();

struct cli_result {
    exit_status status = -1;
    std::string output;
    std::string errors;
    steady::time_point started;
    steady::time_point returned;

    /// Its stdout as one JSON document. Throws when it is none.
    boost::json::value json() const;
};

struct cli_options {
    std::filesystem::path folder{};
    std::map<std::string, std::string> environment{};
    std::string input{};
    std::uint64_t largest_file = 0;
    std::uint64_t most_descriptors = 0; ///< RLIMIT_NOFILE, hard and soft; 0: the test's own
    uid_t user = 0;                     ///< see child_options
    std::vector<int> sockets{};         ///< see child_options
    milliseconds within{20'000};
};

/// Runs `ficus` with these arguments to its end. Status -1000: it did not end in time, and was killed.
cli_result run_cli(std::vector<std::string> const& arguments, cli_options const& options = {});

/// `ficus serve`, running. What it says on stdout is read as it comes, one JSON object a line.
class facade_process {
public:
    /// Starts it and does not wait: see `wait_until_listening`.
    explicit facade_process(std::vector<std::string> const& serve_arguments, cli_options const& options = {});
    /// Ends it with SIGKILL when it still runs; shows its stderr and last log lines when the test is failing.
    ~facade_process();

    /// Waits for the `listening` line; throws with all that it said when it ends or is silent instead.
    void wait_until_listening();
    /// Of its first listener.
    std::uint16_t port() const { return ports_.at(0); }
    std::vector<std::uint16_t> const& ports() const { return ports_; }
    std::uint16_t admin_port() const { return admin_port_; }
    pid_t pid() const { return process_->pid(); }

    using line_test = std::function<bool(boost::json::object const&)>;
    /// The first log line for which `wanted` holds, said since line `from` or still to come.
    std::optional<boost::json::object> wait_for_line(line_test const& wanted, std::size_t from = 0,
                                                     milliseconds most = soon) const;
    std::vector<boost::json::object> lines() const;
    std::size_t line_count() const;
    /// Lines of stdout that are no JSON object: there must be none.
    std::vector<std::string> unreadable_lines() const;

    void signal(int number) { process_->signal(number); }
    std::optional<exit_status> wait_for_exit(milliseconds most = soon) { return process_->wait(most); }
    /// SIGTERM, and the exit status; nothing when it does not end in time.
    std::optional<exit_status> stop(milliseconds most = milliseconds(15'000));
    bool is_running() const { return process_->is_running(); }
    std::string errors() const { return process_->errors(); }
    static constexpr std::uint64_t no_limit = ~std::uint64_t{0};
    /// From now on no file that it writes may grow past this: its disk is full.
    void limit_file_size(std::uint64_t bytes) { process_->limit_file_size(bytes); }
    /// Resident memory, in KiB, but for what is the program's own file: of that more is read as more of it is
    /// run for the first time, whoever makes it run.
    std::uint64_t resident_kib() const;
    /// The most that it has been since the start, or since it was last forgotten. In KiB.
    std::uint64_t peak_resident_kib() const;
    void forget_peak();
    std::size_t open_descriptors() const;
    /// How many bytes the file of that name has that it has open; 0 without one.
    std::uint64_t size_of_open(std::string_view file) const;
    /// What it has spent so far, user and system.
    milliseconds processor_time() const;

    answer admin(std::string_view target) const;
    /// The value of one series of /metrics, its labels written as there; nothing when it is not there.
    std::optional<double> metric(std::string_view series) const;

private:
    void take_line(std::string const& line);

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<boost::json::object> lines_;
    std::vector<std::string> unreadable_;
    std::vector<std::uint16_t> ports_;
    std::uint16_t admin_port_ = 0;
    std::unique_ptr<child_process> process_;
};

} // namespace ficus::test
