#include "rules/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/rules/forked.hpp"
#include "unit/rules/store_requests.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace ficus::rules;
using namespace ficus::test;
namespace fs = std::filesystem;

namespace {

void flip_to(store& s, std::uint16_t hundredths) {
    ok(s.change(to_flip("orders", share::of_hundredths(hundredths), {})));
}

} // namespace

TEST_CASE("a store that is opened to read alone shows its rules and takes nothing") {
    temp_dir folder;
    auto const path = folder / "rules.db";
    {
        auto s = ok(store::open(path, store::mode::create));
        flip_to(s, 1000);
    }
    auto reading = ok(store::open(path, store::mode::read_only));
    CHECK_FALSE(reading.writable());
    CHECK(ok(reading.read_all()).revision == 1);
    CHECK(reading.path() == path);
    CHECK(ok(reading.history(std::nullopt, 10)).size() == 1);
    auto const refused = [&](auto const& got) {
        REQUIRE_FALSE(got);
        CHECK(got.error().code == fault::unreadable);
        CHECK(got.error().message.find(path.string()) != std::string::npos);
    };
    refused(reading.change(to_flip("orders", share::of_hundredths(1), {})));
    refused(reading.announce({}));
    refused(reading.record_live(1, 1));
    refused(reading.withdraw(1));
    refused(reading.verify());
    CHECK(reading.same_file().has_value());
    CHECK(ok(reading.read_all()).revision == 1);
}

TEST_CASE("what a writer that was killed left in its log is read too") {
    temp_dir folder;
    auto const path = folder / "rules.db";
    forked writer([&](auto tell) {
        auto s = ok(store::open(path, store::mode::create));
        flip_to(s, 1000);
        flip_to(s, 2000);
        tell(1);
        _exit(0); // without a destructor, so that the log stays
        return 0;
    });
    REQUIRE(writer.hear());
    REQUIRE(writer.wait() == 0);
    REQUIRE(fs::file_size(folder / "rules.db-wal") > 0);
    fs::remove(folder / "rules.db-shm");
    // As nobody, who may write neither the file nor its folder.
    fs::permissions(folder.path(), fs::perms(0555));
    for (auto const* name : {"rules.db", "rules.db-wal"}) fs::permissions(folder / name, fs::perms(0444));
    forked user([&](auto tell) {
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 1;
        auto const unwritable = store::open(path, store::mode::existing);
        tell(unwritable ? 99u : static_cast<std::uint64_t>(unwritable.error().code));
        auto reading = store::open(path, store::mode::read_only);
        tell(reading ? ok(reading->read_all()).revision : 98u);
        return 0;
    });
    CHECK(user.hear() == static_cast<std::uint64_t>(fault::unreadable));
    CHECK(user.hear() == 2);
    fs::permissions(folder.path(), fs::perms(0755));
}

TEST_CASE("what is changed later shows in what is opened later") {
    temp_dir folder;
    auto const path = folder / "rules.db";
    auto writing = ok(store::open(path, store::mode::create));
    flip_to(writing, 1000);
    auto first = ok(store::open(path, store::mode::read_only));
    flip_to(writing, 2000);
    CHECK(ok(first.read_all()).revision == 1);
    CHECK(ok(ok(store::open(path, store::mode::read_only)).read_all()).revision == 2);
    // The one that is written to is as it was.
    flip_to(writing, 3000);
    CHECK(ok(writing.read_all()).revision == 3);
}

TEST_CASE("what is missing or no store is no more one for who reads alone") {
    temp_dir folder;
    auto const missing = store::open(folder / "rules.db", store::mode::read_only);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == fault::missing);
    auto const other = store::open(folder.write("other.db", std::string(5000, 'x')), store::mode::read_only);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == fault::not_a_store);
}
