#include "facade/pipeline/operation_name.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::pipeline;

TEST_CASE("an operation is named by its method and by the path of the matcher, never by a request's own") {
    rules::matcher_options m;
    CHECK(operation_name(m, "GET") == "GET *");
    m.path = "/api/orders/{id}";
    CHECK(operation_name(m, "GET") == "GET /api/orders/{id}");
    m = {};
    m.path_prefix = "/orders";
    CHECK(operation_name(m, "DELETE") == "DELETE /orders/{rest...}");
    m.path_prefix = "/";
    CHECK(operation_name(m, "GET") == "GET /{rest...}");
    m = {};
    m.path_regex = "^/o/\\d+$";
    CHECK(operation_name(m, "GET") == "GET ~^/o/\\d+$");
}

TEST_CASE("operations behind one URL are told apart by what their matchers ask for") {
    rules::matcher_options m;
    m.path = "/soap";
    m.operations.push_back({rules::operation::soap_action, {"", rules::name_match::how::equals, "GetOrder"}});
    m.operations.push_back({rules::operation::json, {"order.kind", rules::name_match::how::present, ""}});
    CHECK(operation_name(m, "POST") == "POST /soap soap_action=GetOrder json:order.kind");
}

TEST_CASE("methods that nobody names are one kind, so that a client cannot make new ones") {
    for (std::string_view const method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
        CHECK(method_of_kind(method_kind(method)) == method);
    for (std::string_view const method : {"PROPFIND", "get", "OTHER", ""})
        CHECK(method_of_kind(method_kind(method)) == "OTHER");
}
