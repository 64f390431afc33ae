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

std::uint16_t bucket_of_query(std::string_view salt, std::string_view encoded) {
    if (encoded.find_first_of("%+") == std::string_view::npos) return bucket_of(salt, encoded);
    std::array<std::byte, 1024> room;
    std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
    std::pmr::string decoded(&memory);
    decoded.reserve(encoded.size());
    decode_query(encoded, decoded);
    return bucket_of(salt, decoded);
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
    for (auto const& source : sources_) {
        if ((source.needs & ~request.seen) != 0) continue;
        auto const take = [&](std::string_view key) {
            if (!key.empty()) result = found{bucket_of(salt, key), source.text};
            return result.has_value();
        };
        switch (source.what) {
        case kind::header: any_header(request, source.name, take); break;
        case kind::cookie: any_cookie(request, source.name, take); break;
        case kind::issue: any_cookie(request, issued_cookie, take); break;
        case kind::query:
            any_query(request, source.name, [&](std::string_view encoded) {
                if (!encoded.empty()) result = found{bucket_of_query(salt, encoded), source.text};
                return result.has_value();
            });
            break;
        case kind::ip: {
            std::array<char, 46> buffer;
            take(request.client.to_chars(buffer));
            break;
        }
        }
        if (result) return result;
    }
    return result;
}

} // namespace ficus::rules
