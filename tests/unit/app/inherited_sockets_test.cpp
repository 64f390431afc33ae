#include "facade/app/inherited_sockets.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace ficus;

namespace {

constexpr pid_t self = 4711;

boost::system::result<std::vector<app::passed_socket>, std::string>
told(std::map<std::string, std::string> const& variables) {
    return app::inherited_sockets(
        [&](std::string const& name) -> std::optional<std::string> {
            auto const found = variables.find(name);
            if (found == variables.end()) return std::nullopt;
            return found->second;
        },
        self);
}

} // namespace

// What is passed on as a descriptor is in tests/e2e/socket_activation.cpp: here these are Catch's.
TEST_CASE("without the service manager's word no descriptor is touched") {
    CHECK(told({})->empty());
    CHECK(told({{"LISTEN_FDS", "1"}})->empty());
    CHECK(told({{"LISTEN_PID", "4711"}})->empty());
    CHECK(told({{"LISTEN_PID", "4712"}, {"LISTEN_FDS", "1"}})->empty());
    CHECK(told({{"LISTEN_PID", "4711x"}, {"LISTEN_FDS", "1"}})->empty());
    CHECK(told({{"LISTEN_PID", "4711"}, {"LISTEN_FDS", "0"}})->empty());
}

TEST_CASE("a number of sockets that is none is an error that shows it") {
    for (auto const* wrong : {"", "one", "-1", "1 ", "99999"}) {
        auto const got = told({{"LISTEN_PID", "4711"}, {"LISTEN_FDS", wrong}});
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error() == "LISTEN_FDS is no number of sockets: `" + std::string(wrong) + "`");
    }
}
