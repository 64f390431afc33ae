#include "facade/config/addresses.hpp"
#include "facade/config/parts.hpp"
#include "facade/config/read_endpoints.hpp"
#include "facade/config/read_guards.hpp"

#include <algorithm>

namespace ficus::config {

namespace {

/// A name, with a dot before it or without, and no port.
bool is_domain(std::string_view text) {
    if (text.starts_with('.')) text.remove_prefix(1);
    return is_host(text) && text.find(':') == std::string_view::npos;
}

void read_cookie_domains(section& from, upstream::upstream_options& out) {
    for (auto const& [domain, other] : from.text_table("cookie_domain")) {
        if (!is_domain(domain.text) || !(other.empty() || is_domain(other)))
            from.out().error(domain.where,
                             in_quotes(is_domain(domain.text) ? other : domain.text) +
                                 " is no domain; write one such as \"shop.example\", or \"\" as what it "
                                 "becomes, so that the cookie is the asked host's alone");
        out.cookie_domain.emplace_back(domain.text, other);
    }
}

void read_cookie_paths(section& from, upstream::upstream_options& out) {
    auto const is_path = [](std::string_view text) {
        return text.starts_with('/') &&
               std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != ';'; });
    };
    for (auto const& [path, other] : from.text_table("cookie_path")) {
        if (!is_path(path.text) || !is_path(other))
            from.out().error(path.where, in_quotes(is_path(path.text) ? other : path.text) +
                                             " is no path of a cookie; it begins with '/', and has neither "
                                             "white space nor ';'");
        out.cookie_path.emplace_back(path.text, other);
    }
}

} // namespace

upstream::upstream_options read_upstream(std::string const& name, section from) {
    upstream::upstream_options out;
    out.name = name;
    read_endpoints(from, out);
    read_guards(from, out);
    read_balance(from, out);
    if (auto const host = from.text("host"); host && host->text != "preserve") {
        if (is_host(host->text))
            out.host = host->text;
        else
            from.out().error(host->where, in_quotes(host->text) +
                                              " is no host; write \"preserve\" (the client's Host) or a "
                                              "name such as \"orders.internal\"");
    }
    from.read_choice<bool>("redirects", {{"rewrite", true}, {"keep", false}}, out.redirects);
    from.read_choice<bool>("links", {{"rewrite", true}, {"keep", false}}, out.links);
    for (auto const& entry : from.texts("origins").value_or(std::vector<located_text>{})) {
        if (auto origin = parse_origin(entry.text))
            out.origins.push_back(std::move(*origin));
        else
            from.out().error(entry.where, origin.error().message);
    }
    read_cookie_domains(from, out);
    read_cookie_paths(from, out);
    from.finish();
    return out;
}

} // namespace ficus::config
