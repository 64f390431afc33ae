// Who goes where: buckets by XXH3, sticky keys in order, the issued cookie.
#include "e2e/scene.hpp"

#include <catch2/catch.hpp>
#include <xxhash.h>

using namespace ficus::test;

namespace {

/// The published rule, computed here anew: XXH3_64bits(salt + 0x1F + key) mod 10000.
unsigned bucket(std::string const& salt, std::string const& key) {
    auto const text = salt + '\x1f' + key;
    return static_cast<unsigned>(XXH3_64bits(text.data(), text.size()) % 10000);
}

std::string served(raw_client& client, std::string const& user) {
    return client.ask(get("/orders", {{"X-User-Id", user}})).text();
}

} // namespace

TEST_CASE("each user goes where the bucket says, at every share, and raising it moves nobody back") {
    scene stage;
    stage.start();
    raw_client client(stage.port());
    for (auto const& [share, below] : {std::pair{"0.01%", 1u},
                                       {"1%", 100u},
                                       {"12.5%", 1250u},
                                       {"50%", 5000u},
                                       {"99.99%", 9999u},
                                       {"modern", 10000u},
                                       {"legacy", 0u}}) {
        CAPTURE(share);
        stage.flip(share);
        for (int user = 0; user < 400; ++user) {
            auto const key = "user-" + std::to_string(user);
            REQUIRE(served(client, key) == (bucket("orders", key) < below ? "modern" : "legacy"));
        }
    }
}

TEST_CASE("the salt is the feature's name unless one is configured") {
    script with;
    with.orders = "salt = \"spring\"\n";
    scene stage(with);
    stage.start();
    stage.flip("50%");
    raw_client client(stage.port());
    for (int user = 0; user < 200; ++user) {
        auto const key = std::to_string(user);
        REQUIRE(served(client, key) == (bucket("spring", key) < 5000 ? "modern" : "legacy"));
    }
}

TEST_CASE("the first sticky key that is present decides") {
    script with;
    with.orders = "sticky = [\"header:X-User-Id\", \"cookie:sid\", \"ip\"]\n";
    scene stage(with);
    stage.start();
    stage.flip("50%");
    raw_client client(stage.port());
    auto const side = [](std::string const& key) {
        return bucket("orders", key) < 5000 ? "modern" : "legacy";
    };
    for (int i = 0; i < 100; ++i) {
        auto const user = "u" + std::to_string(i);
        auto const session = "s" + std::to_string(i);
        fields const cookie = {{"Cookie", "a=b; sid=" + session + "; c=d"}};
        REQUIRE(client.ask(get("/orders", {{"x-user-id", user}, cookie[0]})).text() == side(user));
        REQUIRE(client.ask(get("/orders", cookie)).text() == side(session));
        REQUIRE(client.ask(get("/orders")).text() == side("127.0.0.1"));
    }
}

TEST_CASE("without a key the draw is random for each request") {
    scene stage;
    stage.start();
    stage.flip("50%");
    raw_client client(stage.port());
    int modern = 0;
    for (int i = 0; i < 400; ++i) modern += client.ask(get("/orders")).text() == "modern" ? 1 : 0;
    CHECK(modern > 120); // of 400 at 50 %: eight standard deviations
    CHECK(modern < 280);
}

TEST_CASE("an issued cookie keeps a client on its side, and is issued only while a draw is needed") {
    script with;
    with.orders = "sticky = [\"header:X-User-Id\", \"issue\"]\n";
    scene stage(with);
    stage.start();
    raw_client client(stage.port());
    auto const issued = [](answer const& got) -> std::string {
        for (auto const& cookie : got.head.all("Set-Cookie"))
            if (cookie.starts_with("ficus=")) return cookie;
        return {};
    };
    CHECK(issued(client.ask(get("/orders"))).empty()); // 0 %
    stage.flip("50%");
    int modern = 0;
    for (int i = 0; i < 60; ++i) {
        auto const first = client.ask(get("/orders"));
        auto const cookie = issued(first);
        REQUIRE_FALSE(cookie.empty());
        CHECK(cookie.find("HttpOnly") != std::string::npos);
        CHECK(cookie.find("SameSite=Lax") != std::string::npos);
        auto const value = cookie.substr(0, cookie.find(';'));
        for (int again = 0; again < 3; ++again) {
            auto const got = client.ask(get("/orders", {{"Cookie", value}}));
            REQUIRE(got.text() == first.text());
            CHECK(issued(got).empty());
        }
        CHECK(first.text() == (bucket("orders", value.substr(6)) < 5000 ? "modern" : "legacy"));
        modern += first.text() == "modern" ? 1 : 0;
    }
    CHECK(modern > 5);
    CHECK(modern < 55);
    CHECK(issued(client.ask(get("/orders", {{"X-User-Id", "7"}}))).empty());
    stage.flip("modern");
    CHECK(issued(client.ask(get("/orders"))).empty());
}
