#include "records.hpp"
#include "support/temp_dir.hpp"

using namespace records;
using namespace ficus::acl;
using ficus::test::temp_dir;

namespace {

std::string all_bytes(std::filesystem::path const& file) {
    std::string bytes;
    for (auto const* end : {"", "-wal", "-shm"})
        if (std::filesystem::exists(file.string() + end))
            bytes += ficus::test::content_of(file.string() + end);
    return bytes;
}

} // namespace

TEST_CASE("credentials and redacted values are nowhere in the store's bytes") {
    temp_dir const folder;
    auto const file = folder / "shadow.db";
    compare_options options;
    options.headers = {"set-cookie", "content-type"};
    options.redact = {"$.card.number"};
    options.unordered = {"$.cards"};
    auto const compiled = comparer::compile(options);
    REQUIRE(compiled.has_value());

    std::vector<header_view> const legacy_fields = {{"Set-Cookie", "sid=planted-1"},
                                                    {"X-Visible", "planted-visible"},
                                                    {"Location", "/next?code=planted-1#planted-2"}};
    std::vector<header_view> const modern_fields = {
        {"set-cookie", "sid=planted-2"}, {"Authorization", "Bearer planted-3"}, {"COOKIE", "a=planted-4"}};
    answer const legacy{200, legacy_fields, "application/json",
                        R"({"card":{"number":"planted-5","name":"planted-name"},"x":1})"};
    answer const modern{200, modern_fields, "application/json", R"({"card":{"number":"planted-6"},"x":2})"};
    answer const unreadable{200, {}, "application/json", R"({"card":{"number":"planted-7")"};

    writer_options recording_options;
    recording_options.file = file;
    writer recording(
        recording_options, [] { return new_year; }, [](store_error const*) {});
    for (auto const* right : {&modern, &unreadable}) {
        auto found = compiled->compare(legacy, *right);
        REQUIRE_FALSE(found.equal());
        auto record = differing({});
        record.differences = one_of_each(std::move(found.differences));
        record.kept->target = "/api/orders/1?token=planted-8";
        record.kept->legacy = store_answer(*compiled, legacy, 1ms);
        record.kept->modern = store_answer(*compiled, *right, 1ms);
        // Whoever made the record may have forgotten.
        record.kept->modern.headers.emplace_back("Proxy-Authorization", "Basic planted-9");
        REQUIRE(recording.offer(std::move(record)));
    }
    REQUIRE(recording.flush(10s));

    auto const while_open = all_bytes(file);
    recording.stop(10s);
    for (auto const& bytes : {while_open, all_bytes(file)}) {
        CHECK(bytes.find("planted-visible") != std::string::npos);
        CHECK(bytes.find("planted-name") != std::string::npos);
        for (char digit = '1'; digit <= '9'; ++digit) {
            INFO(digit);
            CHECK(bytes.find(std::string("planted-") + digit) == std::string::npos);
        }
    }
}
