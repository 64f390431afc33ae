#include "acl/body_facts.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using ficus::acl::body_facts;

void require(bool holds) {
    if (!holds) std::abort();
}

/// How many values a question finds; it must find as many when asked again, and stop at the first when told.
template<class Ask>
std::size_t count(Ask ask) {
    std::size_t n = 0;
    auto const counting = [&](std::optional<std::string_view>) { return ++n == 0; };
    require(!ask(counting));
    auto const found = n;
    n = 0;
    require(ask([&](std::optional<std::string_view>) { return ++n > 0; }) == (found > 0));
    require(n == (found > 0 ? 1U : 0U));
    return found;
}

} // namespace

/// The first line is a path, the rest a body. A body has one shape; a path in which nothing is wrong can be
/// walked in any.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const all(reinterpret_cast<char const*>(data), size);
    auto const line = all.find('\n');
    if (line == std::string_view::npos) return 0;
    auto const path = all.substr(0, line);
    body_facts const facts(all.substr(line + 1));
    auto const root = count([&](auto visit) { return facts.xml_root(visit); });
    auto xml = root + count([&](auto visit) { return facts.xmlrpc_method(visit); });
    auto json = count([&](auto visit) { return facts.jsonrpc_method(visit); });
    require(json <= 1);
    if (!ficus::acl::wrong_xml_path(path))
        xml += count([&](auto visit) { return facts.xml_path(path, visit); });
    if (!ficus::acl::wrong_json_path(path))
        json += count([&](auto visit) { return facts.json(path, visit); });
    (void)ficus::acl::wrong_xml_name(path);
    auto const form = count([&](auto visit) { return facts.form(path, visit); });
    require((xml > 0) + (json > 0) + (form > 0) <= 1);
    if (facts.failure()) {
        require(xml + json + form == 0);
        require(!facts.failure()->message.empty());
    }
    return 0;
}
