#include "facade/config/read_throttle.hpp"

#include "facade/config/parts.hpp"
#include "facade/config/values.hpp"
#include "rules/sticky.hpp"

#include <utility>

namespace ficus::config {

namespace {

constexpr std::size_t most_rules = 8;

std::vector<std::string> read_key(section& from) {
    from.refuse_empty("key", "name what tells clients from each other, such as [\"header:X-Api-Key\", "
                             "\"ip\"], or leave the key out: then all share the rate");
    std::vector<std::string> out;
    auto const entries = from.texts("key").value_or(std::vector<located_text>{});
    refuse_repeated(entries, from.out());
    for (auto const& entry : entries) {
        out.push_back(entry.text);
        if (entry.text.empty()) continue;
        auto const read = rules::sticky_list::compile({entry.text});
        if (!read || read->issues())
            from.out().error(entry.where, in_quotes(entry.text) +
                                              " tells no client from another; write "
                                              "header:NAME, cookie:NAME, query:NAME or ip");
    }
    return out;
}

resilience::throttle_rule read_rule(section from) {
    resilience::throttle_rule out;
    if (auto const text = from.text("rate", need::required)) {
        if (auto const rate = parse_rate(text->text))
            out.rate = *rate;
        else
            from.out().error(text->where, rate.error().message);
    }
    from.read_integer("burst", 1, resilience::rate::most, out.rate.burst);
    out.key = read_key(from);
    from.finish();
    return out;
}

} // namespace

std::vector<resilience::throttle_rule> read_throttle(section& from) {
    from.refuse_empty("throttle", "write a rule such as { rate = \"1000/s\" }, or leave the key out");
    auto rules = from.each("throttle", read_rule).value_or(std::vector<resilience::throttle_rule>{});
    if (rules.size() > most_rules)
        from.out().error(from.place_of("throttle"), "has more than " + std::to_string(most_rules) +
                                                        " rules, all of which each request would have to "
                                                        "pass; leave some out");
    return rules;
}

} // namespace ficus::config
