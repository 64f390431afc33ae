#pragma once

#include "translators.hpp"

#include <string>
#include <utility>

/// Translators whose scripts are all that matters.
namespace ficus::acl::testing {

inline field_options scripted(field_options f, std::string to_modern,
                              std::string to_legacy = "return value") {
    f.lua.to_modern = script_text{std::move(to_modern), ""};
    f.lua.to_legacy = script_text{std::move(to_legacy), ""};
    return f;
}

/// A script of whole bodies, the same one both ways; no field is declared.
inline translator_options whole(format legacy, format modern, std::string script) {
    auto o = mapped(legacy, modern, {});
    o.lua.to_modern = script_text{script, ""};
    o.lua.to_legacy = script_text{std::move(script), ""};
    return o;
}

/// What becomes of a JSON document by a script between JSON and JSON.
inline std::string after(std::string const& script, std::string_view document = "{}") {
    return to_modern(make(whole(format::json, format::json, script)), document);
}

/// What an expression is, as the member `x` of a document.
inline std::string value_of(std::string const& expression, std::string_view document = "{}") {
    auto const made = after("target.x = " + expression, document);
    constexpr std::string_view before = "{\"x\":";
    return made.starts_with(before) ? made.substr(before.size(), made.size() - before.size() - 1) : made;
}

} // namespace ficus::acl::testing
