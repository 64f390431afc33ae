#include "facade/app/message_socket.hpp"
#include "support/deadline.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <sys/stat.h>
#include <unistd.h>

using namespace ficus;
using namespace ficus::test;
using namespace std::chrono_literals;
using app::message_door;
using app::message_socket;

namespace {

template<class T>
T ok(boost::system::result<T, std::string> got) {
    if (!got) FAIL(got.error());
    if constexpr (!std::is_void_v<T>) return std::move(*got);
}

/// Both ends of a socket that was made at a path.
struct two_ends {
    temp_dir folder;
    message_door door = ok(message_door::open(folder / "door"));
    message_socket near = std::move(*ok(message_socket::connect(folder / "door")));
    message_socket far = ok(door.accept());
};

message_socket::clock::time_point in_time() {
    return deadline::in(soon).at();
}

} // namespace

TEST_CASE("a text comes whole and by itself, with its descriptors") {
    two_ends of;
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    io::descriptor const reading(pipe[0]);
    io::descriptor writing(pipe[1]);
    ok(of.near.send("first", std::array{writing.get()}));
    ok(of.near.send("second"));
    writing.close();

    auto first = ok(of.far.receive(in_time()));
    CHECK(first.text == "first");
    REQUIRE(first.descriptors.size() == 1);
    CHECK(::write(first.descriptors[0].get(), "x", 1) == 1);
    char read = 0;
    CHECK(::read(reading.get(), &read, 1) == 1);
    auto const second = ok(of.far.receive(in_time()));
    CHECK(second.text == "second");
    CHECK(second.descriptors.empty());
    CHECK(of.far.peer() == ::getpid());
}

TEST_CASE("a peer that says nothing, or has gone, is told apart") {
    two_ends of;
    auto const nothing = of.near.receive(message_socket::clock::now() + 10ms);
    REQUIRE_FALSE(nothing.has_value());
    CHECK(nothing.error() == "nothing came in time");
    { auto const gone = std::move(of.far); }
    auto const end = of.near.receive(in_time());
    REQUIRE_FALSE(end.has_value());
    CHECK(end.error() == "the other side has gone");
    CHECK_FALSE(of.near.send("to whom").has_value());
}

TEST_CASE("where nobody listens there is nobody, and that is no error") {
    temp_dir folder;
    CHECK_FALSE(ok(message_socket::connect(folder / "door")));
    // What a process that was killed leaves behind.
    auto const at = folder / "door";
    {
        auto door = ok(message_door::open(at));
        door.leave_path();
    }
    REQUIRE(std::filesystem::exists(at));
    CHECK_FALSE(ok(message_socket::connect(at)));
    CHECK(ok(message_door::open(at)).fd() >= 0);
}

TEST_CASE("a door is its user's alone, and is taken away by who made it") {
    temp_dir folder;
    auto const at = folder / "door";
    {
        auto const first = ok(message_door::open(at));
        struct stat seen {};
        REQUIRE(::stat(at.c_str(), &seen) == 0);
        CHECK((seen.st_mode & 0777) == 0600);
        {
            auto const second = ok(message_door::open(at));
            CHECK(ok(message_socket::connect(at)).has_value());
            CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
        }
        CHECK_FALSE(std::filesystem::exists(at));
        auto const third = ok(message_door::open(at));
        REQUIRE(std::filesystem::exists(at));
    }
    CHECK_FALSE(std::filesystem::exists(at));
}

TEST_CASE("a path that cannot be had is named") {
    temp_dir folder;
    auto const deep = folder / std::string(120, 'x');
    auto const too_long = message_door::open(deep);
    REQUIRE_FALSE(too_long.has_value());
    CHECK(too_long.error().find("too long for a socket") != std::string::npos);
    CHECK_FALSE(message_socket::connect(deep).has_value());
    auto const nowhere = message_door::open(folder / "no/door");
    REQUIRE_FALSE(nowhere.has_value());
    CHECK(nowhere.error().find("No such file") != std::string::npos);
}
