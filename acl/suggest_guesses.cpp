#include "acl/suggest_guesses.hpp"

#include "acl/field_words.hpp"
#include "acl/suggest_trial.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace ficus::acl {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

/// Without zeros on either end: what the point and the scale leave alone.
std::string digits_of(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (c >= '0' && c <= '9' && (c != '0' || !out.empty())) out += c;
    while (out.ends_with('0')) out.pop_back();
    return out;
}

std::string text_of(value const& v) {
    return std::string(v.kind == kind::boolean ? (v.truth ? "true" : "false") : v.text);
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// All texts are as wide, and there are some to tell by.
bool has_fixed_width(suggest_looks const& looks) {
    return !looks.distinct.empty() &&
           std::all_of(looks.distinct.begin(), looks.distinct.end(), [&](auto const& text) {
               return characters(text) == characters(looks.distinct.front());
           });
}

/// The texts of the row that says most: the longest on the side that has less around it.
std::array<std::string, 2> telling_row(suggest_looks const& legacy, suggest_looks const& modern) {
    std::array<std::string, 2> best;
    for (std::size_t row = 0; row < legacy.cells->size(); ++row) {
        auto const* one = (*legacy.cells)[row];
        auto const* other = (*modern.cells)[row];
        if (one == nullptr || other == nullptr || one->kind == kind::null || other->kind == kind::null)
            continue;
        std::array<std::string, 2> const texts{text_of(*one), text_of(*other)};
        if (std::min(texts[0].size(), texts[1].size()) > std::min(best[0].size(), best[1].size()) ||
            best[0].empty())
            best = texts;
    }
    return best;
}

class guesses {
public:
    guesses(suggest_looks const& legacy, suggest_looks const& modern, std::array<dialect, 2> dialects)
        : looks_{&legacy, &modern}, dialects_(dialects) {}

    std::vector<suggest_guess> make_plain() {
        types_ = types();
        add_plain();
        return std::move(made_);
    }

    std::vector<suggest_guess> make() {
        row_ = telling_row(*looks_[0], *looks_[1]);
        types_ = types();
        add_text();
        add_decimals();
        add_boolean();
        add_times();
        add_table();
        return std::move(made_);
    }

private:
    using maybe_type = std::optional<scalar_type>;

    /// What `type` may be, by what a typed side holds.
    std::vector<maybe_type> types() const {
        std::size_t const side = dialects_[1].typed ? 1 : 0;
        if (!dialects_[side].typed) return {std::nullopt};
        auto const& held = *looks_[side];
        if (held.all_booleans) return {scalar_type::boolean};
        if (held.all_integers) return {scalar_type::integer, scalar_type::number};
        if (held.all_numbers) return {scalar_type::number};
        return {std::nullopt};
    }

    void add(field_options options, std::vector<std::string> notes = {}, double needs_weight = 0) {
        suggest_guess made;
        made.options = std::move(options);
        made.notes = std::move(notes);
        made.needs_weight = needs_weight;
        made_.push_back(std::move(made));
    }

    void add_plain() {
        add({});
        for (auto const& type : types_) {
            if (!type) continue;
            field_options options;
            options.type = type;
            add(options);
        }
    }

    /// One side's text stands in the other's: what is around it is padding, blanks or an affix.
    void add_text() {
        for (std::size_t outer = 0; outer < 2; ++outer) {
            auto const& around = row_[outer];
            auto const& meant = row_[1 - outer];
            if (meant.empty()) continue;
            auto const at = lower(around).rfind(lower(meant));
            if (at == std::string::npos) continue;
            auto const before = around.substr(0, at);
            auto const behind = around.substr(at + meant.size());
            bool const letters = around.substr(at, meant.size()) != meant;
            bool const fixed = has_fixed_width(*looks_[outer]) && !has_fixed_width(*looks_[1 - outer]);
            if (before.empty() && behind.empty() && !letters && !fixed) continue;
            std::vector<text_side_options> sides;
            auto const is_blank = [](std::string const& text) {
                return text.find_first_not_of(" \t\r\n") == std::string::npos;
            };
            text_side_options side;
            if (before.empty() && behind.empty() && letters) sides.push_back(side);
            auto const width = characters(around);
            if (before.empty() && (fixed || !behind.empty()) &&
                behind.find_first_not_of(' ') == std::string::npos) {
                side.pad = padding_options{width, " ", padding_options::where::right};
                sides.push_back(side);
            }
            if (behind.empty() && (fixed || !before.empty()) &&
                before.find_first_not_of(' ') == std::string::npos) {
                side.pad = padding_options{width, " ", padding_options::where::left};
                sides.push_back(side);
            }
            side = {};
            if (is_blank(before) && is_blank(behind) && !(before + behind).empty()) {
                side.trim = true;
                sides.push_back(side);
            }
            side = {};
            side.prefix = before.substr(0, before.find_last_not_of('0') + 1);
            side.suffix = behind;
            // Even where this row has none: others may be shorter.
            side.pad = padding_options{width - characters(side.prefix) - characters(behind), "0",
                                       padding_options::where::left};
            if (meant.find_first_not_of("0123456789") == std::string::npos) sides.push_back(side);
            if (!(before + behind).empty()) {
                side.pad = std::nullopt;
                side.prefix = before;
                sides.push_back(side);
            }
            for (auto const& each : sides) add_sides(outer, each, letters);
        }
    }

    void add_sides(std::size_t outer, text_side_options const& side, bool letters) {
        auto types = types_;
        // An affix on a typed side makes it a string.
        if (outer == 1) types = {std::nullopt};
        for (auto const& type : types) {
            field_options options;
            options.type = type;
            options.text.emplace();
            (outer == 0 ? options.text->legacy : options.text->modern) = side;
            if (letters) {
                bool const up = row_[0] != lower(row_[0]);
                options.text->legacy.letters = up ? letter_case::upper : letter_case::lower;
                options.text->modern.letters = up ? letter_case::lower : letter_case::upper;
            }
            bool const affix = !side.prefix.empty() || !side.suffix.empty();
            add(std::move(options), {}, affix ? 3 : 0.5);
            // Any text is the end of some longer one.
            if (affix) made_.back().needs_different = 2;
        }
    }

    static std::vector<decimal_style_options> styles_of(suggest_looks const& looks) {
        constexpr std::pair<char const*, char const*> usual[] = {
            {".", ""},  {",", ""},  {",", "."},        {".", ","},
            {",", " "}, {".", "'"}, {",", "\xC2\xA0"}, {",", "\xE2\x80\xAF"},
            {".", " "}};
        std::vector<decimal_style_options> found;
        for (auto const& [point, grouping] : usual) {
            auto const style = decimal_style::compile({point, grouping});
            if (!style) continue;
            bool const all =
                std::all_of(looks.distinct.begin(), looks.distinct.end(), [&](std::string const& text) {
                    std::string plain;
                    return style->read(text, plain);
                });
            if (all) found.push_back({point, grouping});
        }
        return found;
    }

    void add_decimals() {
        if (looks_[0]->all_booleans || looks_[1]->all_booleans) return;
        // Zero says nothing of where the point is.
        if (digits_of(row_[0]) != digits_of(row_[1])) return;
        if (row_[0].find_first_of("0123456789") == row_[0].npos) return;
        auto const legacy = styles_of(*looks_[0]);
        auto const modern = styles_of(*looks_[1]);
        constexpr std::uint64_t scales[][2] = {{1, 1},    {100, 1}, {1, 100}, {1000, 1},
                                               {1, 1000}, {10, 1},  {1, 10}};
        std::vector<maybe_type> types{std::nullopt};
        if (types_.front() == scalar_type::integer) types.push_back(scalar_type::integer);
        if (looks_[1]->all_strings && dialects_[1].typed) types.push_back(scalar_type::string);
        for (auto const& [on_legacy, on_modern] : scales)
            for (auto const& one : legacy)
                for (auto const& other : modern)
                    for (auto const& type : types) {
                        field_options options;
                        options.type = type;
                        bool const plain = one.point == "." && one.grouping.empty() && other.point == "." &&
                                           other.grouping.empty();
                        bool const scaled = on_legacy != 1 || on_modern != 1;
                        if (plain && !scaled) continue;
                        if (!plain) options.decimal = decimal_options{one, other};
                        if (scaled) options.scale = scale_options{on_legacy, on_modern};
                        add(std::move(options), {}, scaled ? 1.4 : 0);
                    }
    }

    /// The spelling that usually goes with one of which no pair has the other.
    static std::string counterpart(std::string const& spelling) {
        constexpr std::pair<char const*, char const*> usual[] = {
            {"Y", "N"}, {"J", "N"},        {"yes", "no"}, {"ja", "nein"}, {"1", "0"},
            {"T", "F"}, {"true", "false"}, {"on", "off"}, {"X", ""}};
        for (auto const& [truth, falsehood] : usual) {
            for (bool const swapped : {false, true}) {
                std::string const is = swapped ? falsehood : truth;
                std::string const other = swapped ? truth : falsehood;
                if (spelling == is) return other;
                if (is.empty() || lower(spelling) != lower(is)) continue;
                if (spelling == lower(spelling)) return lower(other);
                std::string upper = other;
                bool const all = spelling.size() < 2 || (spelling[1] >= 'A' && spelling[1] <= 'Z');
                for (std::size_t i = 0; i < upper.size() && (all || i == 0); ++i)
                    if (upper[i] >= 'a' && upper[i] <= 'z') upper[i] = static_cast<char>(upper[i] - 32);
                return upper;
            }
        }
        return spelling.empty() ? "X" : std::string();
    }

    void add_boolean() {
        if (!looks_[1]->all_booleans || !dialects_[1].typed) return;
        std::map<std::string, std::size_t> spelled[2];
        for (std::size_t row = 0; row < looks_[0]->cells->size(); ++row) {
            auto const* one = (*looks_[0]->cells)[row];
            auto const* other = (*looks_[1]->cells)[row];
            if (one == nullptr || other == nullptr || one->kind != kind::string ||
                other->kind != kind::boolean)
                continue;
            ++spelled[other->truth ? 1 : 0][std::string(one->text)];
        }
        auto const count = spelled[0].size() + spelled[1].size();
        if (count == 0 || spelled[0].size() > 4 || spelled[1].size() > 4) return;
        field_options options;
        options.boolean.emplace();
        std::vector<std::string> notes;
        bool usual = true;
        for (std::size_t truth = 0; truth < 2; ++truth) {
            auto& into = truth == 1 ? options.boolean->truths : options.boolean->falses;
            std::vector<std::pair<std::size_t, std::string>> by_use;
            for (auto const& [text, times] : spelled[truth]) {
                by_use.emplace_back(times, text);
                usual = usual && (!counterpart(text).empty() || lower(text) == "x");
            }
            std::stable_sort(by_use.begin(), by_use.end(),
                             [](auto const& a, auto const& b) { return a.first > b.first; });
            for (auto& [times, text] : by_use) into.push_back(std::move(text));
        }
        for (std::size_t truth = 0; truth < 2; ++truth) {
            auto& into = truth == 1 ? options.boolean->truths : options.boolean->falses;
            auto const& other = truth == 1 ? options.boolean->falses : options.boolean->truths;
            if (!into.empty()) continue;
            if (!usual) return;
            into.push_back(counterpart(other.front().text));
            notes.push_back("no pair has " + std::string(truth == 1 ? "true" : "false") + ": " +
                            toml_string(into.front().text) + " is a guess");
        }
        suggest_guess made;
        made.options = std::move(options);
        made.notes = std::move(notes);
        made.learned = count;
        made.needs_weight = usual && count > 1 ? 0.1 : 1.5;
        made_.push_back(std::move(made));
    }

    void add_times() {
        if (looks_[0]->times.empty() || looks_[1]->times.empty()) return;
        for (auto const& legacy : looks_[0]->times) {
            auto const one = time_pattern::compile(legacy);
            for (auto const& modern : looks_[1]->times) {
                auto const other = time_pattern::compile(modern);
                if (!one || !other) continue;
                auto const knows = [](time_pattern const& p) {
                    return p.states_offset() || p.is_epoch() || p.is_utc();
                };
                // One zone is enough where both sides speak of clocks, or neither does.
                bool const zoned = knows(*one) != knows(*other) || legacy == "rfc3339" || modern == "rfc3339";
                add_zones(legacy, modern, zoned);
            }
        }
    }

    void add_zones(std::string const& legacy, std::string const& modern, bool zoned) {
        for (auto const zone : zoned ? usual_zones() : usual_zones().first(1)) {
            field_options options;
            options.time = time_options{legacy, modern, std::string(zone)};
            if (looks_[1]->all_integers && dialects_[1].typed) options.type = scalar_type::integer;
            suggest_guess made;
            made.options = std::move(options);
            made.needs_weight = 0.5;
            made_.push_back(std::move(made));
        }
    }

    /// Each value of the one side goes with one of the other.
    void add_table() {
        if (looks_[0]->many || looks_[1]->many) return;
        std::vector<std::pair<std::string, std::string>> values;
        std::map<std::string, std::string> there, back;
        std::size_t rows = 0;
        for (std::size_t row = 0; row < looks_[0]->cells->size(); ++row) {
            auto const* one = (*looks_[0]->cells)[row];
            auto const* other = (*looks_[1]->cells)[row];
            if (one == nullptr || other == nullptr || one->kind == kind::null || other->kind == kind::null)
                continue;
            auto const legacy = text_of(*one);
            auto const modern = text_of(*other);
            ++rows;
            auto const [at, is_new] = there.try_emplace(legacy, modern);
            auto const [from, is_first] = back.try_emplace(modern, legacy);
            if (at->second != modern || from->second != legacy) return;
            if (is_new) values.emplace_back(legacy, modern);
        }
        constexpr std::size_t most = 24;
        if (values.empty() || values.size() > most) return;
        auto const repeats = rows - values.size();
        for (auto const& [legacy, modern] : values) {
            auto const digits = [](std::string const& text) {
                return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
            };
            bool const is_word =
                legacy.size() <= 24 && modern.size() <= 32 && digits(legacy) < 4 && digits(modern) < 4;
            // Names, dates and numbers are different in every row: a table of them would be learned by heart.
            if (!is_word && repeats < values.size()) return;
        }
        if (values.size() > 6 && repeats * 2 < values.size()) return;
        if (looks_[0]->writes_numbers && looks_[1]->writes_numbers && repeats < 3) return;
        suggest_guess made;
        made.options.values = values;
        if (types_.front() && dialects_[1].typed && !looks_[1]->all_strings)
            made.options.type = types_.front();
        made.learned = values.size();
        made.needs_weight = values.size() > 1 ? 1.7 : 1e9;
        made.notes.push_back("a table of " + std::to_string(values.size()) +
                             (values.size() == 1 ? " value" : " values") + " that came " +
                             std::to_string(rows) + (rows == 1 ? " time" : " times") +
                             ": other values are errors until they are added");
        made_.push_back(std::move(made));
    }

    std::array<suggest_looks const*, 2> looks_;
    std::array<dialect, 2> dialects_;
    std::array<std::string, 2> row_;
    std::vector<maybe_type> types_;
    std::vector<suggest_guess> made_;
};

} // namespace

std::vector<suggest_guess> guess_plain_rules(suggest_looks const& legacy, suggest_looks const& modern,
                                             std::array<dialect, 2> dialects) {
    return guesses(legacy, modern, dialects).make_plain();
}

std::vector<suggest_guess> guess_rules(suggest_looks const& legacy, suggest_looks const& modern,
                                       std::array<dialect, 2> dialects) {
    return guesses(legacy, modern, dialects).make();
}

} // namespace ficus::acl
