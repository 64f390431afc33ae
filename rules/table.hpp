#pragma once

#include "rules/facts.hpp"
#include "rules/feature_options.hpp"
#include "rules/option_error.hpp"
#include "rules/path.hpp"

#include <boost/system/result.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// Which feature a request belongs to: all features' matchers, compiled. Immutable: safe from many threads.
/// The cost of routing depends on the path's depth, not on the number of features.
class table {
public:
    /// All errors at once; keys are relative to all features: `orders.match[0].path_regex`,
    /// `orders.sticky[1]`.
    static boost::system::result<table, std::vector<option_error>>
    compile(std::span<feature_options const> features);

    struct outcome {
        enum class kind : std::uint8_t {
            none,      ///< no feature: it belongs to facade.legacy
            feature,   ///< see `feature` and `matcher`
            body,      ///< it depends on the body: route again with facts.body, which is null now
            ambiguous, ///< readings of the path lead to different features: 400
            invalid,   ///< the path is malformed: 400
        };
        kind what = kind::none;
        std::size_t feature = 0; ///< index into the features that the table was compiled from
        std::size_t matcher = 0; ///< index into that feature's `match`
        std::string_view why;    ///< of ambiguous and invalid; static text
    };

    /// Buffers for one thread's route(): once warm, routing allocates nothing.
    struct scratch {
        normal_path path;
        normal_path pieces; ///< the same, split at slashes that are data too
        std::string host;
    };

    outcome route(facts const& request, scratch& buffers) const;

    /// Of a request whose body cannot be read: whether a feature that refuses those (`refuse_unread`) may be
    /// the one that is meant, before whatever would have it without its body. `facts.body` is not looked at.
    bool refuses_unread(facts const& request, scratch& buffers) const;

    /// `path /api/orders/{id}, methods GET, header X-Beta`: for `explain` and `check`.
    std::string_view describe(std::size_t feature, std::size_t matcher) const;

    /// The routing table in order of precedence.
    struct row {
        std::size_t feature;
        std::size_t matcher;
        std::string_view feature_name;
        std::string_view match; ///< as describe() has it
    };
    std::vector<row> rows() const;

    /// Features and matchers that certainly can never be reached, with keys as compile() has them (`orders`,
    /// `orders.match[1]`) and messages that name what is always taken before them. What is not named here may
    /// still be unreachable.
    std::vector<option_error> unreachable() const;

    table(table&&) noexcept;
    table& operator=(table&&) noexcept;
    ~table();

private:
    struct impl;
    explicit table(std::unique_ptr<impl const> compiled);
    std::unique_ptr<impl const> impl_;
};

} // namespace ficus::rules
