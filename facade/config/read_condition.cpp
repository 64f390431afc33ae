#include "facade/config/read_condition.hpp"

#include "facade/config/read_scalar.hpp"

namespace ficus::config {
namespace {

/// `{ absent = true }`, or `{ empty = "object" }`
acl::constant_options read_nothing_said(section from) {
    acl::constant_options out;
    from.read("absent", out.absent);
    from.read_choice<std::optional<acl::kind>>(
        "empty", {{"object", acl::kind::object}, {"list", acl::kind::array}}, out.empty);
    if (out.empty) out.text = *out.empty == acl::kind::array ? "[]" : "{}";
    if (out.absent && from.has("empty"))
        from.out().error(from.place_of("empty"),
                         "is something, and `absent` asks for nothing; leave one out");
    from.finish();
    if (!out.absent && !from.has("empty"))
        from.out().consequence(from.where(), "asks for nothing that can be told; write { absent = true } or "
                                             "{ empty = \"object\" }, or leave the path out: a side of which "
                                             "nothing is said is told by the fields that are there");
    return out;
}

acl::constant_options read_said(scalar_or_table& said) {
    if (said.table) return read_nothing_said(std::move(*said.table));
    return {std::move(said.text), type_of(said.kind)};
}

} // namespace

acl::when_options read_when(section from) {
    acl::when_options out;
    for (auto const& [member, target] :
         {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}}) {
        auto side = from.table(member);
        if (!side) continue;
        for (auto& [path, said] : side->members("a text, a number, a boolean or { absent = true }", true))
            target->emplace_back(path, read_said(said));
    }
    from.finish();
    if (out.is_empty())
        from.out().consequence(from.where(), "says nothing; name what a side says, as in when = { modern = { "
                                             "kind = \"card\" } }");
    return out;
}

std::vector<std::pair<std::string, acl::constant_options>> read_outcome_when(section& from) {
    std::vector<std::pair<std::string, acl::constant_options>> out;
    auto when = from.table("when");
    if (!when) return out;
    for (auto& [path, said] : when->members("a text, a number, a boolean or { empty = \"object\" }", true)) {
        out.emplace_back(path, read_said(said));
        if (out.back().second.absent)
            from.out().error(said.where,
                             "cannot be absent here; say where there is nothing in `without = [\"" + path +
                                 "\"]`");
    }
    return out;
}

} // namespace ficus::config
