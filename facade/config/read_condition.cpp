#include "facade/config/read_condition.hpp"

#include "facade/config/read_scalar.hpp"

#include <utility>

namespace ficus::config {
namespace {

/// `{ not = "jpy" }`, or a list.
acl::constant_options read_denied(section from) {
    acl::constant_options out;
    out.denies = true;
    from.refuse_empty("not", "name a text that is not to be there, as in { not = \"jpy\" }");
    bool first = true;
    for (auto& said : from.items("not", false)) {
        if (said.text == "*" && said.kind == node_kind::string)
            from.out().error(said.where, "is anything; write { absent = true }");
        if (std::exchange(first, false))
            out.text = std::move(said.text), out.type = type_of(said.kind);
        else
            out.others.emplace_back(std::move(said.text), type_of(said.kind));
    }
    from.finish();
    return out;
}

/// `{ absent = true }`, `{ empty = "object" }`, or `{ not = "jpy" }`
acl::constant_options read_nothing_said(section from) {
    if (from.has("not")) return read_denied(std::move(from));
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
        from.out().consequence(
            from.where(), "asks for nothing that can be told; write { absent = true }, "
                          "{ not = \"a\" } or { empty = \"object\" }, or leave the path out: a side of which "
                          "nothing is said is told by the fields that are there");
    return out;
}

/// What a condition asks for: one text, or a list of which the first is written.
acl::constant_options read_said(std::vector<scalar_or_table>& said) {
    if (said.front().table) return read_nothing_said(std::move(*said.front().table));
    acl::constant_options out{std::move(said.front().text), type_of(said.front().kind)};
    for (std::size_t i = 1; i < said.size(); ++i)
        out.others.emplace_back(std::move(said[i].text), type_of(said[i].kind));
    return out;
}

} // namespace

acl::when_options read_when(section from) {
    acl::when_options out;
    for (auto const& [member, target] :
         {std::pair{"legacy", &out.legacy}, std::pair{"modern", &out.modern}}) {
        auto side = from.table(member);
        if (!side) continue;
        for (auto& [path, said] :
             side->member_lists("a text, a number, a boolean, { absent = true } or { not = \"a\" }"))
            target->emplace_back(path.text, read_said(said));
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
    for (auto& [path, said] : when->member_lists("a text, a number, a boolean or { empty = \"object\" }")) {
        out.emplace_back(path.text, read_said(said));
        if (out.back().second.absent)
            from.out().error(path.where,
                             "cannot be absent here; say where there is nothing in `without = [\"" +
                                 path.text + "\"]`");
    }
    return out;
}

} // namespace ficus::config
