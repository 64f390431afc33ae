#include "rules/matcher.hpp"

#include "rules/marks.hpp"
#include "rules/path_shape.hpp"
#include "rules/text.hpp"

#include <algorithm>

namespace ficus::rules {

namespace {

/// Gathers what is wrong with one matcher.
class compiler {
public:
    explicit compiler(matcher_options const& options) : options_(options) {}

    boost::system::result<matcher, std::vector<option_error>> run() {
        path();
        host();
        methods();
        named("headers", condition::subject::header, options_.headers);
        named("query", condition::subject::query, options_.query);
        operations();
        if (errors_.empty() && made_.kind == matcher::path_kind::any && made_.condition_count() == 0)
            wrong("", "it asks for nothing; to match every request write path_prefix = \"/\"");
        if (!errors_.empty()) return std::move(errors_);
        made_.description = std::move(described_);
        return std::move(made_);
    }

private:
    void wrong(std::string key, std::string message) {
        errors_.push_back({std::move(key), std::move(message)});
    }

    void describe(std::string_view what) {
        if (!described_.empty()) described_ += ", ";
        described_ += what;
    }

    void path() {
        auto const given =
            options_.path.has_value() + options_.path_prefix.has_value() + options_.path_regex.has_value();
        if (given > 1) {
            wrong(options_.path ? (options_.path_prefix ? "path_prefix" : "path_regex") : "path_regex",
                  "only one of path, path_prefix and path_regex can be given; write two matchers");
            return;
        }
        made_.shape.end = path_shape::tail::any;
        if (options_.path)
            shape("path", *options_.path, read_template(*options_.path));
        else if (options_.path_prefix)
            shape("path_prefix", *options_.path_prefix, read_prefix(*options_.path_prefix));
        else if (options_.path_regex)
            regex(*options_.path_regex);
    }

    void shape(std::string const& key, std::string const& text,
               boost::system::result<path_shape, std::string> const& read) {
        describe(key + ' ' + text);
        if (!read) return wrong(key, read.error());
        made_.shape = *read;
        auto const& segments = made_.shape.segments;
        if (key == "path_prefix") {
            made_.kind = matcher::path_kind::prefix;
            made_.prefix_length = made_.shape.end == path_shape::tail::deeper;
            for (auto const& s : segments) made_.prefix_length += 1 + s.literal.size();
        } else {
            bool const literal =
                made_.shape.end == path_shape::tail::none &&
                std::none_of(segments.begin(), segments.end(), [](auto& s) { return s.wildcard; });
            made_.kind = literal ? matcher::path_kind::exact : matcher::path_kind::path_template;
        }
    }

    void regex(std::string const& text) {
        describe("path_regex " + text);
        if (text.empty())
            return wrong("path_regex",
                         "the pattern is empty, which every path matches; write path_prefix = \"/\"");
        auto compiled = pattern::compile(text);
        if (!compiled) return wrong("path_regex", "`" + text + "` is no RE2 pattern: " + compiled.error());
        made_.kind = matcher::path_kind::regex;
        made_.regex = std::move(*compiled);
    }

    void host() {
        if (!options_.host) return;
        auto text = std::string_view(*options_.host);
        describe("host " + *options_.host);
        if (text.starts_with("*.")) {
            made_.subdomains = true;
            text.remove_prefix(2);
        }
        if (text.ends_with('.')) text.remove_suffix(1);
        bool const address = text.starts_with('[') && text.ends_with(']');
        auto const fits = [&](char c) {
            return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' ||
                   (address && (c == ':' || c == '[' || c == ']'));
        };
        if (text.find(':') != std::string_view::npos && !address)
            return wrong(
                "host",
                "a host is matched whatever its port; write it without one, and an IPv6 address in brackets");
        if (text.empty() || !std::all_of(text.begin(), text.end(), fits) ||
            text.find("..") != std::string_view::npos)
            return wrong("host", "`" + *options_.host +
                                     "` is no host; write a name such as shop.example.com, or "
                                     "*.example.com for those below one");
        made_.host.resize(text.size());
        std::transform(text.begin(), text.end(), made_.host.begin(), lower);
    }

    void methods() {
        if (options_.methods.empty()) return;
        std::string all = "methods";
        for (std::size_t i = 0; i < options_.methods.size(); ++i) {
            auto const& method = options_.methods[i];
            auto const key = "methods[" + std::to_string(i) + "]";
            if (!is_token(method))
                wrong(key, "`" + method + "` is no method; write one such as GET");
            else if (auto const meant = method_meant(method); !meant.empty())
                wrong(key, "methods are case-sensitive; write " + std::string(meant));
            all += ' ' + method;
        }
        describe(all);
        made_.methods = options_.methods;
        std::sort(made_.methods.begin(), made_.methods.end());
        made_.methods.erase(std::unique(made_.methods.begin(), made_.methods.end()), made_.methods.end());
    }

    void named(std::string const& table, condition::subject about, std::vector<name_match> const& matches) {
        for (auto const& match : matches) {
            auto const how = match.kind == name_match::how::present  ? condition::comparison::present
                             : match.kind == name_match::how::equals ? condition::comparison::equals
                                                                     : condition::comparison::matches;
            auto made = condition::make(about, how, match.name, match.value);
            if (!made) {
                wrong(table + '.' + match.name, made.error().message);
                continue;
            }
            describe(made->to_string());
            made_.conditions.push_back(std::move(*made));
        }
    }

    void operations() {
        for (auto const& asked : options_.operations) {
            auto made = operation_condition::make(asked);
            if (!made) {
                auto const name = has_name(asked.what) ? '.' + asked.match.name : std::string();
                wrong(std::string(to_string(asked.what)) + name, made.error().message);
                continue;
            }
            describe(made->to_string());
            made_.operations.push_back(std::move(*made));
        }
    }

    matcher_options const& options_;
    matcher made_;
    std::string described_;
    std::vector<option_error> errors_;
};

/// Where the name's value satisfies `b` it satisfies `a`.
bool implied(condition const& a, condition const& b) {
    if (a == b) return true;
    if (a.what() != b.what() || a.how() != condition::comparison::present) return false;
    return a.what() == condition::subject::header ? equals_without_case(a.name(), b.name())
                                                  : a.name() == b.name();
}

bool covers_host(matcher const& a, matcher const& b) {
    if (a.host.empty()) return true;
    if (a.host == b.host && a.subdomains == b.subdomains) return true;
    return a.subdomains && b.host.size() > a.host.size() && b.host.ends_with(a.host) &&
           b.host[b.host.size() - a.host.size() - 1] == '.';
}

} // namespace

boost::system::result<matcher, std::vector<option_error>> matcher::compile(matcher_options const& options) {
    return compiler(options).run();
}

marks matcher::needs() const {
    marks needed = 0;
    for (auto const& c : conditions) needed |= c.needs();
    return methods.size() == 1 ? needed | mark_of_method(methods.front()) : needed;
}

bool matcher::accepts(facts const& request, std::string_view path) const {
    if (!methods.empty() && std::find(methods.begin(), methods.end(), request.method) == methods.end())
        return false;
    for (auto const& c : conditions)
        if (!c.holds(request)) return false;
    if (regex && !regex->found_in(path)) return false;
    // Last, since a body costs most to look into.
    return std::all_of(operations.begin(), operations.end(),
                       [&](operation_condition const& o) { return o.holds(request); });
}

bool matcher::needs_body() const {
    return std::any_of(operations.begin(), operations.end(),
                       [](operation_condition const& o) { return o.needs_body(); });
}

bool covers(matcher const& a, matcher const& b) {
    if (a.regex && !(b.regex && *a.regex == *b.regex)) return false;
    if (!covers(a.shape, b.shape) || !covers_host(a, b)) return false;
    if (!a.methods.empty() && (b.methods.empty() || !std::includes(a.methods.begin(), a.methods.end(),
                                                                   b.methods.begin(), b.methods.end())))
        return false;
    return std::all_of(a.conditions.begin(), a.conditions.end(),
                       [&](condition const& asked) {
                           return std::any_of(b.conditions.begin(), b.conditions.end(),
                                              [&](condition const& c) { return implied(asked, c); });
                       }) &&
           std::all_of(a.operations.begin(), a.operations.end(), [&](operation_condition const& asked) {
               return std::any_of(b.operations.begin(), b.operations.end(),
                                  [&](operation_condition const& o) { return asked.implied_by(o); });
           });
}

} // namespace ficus::rules
