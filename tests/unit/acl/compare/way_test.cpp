#include "comparing.hpp"

using namespace comparing;
using namespace ficus::acl;

namespace {

body_way way_of(std::string_view type, std::string_view legacy, std::string_view modern) {
    return compare(legacy, modern, {}, type).way;
}

} // namespace

TEST_CASE("a comparison says how the bodies were compared") {
    CHECK(way_of("application/json", R"({"a":1})", R"({"a":2})") == body_way::json);
    CHECK(way_of("text/html", R"({"a":1})", R"({"a":2})") == body_way::json);
    CHECK(way_of("application/atom+xml", "<a/>", "<b/>") == body_way::xml);
    CHECK(way_of("application/json", R"({"a":1})", R"({"a":)") == body_way::bytes);
    CHECK(way_of("application/octet-stream", "a", "b") == body_way::bytes);
    CHECK(way_of("application/json", "{}", "{}") == body_way::none);
    CHECK(compiled({}).compare({200, {}, "", "a"}, {503, {}, "", "b"}).way == body_way::none);
}
