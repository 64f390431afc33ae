#include "unit/config/wrong_configuration.hpp"

using namespace ficus::test::wrong_configuration;
using namespace std::chrono_literals;
using ficus::resilience::priority;

namespace {

std::string const shed = "[facade.shed]\n";

} // namespace

TEST_CASE("nobody is turned away for want of time unless it is written") {
    auto const none = read_text(feature, "ficus.toml", nothing);
    REQUIRE(none.has_value());
    CHECK_FALSE(none->facade.shed.has_value());
    CHECK(none->features.at(0).priority == priority::normal);

    auto const some =
        read_text(feature + "priority = \"always\"\n" + shed + "delay = \"20ms\"\n", "ficus.toml", nothing);
    REQUIRE(some.has_value());
    REQUIRE(some->facade.shed.has_value());
    CHECK(some->facade.shed->delay == 20ms);
    CHECK(some->features.at(0).priority == priority::always);
    CHECK(read_text(feature + shed, "ficus.toml", nothing)->facade.shed->delay == 50ms);
}

TEST_CASE("wrong ways to say who goes first") {
    check({
        {feature + shed + "delay = »\"1ms\"\n", "facade.shed.delay", "1ms", "5ms"},
        {feature + shed + "delay = »50\n", "facade.shed.delay", "is an integer", "\"250ms\""},
        {feature + shed + "»dely = \"50ms\"\n", "facade.shed.dely", "no key", "delay"},
        {feature + "priority = »\"hihg\"\n" + shed, "features.f.priority", "\"hihg\"", "`high`"},
    });
}

TEST_CASE("a priority that nothing goes by is doubted") {
    auto const doubts = [](std::string const& text) {
        auto const read = read_text(text, "ficus.toml", nothing);
        REQUIRE(read.has_value());
        std::string said;
        for (auto const& warning : read->warnings)
            if (warning.key == "features.f.priority") said += warning.message;
        return said;
    };
    CHECK(doubts(feature + "priority = \"high\"\n").find("add [facade.shed]") != std::string::npos);
    CHECK(doubts(feature + "priority = \"high\"\n" + shed).empty());
    CHECK(doubts(feature + "priority = \"normal\"\n").empty());
}
