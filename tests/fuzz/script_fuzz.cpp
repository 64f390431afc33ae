#include "acl/format.hpp"
#include "acl/script_pattern.hpp"
#include "acl/translator.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace ficus::acl;

namespace {

side_options side(format kind, bool nested = false) {
    side_options made;
    made.kind = kind;
    if (kind == format::xml || kind == format::soap) made.root = "R";
    if (nested) made.nested = nested_form_options{};
    return made;
}

translator make(side_options legacy, side_options modern, std::string const& script) {
    translator_options o;
    o.legacy = std::move(legacy);
    o.modern = std::move(modern);
    o.lua.to_modern = script_text{script, ""};
    o.scripts.steps = 20'000;
    o.scripts.memory = 512UL * 1024;
    auto made = translator::compile(o);
    if (!made) std::abort();
    return *made;
}

/// Goes through all that is there, and builds it anew.
constexpr auto copies = R"(
local function walk(from, into)
    for name, v in pairs(from) do
        local kind = type(v)
        if kind == "object" then into[name] = object() walk(v, into[name])
        elseif kind == "list" then into[name] = list() walk(v, into[name])
        else into[name] = v end
    end
end
walk(source, target))";

/// The same for elements, whose names are texts that a sender chose.
constexpr auto elements = R"(
local function walk(from, into)
    for name, v in pairs(from) do
        if type(v) == "element" then into[#into + 1] = list() walk(v, into[#into])
        else into[#into + 1] = name .. "=" .. tostring(v) end
    end
end
target.all = list()
walk(source, target.all)
target.a = source["A/B"]
target.l = #source["A/C[]"])";

constexpr auto to_elements = R"(
for name, v in pairs(source) do
    target[name] = v
    target["L/I[]"] = { name, { ["@n"] = name } }
end)";

constexpr auto returns = "return source";

constexpr auto matches = R"lua(
local text = tostring(source.a)
target.a = text:gsub("(%w+)%s*[=:]%s*(.-)[,;]", "%2=%1")
target.b = text:match("^%s*(.-)%s*$")
target.c = text:find("%b()") or null
target.d = string.format("%-10.5s|%d", text:sub(1, 20):gsub("%z", ""), #text)
target.e = utf8.len(text) or null)lua";

/// A pattern may be whatever a sender says, and is matched in the steps that it has.
void match(std::string_view text) {
    auto const cut = text.find('\n');
    if (cut == std::string_view::npos) return;
    auto const subject = text.substr(cut + 1);
    script_pattern pattern(subject, text.substr(0, cut));
    std::int64_t steps = 20'000;
    for (std::size_t at = 0; at <= subject.size() && pattern.failure() == nullptr; ++at) {
        auto const* const end = pattern.match(subject.data() + at, steps);
        if (end == nullptr) continue;
        if (end < subject.data() + at || end > subject.data() + subject.size()) std::abort();
        for (std::size_t i = 0; i < pattern.captures(); ++i) {
            auto const& c = pattern[i];
            if (c.at < subject.data() || c.at + (c.size > 0 ? c.size : 0) > subject.data() + subject.size())
                std::abort();
        }
    }
}

} // namespace

/// The first byte chooses: a hostile document for a script, a hostile pattern, or a script that is anything
/// at all. What a script makes can be read again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static translator const all[] = {make(side(format::json), side(format::json), copies),
                                     make(side(format::xml), side(format::json), elements),
                                     make(side(format::json), side(format::xml), to_elements),
                                     make(side(format::form), side(format::json), copies),
                                     make(side(format::json), side(format::form), to_elements),
                                     make(side(format::json), side(format::json), matches),
                                     make(side(format::json), side(format::soap), to_elements),
                                     make(side(format::json), side(format::multipart), to_elements),
                                     make(side(format::json), side(format::xmlrpc), returns),
                                     make(side(format::json), side(format::csv), returns),
                                     make(side(format::json), side(format::text), returns),
                                     make(side(format::json), side(format::form, true), returns)};
    if (size == 0) return 0;
    std::string_view const rest(reinterpret_cast<char const*>(data) + 1, size - 1);
    auto const chosen = data[0] % (std::size(all) + 2);
    if (chosen == std::size(all)) {
        match(rest);
        return 0;
    }
    std::optional<translator> own;
    std::string_view body = rest;
    if (chosen == std::size(all) + 1) {
        translator_options o;
        o.legacy = {format::json, "", {}};
        o.modern = {format::json, "", {}};
        o.lua.to_modern = script_text{std::string(rest), ""};
        o.scripts.steps = 20'000;
        o.scripts.memory = 512UL * 1024;
        auto made = translator::compile(o);
        if (!made) return 0;
        own = std::move(*made);
        body =
            R"({"a":"text","n":7,"d":12.50,"t":true,"z":null,"l":[1,"two",[3],{"x":4}],"o":{"p":{"q":[]}}})";
    }
    auto const& used = own ? *own : all[chosen];
    auto const made = used.translate_body(direction::to_modern, part::response, body);
    if (!made || made->empty()) return 0;
    if (!read_body(used.side(part::response, 1), *made)) std::abort();
    return 0;
}
