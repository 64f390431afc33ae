#include "rules/table.hpp"
#include "unit/rules/request.hpp"
#include "unit/rules/results.hpp"

#include <catch2/catch.hpp>
#include <re2/re2.h>

#include <random>
#include <set>
#include <tuple>

using namespace ficus::rules;
using ficus::test::ok;
using ficus::test::request;
using ficus::test::seen;

// The table against a second one that tries every matcher in turn, written without a look at the first.

namespace {

using segments = std::vector<std::string>;

segments split(std::string const& text) {
    segments made{""};
    for (std::size_t i = 1; i < text.size(); ++i)
        if (text[i] == '/')
            made.emplace_back();
        else
            made.back() += text[i];
    return made;
}

bool takes_template(std::string const& pattern, segments const& path) {
    auto const asked = split(pattern);
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (asked[i].ends_with("...}")) return path.size() > i;
        if (i >= path.size()) return false;
        if (asked[i].starts_with("{") ? path[i].empty() : asked[i] != path[i]) return false;
    }
    return path.size() == asked.size();
}

bool takes_prefix(std::string const& prefix, segments const& path) {
    auto asked = split(prefix);
    bool const slash = asked.back().empty();
    if (slash) asked.pop_back();
    if (path.size() < asked.size() + slash) return false;
    return std::equal(asked.begin(), asked.end(), path.begin());
}

bool takes_host(std::string const& asked, std::string host) {
    if (asked.starts_with("*.")) return host.size() > asked.size() - 1 && host.ends_with(asked.substr(1));
    return host == asked;
}

bool takes(matcher_options const& m, request const& r, segments const& path) {
    if (m.path && !takes_template(*m.path, path)) return false;
    if (m.path_prefix && !takes_prefix(*m.path_prefix, path)) return false;
    if (m.path_regex) {
        std::string text;
        for (auto const& s : path) text += "/" + s;
        if (!re2::RE2::PartialMatch(text, *m.path_regex)) return false;
    }
    if (m.host && !takes_host(*m.host, r.host)) return false;
    if (!m.methods.empty() && std::find(m.methods.begin(), m.methods.end(), r.method) == m.methods.end())
        return false;
    return std::all_of(m.headers.begin(), m.headers.end(), [&](name_match const& asked) {
        return std::any_of(r.headers.begin(), r.headers.end(), [&](auto const& h) {
            return h.first == asked.name &&
                   (asked.kind == name_match::how::present || h.second == asked.value);
        });
    });
}

/// Lower is better.
std::tuple<int, int, int> specificity(matcher_options const& m) {
    int kind = 4;
    int length = 0;
    if (m.path) kind = m.path->find('{') == std::string::npos ? 0 : 1;
    if (m.path_prefix) {
        kind = 2;
        length = static_cast<int>(m.path_prefix->size());
    }
    if (m.path_regex) kind = 3;
    auto const conditions = m.host.has_value() + !m.methods.empty() + m.headers.size();
    return {kind, -length, -static_cast<int>(conditions)};
}

std::optional<std::pair<std::size_t, std::size_t>> reference(std::vector<feature_options> const& features,
                                                             request const& r, segments const& path) {
    std::optional<std::pair<std::size_t, std::size_t>> best;
    for (std::size_t f = 0; f < features.size(); ++f)
        for (std::size_t i = 0; i < features[f].match.size(); ++i) {
            auto const& m = features[f].match[i];
            if (!takes(m, r, path)) continue;
            if (!best || specificity(m) < specificity(features[best->first].match[best->second]))
                best = {f, i};
        }
    return best;
}

class world {
public:
    explicit world(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t n) { return random_() % n; }
    template<class T>
    T const& one_of(std::vector<T> const& all) {
        return all[below(all.size())];
    }

    std::string literals(std::size_t most) {
        std::string text;
        for (std::size_t n = below(most + 1); n > 0; --n) text += "/" + one_of(names_);
        return text;
    }

    matcher_options matcher() {
        matcher_options m;
        switch (below(5)) {
        case 0: m.path = literals(3) + "/" + one_of(names_); break;
        case 1: {
            std::string text;
            for (std::size_t i = 0, n = 1 + below(3); i < n; ++i)
                text += below(2) == 0 ? "/{n" + std::to_string(i) + "}" : "/" + one_of(names_);
            if (below(3) == 0) text += "/{rest...}";
            if (below(5) == 0 && !text.ends_with("...}")) text += "/";
            m.path = text;
            break;
        }
        case 2: {
            auto const text = literals(3);
            m.path_prefix = text + (text.empty() || below(2) == 0 ? "/" : "");
            break;
        }
        case 3: m.path_regex = one_of(patterns_); break;
        default: m.methods = {"PUT"};
        }
        if (below(3) == 0) m.methods = {one_of(methods_)};
        if (below(4) == 0) m.host = one_of(hosts_);
        if (below(4) == 0) m.headers.push_back({one_of(headers_), name_match::how::present, ""});
        if (below(6) == 0) m.headers.push_back({one_of(headers_), name_match::how::equals, "1"});
        return m;
    }

    std::vector<feature_options> features() {
        std::vector<feature_options> made(1 + below(12));
        for (std::size_t f = 0; f < made.size(); ++f) {
            made[f].name = "f" + std::to_string(f);
            for (std::size_t n = 1 + below(3); n > 0; --n) made[f].match.push_back(matcher());
        }
        return made;
    }

    request head(bool doubtful) {
        request r;
        r.method = one_of(methods_);
        r.host = one_of(sent_hosts_);
        for (auto const& name : headers_)
            if (below(2) == 0) r.headers.push_back({name, below(2) == 0 ? "1" : "2"});
        r.target.clear();
        for (std::size_t n = 1 + below(5); n > 0; --n) {
            r.target += "/" + one_of(names_);
            if (doubtful && below(3) == 0) r.target += one_of(doubts_);
        }
        if (below(4) == 0) r.target += "/";
        return r;
    }

private:
    std::mt19937 random_;
    std::vector<std::string> names_{"a", "b", "c", "a.b"};
    std::vector<std::string> patterns_{"^/a/",      "b$",      "/c/",      "^/a/b|c",  "^/a/b/?c",
                                       "^/a/[a-c]", "(?i)^/A", "^/a\\.b/", "^/b/c/.*a"};
    std::vector<std::string> methods_{"GET", "PUT", "POST"};
    std::vector<std::string> hosts_{"x.com", "*.x.com", "*.y.x.com", "z.com"};
    std::vector<std::string> sent_hosts_{"x.com", "a.x.com", "b.y.x.com", "z.com", "q.com"};
    std::vector<std::string> headers_{"X-A", "X-B"};
    std::vector<std::string> doubts_{"%2F", "%2fa", "\\",   "%5C", "//",    ";x",     ";",
                                     "%3B", "/..",  "/..;", "%00", "%2F..", "/%2e%2e"};
};

} // namespace

TEST_CASE("the table finds what a search through all matchers finds") {
    world w(20240229);
    std::size_t found = 0;
    for (int round = 0; round < 1500; ++round) {
        auto const features = w.features();
        auto const compiled = ok(table::compile(features));
        table::scratch scratch;
        for (int n = 0; n < 20; ++n) {
            auto const head = w.head(false);
            seen const r(head);
            auto const expected = reference(features, head, split(head.target));
            auto const outcome = compiled.route(r.facts(), scratch);
            INFO("round " << round << ": " << head.method << ' ' << head.host << head.target);
            REQUIRE((outcome.what == table::outcome::kind::feature) == expected.has_value());
            if (!expected) continue;
            ++found;
            REQUIRE(std::pair(outcome.feature, outcome.matcher) == *expected);
        }
    }
    CHECK(found > 5000);
}

TEST_CASE("a doubtful path gets through only where all its readings agree") {
    world w(7);
    std::size_t ambiguous = 0;
    std::size_t agreed = 0;
    for (int round = 0; round < 600; ++round) {
        auto const features = w.features();
        auto const compiled = ok(table::compile(features));
        table::scratch scratch;
        for (int n = 0; n < 20; ++n) {
            auto const head = w.head(true);
            seen const r(head);
            auto const looked = survey(head.target);
            std::set<std::optional<std::size_t>> reached;
            for (std::size_t i = 0; i < looked.readings(); ++i) {
                normal_path path;
                path.read(head.target, looked.reading(i));
                segments read;
                for (std::size_t s = 0; s < path.size(); ++s) read.emplace_back(path.segment(s));
                auto const found = reference(features, head, read);
                reached.insert(found ? std::optional(found->first) : std::nullopt);
            }
            auto const outcome = compiled.route(r.facts(), scratch);
            INFO("round " << round << ": " << head.method << ' ' << head.host << head.target);
            REQUIRE((outcome.what == table::outcome::kind::ambiguous) == (reached.size() > 1));
            (reached.size() > 1 ? ambiguous : agreed) += 1;
            if (reached.size() == 1 && *reached.begin()) REQUIRE(outcome.feature == **reached.begin());
        }
    }
    CHECK(ambiguous > 500);
    CHECK(agreed > 500);
}

TEST_CASE("what is said to be unreachable never is reached") {
    world w(99);
    std::size_t dead = 0;
    for (int round = 0; round < 800; ++round) {
        auto const features = w.features();
        auto const compiled = ok(table::compile(features));
        std::set<std::string> unreachable;
        for (auto const& e : compiled.unreachable()) unreachable.insert(e.key);
        dead += unreachable.size();
        table::scratch scratch;
        for (int n = 0; n < 40 && !unreachable.empty(); ++n) {
            auto const head = w.head(false);
            seen const r(head);
            auto const outcome = compiled.route(r.facts(), scratch);
            if (outcome.what != table::outcome::kind::feature) continue;
            auto const& name = features[outcome.feature].name;
            REQUIRE(unreachable.count(name) == 0);
            REQUIRE(unreachable.count(name + ".match[" + std::to_string(outcome.matcher) + "]") == 0);
        }
    }
    CHECK(dead > 100);
}
