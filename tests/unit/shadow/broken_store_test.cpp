#include "records.hpp"
#include "rules/sqlite.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace records;
using ficus::rules::fault;
using ficus::test::temp_dir;

namespace {

/// As long as it lives no file of this process grows past `bytes`.
class file_limit {
public:
    explicit file_limit(rlim_t bytes) : before_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &limits_);
        auto const small = rlimit{bytes, limits_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~file_limit() {
        ::setrlimit(RLIMIT_FSIZE, &limits_);
        std::signal(SIGXFSZ, before_);
    }

private:
    rlimit limits_{};
    void (*before_)(int);
};

comparison_record large() {
    auto record = differing({"$.a"});
    record.kept->legacy.body.assign(400'000, 'x');
    return record;
}

/// What the writer says about its troubles, in order.
struct troubles {
    std::vector<std::string> told; ///< the fault's name, or `works`
    writer::trouble listener() {
        return [this](store_error const* error) {
            told.emplace_back(error ? ficus::rules::name_of(error->code) : "works");
        };
    }
};

writer_options options(std::filesystem::path file) {
    writer_options made;
    made.file = std::move(file);
    made.gather = 0ms;
    made.retry = 0ms;
    return made;
}

} // namespace

TEST_CASE("a file that may not grow is an error value, and nothing of the batch stays") {
    temp_dir const folder;
    auto into = writable(folder / "shadow.db");
    write(into, matching());
    {
        file_limit const none(100'000);
        batch all;
        all.add(large());
        auto const written = into.write(all);
        REQUIRE_FALSE(written.has_value());
        CHECK(written.error().code == fault::failed);
    }
    CHECK(totals(into).compared == 1);
    write(into, large());
    CHECK(totals(into).compared == 2);
}

TEST_CASE("a failing store stops the recording, which goes on when there is room, and the report knows") {
    temp_dir const folder;
    troubles heard;
    writer recording(
        options(folder / "shadow.db"), [] { return new_year; }, heard.listener());
    REQUIRE(recording.offer(matching()));
    REQUIRE(recording.flush(10s));
    {
        file_limit const none(100'000);
        REQUIRE(recording.offer(large()));
        recording.count(traffic(20, 5)); // behind it: whatever cannot be written stops the recording
        REQUIRE(recording.flush(10s));
        CHECK(recording.counters().failing);
        CHECK_FALSE(recording.offer(matching()));
    }
    REQUIRE(recording.flush(10s));
    recording.stop(10s);
    CHECK(heard.told == std::vector<std::string>{"failed", "works"});
    CHECK(recording.counters().store_failed == 2);
    CHECK(recording.counters().written == 1);

    auto const sum = totals(good(store::open_to_read(folder / "shadow.db")));
    CHECK(sum.compared == 1);
    CHECK(sum.eligible == 20);
    CHECK(sum.chosen == 5);
    CHECK(sum.skipped == std::map<std::string, std::uint64_t>{{"store_failed", 2}});
}

TEST_CASE("a full disk stops the recording and nothing else") {
    if (::getuid() != 0) {
        WARN("a small disk can only be mounted by root");
        return;
    }
    temp_dir const folder;
    std::filesystem::create_directory(folder / "disk");
    // A mount of its own wants a process of its own; its exit status is the step that went wrong.
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("small", (folder / "disk").c_str(), "tmpfs", 0, "size=512k") != 0)
            ::_exit(10);
        troubles heard;
        writer recording(
            options(folder / "disk" / "shadow.db"), [] { return new_year; }, heard.listener());
        if (!recording.offer(matching()) || !recording.flush(10s)) ::_exit(11);
        auto const filler = folder / "disk" / "filler";
        std::ofstream file(filler, std::ios::binary);
        while (file.put('x').flush()) {}
        file.close();
        if (!recording.offer(large()) || !recording.flush(10s) || !recording.counters().failing) ::_exit(12);
        std::filesystem::remove(filler);
        recording.count(traffic(1, 1));
        if (!recording.flush(10s) || recording.counters().failing) ::_exit(13);
        if (!recording.offer(matching()) || !recording.flush(10s)) ::_exit(14);
        recording.stop(10s);
        if (heard.told != std::vector<std::string>{"full", "works"}) ::_exit(15);
        ::_exit(totals(*store::open_to_read(folder / "disk" / "shadow.db")).compared == 2 ? 0 : 16);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    if (WEXITSTATUS(status) == 10) {
        WARN("no small disk can be mounted here (a chroot, or a container without the right to)");
        return;
    }
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a store that cannot be opened is told of at once, and tried again") {
    temp_dir const folder;
    troubles heard;
    auto const file = folder / "later" / "shadow.db";
    writer recording(
        options(file), [] { return new_year; }, heard.listener());
    recording.count(traffic(1, 1));
    REQUIRE(recording.flush(10s));
    CHECK(recording.counters().failing);
    std::filesystem::create_directory(folder / "later");
    recording.count(traffic(1, 1));
    REQUIRE(recording.flush(10s));
    CHECK_FALSE(recording.counters().failing);
    REQUIRE(recording.offer(matching()));
    recording.stop(10s);
    CHECK(heard.told == std::vector<std::string>{"unreadable", "works"});
    auto const sum = totals(good(store::open_to_read(file)));
    CHECK(sum.eligible == 2);
    CHECK(sum.compared == 1);
}

TEST_CASE("a removed file is begun anew without a word") {
    temp_dir const folder;
    troubles heard;
    auto const file = folder / "shadow.db";
    writer recording(
        options(file), [] { return new_year; }, heard.listener());
    REQUIRE(recording.offer(matching()));
    REQUIRE(recording.flush(10s));
    for (auto const* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
    REQUIRE(recording.offer(matching()));
    REQUIRE(recording.flush(10s));
    recording.stop(10s);
    CHECK(heard.told.empty());
    CHECK(totals(good(store::open_to_read(file))).compared == 1);
}

TEST_CASE("what is no store is refused and left alone") {
    temp_dir const folder;
    auto const file = folder.write("shadow.db", std::string(5'000, 'x'));
    auto const opened = store::open_to_write(file);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == fault::not_a_store);
    CHECK(ficus::test::content_of(file) == std::string(5'000, 'x'));
}

TEST_CASE("a store of a newer ficus is refused") {
    temp_dir const folder;
    auto const file = folder / "shadow.db";
    writable(file);
    {
        auto db = ficus::rules::sqlite::open(file, ficus::rules::sqlite::mode::existing, 1s);
        REQUIRE(db.has_value());
        REQUIRE(db->script("PRAGMA user_version = 99").has_value());
    }
    CHECK(store::open_to_write(file).error().code == fault::newer_schema);
    CHECK(store::open_to_read(file).error().code == fault::newer_schema);
}
