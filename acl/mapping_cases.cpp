#include "acl/mapping_cases.hpp"

#include "acl/quoted.hpp"

#include <algorithm>
#include <array>

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

using conditions = std::vector<std::pair<std::string, constant_options>>;

bool is_same(constant_options const& a, constant_options const& b) {
    auto const same = [](typed_text const& x, typed_text const& y) {
        return x.text == y.text && x.type == y.type;
    };
    if (a.absent != b.absent || a.denies != b.denies || a.empty != b.empty) return false;
    return a.absent || (a.text == b.text && a.type == b.type &&
                        std::equal(a.others.begin(), a.others.end(), b.others.begin(), b.others.end(), same));
}

/// No value is both.
bool exclude(constant_options const& a, constant_options const& b) {
    if (a.denies && b.denies) return false;
    if (b.denies) return exclude(b, a);
    // Nothing at all, and what is no text, is none of those texts.
    if (a.denies && (b.absent || b.empty)) return false;
    if (!a.denies && (a.absent || b.absent)) return a.absent != b.absent;
    if (a.asks_presence() || b.asks_presence()) return false;
    if (a.empty || b.empty) return a.empty != b.empty;
    auto const is_in = [](typed_text const& one, constant_options const& all) {
        return (one.text == all.text && one.type == all.type) ||
               std::any_of(all.others.begin(), all.others.end(), [&](typed_text const& other) {
                   return one.text == other.text && one.type == other.type;
               });
    };
    if (a.denies)
        return is_in({b.text, b.type}, a) &&
               std::all_of(b.others.begin(), b.others.end(),
                           [&](typed_text const& one) { return is_in(one, a); });
    return !is_in({a.text, a.type}, b) && std::none_of(a.others.begin(), a.others.end(),
                                                       [&](typed_text const& one) { return is_in(one, b); });
}

constant_options const* find(conditions const& in, std::string const& path) {
    for (auto const& [theirs, said] : in)
        if (theirs == path) return &said;
    return nullptr;
}

std::string in_words(constant_options const& said) {
    return said.absent ? "absent" : (said.denies ? "other than " : "") + quoted(said.text);
}

bool is_same(conditions const& a, conditions const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto const& x, auto const& y) {
        return x.first == y.first && is_same(x.second, y.second);
    });
}

bool ask_presence(conditions const& said) {
    return said.size() == 1 && said.front().second.asks_presence();
}

/// One side would have to say two things in one place.
bool exclude(conditions const& a, conditions const& b) {
    return std::any_of(a.begin(), a.end(), [&](auto const& one) {
        auto const* other = find(b, one.first);
        return other != nullptr && exclude(*other, one.second);
    });
}

bool exclude(field_case const& a, field_case const& b) {
    return exclude(a.when.legacy, b.when.legacy) || exclude(a.when.modern, b.when.modern);
}

class finder {
public:
    finder(field_cases& found, std::vector<option_error>& problems) : found_(found), problems_(problems) {}

    /// `within`: what paths of a side begin with.
    void add_all(std::vector<field_options> const& fields, std::string const& key, when_options const& around,
                 std::array<std::string, 2> const& within) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            auto const field = placed_within(within, fields[i]);
            auto const here = key + '[' + std::to_string(i) + ']';
            auto when = around;
            for (std::size_t side = 0; side < 2; ++side) add_conditions(when, field.when, side, here);
            auto const of = when.is_empty() ? placed_field::always : case_of(when, here);
            if (field.lies_around()) {
                auto inside = within;
                if (field.document) enter(field, here, inside);
                add_all(field.fields, here + ".fields", when, inside);
                continue;
            }
            placed_field placed{field, here, of};
            placed.options.when = {};
            found_.fields.push_back(std::move(placed));
        }
    }

    /// Every set of cases of which no two exclude each other.
    void find_sets() {
        found_.sets.push_back(0);
        for (std::size_t i = 0; i < found_.cases.size(); ++i) {
            field_cases::set against = 0;
            for (std::size_t other = 0; other < i; ++other)
                if (exclude(found_.cases[i], found_.cases[other])) against |= field_cases::set{1} << other;
            for (std::size_t n = 0, end = found_.sets.size(); n < end; ++n)
                if ((found_.sets[n] & against) == 0)
                    found_.sets.push_back(found_.sets[n] | field_cases::set{1} << i);
            if (found_.sets.size() <= field_cases::most_sets) continue;
            problems_.push_back({found_.cases[i].key + ".when",
                                 "too many of these conditions can hold together in too many ways; let them "
                                 "exclude each other, by what one side says in one place"});
            return;
        }
    }

    /// Where modern has two kinds and legacy one, a legacy document could be of either.
    void check_overlaps() {
        for (std::size_t i = 0; i < found_.cases.size(); ++i)
            for (std::size_t other = 0; other < i; ++other)
                for (std::size_t side = 0; side < 2; ++side) check_overlap(i, other, side);
    }

private:
    static field_options placed_within(std::array<std::string, 2> const& within, field_options field) {
        auto const place = [&](field_options& one) {
            if (!one.legacy.empty()) one.legacy.insert(0, within[0]);
            if (!one.modern.empty()) one.modern.insert(0, within[1]);
        };
        place(field);
        for (auto& part : field.parts) place(part);
        for (auto& copy : field.copies.legacy) copy.insert(0, within[0]);
        for (auto& copy : field.copies.modern) copy.insert(0, within[1]);
        for (std::size_t side = 0; side < 2 && field.paging; ++side)
            field.paging->size[side].insert(0, within[side]);
        for (auto& condition : field.when.legacy) condition.first.insert(0, within[0]);
        for (auto& condition : field.when.modern) condition.first.insert(0, within[1]);
        return field;
    }

    /// Notes the documents of a field, and what paths in them begin with.
    void enter(field_options const& field, std::string const& key, std::array<std::string, 2>& within) {
        if (field.fields.empty())
            problems_.push_back({key + ".fields", "say what of the document is mapped: fields = [ { legacy = "
                                                  "\"id\", modern = \"id\" }, ... ]"});
        if (!field.document->legacy && !field.document->modern)
            problems_.push_back({key + ".document",
                                 "say which side's text is a document, and of which format: "
                                 "document = { legacy = \"json\" }"});
        if (field.says_scalar() || field.nothing || field.split || field.lua.any() || !field.parts.empty() ||
            !field.templates.empty())
            problems_.push_back(
                {key, "a document's text has no options of its own; say them of the fields in it"});
        for (std::size_t side = 0; side < 2; ++side) {
            auto const& path = side == 0 ? field.legacy : field.modern;
            auto const& spoken = field.document->side(side);
            auto const here = key + '.' + std::string(side_names[side]);
            if (!spoken && !path.empty())
                problems_.push_back({here,
                                     "there is no document on this side; leave this path out, and begin "
                                     "those of 'fields' with it"});
            if (!spoken) continue;
            check_inner_document(*spoken, key + ".document." + std::string(side_names[side]), problems_);
            if (path.empty()) {
                problems_.push_back({here, "say where the text is that is a document"});
                continue;
            }
            for (auto const& known : found_.documents)
                if (known.side == side && known.path == path)
                    problems_.push_back({here, "is a document already by " + known.key +
                                                   "; put all that is in it into one 'fields'"});
            found_.documents.push_back({side, path, *spoken, key});
            within[side] = path + std::string(document_mark);
        }
    }

    void add_conditions(when_options& when, when_options const& more, std::size_t side,
                        std::string const& key) {
        auto& all = side == 0 ? when.legacy : when.modern;
        for (auto const& [path, said] : more.side(side)) {
            if (said.asks_pattern())
                problems_.push_back({key + ".when." + std::string(side_names[side]),
                                     quoted(said.text) +
                                         " may be asked for by 'outcomes' alone, of which the "
                                         "first that fits counts; list the texts here: '" +
                                         path + "' = [\"a\", \"b\"]"});
            auto const* other = find(all, path);
            if (other == nullptr) {
                all.emplace_back(path, said);
            } else if (!is_same(*other, said)) {
                problems_.push_back({key + ".when." + std::string(side_names[side]),
                                     "'" + path + "' cannot be " + in_words(said) +
                                         " here, where the group around asks for " +
                                         (other->absent ? "nothing there" : in_words(*other))});
            }
        }
        std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    }

    std::size_t case_of(when_options const& when, std::string const& key) {
        for (std::size_t i = 0; i < found_.cases.size(); ++i)
            if (is_same(found_.cases[i].when.legacy, when.legacy) &&
                is_same(found_.cases[i].when.modern, when.modern))
                return i;
        if (found_.cases.size() == field_cases::most_cases) {
            problems_.push_back({key + ".when", "at most " + std::to_string(field_cases::most_cases) +
                                                    " different conditions may stand in one list of fields"});
            return found_.cases.size() - 1;
        }
        auto const made = found_.cases.size();
        found_.cases.push_back({when, key});
        placed_field tag;
        tag.key = key + ".when";
        tag.of = made;
        tag.is_tag = true;
        found_.fields.push_back(std::move(tag));
        return made;
    }

    void check_overlap(std::size_t i, std::size_t other, std::size_t side) {
        auto const& mine = found_.cases[i];
        auto const& theirs = found_.cases[other];
        bool const told = exclude(mine.when.side(1 - side), theirs.when.side(1 - side));
        auto const& a = mine.when.side(side);
        auto const& b = theirs.when.side(side);
        if (!told || a.empty() || b.empty() || exclude(a, b)) return;
        // Each by what is there, as where nothing is asked for: a document that has both is refused.
        if (ask_presence(a) && ask_presence(b) && a.front().first != b.front().first) return;
        problems_.push_back({mine.key + ".when." + std::string(side_names[side]),
                             "overlaps with that of " + theirs.key + ": a " + std::string(side_names[side]) +
                                 " document could be of both, and the other side can be of one alone; let "
                                 "them ask for different values in one place"});
    }

    field_cases& found_;
    std::vector<option_error>& problems_;
};

} // namespace

field_options condition_field(std::size_t side, std::string const& path, constant_options const& said) {
    field_options field;
    (side == 0 ? field.legacy : field.modern) = path;
    field.constant = said;
    field.constant->is_condition = true;
    return field;
}

field_cases find_cases(std::vector<field_options> const& fields, std::string const& key,
                       std::vector<option_error>& problems) {
    field_cases found;
    finder all(found, problems);
    all.add_all(fields, key, {}, {});
    all.find_sets();
    all.check_overlaps();
    return found;
}

std::vector<placed_field> field_cases::select(set holding) const {
    std::vector<placed_field> selected;
    auto const holds = [&](std::size_t of) { return of == placed_field::always || (holding >> of & 1) != 0; };
    // Where nothing is asked for in both its places it can have nothing to say.
    auto const is_absent = [&](placed_field const& one) {
        auto const at = [](conditions const& said, std::string const& path) {
            auto const* found = find(said, path);
            return found != nullptr && found->absent;
        };
        for (std::size_t i = 0; i < cases.size(); ++i)
            if (holds(i) && at(cases[i].when.legacy, one.options.legacy) &&
                at(cases[i].when.modern, one.options.modern))
                return true;
        return false;
    };
    auto const is_mapped = [&](std::size_t side, std::string const& path) {
        auto const has_path = [&](placed_field const& one) {
            return (side == 0 ? one.options.legacy : one.options.modern) == path;
        };
        return std::any_of(selected.begin(), selected.end(), has_path) ||
               std::any_of(fields.begin(), fields.end(), [&](placed_field const& one) {
                   return !one.is_tag && holds(one.of) && has_path(one);
               });
    };
    for (auto const& one : fields) {
        if (!holds(one.of)) continue;
        if (!one.is_tag) {
            if (!is_absent(one)) selected.push_back(one);
            continue;
        }
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const& [path, said] : cases[one.of].when.side(side)) {
                if (said.absent || said.denies || said.asks_presence() || is_mapped(side, path)) continue;
                auto tag = one;
                tag.options = condition_field(side, path, said);
                selected.push_back(std::move(tag));
            }
    }
    return selected;
}

} // namespace ficus::acl
