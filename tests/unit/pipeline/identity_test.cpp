#include "facade/pipeline/identity.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus;
using pipeline::identify;
using pipeline::is_traceparent;
using pipeline::make_id;

namespace {

std::string const good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// 0, 1, 2, ...
pipeline::random_bits counting() {
    return [n = std::uint64_t{0}]() mutable { return n++; };
}
std::uint64_t zero() {
    return 0;
}

http::request_head with(std::initializer_list<http::field> fields) {
    http::request_head head;
    for (auto const& f : fields) head.fields.push_back(f);
    return head;
}
http::field request_id(std::string_view value) {
    return {"X-Request-ID", value, http::known::x_request_id};
}
http::field traceparent(std::string_view value) {
    return {"traceparent", value, http::known::traceparent};
}

} // namespace

TEST_CASE("a traceparent is one of version 00, or of a later one that begins like it") {
    CHECK(is_traceparent(good));
    CHECK(is_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff"));
    auto const later = "cc" + good.substr(2);
    CHECK(is_traceparent(later));
    CHECK(is_traceparent(later + "-what-will-be"));
    CHECK_FALSE(is_traceparent(later + ".what"));
    CHECK_FALSE(is_traceparent(good + "-more"));
    CHECK_FALSE(is_traceparent("ff" + good.substr(2)));
    CHECK_FALSE(is_traceparent(""));
    CHECK_FALSE(is_traceparent("00-00000000000000000000000000000000-b7ad6b7169203331-01"));
    CHECK_FALSE(is_traceparent("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"));
    for (std::size_t n = 0; n < good.size(); ++n) CHECK_FALSE(is_traceparent(good.substr(0, n)));
    for (std::size_t at = 0; at < good.size(); ++at)
        for (char const wrong : {'g', 'A', ' ', '_', '\0'}) {
            auto bad = good;
            bad[at] = wrong;
            CAPTURE(bad);
            CHECK_FALSE(is_traceparent(bad));
        }
}

TEST_CASE("the client's request id and trace are kept where they are fit to be passed on") {
    auto const who = identify(with({request_id("abc-123"), traceparent(good)}), counting());
    CHECK(who.request_id == "abc-123");
    CHECK_FALSE(who.request_id.made());
    CHECK(who.traceparent == good);
    CHECK_FALSE(who.traceparent.made());
    CHECK(who.trace_id() == "0af7651916cd43dd8448eb211c80319c");
}

TEST_CASE("where there are none they are made") {
    auto const who = identify(with({}), counting());
    CHECK(who.request_id.made());
    CHECK(who.request_id == "00000000000000000000000000000001");
    CHECK(who.traceparent.made());
    CHECK(is_traceparent(who.traceparent));
    CHECK(std::string_view(who.traceparent).substr(53) == "00");
    CHECK(is_traceparent(identify(with({}), zero).traceparent));
}

TEST_CASE("a request id that is not fit to be passed on is replaced") {
    std::string const longest(128, 'x');
    CHECK_FALSE(identify(with({request_id(longest)}), zero).request_id.made());
    auto const unfit = GENERATE(as<std::string>{}, "", "a b", "a\"b", "a\\b", "caf\xc3\xa9", "a\tb", "a\x7f",
                                std::string(129, 'x'));
    CAPTURE(unfit);
    auto const who = identify(with({request_id(unfit)}), zero);
    CHECK(who.request_id.made());
    CHECK(who.request_id == std::string(32, '0'));
}

TEST_CASE("of several the first one that is fit counts") {
    auto const who = identify(with({request_id("not fit"), request_id("first"), request_id("second"),
                                    traceparent("junk"), traceparent(good)}),
                              zero);
    CHECK(who.request_id == "first");
    CHECK(who.traceparent == good);
}

TEST_CASE("ids are 128 bits in lower-case hexadecimal digits") {
    CHECK(make_id([] { return 0xfedcba9876543210ULL; }) == "fedcba9876543210fedcba9876543210");
    CHECK(make_id(zero) == std::string(32, '0'));
}
