#include "acl/compare.hpp"
#include "acl/json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// Two bodies, parted by the first zero byte: what can be read equals itself, values that are equal by the
/// rules find each other in unordered lists, a line more is one difference, and a redacted value is in
/// nothing that is shown or stored.
namespace {

using namespace ficus::acl;

compare_options rules() {
    compare_options options;
    options.ignore = {"$..ignored", "cookie:a*"};
    options.unordered = {"$.u", "$.x.u[*]"};
    options.keyed = {{"$.k", "id"}, {"$.l", "@id"}};
    options.tolerance = {{"$.t", "0.5"}, {"$.u[*]", "1"}};
    options.tolerance_relative = {{"$..r", "0.125"}, {"$.*[*].t", "0.01"}};
    options.normalize = {{"$..c", {"trim", "case"}},
                         {"$..at", {"time"}},
                         {"$..href", {"trim", "origin"}},
                         {"$..ref", {"regex:^(?:a|b(.*))$", "case", "time"}}};
    options.cookies = cookie_policy::attributes;
    options.redact = {"$..pin"};
    return options;
}

comparer compiled(compare_options const& options) {
    auto made = comparer::compile(options);
    if (!made) std::abort();
    return *made;
}

void check(bool is_right) {
    if (!is_right) std::abort();
}

bool shows(comparison const& found, std::string_view text) {
    for (auto const& one : found.differences)
        if ((one.path + one.legacy + one.modern).find(text) != std::string::npos) return true;
    return false;
}

/// What is equal in its place is equal in an unordered list.
void check_unordered(std::string_view left, std::string_view right) {
    if (!read_json(left) || !read_json(right)) return;
    std::string const l(left), r(right);
    auto const legacy = R"({"o":[)" + l + R"(],"u":[)" + l + ",17]}";
    auto const modern = R"({"o":[)" + r + R"(],"u":[17,)" + r + "]}";
    static comparer const compare = [] {
        auto options = rules();
        for (auto const* place : {"$.o[*]", "$.u[*]"}) options.tolerance.emplace_back(place, "1");
        options.tolerance.emplace_back("$.*[*].x", "0.5");
        return compiled(options);
    }();
    auto const found =
        compare.compare({200, {}, "application/json", legacy}, {200, {}, "application/json", modern});
    if (found.way != body_way::json || found.too_complex || found.count > found.differences.size()) return;
    bool in_order = true, in_any = true;
    for (auto const& one : found.differences) (one.path.starts_with("$.o") ? in_order : in_any) = false;
    check(!in_order || in_any);
}

void check_lines(comparer const& compare, std::string const& left) {
    if (left.empty()) return;
    answer const legacy{200, {}, "text/plain", left};
    auto const more = left + "\nmore";
    auto const found = compare.compare(legacy, {200, {}, "text/plain; charset=utf-8", more});
    check(found.way != body_way::text || (found.count == 1 && !shows(found, "more")));
}

void check_form(comparer const& compare, std::string_view left, std::string_view right) {
    constexpr std::string_view type = "application/x-www-form-urlencoded";
    auto const found = compare.compare({200, {}, type, left}, {200, {}, type, right});
    if (found.way != body_way::form) return;
    auto const holds_secret = [](std::string_view body) {
        constexpr std::string_view field = "pin=4111-secret";
        std::string rest = "&" + std::string(body) + "&";
        for (std::size_t at = 0; (at = rest.find("&" + std::string(field) + "&", at)) != std::string::npos;)
            rest.replace(at + 1, field.size(), "?");
        return rest.find("secret") != std::string::npos || rest.find('%') != std::string::npos;
    };
    check(holds_secret(left) || holds_secret(right) || !shows(found, "4111-secret"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static comparer const compare = compiled(rules());
    std::string_view const all(reinterpret_cast<char const*>(data), size);
    auto const cut = all.find('\0');
    auto const left = all.substr(0, cut);
    auto const right = cut == std::string_view::npos ? std::string_view{} : all.substr(cut + 1);
    answer const legacy{200, {}, "", left};
    answer const modern{200, {}, "", right};

    // Another spelling, so that the walk is taken and not the comparison of bytes.
    std::string const spaced = std::string(left) + " ";
    auto const is_readable = [](std::string_view body) {
        return !body.empty() && !compare.redact("", body, 100).starts_with('(');
    };
    if (is_readable(left) && is_readable(spaced) && !compare.compare(legacy, {200, {}, "", spaced}).equal())
        std::abort();

    check_unordered(left, right);
    check_lines(compare, std::string(left));
    check_form(compare, left, right);
    header_view const set_by_legacy[] = {{"Set-Cookie", left}};
    header_view const set_by_modern[] = {{"Set-Cookie", right}};
    compare.compare({200, set_by_legacy, "", ""}, {200, set_by_modern, "", ""}, 1'735'063'200'000);

    auto const found = compare.compare(legacy, modern, 1'735'063'200'000);
    // Where the secret stands in redacted places of JSON alone, nothing that is shown or stored may hold it.
    // (Within XML, or behind an escaped quote, the same bytes are other data.)
    if (all.find_first_of("<\\") != std::string_view::npos) return 0;
    constexpr std::string_view secret = "4111-secret";
    constexpr std::string_view member = R"("pin":"4111-secret")";
    std::string rest(all);
    for (std::size_t at = 0; (at = rest.find(member, at)) != std::string::npos;)
        rest.replace(at, member.size(), "?");
    if (rest.find(secret) != std::string::npos) return 0;
    check(!shows(found, secret));
    if (compare.redact("", left, 10'000).find(secret) != std::string::npos) std::abort();
    return 0;
}
