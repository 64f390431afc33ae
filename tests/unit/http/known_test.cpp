#include "facade/http/known_field.hpp"

#include <catch2/catch.hpp>

#include <string>

using ficus::http::known;

namespace {

known known_field(std::string const& name) {
    return ficus::http::known_field(name.data(), name.size());
}

struct row {
    std::string name;
    known id;
};

row known_row() {
    return GENERATE(
        row{"Accept-Encoding", known::accept_encoding}, row{"Connection", known::connection},
        row{"Content-Encoding", known::content_encoding}, row{"Content-Length", known::content_length},
        row{"Content-Type", known::content_type}, row{"Cookie", known::cookie}, row{"Date", known::date},
        row{"ETag", known::etag}, row{"Expect", known::expect}, row{"Forwarded", known::forwarded},
        row{"Host", known::host}, row{"Keep-Alive", known::keep_alive},
        row{"Proxy-Connection", known::proxy_connection}, row{"Range", known::range},
        row{"Set-Cookie", known::set_cookie}, row{"TE", known::te}, row{"traceparent", known::traceparent},
        row{"tracestate", known::tracestate}, row{"Trailer", known::trailer},
        row{"Transfer-Encoding", known::transfer_encoding}, row{"Upgrade", known::upgrade},
        row{"Via", known::via}, row{"X-Ficus-Shadow", known::x_ficus_shadow},
        row{"X-Forwarded-For", known::x_forwarded_for}, row{"X-Forwarded-Host", known::x_forwarded_host},
        row{"X-Forwarded-Proto", known::x_forwarded_proto}, row{"X-Request-ID", known::x_request_id});
}

} // namespace

TEST_CASE("a known field is told by its name in any letter case") {
    auto const [name, id] = known_row();
    CAPTURE(name);
    std::string lower = name;
    std::string upper = name;
    for (auto& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    for (auto& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    CHECK(known_field(name) == id);
    CHECK(known_field(lower) == id);
    CHECK(known_field(upper) == id);
}

TEST_CASE("a name that differs from a known one in one character, or is longer or shorter, is another") {
    auto const [name, id] = known_row();
    for (std::size_t at = 0; at < name.size(); ++at)
        for (char const c : std::string("!#$%&'*+-.^_`|~09azAZ")) {
            auto other = name;
            if ((other[at] | 0x20) == (c | 0x20)) continue;
            other[at] = c;
            CAPTURE(other);
            CHECK(known_field(other) != id);
        }
    CHECK(known_field(name + "s") != id);
    CHECK(known_field("x" + name) != id);
    CHECK(known_field(name.substr(1)) != id);
    CHECK(known_field(name.substr(0, name.size() - 1)) != id);
}

TEST_CASE("the family of X-Forwarded- is known, whoever belongs to it") {
    for (auto const* name : {"X-Forwarded-Port", "x-forwarded-prefix", "X-FORWARDED-SSL", "X-Forwarded-"}) {
        CAPTURE(name);
        CHECK(known_field(name) == known::x_forwarded_more);
    }
    for (auto const* name :
         {"X-Forwarded", "Y-Forwarded-For", "X-Forwarder-For", "X_Forwarded_For", "x", "X-"}) {
        CAPTURE(name);
        CHECK(known_field(name) == known::other);
    }
}
