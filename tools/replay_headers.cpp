#include "tools/replay_headers.hpp"

#include "facade/http/grammar.hpp"
#include "facade/recording/recorded.hpp"
#include "tools/options.hpp"
#include "tools/told_request.hpp"

#include <algorithm>
#include <string_view>

namespace ficus::tools {

namespace {

constexpr std::string_view from_environment = "env:";

result<std::string> value_of(std::string const& name, std::string const& given,
                             config::environment const& environment) {
    if (!given.starts_with(from_environment)) return given;
    auto const variable = given.substr(from_environment.size());
    auto value = environment(variable);
    if (!value || value->empty())
        return wrong_usage("-H '" + name + ": " + given + "': there is no " +
                           (variable.empty() ? "name of a variable behind env:, write one"
                                             : variable + " in the environment: export it") +
                           ", or give the value itself");
    return std::move(*value);
}

} // namespace

result<std::vector<std::pair<std::string, std::string>>>
replay_headers(std::vector<std::string> const& given, config::environment const& environment) {
    std::vector<std::pair<std::string, std::string>> all;
    for (auto const& text : given) {
        auto field = header_field_of(text);
        if (!field) return field.error();
        auto& [name, written] = *field;
        if (recording::belongs_to_the_way(name))
            return wrong_usage("-H '" + name +
                               "' is written anew for each request: leave it out (a request's host is the "
                               "recorded one)");
        auto value = value_of(name, written, environment);
        if (!value) return value.error();
        // The value is not told: it may be a secret.
        if (std::any_of(value->begin(), value->end(), http::is_control))
            return wrong_usage("-H '" + name +
                               "' has a control character in its value, such as a line's end: give it "
                               "without");
        all.emplace_back(name, std::move(*value));
    }
    return all;
}

} // namespace ficus::tools
