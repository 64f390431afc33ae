#include "facade/config/read_statuses.hpp"

#include "facade/config/values.hpp"

namespace ficus::config {

void read_status(scalar_or_table const& said, diagnostics& out, resilience::status_set& into,
                 std::string const& mend) {
    auto const statuses = resilience::status_set::parse(said.text);
    if (!statuses)
        return out.error(said.where, in_quotes(said.text) +
                                         " is no status from 400 to 599, no class of them such as \"5xx\"" +
                                         mend);
    if (said.text.front() < '4')
        return out.error(said.where, in_quotes(said.text) + " is no error; name statuses from 400 to 599");
    into.add(*statuses);
}

void read_statuses(section& from, std::string_view member, resilience::status_set& out) {
    auto const all = from.items(member, false);
    if (from.has(member)) out = {};
    for (auto const& said : all) read_status(said, from.out(), out);
}

} // namespace ficus::config
