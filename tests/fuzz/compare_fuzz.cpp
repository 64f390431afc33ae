#include "acl/compare.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// Two bodies, parted by the first zero byte: what can be read equals itself, and a redacted value is in
/// nothing that is shown or stored.
namespace {

using namespace ficus::acl;

comparer make() {
    compare_options options;
    options.ignore = {"$..ignored"};
    options.unordered = {"$.u", "$.x.u[*]"};
    options.keyed = {{"$.k", "id"}, {"$.l", "@id"}};
    options.tolerance = {{"$.t", "0.5"}, {"$.u[*]", "1"}};
    options.redact = {"$..pin"};
    auto compiled = comparer::compile(options);
    if (!compiled) std::abort();
    return *compiled;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static comparer const compare = make();
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

    auto const found = compare.compare(legacy, modern);
    // Where the secret stands in redacted places of JSON alone, nothing that is shown or stored may hold it.
    // (Within XML, or behind an escaped quote, the same bytes are other data.)
    if (all.find_first_of("<\\") != std::string_view::npos) return 0;
    constexpr std::string_view secret = "4111-secret";
    constexpr std::string_view member = R"("pin":"4111-secret")";
    std::string rest(all);
    for (std::size_t at = 0; (at = rest.find(member, at)) != std::string::npos;)
        rest.replace(at, member.size(), "?");
    if (rest.find(secret) != std::string::npos) return 0;
    for (auto const& one : found.differences)
        if ((one.path + one.legacy + one.modern).find(secret) != std::string::npos) std::abort();
    if (compare.redact("", left, 10'000).find(secret) != std::string::npos) std::abort();
    return 0;
}
