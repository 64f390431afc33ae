#include "rules/sqlite.hpp"
#include "rules/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/rules/forked.hpp"
#include "unit/rules/store_requests.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <functional>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace ficus::rules;
using namespace ficus::test;
namespace fs = std::filesystem;

namespace {

/// A closed store with some revisions in it: SQLite has moved its log into the file.
fs::path some_store(temp_dir const& folder) {
    auto const path = folder / "rules.db";
    auto s = ok(store::open(path, store::mode::create));
    for (std::uint16_t i = 1; i <= 30; ++i)
        ok(s.change(to_flip("feature-" + std::to_string(i % 7), share::of_hundredths(i),
                            {"header:X-" + std::string(200, 'x') + "=1"})));
    return path;
}

/// Bytes written over a file without opening it in this process, where closing it would drop SQLite's locks.
void overwrite(fs::path const& path, std::uint64_t at, std::string const& bytes, bool cut = false) {
    forked other([&](auto) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(at));
        file << bytes << std::flush;
        if (!file) return 1;
        file.close();
        if (cut) fs::resize_file(path, at + bytes.size());
        return 0;
    });
    REQUIRE(other.wait() == 0);
}

} // namespace

TEST_CASE("a store that is missing is made or missed, as is asked") {
    temp_dir folder;
    auto const path = folder / "a/rules.db";
    auto const missed = store::open(path, store::mode::existing);
    REQUIRE_FALSE(missed);
    CHECK(missed.error().code == fault::missing);
    CHECK_FALSE(fs::exists(path));
    CHECK_FALSE(fs::exists(path.parent_path()));
    ok(store::open(path, store::mode::create));
    ok(store::open(path, store::mode::existing));
}

TEST_CASE("a file that was created and left empty holds no rules yet") {
    temp_dir folder;
    auto const path = folder.write("rules.db", "");
    CHECK(store::open(path, store::mode::existing).error().code == fault::missing);
    CHECK(ok(ok(store::open(path, store::mode::create)).revision()) == 0);
}

TEST_CASE("what is no store is refused, and left as it was") {
    temp_dir folder;
    fs::create_directory(folder / "folder");
    auto const is_folder = store::open(folder / "folder", store::mode::create);
    CHECK(is_folder.error().code == fault::unreadable);
    CHECK_THAT(is_folder.error().message, Catch::Contains("is no file"));

    auto const text = folder.write("text.db", std::string(5000, 't'));
    CHECK(store::open(text, store::mode::create).error().code == fault::not_a_store);
    CHECK(content_of(text) == std::string(5000, 't'));

    auto const below = store::open(text / "rules.db", store::mode::create);
    CHECK(below.error().code == fault::unreadable);

    {
        auto other =
            ok(sqlite::open(folder / "other.db", sqlite::mode::create, std::chrono::milliseconds(0)));
        ok(other.script("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)"));
    }
    auto const foreign = store::open(folder / "other.db", store::mode::create);
    CHECK(foreign.error().code == fault::not_a_store);
    CHECK_THAT(foreign.error().message, Catch::Contains("another program's"));
    CHECK_THAT(foreign.error().message, Catch::Contains("other.db"));
}

TEST_CASE("a store of a newer ficus is refused, and left as it was") {
    temp_dir folder;
    auto const path = some_store(folder);
    {
        auto db = ok(sqlite::open(path, sqlite::mode::existing, std::chrono::milliseconds(0)));
        ok(db.script("PRAGMA user_version = 99"));
    }
    auto const refused = store::open(path, store::mode::create);
    CHECK(refused.error().code == fault::newer_schema);
    CHECK_THAT(refused.error().message, Catch::Contains("schema 99"));
}

TEST_CASE("a file that this user may not read or write is refused") {
    temp_dir folder;
    auto const path = some_store(folder);
    fs::permissions(folder.path(), fs::perms::all);
    auto const tried = [&](fs::perms mode) {
        fs::permissions(path, mode);
        // Root may everything: so as nobody.
        forked user([&](auto tell) {
            if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 1;
            auto const opened = store::open(path, store::mode::create);
            tell(opened ? 99u : static_cast<std::uint64_t>(opened.error().code));
            return 0;
        });
        return static_cast<fault>(user.hear().value_or(98));
    };
    CHECK(tried(fs::perms::none) == fault::unreadable);
    CHECK(tried(fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read) == fault::unreadable);
}

TEST_CASE("a store cut short at any length is refused or read, and never crashes") {
    temp_dir folder;
    auto const whole = content_of(some_store(folder));
    REQUIRE(whole.size() > 20000);
    std::size_t refused = 0;
    for (std::size_t size = 1; size < whole.size(); size += 511) {
        auto const path = folder.write("cut.db", whole.substr(0, size));
        auto opened = store::open(path, store::mode::existing);
        auto const read = opened ? opened->read_all() : opened.error();
        if (read) continue;
        ++refused;
        INFO("cut to " << size << ": " << said(read.error()));
        CHECK((read.error().code == fault::corrupt || read.error().code == fault::not_a_store));
        CHECK_FALSE(read.error().retry_safe);
        CHECK_THAT(read.error().message, Catch::Contains("cut.db"));
    }
    CHECK(refused > 10);
}

TEST_CASE("a store with damaged pages is refused or read, and never crashes") {
    temp_dir folder;
    auto const whole = content_of(some_store(folder));
    std::size_t refused = 0;
    for (std::size_t at = 100; at < whole.size(); at += 997) {
        auto damaged = whole;
        damaged.replace(at, std::min<std::size_t>(3000, whole.size() - at),
                        std::min<std::size_t>(3000, whole.size() - at), '\xa5');
        fs::remove(folder / "damaged.db-wal");
        auto const path = folder.write("damaged.db", damaged);
        auto opened = store::open(path, store::mode::existing);
        if (!opened) {
            ++refused;
            continue;
        }
        for (bool failed : {opened->read_all().has_error(), opened->history(std::nullopt, 100).has_error(),
                            opened->change(to_flip("orders", percent("1%"))).has_error()})
            refused += failed;
    }
    CHECK(refused > 10);
}

TEST_CASE("rules that nobody could have written are called corrupt") {
    temp_dir folder;
    auto const path = some_store(folder);
    for (auto const* text : {"", "{", "[]", "{\"rules\":[],\"shadow\":\"0%\"}",
                             "{\"rules\":[{\"when\":[],\"share\":\"101%\"}],\"shadow\":\"0%\"}",
                             "{\"rules\":[{\"when\":[\"x\"],\"share\":\"1%\"}],\"shadow\":\"0%\"}",
                             "{\"rules\":[{\"when\":[\"method=GET\"],\"share\":\"1%\"}],\"shadow\":\"0%\"}",
                             "{\"rules\":[{\"when\":[],\"share\":1}],\"shadow\":\"0%\"}",
                             "{\"rules\":[{\"when\":[],\"share\":\"1%\"}]}"}) {
        INFO(text);
        {
            auto db = ok(sqlite::open(path, sqlite::mode::existing, std::chrono::milliseconds(0)));
            ok(db.run("UPDATE features SET rules = ?1 WHERE name = 'feature-1'", {std::string_view(text)}));
        }
        auto s = ok(store::open(path, store::mode::existing));
        CHECK(s.read_all().error().code == fault::corrupt);
        CHECK(s.change(to_flip("feature-1", percent("1%"))).error().code == fault::corrupt);
    }
}

TEST_CASE("a running store is told when its file is deleted, replaced, emptied or overwritten") {
    temp_dir folder;
    auto const path = some_store(folder);
    auto s = ok(store::open(path, store::mode::existing));
    ok(s.same_file());
    ok(s.verify());

    SECTION("deleted") {
        fs::remove(path);
        CHECK(s.same_file().error().code == fault::missing);
        CHECK(s.verify().error().code == fault::missing);
        // Nothing may be written where nobody will ever read it.
        CHECK(s.change(to_flip("orders", percent("1%"))).error().code == fault::missing);
        CHECK(ok(s.read_all()).revision == 30); // the rules that were there can still be read
    }
    SECTION("replaced by a new one") {
        for (auto const* name : {"rules.db", "rules.db-wal", "rules.db-shm"}) fs::remove(folder / name);
        auto other = ok(store::open(path, store::mode::create));
        CHECK(s.same_file().error().code == fault::replaced);
        CHECK(s.verify().error().code == fault::replaced);
        CHECK(s.change(to_flip("orders", percent("1%"))).error().code == fault::replaced);
        CHECK(ok(other.read_all()).store_id != ok(s.read_all()).store_id);
    }
    SECTION("emptied") {
        overwrite(path, 0, "", true);
        ok(s.same_file());
        CHECK(s.verify().error().code == fault::corrupt);
    }
    SECTION("overwritten from its first byte") {
        overwrite(path, 0, "garbage");
        CHECK(s.verify().error().code == fault::corrupt);
    }
    SECTION("overwritten behind its first page") {
        overwrite(path, 4096, std::string(fs::file_size(path) - 4096, '\xa5'));
        CHECK(s.verify().error().code == fault::corrupt);
    }
    SECTION("unchanged") {
        ok(s.change(to_flip("orders", percent("1%"))));
        ok(s.verify());
    }
}

TEST_CASE("a store that was emptied beside its log is not made anew over it") {
    temp_dir folder;
    auto const path = folder / "rules.db";
    auto s = ok(store::open(path, store::mode::create));
    ok(s.change(to_flip("orders", percent("1%"))));
    overwrite(path, 0, "", true);
    auto const refused = store::open(path, store::mode::create);
    CHECK(refused.error().code == fault::corrupt);
    CHECK_THAT(refused.error().message, Catch::Contains("rules.db-wal"));
    CHECK(fs::file_size(folder / "rules.db-wal") > 0);
}

namespace {

/// What a store says while its disk takes nothing more, and its newest revision once it does again.
int write_to_full_disk(fs::path const& path, std::function<void(std::uint64_t)> const& tell,
                       std::function<void()> const& fill, std::function<void()> const& make_room) {
    auto s = store::open(path, store::mode::create);
    facade_entry me;
    me.pid = getpid();
    if (!s || !s->change(to_flip("orders", percent("1%"))) || !s->announce(me)) return 2;
    fill();
    auto const code_of = [](auto const& result) { return static_cast<std::uint64_t>(result.error().code); };
    tell(code_of(s->change(to_flip("orders", percent("2%")))));
    tell(code_of(s->announce(me)));
    tell(code_of(s->record_live(me.pid, 1)));
    tell(code_of(s->withdraw(me.pid)));
    auto const read = s->read_all();
    tell(read ? read->revision : 99);
    make_room();
    auto const again = s->change(to_flip("orders", percent("3%")));
    tell(again ? again->revision : 99);
    return 0;
}

void check_told(forked& writer, fault expected) {
    for (int i = 0; i < 4; ++i) CHECK(static_cast<fault>(writer.hear().value_or(99)) == expected);
    CHECK(writer.hear() == 1);
    CHECK(writer.hear() == 2);
    CHECK(writer.wait() == 0);
}

} // namespace

TEST_CASE("a full disk is an error value for changes and for bookkeeping, and nothing is lost") {
    if (getuid() != 0) {
        WARN("a small disk can only be mounted by root");
        return;
    }
    temp_dir folder;
    fs::create_directory(folder / "disk");
    forked writer([&](auto tell) {
        if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            mount("small", (folder / "disk").c_str(), "tmpfs", 0, "size=256k") != 0)
            return 5;
        tell(1);
        auto const filler = folder / "disk/filler";
        auto const fill = [&] {
            std::ofstream file(filler, std::ios::binary);
            while (file.put('x').flush()) {}
        };
        return write_to_full_disk(folder / "disk/rules.db", tell, fill, [&] { fs::remove(filler); });
    });
    if (!writer.hear()) {
        CHECK(writer.wait() == 5);
        WARN("no small disk can be mounted here (a chroot, or a container without the right to)");
        return;
    }
    check_told(writer, fault::full);
}

TEST_CASE("a file that may not grow is an error value too") {
    temp_dir folder;
    forked writer([&](auto tell) {
        std::signal(SIGXFSZ, SIG_IGN);
        auto const limit_to = [](rlim_t most) {
            rlimit const limit{most, RLIM_INFINITY};
            setrlimit(RLIMIT_FSIZE, &limit);
        };
        return write_to_full_disk(
            folder / "rules.db", tell, [&] { limit_to(8192); }, [&] { limit_to(RLIM_INFINITY); });
    });
    check_told(writer, fault::failed);
}
