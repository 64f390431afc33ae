#include "comparing.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace ficus::acl;

/// The documents of the JSON Patch test suite (npm's json-patch-test-suite): two of them compare equal
/// exactly where they are equal, which Boost.JSON judges.
namespace {

std::vector<boost::json::value> documents() {
    std::vector<boost::json::value> all;
    for (auto const* name : {"tests.json", "spec_tests.json"}) {
        auto const path =
            std::string(FICUS_SOURCE_DIR "/build/web/node_modules/json-patch-test-suite/") + name;
        std::ifstream file(path);
        INFO(path << " is installed by tools/run and tools/test");
        REQUIRE(file.good());
        std::string const text(std::istreambuf_iterator<char>{file}, {});
        auto const suite = boost::json::parse(text);
        for (auto const& test : suite.as_array())
            for (auto const* member : {"doc", "expected"})
                if (auto const* found = test.as_object().if_contains(member)) all.push_back(*found);
    }
    return all;
}

bool is_number(boost::json::value const& of) {
    return of.is_int64() || of.is_uint64() || of.is_double();
}

/// As comparison counts by default: 1 equals 1.0. The suite's numbers are small.
bool are_equal(boost::json::value const& a, boost::json::value const& b) {
    if (is_number(a) && is_number(b)) return a.to_number<double>() == b.to_number<double>();
    if (a.is_array() && b.is_array())
        return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(),
                          b.get_array().end(), are_equal);
    if (!a.is_object() || !b.is_object()) return a == b;
    auto const& mine = a.get_object();
    auto const& other = b.get_object();
    return mine.size() == other.size() && std::all_of(mine.begin(), mine.end(), [&](auto const& member) {
               auto const* twin = other.if_contains(member.key());
               return twin != nullptr && are_equal(member.value(), *twin);
           });
}

} // namespace

TEST_CASE("documents of the JSON Patch suite are equal exactly where they are") {
    auto const all = documents();
    REQUIRE(all.size() > 150);
    auto const comparer = comparing::compiled({});
    std::vector<std::string> texts;
    for (auto const& document : all) texts.push_back(boost::json::serialize(document));
    std::size_t equal = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < all.size(); ++j) {
            INFO(texts[i] << '\n' << texts[j]);
            // In another spelling, so that their bytes cannot decide.
            auto const spaced = texts[j] + ' ';
            auto const found = comparer.compare({200, {}, "application/json", texts[i]},
                                                {200, {}, "application/json", spaced});
            REQUIRE(found.way == body_way::json);
            REQUIRE(found.equal() == are_equal(all[i], all[j]));
            REQUIRE(found.equal() == found.differences.empty());
            equal += found.equal() ? 1 : 0;
        }
    CHECK(equal > all.size()); // each equals itself, and some another
    CHECK(equal < all.size() * all.size() / 2);
}
