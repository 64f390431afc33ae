#include "tools/rules_json.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

namespace ficus::tools {

boost::json::array rules_json(rules::feature_rules const& rules) {
    boost::json::array all;
    for (auto const& rule : rules.rules) {
        boost::json::array when;
        for (auto const& condition : rule.when) when.emplace_back(condition.to_string());
        all.emplace_back(boost::json::object{{"when", std::move(when)}, {"share", rule.share.percent()}});
    }
    return all;
}

std::string utc_time(std::int64_t realtime_ns) {
    std::time_t const seconds = realtime_ns / 1'000'000'000;
    auto const milliseconds = static_cast<int>(realtime_ns / 1'000'000 % 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> day{};
    std::strftime(day.data(), day.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", milliseconds);
    return std::string(day.data()) + fraction.data();
}

std::string local_time(std::int64_t realtime_ns) {
    std::time_t const seconds = realtime_ns / 1'000'000'000;
    std::tm parts{};
    localtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
    return text.data();
}

} // namespace ficus::tools
