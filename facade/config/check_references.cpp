#include "facade/config/checks.hpp"
#include "facade/config/suggestion.hpp"
#include "facade/config/values.hpp"
#include "facade/http/method.hpp"
#include "rules/near_match.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

namespace ficus::config {

namespace {

/// What one kind of thing is called in the file, and which of it have been referred to.
struct names {
    std::string table; ///< `upstreams`
    std::vector<std::string> all;
    std::set<std::string> used;
};

void refer(names& to, std::string const& name, place const& from, diagnostics& out) {
    if (name.empty()) return;
    if (std::find(to.all.begin(), to.all.end(), name) != to.all.end()) {
        to.used.insert(name);
        return;
    }
    auto mend = suggestion(name, to.all);
    if (mend.empty() || !rules::near_match(name, to.all))
        mend += "; add [" + member_key(to.table, name) + ']';
    out.error(from, in_quotes(name) + " is not among the " + to.table + mend);
}

bool puts_together(configuration const& config, std::optional<std::string> const& translator) {
    return std::any_of(config.translators.begin(), config.translators.end(),
                       [&](auto const& t) { return translator == t.name && !t.calls.empty(); });
}

/// A copy of a write is a write: it should reach something that may be written to for a trial.
void check_copies(feature& of, std::string const& key, names& upstreams,
                  std::function<place(std::string const&)> const& place_of, diagnostics& out) {
    auto const named = key + ".compare.shadow_upstream";
    auto& copies = of.copies;
    for (auto const& [side, upstream, live] :
         {std::tuple{".legacy", &copies.upstream_legacy, &of.options.legacy},
          std::tuple{".modern", &copies.upstream_modern, &of.options.modern}}) {
        if (!*upstream) continue;
        auto at = place_of(named + side);
        if (at.key != named + side) at = place_of(named);
        refer(upstreams, **upstream, at, out);
        if (**upstream == *live)
            out.warning(at, "is " + in_quotes(*live) +
                                ", where this side's requests go as well: leave it out, or name a sandbox");
    }
    if (copies.upstream_modern) return;
    for (auto const& method : of.compare.methods)
        if (!http::is_safe(method))
            out.warning(place_of(key + ".compare.methods"),
                        method + " is copied to " + in_quotes(of.options.modern) +
                            " itself, which does it too; give shadow_upstream a sandbox");
}

} // namespace

void check_references(configuration& config, node const& root, diagnostics& out) {
    names upstreams{"upstreams", {}, {}};
    for (auto const& upstream : config.upstreams) upstreams.all.push_back(upstream.name);
    names translators{"translators", {}, {}};
    for (auto const& translator : config.translators) translators.all.push_back(translator.name);
    auto const place_of = [&](std::string const& key) {
        return locate(root, key).value_or(place{root.at, key});
    };
    // A feature's side is its upstream, or a table that names it.
    auto const place_of_side = [&](std::string const& key) {
        auto const in_full = locate(root, key + ".upstream");
        return in_full && in_full->key == key + ".upstream" ? *in_full : place_of(key);
    };

    refer(upstreams, config.facade.legacy, place_of("facade.legacy"), out);
    for (auto& feature : config.features) {
        auto& options = feature.options;
        auto const key = member_key("features", options.name);
        // Where it stands by default, a wrong facade.legacy has been said already.
        if (options.legacy.empty())
            options.legacy = config.facade.legacy;
        else
            refer(upstreams, options.legacy, place_of_side(key + ".legacy"), out);
        refer(upstreams, options.modern, place_of_side(key + ".modern"), out);
        check_copies(feature, key, upstreams, place_of, out);
        if (options.translator) refer(translators, *options.translator, place_of(key + ".translator"), out);
        if (options.contract == rules::side::modern && puts_together(config, options.translator))
            out.warning(place_of(key + ".translator"),
                        "puts one legacy answer together from several modern calls, but clients here speak "
                        "modern: of legacy's answers they get what the main one has, and what fields say of "
                        "calls is left out");
        if (!config.facade.shed && feature.priority != resilience::priority::normal)
            out.warning(place_of(key + ".priority"),
                        "says who goes first where the facade turns requests away, which it does not; add "
                        "[facade.shed], or leave it out");
        if (!options.modern.empty() && options.modern == options.legacy)
            out.warning(place_of_side(key + ".modern"), "is " + in_quotes(options.modern) +
                                                            ", the upstream that is legacy as well: "
                                                            "moving the feature changes nothing");
    }
    for (auto const& translator : config.translators)
        for (std::size_t i = 0; i < translator.calls.size(); ++i)
            refer(
                upstreams, translator.calls[i].upstream,
                place_of(element_key(member_key("translators", translator.name) + ".calls", i) + ".upstream"),
                out);
    for (auto const* kind : {&upstreams, &translators})
        for (auto const& name : kind->all)
            if (!kind->used.contains(name))
                out.warning(place_of(member_key(kind->table, name)),
                            "nothing refers to it; remove it, or name it where it "
                            "is meant to serve");
}

} // namespace ficus::config
