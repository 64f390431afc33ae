#include "facade/http/method.hpp"

#include <catch2/catch.hpp>

using ficus::http::is_idempotent;

TEST_CASE("which methods are idempotent (RFC 9110 section 9.2.2), as far as they are relayed") {
    for (auto const* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}) CHECK(is_idempotent(method));
    for (auto const* method : {"POST", "PATCH", "get", "PROPFIND", "", "GETS"})
        CHECK_FALSE(is_idempotent(method));
}
