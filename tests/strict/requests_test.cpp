// Every request of the tables, read by the deciding code alone: whole, split at every position, byte by byte,
// behind a good request and before one.
#include "strict/reader.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

std::string const good = "GET /good HTTP/1.1\r\nHost: good\r\n\r\n";

std::vector<outcome> read(std::vector<std::string_view> const& pieces) {
    request_reader reader;
    for (auto const piece : pieces) reader.feed(piece);
    return reader.outcomes();
}

void check_is(outcome const& got, outcome const& expected) {
    CHECK(got.what == expected.what);
    CHECK(got.status == expected.status);
    CHECK(got.reason == expected.reason);
    CHECK(got.seen == expected.seen);
}

/// That these pieces are this one request, and nothing behind it.
void check_reads_as(std::vector<std::string_view> const& pieces, outcome const& expected) {
    auto const got = read(pieces);
    REQUIRE(got.size() == 1);
    check_is(got.front(), expected);
}

} // namespace

TEST_CASE("requests: the table has the size that it should have, and each row a name of its own") {
    auto const all = request_cases();
    CHECK(all.size() >= 350);
    for (auto const& row : all)
        CHECK(std::count_if(all.begin(), all.end(), [&](request_case const& other) {
                  return other.name == row.name && other.bytes == row.bytes;
              }) == 1);
}

TEST_CASE("requests: each is what its row says, however its bytes are split") {
    for (auto const& row : request_cases()) {
        INFO(row.section << ": " << row.name << "\n" << row.bytes.substr(0, 300));
        std::string_view const bytes = row.bytes;
        check_reads_as({bytes}, row.expected);
        // The long rows differ from others in nothing but their length.
        std::size_t const step = bytes.size() > 1000 ? 997 : 1;
        for (std::size_t at = 1; at < bytes.size(); at += step) {
            INFO("split at " << at);
            check_reads_as({bytes.substr(0, at), bytes.substr(at)}, row.expected);
        }
        std::vector<std::string_view> singly;
        for (std::size_t at = 0; at < bytes.size(); ++at) singly.push_back(bytes.substr(at, 1));
        check_reads_as(singly, row.expected);
    }
}

TEST_CASE("requests: each is the same behind a good one, and what follows it is read where it may be") {
    for (auto const& row : request_cases()) {
        INFO(row.section << ": " << row.name << "\n" << row.bytes.substr(0, 300));
        auto const all = good + row.bytes + good;
        std::size_t const step = all.size() > 1000 ? 997 : 1;
        for (std::size_t at = 1; at <= all.size(); at += step) {
            INFO("split at " << at);
            auto const got = read({std::string_view(all).substr(0, at), std::string_view(all).substr(at)});
            bool const goes_on = row.expected.what == outcome::kind::passes;
            REQUIRE(got.size() == (goes_on ? 3 : 2));
            check_is(got[0], passes(good));
            check_is(got[1], row.expected);
            if (goes_on) check_is(got[2], passes(good));
        }
    }
}
