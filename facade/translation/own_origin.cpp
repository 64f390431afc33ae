#include "facade/translation/own_origin.hpp"

#include "facade/http/grammar.hpp"

#include <algorithm>

namespace ficus::translation {

namespace {

std::string lower_case(std::string_view text) {
    std::string made(text);
    for (auto& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return made;
}

/// The authority with the port that it has where it names none.
std::string with_port(std::string_view scheme, std::string_view authority) {
    auto made = lower_case(authority);
    auto const host_end = made.rfind(']');
    auto const colon = made.find(':', host_end == std::string::npos ? 0 : host_end);
    if (colon == std::string::npos) return made + (scheme == "https" ? ":443" : ":80");
    if (colon + 1 == made.size()) made += scheme == "https" ? "443" : "80";
    return made;
}

bool is_plain_authority(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
               std::string_view("-._:[]").find(c) != std::string_view::npos;
    });
}

/// No URL has any of these (RFC 3986 §2), and each of them would end one where it is written.
bool is_one_url(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char character) {
        auto const c = static_cast<unsigned char>(character);
        return c <= 0x20 || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\';
    });
}

/// A reference, taken apart (RFC 3986 §3); `http` and `https` alone, or none at all.
struct reference {
    std::string_view scheme;    ///< empty: it has none
    std::string_view authority; ///< empty: it has none
    std::string_view target;    ///< path and query
    std::string_view fragment;  ///< with its `#`
};
std::optional<reference> take_apart(std::string_view text) {
    reference made;
    if (auto const hash = text.find('#'); hash != std::string_view::npos) {
        made.fragment = text.substr(hash);
        text = text.substr(0, hash);
    }
    auto const colon = text.find(':');
    if (colon < text.find_first_of("/?")) {
        made.scheme = text.substr(0, colon);
        if (!http::iequals(made.scheme, "http") && !http::iequals(made.scheme, "https")) return std::nullopt;
        text = text.substr(colon + 1);
        if (!text.starts_with("//")) return std::nullopt;
    }
    if (text.starts_with("//")) {
        auto const end = std::min(text.find_first_of("/?", 2), text.size());
        made.authority = text.substr(2, end - 2);
        if (made.authority.empty()) return std::nullopt;
        text = text.substr(end);
    }
    made.target = text;
    return made;
}

/// A path below that of the base, without dot segments (RFC 3986 §5.2).
std::string resolved(std::string_view target, std::string_view base) {
    if (target.starts_with('?')) return std::string(base) + std::string(target);
    auto const query = std::min(target.find('?'), target.size());
    auto const path = std::string(base.substr(0, base.rfind('/') + 1)) + std::string(target.substr(0, query));
    std::vector<std::string_view> kept;
    std::string_view rest = path;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        auto const end = std::min(rest.find('/'), rest.size());
        auto const segment = rest.substr(0, end);
        bool const last = end == rest.size();
        rest = rest.substr(end);
        if (segment == ".." && !kept.empty()) kept.pop_back();
        if (segment != "." && segment != "..")
            kept.push_back(segment);
        else if (last)
            kept.push_back({});
    }
    std::string made;
    for (auto const segment : kept) made.append("/").append(segment);
    return (made.empty() ? "/" : made) + std::string(target.substr(query));
}

std::string_view without_dot(std::string_view domain) {
    return domain.starts_with('.') ? domain.substr(1) : domain;
}

bool is_below(std::string_view path, std::string_view prefix) {
    while (prefix.ends_with('/')) prefix.remove_suffix(1);
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

std::string moved(std::string_view path, std::string_view from, std::string_view to) {
    while (from.ends_with('/')) from.remove_suffix(1);
    while (to.ends_with('/')) to.remove_suffix(1);
    auto made = std::string(to) + std::string(path.substr(from.size()));
    return made.empty() ? "/" : made;
}

enum class place : std::uint8_t { none, url, refresh, link, cookie };

place place_of(http::field const& f) {
    if (f.id == http::known::set_cookie) return place::cookie;
    if (f.id != http::known::other) return place::none;
    switch (f.name.size()) {
    case 4: return http::iequals(f.name, "Link") ? place::link : place::none;
    case 7: return http::iequals(f.name, "Refresh") ? place::refresh : place::none;
    case 8: return http::iequals(f.name, "Location") ? place::url : place::none;
    case 16: return http::iequals(f.name, "Content-Location") ? place::url : place::none;
    default: return place::none;
    }
}

} // namespace

std::string_view scheme_of(http::request_head const& head, bool trusted) {
    auto const* said = trusted ? head.find(http::known::x_forwarded_proto) : nullptr;
    return said != nullptr && http::iequals(said->value, "https") ? "https" : "http";
}

std::string_view host_of(http::request_head const& head, bool trusted, std::string_view host) {
    auto const* said = trusted ? head.find(http::known::x_forwarded_host) : nullptr;
    if (said != nullptr)
        if (auto const first = http::trimmed(said->value.substr(0, said->value.find(',')));
            is_plain_authority(first))
            return first;
    return is_plain_authority(host) ? host : std::string_view{};
}

other_target target_by(std::shared_ptr<link_translators const> translators, acl::direction way) {
    if (!translators || translators->empty()) return {};
    return
        [translators = std::move(translators), way](std::string_view target) -> std::optional<std::string> {
            for (auto const& one : *translators)
                if (auto made = one->translate_link(way, target)) return made;
            return std::nullopt;
        };
}

own_origin::own_origin(origin_options options) : options_(std::move(options)) {
    for (auto const& origin : options_.origins)
        if (auto const read = take_apart(origin)) {
            auto scheme = lower_case(read->scheme);
            auto authority = with_port(scheme, read->authority);
            own_.emplace_back(std::move(scheme), std::move(authority));
        }
}

bool own_origin::is_own(std::string_view scheme, std::string_view authority) const {
    return std::any_of(own_.begin(), own_.end(), [&](auto const& own) {
        return (scheme.empty() || http::iequals(own.first, scheme)) &&
               with_port(own.first, authority) == own.second;
    });
}

std::optional<std::string> own_origin::url(std::string_view text, link_view const& seen) const {
    auto const read = take_apart(text);
    if (!read) return std::nullopt;
    auto const translate = [&](std::string_view target) {
        return seen.translate ? seen.translate(target) : std::nullopt;
    };
    auto const finish = [&](std::string made) -> std::optional<std::string> {
        made += read->fragment;
        if (!is_one_url(made) || made == text) return std::nullopt;
        return made;
    };
    if (!read->authority.empty()) {
        bool const own = is_own(read->scheme, read->authority);
        // By the Host that it was told an upstream knows the client's own origin too.
        if (!own && !http::iequals(read->authority, seen.host)) return std::nullopt;
        auto target = std::string(read->target.starts_with('/') ? "" : "/") + std::string(read->target);
        auto other = translate(target);
        if (!own && !other) return std::nullopt;
        if (other) target = std::move(*other);
        if (!own) {
            auto const end = read->authority.data() + read->authority.size();
            return finish(std::string(text.data(), end) + target);
        }
        if (seen.host.empty()) return finish(std::move(target));
        auto origin = read->scheme.empty() ? std::string() : std::string(seen.scheme) + ':';
        return finish(origin + "//" + std::string(seen.host) + target);
    }
    if (read->target.empty() || !seen.translate) return std::nullopt;
    bool const absolute = read->target.starts_with('/');
    auto target = absolute ? std::string(read->target) : resolved(read->target, seen.asked_path);
    if (auto other = translate(target)) return finish(std::move(*other));
    // The client would look for it below another path.
    if (absolute || seen.asked_path == seen.client_path) return std::nullopt;
    return finish(std::move(target));
}

std::optional<std::string> own_origin::url_to_upstream(std::string_view text, link_view const& seen) const {
    auto const read = take_apart(text);
    if (!read) return std::nullopt;
    bool const named = !read->authority.empty();
    if (named ? !http::iequals(read->authority, seen.host) : !read->target.starts_with('/'))
        return std::nullopt;
    auto target = std::string(read->target.starts_with('/') ? "" : "/") + std::string(read->target);
    if (seen.translate)
        if (auto other = seen.translate(target)) target = std::move(*other);
    std::string made;
    if (named && !options_.called.empty())
        made = read->scheme.empty() ? options_.called.substr(options_.called.find("//")) : options_.called;
    else if (named)
        made.assign(text.data(), read->authority.data() + read->authority.size());
    made += target;
    made += read->fragment;
    if (!is_one_url(made) || made == text) return std::nullopt;
    return made;
}

std::optional<std::string> own_origin::refresh(std::string_view value, link_view const& seen) const {
    auto at = value.find_first_of(";,");
    if (at == std::string_view::npos) return std::nullopt;
    at = value.find_first_not_of(" \t", at + 1);
    if (at == std::string_view::npos) return std::nullopt;
    if (http::iequals(value.substr(at, 3), "url")) {
        auto const equals = value.find_first_not_of(" \t", at + 3);
        if (equals != std::string_view::npos && value[equals] == '=')
            at = std::min(value.find_first_not_of(" \t", equals + 1), value.size());
    }
    auto end = value.size();
    if (at < end && (value[at] == '"' || value[at] == '\'')) {
        end = std::min(value.find(value[at], at + 1), end);
        ++at;
    }
    auto const other = url(value.substr(at, end - at), seen);
    if (!other) return std::nullopt;
    return std::string(value.substr(0, at)) + *other + std::string(value.substr(end));
}

std::optional<std::string> own_origin::links(std::string_view value, link_view const& seen) const {
    std::string made;
    bool changed = false;
    bool quoted = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        made += value[i];
        if (quoted && value[i] == '\\' && i + 1 < value.size()) {
            made += value[++i];
            continue;
        }
        if (value[i] == '"') quoted = !quoted;
        if (quoted || value[i] != '<') continue;
        auto const end = std::min(value.find('>', i), value.size());
        auto const was = value.substr(i + 1, end - i - 1);
        auto const other = url(was, seen);
        changed = changed || other;
        made += other ? std::string_view(*other) : was;
        i = end - 1;
    }
    if (!changed) return std::nullopt;
    return made;
}

std::optional<std::string> own_origin::cookie(std::string_view value) const {
    std::string made;
    bool changed = false;
    for (std::size_t begin = 0; begin <= value.size();) {
        auto const end = std::min(value.find(';', begin), value.size());
        auto const piece = value.substr(begin, end - begin);
        bool const first = begin == 0;
        begin = end + 1;
        auto const equals = std::min(piece.find('='), piece.size());
        auto const name = http::trimmed(piece.substr(0, equals));
        auto const said = http::trimmed(piece.substr(std::min(equals + 1, piece.size())));
        std::optional<std::string> other;
        if (!first && http::iequals(name, "Domain")) {
            auto const domain = without_dot(said);
            for (auto const& [from, to] : options_.cookie_domain)
                if (!other && http::iequals(without_dot(from), domain)) other = to;
            if (other && other->empty()) {
                changed = true;
                continue;
            }
        } else if (!first && http::iequals(name, "Path")) {
            std::pair<std::string, std::string> const* best = nullptr;
            for (auto const& one : options_.cookie_path)
                if (is_below(said, one.first) && (best == nullptr || one.first.size() > best->first.size()))
                    best = &one;
            if (best != nullptr) other = moved(said, best->first, best->second);
        }
        if (!first) made += ';';
        if (other) {
            changed = true;
            made.append(" ").append(name).append("=").append(*other);
        } else {
            made += piece;
        }
    }
    if (!changed) return std::nullopt;
    return made;
}

bool own_origin::concerns(http::response_head const& head) {
    return std::any_of(head.fields.begin(), head.fields.end(),
                       [](http::field const& f) { return place_of(f) != place::none; });
}

std::vector<replaced_field> own_origin::mend(http::response_head& head, link_view const& seen,
                                             std::list<std::string>& memory) const {
    std::vector<replaced_field> replaced;
    for (std::size_t i = 0; i < head.fields.size(); ++i) {
        auto const& f = head.fields[i];
        std::optional<std::string> other;
        switch (place_of(f)) {
        case place::none: break;
        case place::url:
            if (options_.redirects) other = url(f.value, seen);
            break;
        case place::refresh:
            if (options_.redirects) other = refresh(f.value, seen);
            break;
        case place::link:
            if (options_.links) other = links(f.value, seen);
            break;
        case place::cookie: other = cookie(f.value); break;
        }
        if (!other) continue;
        replaced.emplace_back(i, f.value);
        head.fields.replace_value(i, memory.emplace_back(std::move(*other)));
    }
    return replaced;
}

} // namespace ficus::translation
