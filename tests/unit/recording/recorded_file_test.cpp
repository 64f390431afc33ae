#include "unit/recording/readings.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::test;
using recording::recorded;

namespace {

std::string head() {
    return recording::head_line({1, "orders", rules::side::modern, 1'764'252'000'000});
}

recorded order() {
    recorded one;
    one.after = std::chrono::microseconds(1500);
    one.method = "POST";
    one.target = "/orders?id=7";
    one.host = "shop.example:8080";
    one.headers = {{"Accept", "application/json"}, {"X-Name", "K\xe4se"}, {"Accept", ""}};
    one.body = std::string("\x00\xff{\"a\"\r\n", 8);
    one.redacted = true;
    auto& answer = one.answered.emplace();
    answer.served = rules::side::modern;
    answer.status = 201;
    answer.headers = {{"Content-Type", "text/plain"}};
    answer.body = "Käse \"und\" Brot\n";
    answer.latency = std::chrono::microseconds(2345);
    return one;
}

std::string bare(std::string const& more = "") {
    return R"({"after_us":0,"method":"GET","target":"/a","host":"a","headers":[])" + more + "}\n";
}

/// A file whose disk breaks behind the first 64 KiB, as std::filebuf tells it.
struct breaking : std::streambuf {
    std::string text = head();
    bool read = false;
    breaking() {
        while (text.size() < 128UL * 1024) text += bare();
    }
    std::streamsize xsgetn(char* to, std::streamsize most) override {
        if (std::exchange(read, true)) throw std::ios_base::failure("error reading the file");
        std::copy_n(text.data(), most, to);
        return most;
    }
};

} // namespace

TEST_CASE("what is recorded is read as it was") {
    auto later = order();
    later.after += std::chrono::seconds(1);
    later.answered.reset();
    later.body = "plain";
    later.redacted = false;
    auto const found = whole(head() + line_of(order()) + line_of(later));
    CHECK(found.head.feature == "orders");
    CHECK(found.head.contract == rules::side::modern);
    CHECK(found.head.at_ms == 1'764'252'000'000);
    REQUIRE(found.requests.size() == 2);
    CHECK(found.requests[0] == order());
    CHECK(found.requests[1] == later);
    CHECK(found.passed_over == 0);
}

TEST_CASE("a line is one line, and reads as JSON that a person understands") {
    CHECK(line_of(order()) ==
          R"({"after_us":1500,"method":"POST","target":"/orders?id=7","host":"shop.example:8080",)"
          R"("headers":[["Accept","application/json"],["X-Name","S+RzZQ==","base64"],["Accept",""]],)"
          R"("body64":"AP97ImEiDQo=","redacted":true,"answer":{"served":"modern","status":201,)"
          R"("headers":[["Content-Type","text/plain"]],"body":"Käse \"und\" Brot\u000a","latency_us":2345}})"
          "\n");
}

TEST_CASE("requests are in the order of their times, whatever the order of their lines") {
    auto first = order();
    first.after = {};
    auto const found = whole(head() + line_of(order()) + line_of(first));
    REQUIRE(found.requests.size() == 2);
    CHECK(found.requests[0].after == std::chrono::microseconds(0));
    CHECK(found.requests[1].after == std::chrono::microseconds(1500));
}

TEST_CASE("a file that is cut half way is told with its line and with what stands before") {
    auto const text = head() + line_of(order()) + line_of(order()) + line_of(order());
    auto const cut = text.substr(0, text.size() - 40);
    CHECK(mistake(cut) ==
          "4: the file ends in the middle of it: take the line out to replay what stands before (2)");
    // Only the line end is missing.
    CHECK(whole(text.substr(0, text.size() - 1)).requests.size() == 3);
}

TEST_CASE("a file that breaks while it is read is no shorter one") {
    breaking broken;
    std::istream from(&broken);
    auto const found = recording::read_recording(from);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().message == "the file cannot be read to its end");
    CHECK(found.error().requests > 500);
}

TEST_CASE("what is wrong with a line is told with its number and its member") {
    auto const [more, expected] = GENERATE(table<std::string, std::string>({
        {R"(,"boddy":"x")", "boddy: nothing of that name is known here"},
        {R"(,"body":7)", "body: it is no text"},
        {R"(,"body64":"*")", "body64: it is no base64 (RFC 4648, section 4, with its padding)"},
        {R"(,"body":"x","body64":"eA==")", "body64: it is there beside `body`: keep one of the two"},
        {R"(,"redacted":1)", "redacted: it is neither true nor false"},
        {R"(,"answer":[])", "answer: it is no object"},
        {R"(,"answer":{"served":"new","status":200,"headers":[],"latency_us":1})",
         "answer.served: it is neither `legacy` nor `modern`"},
        {R"(,"answer":{"served":"legacy","status":"200","headers":[],"latency_us":1})",
         "answer.status: it is no whole number"},
        {R"(,"answer":{"served":"legacy","status":101,"headers":[],"latency_us":1})",
         "answer.status: it is no status of a final answer, 200 to 999"},
        {R"(,"answer":{"served":"legacy","status":200,"headers":[["a","b\r\nc: d"]],"latency_us":1})",
         "answer.headers[0]: its value holds a control character, such as a line end"},
        {R"(,"answer":{"served":"legacy","status":200,"headers":[],"latency_us":-1})",
         "answer.latency_us: it is negative"},
        {R"(,"answer":{"served":"legacy","status":200,"headers":[],"latency_us":9000000000000000000})",
         "answer.latency_us: it is more than a year"},
        {R"(,"answer":{"served":"legacy","status":200,"headers":[]})", "answer.latency_us: it is missing"},
    }));
    CHECK(mistake(head() + bare() + bare(more)) == "3: " + expected + " (1)");
}

TEST_CASE("a request that could not be sent is no request") {
    auto const [line, expected] = GENERATE(table<std::string, std::string>({
        {R"({"after_us":0,"method":"G T","target":"/a","host":"a","headers":[]})",
         "method: it is no method of HTTP, such as GET"},
        {R"({"after_us":0,"method":"GET","target":"/a b","host":"a","headers":[]})",
         "target: it is no path with an optional query, such as /orders?page=2 (without white space or #)"},
        {R"({"after_us":0,"method":"GET","target":"http://a/","host":"a","headers":[]})",
         "target: it is no path with an optional query, such as /orders?page=2 (without white space or #)"},
        {R"({"after_us":0,"method":"GET","target":"/","host":"a b","headers":[]})",
         "host: it is no host name with an optional port"},
        {R"({"after_us":-1,"method":"GET","target":"/","host":"a","headers":[]})",
         "after_us: it is negative"},
        {R"({"after_us":1.5,"method":"GET","target":"/","host":"a","headers":[]})",
         "after_us: it is no whole number"},
        {R"({"after_us":0,"method":"GET","target":"/","host":"a","headers":[["a b","c"]]})",
         "headers[0]: its name is none that a header field can have"},
        {R"({"after_us":0,"method":"GET","target":"/","host":"a","headers":[["a","c"],["b"]]})",
         R"(headers[1]: it is neither ["Name","value"] nor ["Name","...","base64"])"},
        {R"({"after_us":0,"method":"GET","target":"/","host":"a","headers":{}})", "headers: it is no list"},
        {R"({"after_us":0,"method":"GET","target":"/","host":"a"})", "headers: it is missing"},
        {R"([])", "it is no object"},
        {R"({)", "it is no JSON (line 1, column 2: the JSON text ends too early)"},
    }));
    CHECK(mistake(head() + line + "\n") == "2: " + expected + " (0)");
}

TEST_CASE("a recording of a newer format is left to whoever wrote it") {
    CHECK(mistake(R"({"ficus_recording":2,"feature":"a","way":"b"})"
                  "\n") ==
          "1: it was written by a newer ficus (version 2 of the format, and this one reads 1): "
          "replay it with that one (0)");
    CHECK(mistake(R"({"ficus_recording":1,"feature":"a","contract":"both","at_ms":1})"
                  "\n") == "1: contract: it is neither `legacy` nor `modern` (0)");
}

TEST_CASE("an empty file is none") {
    CHECK(mistake("") ==
          "1: the file is empty, or begins with nothing but white space: it is neither a recording of "
          "`ficus record`, nor a HAR file, nor an access log (0)");
    CHECK(whole(head()).requests.empty());
}

TEST_CASE("a line has a bound") {
    auto one = order();
    one.body.assign(recording::most_line, 'a');
    CHECK(mistake(head() + line_of(order()) + line_of(one)) == "3: it is longer than 16 MiB (1)");
    one.body.resize(recording::most_line - 4096);
    CHECK(whole(head() + line_of(one)).requests.size() == 1);
}
