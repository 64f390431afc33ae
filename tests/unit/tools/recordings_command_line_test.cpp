#include "tools/command_line.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::tools;
using words = std::vector<std::string>;

namespace {

template<class T>
T understood(words const& arguments) {
    auto const read = read_command_line(arguments);
    if (!read) FAIL(read.error().messages.front());
    REQUIRE(std::holds_alternative<T>(read->command));
    return std::get<T>(read->command);
}

std::string complaint(words const& arguments) {
    auto const read = read_command_line(arguments);
    REQUIRE(read.has_error());
    CHECK(read.error().status == exit_status::usage);
    return read.error().messages.front();
}

std::string const url = "http://127.0.0.1:1";

} // namespace

TEST_CASE("record is understood whole, and has defaults") {
    auto const all = understood<record_command>({"record", "orders", "-o", "a.rec", "--for", "10m", "--most",
                                                 "7", "--share", "2.5%", "--methods", "GET,POST"});
    CHECK(all.feature == "orders");
    CHECK(all.output == "a.rec");
    CHECK(all.for_ == std::chrono::minutes(10));
    CHECK(all.most == 7);
    CHECK(all.share == rules::share::of_hundredths(250));
    CHECK(all.methods == words{"GET", "POST"});
    auto const bare = understood<record_command>({"record", "orders", "-o", "a.rec"});
    CHECK(bare.for_ == std::chrono::seconds(60));
    CHECK(bare.most == 1000);
    CHECK(bare.share == rules::share::all());
    CHECK(bare.methods.empty());
}

TEST_CASE("what record cannot do is wrong usage") {
    CHECK_THAT(complaint({"record", "orders"}), Catch::Contains("--output"));
    CHECK_THAT(complaint({"record", "orders", "-o", "a", "--share", "0%"}),
               Catch::StartsWith("--share: '0%' is no share"));
    CHECK_THAT(complaint({"record", "orders", "-o", "a", "--most", "0"}),
               Catch::StartsWith("--most: give 1 to 1000000"));
    CHECK_THAT(complaint({"record", "orders", "-o", "a", "--for", "soon"}), Catch::StartsWith("--for: "));
    CHECK_THAT(complaint({"record", "orders", "-o", "a", "--methods", "GET,BREW"}),
               Catch::StartsWith("--methods: 'BREW' is none of GET"));
    CHECK_THAT(complaint({"record", "orders", "-o", "a", "--methods", "GET,"}),
               Catch::StartsWith("--methods: '' is none of GET"));
}

TEST_CASE("replay is understood whole, and has defaults") {
    auto const all = understood<replay_command>(
        {"replay", "a.rec", "--feature", "orders", "--to", "legacy=" + url, "--to", "modern=" + url + "2",
         "--rate", "1.5x", "--concurrency", "3", "--format", "json", "-o", "r", "--store", "s", "--gate"});
    CHECK(all.file == "a.rec");
    CHECK(all.feature == "orders");
    CHECK(all.legacy == url);
    CHECK(all.modern == url + "2");
    CHECK(all.times == 1.5);
    CHECK_FALSE(all.per_second);
    CHECK(all.concurrency == 3);
    CHECK(all.as == report_command::format::json);
    CHECK(all.output == std::filesystem::path("r"));
    CHECK(all.store == std::filesystem::path("s"));
    CHECK(all.gate);
    for (auto const& [word, format] : {std::pair{"text", report_command::format::text},
                                       {"html", report_command::format::html},
                                       {"junit", report_command::format::junit}})
        CHECK(understood<replay_command>({"replay", "a", "--to", url, "--format", word}).as == format);
    CHECK(understood<replay_command>({"replay", "a", "--to", url, "--json"}).as ==
          report_command::format::json);
    CHECK(
        understood<replay_command>({"replay", "a", "--to", url, "-H", "A: 1", "--header", "B: 2"}).headers ==
        words{"A: 1", "B: 2"});
    auto const bare = understood<replay_command>({"replay", "a.rec", "--to", url});
    CHECK(bare.headers.empty());
    CHECK(bare.as == report_command::format::text);
    CHECK(bare.modern == url);
    CHECK_FALSE(bare.legacy);
    CHECK_FALSE(bare.times);
    CHECK(bare.concurrency == 8);
    CHECK(understood<replay_command>({"replay", "a", "--to", url, "--rate", "50/s"}).per_second == 50.0);
}

TEST_CASE("what replay cannot do is wrong usage") {
    CHECK_THAT(complaint({"replay", "a"}), Catch::Contains("--to"));
    for (auto const* rate :
         {"fast", "2", "0x", "-1x", "x", "/s", "1e9/s", "nanx", "infx", "2000000/s", "1 x"}) {
        CAPTURE(rate);
        CHECK_THAT(complaint({"replay", "a", "--to", url, "--rate", rate}),
                   Catch::Contains("is no rate: give"));
    }
    CHECK_THAT(complaint({"replay", "a", "--to", url, "--to", "modern=" + url}),
               Catch::Contains("names a side that has its URL already"));
    CHECK_THAT(complaint({"replay", "a", "--to", "legacy=ftp://x"}), Catch::StartsWith("--to: "));
    CHECK_THAT(complaint({"replay", "a", "--to", url, "--format", "xml"}), Catch::Contains("junit"));
    CHECK_THAT(complaint({"replay", "a", "--to", url, "--concurrency", "0"}),
               Catch::StartsWith("--concurrency: give 1 to 1024"));
    CHECK_THAT(complaint({"replay", "a", "--to", url, "--concurrency", "1025"}),
               Catch::StartsWith("--concurrency: give 1 to 1024"));
}
