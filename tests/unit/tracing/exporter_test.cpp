#include "facade/tracing/exporter.hpp"
#include "support/fake_upstream.hpp"
#include "support/gate.hpp"
#include "support/socket.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using tracing::exporter;
using tracing::span;

namespace {

tracing::tracing_options options_for(std::uint16_t port) {
    tracing::tracing_options options;
    options.collector = {"127.0.0.1", port, "127.0.0.1:" + std::to_string(port)};
    options.path = "/v1/traces";
    return options;
}

std::vector<span> some(std::size_t count) {
    std::vector<span> spans(count);
    for (auto& s : spans) s.name = "one";
    return spans;
}

std::size_t spans_in(recorded_request const& r) {
    auto const body = boost::json::parse(r.body.bytes);
    return body.at_pointer("/resourceSpans/0/scopeSpans/0/spans").as_array().size();
}

} // namespace

TEST_CASE("spans come to the collector in batches, and none is lost at the end") {
    fake_upstream collector([](exchange& on) {
        on.limit_kept_body(8 << 20);
        on.read_body();
        on.answer(200, "{}", {{"Content-Type", "application/json"}});
    });
    exporter to(options_for(collector.port()), [](std::string const*) {});
    to.offer(some(3));
    for (int i = 0; i < 10; ++i) to.offer(some(100));
    to.stop(10s);
    std::size_t came = 0;
    for (auto const& request : collector.requests()) {
        CHECK(request.method == "POST");
        CHECK(request.target == "/v1/traces");
        CHECK(request.field("Content-Type") == "application/json");
        auto const spans = spans_in(request);
        CHECK(spans <= exporter::most_at_once);
        came += spans;
    }
    CHECK(came == 1003);
    CHECK(to.counted().exported == 1003);
    CHECK(to.counted().dropped == 0);
    CHECK(collector.complaints().empty());
}

TEST_CASE("a collector that is not there costs its spans, and it is said once, and once when it is back") {
    mailbox<std::string> said;
    fake_upstream collector([](exchange& on) {
        on.read_body();
        on.answer(on.request().connection < 3 ? 503 : 200, "");
        on.close();
    });
    exporter to(options_for(collector.port()),
                [&](std::string const* why) { said.put(why == nullptr ? "well" : *why); });
    to.offer(some(2));
    CHECK(said.take() == "the collector answered with 503");
    bool well = false;
    for (int i = 0; i < 10 && !well; ++i) {
        to.offer(some(1));
        well = said.take(2s) == "well";
    }
    CHECK(well);
    to.stop(10s);
    CHECK(to.counted().dropped >= 2);
    CHECK(to.counted().exported >= 1);
}

TEST_CASE("what finds no room is dropped and counted, and a silent collector holds nobody up") {
    gate never;
    fake_upstream collector([&](exchange&) { never.wait(20s); });
    exporter to(options_for(collector.port()), [](std::string const*) {});
    for (int i = 0; i < 60; ++i) to.offer(some(100));
    auto const dropped = to.counted().dropped;
    CHECK(dropped >= 6000 - exporter::most_waiting - exporter::most_at_once);
    to.stop(0ms);
    CHECK(to.counted().dropped == 6000);
    to.offer(some(1));
    CHECK(to.counted().dropped == 6001);
    never.open();
}
