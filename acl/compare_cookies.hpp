#pragma once

#include "acl/compare.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// What `ignore` says of cookies: `cookie:NAME` or `cookie:NAME.ATTRIBUTE`, NAME with a `*` at its end for
/// all that begin so.
class cookie_exceptions {
public:
    static bool is_one(std::string_view ignored) { return ignored.starts_with("cookie:"); }
    void add(std::string_view ignored);
    /// `attribute` is empty where the cookie itself is meant.
    bool hold(std::string_view cookie, std::string_view attribute) const;

private:
    struct entry {
        std::string name;
        bool is_prefix = false;
        std::string attribute; ///< empty: all of the cookie
    };
    std::vector<entry> entries_;
};

/// Compares what both answers' Set-Cookie fields (RFC 6265, 5.2) set. The n-th of a name pairs with the n-th
/// of the other side. Values are neither compared nor shown. Differences are `cookie:NAME` (missing, extra),
/// and with attributes the values `cookie:NAME.ATTRIBUTE`: path, domain, secure, httponly, samesite, and
/// lifetime, which says whether the cookie is kept for the session, for longer, or deleted. `now_ms` since
/// 1970; 0: only what ended in 1970 counts as ended.
void compare_cookies(cookie_policy policy, cookie_exceptions const& ignored, answer const& legacy,
                     answer const& modern, std::int64_t now_ms, comparison& found);

} // namespace ficus::acl
