#pragma once

#include "rules/matcher.hpp"
#include "rules/path_index.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace ficus::rules {

/// All matchers' shapes, by the hosts that they are for.
class host_index {
public:
    /// The matchers of one host.
    struct shapes {
        path_index paths;
        path_index patterns; ///< by the whole segments that the texts of their patterns begin with
    };

    /// Ranks are added in descending order.
    void add(matcher const& m, path_index::rank r);
    /// Whether any matcher asks for a host.
    bool asks() const { return !exact_.empty() || !below_.empty(); }
    bool has_patterns() const { return has_patterns_; }

    /// Calls f with the shapes of every entry that the host, as normal_host() has it, falls under.
    template<class F>
    void for_each(std::string_view host, F f) const {
        f(any_);
        if (asks() && !host.empty()) for_each_named(host, f);
    }

private:
    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template<class F>
    void for_each_named(std::string_view host, F& f) const {
        if (auto const found = exact_.find(host); found != exact_.end()) f(found->second);
        if (below_.empty()) return;
        for (auto dot = host.find('.', 1); dot != std::string_view::npos; dot = host.find('.', dot + 1))
            if (auto const found = below_.find(host.substr(dot + 1)); found != below_.end()) f(found->second);
    }

    using by_host = boost::unordered_flat_map<std::string, shapes, text_hash, std::equal_to<>>;

    bool has_patterns_ = false;
    shapes any_;
    by_host exact_;
    by_host below_; ///< `*.example.com` under `example.com`
};

/// A Host field's name in lower case, without port and final dot, into `out`; empty when it can be no host.
void normal_host(std::string_view sent, std::string& out);

/// The whole segments that every text matching the pattern begins with.
path_shape shape_of(pattern const& regex);

} // namespace ficus::rules
