// The promise of design.md §3 against models of servers: no two of them may read a path that is let through
// as of different features.
#include "unit/rules/routes.hpp"
#include "unit/rules/servers.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace ficus::test;

namespace {

/// The features below, searched by hand.
std::string feature_of(segments const& path) {
    auto const begins = [&](segments const& with) {
        return path.size() >= with.size() && std::equal(with.begin(), with.end(), path.begin());
    };
    if (path == segments{"c"}) return "exact";
    if (path.size() == 3 && path[0] == "a" && !path[1].empty() && path[2] == "c") return "template";
    if (begins({"a", "b"})) return "deep";
    if (begins({"b"})) return "wide";
    return "none";
}

routes const& all_routes() {
    static routes const made({{"exact", {path("/c")}},
                              {"template", {path("/a/{id}/c")}},
                              {"deep", {prefix("/a/b")}},
                              {"wide", {prefix("/b")}}});
    return made;
}

/// The server that reads a path as of another feature than it was routed to; empty when there is none.
std::string disagreeing(std::string const& raw, std::string const& routed) {
    static auto const all = servers();
    // README: to whoever does not take a session off, the path leads nowhere.
    bool const session = ficus::rules::without_session(raw).size() < raw.size();
    for (auto const& s : all) {
        auto const read = s.read(raw);
        if (!read) continue;
        auto const feature = feature_of(*read);
        if (feature != routed && !(session && feature == "none")) return s.name;
    }
    return "";
}

} // namespace

TEST_CASE("no two servers can read a path that is let through as of different features") {
    std::mt19937 random(3);
    std::vector<std::string> const parts = {"a",     "b",       "c",   "/",   "/",     "/",   "/",      "..",
                                            "/../",  "%2e",     ".",   "%2F", "%2f..", "\\",  "%5C",    ";",
                                            ";x",    "%3B",     "%00", "//",  "/a/",   "/b/", "%2F../", "..;",
                                            "x/../", "%5C..\\", "%61", "%25", "/c"};
    std::size_t passed = 0;
    std::size_t refused = 0;
    for (int i = 0; i < 60'000; ++i) {
        std::string raw = "/";
        for (auto n = 1 + random() % 9; n > 0; --n) raw += parts[random() % parts.size()];
        auto const routed = all_routes()(raw);
        ++(routed == "ambiguous" ? refused : passed);
        INFO(raw << " is routed to " << routed);
        if (routed != "ambiguous") REQUIRE(disagreeing(raw, routed) == "");
    }
    CHECK(passed > 10'000);
    CHECK(refused > 5'000);
}

TEST_CASE("a path is in doubt where dots may be removed before or after its slashes are decoded") {
    // Whoever removes dots first takes `x%2Fy` for one segment, and decodes `b%2Fc` afterwards.
    CHECK(all_routes()("/x%2Fy/../a%2Fb") == "ambiguous");
    CHECK(all_routes()("/a%5Cx/../b\\y") == "ambiguous");
    CHECK(all_routes()("/b%00x/../c%00y") == "ambiguous");
    CHECK(all_routes()("/q/..;/../c;x") == "ambiguous");
    CHECK(all_routes()("/b/x%2Fy/../z%2Fw") == "wide");
}
