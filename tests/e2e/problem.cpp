#include "e2e/problem.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

namespace ficus::test {

void check_is_problem(answer const& got, int status) {
    INFO(got.head.raw << got.text() << got.why);
    REQUIRE(got.whole());
    CHECK(got.status == status);
    CHECK(got.field("Content-Type") == "application/problem+json");
    CHECK(got.field("Proxy-Status").value_or("").find("ficus") != std::string::npos);
    CHECK_FALSE(got.field("X-Request-ID").value_or("").empty());
    auto const problem = got.json().as_object();
    CHECK(problem.at("status").to_number<int>() == status);
    CHECK_FALSE(problem.at("title").as_string().empty());
}

} // namespace ficus::test
