#include "acl/suggest_check.hpp"

#include "acl/field_path.hpp"
#include "acl/field_words.hpp"
#include "acl/format.hpp"
#include "acl/suggest_rules.hpp"
#include "acl/suggest_tree.hpp"

#include <algorithm>
#include <map>

namespace ficus::acl {
namespace {

/// Without what brackets hold: positions and `[]` alike.
std::string without_positions(std::string_view path) {
    std::string out;
    int depth = 0;
    for (char const c : path) {
        if (c == '[') ++depth;
        if (depth == 0) out += c;
        if (c == ']' && depth > 0) --depth;
    }
    while (out.starts_with('.') || out.starts_with('/')) out.erase(0, 1);
    if (out.ends_with("/text()")) out.resize(out.size() - 7);
    return out;
}

std::string trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == text.npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

bool agree(value const& one, value const& other) {
    return same_value(one, other) || (one.kind == kind::string && other.kind == kind::string &&
                                      trimmed(one.text) == trimmed(other.text));
}

using flat_document = std::map<std::string, std::vector<value const*>>;

flat_document flat(value const& root, dialect side, bool names_params, document& memory) {
    flat_document out;
    for (auto const& [path, found] : flatten(root, side, names_params, memory))
        out[without_positions(path)].push_back(found);
    return out;
}

bool same_values(std::vector<value const*> const& one, std::vector<value const*> const& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](value const* a, value const* b) { return agree(*a, *b); });
}

/// The innermost field at a path of a side.
struct place_found {
    std::vector<suggested_field>* among = nullptr;
    std::size_t index = 0;
    std::size_t size = 0; ///< of the path that it has
};

void find_field(std::vector<suggested_field>& among, std::array<std::string, 2> const& outer,
                std::size_t side, std::array<dialect, 2> const& dialects, std::string_view path,
                place_found& best) {
    for (std::size_t i = 0; i < among.size(); ++i) {
        auto& field = among[i];
        auto const& own = side == 0 ? field.options.legacy : field.options.modern;
        std::array<std::string, 2> here;
        here[side] = join_paths(dialects[side].shape, outer[side], own);
        auto const full = without_positions(here[side]);
        if (!is_below(path, full)) continue;
        if (best.among == nullptr || full.size() >= best.size) best = {&among, i, full.size()};
        find_field(field.inner, here, side, dialects, path, best);
    }
}

} // namespace

field_options whole_options(suggested_field const& field) {
    auto options = field.options;
    options.fields.clear();
    for (auto const& inner : field.inner) options.fields.push_back(whole_options(inner));
    return options;
}

suggest_place place_of_fields(translator_options const& known, std::optional<part> of) {
    if (of == part::request && (known.request.fields || known.fields.empty())) return suggest_place::request;
    if (of == part::response && (known.response.fields || known.fields.empty()))
        return suggest_place::response;
    if (of || !known.fields.empty()) return suggest_place::shared;
    if (known.response.fields) return suggest_place::response;
    return known.request.fields ? suggest_place::request : suggest_place::shared;
}

std::vector<field_options> fields_at(translator_options const& known, suggest_place where) {
    if (where == suggest_place::request) return known.request.fields.value_or(std::vector<field_options>{});
    if (where == suggest_place::response) return known.response.fields.value_or(std::vector<field_options>{});
    return known.fields;
}

void set_fields(translator_options& known, suggest_place where, std::vector<field_options> fields) {
    if (where == suggest_place::request)
        known.request.fields = std::move(fields);
    else if (where == suggest_place::response)
        known.response.fields = std::move(fields);
    else
        known.fields = std::move(fields);
}

part part_at(suggest_place where, std::optional<part> of) {
    if (where == suggest_place::shared) return of.value_or(part::response);
    return where == suggest_place::request ? part::request : part::response;
}

namespace {

class checker {
public:
    checker(suggestion& proposed, translator_options const& known, std::optional<part> of,
            std::vector<suggest_pair const*> const& pairs, reading_limits const& limits)
        : proposed_(proposed), known_(known), where_(place_of_fields(known, of)), part_(part_at(where_, of)),
          pairs_(pairs), limits_(limits) {}

    void run() {
        // Each round takes out one field at least.
        constexpr std::size_t most_rounds = 2 * most_suggest_paths;
        for (std::size_t round = 0; round < most_rounds; ++round)
            if (!try_once()) return;
    }

private:
    /// True when something was taken out, and all has to be tried again.
    bool try_once() {
        auto options = known_;
        auto fields = fields_at(known_, where_);
        for (auto const& extension : proposed_.extensions)
            for (auto& field : fields)
                if (field.legacy == extension.options.legacy && field.modern == extension.options.modern)
                    for (auto const& inner : extension.inner) field.fields.push_back(whole_options(inner));
        auto const first = fields.size();
        for (auto const& field : proposed_.fields) fields.push_back(whole_options(field));
        set_fields(options, where_, std::move(fields));
        auto const made = translator::compile(options);
        if (!made) return take_out_what_is_wrong(made.error().front(), first);
        for (std::size_t side = 0; side < 2; ++side) {
            sides_[side] = made->side(part_, side);
            dialects_[side] = dialect_of(sides_[side]);
        }
        remarks_.clear();
        proposed_.whole = {0, 0};
        for (auto const* pair : pairs_)
            for (auto const way : {direction::to_modern, direction::to_legacy})
                if (run_pair(*made, *pair, way)) return true;
        for (auto& remark : remarks_) proposed_.remarks.push_back(std::move(remark));
        return false;
    }

    bool take_out_what_is_wrong(option_error const& problem, std::size_t first) {
        auto const at = problem.key.find("fields[");
        auto const index = at == problem.key.npos ? first : std::stoul(problem.key.substr(at + 7));
        if (index < first || index - first >= proposed_.fields.size()) {
            proposed_.remarks.push_back(problem.key + ": " + problem.message);
            if (proposed_.extensions.empty()) return false;
            proposed_.extensions.clear();
            return true;
        }
        take_out(proposed_.fields, index - first, problem.message);
        return true;
    }

    void take_out(std::vector<suggested_field>& among, std::size_t index, std::string const& why) {
        auto const options = whole_options(among[index]);
        auto const words = line_of(words_of(options, 6));
        proposed_.withheld.push_back(
            "{ legacy = " + toml_string(options.legacy) + ", modern = " + toml_string(options.modern) +
            (words.empty() ? "" : ", " + words) + (options.fields.empty() ? "" : ", fields = ...") +
            " } was tried and did not hold: " + why);
        among.erase(among.begin() + static_cast<std::ptrdiff_t>(index));
        std::erase_if(proposed_.fields, [](suggested_field const& field) {
            return field.inner.empty() && field.options.legacy.ends_with("[]") &&
                   field.evidence.size() == 1 && field.evidence.front().starts_with("a list of");
        });
        std::erase_if(proposed_.extensions, [](suggested_field const& field) { return field.inner.empty(); });
    }

    place_found field_at(std::size_t side, std::string_view path) {
        place_found found;
        find_field(proposed_.fields, {}, side, dialects_, without_positions(path), found);
        find_field(proposed_.extensions, {}, side, dialects_, without_positions(path), found);
        // A list that is there already is not the proposal's.
        if (found.among == &proposed_.extensions) return {};
        // Nor is what its element has besides.
        if (found.among != nullptr && !(*found.among)[found.index].inner.empty() &&
            without_positions(path).size() > found.size)
            return {};
        return found;
    }

    bool run_pair(translator const& by, suggest_pair const& pair, direction way) {
        auto const target = target_index(way);
        auto const& from = way == direction::to_modern ? pair.legacy : pair.modern;
        auto const& to = way == direction::to_modern ? pair.modern : pair.legacy;
        auto const name =
            "pair " + pair.name + (way == direction::to_modern ? ", to modern: " : ", to legacy: ");
        auto const made = by.translate(way, part_, from, limits_);
        if (!made) {
            auto const& failure = made.error();
            auto const found = field_at(source_index(way), failure.where);
            if (found.among == nullptr) {
                remark(name + failure.where + ": " + failure.message);
                return false;
            }
            take_out(*found.among, found.index, name + failure.where + ": " + failure.message);
            return true;
        }
        auto const produced = read_body(sides_[target], made->body, {}, limits_);
        auto const expected = read_body(sides_[target], to, {}, limits_);
        if (!expected || (!produced && !made->body.empty())) return false;
        document memory(4096);
        bool const params = sides_[target].kind == format::xmlrpc;
        auto const is = produced && produced->root() != nullptr
                            ? flat(*produced->root(), dialects_[target], params, memory)
                            : flat_document();
        auto const due = flat(*expected->root(), dialects_[target], params, memory);
        bool whole = true;
        for (auto const* each : {&is, &due})
            for (auto const& [path, values] : *each) {
                auto const here = is.find(path);
                auto const there = due.find(path);
                if (here != is.end() && there != due.end() && same_values(here->second, there->second))
                    continue;
                auto const found = field_at(target, path);
                if (found.among != nullptr && !(*found.among)[found.index].exact && here != is.end() &&
                    there != due.end())
                    continue;
                whole = false;
                // A path that nobody maps is unexplained, and said there.
                if (found.among == nullptr) continue;
                take_out(*found.among, found.index, name + path + " comes out otherwise");
                return true;
            }
        if (whole) ++proposed_.whole[way == direction::to_modern ? 0 : 1];
        return false;
    }

    void remark(std::string text) {
        constexpr std::size_t most = 20;
        if (remarks_.size() < most) remarks_.push_back(std::move(text));
    }

    suggestion& proposed_;
    translator_options const& known_;
    suggest_place where_;
    part part_;
    std::vector<suggest_pair const*> const& pairs_;
    reading_limits limits_;
    std::array<side_options, 2> sides_;
    std::array<dialect, 2> dialects_{};
    std::vector<std::string> remarks_;
};

} // namespace

void check_suggestion(suggestion& proposed, translator_options const& known, std::optional<part> of,
                      std::vector<suggest_pair const*> const& pairs, reading_limits const& limits) {
    checker(proposed, known, of, pairs, limits).run();
}

} // namespace ficus::acl
