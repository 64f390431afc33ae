// The service manager listens and passes the sockets on: nobody is refused while the facade is not there.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

std::string address_of(listening_socket const& socket) {
    return "127.0.0.1:" + std::to_string(socket.port());
}

/// `serve` with these sockets, on the addresses of these sockets.
std::vector<std::string> serve_on(scene const& stage, listening_socket const& clients) {
    return {"serve", "--config", stage.config().string(), "--listen", address_of(clients)};
}

cli_options passing_on(scene const& stage, std::vector<int> sockets, std::string names) {
    cli_options options;
    options.folder = stage.dir.path();
    options.sockets = std::move(sockets);
    if (!names.empty()) options.environment["LISTEN_FDNAMES"] = std::move(names);
    return options;
}

} // namespace

TEST_CASE("clients that come before the facade does, and between two of them, wait and are served") {
    scene stage;
    listening_socket clients;
    listening_socket admin;
    std::vector<std::string> const arguments = {
        "--config", stage.config().string(), "--listen", address_of(clients), "--admin", address_of(admin)};
    auto const options = passing_on(stage, {clients.fd(), admin.fd()}, "clients:admin");
    for (int start = 0; start < 2; ++start) {
        CAPTURE(start);
        std::vector<std::unique_ptr<raw_client>> early;
        for (int i = 0; i < 20; ++i) {
            early.push_back(std::make_unique<raw_client>(clients.port()));
            REQUIRE(early.back()->send(get("/early")));
        }
        facade_process facade(arguments, options);
        facade.wait_until_listening();
        CHECK(facade.port() == clients.port());
        CHECK(facade.admin_port() == admin.port());
        for (auto const& one : early) CHECK(one->read_answer().text() == "legacy");
        for (int i = 0; i < 20; ++i) CHECK(ask(clients.port(), get("/")).text() == "legacy");
        CHECK(facade.admin("/readyz").status == 200);
        CHECK(facade.stop() == 0);
    }
}

TEST_CASE("a restart behind a socket of the service manager's loses nobody who connects anew") {
    scene stage;
    listening_socket clients;
    auto const options = passing_on(stage, {clients.fd()}, "");
    std::vector<std::string> const arguments = {"--config", stage.config().string(), "--listen",
                                                address_of(clients)};
    auto facade = std::make_unique<facade_process>(arguments, options);
    facade->wait_until_listening();
    load_options asking;
    asking.port = clients.port();
    asking.clients = 4;
    asking.request = [](std::size_t, std::uint64_t) { return get("/", {{"Connection", "close"}}); };
    load clients_of_all(asking);
    for (int restart = 0; restart < 3; ++restart) {
        REQUIRE(clients_of_all.wait_for_a_round());
        CHECK(facade->stop() == 0);
        facade = std::make_unique<facade_process>(arguments, options);
        facade->wait_until_listening();
    }
    REQUIRE(clients_of_all.wait_for_a_round());
    clients_of_all.stop();
    INFO(clients_of_all.first_failure());
    CHECK(clients_of_all.failures() == 0);
    CHECK(facade->stop() == 0);
}

TEST_CASE("a socket that the configuration does not name is refused with the mend") {
    scene stage;
    listening_socket clients;
    listening_socket other;
    auto const result =
        run_cli(serve_on(stage, clients), passing_on(stage, {clients.fd(), other.fd()}, "web:web"));
    CHECK(result.status == 1);
    CHECK(result.errors.find(address_of(other)) != std::string::npos);
    CHECK(result.errors.find("facade.listen") != std::string::npos);
}

TEST_CASE("what is no listening socket is refused by its number and name") {
    scene stage;
    listening_socket clients;
    auto const result = run_cli(serve_on(stage, clients), passing_on(stage, {clients.fd(), 2}, "web:odd"));
    CHECK(result.status == 1);
    CHECK(result.errors.find("number 2 (`odd`)") != std::string::npos);
    CHECK(result.errors.find("ListenStream=") != std::string::npos);
}

TEST_CASE("sockets that are meant for another process are left alone") {
    scene stage;
    cli_options options;
    options.environment = {{"LISTEN_PID", "1"}, {"LISTEN_FDS", "1"}};
    stage.start(options);
    CHECK(ask(stage.port(), get("/")).text() == "legacy");
}
