// Values of payloads that would rather be another field, another target or another line of a head: each stays
// where it was mapped to, or its message is refused by `on_error`, and counted.
#include "e2e/problem.hpp"
#include "e2e/scene.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>

using namespace ficus::test;

namespace {

std::uint64_t failed(scene& stage, std::string const& which) {
    auto const series = "ficus_translations_total{feature=\"orders\",outcome=\"" + which + "\"}";
    return static_cast<std::uint64_t>(stage.facade().metric(series).value_or(0));
}

/// What a value is mapped to.
enum class to { header, cookie, query, segment, rest };

script moving(bool reject, std::string const& contract) {
    script with;
    with.orders = "translator = \"orders\"\ncontract = \"" + contract + "\"\n";
    auto const near = contract == "legacy" ? std::string("legacy") : std::string("modern");
    auto const far = contract == "legacy" ? std::string("modern") : std::string("legacy");
    with.rest = "[translators.orders]\non_error = \"" + std::string(reject ? "reject" : "contract") + R"("
legacy = { format = "json" }
modern = { format = "json" }
[translators.orders.request]
path = { )" + near +
                R"( = "/orders/api", )" + far + R"( = "/v2/{p}/x/{r...}" }
)";
    constexpr std::pair<char const*, char const*> places[] = {
        {"h", "header:X-H"}, {"c", "cookie:c"}, {"q", "query:q"}, {"p", "path:p"}, {"r", "path:r"}};
    for (auto const& [from, into] : places)
        with.rest += "[[translators.orders.request.fields]]\n" + near + " = \"" + from + "\"\n" + far +
                     " = \"" + into + "\"\n";
    with.rest +=
        "[[translators.orders.response.fields]]\n" + near + " = \"header:X-N\"\n" + far + " = \"h\"\n";
    return with;
}

constexpr char const* hostile_values[] = {"a\r\nX-Injected: 1",
                                          "a\nb",
                                          "a\rb",
                                          "a\tb",
                                          " a",
                                          "a ",
                                          "a b",
                                          "a#b",
                                          "a?b=c",
                                          "a&q=2",
                                          "a=b",
                                          "a;d=1",
                                          "a; c=2",
                                          "a,b",
                                          "\"a",
                                          "a\\b",
                                          "..",
                                          ".",
                                          "../../admin",
                                          "a/b",
                                          "a/../b",
                                          "a/./b",
                                          "%2F",
                                          "%2e%2e",
                                          "%2e%2e%2fadmin",
                                          "%0d%0aX-Injected:1",
                                          "%",
                                          "\xC3\xA4",
                                          "//evil.example/",
                                          "http://evil.example/",
                                          "a HTTP/1.1",
                                          "\x01",
                                          "\x7F",
                                          "a\\..\\b",
                                          "..;/a"};

/// Those of them that some server or other would take for a way out of the path.
constexpr std::string_view dot_segments[] = {"..",    ".",      "../../admin",    "a/../b",  "a/./b",
                                             "..;/a", "%2e%2e", "%2e%2e%2fadmin", "a\\..\\b"};

bool is_in_order(to place, std::string_view text) {
    auto const has = [&](std::string_view any) { return text.find_first_of(any) != std::string_view::npos; };
    switch (place) {
    case to::header: return !has("\r\n\x01\x7F") && !text.starts_with(' ') && !text.ends_with(' ');
    case to::cookie: {
        for (auto const c : text)
            if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F) return false;
        return !has("\",;\\");
    }
    case to::segment:
    case to::rest:
        return std::find(std::begin(dot_segments), std::end(dot_segments), text) == std::end(dot_segments);
    default: return true;
    }
}

std::string decoded(std::string_view text, bool plus) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            made += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            made += plus && text[i] == '+' ? ' ' : text[i];
        }
    }
    return made;
}

/// Whether the request that came has the value where it belongs, and is as it should be otherwise.
void check_stays_there(recorded_request const& seen, to place, std::string const& said) {
    auto const value = [&](to of) { return of == place ? said : std::string("ok"); };
    CHECK(seen.field("X-H") == value(to::header));
    CHECK(seen.field("Cookie") == "c=" + value(to::cookie));
    CHECK_FALSE(seen.field("X-Injected"));
    for (auto const c : seen.target) CHECK((c > ' ' && c < 0x7F && c != '#'));
    auto const cut = seen.target.find('?');
    REQUIRE(cut != std::string::npos);
    CHECK(decoded(seen.target.substr(cut + 1), true) == "q=" + value(to::query));
    CHECK(seen.target.find_first_of("?&", cut + 1) == std::string::npos);
    auto const path = seen.target.substr(0, cut);
    REQUIRE(path.starts_with("/v2/"));
    auto const end = path.find('/', 4);
    CHECK(decoded(path.substr(4, end - 4), false) == value(to::segment));
    REQUIRE(path.substr(end).starts_with("/x/"));
    CHECK(decoded(path.substr(end + 3), false) == value(to::rest));
    auto const plain = "/" + decoded(path, false) + "/";
    CHECK(plain.find("/../") == std::string::npos);
    CHECK(plain.find("/./") == std::string::npos);
}

} // namespace

TEST_CASE("what a payload says stays where it was mapped to, or the request is refused") {
    for (auto const* const contract : {"legacy", "modern"})
        for (bool const reject : {false, true}) {
            scene stage(moving(reject, contract));
            bool const legacy_speaks = contract == std::string("legacy");
            auto& far = legacy_speaks ? stage.modern : stage.legacy;
            auto const json_answer = [](exchange& on) {
                on.read_body();
                on.answer(200, R"({"h":"fine"})", {{"Content-Type", "application/json"}});
            };
            far.on_request(json_answer);
            stage.start();
            if (legacy_speaks) stage.flip("modern");
            std::uint64_t refused = 0;
            for (auto const place : {to::header, to::cookie, to::query, to::segment, to::rest})
                for (auto const* const said : hostile_values) {
                    constexpr char const* names[] = {"h", "c", "q", "p", "r"};
                    boost::json::object body;
                    for (auto const* const name : names) body[name] = "ok";
                    body[names[static_cast<std::size_t>(place)]] = said;
                    CAPTURE(contract, reject, names[static_cast<std::size_t>(place)], said);
                    auto const before = far.count();
                    auto const got = ask(stage.port(), request("POST", "/orders/api",
                                                               {{"Content-Type", "application/json"}},
                                                               boost::json::serialize(body)));
                    if (far.count() > before) {
                        CHECK(is_in_order(place, said));
                        check_stays_there(far.last(), place, said);
                        CHECK(got.field("X-N") == "fine");
                        continue;
                    }
                    CHECK_FALSE(is_in_order(place, said));
                    ++refused;
                    if (reject)
                        check_is_problem(got, 422);
                    else
                        CHECK(got.text() == contract);
                }
            CHECK(failed(stage, "request_failed") == refused);
            CHECK(refused > 20);
        }
}

TEST_CASE("what an answer says cannot become another field of it") {
    for (auto const* const contract : {"legacy", "modern"})
        for (bool const reject : {false, true}) {
            scene stage(moving(reject, contract));
            bool const legacy_speaks = contract == std::string("legacy");
            auto& far = legacy_speaks ? stage.modern : stage.legacy;
            stage.start();
            if (legacy_speaks) stage.flip("modern");
            std::uint64_t refused = 0;
            for (auto const* const said : hostile_values) {
                CAPTURE(contract, reject, said);
                far.on_request([&](exchange& on) {
                    on.read_body();
                    on.answer(200, boost::json::serialize(boost::json::object{{"h", said}}),
                              {{"Content-Type", "application/json"}});
                });
                auto const got =
                    ask(stage.port(), request("GET", "/orders/api", {{"Content-Type", "application/json"}},
                                              R"({"p":"ok","r":"ok"})"));
                REQUIRE(got.whole());
                CHECK_FALSE(got.field("X-Injected"));
                if (is_in_order(to::header, said)) {
                    CHECK(got.field("X-N") == said);
                    continue;
                }
                ++refused;
                if (reject)
                    check_is_problem(got, 502);
                else
                    CHECK(got.text() == contract);
            }
            CHECK(failed(stage, "response_failed") == refused);
        }
}
