// Traces: what a collector is told of requests, and what upstreams are told of their place in them.
#include "e2e/composing.hpp"
#include "support/gate.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <set>

using namespace ficus::test;

namespace {

using boost::json::object;

constexpr auto of_client = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
constexpr auto sampled_by_client = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr auto its_trace = "0af7651916cd43dd8448eb211c80319c";
constexpr auto its_span = "b7ad6b7169203331";

/// Takes all that is posted, and keeps the spans.
class collector {
public:
    collector() {
        upstream_.on_request([this](exchange& on) {
            on.limit_kept_body(4 << 20);
            auto const body = boost::json::parse(on.read_body().bytes);
            for (auto const& span : body.at_pointer("/resourceSpans/0/scopeSpans/0/spans").as_array())
                spans_.put(span.as_object());
            on.answer(200, "{}", {{"Content-Type", "application/json"}});
        });
    }
    std::string table(std::string const& more = "sample = 1.0") const {
        return "[facade.tracing]\nendpoint = \"" + upstream_.url() + "/v1/traces\"\n" + more + "\n";
    }
    /// So many, in the order in which they came.
    std::vector<object> take(std::size_t count) {
        std::vector<object> taken;
        while (taken.size() < count) {
            auto one = spans_.take();
            if (!one) break;
            taken.push_back(std::move(*one));
        }
        return taken;
    }
    std::size_t posts() const { return upstream_.count(); }

private:
    mailbox<object> spans_;
    fake_upstream upstream_;
};

std::string text(object const& span, char const* key) {
    auto const* found = span.if_contains(key);
    return found == nullptr ? "-" : std::string(found->as_string());
}

std::string attribute(object const& span, std::string_view key) {
    for (auto const& one : span.at("attributes").as_array()) {
        if (one.at("key").as_string() != key) continue;
        auto const& value = one.at("value").as_object();
        return std::string(value.begin()->value().as_string());
    }
    return "-";
}

object const& server_span(std::vector<object> const& spans) {
    for (auto const& one : spans)
        if (one.at("kind").to_number<int>() == 2) return one;
    throw std::runtime_error("no span of a server");
}

object const& span_called(std::vector<object> const& spans, std::string const& id) {
    for (auto const& one : spans)
        if (text(one, "spanId") == id) return one;
    throw std::runtime_error("no span " + id);
}

/// The parts of the traceparent that an upstream was told.
struct told {
    explicit told(recorded_request const& seen) {
        auto const field = seen.field("traceparent").value_or(std::string(55, '-'));
        trace = field.substr(3, 32);
        parent = field.substr(36, 16);
        flags = field.substr(53);
    }
    std::string trace, parent, flags;
};

} // namespace

TEST_CASE("a request and the leg that answered it are spans of one trace, which the upstream is told of") {
    collector to;
    script with;
    with.rest = to.table();
    scene stage(with);
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders/1", {{"traceparent", of_client}, {"tracestate", "a=b"}})).text() ==
          "modern");
    auto const spans = to.take(2);
    REQUIRE(spans.size() == 2);
    auto const& whole = server_span(spans);
    INFO(boost::json::serialize(whole));
    CHECK(text(whole, "traceId") == its_trace);
    CHECK(text(whole, "parentSpanId") == its_span);
    CHECK(text(whole, "name") == "GET orders");
    CHECK(attribute(whole, "ficus.feature") == "orders");
    CHECK(attribute(whole, "ficus.side") == "modern");
    CHECK(attribute(whole, "ficus.revision") == "1");
    CHECK(attribute(whole, "url.path") == "/orders/1");
    CHECK(attribute(whole, "http.response.status_code") == "200");
    CHECK_FALSE(whole.contains("status"));
    auto const seen = stage.modern.last();
    told const place(seen);
    CHECK(place.trace == its_trace);
    CHECK(place.flags == "01");
    CHECK(seen.field("tracestate") == "a=b");
    auto const& leg = span_called(spans, place.parent);
    CHECK(text(leg, "parentSpanId") == text(whole, "spanId"));
    CHECK(attribute(leg, "ficus.upstream") == "fresh");
    CHECK(std::stoull(text(leg, "startTimeUnixNano")) >= std::stoull(text(whole, "startTimeUnixNano")));
    CHECK(std::stoull(text(leg, "endTimeUnixNano")) >= std::stoull(text(leg, "startTimeUnixNano")));
}

TEST_CASE("where legacy answers in modern's place both legs are told of, with why the first one failed") {
    closed_port nobody;
    collector to;
    script with;
    with.rest = to.table();
    with.orders = "fallback = true\n";
    with.fresh = "retries = 0\n";
    with.modern_endpoint = nobody.url();
    scene stage(with);
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders/1")).text() == "legacy");
    auto const spans = to.take(3);
    REQUIRE(spans.size() == 3);
    auto const& whole = server_span(spans);
    CHECK(text(whole, "parentSpanId") == "-");
    CHECK(attribute(whole, "ficus.fallback") == "refused");
    told const place(stage.legacy.last());
    CHECK(place.trace == text(whole, "traceId"));
    auto const& legacy = span_called(spans, place.parent);
    CHECK(attribute(legacy, "ficus.side") == "legacy");
    CHECK_FALSE(legacy.contains("status"));
    std::set<std::string> ids;
    for (auto const& one : spans) {
        ids.insert(text(one, "spanId"));
        CHECK(text(one, "traceId") == place.trace);
        if (attribute(one, "error.type") == "-") continue;
        CHECK(attribute(one, "error.type") == "refused");
        CHECK(attribute(one, "ficus.side") == "modern");
        CHECK(one.at("status").at("code").to_number<int>() == 2);
    }
    CHECK(ids.size() == 3);
}

TEST_CASE("a copy is a leg of its request's trace") {
    collector to;
    script with;
    with.rest = to.table();
    scene stage(with);
    stage.start();
    stage.cli_json({"shadow", "orders", "100%"});
    CHECK(ask(stage.port(), get("/orders/1", {{"traceparent", of_client}})).text() == "legacy");
    auto const spans = to.take(3);
    REQUIRE(spans.size() == 3);
    auto const copied = stage.modern.wait_for([](auto const&) { return true; });
    REQUIRE(copied);
    told const place(*copied);
    CHECK(place.trace == its_trace);
    auto const& copy = span_called(spans, place.parent);
    CHECK(text(copy, "parentSpanId") == text(server_span(spans), "spanId"));
    CHECK(attribute(copy, "ficus.side") == "modern");
    CHECK(attribute(copy, "ficus.shadow") == "true");
    CHECK(attribute(copy, "http.response.status_code") == "200");
}

TEST_CASE("the calls that an answer is put together from are legs of their own") {
    collector to;
    fake_upstream customers(answers(R"({"name":"Ann"})"));
    auto with = composing(customers);
    with.rest = to.table() + with.rest;
    scene stage(with);
    stage.modern.on_request(answers(R"({"id":"7"})"));
    stage.start();
    stage.flip("modern");
    CHECK(ask(stage.port(), get("/orders/7", {{"traceparent", of_client}})).status == 200);
    auto const spans = to.take(3);
    REQUIRE(spans.size() == 3);
    told const main(stage.modern.last());
    told const place(customers.last());
    CHECK(place.trace == its_trace);
    CHECK(place.parent != main.parent);
    auto const& call = span_called(spans, place.parent);
    CHECK(text(call, "parentSpanId") == text(server_span(spans), "spanId"));
    CHECK(text(call, "name") == "GET customer");
    CHECK(attribute(call, "ficus.call") == "customer");
    CHECK(attribute(call, "ficus.side") == "modern");
    CHECK(attribute(call, "ficus.upstream") == "customers");
    CHECK_FALSE(call.contains("status"));
    CHECK(attribute(span_called(spans, main.parent), "http.request.resend_count") == "-");
    auto const at = [](object const& span, char const* key) { return std::stoull(text(span, key)); };
    CHECK(at(call, "startTimeUnixNano") < at(call, "endTimeUnixNano"));

    // One that fails, and with it the answer.
    customers.on_request(answers("{}", 500));
    ask(stage.port(), get("/orders/8", {{"traceparent", of_client}}));
    auto const failed = to.take(3);
    REQUIRE(failed.size() == 3);
    auto const& broken = span_called(failed, told(customers.last()).parent);
    CHECK(attribute(broken, "error.type") == "failed");
    CHECK(broken.at("status").at("code").to_number<int>() == 2);
}

TEST_CASE("who is trusted decides what is recorded; whoever else asks is drawn like all others") {
    collector to;
    for (bool const trusted : {false, true}) {
        CAPTURE(trusted);
        script with;
        with.facade = trusted ? "trusted_proxies = [\"127.0.0.1\"]\n" : "";
        with.rest = to.table("sample = 0.0");
        scene stage(with);
        stage.start();
        raw_client client(stage.port());
        client.ask(get("/page", {{"traceparent", of_client}}));
        CHECK(stage.legacy.last().field("traceparent") == of_client);
        client.ask(get("/page", {{"traceparent", sampled_by_client}}));
        told const place(stage.legacy.last());
        CHECK(place.trace == its_trace);
        CHECK((place.parent == its_span) == !trusted);
        if (trusted) CHECK(to.take(2).size() == 2);
    }
    CHECK(to.posts() == 1);
}

TEST_CASE("a collector that is not there costs no request, and its spans are counted") {
    closed_port nobody;
    script with;
    with.rest = "[facade.tracing]\nendpoint = \"" + nobody.url() + "\"\nsample = 1.0\n";
    scene stage(with);
    auto& facade = stage.start();
    raw_client client(stage.port());
    for (int i = 0; i < 20; ++i) CHECK(client.ask(get("/page")).text() == "legacy");
    CHECK(facade.wait_for_line([](auto const& line) { return line.at("event") == "trace_export_failed"; }));
    CHECK(eventually([&] { return facade.metric("ficus_trace_spans_dropped_total") == 40; }));
    CHECK(facade.metric("ficus_trace_spans_exported_total") == 0);
}
