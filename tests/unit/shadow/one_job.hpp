#pragma once

#include "facade/http/head.hpp"
#include "facade/shadow/runner.hpp"
#include "support/temp_dir.hpp"
#include "unit/upstream/origins.hpp"

#include <functional>
#include <stdexcept>
#include <thread>

namespace ficus::test {

/// An upstream at whose port nobody listens any more.
inline std::shared_ptr<upstream::group> nobody() {
    return group_of(options_for({origin().port()}));
}

/// Of what jobs are made from: they are made in other threads too, and Catch's checks belong to the test's
/// own.
inline void must(bool holds) {
    if (!holds) throw std::logic_error("a job could not be made");
}

/// A runner that has one copy under way at a time, and the origin that its copies go to.
struct copies {
    /// GET /a, which legacy served with an empty 200; its share is of `budget`. `change` has its plan.
    std::unique_ptr<shadow::job> job(io::byte_budget& budget,
                                     std::function<void(shadow::copy_plan&)> const& change = {}) {
        auto made = std::make_unique<shadow::job>(budget);
        must(made->held.grow(1));
        made->operation = &operation;
        operation.of(0); // the runner and the test both look there: it is made before both do
        auto plan = std::make_shared<shadow::copy_plan>();
        plan->window = std::make_shared<shadow::window_key const>(shadow::window_key{"orders", "", ""});
        plan->comparer = std::make_shared<acl::comparer const>(*acl::comparer::compile({}));
        plan->target = group_of(options_for({server.port()}));
        plan->counters = counters;
        if (change) change(*plan);
        made->plan = std::move(plan);
        http::request_head head;
        must(!http::parse_head("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", head));
        shadow::keep_head(head, made->text, made->head);
        made->path = "/a";
        made->host = "a";
        made->status = 200;
        return made;
    }

    /// The copy that comes next gets this answer. Its head.
    std::string answer(std::string const& fields, std::string const& body) {
        auto copy = server.accept();
        std::string asked;
        while (asked.find("\r\n\r\n") == std::string::npos)
            REQUIRE(copy.receive(asked, patient()) == transfer::ok);
        CHECK(copy.send("HTTP/1.1 200 OK\r\nConnection: close\r\n" + fields +
                            "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
                        patient()) == transfer::ok);
        return asked;
    }

    std::uint64_t skipped(obs::skip why) {
        return operation.of(0).skipped[static_cast<std::size_t>(why)].read();
    }
    std::uint64_t compared() { return operation.of(0).compared.read(); }
    std::uint64_t ends() {
        auto sum = compared();
        for (auto const& one : operation.of(0).skipped) sum += one.read();
        return sum;
    }
    /// Waits until that many jobs have ended, in whichever way.
    bool settles(std::uint64_t jobs = 1) {
        auto const until = patient();
        while (ends() < jobs && !until.passed()) std::this_thread::yield();
        return ends() >= jobs;
    }

    temp_dir folder;
    origin server;
    obs::operation_counters operation{"GET /a", 1};
    std::shared_ptr<obs::feature_counters> counters = std::make_shared<obs::feature_counters>(1);
    static shadow::writer_options store_at(std::filesystem::path file) {
        shadow::writer_options made;
        made.file = std::move(file);
        return made;
    }
    static shadow::runner_options one_at_a_time() {
        shadow::runner_options made;
        made.max_under_way = 1;
        return made;
    }
    shadow::writer into{store_at(folder / "shadow.db"), [] { return shadow::time_point{}; },
                        [](shadow::store_error const*) {}};
    shadow::runner running{one_at_a_time(), http::limits{}, into, 0};
};

} // namespace ficus::test
