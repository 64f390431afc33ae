#include "facade/config/reader.hpp"

#include "facade/config/addresses.hpp"
#include "facade/config/checks.hpp"
#include "facade/config/parts.hpp"
#include "facade/config/substitute.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace ficus::config {

namespace {

/// Replaces variables in every string value below `value`. Where one cannot be, the text stays: whoever
/// objects to it objects to a key that has its error already.
void substitute_all(node& value, std::string const& key, environment const& env, diagnostics& out) {
    if (value.kind == node_kind::string) {
        auto text = substitute(value.text, env);
        if (text)
            value.text = std::move(*text);
        else
            out.error({value.at, key}, text.error().message);
    }
    for (std::size_t i = 0; i < value.children.size(); ++i) {
        auto& child = value.children[i];
        substitute_all(child,
                       value.kind == node_kind::array ? element_key(key, i) : member_key(key, child.key), env,
                       out);
    }
}

void read_all(configuration& config, node const& root, diagnostics& out) {
    section top{root, "", out};
    if (auto facade = top.table("facade"))
        config.facade = read_facade(std::move(*facade));
    else if (!top.has("facade"))
        top.missing(
            "facade",
            "write [facade] with at least legacy = \"NAME\", and [upstreams.NAME] with its endpoints");
    for (auto& [name, table] : top.named_tables("upstreams")) {
        check_name("an upstream", name, out);
        config.upstreams.push_back(read_upstream(name.text, std::move(table)));
    }
    for (auto& [name, table] : top.named_tables("features")) {
        check_name("a feature", name, out);
        config.features.push_back(read_feature(name.text, std::move(table)));
    }
    for (auto& [name, table] : top.named_tables("translators")) {
        check_name("a translator", name, out);
        config.translators.push_back(read_translator(name.text, std::move(table)));
    }
    top.finish();
}

problem file_problem(std::filesystem::path const& file, std::string message) {
    problem out;
    out.file = file.string();
    out.message = std::move(message);
    return out;
}

} // namespace

std::optional<std::string> process_environment(std::string const& name) {
    auto const* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>{value} : std::nullopt;
}

std::vector<std::filesystem::path> const& default_places() {
    static std::vector<std::filesystem::path> const places = {"./ficus.toml", "/etc/ficus/ficus.toml"};
    return places;
}

boost::system::result<std::filesystem::path, problem>
find_file(std::optional<std::filesystem::path> const& option, environment const& env,
          std::vector<std::filesystem::path> const& places) {
    // A path would also do as a problem's first member: the result has to be told which of the two it is.
    auto const found = [](std::filesystem::path const& file) {
        return boost::system::result<std::filesystem::path, problem>{boost::system::in_place_value, file};
    };
    if (option) return found(*option);
    if (auto const named = env("FICUS_CONFIG"); named && !named->empty()) return found(*named);
    std::string looked_at;
    for (auto const& place : places) {
        std::error_code ignored;
        if (std::filesystem::exists(place, ignored)) return found(place);
        looked_at += (looked_at.empty() ? "" : " and ") + place.string();
    }
    problem out;
    out.message =
        "there is no configuration (looked for " + looked_at +
        "); name one with --config FILE or $FICUS_CONFIG, or run `ficus serve --legacy URL` without any";
    return out;
}

boost::system::result<configuration, std::vector<problem>>
read_text(std::string_view text, std::string const& file_name, environment const& env) {
    auto root = parse_toml(text);
    if (!root) {
        auto syntax = root.error();
        syntax.file = file_name;
        return std::vector<problem>{std::move(syntax)};
    }
    diagnostics out{file_name};
    substitute_all(*root, "", env, out);
    configuration config;
    config.file = file_name;
    read_all(config, *root, out);
    check_references(config, *root, out);
    check_components(config, *root, out);
    if (out.failed()) return out.take_errors();
    config.warnings = out.take_warnings();
    return config;
}

boost::system::result<configuration, std::vector<problem>> read_file(std::filesystem::path const& file,
                                                                     environment const& env) {
    constexpr std::size_t largest = 4 * 1024 * 1024;
    auto const fail = [&](std::string message) {
        return std::vector<problem>{file_problem(file, std::move(message))};
    };
    errno = 0;
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return fail("cannot be opened (" + std::string{std::strerror(errno)} +
                    "); check the path and its permissions, or name another file with --config");
    std::string text(largest + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad())
        return fail("cannot be read (" + std::string{std::strerror(errno)} + "); name a readable file");
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest)
        return fail("is larger than 4 MiB, which no configuration is; name another file");
    return read_text(text, file.string(), env);
}

boost::system::result<configuration, problem> pass_through(std::string_view legacy_url) {
    auto endpoint = parse_endpoint(legacy_url);
    if (!endpoint) {
        problem out;
        out.file = "--legacy";
        out.message = endpoint.error().message;
        return out;
    }
    configuration config;
    config.facade.legacy = "legacy";
    upstream::upstream_options legacy;
    legacy.name = "legacy";
    legacy.endpoints.push_back(std::move(*endpoint));
    config.upstreams.push_back(std::move(legacy));
    return config;
}

} // namespace ficus::config
