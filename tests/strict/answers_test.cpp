// Every answer of the tables, read by the deciding code alone: whole, split at every position, byte by byte.
#include "strict/reader.hpp"

#include <catch2/catch.hpp>

using namespace ficus::test;

namespace {

void check_reads_as(std::vector<std::string_view> const& pieces, answer_case const& row) {
    answer_reader reader(row.method);
    for (auto const piece : pieces) reader.feed(piece);
    if (row.then_closes) reader.end();
    REQUIRE(reader.result());
    CHECK(reader.result()->what == row.expected.what);
    CHECK(reader.result()->status == row.expected.status);
    CHECK(reader.result()->reason == row.expected.reason);
    CHECK(reader.result()->seen == row.expected.seen);
}

} // namespace

TEST_CASE("answers: the table has the size that it should have, and each row a name of its own") {
    auto const all = answer_cases();
    CHECK(all.size() >= 120);
    for (auto const& row : all)
        CHECK(std::count_if(all.begin(), all.end(), [&](answer_case const& other) {
                  return other.name == row.name && other.bytes == row.bytes;
              }) == 1);
}

TEST_CASE("answers: each is what its row says, however its bytes are split") {
    for (auto const& row : answer_cases()) {
        INFO(row.section << ": " << row.name << "\n" << row.bytes.substr(0, 300));
        std::string_view const bytes = row.bytes;
        check_reads_as({bytes}, row);
        std::size_t const step = bytes.size() > 1000 ? 997 : 1;
        for (std::size_t at = 1; at < bytes.size(); at += step) {
            INFO("split at " << at);
            check_reads_as({bytes.substr(0, at), bytes.substr(at)}, row);
        }
        std::vector<std::string_view> singly;
        for (std::size_t at = 0; at < bytes.size(); ++at) singly.push_back(bytes.substr(at, 1));
        check_reads_as(singly, row);
    }
}

TEST_CASE(
    "answers: what stands behind a good one in the same bytes is never read as the answer to anything") {
    std::string const good = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
    for (auto const& row : answer_cases()) {
        if (row.bytes.empty()) continue;
        INFO(row.section << ": " << row.name << "\n" << row.bytes.substr(0, 300));
        auto const all = good + "good" + row.bytes;
        std::size_t const step = all.size() > 1000 ? 997 : 1;
        for (std::size_t at = 1; at <= all.size(); at += step) {
            INFO("split at " << at);
            answer_reader reader("GET");
            reader.feed(std::string_view(all).substr(0, at));
            reader.feed(std::string_view(all).substr(at));
            REQUIRE(reader.result());
            CHECK(reader.result()->what == outcome::kind::passes_alone);
            CHECK(reader.result()->seen == good + "good");
        }
    }
}
