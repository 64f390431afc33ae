#include "facade/app/serve.hpp"

#include "facade/app/descriptors.hpp"
#include "facade/app/facade.hpp"
#include "facade/app/inherited_sockets.hpp"
#include "facade/app/signals.hpp"
#include "facade/io/spare_memory.hpp"
#include "rules/store.hpp"

#include <csignal>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace ficus::app {

namespace {

start_failure failed(int exit_status, std::string message) {
    return {exit_status, {std::move(message)}};
}

start_failure failed(std::vector<config::problem> const& problems) {
    start_failure f{2, {}};
    for (auto const& p : problems) f.messages.push_back(p.to_string());
    return f;
}

/// A disk that is full or takes nothing is no outage as long as the rules can be read.
boost::system::result<rules::store, rules::error> open_store(std::filesystem::path const& path) {
    auto store = rules::store::open(path, rules::store::mode::create);
    if (store || (store.error().code != rules::fault::unreadable && store.error().code != rules::fault::full))
        return store;
    auto reading = rules::store::open(path, rules::store::mode::read_only);
    return reading ? std::move(reading) : std::move(store);
}

std::size_t thread_count(config::configuration const& c) {
    if (c.facade.threads > 0) return c.facade.threads;
    return std::max(1U, std::thread::hardware_concurrency());
}

/// Nothing where there are enough.
std::string lack_of_descriptors(config::facade_options const& c, std::size_t threads) {
    auto const now = look_at_descriptors();
    auto const fewest = fewest_descriptors(now.taken, threads, c.listen.size());
    if (now.limit >= fewest) return {};
    return "RLIMIT_NOFILE is " + std::to_string(now.limit) + ", and a facade of " + std::to_string(threads) +
           " threads needs " + std::to_string(fewest) +
           " descriptors to serve anybody; raise it (LimitNOFILE= of the service, ulimit -Hn)";
}

} // namespace

boost::system::result<void, start_failure> serve(serve_options const& options) {
    signals::block();
    std::signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
    io::keep_spare_memory();

    // First of all: later these descriptors might be others'.
    auto inherited = inherited_sockets(options.environment, ::getpid());
    if (!inherited) return failed(1, inherited.error());
    auto read = options.read();
    if (!read) return failed(read.error());
    auto const threads = thread_count(*read);
    if (auto lack = lack_of_descriptors(read->facade, threads); !lack.empty())
        return failed(1, std::move(lack));
    auto store = open_store(read->facade.data_dir / "rules.db");
    if (!store) return failed(1, store.error().message);
    auto rules = store->read_all();
    if (!rules) return failed(1, rules.error().message);
    try {
        facade running(*read, options, std::move(*inherited), std::move(*store), std::move(*rules), threads);
        return running.run(*read);
    } catch (std::system_error const& refused) {
        // What every thread needs before it can say anything: its loop, and itself.
        return failed(1, std::string("the system does not let a facade start: ") + refused.what() +
                             "; see whether RLIMIT_NOFILE and RLIMIT_NPROC are large enough");
    }
}

} // namespace ficus::app
