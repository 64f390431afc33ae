#include "facade/pipeline/failed_attempt.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace ficus;
using namespace ficus::pipeline;
using namespace std::chrono_literals;

TEST_CASE("attempts that failed are logged in their order, each with what was done next") {
    std::vector<failed_attempt> attempts = {
        {rules::side::modern, "127.0.0.1:9002", "refused", 250us, next_step::again},
        {rules::side::modern, "", "unresolved", 0us, next_step::fall_back, true},
        {rules::side::legacy, "127.0.0.1:9001", "cut_short", 12ms}};
    CHECK(json_of(attempts) ==
          R"([{"side":"modern","endpoint":"127.0.0.1:9002","why":"refused","ms":0.250,"then":"again"},)"
          R"({"side":"modern","why":"unresolved","ms":0.000,"over_budget":true,"then":"fall_back"},)"
          R"({"side":"legacy","endpoint":"127.0.0.1:9001","why":"cut_short","ms":12.000}])");
    CHECK(json_of({}) == "[]");
}
