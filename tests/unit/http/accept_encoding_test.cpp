#include "facade/http/accept_encoding.hpp"
#include "unit/http/heads.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace ficus::http;
using ficus::test::request;
using ficus::test::with_fields;

namespace {

std::string chosen(std::string const& fields) {
    auto const coding = choose_coding(request(with_fields(fields)).head);
    return coding ? std::string(name_of(*coding)) : "none";
}

std::string chosen_of(std::string const& value) {
    return chosen("Accept-Encoding: " + value + "\r\n");
}

} // namespace

TEST_CASE("the coding is the one that the client likes best") {
    struct row {
        std::string_view accepted;
        std::string_view coding;
    };
    auto const r = GENERATE(
        row{"gzip", "gzip"}, row{"x-gzip", "gzip"}, row{"GZIP", "gzip"}, row{"br", "br"}, row{"zstd", "zstd"},
        row{"gzip, deflate, br, zstd", "zstd"}, row{"gzip, deflate, br", "br"},
        row{"gzip;q=1.0, br;q=0.9, zstd;q=0.001", "gzip"}, row{"gzip;q=0.5,br;q=0.501", "br"},
        row{"gzip ; q=0.8 , br;Q=0.9", "br"}, row{"*", "zstd"}, row{"*;q=0.1, gzip;q=0.2", "gzip"},
        row{"zstd;q=0, *", "br"}, row{"*;q=0", "none"}, row{"gzip;q=0", "none"}, row{"gzip;q=0.000", "none"},
        row{"", "none"}, row{"identity", "none"}, row{"deflate", "none"}, row{"compress, exi", "none"},
        // Rather as it is.
        row{"identity, gzip;q=0.5", "none"}, row{"identity;q=0.5, gzip", "gzip"},
        row{"identity;q=0.5, gzip;q=0.5", "gzip"}, row{"identity;q=0, gzip;q=0.1", "gzip"},
        // No weights.
        row{"gzip;q=2", "none"}, row{"gzip;q=1.001", "none"}, row{"gzip;q=0.5555", "none"},
        row{"gzip;q=-1", "none"}, row{"gzip;q=", "none"}, row{"gzip;q=.5", "none"},
        row{"gzip;level=9", "none"}, row{"gzip;q=1.000", "gzip"}, row{"gzip;q=1.", "gzip"},
        row{"gzip;q=0.x", "none"});
    INFO(r.accepted);
    CHECK(chosen_of(std::string(r.accepted)) == r.coding);
}

TEST_CASE("without the field nothing is encoded, and several fields are one list") {
    CHECK(chosen("Accept: */*\r\n") == "none");
    CHECK(chosen("Accept-Encoding: gzip;q=0.5\r\nAccept-Encoding: br;q=0.6\r\n") == "br");
}
