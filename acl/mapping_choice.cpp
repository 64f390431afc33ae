#include "acl/mapping.hpp"
#include "acl/quoted.hpp"
#include "acl/rest_carrier.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr auto no_field = static_cast<std::size_t>(-1);

bool is_of(mapped_field const& field, std::size_t side) {
    return field.constant_on == side;
}

value const* said_at(field_path const& path, message_values const& said) {
    return find_at(path.where == place::body   ? said.body
                   : path.where == place::call ? said.calls
                                               : said.head,
                   path.steps);
}

} // namespace

bool says_constants(mapping const& constants, std::size_t side, message_values const& said) {
    return std::all_of(constants.fields().begin(), constants.fields().end(), [&](mapped_field const& field) {
        if (!is_of(field, side)) return true;
        auto const* found = said_at(field.paths[side], said);
        return (found != nullptr && field.is_constant(*found)) != field.denies;
    });
}

void mapping::add_cases(field_cases const& found, std::vector<option_error>& problems) {
    std::array<acl::dialect, 2> const dialects{dialect(0), dialect(1)};
    auto const add_problems = [&](std::vector<option_error>& more) {
        // What is wrong with a field is so in each set of cases that it is of.
        for (auto& problem : more)
            if (std::none_of(problems.begin(), problems.end(), [&](option_error const& known) {
                    return known.key == problem.key && known.message == problem.message;
                }))
                problems.push_back(std::move(problem));
    };
    for (auto const& one : found.cases) {
        std::vector<placed_field> said;
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const& [path, text] : one.when.side(side))
                if (!text.absent)
                    said.push_back(
                        {condition_field(side, path, text), one.key + ".when", placed_field::always, true});
        std::vector<option_error> wrong;
        compiled_case made;
        add_absent(one, made, wrong);
        made.said = std::make_unique<mapping>(compile(said, dialects, at_, wrong));
        add_problems(wrong);
        for (auto const& condition : made.said->fields_)
            made.tables.push_back(table_at(*condition.constant_on, condition.paths[*condition.constant_on]));
        cases_.push_back(std::move(made));
    }
    for (auto const holding : found.sets) {
        if (holding == 0) continue;
        auto const fields = found.select(holding);
        std::vector<option_error> wrong;
        auto variant = std::make_unique<mapping>(compile(fields, dialects, at_, wrong));
        for (std::size_t i = 0; i < found.cases.size() && wrong.empty(); ++i) {
            if ((holding >> i & 1) == 0) continue;
            variant->note_absent(found.cases[i], cases_[i], wrong);
            variant->note_tags(*cases_[i].said);
            if (holding != field_cases::set{1} << i) continue;
            cases_[i].alone = variant.get();
            for (std::size_t at = 0; at < variant->fields_.size(); ++at)
                if (auto const& field = variant->fields_[at]; field.of_case == i && !field.constant_on)
                    cases_[i].fields.push_back(at);
        }
        add_problems(wrong);
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const& path : variant->outside_[side])
                if (std::none_of(outside_[side].begin(), outside_[side].end(),
                                 [&](field_path const& known) { return known.steps == path.steps; }))
                    outside_[side].push_back(path);
        reaches_calls_ |= variant->reaches_calls_;
        has_documents_ |= variant->has_documents_;
        has_scripts_ |= variant->has_scripts_;
        has_links_ |= variant->has_links_;
        sets_.push_back(holding);
        variants_.push_back(std::move(variant));
    }
}

/// Which fields say what a case asks for.
void mapping::note_tags(mapping const& said) {
    for (auto const& condition : said.fields_)
        for (std::size_t at = 0; at < fields_.size(); ++at) {
            auto const side = *condition.constant_on;
            auto const& field = fields_[at];
            if (field.constant_on || !field.scalar || condition.spellings.empty() ||
                field.paths[side].steps != condition.paths[side].steps ||
                field.paths[side].where != condition.paths[side].where)
                continue;
            if (!condition.denies) tags_[side].emplace_back(at, condition.constant);
            for (auto const& spelling : condition.spellings)
                if (condition.denies) denied_[side].emplace_back(at, spelling.second);
        }
}

std::vector<mapping const*> mapping::variants() const {
    std::vector<mapping const*> all{this};
    for (auto const& variant : variants_) all.push_back(variant.get());
    return all;
}

std::vector<std::string> mapping::texts_of_cases(std::size_t side, std::size_t field) const {
    std::vector<std::string> texts;
    for (auto const& one : cases_)
        for (auto const& condition : one.said->fields_)
            if (is_of(condition, side) && condition.paths[side].steps == fields_[field].paths[side].steps &&
                condition.paths[side].where == fields_[field].paths[side].where)
                for (auto const& spelling : condition.spellings)
                    if (!condition.denies) texts.push_back(spelling.second);
    return texts;
}

bool mapping::is_of_others(std::size_t side, std::size_t field, std::string const& text) const {
    return std::any_of(cases_.begin(), cases_.end(), [&](compiled_case const& one) {
        return std::any_of(one.said->fields_.begin(), one.said->fields_.end(), [&](mapped_field const& said) {
            return said.denies && is_of(said, side) &&
                   said.paths[side].steps == fields_[field].paths[side].steps &&
                   said.paths[side].where == fields_[field].paths[side].where &&
                   std::none_of(said.spellings.begin(), said.spellings.end(),
                                [&](auto const& spelling) { return spelling.second == text; });
        });
    });
}

bool mapping::is_there(mapped_field const& field, std::size_t side, message_values const& said) const {
    auto const& path = field.paths[side];
    if (path.where == acl::place::key) return false;
    if (!path.numbered) {
        auto const paths = field.paths_on(side);
        return std::any_of(paths.begin(), paths.end(),
                           [&](field_path const* one) { return said_at(*one, said) != nullptr; });
    }
    auto const* in = path.where == acl::place::call ? said.calls : said.body;
    auto const* around = find_at(in, {path.steps.begin(), path.steps.end() - 1});
    if (around == nullptr) return false;
    auto const& node = trees_[side][field.nodes[side]];
    for (auto const* child = around->first; child != nullptr; child = child->next)
        if (trees_[side].find_numbered(node.parent, child->name).first == field.nodes[side]) return true;
    return false;
}

boost::system::result<mapping const*, error> mapping::choose(std::size_t side,
                                                             message_values const& message) const {
    field_cases::set holding = 0;
    mapped_field const* unknown = nullptr; // the first condition of which the document says something else
    std::vector<mapped_field const*> known;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        auto const& one = cases_[i];
        std::size_t asked = 0, said = 0;
        mapped_field const* other = nullptr;
        for (std::size_t at = 0; at < one.said->fields_.size(); ++at) {
            auto const& condition = one.said->fields_[at];
            if (!is_of(condition, side)) continue;
            ++asked;
            auto const* found = said_at(condition.paths[side], message);
            bool const meant = found != nullptr && is_meant(one, at, side, *found);
            if (meant != condition.denies) {
                ++said;
                known.push_back(&condition);
            } else if (found != nullptr && !condition.denies && !condition.spellings.empty()) {
                other = &condition;
            }
        }
        for (auto const& place : one.absent[side]) {
            ++asked;
            if (said_at(place, message) == nullptr) ++said;
        }
        bool const holds = asked > 0 ? asked == said
                                     : std::any_of(one.fields.begin(), one.fields.end(), [&](std::size_t at) {
                                           return one.alone->is_there(one.alone->fields_[at], side, message);
                                       });
        if (holds) holding |= field_cases::set{1} << i;
        if (!holds && asked > 0 && said + 1 == asked && other != nullptr && unknown == nullptr &&
            !names(side, other->paths[side]))
            unknown = other;
    }
    if (unknown != nullptr && std::none_of(known.begin(), known.end(), [&](mapped_field const* one) {
            return one->paths[side].steps == unknown->paths[side].steps;
        })) {
        auto const* found = said_at(unknown->paths[side], message);
        std::string due;
        std::vector<std::string> texts;
        for (auto const& one : cases_)
            for (auto const& condition : one.said->fields_)
                if (is_of(condition, side) && condition.paths[side].steps == unknown->paths[side].steps &&
                    std::find(texts.begin(), texts.end(), condition.due()) == texts.end())
                    texts.push_back(condition.due());
        for (auto const& text : texts) due += (due.empty() ? "" : " or ") + text;
        auto const due_kind = unknown->scalar->kind_on(side);
        bool const other_kind =
            (found->kind == kind::string || found->kind == kind::boolean) && found->kind != due_kind;
        if (other_kind)
            return error{error_code::unknown_value, to_string(unknown->paths[side], shape(side)),
                         std::string(describe(found->kind)) +
                             (found->kind == kind::boolean ? "" : ' ' + quoted(found->text)) + " where " +
                             std::string(describe(due_kind)) + ' ' + due + " is due"};
        bool const tells_text =
            !found->is_container() && found->kind != kind::null && found->kind != kind::boolean;
        return error{error_code::unknown_value, to_string(unknown->paths[side], shape(side)),
                     (tells_text ? quoted(found->text) + " where " : "something else where ") + due +
                         " is due"};
    }
    if (holding == 0) return this;
    auto const found = std::find(sets_.begin(), sets_.end(), holding);
    if (found != sets_.end()) return variants_[static_cast<std::size_t>(found - sets_.begin())].get();
    std::string both;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        if ((holding >> i & 1) == 0) continue;
        field_path const* there = nullptr;
        for (auto const at : cases_[i].fields)
            if (auto const& field = cases_[i].alone->fields_[at];
                there == nullptr && cases_[i].alone->is_there(field, side, message))
                there = &field.paths[side];
        for (auto const& condition : cases_[i].said->fields_)
            if (there == nullptr && is_of(condition, side)) there = &condition.paths[side];
        if (there != nullptr) both += (both.empty() ? "'" : " and '") + to_string(*there, shape(side)) + "'";
    }
    return error{error_code::repeated,
                 {},
                 both + " are both there, and on the other side there can be one of them alone"};
}

/// What a field's table reads as the text that is asked for is that text.
bool mapping::is_meant(compiled_case const& of, std::size_t condition, std::size_t side,
                       value const& found) const {
    auto const& asked = of.said->fields_[condition];
    if (asked.is_constant(found)) return true;
    auto const at = of.tables[condition];
    if (at == no_field || found.kind != kind::string) return false;
    return fields_[at].scalar->conversion().table()->are_one(side, found.text, asked.constant);
}

std::size_t mapping::table_at(std::size_t side, field_path const& path) const {
    for (std::size_t at = 0; at < fields_.size(); ++at) {
        auto const& field = fields_[at];
        if (field.scalar && !field.is_list && !field.constant_on && field.scalar->conversion().table() &&
            !field.scalar->conversion().text() && field.paths[side].where == path.where &&
            field.paths[side].steps == path.steps)
            return at;
    }
    return no_field;
}

/// Whether a field that is always mapped lives there.
bool mapping::names(std::size_t side, field_path const& path) const {
    return std::any_of(fields_.begin(), fields_.end(), [&](mapped_field const& field) {
        return field.constant_on.value_or(side) == side && field.paths[side].where == path.where &&
               field.paths[side].steps == path.steps;
    });
}

} // namespace ficus::acl
