#include "rules/path.hpp"
#include "rules/table.hpp"
#include "unit/rules/servers.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace {

using namespace ficus::rules;

void require(bool holds) {
    if (!holds) std::abort();
}

std::string encoded(normal_path const& path) {
    std::string raw;
    for (std::size_t i = 0; i < path.size(); ++i) {
        raw += '/';
        for (char c : path.segment(i)) {
            char triple[4];
            std::snprintf(triple, sizeof triple, "%%%02X",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            raw += triple;
        }
    }
    return raw;
}

void check_shape(normal_path const& path, std::size_t longest) {
    require(path.size() >= 1 && path.text().size() <= longest);
    std::string joined;
    for (std::size_t i = 0; i < path.size(); ++i) {
        require(path.segment(i) != "." && path.segment(i) != "..");
        joined += '/';
        joined += path.segment(i);
    }
    require(joined == path.text());
}

table const& routes() {
    static table const compiled = [] {
        std::vector<feature_options> features(3);
        char const* const names[] = {"admin", "api", "php"};
        for (std::size_t i = 0; i < features.size(); ++i) {
            features[i].name = names[i];
            features[i].match.resize(1);
        }
        features[0].match[0].path_prefix = "/admin";
        features[1].match[0].path = "/api/{id}";
        features[2].match[0].path_regex = "\\.php$";
        auto made = table::compile(features);
        require(made.has_value());
        return std::move(*made);
    }();
    return compiled;
}

/// Index of the feature that a path read by a server is of, found by hand; -1: none.
int feature_of(ficus::test::segments const& path) {
    if (path.size() == 2 && path[0] == "api" && !path[1].empty()) return 1;
    if (path[0] == "admin") return 0;
    return path.back().ends_with(".php") ? 2 : -1;
}

} // namespace

/// No reading holds a dot segment; reading a normalised path again changes nothing; what is called plain
/// reads the same either way; and a request is routed only where all readings agree; a session at the path's
/// end is the one exception. Models of servers (tests/unit/rules/servers.hpp) agree on what is routed.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const raw(reinterpret_cast<char const*>(data), size);
    auto const looked = survey(raw);
    facts request;
    request.method = "GET";
    request.path = raw;
    table::scratch scratch;
    using kind = table::outcome::kind;
    auto const outcome = routes().route(request, scratch);
    if (looked.what == path_survey::form::malformed) {
        require(!looked.why.empty());
        require(outcome.what == kind::invalid || raw == "*");
        return 0;
    }
    require(looked.readings() >= 1 && looked.readings() <= 2304);
    if (looked.what == path_survey::form::plain) {
        normal_path plain;
        plain.read_plain(raw);
        normal_path whole;
        whole.read(raw, {});
        require(looked.readings() == 1 && plain.text() == whole.text() && plain.size() == whole.size());
        for (std::size_t i = 0; i < plain.size(); ++i) require(plain.segment(i) == whole.segment(i));
    }
    std::set<std::pair<int, std::size_t>> reached;
    normal_path path;
    normal_path again;
    for (std::size_t n = 0; n < looked.readings(); ++n) {
        path.read(raw, looked.reading(n));
        check_shape(path, raw.size());
        auto const canonical = encoded(path);
        again.read(canonical, {});
        require(again.text() == path.text() && again.size() == path.size());
        request.path = canonical;
        // Its one literal reading is routed as this reading of the original is.
        auto literal = routes().route(request, scratch);
        if (literal.what != kind::ambiguous)
            reached.insert({static_cast<int>(literal.what), literal.feature});
    }
    // Whoever does not know what a session is knows no such page: that reading may lead nowhere.
    bool const has_session = without_session(raw).size() < raw.size();
    if (outcome.what == kind::feature || outcome.what == kind::none)
        for (auto const& [what, feature] : reached)
            require((what == static_cast<int>(outcome.what) &&
                     (outcome.what == kind::none || feature == outcome.feature)) ||
                    (has_session && outcome.what == kind::feature && what == static_cast<int>(kind::none)));
    if (outcome.what != kind::feature && outcome.what != kind::none) return 0;
    int const routed = outcome.what == kind::none ? -1 : static_cast<int>(outcome.feature);
    static auto const servers = ficus::test::servers();
    for (auto const& server : servers)
        if (auto const read = server.read(std::string(raw))) {
            int const feature = feature_of(*read);
            require(feature == routed || (has_session && feature == -1));
        }
    return 0;
}
