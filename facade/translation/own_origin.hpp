#pragma once

#include "acl/translator.hpp"
#include "facade/http/head.hpp"

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::translation {

/// What an upstream calls itself, and what becomes of that in its answers.
struct origin_options {
    bool redirects =
        true; ///< URLs of these origins become the client's where they send clients on, and in bodies
    bool links = false; ///< in Link too
    /// Scheme and authority, such as `http://legacy.internal:8080`.
    std::vector<std::string> origins = {};
    /// That by which it is asked; empty: it is told the client's own host.
    std::string called = {};
    /// From domain to domain, a leading dot being none of either's; to nothing: the attribute is left out.
    std::vector<std::pair<std::string, std::string>> cookie_domain = {};
    /// From path to path, whole segments; of several that fit the longest counts.
    std::vector<std::pair<std::string, std::string>> cookie_path = {};

    bool says_nothing() const { return !redirects && !links && cookie_domain.empty() && cookie_path.empty(); }
};

/// A target as another dialect has it; nothing where it has none.
using other_target = std::function<std::optional<std::string>(std::string_view target)>;

/// In the order in which they are asked.
using link_translators = std::vector<std::shared_ptr<acl::translator const>>;

/// A field of a head that has another value now, and the one that it came with.
using replaced_field = std::pair<std::size_t, std::string_view>;

/// What an answer's URLs are seen from.
struct link_view {
    std::string_view scheme;      ///< `http` or `https`: how the client reached the facade
    std::string_view host;        ///< that it asked for, with its port; empty: it named none
    std::string_view client_path; ///< that it asked for
    std::string_view asked_path;  ///< that the upstream was asked for
    other_target translate;       ///< a target of the upstream's in the client's dialect; may be empty
};

/// Scheme and host as a trusted proxy names them; what is none of either counts as not named.
std::string_view scheme_of(http::request_head const& head, bool trusted);
std::string_view host_of(http::request_head const& head, bool trusted, std::string_view host);

/// By the first of the translators that has a word for it.
other_target target_by(std::shared_ptr<link_translators const> translators, acl::direction way);

/// An upstream's own names, wherever its answers have them in their heads: what would lead clients past the
/// facade leads to it. Immutable. Whatever the answer holds, what is written is one URL, one attribute.
/// RFC 9110 §10.2.2 (Location), §8.7 (Content-Location), RFC 8288 §3 (Link), RFC 6265 §4.1 (Set-Cookie);
/// Refresh is HTML's (WHATWG HTML §4.2.5.3).
class own_origin {
public:
    explicit own_origin(origin_options options);

    // Each gives the new value, or nothing where it stays; whatever the options say of the place that it is
    // in.
    std::optional<std::string> url(std::string_view text, link_view const& seen) const;
    /// Of a URL that a request has: one of the client's origin is one of the upstream's. `seen.translate`
    /// gives the upstream's targets here.
    std::optional<std::string> url_to_upstream(std::string_view text, link_view const& seen) const;
    std::optional<std::string> refresh(std::string_view value, link_view const& seen) const;
    std::optional<std::string> links(std::string_view value, link_view const& seen) const;
    std::optional<std::string> cookie(std::string_view value) const;

    bool rewrites_urls() const { return options_.redirects; }

    /// Whether an answer has anything that mend() looks at.
    static bool concerns(http::response_head const& head);
    /// All of these fields of an answer. What it writes is kept in `memory`, which must stay as long as the
    /// head. Returns what stood there, by the field's position.
    std::vector<replaced_field> mend(http::response_head& head, link_view const& seen,
                                     std::list<std::string>& memory) const;

private:
    bool is_own(std::string_view scheme, std::string_view authority) const;

    origin_options options_;
    std::vector<std::pair<std::string, std::string>>
        own_; ///< scheme and authority, in lower case, with a port
};

} // namespace ficus::translation
