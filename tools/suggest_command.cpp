#include "acl/format.hpp"
#include "acl/suggest.hpp"
#include "facade/app/json_text.hpp"
#include "tools/commands.hpp"
#include "tools/document_file.hpp"
#include "tools/opening.hpp"
#include "tools/shadow_reading.hpp"
#include "tools/translators.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <ostream>
#include <set>

namespace ficus::tools {
namespace {

namespace fs = std::filesystem;

/// Documents, and the extensions of the files that they came from.
struct told_pairs {
    std::vector<acl::suggest_pair> pairs;
    std::array<std::string, 2> extensions;
};

/// As many as anybody needs as evidence.
constexpr std::size_t most_pairs = 2000;

std::string extension_of(fs::path const& path) {
    auto const text = path.extension().string();
    return text.empty() ? text : text.substr(1);
}

result<void> add_pair(fs::path const& legacy, fs::path const& modern, std::size_t most, told_pairs& into) {
    auto one = read_document(legacy, most);
    if (!one) return one.error();
    auto other = read_document(modern, most);
    if (!other) return other.error();
    if (into.pairs.empty()) into.extensions = {extension_of(legacy), extension_of(modern)};
    into.pairs.push_back({legacy.filename().string(), std::move(*one), std::move(*other)});
    return {};
}

/// `NAME.legacy.EXT` with `NAME.modern.EXT`.
result<void> add_folder(fs::path const& folder, std::size_t most, told_pairs& into) {
    std::map<std::string, std::array<std::vector<fs::path>, 2>> by_name;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        auto const file = at->path().filename().string();
        for (std::size_t side = 0; side < 2; ++side) {
            auto const mark = file.find(side == 0 ? ".legacy." : ".modern.");
            // One extension: `x.modern.only.json` is no half of a pair.
            if (mark == file.npos || file.find('.', mark + 8) != file.npos || file.ends_with(".error"))
                continue;
            by_name[file.substr(0, mark)][side].push_back(at->path());
        }
    }
    if (error)
        return failure(exit_status::failed,
                       "the folder '" + folder.string() + "' cannot be read: " + error.message());
    bool any = false;
    for (auto const& [name, files] : by_name) {
        if (files[0].size() != 1 || files[1].size() != 1 || into.pairs.size() >= most_pairs) continue;
        if (auto added = add_pair(files[0].front(), files[1].front(), most, into); !added)
            return added.error();
        any = true;
    }
    if (any) return {};
    return failure(exit_status::failed, "there are no pairs in the folder '" + folder.string() +
                                            "': it needs NAME.legacy.EXT beside NAME.modern.EXT");
}

result<void> add_files(suggest_command const& command, std::size_t most, told_pairs& into) {
    std::optional<fs::path> legacy;
    for (auto const& text : command.files) {
        fs::path const path(text);
        std::error_code error;
        if (fs::is_directory(path, error)) {
            if (legacy) break;
            if (auto added = add_folder(path, most, into); !added) return added.error();
        } else if (legacy) {
            if (auto added = add_pair(*legacy, path, most, into); !added) return added.error();
            legacy.reset();
        } else {
            legacy = path;
        }
    }
    if (!legacy) return {};
    return failure(exit_status::usage, "'" + legacy->string() +
                                           "' has no modern document behind it: files come in pairs, legacy "
                                           "and modern in turn");
}

/// The answers that shadowing stored, where both succeeded.
result<void> add_stored(config::configuration const& configuration, std::string const& name,
                        told_pairs& into) {
    auto const feature = find_feature(configuration, name);
    if (!feature) return feature.error();
    if ((*feature)->options.translator)
        return failure(exit_status::usage,
                       "the stored answers of '" + name + "' have gone through its translator '" +
                           *(*feature)->options.translator +
                           "' already, so that they show one side's dialect alone: give files, or shadow the "
                           "feature without a translator for a while");
    auto const store = open_comparisons(configuration);
    if (!store) return store.error();
    std::vector<shadow::sample> samples;
    if (*store) {
        auto read = (*store)->samples(name, std::nullopt, most_pairs);
        if (!read) return failure_of(read.error());
        samples = std::move(*read);
    }
    std::set<std::pair<std::string, std::string>> seen; // a pair is stored for each of its differences
    for (auto const& one : samples) {
        auto pair = (*store)->pair(one.id);
        if (!pair) return failure_of(pair.error());
        if (!*pair) continue;
        auto& legacy = (*pair)->legacy;
        auto& modern = (*pair)->modern;
        auto const is_success = [](shadow::stored_answer const& answer) {
            return answer.status >= 200 && answer.status < 300 && !answer.body.empty();
        };
        if (!is_success(legacy) || !is_success(modern)) continue;
        if (!seen.emplace(legacy.body, modern.body).second) continue;
        into.pairs.push_back(
            {"difference " + std::to_string(one.id), std::move(legacy.body), std::move(modern.body)});
    }
    if (!seen.empty()) return {};
    return failure(exit_status::failed, "no pairs of successful answers of '" + name +
                                            "' are stored: `ficus shadow " + name + " 1%` makes some");
}

/// A translator that is not there yet: what its documents look like.
result<acl::translator_options> guess_translator(std::string const& name, told_pairs const& told) {
    acl::translator_options made;
    made.name = name;
    for (std::size_t side = 0; side < 2; ++side) {
        std::optional<acl::side_options> guessed;
        for (auto const& pair : told.pairs) {
            guessed = acl::guess_side(side == 0 ? pair.legacy : pair.modern, told.extensions[side]);
            if (guessed) break;
        }
        if (!guessed)
            return failure(exit_status::usage,
                           std::string("what format the ") + (side == 0 ? "legacy" : "modern") +
                               " documents have cannot be told: configure [translators." + name +
                               "] with both sides and rest = \"keep\", and ask again");
        (side == 0 ? made.legacy : made.modern) = std::move(*guessed);
    }
    return made;
}

boost::json::array lines_json(std::vector<std::string> const& lines) {
    boost::json::array all;
    for (auto const& line : lines) all.emplace_back(line);
    return all;
}

boost::json::array fields_json(std::vector<acl::suggested_field> const& fields) {
    boost::json::array all;
    for (auto const& field : fields) {
        boost::json::object one{{"legacy", field.options.legacy},
                                {"modern", field.options.modern},
                                {"evidence", lines_json(field.evidence)}};
        if (!field.inner.empty()) one["fields"] = fields_json(field.inner);
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace

outcome run(suggest_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration_if_any(common, around);
    if (!configuration) return configuration.error();
    auto const most = configuration->facade.limits.max_buffered_body;
    told_pairs told;
    if (auto added = add_files(command, most, told); !added) return added.error();
    if (command.feature)
        if (auto added = add_stored(*configuration, *command.feature, told); !added) return added.error();

    auto const& all = configuration->translators;
    auto const known = std::find_if(all.begin(), all.end(),
                                    [&](auto const& each) { return each.name == command.translator; });
    auto options = known != all.end() ? result<acl::translator_options>(*known)
                                      : guess_translator(command.translator, told);
    if (!options) return options.error();
    if (known != all.end())
        if (auto made = compile_translator(*options); !made) return made.error();
    auto const proposed = acl::suggest_mapping(*options, command.of, told.pairs);
    if (!proposed)
        return failure(exit_status::failed, proposed.error().where + ": " + proposed.error().message);
    auto const text = acl::to_toml(*proposed, *options, command.of, known != all.end());
    if (!common.json) {
        around.out << text;
        return exit_status::done;
    }
    around.out << app::json_text(boost::json::object{
                      {"translator", command.translator},
                      {"pairs", proposed->pairs},
                      {"whole", {{"to_modern", proposed->whole[0]}, {"to_legacy", proposed->whole[1]}}},
                      {"fields", fields_json(proposed->fields)},
                      {"extensions", fields_json(proposed->extensions)},
                      {"ambiguous", lines_json(proposed->ambiguous)},
                      {"withheld", lines_json(proposed->withheld)},
                      {"unexplained",
                       {{"legacy", lines_json(proposed->unexplained[0])},
                        {"modern", lines_json(proposed->unexplained[1])}}},
                      {"remarks", lines_json(proposed->remarks)},
                      {"toml", text}})
               << '\n';
    return exit_status::done;
}

} // namespace ficus::tools
