#include "facade/tracing/otlp_json.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace ficus::tracing;
using namespace std::chrono_literals;

TEST_CASE("spans are written as a collector reads them") {
    span served;
    served.trace_id = "0af7651916cd43dd8448eb211c80319c";
    served.id = "b7ad6b7169203331";
    served.name = "GET orders";
    served.what = span::kind::server;
    served.started = std::chrono::system_clock::time_point(1'767'225'600s);
    served.took = 1'500us;
    served.attributes = {{"http.request.method", "GET"}, {"http.response.status_code", 200}};
    span asked = served;
    asked.id = "00f067aa0ba902b7";
    asked.parent_id = served.id;
    asked.what = span::kind::client;
    asked.attributes = {{"odd", "a \"quoted\" \x01 text"}};
    asked.error = "refused";

    std::vector<span> const spans = {served, asked};
    CHECK(
        otlp_json("shop", spans) ==
        R"({"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},)"
        R"("scopeSpans":[{"scope":{"name":"ficus"},"spans":[)"
        R"({"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"GET orders","kind":2,)"
        R"("startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225600001500000","attributes":[)"
        R"({"key":"http.request.method","value":{"stringValue":"GET"}},)"
        R"({"key":"http.response.status_code","value":{"intValue":"200"}}]},)"
        R"({"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7",)"
        R"("parentSpanId":"b7ad6b7169203331","name":"GET orders","kind":3,)"
        R"("startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225600001500000","attributes":[)"
        R"({"key":"odd","value":{"stringValue":"a \"quoted\" \u0001 text"}}],)"
        R"("status":{"code":2,"message":"refused"}}]}]}]})");
    CHECK_NOTHROW(boost::json::parse(otlp_json("a\xff\"b", spans)));
}
