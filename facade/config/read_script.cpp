#include "facade/config/read_script.hpp"

#include "facade/config/regular_file.hpp"

namespace ficus::config {
namespace {

std::optional<acl::script_text> read_script(section& from, std::string_view member) {
    if (!from.has_table(member)) {
        auto said = from.text(member);
        if (!said) return std::nullopt;
        return acl::script_text{std::move(said->text), {}};
    }
    auto file = from.table(member);
    auto const name = file->text("file", need::required);
    file->finish();
    if (!name) return std::nullopt;
    auto text = read_regular_file(
        name->text,
        {1024UL * 1024, "is larger than 1 MiB, which no script is; name another", "name a script"});
    if (text)
        return acl::script_text{std::move(*text), std::filesystem::path(name->text).filename().string()};
    from.out().error(name->where, text.error());
    return std::nullopt;
}

} // namespace

acl::lua_options read_lua(section from, acl::script_limits* limits) {
    acl::lua_options out;
    out.to_modern = read_script(from, "to_modern");
    out.to_legacy = read_script(from, "to_legacy");
    bool says_limits = false;
    if (limits != nullptr) {
        from.read_integer("steps", 1000, 1'000'000'000, limits->steps);
        from.read_size("memory", 64UL * 1024, 1024UL * 1024 * 1024, limits->memory);
        says_limits = from.has("steps") || from.has("memory");
    }
    if (!says_limits && !from.has("to_modern") && !from.has("to_legacy"))
        from.out().error(from.where(), "says nothing; write a script for a direction, such as to_modern = "
                                       "\"return value:upper()\"");
    from.finish();
    return out;
}

} // namespace ficus::config
