#include "facade/recording/masking.hpp"

#include <catch2/catch.hpp>

using namespace ficus;
using namespace ficus::recording;

TEST_CASE("names of credentials are known however they are written") {
    for (auto const* name :
         {"token", "access_token", "X-Auth-Token", "api-key", "apiKey", "password", "passwd", "PHPSESSID",
          "session_id", "sid", "sig", "X-Amz-Signature", "client_secret", "csrf", "pin"}) {
        CAPTURE(name);
        CHECK(is_secret_name(name));
    }
    for (auto const* name : {"id", "page", "author", "sort", "key_word", "keyword", "side", "signal",
                             "pinned", "compass", "Idempotency-Key", "Accept"}) {
        CAPTURE(name);
        CHECK_FALSE(is_secret_name(name));
    }
}

TEST_CASE("values of such names are masked in a query, and nothing else is") {
    bool changed = false;
    CHECK(masked_target("/a;b=token?page=2&sort=&q=token%3Dx", changed) ==
          "/a;b=token?page=2&sort=&q=token%3Dx");
    CHECK_FALSE(changed);
    CHECK(masked_target("/a?page=2&access_token=abc&sid=1;pin=2&token&sig=", changed) ==
          "/a?page=2&access_token=redacted&sid=redacted;pin=redacted&token&sig=");
    CHECK(changed);
}

TEST_CASE("fields that carry credentials are left out, and addresses lose their queries") {
    bool changed = false;
    fields const plain = {{"Accept", "*/*"}, {"X-Request-ID", "1"}, {"Location", "/next"}};
    CHECK(masked_fields(plain, changed) == plain);
    CHECK(masked_fields({{"Connection", "close"}, {"Content-Length", "7"}, {"Host", "a"}}, changed).empty());
    CHECK_FALSE(changed);
    CHECK(masked_fields(
              {{"authorization", "Bearer x"}, {"COOKIE", "a=b"}, {"X-Api-Key", "1"}, {"Set-Cookie", "a=b"}},
              changed)
              .empty());
    CHECK(changed);
    changed = false;
    CHECK(masked_fields({{"Location", "/next?code=1"}, {"Referer", "http://a/b?c=d"}}, changed) ==
          fields{{"Location", "/next?[redacted]"}, {"Referer", "http://a/b?[redacted]"}});
    CHECK(changed);
}
