#pragma once

#include "rules/table.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ficus::test {

using rules::feature_options;
using rules::matcher_options;
using rules::name_match;
using rules::table;

// Matchers, features and routes as tests write them.

inline matcher_options path(std::string text) {
    matcher_options m;
    m.path = std::move(text);
    return m;
}

inline matcher_options prefix(std::string text) {
    matcher_options m;
    m.path_prefix = std::move(text);
    return m;
}

inline matcher_options regex(std::string text) {
    matcher_options m;
    m.path_regex = std::move(text);
    return m;
}

inline matcher_options with_methods(matcher_options m, std::vector<std::string> methods) {
    m.methods = std::move(methods);
    return m;
}

inline matcher_options with_host(matcher_options m, std::string host) {
    m.host = std::move(host);
    return m;
}

inline matcher_options with_header(matcher_options m, std::string name,
                                   name_match::how how = name_match::how::present, std::string value = {}) {
    m.headers.push_back({std::move(name), how, std::move(value)});
    return m;
}

inline matcher_options with_query(matcher_options m, std::string name,
                                  name_match::how how = name_match::how::present, std::string value = {}) {
    m.query.push_back({std::move(name), how, std::move(value)});
    return m;
}

using feature = std::pair<std::string, std::vector<matcher_options>>;

inline std::vector<feature_options> options(std::vector<feature> const& features) {
    std::vector<feature_options> made;
    for (auto const& [name, match] : features) {
        made.emplace_back();
        made.back().name = name;
        made.back().match = match;
    }
    return made;
}

/// Says where requests go: a feature's name, `none`, `ambiguous` or `invalid`.
class routes {
public:
    explicit routes(std::vector<feature> const& features)
        : options_(options(features)), table_(ok(table::compile(options_))) {}

    table::outcome outcome(request head) const {
        seen const r(std::move(head));
        return table_.route(r.facts(), scratch_);
    }
    std::string operator()(std::string target) const { return (*this)(request{std::move(target)}); }
    std::string operator()(request head) const {
        auto const found = outcome(std::move(head));
        switch (found.what) {
        case table::outcome::kind::none: return "none";
        case table::outcome::kind::feature: return options_[found.feature].name;
        case table::outcome::kind::ambiguous: return "ambiguous";
        case table::outcome::kind::invalid: return "invalid";
        case table::outcome::kind::body: return "body";
        }
        return "";
    }
    table const& compiled() const { return table_; }

private:
    std::vector<feature_options> options_;
    table table_;
    mutable table::scratch scratch_;
};

} // namespace ficus::test
