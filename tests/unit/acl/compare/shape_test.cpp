#include "acl/compare_shape.hpp"
#include "comparing.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

namespace {

constexpr std::int64_t now = 1'735'063'200'000; // 2024-12-24T18:00:00Z

std::string shape(std::string_view legacy, std::string_view modern, std::int64_t now_ms = now) {
    auto const there = shape_of(legacy, modern, now_ms);
    CHECK(shape_of(modern, legacy, now_ms) == there);
    return std::string(to_string(there));
}

} // namespace

TEST_CASE("UUIDs are known by their form") {
    CHECK(shape("123e4567-e89b-12d3-a456-426614174000", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6") == "uuid");
    CHECK(shape("123e4567-e89b-12d3-a456-426614174000", "f81d4fae-7dec-11d0-a765-00a0c91e6bg6") != "uuid");
    CHECK(shape("123e4567-e89b-12d3-a456-426614174000", "f81d4fae+7dec-11d0-a765-00a0c91e6bf6") != "uuid");
    CHECK(shape("123e4567-e89b-12d3-a456-426614174000", "x").empty());
}

TEST_CASE("times are known where both are near now") {
    for (auto const* time :
         {"2024-12-24T18:00:01Z", "2024-12-23T06:00:00+01:00", "2024-12-24 17:59:59",
          "Tue, 24 Dec 2024 18:00:00 GMT", "1735063201", "1735063201.25", "1735063199999"}) {
        INFO(time);
        CHECK(shape("2024-12-24T18:00:00.123Z", time) == "time");
        CHECK(shape("2024-12-24T18:00:00.123Z", time, 0).empty());
    }
    CHECK(shape("2024-12-26T18:00:00Z", "2024-12-22T18:00:00Z") == "time");
    for (auto const* none : {"2024-12-26T18:00:01Z", "2024-12-22T17:59:59Z", "1999-12-31T00:00:00Z",
                             "1735063200 s", "17350632000", "2024-12-24"}) {
        INFO(none);
        CHECK(shape("2024-12-24T18:00:00Z", none).empty());
    }
}

TEST_CASE("tokens are known by their alphabet and their entropy") {
    CHECK(shape("dGhpcyBpcyBhIHRva2Vu", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==") == "token");
    CHECK(shape("2fd4e1c67a2d28fced849ee1bb76e7391b93eb12", "de9f2c7fd25e1b3afad3e85a0bd17d9b100db4b3") ==
          "token");
    CHECK(shape("dGhpcyBpcyBhIHRva2Vu", "aaaaaaaaaaaaaaaaaaaaaaaa1").empty());
    CHECK(shape("dGhpcyBpcyBhIHRva2Vu", "short1").empty());
    CHECK(shape("dGhpcyBpcyBhIHRva2Vu", "a sentence with blanks, which is none").empty());
    CHECK(shape("abcdefghijklmnopq", "bcdefghijklmnopqrs").empty());
    CHECK(shape("12345678901234567890", "98765432109876543210").empty());
    CHECK(shape(std::string(5000, 'x') + "dGhpcyBpcyBhIHRva2Vu", "dGhpcyBpcyBhIHRva2Vu").empty());
}

TEST_CASE("the shape of differing values is told, and not that of redacted ones") {
    constexpr std::string_view legacy =
        R"({"id":"123e4567-e89b-12d3-a456-426614174000","n":1,"at":1735063200})";
    constexpr std::string_view modern =
        R"({"id":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","n":2,"at":1735063201})";
    auto const shapes = [&](compare_options const& options) {
        std::vector<std::string> all;
        for (auto const& one :
             comparing::compiled(options)
                 .compare({200, {}, "application/json", legacy}, {200, {}, "application/json", modern}, now)
                 .differences)
            all.emplace_back(to_string(one.shape));
        return all;
    };
    using texts = std::vector<std::string>;
    CHECK(shapes({}) == texts{"uuid", "", "time"});
    compare_options options;
    options.redact = {"$.id"};
    CHECK(shapes(options) == texts{"", "", "time"});
    CHECK(comparing::compare(legacy, modern).differences.at(2).shape == volatile_shape::none);
}

TEST_CASE("shapes are read back from their names") {
    for (auto const one :
         {volatile_shape::none, volatile_shape::uuid, volatile_shape::time, volatile_shape::token})
        CHECK(volatile_shape_from(to_string(one)) == one);
    CHECK_FALSE(volatile_shape_from("guid").has_value());
}
