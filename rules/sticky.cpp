#include "rules/sticky.hpp"

#include "rules/bucket.hpp"
#include "rules/marks.hpp"
#include "rules/near_match.hpp"
#include "rules/values.hpp"

#include <array>
#include <memory_resource>

namespace ficus::rules {

namespace {

using kind = sticky_list::source::kind;

constexpr std::string_view forms = "write header:NAME, cookie:NAME, query:NAME, ip or issue";

struct parsed {
    std::optional<sticky_list::source> source;
    std::string wrong;
};

parsed parse(std::string const& text) {
    auto const refuse = [&](std::string_view why) {
        return parsed{std::nullopt, "`" + text + "` is no sticky key: " + std::string(why)};
    };
    if (text == "ip") return {sticky_list::source{kind::ip, {}, text}, {}};
    if (text == "issue") return {sticky_list::source{kind::issue, {}, text}, {}};
    auto const colon = text.find(':');
    auto const what = std::string_view(text).substr(0, colon);
    auto const name = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    auto const refuse_kind = [&] {
        auto const near = near_match(what, {"header", "cookie", "query", "ip", "issue"});
        if (!near) return refuse(forms);
        bool const has_name = *near != "ip" && *near != "issue";
        return refuse("did you mean `" + *near + (has_name ? ':' + (name.empty() ? "NAME" : name) : "") +
                      "`?");
    };
    if (colon == std::string::npos) return refuse_kind();
    if (what == "query") {
        if (name.empty()) return refuse("it names no parameter; write query:NAME");
        return {sticky_list::source{kind::query, name, text}, {}};
    }
    if (what != "header" && what != "cookie") return refuse_kind();
    if (!is_token(name))
        return refuse("the name after the colon must be one or more letters, digits or !#$%&'*+-.^_`|~");
    return {sticky_list::source{what == "header" ? kind::header : kind::cookie, name, text}, {}};
}

marks needs(sticky_list::source const& s) {
    switch (s.what) {
    case kind::header: return mark_of_header(s.name);
    case kind::cookie:
    case kind::issue: return mark_of_header("cookie");
    case kind::query: return mark_of_query;
    case kind::ip: break;
    }
    return 0;
}

/// Calls `use` with a query's value as it is meant, and gives what it returns.
template<class Use>
bool with_decoded(std::string_view encoded, Use&& use) {
    if (encoded.find_first_of("%+") == std::string_view::npos) return use(encoded);
    std::array<std::byte, 1024> room;
    std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
    std::pmr::string decoded(&memory);
    decoded.reserve(encoded.size());
    decode_query(encoded, decoded);
    return use(std::string_view(decoded));
}

/// Calls `use` with the key of the first source that is present and not empty, and with the source.
template<class Use>
void with_key(std::vector<sticky_list::source> const& sources, facts const& request, Use&& use) {
    for (auto const& source : sources) {
        if ((source.needs & ~request.seen) != 0) continue;
        bool used = false;
        auto const take = [&](std::string_view key) {
            if (key.empty()) return false;
            use(key, source);
            return used = true;
        };
        switch (source.what) {
        case kind::header: any_header(request, source.name, take); break;
        case kind::cookie: any_cookie(request, source.name, take); break;
        case kind::issue: any_cookie(request, issued_cookie, take); break;
        case kind::query:
            any_query(request, source.name,
                      [&](std::string_view encoded) { return with_decoded(encoded, take); });
            break;
        case kind::ip: {
            std::array<char, 46> buffer;
            take(request.client.to_chars(buffer));
            break;
        }
        }
        if (used) return;
    }
}

} // namespace

boost::system::result<sticky_list, std::vector<option_error>>
sticky_list::compile(std::vector<std::string> const& options) {
    sticky_list list;
    std::vector<option_error> errors;
    for (std::size_t i = 0; i < options.size(); ++i) {
        auto const key = "sticky[" + std::to_string(i) + "]";
        auto [made, wrong] = parse(options[i]);
        if (!made)
            errors.push_back({key, wrong});
        else if (made->what == kind::issue && i + 1 != options.size())
            errors.push_back(
                {key, "`issue` always gives a key, so nothing after it counts; make it the last"});
        else
            list.sources_.push_back(std::move(*made));
    }
    if (!errors.empty()) return errors;
    for (auto& source : list.sources_) source.needs = needs(source);
    return list;
}

std::optional<sticky_list::found> sticky_list::find(facts const& request, std::string_view salt) const {
    std::optional<found> result;
    with_key(sources_, request, [&](std::string_view key, source const& from) {
        result = found{bucket_of(salt, key), from.text};
    });
    return result;
}

std::optional<std::uint64_t> sticky_list::hash(facts const& request, std::uint64_t seed) const {
    std::optional<std::uint64_t> result;
    with_key(sources_, request, [&](std::string_view key, source const& from) {
        auto const index = static_cast<std::uint64_t>(&from - sources_.data());
        auto const& address = request.client;
        // A header may say what an address says.
        if (from.what != kind::ip || address.is_v4())
            result = hash_of(key, seed + index);
        else
            result = hash_of({reinterpret_cast<char const*>(address.bytes.data()), 8}, seed + index);
    });
    return result;
}

} // namespace ficus::rules
