#pragma once

#include "acl/compare_options.hpp"
#include "acl/translator_options.hpp"
#include "facade/config/problem.hpp"
#include "facade/dns/dns_options.hpp"
#include "facade/http/limits.hpp"
#include "facade/obs/answer_headers.hpp"
#include "facade/obs/log_options.hpp"
#include "facade/resilience/load_shedder.hpp"
#include "facade/resilience/throttle_options.hpp"
#include "facade/shadow/ready_options.hpp"
#include "facade/shadow/shadow_options.hpp"
#include "facade/tracing/tracing_options.hpp"
#include "facade/upstream/guard_options.hpp"
#include "facade/upstream/upstream_options.hpp"
#include "rules/feature_options.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ficus::config {

/// A socket address to listen on. Port 0: the system chooses.
struct address {
    std::string host; ///< a numeric IPv4 or IPv6 address, without brackets
    std::uint16_t port = 0;
    std::string to_string() const; ///< `127.0.0.1:8080`, `[::1]:8080`

    friend bool operator==(address const&, address const&) = default;
};

/// `[facade]`
struct facade_options {
    std::vector<address> listen = {{"127.0.0.1", 8080}};
    address admin = {"127.0.0.1", 9900};
    std::filesystem::path data_dir = "./ficus-data"; ///< relative ones: to the working directory
    std::string legacy;                              ///< the upstream of everything that no feature matches
    unsigned threads = 0;                            ///< 0: one per core
    std::chrono::milliseconds drain{10'000};
    std::chrono::milliseconds drain_delay{0}; ///< before it: readiness says 503, and clients still come
    std::vector<std::string> trusted_proxies; ///< networks such as `10.0.0.0/8`, host bits cleared
    http::limits limits;
    obs::log_options log;
    obs::answer_headers answer_headers;
    std::optional<tracing::tracing_options> tracing;
    shadow::shadow_options shadow;
    std::optional<resilience::shed_options> shed; ///< unset: nobody is turned away for want of time
    dns::dns_options dns;
};

/// `[features.NAME]` with its tables.
struct feature {
    rules::feature_options options;
    upstream::guard_options guards;
    acl::compare_options compare;
    shadow::ready_options ready;
    shadow::copy_options copies;
    std::vector<resilience::throttle_rule> throttle;
    resilience::priority priority = resilience::priority::normal;
};

/// All that a configuration file says: checked, with defaults filled in, in the file's order. Immutable once
/// read.
struct configuration {
    std::optional<std::filesystem::path> file; ///< where it was read from; unset for `--legacy URL` alone
    facade_options facade;
    std::vector<upstream::upstream_options> upstreams;
    std::vector<feature> features;
    std::vector<acl::translator_options> translators;
    std::vector<problem> warnings; ///< doubts that stop nothing, in the file's order
};

} // namespace ficus::config
