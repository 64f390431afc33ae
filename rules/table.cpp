#include "rules/table.hpp"

#include "rules/host_index.hpp"
#include "rules/matcher.hpp"
#include "rules/reach.hpp"
#include "rules/sticky.hpp"

#include <algorithm>
#include <tuple>

namespace ficus::rules {

namespace {

using rank = path_index::rank;

/// Work that one path's readings may cost, in bytes looked at. Only a path made to be doubted exceeds it.
constexpr std::size_t most_doubted_bytes = 256 * 1024;

/// What routing looks at of a matcher, and mostly all: one that takes a path is a request's last cold memory.
struct question {
    marks needs;
    std::uint32_t feature;
    std::uint32_t index; ///< in the feature's `match`
    bool more;           ///< the matcher itself must be asked
    bool body;           ///< of what it asks for something stands in the body
    bool refuses;        ///< and its feature refuses what cannot be read
};

auto precedence(matcher const& m) {
    using signed_size = std::ptrdiff_t;
    return std::tuple(m.kind, -static_cast<signed_size>(m.prefix_length),
                      -static_cast<signed_size>(m.condition_count()), m.feature, m.index);
}

} // namespace

struct table::impl {
    std::vector<std::string> features;
    std::vector<matcher> matchers;               ///< by rank
    std::vector<question> asked;                 ///< the same in short
    std::vector<std::vector<std::size_t>> ranks; ///< of a feature's matchers
    bool refuses_any = false;
    host_index index;

    void rank_all(std::span<feature_options const> options) {
        std::sort(matchers.begin(), matchers.end(),
                  [](matcher const& a, matcher const& b) { return precedence(a) < precedence(b); });
        for (std::size_t r = matchers.size(); r-- > 0;) {
            ranks[matchers[r].feature][matchers[r].index] = r;
            index.add(matchers[r], static_cast<path_index::rank>(r));
        }
        for (auto const& m : matchers) {
            bool const refuses = m.needs_body() && options[m.feature].refuse_unread;
            refuses_any = refuses_any || refuses;
            asked.push_back({m.needs(), static_cast<std::uint32_t>(m.feature),
                             static_cast<std::uint32_t>(m.index), m.asks(), m.needs_body(), refuses});
        }
    }

    /// The rank of the matcher that takes a path in one reading, or path_index::none.
    path_index::rank find(facts const& request, scratch& buffers) const {
        return find_among(request, buffers, [](question const&) { return true; });
    }

    template<class F>
    path_index::rank find_among(facts const& request, scratch& buffers, F const& looked_at) const {
        auto best = path_index::none;
        auto const& path = buffers.path;
        auto const accept = [&](path_index::rank r) {
            auto const& q = asked[r];
            return (q.needs & ~request.seen) == 0 && looked_at(q) &&
                   (!q.more || matchers[r].accepts(request, path.text()));
        };
        index.for_each(buffers.host, [&](host_index::shapes const& shapes) {
            best = shapes.paths.find(path, best, accept);
        });
        if (!index.has_patterns()) return best;
        // Patterns see the text, in which a slash that is data is like any other.
        buffers.pieces.read_plain(path.text());
        index.for_each(buffers.host, [&](host_index::shapes const& shapes) {
            best = shapes.patterns.find(buffers.pieces, best, accept);
        });
        return best;
    }

    /// What all readings of a path lead to, in buffers.path the most literal one of those looked at.
    outcome agreed(facts const& request, std::string_view path, path_survey const& looked,
                   scratch& buffers) const;
    /// Whether a path leads nowhere as long as its parameters are taken for a part of it.
    bool is_nowhere_with_parameters(facts const& request, path_survey const& looked, scratch& buffers) const;

    /// Whether the matcher was found only because the body may be what it asks for. Then so may those behind
    /// it, or not, and no other can come before it.
    bool depends_on_body(facts const& request, path_index::rank r) const {
        return r != path_index::none && asked[r].body && request.body == nullptr;
    }

    outcome found(facts const& request, path_index::rank r) const {
        if (r == path_index::none) return {};
        if (depends_on_body(request, r)) return {outcome::kind::body, 0, 0, {}};
        return {outcome::kind::feature, asked[r].feature, asked[r].index, {}};
    }

    static constexpr auto no_feature = static_cast<std::size_t>(-1);
    std::size_t feature_at(path_index::rank r) const {
        return r == path_index::none ? no_feature : asked[r].feature;
    }
};

table::table(std::unique_ptr<impl const> compiled) : impl_(std::move(compiled)) {}
table::table(table&&) noexcept = default;
table& table::operator=(table&&) noexcept = default;
table::~table() = default;

boost::system::result<table, std::vector<option_error>>
table::compile(std::span<feature_options const> features) {
    auto made = std::make_unique<impl>();
    std::vector<option_error> errors;
    for (std::size_t f = 0; f < features.size(); ++f) {
        auto const& options = features[f];
        auto const add = [&](std::string const& below, std::vector<option_error> const& found) {
            for (auto const& e : found)
                errors.push_back(
                    {options.name + '.' + below + (below.empty() || e.key.empty() ? "" : ".") + e.key,
                     e.message});
        };
        made->features.push_back(options.name);
        made->ranks.emplace_back(options.match.size());
        if (options.match.empty())
            errors.push_back(
                {options.name + ".match", "the feature matches no request; name at least one path"});
        for (std::size_t i = 0; i < options.match.size(); ++i) {
            auto compiled = matcher::compile(options.match[i]);
            if (!compiled) {
                add("match[" + std::to_string(i) + "]", compiled.error());
                continue;
            }
            compiled->feature = f;
            compiled->index = i;
            made->matchers.push_back(std::move(*compiled));
        }
        if (auto sticky = sticky_list::compile(options.sticky); !sticky) add("", sticky.error());
    }
    if (!errors.empty()) return errors;
    made->rank_all(features);
    for (std::size_t f = 0; f < features.size(); ++f)
        if (features[f].refuse_unread &&
            std::none_of(made->matchers.begin(), made->matchers.end(),
                         [&](matcher const& m) { return m.feature == f && m.needs_body(); }))
            errors.push_back({features[f].name + ".unread",
                              "none of the feature's `match` looks into a body; leave it out"});
    if (!errors.empty()) return errors;
    return table(std::move(made));
}

table::outcome table::route(facts const& request, scratch& buffers) const {
    using kind = outcome::kind;
    if (request.path == "*") return {};
    if (impl_->index.asks()) normal_host(request.host, buffers.host);
    if (buffers.path.read_if_plain(request.path)) return impl_->found(request, impl_->find(request, buffers));
    auto const looked = survey(request.path);
    if (looked.what == path_survey::form::malformed) return {kind::invalid, 0, 0, looked.why};
    auto const found = impl_->agreed(request, request.path, looked, buffers);
    if (found.what != kind::ambiguous) return found;
    // With a session at its end the path is not in doubt where it leads nowhere as it stands: then it belongs
    // to the feature that it leads to for those who take the session off, and whoever does not knows no such
    // page.
    auto const path = without_session(request.path);
    if (path.size() == request.path.size()) return found;
    auto const without = impl_->agreed(request, path, survey(path), buffers);
    if (without.what == kind::body) return without;
    if (without.what != kind::feature || !impl_->is_nowhere_with_parameters(request, looked, buffers))
        return found;
    return without;
}

bool table::refuses_unread(facts const& request, scratch& buffers) const {
    if (!impl_->refuses_any || request.path == "*") return false;
    no_body_facts const nothing;
    auto may_be = request;
    may_be.body = nullptr;
    auto is_not = request;
    is_not.body = &nothing;
    auto const refused = [&] {
        return impl_->find_among(may_be, buffers, [](question const& q) { return q.refuses; }) <
               impl_->find(is_not, buffers);
    };
    if (impl_->index.asks()) normal_host(request.host, buffers.host);
    if (buffers.path.read_if_plain(request.path)) return refused();
    auto const looked = survey(request.path);
    if (looked.what == path_survey::form::malformed) return false;
    for (std::size_t n = 0; n < looked.readings(); ++n) {
        // What is too much doubted is refused by route().
        if (looked.readings() * request.path.size() > most_doubted_bytes) return false;
        buffers.path.read(request.path, looked.reading(n));
        if (refused()) return true;
    }
    return false;
}

table::outcome table::impl::agreed(facts const& request, std::string_view path, path_survey const& looked,
                                   scratch& buffers) const {
    using kind = outcome::kind;
    buffers.path.read(path, looked.reading(0));
    auto const first = find(request, buffers);
    if (depends_on_body(request, first)) return {kind::body, 0, 0, {}};
    if (auto const readings = looked.readings(); readings > 1) {
        if (readings * path.size() > most_doubted_bytes)
            return {kind::ambiguous, 0, 0,
                    "the path can be read in too many ways to say which feature it is of"};
        for (std::size_t n = 1; n < readings; ++n) {
            buffers.path.read(path, looked.reading(n));
            auto const other = find(request, buffers);
            if (depends_on_body(request, other)) return {kind::body, 0, 0, {}};
            if (feature_at(other) != feature_at(first)) return {kind::ambiguous, 0, 0, looked.doubt(n)};
        }
    }
    return found(request, first);
}

bool table::impl::is_nowhere_with_parameters(facts const& request, path_survey const& looked,
                                             scratch& buffers) const {
    if (looked.readings() * request.path.size() > most_doubted_bytes) return false;
    for (std::size_t n = 0; n < looked.readings(); ++n) {
        auto const how = looked.reading(n);
        if (how.parameters != path_reading::params::kept || how.late.params) continue;
        buffers.path.read(request.path, how);
        if (find(request, buffers) != path_index::none) return false;
    }
    return true;
}

std::string_view table::describe(std::size_t feature, std::size_t matcher) const {
    return impl_->matchers[impl_->ranks[feature][matcher]].description;
}

std::vector<table::row> table::rows() const {
    std::vector<row> all;
    all.reserve(impl_->matchers.size());
    for (auto const& m : impl_->matchers)
        all.push_back({m.feature, m.index, impl_->features[m.feature], m.description});
    return all;
}

std::vector<option_error> table::unreachable() const {
    auto const taken = taken_before(impl_->matchers, impl_->index);
    std::vector<option_error> doubts;
    for (std::size_t f = 0; f < impl_->features.size(); ++f) {
        auto const& name = impl_->features[f];
        auto const& ranks = impl_->ranks[f];
        bool const never =
            std::all_of(ranks.begin(), ranks.end(), [&](std::size_t r) { return taken[r].has_value(); });
        if (never)
            doubts.push_back(
                {name, "the feature can never be reached: all that it asks for is taken before it"});
        for (auto r : ranks) {
            if (!taken[r]) continue;
            auto const& first = impl_->matchers[*taken[r]];
            doubts.push_back({name + ".match[" + std::to_string(impl_->matchers[r].index) + ']',
                              "`" + impl_->matchers[r].description + "` can never be reached: `" +
                                  first.description + "` of feature `" + impl_->features[first.feature] +
                                  "` comes first and takes all of it"});
        }
    }
    return doubts;
}

} // namespace ficus::rules
