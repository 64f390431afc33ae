#include "facade/obs/thread_name.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <pthread.h>
#include <string>
#include <thread>

using namespace ficus;

namespace {

std::string name_of_this_thread() {
    std::array<char, 16> name{};
    ::pthread_getname_np(::pthread_self(), name.data(), name.size());
    return name.data();
}

template<class Name>
std::string named_by(Name name) {
    std::string got;
    std::thread([&] {
        name();
        got = name_of_this_thread();
    }).join();
    return got;
}

} // namespace

TEST_CASE("a thread names itself, in the 15 characters that the kernel keeps") {
    auto const before = name_of_this_thread();
    CHECK(named_by([] { obs::name_this_thread("ficus-shadow"); }) == "ficus-shadow");
    CHECK(named_by([] { obs::name_this_thread("0123456789abcdefg"); }) == "0123456789abcde");
    CHECK(named_by([] { obs::name_this_worker(127); }) == "ficus-w127");
    CHECK(name_of_this_thread() == before);
}
