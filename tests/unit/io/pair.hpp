#pragma once

#include "facade/io/transport.hpp"
#include "support/socket.hpp"
#include "unit/io/driven.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace ficus::test {

inline io::endpoint at(std::uint16_t port) {
    return {boost::asio::ip::address_v4::loopback(), port};
}
inline deadline patient() {
    return deadline::in(soon);
}

/// Bytes that are all the same for everybody, and none of them like its neighbours.
inline std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    std::uint32_t x = 1;
    for (auto& c : text) c = static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
    return text;
}

/// A transport and the plain socket at its other end, over loopback.
struct pair {
    explicit pair(io::loop& on) : near(on) {}
    io::task<void> connect() {
        auto const error = co_await near.connect(at(listening.port()));
        REQUIRE_FALSE(error);
        for (int tries = 0; tries < 50 && !far.is_open(); ++tries)
            if (auto accepted = listening.accept()) far = std::move(*accepted);
        REQUIRE(far.is_open());
    }
    listening_socket listening;
    io::transport near;
    socket far;
};

inline io::task<void> write_it(io::transport& to, std::string_view bytes, io::io_result& result) {
    result = co_await to.write(bytes);
}
inline io::task<void> read_it(io::transport& from, std::span<char> room, io::io_result& result) {
    result = co_await from.read_some(room);
}

} // namespace ficus::test
